from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from domain.accounting.refusals import PostingRuleMissing
from domain.activities.budget import (
    AdoptBudget,
    AdoptBudgetPolicy,
    AmendBudget,
    BudgetAlreadyAdopted,
    BudgetAmendedEnough,
    BudgetExceeded,
    BudgetExecution,
    BudgetFundDocumentUsed,
    BudgetFundMoved,
    BudgetFundMoveUnknown,
    BudgetFundNotKept,
    BudgetIncomeControlled,
    BudgetLineBelowUsed,
    BudgetLineCharged,
    BudgetLinesMissing,
    BudgetLineTwice,
    BudgetLineUnknown,
    BudgetLineUnnamed,
    BudgetNotAdopted,
    LineName,
    MoveBudgetFund,
    PlannedLine,
    ReverseBudgetFundMove,
)
from domain.errors import DateBeforeEarlierStep, SamePerson
from domain.values import AccountCode, Count, DocumentNo, Fen, ProjectId, Year
from tests.domain.activities.test_expense import FUND, HISTORY, PAY, TAKE_BACK
from tests.domain.given import COUNTY_LEDGER, given
from tests.samples.budget import (
    ADOPTED,
    AMENDED,
    FUND_MOVE_REVERSED,
    FUND_MOVED,
    LINE_CHARGED,
    LINE_SET,
    MOVED_ON,
    POLICY_ADOPTED,
    RESOLUTION,
    YEAR,
)
from tests.samples.expense import APPROVED

NOTHING: Final = BudgetExecution(executed={})
LINE: Final = PlannedLine(account=AccountCode("505"), planned_fen=Fen(1_000_00), control="refuse")
ADOPT: Final = AdoptBudget(year=YEAR, document_no=RESOLUTION, lines=(LINE,), effective_on=ADOPTED.effective_on)
AMEND: Final = AmendBudget(
    year=YEAR,
    document_no=AMENDED.document_no,
    lines=(replace(LINE, planned_fen=Fen(1_500_00)),),
    reason=AMENDED.reason,
    effective_on=AMENDED.effective_on,
)
MOVE: Final = MoveBudgetFund(
    document_no=FUND_MOVED.document_no, move="provide", amount_fen=FUND_MOVED.amount_fen, effective_on=MOVED_ON
)
MOVE_BACK: Final = ReverseBudgetFundMove(
    document_no=FUND_MOVED.document_no, moved_on=MOVED_ON, reason=FUND_MOVE_REVERSED.reason, effective_on=MOVED_ON
)
RAISED: Final = replace(LINE_SET, planned_fen=Fen(1_500_00), used_fen=Fen(800_00), effective_on=AMEND.effective_on)


def test_a_budget_is_adopted_line_by_line() -> None:
    given().when(ADOPT, actor="pavel", evidence=NOTHING).then(ADOPTED, LINE_SET)


def test_a_line_begins_with_what_the_year_came_to_so_far() -> None:
    execution = BudgetExecution(executed={LineName("505"): Fen(34_00), LineName("P-TRAIN"): Fen(7_00)})
    project = PlannedLine(project=ProjectId("P-TRAIN"), planned_fen=Fen(50_00), control="warn")
    command = replace(ADOPT, lines=(LINE, project))
    given().when(command, actor="pavel", evidence=execution).then(
        replace(ADOPTED, lines=Count(2)),
        replace(LINE_SET, used_fen=Fen(34_00)),
        replace(LINE_SET, line=LineName("P-TRAIN"), control="warn", planned_fen=Fen(50_00), used_fen=Fen(7_00)),
    )


def test_a_year_has_one_budget() -> None:
    given(ADOPTED).when(ADOPT, evidence=NOTHING).refused(BudgetAlreadyAdopted, year=2025, adopted_on="2025-02-01")


def test_a_budget_has_lines_each_named_once() -> None:
    given().when(replace(ADOPT, lines=()), evidence=NOTHING).refused(BudgetLinesMissing)
    given().when(replace(ADOPT, lines=(LINE, LINE)), evidence=NOTHING).refused(BudgetLineTwice, line="505")


