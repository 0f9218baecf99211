"""A month of the books, from entries to its close, on the real log: evidence, vouchers, checks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from domain.accounting.refusals import PeriodClosed
from domain.activities.bank import BankLine, ConfirmBankReconciliation, ImportBankStatement, MatchBankLines
from domain.activities.closing import CarryResults, ClosePeriod, PeriodNotReady
from domain.activities.entry import EntryLine, RecordEntry, RecordOpeningBalance
from domain.activities.expense import ApproveExpense, PayExpense
from domain.activities.ledger import AddAccount, OpenLedger
from domain.activities.voucher import (
    NothingToPrepare,
    PostVouchers,
    PrepareVouchers,
    ReviewVouchers,
    SignVouchers,
)
from domain.deciding import Stream
from domain.errors import SamePerson
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, LedgerId, Month, Text, VoucherId
from projections.period_checks import period_found
from services.gathering import gathering
from services.recording import EvidenceNotShared, Receipt, Recording
from services.service import Service, open_service
from services.settings import Settings
from services.store import LedgerLog
from services.store.streams import Past
from tests.services.recording_given import clock, request

UNION: Final = LedgerId("school")
JANUARY: Final = Month("2026-01")
FIRST: Final = date(2026, 1, 1)
LAST: Final = date(2026, 1, 31)
TODAY: Final = date(2026, 3, 2)


def line(account: str, side: str, yuan: int) -> EntryLine:
    return EntryLine(account=AccountCode(account), side="D" if side == "D" else "C", amount_fen=Fen(yuan * 100))


def entry(document_no: str, on: date, *lines: EntryLine) -> RecordEntry:
    return RecordEntry(document_no=DocumentNo(document_no), summary=Text("文体活动"), lines=lines, effective_on=on)


ENTRY: Final = entry("FP-1", date(2026, 1, 9), line("50102", "D", 300), line("102", "C", 300))
VOUCHER: Final = VoucherId("2026-01-09.general.FP-1")


@pytest.fixture
def service(url: str, settings: Settings) -> Iterator[Service]:
    with open_service(url, settings, clock) as opened:
        opened.projector.prepare()
        opening = OpenLedger(name=Text("School"), level="grassroots", chart="2021", effective_on=FIRST)
        balances = RecordOpeningBalance(lines=(line("102", "D", 1000), line("32205", "C", 1000)), effective_on=FIRST)
        opened.recording.record(request(opening, balances, ENTRY))
        yield opened


def ask(service: Service, command: object, actor: str = "ann") -> Receipt:
    return service.recording.record(request(command, actor=actor))


def found_by(refusal: PeriodNotReady) -> list[str]:
    return [str(finding) for finding in refusal.findings]


def reconciled(service: Service) -> None:
    """Import the bank's statement of January, match it, and have the reconciliation confirmed."""
    paid = BankLine(day=date(2026, 1, 9), reference=Text("FP-1"), paid_fen=Fen(300_00))
    statement = ImportBankStatement(
        period=JANUARY, opening_fen=Fen(1000_00), closing_fen=Fen(700_00), lines=(paid,), effective_on=TODAY
    )
    ask(service, statement, "cashier")
    ask(service, MatchBankLines(effective_on=TODAY), "bookkeeper")
    ask(service, ConfirmBankReconciliation(period=JANUARY, effective_on=TODAY), "bookkeeper")


def on_vouchers(service: Service) -> None:
    """Take everything of January through all the steps of its vouchers."""
    ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST), "preparer")
    ask(service, ReviewVouchers(period=JANUARY, effective_on=LAST), "reviewer")
    ask(service, SignVouchers(period=JANUARY, effective_on=LAST), "cashier")
    ask(service, PostVouchers(period=JANUARY, effective_on=LAST), "bookkeeper")


def test_a_month_is_carried_put_on_vouchers_and_closed(service: Service) -> None:
    ask(service, CarryResults(effective_on=LAST))
    on_vouchers(service)
    reconciled(service)

    closed = ask(service, ClosePeriod(period=JANUARY, effective_on=TODAY))

    assert [event.name for event in closed.events] == ["ledger.period_closed"]
    late = entry("FP-2", date(2026, 1, 20), line("50102", "D", 1), line("102", "C", 1))
    with pytest.raises(PeriodClosed):
        ask(service, late)


