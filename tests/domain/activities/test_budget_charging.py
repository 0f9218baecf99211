"""Whatever posts an expense is within the budget: aid, prizes, subsidies, entries by hand, cash, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pytest

from domain.accounting.evidence import FundsTouched
from domain.accounting.lines import Line
from domain.activities.booking import BookingDisagrees
from domain.activities.budget import BudgetExceeded, BudgetLineCharged, BudgetLineSet, LineName
from domain.catalogue import COMMAND_TYPES
from domain.values import AccountCode, DocumentNo, Fen, FundClass, ProjectId, Year
from tests.domain import any_command
from tests.domain.activities import test_aid_postings as of_aid
from tests.domain.activities import test_award_postings as of_award
from tests.domain.activities import test_cash as of_cash
from tests.domain.activities import test_entry as of_entry
from tests.domain.activities import test_remittance as of_remittance
from tests.domain.activities import test_voucher_corrections as of_correction
from tests.domain.given import Given, given
from tests.domain.posted import after
from tests.samples.aid import OPENED
from tests.samples.budget import LINE_SET
from tests.samples.voucher import BANK


@dataclass(frozen=True, kw_only=True)
class Spending:
    """A command that spends an amount on an account of a year, what came before it, and what takes it back."""

    before: Given
    command: Any
    year: int
    account: str
    amount_fen: int
    take_back: Any
    project: str | None = None

    def planned(self, *lines: str, planned_fen: int, control: str = "refuse") -> Given:
        """Give what came before, with a budget of these lines."""
        plans = [plan(line, planned_fen, self.year, control) for line in lines]
        return replace(self.before, events=(*self.before.events, *plans))


def plan(line: str, planned_fen: int, year: int, control: str = "refuse") -> BudgetLineSet:
    return replace(LINE_SET, line=LineName(line), year=Year(year), planned_fen=Fen(planned_fen), control=control)  # type: ignore[arg-type] # mypy sees any text


def charges(events: Sequence[object]) -> dict[str, tuple[int, int, int]]:
    """Say of each line that was charged how much, what is used then, and by how much it is over."""
    return {
        event.line: (event.charged_fen, event.used_fen, event.over_fen)
        for event in events
        if isinstance(event, BudgetLineCharged)
    }


AID: Final = Spending(
    before=given(OPENED, *of_aid.GRANTED),
    command=of_aid.PAY,
    year=2015,
    account="50205",
    amount_fen=2_000_00,
    take_back=of_aid.TAKE_BACK,
)
RESTRICTED_AID: Final = replace(
    AID,
    before=given(of_aid.RESTRICTED, *of_aid.GRANTED, of_aid.FUNDED),
    project=of_aid.PROJECT,
)
AWARD: Final = Spending(
    before=given(of_award.WITH_PROJECT, of_award.FUNDED),
    command=of_award.CONFER_FROM_PROJECT,
    year=2015,
    account="50304",
    amount_fen=1_000_00,
    take_back=of_award.REVOKE_FROM_PROJECT,
    project=of_award.P_COMP,
)
SUBSIDY: Final = Spending(
    before=of_remittance.THE_CITY,
    command=of_remittance.send("warmth", of_remittance.SCHOOL, **of_remittance.RESTRICTED),
    year=2025,
    account="50802",
    amount_fen=2_266_67,
    take_back=replace(of_remittance.REVERSE, **of_remittance.RESTRICTED),
    project="P-WARM",
)
CASH_SHORT: Final = Spending(
    before=of_cash.after_count(340_00, 350_00),
    command=of_cash.decide("expensed"),
    year=2025,
    account="510",
    amount_fen=10_00,
    take_back=of_cash.reverse(of_cash.DECISION, count_no=of_cash.COUNT),
)
ENTERED: Final = replace(of_entry.ENTER, lines=(of_entry.debit("50104", 12_34), of_entry.credit("102", 12_34)))
ENTRY: Final = Spending(
    before=given(),
    command=ENTERED,
    year=2015,
    account="50104",
    amount_fen=12_34,
    take_back=replace(
        ENTERED,
        document_no=DocumentNo("J-002"),
        lines=(of_entry.debit("102", 12_34), of_entry.credit("50104", 12_34)),
    ),
)
SPENDINGS: Final = pytest.mark.parametrize(
    "spending",
    [AID, RESTRICTED_AID, AWARD, SUBSIDY, CASH_SHORT, ENTRY],
    ids=["aid", "restricted aid", "award", "subsidy", "cash short", "entry"],
)


@SPENDINGS
def test_an_expense_is_refused_by_a_line_that_does_not_reach(spending: Spending) -> None:
    lines = [spending.account, spending.account[:3], *([spending.project] if spending.project else [])]
    for line in lines:
        before = spending.planned(line, planned_fen=spending.amount_fen - 1)
        before.when(spending.command).refused(BudgetExceeded, year=spending.year, line=line, used="0.00")


@SPENDINGS
def test_an_expense_uses_each_of_its_lines_to_the_last_fen(spending: Spending) -> None:
    lines = {spending.account, spending.account[:3], *([spending.project] if spending.project else [])}
    whole = (spending.amount_fen, spending.amount_fen, 0)
    other = ("511", "P-OTHER")
    before = spending.planned(*lines, *other, planned_fen=spending.amount_fen)
    assert charges(before.when(spending.command).events) == dict.fromkeys(lines, whole)


@SPENDINGS
def test_a_line_that_warns_lets_an_expense_pass_and_notes_by_how_much_it_is_over(spending: Spending) -> None:
    before = spending.planned(spending.account, planned_fen=1, control="warn")
    over = (spending.amount_fen, spending.amount_fen, spending.amount_fen - 1)
    assert charges(before.when(spending.command).events) == {spending.account: over}


@SPENDINGS
def test_what_takes_an_expense_back_gives_back_to_its_lines_even_to_one_that_is_over(spending: Spending) -> None:
    lines = [spending.account, *([spending.project] if spending.project else [])]
    spent = after(spending.planned(*lines, planned_fen=1, control="warn"), spending.command)
    assert charges(spent.when(spending.take_back).events) == dict.fromkeys(lines, (-spending.amount_fen, 0, 0))


@pytest.mark.parametrize("spending", [AID, AWARD, SUBSIDY], ids=["aid", "award", "subsidy"])
def test_what_is_taken_back_in_a_later_year_leaves_both_budgets_alone(spending: Spending) -> None:
    later = replace(spending.take_back, effective_on=date(spending.year + 1, 1, 4))
    before = spending.planned(spending.account, planned_fen=spending.amount_fen)
    next_year = plan(spending.account, spending.amount_fen, spending.year + 1)
    before = replace(before, events=(*before.events, next_year))
    assert charges(after(before, spending.command).when(later).events) == {}


def test_custodial_money_is_no_expense_and_charges_nothing() -> None:
    before = given(of_aid.CUSTODIAL, *of_aid.GRANTED, of_aid.left(5_000_00, "custodial", on=of_aid.RAISE.effective_on))
    planned = replace(before, events=(*before.events, plan("502", 1, 2015), plan(of_aid.PROJECT, 1, 2015)))
    assert charges(planned.when(of_aid.PAY).events) == {}


def test_a_contribution_sent_up_is_no_expense_and_charges_nothing() -> None:
    planned = replace(of_remittance.THE_SCHOOL, events=(plan("508", 1, 2025),))
    assert charges(planned.when(of_remittance.send()).events) == {}


def test_opening_balances_are_no_execution() -> None:
    opening = replace(of_entry.OPEN, lines=(of_entry.debit("50104", 5), of_entry.credit("102", 5)))
    assert charges(given(plan("50104", 1, 2015)).when(opening).events) == {}


def test_lines_of_one_entry_are_charged_together() -> None:
    lines = (of_entry.debit("50104", 900), of_entry.credit("50102", 400), of_entry.credit("102", 500))
    planned = given(*(plan(line, 1_000, 2015) for line in ("501", "50102", "50104")))
    assert charges(planned.when(replace(ENTERED, lines=lines)).events) == {
        "501": (500, 500, 0),
        "50102": (-400, -400, 0),
        "50104": (900, 900, 0),
    }


PLAN: Final = ProjectId("P-PLAN")


def voucher(fund_class: FundClass = "unrestricted", project: ProjectId | None = None) -> list[object]:
    """A posted voucher of an expense of 900 on 50304."""
    dimensions = (fund_class, project)
    return of_correction.posted(
        Line(AccountCode("50304"), "D", Fen(900_00), *dimensions), Line(BANK, "C", Fen(900_00), *dimensions)
    )


def test_a_correction_moves_an_expense_from_line_to_line() -> None:
    replacing = replace(of_correction.CORRECT, manner="replace", lines=of_correction.payment("50102", 900_00))
    lines = [replace(plan(line, 900_00, 2015), used_fen=Fen(900_00)) for line in ("503", "50304")]
    planned = given(*voucher(), *lines, plan("501", 900_00, 2015))
    events = planned.when(replacing, evidence=of_correction.NO_FUNDS).events
    assert charges(events) == {"503": (-900_00, 0, 0), "50304": (-900_00, 0, 0), "501": (900_00, 900_00, 0)}

    tight = given(*voucher(), *lines, plan("50102", 899_99, 2015))
    tight.when(replacing, evidence=of_correction.NO_FUNDS).refused(BudgetExceeded, line="50102", asked="900.00")


def test_a_correction_gives_back_to_the_project_of_the_voucher_whatever_class_its_money_is_of() -> None:
    annulling = replace(of_correction.CORRECT, manner="replace", lines=())
    used = replace(plan(PLAN, 900_00, 2015), used_fen=Fen(900_00))
    found = FundsTouched(funds=(("unrestricted", PLAN),))
    events = given(*voucher("unrestricted", PLAN), used).when(annulling, evidence=found).events
    assert charges(events) == {PLAN: (-900_00, 0, 0)}


def test_a_correction_of_an_earlier_year_leaves_every_budget_alone() -> None:
    later = replace(
        of_correction.CORRECT,
        manner="replace",
        lines=of_correction.payment("50102", 800_00),
        effective_on=date(2016, 1, 4),
    )
    planned = given(*voucher(), *(plan("503", 1, year) for year in (2015, 2016)))
    assert charges(planned.when(later, evidence=of_correction.NO_FUNDS).events) == {}


def test_whoever_takes_a_booking_back_names_its_project_whatever_class_its_money_is_of() -> None:
    for_project = of_remittance.send("general", of_remittance.SCHOOL, project=PLAN)
    sent = after(of_remittance.THE_CITY, for_project)
    sent.when(of_remittance.REVERSE).refused(BookingDisagrees, moved=["unrestricted P-PLAN"])
    after(sent, replace(of_remittance.REVERSE, project=PLAN))


SPENDING_COMMANDS: Final = frozenset(
    {
        *("disburse-aid", "reverse-aid", "confer-award", "revoke-award", "send-remittance", "reverse-remittance"),
        *("pay-expense", "reverse-expense", "settle-advance", "reverse-advance-settlement", "buy-asset"),
        *("buy-stock", "issue-stock", "count-stock", "reverse-stock-step", "record-entry"),
        *("resolve-cash-difference", "reverse-cash-entry", "move-budget-fund", "reverse-budget-fund-move"),
    }
)


def test_only_commands_that_may_spend_read_the_budget() -> None:
    """Reading some fifty streams costs time, and nine events in ten are dues."""
    reading = set()
    for kind in (kind for kind in COMMAND_TYPES if kind.evidence is None):
        [command, *_] = any_command.of(kind.command)
        named = {stream.id for stream in kind.streams(command)}
        if any(stream.startswith("budget-line/") for stream in named):
            reading.add(kind.name)
    assert reading == SPENDING_COMMANDS
