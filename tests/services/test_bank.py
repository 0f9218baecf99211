"""The bank from file to reconciliation, through the service: imported, matched, and confirmed on evidence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from domain.activities.bank import (
    BANK,
    BankAccountUnknown,
    BankLineNotOpen,
    BankStatementAlreadyImported,
    BankStatementInUse,
    ConfirmBankReconciliation,
    EntryPart,
    MatchBankLine,
    MatchBankLines,
    NothingToMatch,
    UnmatchBankLine,
    WithdrawBankStatement,
)
from domain.activities.dues import AdoptDuesPolicy, AssessDues, DeclareWageBase, PayDues
from domain.activities.income import ReceiveCustodialFunds
from domain.activities.ledger import AddAccount, ApprovePostingRule, DraftPostingRule, OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import (
    AccountCode,
    BankLineId,
    Count,
    DocumentNo,
    Fen,
    MemberNo,
    Month,
    PersonalData,
    PostingKind,
    ProjectId,
    RuleId,
    Text,
    Year,
)
from projections.bank import reconciliation_sheet
from services.api.queries import QUERIES
from services.api.reading import answer_query
from services.imports import Frame, read_bank_statement
from services.service import Service, open_service
from services.settings import Settings
from tests.services.imports.files import xlsx
from tests.services.recording_given import SCHOOL, request

NOW: Final = datetime(2026, 4, 2, 4, tzinfo=UTC)
DAY: Final = date(2026, 4, 2)
MARCH: Final = Month("2026-03")
HEADINGS: Final = ("日期", "收入", "支出", "流水号")
CONFIRM: Final = ConfirmBankReconciliation(period=MARCH, effective_on=DAY)
IN_CUSTODY: Final = AccountCode("10201")
DRAFTED: Final = DraftPostingRule(
    rule_id=RuleId("R-1"),
    posting_kind=PostingKind("bank.custodial"),
    account=IN_CUSTODY,
    valid_from=date(2026, 1, 1),
    source=Text("附录1 102"),
    effective_on=DAY,
)
DRAFTED_OF_102: Final = replace(DRAFTED, rule_id=RuleId("R-2"), account=BANK)
TAKEN_IN: Final = ReceiveCustodialFunds(
    document_no=DocumentNo("DG-1"),
    project=ProjectId("P-MUTUAL"),
    amount_fen=Fen(25_00),
    effective_on=date(2026, 3, 30),
)


@pytest.fixture
def service(url: str) -> Iterator[Service]:
    """A school whose members paid dues to the bank on two days of March."""
    with open_service(url, Settings(database_url=url), lambda: NOW) as opened:
        opened.projector.prepare()
        opened.recording.record(request(*_school()))
        yield opened


def _school() -> Iterator[object]:
    opened_on, valid_from = date(2026, 1, 1), Month("2026-01")
    yield OpenLedger(name=Text("School"), level="grassroots", chart="2021", effective_on=opened_on)
    yield AdoptDuesPolicy(rule_id=RuleId("R"), valid_from=valid_from, effective_on=opened_on)
    for number, day in enumerate((date(2026, 3, 10), date(2026, 3, 30)), 1):
        member_no = MemberNo(f"M{number}")
        yield EnrolMember(member_no=member_no, person=PersonalData(name=Text("甲")), effective_on=opened_on)
        yield DeclareWageBase(member_no=member_no, base_fen=Fen(5000_00), valid_from=valid_from, effective_on=opened_on)
        yield AssessDues(member_no=member_no, period=MARCH, effective_on=date(2026, 3, 2))
        yield PayDues(member_no=member_no, period=MARCH, amount_fen=Fen(25_00), method="transfer", effective_on=day)


def record(service: Service, command: object, actor: str = "lin") -> Any:  # noqa: ANN401 - the receipt
    return service.recording.record(request(command, actor=actor))


def sheet(service: Service, account: AccountCode = BANK) -> Any:  # noqa: ANN401 - the sheet
    service.projector.run_until_idle()
    with service.datastore.get_connection() as connection:
        return reconciliation_sheet(connection, SCHOOL, account, MARCH)


def test_a_month_goes_from_the_banks_file_to_a_confirmed_reconciliation(service: Service, tmp_path: Path) -> None:
    rows = (HEADINGS, (date(2026, 3, 11), 25, None, "B1"), (date(2026, 3, 21), "1.50", None, "B2"))
    frame = Frame(period=MARCH, opening_fen=Fen(0), closing_fen=Fen(26_50), effective_on=DAY)
    statement = read_bank_statement(xlsx(tmp_path, rows), frame)
    record(service, statement)
    record(service, MatchBankLines(effective_on=DAY))

    found = sheet(service)
    assert [line.line_id for line in found.received_by_bank] == ["2026-03.2"]
    assert [entry.day for entry in found.received_in_books] == [date(2026, 3, 30)]
    assert (found.book_fen, found.bank_fen) == (50_00, 26_50)
    assert found.adjusted_book_fen == found.adjusted_bank_fen == 51_50

    record(service, CONFIRM)
    assert sheet(service).is_confirmed
    with pytest.raises(BankStatementAlreadyImported):
        record(service, statement)
    with pytest.raises(BankStatementInUse):
        record(service, WithdrawBankStatement(period=MARCH, reason=Text("甲"), effective_on=DAY))


def test_a_match_by_hand_holds_until_it_is_undone(service: Service, tmp_path: Path) -> None:
    rows = (HEADINGS, (date(2026, 3, 11), 20, None, "B1"), (date(2026, 3, 12), 5, None, "B2"))
    frame = Frame(period=MARCH, opening_fen=Fen(0), closing_fen=Fen(25_00), effective_on=DAY)
    record(service, read_bank_statement(xlsx(tmp_path, rows), frame))
    with pytest.raises(NothingToMatch):
        record(service, MatchBankLines(effective_on=DAY))

    dues = EntryPart(source=sheet(service).received_in_books[0].source, side="D")
    both = (BankLineId("2026-03.1"), BankLineId("2026-03.2"))
    by_hand = MatchBankLine(lines=both, entries=(dues,), effective_on=DAY)
    record(service, by_hand)
    with pytest.raises(BankLineNotOpen):
        record(service, by_hand)
    assert sheet(service).received_by_bank == ()

    record(service, UnmatchBankLine(match_no=Count(1), reason=Text("甲"), effective_on=DAY))
    assert len(sheet(service).received_by_bank) == 2
    withdrawn = record(service, WithdrawBankStatement(period=MARCH, reason=Text("甲"), effective_on=DAY))
    assert [event.name for event in withdrawn.events] == ["bank.statement_withdrawn"]
    assert sheet(service).bank_fen is None


def test_two_bank_accounts_are_reconciled_side_by_side(service: Service, tmp_path: Path) -> None:
    record(service, AddAccount(chart="2021", account=IN_CUSTODY, name=Text("代管经费"), effective_on=DAY))
    record(service, DRAFTED)
    record(service, ApprovePostingRule(rule_id=DRAFTED.rule_id, effective_on=DAY), actor="bob")
    record(service, TAKEN_IN)
    rows = (HEADINGS, (date(2026, 3, 30), 25, None, "B1"))
    for account in (IN_CUSTODY, BANK):  # the same line at either
        frame = Frame(account=account, period=MARCH, opening_fen=Fen(0), closing_fen=Fen(25_00), effective_on=DAY)
        record(service, read_bank_statement(xlsx(tmp_path, rows), frame))

    record(service, MatchBankLines(account=IN_CUSTODY, effective_on=DAY))
    assert sheet(service, IN_CUSTODY).received_by_bank == ()
    assert [line.line_id for line in sheet(service).received_by_bank] == ["2026-03.1"]
    of_the_other = sheet(service, IN_CUSTODY)
    assert (of_the_other.name_zh, of_the_other.book_fen, of_the_other.bank_fen) == ("代管经费", 25_00, 25_00)
    assert sheet(service).book_fen == 50_00

    record(service, replace(CONFIRM, account=IN_CUSTODY))
    assert [sheet(service, account).is_confirmed for account in (IN_CUSTODY, BANK)] == [True, False]
    query = next(query for query in QUERIES if query.name == "bank-accounts")
    answer = answer_query(service, query, query.asked(ledger_id=SCHOOL, period=MARCH))
    assert [(row["account"], row["book"], row["open_lines"], row["is_confirmed"]) for row in answer["data"]] == [
        ("102", "50.00", 1, False),
        ("10201", "25.00", 0, True),
    ]


@pytest.mark.parametrize("account", ["101", "10299", "50102"])
def test_nothing_is_recorded_of_what_is_no_bank_account(service: Service, tmp_path: Path, account: str) -> None:
    before = record(service, DRAFTED_OF_102).position
    rows = (HEADINGS, (date(2026, 3, 30), 25, None, "B1"))
    frame = Frame(
        account=AccountCode(account), period=MARCH, opening_fen=Fen(0), closing_fen=Fen(25_00), effective_on=DAY
    )
    for command in (
        read_bank_statement(xlsx(tmp_path, rows), frame),
        MatchBankLines(account=frame.account, effective_on=DAY),
        replace(CONFIRM, account=frame.account),
    ):
        with pytest.raises(BankAccountUnknown):
            record(service, command)
    assert record(service, replace(DRAFTED_OF_102, rule_id=RuleId("R-3"))).position == before + 1


QUESTIONS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("bank-accounts", {"period": MARCH}),
    ("bank-lines", {"period": MARCH}),
    ("bank-reconciliation", {"period": MARCH}),
    ("bank-open-items", {}),
    ("dues-expected", {"period": MARCH}),
    ("dues-exceptions", {"period": MARCH}),
    ("arrears-by-age", {"period": MARCH}),
)


def test_every_question_can_be_asked_of_an_earlier_point_too(service: Service) -> None:
    service.projector.run_until_idle()
    for name, asked in QUESTIONS:
        query = next(query for query in QUERIES if query.name == name)
        now = answer_query(service, query, query.asked(ledger_id=SCHOOL, **asked))
        then = answer_query(service, query, query.asked(ledger_id=SCHOOL, as_of_position=now["position"], **asked))
        assert (name, now["data"]) == (name, then["data"])
        before = answer_query(service, query, query.asked(ledger_id=SCHOOL, as_of_position=1, **asked))
        assert before["position"] == 1
    expected = next(query for query in QUERIES if query.name == "dues-expected")
    page = answer_query(service, expected, expected.asked(ledger_id=SCHOOL, period=MARCH, limit=1))
    assert ([row["dues"] for row in page["data"]], page["next"]) == (["25.00"], "M1")


def test_the_archive_is_asked_as_it_is_today(service: Service) -> None:
    service.projector.run_until_idle()
    query = next(query for query in QUERIES if query.name == "archive-list")
    answer = answer_query(service, query, query.asked(ledger_id=SCHOOL, year=Year(2026)))
    assert answer["data"]["records"][0] == {
        "record_class": "vouchers",
        "what": "凭证",
        "count": 0,
        "destroy_from": "2057-01-01",
    }
