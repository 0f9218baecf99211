"""The bank: statements that follow one another, matches beyond doubt, and a reconciliation that agrees."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from domain.accounting.books import Books
from domain.accounting.lines import Side
from domain.accounting.refusals import DateBeforeBooks, PeriodClosed
from domain.activities.bank import (
    BANK,
    USUAL_POLICY,
    AdoptBankPolicy,
    BankAccountUnknown,
    BankAlreadyReconciled,
    BankBalancesDiffer,
    BankEntryNotOpen,
    BankEntryTooSmall,
    BankLine,
    BankLineAmountWrong,
    BankLineNotOpen,
    BankLineOutsideMonth,
    BankLineRepeated,
    BankLinesMatched,
    BankLinesUnmatched,
    BankMatch,
    BankMatchUnequal,
    BankMatchUnknown,
    BankOpeningDiffers,
    BankPolicyTaken,
    BankReconciled,
    BankSheet,
    BankStatementAlreadyImported,
    BankStatementImported,
    BankStatementInUse,
    BankStatementMissing,
    BankStatementNotLast,
    BankStatementTooLong,
    BankStatementUnbalanced,
    BankStatementWithdrawn,
    CashierMayNotReconcile,
    ConfirmBankReconciliation,
    EntryPart,
    FoundBankMatch,
    FoundBankStatement,
    ImportBankStatement,
    MatchBankLine,
    MatchBankLines,
    NothingToMatch,
    OpenBankItems,
    OpenEntry,
    OpenLine,
    StatementLine,
    UnmatchBankLine,
    WithdrawBankStatement,
    adjusted_bank_fen,
    adjusted_book_fen,
    bank_account_of,
    sure_matches,
)
from domain.activities.ledger import AccountAdded
from domain.errors import DateBeforeEarlierStep
from domain.values import AccountCode, ActorId, BankLineId, Count, DocumentNo, Fen, Month, RuleId, Text
from tests.domain.given import LEDGER, Given, given
from tests.samples.bank import DAY_OF_IMPORT, JANUARY, MATCHED, POLICY_ADOPTED, RECONCILED, STATEMENT_IMPORTED

TODAY: Final = date(2026, 3, 10)
FEBRUARY: Final = Month("2026-02")
LINES: Final = (
    BankLine(day=date(2026, 2, 3), reference=Text("B1"), received_fen=Fen(300_00), counterparty=Text("县总工会")),
    BankLine(day=date(2026, 2, 20), reference=Text("B2"), paid_fen=Fen(50_00)),
)
OF_FEBRUARY: Final = ImportBankStatement(
    period=FEBRUARY,
    opening_fen=Fen(1_250_00),
    closing_fen=Fen(1_500_00),
    lines=LINES,
    effective_on=date(2026, 3, 2),
)
NOTHING_OPEN: Final = OpenBankItems(lines=(), entries=())


def when(history: Given, command: object, **more: Any) -> Any:  # noqa: ANN401 - what a sentence ends in
    return history.when(command, today=TODAY, **more)


def line(number: int, day: date, change_fen: int, reference: str = "B") -> OpenLine:
    return OpenLine(
        line_id=BankLineId(f"2026-01.{number}"),
        day=day,
        change_fen=Fen(change_fen),
        reference=Text(reference),
        counterparty=None,
    )


def entry(  # noqa: PLR0913 - an entry as the books show it
    source: str,
    day: date,
    change_fen: int,
    side: Side = "D",
    document_no: str | None = None,
    *,
    is_opening: bool = False,
) -> OpenEntry:
    return OpenEntry(
        source=Text(source),
        side=side,
        day=day,
        document_no=None if document_no is None else DocumentNo(document_no),
        is_opening=is_opening,
        change_fen=Fen(change_fen),
    )


def items(lines: tuple[OpenLine, ...], entries: tuple[OpenEntry, ...]) -> OpenBankItems:
    return OpenBankItems(lines=lines, entries=entries)


def pairs(found: OpenBankItems, window_days: int = 3) -> list[tuple[list[str], list[str]]]:
    return [
        ([line.line_id for line in match.lines], [entry.source for entry in match.entries])
        for match in sure_matches(found, window_days)
    ]


JAN_5, JAN_6, JAN_8, JAN_9 = (date(2026, 1, day) for day in (5, 6, 8, 9))


def test_the_first_statement_is_taken_in_with_its_lines() -> None:
    when(given(), replace(OF_FEBRUARY, file_sha256=Text("ab"))).then(
        BankStatementImported(
            account=BANK,
            period=FEBRUARY,
            opening_fen=Fen(1_250_00),
            closing_fen=Fen(1_500_00),
            lines=(
                StatementLine(date(2026, 2, 3), Fen(300_00), Text("B1"), Text("县总工会")),
                StatementLine(date(2026, 2, 20), Fen(-50_00), Text("B2")),
            ),
            follows=None,
            file_sha256=Text("ab"),
            effective_on=date(2026, 3, 2),
        )
    )


def test_a_statement_follows_the_one_of_the_month_before() -> None:
    (imported,) = when(given(STATEMENT_IMPORTED), OF_FEBRUARY).events
    assert imported.follows == JANUARY
    april = replace(OF_FEBRUARY, period=Month("2026-04"), effective_on=date(2026, 5, 2))
    given(STATEMENT_IMPORTED).when(april, today=date(2026, 5, 2)).refused(BankStatementMissing, missing="2026-02")


def test_the_same_statement_is_not_taken_in_twice() -> None:
    history = given(STATEMENT_IMPORTED, *when(given(STATEMENT_IMPORTED), OF_FEBRUARY).events)
    when(history, OF_FEBRUARY).refused(BankStatementAlreadyImported, last_period="2026-02")


def test_a_statement_opens_with_what_the_last_one_closed_with() -> None:
    other = replace(OF_FEBRUARY, opening_fen=Fen(1_200_00), closing_fen=Fen(1_450_00))
    when(given(STATEMENT_IMPORTED), other).refused(BankOpeningDiffers, opening="1200.00", closing="1250.00")


def test_a_statement_must_add_up() -> None:
    short = replace(OF_FEBRUARY, lines=LINES[:1])
    when(given(), short).refused(BankStatementUnbalanced, reached="1550.00", closing="1500.00")


def test_a_line_that_stands_twice_is_refused() -> None:
    twice = replace(OF_FEBRUARY, lines=(*LINES, LINES[0]), closing_fen=Fen(1_800_00))
    when(given(), twice).refused(BankLineRepeated, line_no=3, first_line_no=1)


@pytest.mark.parametrize("amount_fen", [Fen(0), Fen(1)])
def test_a_line_is_either_received_or_paid(amount_fen: Fen) -> None:
    wrong = BankLine(day=date(2026, 2, 3), reference=Text("B1"), received_fen=amount_fen, paid_fen=amount_fen)
    when(given(), replace(OF_FEBRUARY, lines=(wrong,))).refused(BankLineAmountWrong, line_no=1)


def test_a_line_lies_in_the_month_of_its_statement() -> None:
    late = replace(LINES[1], day=date(2026, 3, 1))
    when(given(), replace(OF_FEBRUARY, lines=(LINES[0], late))).refused(BankLineOutsideMonth, line_no=2)


def test_a_statement_is_of_a_whole_month_that_is_over() -> None:
    early = replace(OF_FEBRUARY, effective_on=date(2026, 2, 27))
    when(given(), early).refused(DateBeforeEarlierStep, earlier_on="2026-02-28")


def test_there_is_no_statement_before_the_books() -> None:
    books = replace(LEDGER, books=Books(kept_from=date(2026, 3, 1)))
    when(given(ledger=books), OF_FEBRUARY).refused(DateBeforeBooks)


def test_a_statement_has_an_end() -> None:
    long = tuple(replace(LINES[0], reference=Text(f"B{number}")) for number in range(10_001))
    when(given(), replace(OF_FEBRUARY, lines=long)).refused(BankStatementTooLong, most=10_000)


WITHDRAW: Final = WithdrawBankStatement(period=JANUARY, reason=Text("another account"), effective_on=DAY_OF_IMPORT)
UNTOUCHED: Final = FoundBankStatement(opening_fen=Fen(0), follows=None, lines=1, matched_lines=0)


def test_the_last_statement_can_be_taken_away_and_taken_in_anew() -> None:
    history = given(STATEMENT_IMPORTED)
    outcome = when(history, WITHDRAW, evidence=UNTOUCHED)
    outcome.then(
        BankStatementWithdrawn(
            account=BANK,
            period=JANUARY,
            opening_fen=Fen(0),
            lines=1,
            follows=None,
            reason=Text("another account"),
            effective_on=DAY_OF_IMPORT,
        )
    )
    again = when(given(STATEMENT_IMPORTED, *outcome.events), OF_FEBRUARY)
    assert again.events[0].follows is None


def test_after_a_withdrawal_the_statement_before_it_is_the_last_one() -> None:
    february = when(given(STATEMENT_IMPORTED), OF_FEBRUARY).events
    found = FoundBankStatement(opening_fen=Fen(1_250_00), follows=JANUARY, lines=2, matched_lines=0)
    withdraw = replace(WITHDRAW, period=FEBRUARY, effective_on=date(2026, 3, 2))
    withdrawn = when(given(STATEMENT_IMPORTED, *february), withdraw, evidence=found).events
    when(given(STATEMENT_IMPORTED, *february, *withdrawn), OF_FEBRUARY).then(*february)


def test_a_statement_on_which_something_rests_stays() -> None:
    matched = replace(UNTOUCHED, matched_lines=1)
    when(given(STATEMENT_IMPORTED), WITHDRAW, evidence=matched).refused(BankStatementInUse, matched_lines=1)
    when(given(STATEMENT_IMPORTED, RECONCILED), WITHDRAW, evidence=UNTOUCHED).refused(BankStatementInUse)
    other = replace(WITHDRAW, period=FEBRUARY)
    when(given(STATEMENT_IMPORTED), other, evidence=UNTOUCHED).refused(BankStatementNotLast, last_period="2026-01")


def test_equal_amounts_within_the_window_are_the_same_money() -> None:
    both = items((line(1, JAN_8, 25_00),), (entry("dues", JAN_5, 25_00),))
    assert pairs(both) == [(["2026-01.1"], ["dues"])]
    assert pairs(both, window_days=2) == []


def test_money_in_is_never_matched_with_money_out() -> None:
    assert pairs(items((line(1, JAN_5, 25_00),), (entry("paid", JAN_5, -25_00, "C"),))) == []


def test_what_fits_twice_is_left_open() -> None:
    two_entries = items((line(1, JAN_5, 25_00),), (entry("a", JAN_5, 25_00), entry("b", JAN_6, 25_00)))
    two_lines = items((line(1, JAN_5, 25_00), line(2, JAN_6, 25_00)), (entry("a", JAN_5, 25_00),))
    assert pairs(two_entries) == pairs(two_lines) == []


def test_a_reference_decides_between_two_and_has_no_window() -> None:
    lines = (line(1, JAN_9, -80_00, "ZF-7"), line(2, JAN_9, -80_00, "ZF-8"))
    entries = (entry("b", date(2025, 12, 20), -80_00, "C", "ZF-8"), entry("a", JAN_9, -80_00, "C", "ZF-7"))
    assert pairs(items(lines, entries)) == [(["2026-01.1"], ["a"]), (["2026-01.2"], ["b"])]


def test_the_opening_balance_is_matched_with_all_that_the_books_had_by_then() -> None:
    opening = line(0, date(2026, 1, 1), 42_500_00)
    balance = entry("2026-01-01.opening", date(2026, 1, 1), 42_500_00, is_opening=True)
    outstanding = entry("2026-01-01.opening", date(2026, 1, 1), -500_00, "C", is_opening=True)
    assert pairs(items((opening,), (balance,))) == [(["2026-01.0"], ["2026-01-01.opening"])]
    assert pairs(items((opening,), (balance, outstanding))) == []
    earlier = (entry("x", date(2025, 12, 1), 42_000_00), entry("y", date(2025, 12, 2), 500_00))
    assert pairs(items((opening,), earlier)) == [(["2026-01.0"], ["x", "y"])]


ONE: Final = items((line(1, JAN_8, 25_00), line(2, JAN_8, 9_00)), (entry("dues", JAN_5, 25_00),))
RUN: Final = MatchBankLines(effective_on=date(2026, 2, 3))


def test_a_run_matches_what_is_sure_and_names_its_rule() -> None:
    (matched,) = when(given(), RUN, evidence=ONE).events
    assert (matched.match_no, matched.rule_id) == (1, USUAL_POLICY.rule_id)
    assert matched.settled_on == JAN_8
    assert [entry.amount_fen for entry in matched.entries] == [25_00]
    (next_one,) = when(given(MATCHED, POLICY_ADOPTED), RUN, evidence=ONE).events
    assert (next_one.match_no, next_one.rule_id) == (2, POLICY_ADOPTED.rule_id)


def test_a_run_that_finds_nothing_says_so() -> None:
    when(given(), RUN, evidence=items(ONE.lines, ())).refused(NothingToMatch, lines=2, entries=0)
    when(given(), replace(RUN, effective_on=JAN_6), evidence=ONE).refused(NothingToMatch, lines=0, entries=1)


def test_a_window_is_a_rule_with_a_first_day() -> None:
    adopt = AdoptBankPolicy(
        rule_id=RuleId("R"), window_days=Count(10), valid_from=date(2026, 2, 1), effective_on=DAY_OF_IMPORT
    )
    when(given(POLICY_ADOPTED, *when(given(), adopt).events), adopt).refused(BankPolicyTaken, rule_id="R")
    far = items((line(1, JAN_9, 25_00),), (entry("dues", date(2026, 1, 1), 25_00),))
    adopted = given(*when(given(), adopt).events)
    when(adopted, RUN, evidence=far).then(*when(adopted, RUN, evidence=far).events)
    when(adopted, replace(RUN, effective_on=date(2026, 1, 31)), evidence=far).refused(NothingToMatch)


MANY: Final = items(
    (line(1, JAN_8, 25_00), line(2, JAN_9, 25_00)),
    (entry("dues", JAN_5, 60_00), entry("red", JAN_6, -60_00), entry("fee", JAN_6, -5_00, "C")),
)


def by_hand(lines: tuple[int, ...], *parts: EntryPart) -> MatchBankLine:
    ids = tuple(BankLineId(f"2026-01.{number}") for number in lines)
    return MatchBankLine(lines=ids, entries=parts, effective_on=DAY_OF_IMPORT)


DUES: Final = EntryPart(source=Text("dues"), side="D")
FEE: Final = EntryPart(source=Text("fee"), side="C")


def test_several_lines_are_joined_with_part_of_an_entry_by_hand() -> None:
    part = replace(DUES, amount_fen=Fen(50_00))
    (matched,) = when(given(MATCHED), by_hand((1, 2), part), evidence=MANY).events
    assert (matched.match_no, matched.rule_id, matched.settled_on) == (2, None, JAN_9)
    assert [entry.amount_fen for entry in matched.entries] == [50_00]


def test_a_fee_that_the_bank_kept_back_is_joined_with_what_came_in() -> None:
    net = replace(DUES, amount_fen=Fen(30_00))
    (matched,) = when(given(), by_hand((1,), net, FEE), evidence=MANY).events
    assert [(entry.side, entry.amount_fen) for entry in matched.entries] == [("D", 30_00), ("C", 5_00)]


def test_an_entry_and_its_red_reversal_cancel_out_without_the_bank() -> None:
    (matched,) = when(given(), by_hand((), DUES, EntryPart(source=Text("red"), side="D")), evidence=MANY).events
    assert [entry.amount_fen for entry in matched.entries] == [60_00, -60_00]


def test_unequal_sums_are_not_joined() -> None:
    when(given(), by_hand((1,), DUES), evidence=MANY).refused(BankMatchUnequal, lines="25.00", entries="60.00")
    when(given(), by_hand(()), evidence=MANY).refused(BankMatchUnequal)


def test_only_what_is_open_is_joined_and_only_once() -> None:
    when(given(), by_hand((1, 1), DUES), evidence=MANY).refused(BankLineNotOpen, line_id="2026-01.1")
    when(given(), by_hand((9,), DUES), evidence=MANY).refused(BankLineNotOpen, line_id="2026-01.9")
    when(given(), by_hand((1,), DUES, DUES), evidence=MANY).refused(BankEntryNotOpen, source="dues")
    too_much = replace(DUES, amount_fen=Fen(60_01))
    when(given(), by_hand((1,), too_much), evidence=MANY).refused(BankEntryTooSmall, open="60.00", asked="60.01")


CLOSED: Final = replace(LEDGER, books=Books(kept_from=date(2015, 1, 1), closed_through=JANUARY))


def test_what_was_open_in_a_closed_month_stays_so_in_its_sheet() -> None:
    (matched,) = when(given(ledger=CLOSED), by_hand((1, 2), replace(DUES, amount_fen=Fen(50_00))), evidence=MANY).events
    assert matched.settled_on == DAY_OF_IMPORT


UNDO: Final = UnmatchBankLine(match_no=Count(1), reason=Text("another payer"), effective_on=DAY_OF_IMPORT)
STANDING: Final = FoundBankMatch(
    match=BankMatch(lines=MATCHED.lines, entries=MATCHED.entries, settled_on=MATCHED.settled_on)
)


def test_a_match_is_undone_and_its_number_is_not_given_again() -> None:
    undone = when(given(MATCHED), UNDO, evidence=STANDING)
    undone.then(
        BankLinesUnmatched(
            account=BANK,
            match_no=Count(1),
            lines=MATCHED.lines,
            entries=MATCHED.entries,
            reason=Text("another payer"),
            last_match_no=Count(1),
            effective_on=DAY_OF_IMPORT,
        )
    )
    (next_one,) = when(given(MATCHED, *undone.events), RUN, evidence=ONE).events
    assert next_one.match_no == 2


def test_no_match_is_undone_that_does_not_stand_or_lies_in_a_closed_month() -> None:
    when(given(MATCHED), UNDO, evidence=FoundBankMatch(match=None)).refused(BankMatchUnknown, match_no=1)
    when(given(MATCHED, ledger=CLOSED), UNDO, evidence=STANDING).refused(PeriodClosed)


MISSING: Final = entry("cheque", JAN_9, -500_00, "C", "ZF-7")
EXTRA: Final = line(3, JAN_8, 12_34, "interest")
SHEET: Final = BankSheet(
    bank_fen=Fen(1_262_34),
    book_fen=Fen(750_00),
    items=items((EXTRA,), (MISSING,)),
    cashiers=frozenset({ActorId("cao")}),
)
CONFIRM: Final = ConfirmBankReconciliation(period=JANUARY, effective_on=date(2026, 2, 5))


def test_with_one_missing_and_one_extra_line_the_adjusted_balances_agree() -> None:
    (reconciled,) = when(given(), CONFIRM, evidence=SHEET, actor="lin").events
    assert isinstance(reconciled, BankReconciled)
    assert [line.line_id for line in reconciled.open_lines] == [EXTRA.line_id]
    assert [entry.source for entry in reconciled.open_entries] == ["cheque"]
    assert (reconciled.adjusted_fen, reconciled.confirmed_by) == (762_34, "lin")


def test_balances_that_differ_are_not_confirmed() -> None:
    unexplained = replace(SHEET, items=NOTHING_OPEN)
    when(given(), CONFIRM, evidence=unexplained).refused(
        BankBalancesDiffer, adjusted_book="750.00", adjusted_bank="1262.34"
    )


def test_the_cashier_does_not_reconcile_the_bank() -> None:
    when(given(), CONFIRM, evidence=SHEET, actor="cao").refused(CashierMayNotReconcile, actor="cao")


def test_a_month_without_a_statement_is_not_reconciled() -> None:
    when(given(), CONFIRM, evidence=replace(SHEET, bank_fen=None)).refused(BankStatementMissing, missing="2026-01")


def test_a_month_is_confirmed_again_only_if_something_changed() -> None:
    confirmed = when(given(), CONFIRM, evidence=SHEET).events
    when(given(*confirmed), CONFIRM, evidence=SHEET).refused(BankAlreadyReconciled)
    late = replace(SHEET, book_fen=Fen(1_250_00), items=items((EXTRA,), ()))
    assert when(given(*confirmed), CONFIRM, evidence=late).events


AMOUNTS: Final = st.lists(st.sampled_from([1, 2, 3, -1, -2]), max_size=8)
DAYS: Final = st.integers(1, 9).map(lambda day: date(2026, 1, day))


@any_of(AMOUNTS, AMOUNTS, st.data(), st.integers(1, 5))
def test_any_run_keeps_the_difference_of_the_adjusted_balances(
    at_bank: list[int], in_books: list[int], data: st.DataObject, window_days: int
) -> None:
    lines = tuple(line(number, data.draw(DAYS), amount, f"R{number}") for number, amount in enumerate(at_bank, 1))
    entries = tuple(
        entry(f"s{number}", data.draw(DAYS), amount, "D" if amount > 0 else "C", f"R{number}")
        for number, amount in enumerate(in_books, 1)
    )
    matched = list(sure_matches(items(lines, entries), window_days))
    joined_lines = [one for match in matched for one in match.lines]
    joined_entries = [one for match in matched for one in match.entries]
    assert len({one.line_id for one in joined_lines}) == len(joined_lines)
    assert len({one.source for one in joined_entries}) == len(joined_entries)
    left_lines = [one for one in lines if one not in joined_lines]
    left_entries = [one for one in entries if one not in joined_entries]
    book_fen, bank_fen = Fen(sum(in_books)), Fen(sum(at_bank))
    assert adjusted_book_fen(book_fen, left_lines) == adjusted_bank_fen(bank_fen, left_entries)


def test_a_match_says_what_it_joined() -> None:
    (matched,) = when(given(), by_hand((1, 2), replace(DUES, amount_fen=Fen(50_00))), evidence=MANY).events
    assert isinstance(matched, BankLinesMatched)
    assert sum(one.change_fen for one in matched.lines) == sum(one.amount_fen for one in matched.entries) == 50_00


IN_CUSTODY: Final = AccountCode("10201")
WITH_TWO: Final = given(
    AccountAdded(
        chart="2021",
        account=IN_CUSTODY,
        parent=BANK,
        name=Text("代管经费"),
        effective_on=date(2025, 1, 1),
    ),
    STATEMENT_IMPORTED,
    MATCHED,
    RECONCILED,
)


def test_each_bank_account_has_statements_of_its_own() -> None:
    (imported,) = when(WITH_TWO, replace(OF_FEBRUARY, account=IN_CUSTODY)).events
    assert (imported.account, imported.follows) == (IN_CUSTODY, None)
    (following,) = when(WITH_TWO, OF_FEBRUARY).events
    assert (following.account, following.follows) == (BANK, JANUARY)
    other = replace(WITHDRAW, account=IN_CUSTODY)
    when(WITH_TWO, other, evidence=UNTOUCHED).refused(BankStatementNotLast, account="10201", last_period=None)


def test_each_bank_account_numbers_its_own_matches() -> None:
    (of_the_other,) = when(WITH_TWO, replace(RUN, account=IN_CUSTODY), evidence=ONE).events
    (of_102,) = when(WITH_TWO, RUN, evidence=ONE).events
    assert ((of_the_other.account, of_the_other.match_no), (of_102.account, of_102.match_no)) == (
        (IN_CUSTODY, 1),
        (BANK, 2),
    )
    undo = replace(UNDO, account=IN_CUSTODY)
    when(WITH_TWO, undo, evidence=FoundBankMatch(match=None)).refused(BankMatchUnknown, account="10201", match_no=1)


def test_each_bank_account_is_reconciled_by_itself() -> None:
    (reconciled,) = when(WITH_TWO, replace(CONFIRM, account=IN_CUSTODY), evidence=SHEET).events
    assert (reconciled.account, reconciled.period) == (IN_CUSTODY, JANUARY)
    again = given(*WITH_TWO.events, reconciled)
    when(again, replace(CONFIRM, account=IN_CUSTODY), evidence=SHEET).refused(BankAlreadyReconciled, account="10201")


ASKED_OF_AN_ACCOUNT: Final[tuple[tuple[Any, object], ...]] = (
    (OF_FEBRUARY, None),
    (WITHDRAW, UNTOUCHED),
    (RUN, ONE),
    (by_hand((1,), DUES), MANY),
    (UNDO, STANDING),
    (CONFIRM, SHEET),
)


@pytest.mark.parametrize("account", ["10202", "101", "221", "1020101", "10"])
@pytest.mark.parametrize(("command", "evidence"), ASKED_OF_AN_ACCOUNT)
def test_what_is_no_bank_account_of_the_ledger_is_refused(command: Any, evidence: object, account: str) -> None:  # noqa: ANN401 - any command
    of_another = replace(command, account=AccountCode(account))
    when(WITH_TWO, of_another, evidence=evidence).refused(BankAccountUnknown, account=account, chart="2021")


def test_a_bank_account_is_one_of_the_chart_of_its_month() -> None:
    december = replace(OF_FEBRUARY, account=IN_CUSTODY, period=Month("2021-12"))
    when(WITH_TWO, december).refused(BankAccountUnknown, account="10201", chart="2009")


@pytest.mark.parametrize(
    ("code", "account"), [("102", "102"), ("10201", "10201"), ("1020103", "10201"), ("101", None), ("50102", None)]
)
def test_every_line_of_the_books_belongs_to_one_bank_account_or_none(code: str, account: str | None) -> None:
    assert bank_account_of(AccountCode(code)) == account