@pytest.mark.parametrize("line", [replace(LINE, account=None), replace(LINE, project=ProjectId("P-TRAIN"))])
def test_a_line_is_for_an_account_or_for_a_project(line: PlannedLine) -> None:
    given().when(replace(ADOPT, lines=(line,)), evidence=NOTHING).refused(BudgetLineUnnamed, planned="1000.00")


@pytest.mark.parametrize("account", ["102", "599", "5050101", "322"])
def test_a_line_is_for_an_account_of_the_chart_that_has_results(account: str) -> None:
    line = replace(LINE, account=AccountCode(account))
    given().when(replace(ADOPT, lines=(line,)), evidence=NOTHING).refused(BudgetLineUnknown, line=account, chart="2021")


def test_the_chart_of_a_line_is_that_of_its_year() -> None:
    line = replace(LINE, account=AccountCode("509"))
    command = replace(ADOPT, year=Year(2015), lines=(line,), effective_on=date(2015, 2, 1))
    given().when(command, evidence=NOTHING).refused(BudgetLineUnknown, line="509", chart="2009")


def test_income_is_planned_and_refuses_nothing() -> None:
    income = PlannedLine(account=AccountCode("402"), planned_fen=Fen(20_000_00), control="warn")
    given().when(replace(ADOPT, lines=(income,)), evidence=NOTHING).refused(BudgetIncomeControlled, line="402")
    reported = replace(LINE_SET, line=LineName("402"), control="report", planned_fen=Fen(20_000_00))
    given().when(replace(ADOPT, lines=(replace(income, control="report"),)), actor="pavel", evidence=NOTHING).then(
        ADOPTED, reported
    )


def test_a_line_that_refuses_covers_what_is_used_already() -> None:
    execution = BudgetExecution(executed={LineName("505"): Fen(1_000_01)})
    given().when(ADOPT, evidence=execution).refused(BudgetLineBelowUsed, used="1000.01", planned="1000.00")


def test_an_amendment_sets_a_line_anew_and_keeps_what_is_used() -> None:
    given(ADOPTED, LINE_SET, LINE_CHARGED).when(AMEND, actor="pavel", evidence=NOTHING).then(AMENDED, RAISED)


def test_a_budget_is_amended_once_a_year_unless_the_ledger_says_otherwise() -> None:
    again = replace(AMEND, effective_on=date(2025, 10, 1))
    amended = (ADOPTED, LINE_SET, AMENDED, RAISED)
    given(*amended).when(again, evidence=NOTHING).refused(
        BudgetAmendedEnough, year=2025, revisions=1, rule_id="usual.budget-revisions"
    )
    outcome = given(POLICY_ADOPTED, *amended).when(again, actor="pavel", evidence=NOTHING)
    assert outcome.events[0] == replace(
        AMENDED, revision=Count(2), rule_id=POLICY_ADOPTED.rule_id, effective_on=date(2025, 10, 1)
    )


def test_only_an_adopted_budget_is_amended_and_not_before() -> None:
    given().when(AMEND, evidence=NOTHING).refused(BudgetNotAdopted, year=2025)
    given(ADOPTED, LINE_SET).when(replace(AMEND, effective_on=date(2025, 1, 31)), evidence=NOTHING).refused(
        DateBeforeEarlierStep
    )


def test_a_rule_for_budgets_is_adopted() -> None:
    command = AdoptBudgetPolicy(
        rule_id=POLICY_ADOPTED.rule_id,
        revisions=POLICY_ADOPTED.revisions,
        valid_from=POLICY_ADOPTED.valid_from,
        source=POLICY_ADOPTED.source,
        effective_on=POLICY_ADOPTED.effective_on,
    )
    given().when(command).then(POLICY_ADOPTED)


def charged(*lines: object) -> list[BudgetLineCharged]:
    events = given(APPROVED, FUND, ADOPTED, *lines).when(PAY, actor="carl").events
    return [event for event in events if isinstance(event, BudgetLineCharged)]


def test_an_expense_charges_its_account_the_one_above_and_its_project() -> None:
    lines = [replace(LINE_SET, line=LineName(line)) for line in ("505", "50501", "50502", "503", "P-TRAIN", "P-X")]
    assert {event.line: event.used_fen for event in charged(*lines)} == {
        "505": 800_00,
        "50501": 800_00,
        "P-TRAIN": 800_00,
    }