def test_a_month_is_not_closed_before_everything_is_posted_and_carried(service: Service) -> None:
    ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST), "preparer")

    with pytest.raises(PeriodNotReady) as refused:
        ask(service, ClosePeriod(period=JANUARY, effective_on=TODAY))

    assert sorted(found_by(refused.value)) == [
        "bank_not_reconciled: 102 700.00",
        "results_not_carried: 50102",
        f"voucher_not_posted: {VOUCHER}",
    ]


def bank_findings(service: Service) -> list[str]:
    with pytest.raises(PeriodNotReady) as refused:
        ask(service, ClosePeriod(period=JANUARY, effective_on=TODAY))
    return [finding for finding in found_by(refused.value) if finding.startswith("bank_not_reconciled")]


def empty_statement(account: str) -> ImportBankStatement:
    return ImportBankStatement(
        account=AccountCode(account),
        period=JANUARY,
        opening_fen=Fen(0),
        closing_fen=Fen(0),
        lines=(),
        effective_on=TODAY,
    )


def test_a_month_is_not_closed_before_each_bank_account_is_reconciled(service: Service) -> None:
    for account in ("10201", "10202", "10203", "10204"):
        added = AddAccount(chart="2021", account=AccountCode(account), name=Text("专户"), effective_on=FIRST)
        ask(service, added)
    ask(service, entry("ZZ-1", date(2026, 1, 12), line("10201", "D", 40), line("102", "C", 40)))
    ask(service, entry("ZZ-2", date(2026, 1, 12), line("10202", "D", 5), line("102", "C", 5)))
    ask(service, entry("ZZ-3", date(2026, 1, 13), line("102", "D", 5), line("10202", "C", 5)))
    paid = BankLine(day=date(2026, 1, 9), reference=Text("X"), received_fen=Fen(9_00))
    ask(service, replace(empty_statement("10203"), lines=(paid,), closing_fen=Fen(9_00)))
    ask(service, empty_statement("10204"))

    assert bank_findings(service) == [
        "bank_not_reconciled: 102 660.00",
        "bank_not_reconciled: 10201 40.00",
        "bank_not_reconciled: 10202 0.00",
        "bank_not_reconciled: 10203 0.00",
    ]

    ask(service, empty_statement("10202"))
    ask(service, ConfirmBankReconciliation(account=AccountCode("10202"), period=JANUARY, effective_on=TODAY))
    reconciled(service)
    assert bank_findings(service) == ["bank_not_reconciled: 10201 40.00", "bank_not_reconciled: 10203 0.00"]

    ask(service, entry("ZZ-4", date(2026, 1, 20), line("102", "D", 1), line("408", "C", 1)))
    assert bank_findings(service)[0] == "bank_not_reconciled: 102 660.00 / 661.00"


def test_money_that_only_the_bank_knows_of_is_reconciled_the_month_after_too(service: Service) -> None:
    for account, closing_fen in (("10201", Fen(9_00)), ("10202", Fen(0))):
        added = AddAccount(chart="2021", account=AccountCode(account), name=Text("专户"), effective_on=FIRST)
        ask(service, added)
        came_in = BankLine(day=LAST, reference=Text("X"), received_fen=Fen(9_00))
        went_out = BankLine(day=LAST, reference=Text("Y"), paid_fen=Fen(9_00))
        lines = (came_in,) if closing_fen else (came_in, went_out)
        ask(service, replace(empty_statement(account), lines=lines, closing_fen=closing_fen))
    service.projector.run_until_idle()

    with service.datastore.get_connection() as connection:
        found = [
            period_found(connection, UNION, ClosePeriod(period=Month(period), effective_on=TODAY)).findings
            for period in ("2026-01", "2026-02")
        ]

    of_the_bank = [[each.where for each in month if each.check == "bank_not_reconciled"] for month in found]
    assert of_the_bank == [["102 700.00", "10201 0.00", "10202 0.00"], ["102 700.00", "10201 0.00"]]


def test_a_bank_account_below_zero_is_found_though_the_others_have_money(service: Service) -> None:
    ask(service, AddAccount(chart="2021", account=AccountCode("10201"), name=Text("专户"), effective_on=FIRST))
    ask(service, entry("ZZ-1", date(2026, 1, 12), line("50102", "D", 40), line("10201", "C", 40)))

    with pytest.raises(PeriodNotReady) as refused:
        ask(service, ClosePeriod(period=JANUARY, effective_on=TODAY))

    assert "money_below_zero: 2026-01-12" in found_by(refused.value)


