from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from domain.accounting.books import Books
from domain.accounting.evidence import FundsTouched
from domain.accounting.lines import Line, Posting
from domain.accounting.refusals import (
    AccountHasDetails,
    AccountOfOtherLevel,
    AccountUnknown,
    FundClassNotAllowed,
    FundInsufficient,
    LinesMissing,
    LinesUnbalanced,
    PeriodClosed,
)
from domain.activities.entry import (
    EntryExists,
    EntryLine,
    EntryRecorded,
    OpeningAlreadyRecorded,
    OpeningBalanceRecorded,
    OpeningDayWrong,
    OpeningNotRecorded,
    RecordEntry,
    RecordOpeningBalance,
    ReverseOpeningBalance,
)
from domain.activities.fund import FundMoved
from domain.errors import DateInFuture
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, FundClass, Month, ProjectId, RuleId, Text
from tests.domain.given import COUNTY_LEDGER, LEDGER, given
from tests.samples.entry import BANK, ENTRY_RECORDED, OPENING_RECORDED, OPENING_REVERSED, SURPLUS, WARMTH

FIRST_DAY: Final = date(2015, 1, 1)
WARMTH_FUND: Final = FundsTouched(funds=(("restricted", WARMTH),))


def debit(account: str, amount_fen: int, fund_class: FundClass = "unrestricted") -> EntryLine:
    return _line(account, "D", amount_fen, fund_class)


def credit(account: str, amount_fen: int, fund_class: FundClass = "unrestricted") -> EntryLine:
    return _line(account, "C", amount_fen, fund_class)


def _line(account: str, side: str, amount_fen: int, fund_class: FundClass) -> EntryLine:
    return EntryLine(
        account=AccountCode(account),
        side="D" if side == "D" else "C",
        amount_fen=Fen(amount_fen),
        fund_class=fund_class,
        project=WARMTH if fund_class == "restricted" else None,
    )


OPEN: Final = RecordOpeningBalance(
    lines=(debit(BANK, 61_200_00), credit(SURPLUS, 60_000_00, "restricted"), credit(SURPLUS, 1_200_00)),
    effective_on=FIRST_DAY,
)
WARMTH_BROUGHT_IN: Final = FundMoved(
    project=WARMTH,
    fund_class="restricted",
    change_fen=Fen(60_000_00),
    left_fen=Fen(60_000_00),
    effective_on=FIRST_DAY,
)
TAKE_BACK: Final = ReverseOpeningBalance(reason=Text("银行存款抄错"), effective_on=FIRST_DAY)
ENTER: Final = RecordEntry(
    document_no=DocumentNo("J-001"),
    summary=Text("补记上年存款利息"),
    lines=(debit("102", 12_34), credit("408", 12_34)),
    attachments=Count(2),
    effective_on=date(2015, 3, 10),
)


def test_opening_balances_are_brought_in_with_the_money_of_projects() -> None:
    given().when(OPEN, actor="bella").then(OPENING_RECORDED, WARMTH_BROUGHT_IN)


def test_opening_balances_are_recorded_once() -> None:
    given(OPENING_RECORDED).when(OPEN).refused(OpeningAlreadyRecorded, chart="2009")


def test_opening_balances_stand_on_the_first_day_of_the_books() -> None:
    given().when(replace(OPEN, effective_on=date(2015, 1, 2))).refused(OpeningDayWrong, opens_on="2015-01-01")


def test_opening_balances_balance() -> None:
    off_by_one = replace(OPEN, lines=(debit("102", 100), credit("331", 99)))
    given().when(off_by_one).refused(LinesUnbalanced, debits="1.00", credits="0.99")


def test_wrong_opening_balances_are_taken_back_whole_and_recorded_anew() -> None:
    brought_in = (OPENING_RECORDED, WARMTH_BROUGHT_IN)
    gone = replace(WARMTH_BROUGHT_IN, change_fen=Fen(-60_000_00), left_fen=Fen(0))

    given(*brought_in).when(TAKE_BACK, actor="bella", evidence=WARMTH_FUND).then(OPENING_REVERSED, gone)
    given(*brought_in, OPENING_REVERSED, gone).when(OPEN, actor="bella").then(*brought_in)


def test_opening_balances_that_are_not_there_are_not_taken_back() -> None:
    given().when(TAKE_BACK, evidence=FundsTouched(funds=())).refused(OpeningNotRecorded)


def test_opening_balances_whose_money_is_spent_stay() -> None:
    spent = replace(WARMTH_BROUGHT_IN, change_fen=Fen(-1), left_fen=Fen(59_999_99))
    given(OPENING_RECORDED, WARMTH_BROUGHT_IN, spent).when(TAKE_BACK, evidence=WARMTH_FUND).refused(
        FundInsufficient, project="P-WARM", left="59999.99"
    )