def test_an_expense_charges_the_budget_of_its_own_year() -> None:
    assert charged(replace(LINE_SET, year=Year(2024))) == []


def test_a_line_that_refuses_is_used_to_the_last_fen() -> None:
    assert charged(replace(LINE_SET, planned_fen=Fen(800_00))) == [replace(LINE_CHARGED, planned_fen=Fen(800_00))]


def test_a_line_that_refuses_tells_its_figures() -> None:
    tight = replace(LINE_SET, planned_fen=Fen(900_00), used_fen=Fen(100_01))
    given(APPROVED, FUND, ADOPTED, tight).when(PAY).refused(
        BudgetExceeded, year=2025, line="505", planned="900.00", used="100.01", asked="800.00"
    )


def test_a_line_that_warns_notes_by_how_much_it_is_over() -> None:
    tight = replace(LINE_SET, control="warn", planned_fen=Fen(900_00), used_fen=Fen(100_01))
    (event,) = charged(tight)
    assert (event.used_fen, event.over_fen) == (900_01, 1)


def test_an_expense_taken_back_gives_its_line_back() -> None:
    events = given(*HISTORY, ADOPTED, LINE_SET, LINE_CHARGED).when(TAKE_BACK, actor="carl").events
    assert events[-1] == replace(
        LINE_CHARGED, charged_fen=Fen(-800_00), used_fen=Fen(0), effective_on=TAKE_BACK.effective_on
    )


def test_an_expense_taken_back_in_a_later_year_leaves_the_budget_as_it_was_executed() -> None:
    later = replace(TAKE_BACK, effective_on=date(2026, 1, 5))
    events = given(*HISTORY, ADOPTED, LINE_SET, LINE_CHARGED).when(later, actor="carl").events
    assert not any(isinstance(event, BudgetLineCharged) for event in events)


def test_the_stabilisation_fund_is_provided_for_out_of_the_year() -> None:
    given(ledger=COUNTY_LEDGER).when(MOVE, actor="pavel").then(FUND_MOVED)


def test_the_stabilisation_fund_is_used_as_income() -> None:
    (moved,) = given(ledger=COUNTY_LEDGER).when(replace(MOVE, move="use")).events
    assert isinstance(moved, BudgetFundMoved)
    assert [(line.account, line.side) for line in moved.posting.lines] == [("341", "D"), ("411", "C")]


def test_a_provision_is_charged_to_its_line() -> None:
    line = replace(LINE_SET, line=LineName("521"), planned_fen=Fen(9_000_00))
    given(ADOPTED, line, ledger=COUNTY_LEDGER).when(MOVE).refused(BudgetExceeded, line="521", asked="10000.00")


def test_only_unions_from_county_level_on_have_the_fund_and_from_2022_on() -> None:
    given().when(MOVE).refused(BudgetFundNotKept)
    given(ledger=COUNTY_LEDGER).when(replace(MOVE, effective_on=date(2021, 12, 31))).refused(PostingRuleMissing)


def test_a_document_moves_the_fund_once_and_is_taken_back_once_by_somebody_else() -> None:
    given(FUND_MOVED, ledger=COUNTY_LEDGER).when(MOVE).refused(BudgetFundDocumentUsed, moved_on="2025-12-31")
    given(FUND_MOVED, ledger=COUNTY_LEDGER).when(MOVE_BACK, actor="pavel").refused(SamePerson)
    given(FUND_MOVED, ledger=COUNTY_LEDGER).when(MOVE_BACK).then(FUND_MOVE_REVERSED)
    given(FUND_MOVED, FUND_MOVE_REVERSED, ledger=COUNTY_LEDGER).when(MOVE_BACK).refused(BudgetFundMoveUnknown)
    other_day = replace(MOVE_BACK, moved_on=date(2025, 12, 30))
    given(FUND_MOVED, ledger=COUNTY_LEDGER).when(other_day).refused(BudgetFundMoveUnknown)
    given(FUND_MOVED, ledger=COUNTY_LEDGER).when(replace(MOVE_BACK, document_no=DocumentNo("BF-2"))).refused(
        BudgetFundMoveUnknown
    )