def test_money_below_zero_and_what_is_on_no_voucher_are_found(service: Service) -> None:
    ask(service, entry("FP-9", date(2026, 1, 10), line("50102", "D", 900), line("102", "C", 900)))

    with pytest.raises(PeriodNotReady) as refused:
        ask(service, ClosePeriod(period=JANUARY, effective_on=TODAY))

    assert "money_below_zero: 2026-01-10" in found_by(refused.value)
    assert "not_on_a_voucher: 2026-01-10.general.FP-9" in found_by(refused.value)


def test_what_is_on_a_voucher_is_not_prepared_again_but_what_came_later_is(service: Service) -> None:
    ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST))
    with pytest.raises(NothingToPrepare):
        ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST))

    ask(service, entry("FP-2", date(2026, 1, 20), line("50102", "D", 1), line("102", "C", 1)))

    later = ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST))
    assert [event.stream_id for event in later.events] == ["voucher/2026-01-20.general.FP-2"]


def test_whoever_approved_a_payment_takes_no_step_of_its_voucher(service: Service) -> None:
    number, day = DocumentNo("SP-1"), date(2026, 1, 12)
    approve = ApproveExpense(
        approval_no=number,
        expense_kind="meeting",
        ceiling_fen=Fen(50_00),
        purpose=Text("全委会"),
        requested_by=ActorId("ann"),
        effective_on=day,
    )
    pay = PayExpense(
        document_no=DocumentNo("FP-3"),
        expense_kind="meeting",
        amount_fen=Fen(50_00),
        purpose=Text("全委会"),
        attachments=Count(1),
        approval_no=number,
        effective_on=day,
    )
    ask(service, approve, "pavel")
    ask(service, pay, "cashier")

    theirs = ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST), "pavel")
    assert [event.stream_id for event in theirs.events] == [f"voucher/{VOUCHER}"]
    ask(service, PrepareVouchers(period=JANUARY, effective_on=LAST), "preparer")
    with pytest.raises(SamePerson) as refused:
        ask(service, ReviewVouchers(period=JANUARY, effective_on=LAST), "pavel")
    assert refused.value.facts()["rule"] == "财会〔2024〕12号 第二十一条（二）"


def test_a_repeat_of_a_close_is_answered_as_the_first_time(service: Service) -> None:
    ask(service, CarryResults(effective_on=LAST))
    on_vouchers(service)
    reconciled(service)
    closing = request(ClosePeriod(period=JANUARY, effective_on=TODAY), request_id="close-january")

    first = service.recording.record(closing)

    assert service.recording.record(closing).events == first.events


def test_a_command_that_rests_on_the_whole_ledger_goes_alone(service: Service) -> None:
    both = request(ENTRY, PrepareVouchers(period=JANUARY, effective_on=LAST))
    with pytest.raises(EvidenceNotShared, match="prepare-vouchers"):
        service.recording.record(both)


class Interrupted(LedgerLog):
    """A log in which something else happens once, right after what a decision needs was read."""

    def __init__(self, service: Service, happens: Callable[[], object]) -> None:
        super().__init__(service.datastore)
        self._happens: Callable[[], object] | None = happens

    def past(self, ledger_id: LedgerId, streams: Iterable[Stream[Any]], request_ids: Sequence[str] = ()) -> Past:
        found = super().past(ledger_id, streams, request_ids)
        happens, self._happens = self._happens, None
        if happens is not None:
            happens()
        return found


def test_a_month_that_is_closed_between_a_decision_and_its_append_takes_no_posting(service: Service) -> None:
    ask(service, CarryResults(effective_on=LAST))
    on_vouchers(service)
    reconciled(service)
    log = Interrupted(service, lambda: ask(service, ClosePeriod(period=JANUARY, effective_on=TODAY)))
    late = entry("FP-2", date(2026, 1, 20), line("50102", "D", 1), line("102", "C", 1))

    with pytest.raises(PeriodClosed):
        Recording(log, clock).record(request(late))


def test_a_close_counts_what_was_posted_between_its_evidence_and_its_append(service: Service) -> None:
    ask(service, CarryResults(effective_on=LAST))
    on_vouchers(service)
    reconciled(service)
    late = entry("FP-2", date(2026, 1, 20), line("50102", "D", 1), line("102", "C", 1))
    log = Interrupted(service, lambda: ask(service, late))
    gather = gathering(service.datastore, service.projector)

    with pytest.raises(PeriodNotReady) as refused:
        Recording(log, clock, gather=gather).record(request(ClosePeriod(period=JANUARY, effective_on=TODAY)))

    assert "not_on_a_voucher: 2026-01-20.general.FP-2" in found_by(refused.value)
