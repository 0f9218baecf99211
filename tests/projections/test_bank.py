"""The reconciliation sheet: what only one side has is listed, and the adjusted balances agree."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

import psycopg
import pytest
from psycopg.rows import DictRow

from domain.accounting.lines import Line, Posting
from domain.activities.bank import (
    BANK,
    BankAccountUnknown,
    BankLinesMatched,
    BankLinesUnmatched,
    BankReconciled,
    BankStatementImported,
    BankStatementWithdrawn,
    ConfirmBankReconciliation,
    MatchedEntry,
    MatchedLine,
    OpenBankItems,
    StatementLine,
    UnmatchBankLine,
    WithdrawBankStatement,
)
from domain.activities.entry import EntryRecorded, OpeningBalanceRecorded
from domain.values import AccountCode, ActorId, BankLineId, Count, DocumentNo, Fen, Month, RuleId, Text
from projections.bank import (
    bank_lines,
    bank_sheet,
    found_bank_match,
    found_bank_statement,
    open_items,
    reconciliation_sheet,
)
from tests.projections.logs import SCHOOL, Projected
from tests.samples.voucher import PREPARED, SIGNED

Connection = psycopg.Connection[DictRow]
JANUARY, FEBRUARY = Month("2026-01"), Month("2026-02")
ENTERED: Final = date(2026, 2, 3)
IN_CUSTODY: Final = AccountCode("10201")


def entered(
    document_no: str, day: date, change_fen: int, account: str = "408", at: AccountCode = BANK
) -> EntryRecorded:
    """Enter money that came in, or went out below zero."""
    amount_fen = Fen(abs(change_fen))
    bank_side, other_side = ("D", "C") if change_fen > 0 else ("C", "D")
    lines: Any = (Line(at, bank_side, amount_fen), Line(AccountCode(account), other_side, amount_fen))  # type: ignore[arg-type] # one of both sides
    return EntryRecorded(
        document_no=DocumentNo(document_no),
        summary=Text("甲"),
        posting=Posting(RuleId("general"), lines, DocumentNo(document_no)),
        attachments=Count(1),
        recorded_by=ActorId("ann"),
        effective_on=day,
    )


def opening(day: date, amount_fen: int, in_custody_fen: int = 0) -> OpeningBalanceRecorded:
    held = (Line(BANK, "D", Fen(amount_fen)), Line(IN_CUSTODY, "D", Fen(in_custody_fen)))
    lines = (
        *(line for line in held if line.amount_fen),
        Line(AccountCode("32205"), "C", Fen(amount_fen + in_custody_fen)),
    )
    return OpeningBalanceRecorded(
        chart="2021", posting=Posting(RuleId("opening"), lines), recorded_by=ActorId("ann"), effective_on=day
    )


def source(document_no: str, day: date) -> Text:
    return Text(f"{day.isoformat()}.general.{document_no}")


def matched(match_no: int, lines: tuple[MatchedLine, ...], *entries: MatchedEntry, on: date) -> BankLinesMatched:
    return BankLinesMatched(
        account=BANK,
        match_no=Count(match_no),
        lines=lines,
        entries=entries,
        rule_id=None,
        settled_on=on,
        effective_on=ENTERED,
    )


JAN_1, JAN_10, JAN_12, JAN_30 = (date(2026, 1, day) for day in (1, 10, 12, 30))
BOOKED: Final = (
    opening(JAN_1, 42_000_00),
    entered("A", JAN_10, 300_00),
    entered("CHEQUE", JAN_30, -500_00, "50105"),
)
STATEMENT: Final = BankStatementImported(
    account=BANK,
    period=JANUARY,
    opening_fen=Fen(42_000_00),
    closing_fen=Fen(42_312_34),
    lines=(
        StatementLine(JAN_12, Fen(300_00), Text("B1"), Text("县总工会")),
        StatementLine(JAN_30, Fen(12_34), Text("B2")),
    ),
    follows=None,
    file_sha256=None,
    effective_on=ENTERED,
)
OPENING_MATCHED: Final = matched(
    1,
    (MatchedLine(BankLineId("2026-01.0"), JAN_1, Fen(42_000_00)),),
    MatchedEntry(Text("2026-01-01.opening"), "D", JAN_1, Fen(42_000_00)),
    on=JAN_1,
)
RECEIPT_MATCHED: Final = matched(
    2,
    (MatchedLine(BankLineId("2026-01.1"), JAN_12, Fen(300_00)),),
    MatchedEntry(source("A", JAN_10), "D", JAN_10, Fen(300_00)),
    on=JAN_12,
)


def test_one_missing_and_one_extra_line_are_just_these_two_on_the_sheet(
    projected: Projected, connection: Connection
) -> None:
    projected(*BOOKED, STATEMENT, OPENING_MATCHED, RECEIPT_MATCHED)
    sheet = reconciliation_sheet(connection, SCHOOL, BANK, JANUARY)
    assert (sheet.book_fen, sheet.bank_fen) == (41_800_00, 42_312_34)
    assert [(line.line_id, line.change_fen) for line in sheet.received_by_bank] == [("2026-01.2", 12_34)]
    assert [(entry.source, entry.change_fen) for entry in sheet.paid_in_books] == [(source("CHEQUE", JAN_30), -500_00)]
    assert (sheet.paid_by_bank, sheet.received_in_books) == ((), ())
    assert sheet.adjusted_book_fen == sheet.adjusted_bank_fen == 41_812_34
    assert not sheet.is_confirmed


def test_what_is_settled_in_a_later_month_is_open_in_the_sheet_of_the_earlier_one(
    projected: Projected, connection: Connection
) -> None:
    day = date(2026, 2, 5)
    february = replace(
        STATEMENT,
        period=FEBRUARY,
        opening_fen=STATEMENT.closing_fen,
        closing_fen=Fen(41_812_34),
        lines=(StatementLine(day, Fen(-500_00), Text("C1")),),
        follows=JANUARY,
    )
    cashed = matched(
        3,
        (MatchedLine(BankLineId("2026-02.1"), day, Fen(-500_00)),),
        MatchedEntry(source("CHEQUE", JAN_30), "C", JAN_30, Fen(500_00)),
        on=day,
    )
    projected(*BOOKED, STATEMENT, OPENING_MATCHED, RECEIPT_MATCHED, february, cashed)
    assert len(reconciliation_sheet(connection, SCHOOL, BANK, JANUARY).paid_in_books) == 1
    sheet = reconciliation_sheet(connection, SCHOOL, BANK, FEBRUARY)
    assert sheet.paid_in_books == ()
    assert sheet.adjusted_book_fen == sheet.adjusted_bank_fen == 41_812_34


def test_part_of_an_entry_stays_open_and_more_may_come(projected: Projected, connection: Connection) -> None:
    part = matched(
        1,
        (MatchedLine(BankLineId("2026-01.1"), JAN_12, Fen(100_00)),),
        MatchedEntry(source("A", JAN_10), "D", JAN_10, Fen(100_00)),
        on=JAN_12,
    )
    projected(entered("A", JAN_10, 300_00), part)
    assert [entry.change_fen for entry in open_items(connection, SCHOOL, BANK).entries] == [200_00]
    projected(entered("A", JAN_10, 50_00))
    assert [entry.change_fen for entry in open_items(connection, SCHOOL, BANK).entries] == [250_00]


def test_what_was_matched_and_undone_is_open_again(projected: Projected, connection: Connection) -> None:
    undone = BankLinesUnmatched(
        account=BANK,
        match_no=Count(2),
        lines=RECEIPT_MATCHED.lines,
        entries=RECEIPT_MATCHED.entries,
        reason=Text("甲"),
        last_match_no=Count(2),
        effective_on=ENTERED,
    )
    projected(*BOOKED, STATEMENT, RECEIPT_MATCHED)
    command = UnmatchBankLine(match_no=Count(2), reason=Text("甲"), effective_on=ENTERED)
    found = found_bank_match(connection, SCHOOL, command).match
    assert found is not None
    assert (found.lines, found.entries) == (RECEIPT_MATCHED.lines, RECEIPT_MATCHED.entries)
    before = open_items(connection, SCHOOL, BANK)
    projected(undone)
    after = open_items(connection, SCHOOL, BANK)
    assert (len(after.lines), len(after.entries)) == (len(before.lines) + 1, len(before.entries) + 1)
    assert found_bank_match(connection, SCHOOL, command).match is None


def test_a_statement_that_is_withdrawn_leaves_nothing_behind(projected: Projected, connection: Connection) -> None:
    projected(*BOOKED, STATEMENT)
    command = WithdrawBankStatement(period=JANUARY, reason=Text("甲"), effective_on=ENTERED)
    found = found_bank_statement(connection, SCHOOL, command)
    assert (found.opening_fen, found.follows, found.lines, found.matched_lines) == (42_000_00, None, 2, 0)
    assert [line.match_no for line in bank_lines(connection, SCHOOL, BANK, JANUARY)] == [None, None, None]
    projected(
        BankStatementWithdrawn(
            account=BANK,
            period=JANUARY,
            opening_fen=found.opening_fen,
            lines=found.lines,
            follows=None,
            reason=Text("甲"),
            effective_on=ENTERED,
        )
    )
    assert bank_lines(connection, SCHOOL, BANK, JANUARY) == []
    assert reconciliation_sheet(connection, SCHOOL, BANK, JANUARY).bank_fen is None


def test_a_confirmed_sheet_says_so_until_the_books_change(projected: Projected, connection: Connection) -> None:
    confirmed = BankReconciled(
        account=BANK,
        period=JANUARY,
        bank_fen=Fen(42_312_34),
        book_fen=Fen(41_800_00),
        adjusted_fen=Fen(41_812_34),
        open_lines=(),
        open_entries=(),
        confirmed_by=ActorId("lin"),
        effective_on=ENTERED,
    )
    projected(*BOOKED, STATEMENT, confirmed)
    sheet = reconciliation_sheet(connection, SCHOOL, BANK, JANUARY)
    assert (sheet.is_confirmed, sheet.confirmed_by, sheet.confirmed_on) == (True, "lin", ENTERED)
    projected(entered("LATE", JAN_30, 1))
    assert not reconciliation_sheet(connection, SCHOOL, BANK, JANUARY).is_confirmed


def test_a_new_chart_opens_with_what_the_old_one_came_to(projected: Projected, connection: Connection) -> None:
    before, first_day = date(2021, 12, 30), date(2022, 1, 1)
    projected(entered("A", before, 300_00), opening(first_day, 300_00), entered("B", first_day, 1_00))
    december = reconciliation_sheet(connection, SCHOOL, BANK, Month("2021-12"))
    january = reconciliation_sheet(connection, SCHOOL, BANK, Month("2022-01"))
    assert (december.book_fen, january.book_fen) == (300_00, 301_00)
    assert [entry.change_fen for entry in january.received_in_books] == [300_00, 1_00]


def test_who_signed_vouchers_of_the_month_is_its_cashier(projected: Projected, connection: Connection) -> None:
    projected(PREPARED, SIGNED)
    march = ConfirmBankReconciliation(period=Month("2015-03"), effective_on=ENTERED)
    assert bank_sheet(connection, SCHOOL, march).cashiers == {"carl"}
    assert bank_sheet(connection, SCHOOL, replace(march, period=JANUARY)).cashiers == frozenset()


OF_THE_OTHER: Final = replace(
    STATEMENT,
    account=IN_CUSTODY,
    opening_fen=Fen(0),
    closing_fen=Fen(70_00),
    lines=(StatementLine(JAN_12, Fen(70_00), Text("B1")),),
)


def test_a_bank_account_has_its_own_lines_entries_and_matches(projected: Projected, connection: Connection) -> None:
    of_a_detail_of_it = entered("Z", JAN_12, 30_00, at=AccountCode("1020103"))
    projected(*BOOKED, entered("A", JAN_10, 40_00, at=IN_CUSTODY), of_a_detail_of_it, STATEMENT, OF_THE_OTHER)
    of_102 = open_items(connection, SCHOOL, BANK)
    assert [entry.change_fen for entry in of_102.entries] == [42_000_00, 300_00, -500_00]
    of_the_other = open_items(connection, SCHOOL, IN_CUSTODY)
    assert [line.change_fen for line in of_the_other.lines] == [70_00]
    assert [entry.change_fen for entry in of_the_other.entries] == [40_00, 30_00]

    joined = matched(
        1,
        (MatchedLine(BankLineId("2026-01.1"), JAN_12, Fen(70_00)),),
        MatchedEntry(source("A", JAN_10), "D", JAN_10, Fen(40_00)),
        MatchedEntry(source("Z", JAN_12), "D", JAN_12, Fen(30_00)),
        on=JAN_12,
    )
    projected(replace(joined, account=IN_CUSTODY))
    assert open_items(connection, SCHOOL, IN_CUSTODY) == OpenBankItems(lines=(), entries=())
    assert open_items(connection, SCHOOL, BANK) == of_102
    undo = UnmatchBankLine(account=IN_CUSTODY, match_no=Count(1), reason=Text("甲"), effective_on=ENTERED)
    assert found_bank_match(connection, SCHOOL, replace(undo, account=BANK)).match is None
    found = found_bank_match(connection, SCHOOL, undo).match
    assert found is not None
    assert len(found.entries) == 2


def test_a_withdrawal_takes_the_statement_of_its_account_only(projected: Projected, connection: Connection) -> None:
    projected(*BOOKED, STATEMENT, OF_THE_OTHER)
    projected(
        BankStatementWithdrawn(
            account=IN_CUSTODY,
            period=JANUARY,
            opening_fen=Fen(0),
            lines=Count(1),
            follows=None,
            reason=Text("甲"),
            effective_on=ENTERED,
        )
    )
    assert bank_lines(connection, SCHOOL, IN_CUSTODY, JANUARY) == []
    assert len(bank_lines(connection, SCHOOL, BANK, JANUARY)) == 3


def test_money_that_a_new_chart_puts_at_another_account_is_an_entry_of_the_day(
    projected: Projected, connection: Connection
) -> None:
    before, first_day = date(2021, 12, 30), date(2022, 1, 1)
    projected(entered("A", before, 300_00), opening(first_day, 250_00, in_custody_fen=50_00))
    of_102, of_the_other = (open_items(connection, SCHOOL, account).entries for account in (BANK, IN_CUSTODY))
    assert [(entry.change_fen, entry.is_opening) for entry in of_102] == [(300_00, False), (-50_00, False)]
    assert [(entry.change_fen, entry.is_opening) for entry in of_the_other] == [(50_00, True)]
    assert open_items(connection, SCHOOL, BANK, before).entries == of_102[:1]


@pytest.mark.parametrize("account", ["10201", "101"])
def test_there_is_no_sheet_of_what_is_no_bank_account(
    projected: Projected, connection: Connection, account: str
) -> None:
    projected(*BOOKED)
    with pytest.raises(BankAccountUnknown):
        reconciliation_sheet(connection, SCHOOL, AccountCode(account), JANUARY)