def test_opening_balances_of_a_closed_month_stay() -> None:
    closed = replace(LEDGER, books=replace(LEDGER.books, closed_through=Month("2015-01")))
    given(OPENING_RECORDED, ledger=closed).when(TAKE_BACK, evidence=WARMTH_FUND).refused(PeriodClosed)


def test_the_chart_of_2021_begins_with_opening_balances_of_its_own_which_move_no_money() -> None:
    under_2021 = RecordOpeningBalance(
        lines=(debit("102", 61_200_00), credit("32104", 60_000_00, "restricted"), credit("32205", 1_200_00)),
        effective_on=date(2022, 1, 1),
    )
    recorded = OpeningBalanceRecorded(
        chart="2021",
        posting=Posting(
            RuleId("opening"),
            (
                Line(BANK, "D", Fen(61_200_00)),
                Line(AccountCode("32104"), "C", Fen(60_000_00), "restricted", WARMTH),
                Line(AccountCode("32205"), "C", Fen(1_200_00)),
            ),
        ),
        recorded_by=ActorId("bella"),
        effective_on=date(2022, 1, 1),
    )
    given(OPENING_RECORDED, WARMTH_BROUGHT_IN).when(under_2021, actor="bella").then(recorded)


def test_a_document_is_entered_by_hand() -> None:
    given().when(ENTER).then(ENTRY_RECORDED)


def test_a_document_is_entered_once() -> None:
    given(ENTRY_RECORDED).when(ENTER).refused(EntryExists, recorded_on="2015-03-10")


def test_an_entry_of_restricted_money_moves_its_fund() -> None:
    spend = replace(ENTER, lines=(debit("50205", 20_000_00, "restricted"), credit("102", 20_000_00, "restricted")))
    entered = ENTRY_RECORDED
    moved = FundMoved(
        project=WARMTH,
        fund_class="restricted",
        change_fen=Fen(-20_000_00),
        left_fen=Fen(40_000_00),
        effective_on=date(2015, 3, 10),
    )
    outcome = given(WARMTH_BROUGHT_IN).when(spend)

    outcome.then(
        replace(
            entered,
            posting=Posting(
                RuleId("general"),
                (
                    Line(AccountCode("50205"), "D", Fen(20_000_00), "restricted", WARMTH),
                    Line(BANK, "C", Fen(20_000_00), "restricted", WARMTH),
                ),
                DocumentNo("J-001"),
            ),
        ),
        moved,
    )


def test_an_entry_spends_no_more_than_a_project_has() -> None:
    spend = replace(ENTER, lines=(debit("50205", 1, "restricted"), credit("102", 1, "restricted")))
    given().when(spend).refused(FundInsufficient, left="0.00", asked="0.01")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((debit("102", 1),), LinesMissing),
        ((), LinesMissing),
        ((debit("102", 0), credit("408", 0)), LinesMissing),
        ((debit("102", 2), credit("408", 1)), LinesUnbalanced),
        ((debit("102", 1), credit("32205", 1)), AccountUnknown),
        ((debit("501", 1), credit("102", 1)), AccountHasDetails),
        ((debit("102", 1), credit("401", 1, "restricted")), FundClassNotAllowed),
    ],
)
def test_lines_that_are_no_entry_are_refused(lines: tuple[EntryLine, ...], reason: type) -> None:
    given(WARMTH_BROUGHT_IN).when(replace(ENTER, lines=lines)).refused(reason)


def test_a_county_union_enters_nothing_on_accounts_of_grassroots_unions() -> None:
    county = replace(COUNTY_LEDGER, books=Books(kept_from=FIRST_DAY))
    dues = replace(ENTER, lines=(debit("102", 1), credit("401", 1)), effective_on=date(2025, 3, 1))
    given(ledger=county).when(dues).refused(AccountOfOtherLevel, account="401", level="county")


def test_an_account_of_the_earlier_chart_is_unknown_to_the_later_one() -> None:
    late = replace(ENTER, lines=(debit("102", 1), credit("225", 1)), effective_on=date(2025, 3, 1))
    given().when(late).refused(AccountUnknown, account="225", chart="2021")


def test_nothing_is_entered_in_a_closed_month_nor_ahead() -> None:
    closed = replace(LEDGER, books=replace(LEDGER.books, closed_through=Month("2015-03")))

    given(ledger=closed).when(ENTER).refused(PeriodClosed, closed_through="2015-03")
    given().when(replace(ENTER, effective_on=date(2026, 1, 6))).refused(DateInFuture)


def test_what_a_line_says_beside_its_account_stands_on_the_posting() -> None:
    (entered,) = (
        given()
        .when(
            replace(
                ENTER,
                lines=(
                    replace(debit("50205", 100), project=ProjectId("P-WARM")),
                    credit("102", 100),
                ),
            )
        )
        .events
    )
    assert isinstance(entered, EntryRecorded)
    assert entered.posting.lines[0] == Line(AccountCode("50205"), "D", Fen(100), "unrestricted", WARMTH)
