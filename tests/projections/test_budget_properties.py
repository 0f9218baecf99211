"""What is true of budgets for all histories: what a line has used is what the read model says was executed on it."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.accounting.closing import Cell
from domain.accounting.evidence import FundsTouched
from domain.accounting.lines import Line
from domain.activities import aid, asset, award, budget, cash, expense, income, inventory, remittance
from domain.activities.closing import BalancesAtEnd
from domain.activities.entry import EntryLine, RecordEntry
from domain.activities.voucher import CorrectVoucher
from domain.errors import LedgerError
from domain.values import (
    AccountCode,
    CaseNo,
    Count,
    DocumentNo,
    Fen,
    LedgerId,
    ProgrammeCode,
    ProjectId,
    RuleId,
    Subject,
    SubjectId,
    Text,
    VoucherId,
    Year,
)
from projections.budgets import BUDGET_LINE, BUDGETS
from projections.changes import fold_events
from tests.domain import any_command
from tests.domain.activities.test_voucher_corrections import posted
from tests.domain.given import COUNTY_LEDGER, History
from tests.projections.histories import entries

DAYS: Final = (date(2021, 12, 28), date(2021, 12, 30), date(2022, 1, 4), date(2022, 1, 6))
"""On both sides of the year's end on which the charts change, so that reversals meet both."""
NAME: Final = Text("甲")
MANY: Final = [DocumentNo(f"D{number}") for number in range(1, 7)]
PROJECT: Final = ProjectId("P1")
MEMBER: Final = Subject(kind="person", id=SubjectId("M1"))
CASES: Final = [CaseNo(f"C{number}") for number in range(1, 5)]
FACTS: Final[dict[str, Any]] = {
    "document_no": MANY,
    "remittance_no": MANY,
    "advance_no": MANY,
    "count_no": MANY,
    "item_no": MANY[:2],
    "asset_no": MANY,
    "subject": [MEMBER],
    "recipient": [MEMBER],
    "to_ledger_id": ["school"],
    "remittance_kind": ["general", "warmth", "special", "passed_down"],
    "year": [2021],
    "amount_fen": [Fen(1), Fen(20_00), Fen(33_33), Fen(900_00), Fen(2_000_00)],
    "prize_fen": [Fen(0), Fen(10_00)],
    "approval_no": [None],
    "fund_class": ["unrestricted", "unrestricted", "restricted"],
    "project": [PROJECT, PROJECT, None],
    "category": ["office"],
    "outcome": ["expensed"],
    "move": ["provide"],
    "counted_fen": [Fen(300_00), Fen(349_00)],
    "place": ["bank"],
    "effective_on": DAYS,
}
SPENDING: Final = [
    *any_command.of(cash.ResolveCashDifference, **{**FACTS, "document_no": [DocumentNo("D7"), DocumentNo("D8")]}),
    *any_command.of(
        aid.DisburseAid,
        award.ConferAward,
        remittance.SendRemittance,
        expense.PayExpense,
        asset.BuyAsset,
        inventory.BuyStock,
        inventory.IssueStock,
        inventory.CountStock,
        cash.PayAdvance,
        cash.SettleAdvance,
        cash.CountCash,
        budget.MoveBudgetFund,
        case_no=CASES,
        programme=["P1"],
        award=["P1"],
        **FACTS,
    ),
]
ACCOUNTS: Final = ("50104", "50201", "50301", "50304", "50501", "50802", "408")
VOUCHERS: Final = tuple(VoucherId(f"{DAYS[0]}.R{number}") for number in range(4))


def entry_lines(chance: Random) -> tuple[EntryLine, ...]:
    """Lines of an expense or of its return, sometimes for a project."""
    amount_fen, project = Fen(chance.choice([1, 50_00, 333_33])), chance.choice([None, PROJECT])
    debited, credited = chance.sample([*ACCOUNTS, "102"], 2)
    return (
        EntryLine(account=AccountCode(debited), side="D", amount_fen=amount_fen, project=project),
        EntryLine(account=AccountCode(credited), side="C", amount_fen=amount_fen, project=project),
    )


def by_hand(chance: Random) -> Any:  # noqa: ANN401 - any command
    """An entry, or a correction of one of the vouchers."""
    lines, day = entry_lines(chance), chance.choice(DAYS)
    if chance.random() < 0.5:
        number = DocumentNo(f"J{chance.randrange(100)}")
        return RecordEntry(document_no=number, summary=NAME, lines=lines, effective_on=day)
    return CorrectVoucher(
        voucher_id=chance.choice(VOUCHERS), manner="replace", lines=lines, reason=NAME, effective_on=day
    )


def resolution(chance: Random) -> Any:  # noqa: ANN401 - any command
    """A budget of some lines, or an amendment of it."""
    year = chance.choice([2021, 2022])
    names = chance.sample([*ACCOUNTS[:-1], "501", "503", "505", "507", "508", "510", "521", "P1"], 5)
    lines = tuple(
        budget.PlannedLine(
            planned_fen=Fen(chance.choice([100_00, 1_000_00, 1_000_000_00])),
            account=None if name == "P1" else AccountCode(name),
            project=PROJECT if name == "P1" else None,
            control=chance.choice(["report", "warn", "refuse", "refuse"]),
        )
        for name in names
    )
    document: dict[str, Any] = {"year": Year(year), "document_no": MANY[0], "lines": lines}
    if chance.random() < 0.5:
        return budget.AdoptBudget(**document, effective_on=DAYS[-1])
    return budget.AmendBudget(**document, reason=NAME, effective_on=DAYS[-1])


REVERSALS: Final[Mapping[type, Callable[..., object]]] = {
    aid.AidDisbursed: lambda paid, why, _: aid.ReverseAid(
        case_no=paid.case_no,
        programme=paid.programme,
        subject=paid.subject,
        instalment=paid.instalment,
        disbursed_on=paid.effective_on,
        **why,
    ),
    award.AwardConferred: lambda held, why, _: award.RevokeAward(
        award=held.award, year=held.year, recipient=held.recipient, project=PROJECT, **why
    ),
    remittance.RemittanceSent: lambda sent, why, money: remittance.ReverseRemittance(
        remittance_no=sent.remittance_no, **money, **why
    ),
    expense.ExpensePaid: lambda paid, why, money: expense.ReverseExpense(
        document_no=paid.document_no, paid_on=paid.effective_on, **money, **why
    ),
    asset.AssetBought: lambda bought, why, money: asset.ReverseAssetEntry(
        asset_no=bought.asset_no, paid_on=bought.effective_on, **money, **why
    ),
    inventory.StockBought: lambda bought, why, money: inventory.ReverseStockStep(
        item_no=bought.item_no, document_no=bought.document_no, paid_on=bought.effective_on, **money, **why
    ),
    inventory.StockIssued: lambda issued, why, _: inventory.ReverseStockStep(
        item_no=issued.item_no, document_no=issued.document_no, paid_on=issued.effective_on, **why
    ),
    cash.AdvanceSettled: lambda settled, why, money: cash.ReverseAdvanceSettlement(
        document_no=settled.document_no,
        advance_no=settled.advance_no,
        paid_on=settled.effective_on,
        **money,
        **why,
    ),
    cash.CashDifferenceResolved: lambda resolved, why, _: cash.ReverseCashEntry(
        document_no=resolved.document_no, count_no=resolved.count_no, **why
    ),
    budget.BudgetFundMoved: lambda moved, why, _: budget.ReverseBudgetFundMove(
        document_no=moved.document_no, moved_on=moved.effective_on, **why
    ),
}
"""What takes an expense back, by its event: made from the event, the reason and day, and whose money it was."""


def reversal_of(event: Any, day: date) -> object | None:  # noqa: ANN401 - any event
    """Say how an event is taken back on a day; None for what is no expense, or is taken back by hand."""
    made = REVERSALS.get(type(event))
    if made is None:
        return None
    money = {"fund_class": event.fund_class, "project": event.project} if hasattr(event, "fund_class") else {}
    return made(event, {"reason": NAME, "effective_on": day}, money)


WORLD: Final = (
    expense.AdoptExpensePolicy(
        rule_id=RuleId("R1"),
        unapproved_up_to_fen=Fen(10**9),
        valid_from=date(2020, 1, 1),
        source=NAME,
        effective_on=DAYS[0],
    ),
    budget.AdoptBudgetPolicy(
        rule_id=RuleId("R1"), revisions=Count(100), valid_from=date(2020, 1, 1), source=NAME, effective_on=DAYS[0]
    ),
    aid.OpenAidProgramme(
        programme=ProgrammeCode("P1"),
        name=NAME,
        fund_source="superior_subsidy",
        restricted=True,
        requires_membership=False,
        budget_fen=Fen(10**9),
        instalments=Count(3),
        effective_on=DAYS[0],
    ),
    award.OpenAward(
        award=ProgrammeCode("P1"),
        year=Year(2021),
        name=NAME,
        subject_kind="person",
        project=PROJECT,
        effective_on=DAYS[0],
    ),
    income.RecordIncome(
        document_no=MANY[0],
        income_kind="superior_special",
        amount_fen=Fen(10**7),
        fund_class="restricted",
        project=PROJECT,
        effective_on=DAYS[0],
    ),
    *(
        aid.RequestAid(
            case_no=case_no,
            programme=ProgrammeCode("P1"),
            subject=MEMBER,
            amount_fen=Fen(10**7),
            effective_on=DAYS[0],
        )
        for case_no in CASES
    ),
    *(aid.ApproveAid(case_no=case_no, amount_fen=Fen(10**7), effective_on=DAYS[0]) for case_no in CASES),
)
LEDGER: Final = replace(COUNTY_LEDGER, parent_ledger_id=LedgerId("province"))
ANY_CHANCE: Final = st.randoms(use_true_random=True)
HISTORY_LENGTH: Final = 400
RANDOM: Final = settings(max_examples=40, deadline=None)
Used = Mapping[tuple[int, str], int]


class World:
    """A county federation: its history, and everything that happened in it."""

    def __init__(self) -> None:
        self.history = History(ledger=LEDGER)
        self.happened: list[Any] = []
        for number, voucher_id in enumerate(VOUCHERS):
            lines = (
                Line(AccountCode(ACCOUNTS[number]), "D", Fen(70_00), project=PROJECT),
                Line(AccountCode("102"), "C", Fen(70_00), project=PROJECT),
            )
            for event in posted(*lines, day=DAYS[number // 2], voucher_id=voucher_id):
                self.history.happened(event)
        for command in WORLD:
            assert self.ask(command, "pavel" if isinstance(command, aid.ApproveAid) else "ann")

    def copy(self) -> "World":
        """Give a world to try something in."""
        other = copy(self)
        other.history, other.happened = replace(self.history, states={**self.history.states}), [*self.happened]
        return other

    def ask(self, command: Any, actor: str = "ann") -> list[Any]:  # noqa: ANN401 - any command
        """Ask for something; give what follows, which is nothing where it is refused."""
        try:
            events = list(self.history.ask(command, actor=actor, evidence=self.evidence(command)))
        except LedgerError:
            return []
        self.happened.extend(events)
        return events

    def evidence(self, command: Any) -> object:  # noqa: ANN401 - any command
        """Know of the whole ledger what the command must know."""
        match command:
            case budget.AdoptBudget() | budget.AmendBudget():
                executed = self.executed().items()
                of_year = {budget.LineName(line): Fen(fen) for (year, line), fen in executed if year == command.year}
                return budget.BudgetExecution(executed=of_year)
            case asset.ReverseAssetEntry():
                return asset.AssetsHeld(assets=())
            case cash.CountCash():
                return BalancesAtEnd(balances={Cell(AccountCode("101"), "unrestricted", None): 350_00})
            case CorrectVoucher():
                return FundsTouched(funds=(("unrestricted", PROJECT),))
            case _:
                return None

    def executed(self) -> Mapping[Any, int]:
        """Say by year and line what the read model finds executed."""
        rows = fold_events(BUDGETS, entries(self.happened))[BUDGET_LINE.name]
        return {key: row[BUDGET_LINE.places["executed_fen"]] for key, row in rows.items()}

    def used(self) -> Used:
        """Say by year and line what the lines of the budgets have used."""
        states = (state for state in self.history.states.values() if isinstance(state, budget.BudgetLine))
        return {(state.year, state.line): state.used_fen for state in states if not state.line.startswith("4")}


def lived_through(chance: Random) -> Iterator[tuple[World, list[Any]]]:
    """Give after each command of a random history what it came to."""
    world = World()
    for _ in range(HISTORY_LENGTH):
        kind = chance.random()
        if kind < 0.05:
            command = resolution(chance)
        elif kind < 0.2:
            command = by_hand(chance)
        elif kind < 0.7:
            command = chance.choice(SPENDING)
        else:
            command = reversal_of(chance.choice(world.happened), chance.choice(DAYS))
        if command is not None:
            yield world, world.ask(command, actor=chance.choice(["bob", "eve"]))


@given(ANY_CHANCE)
@RANDOM
def test_a_line_has_used_what_the_read_model_says_was_executed_on_it(chance: Random) -> None:
    [*_, (world, _)] = lived_through(chance)
    executed = world.executed()
    assert {line: executed.get(line, 0) for line in world.used()} == world.used()


@given(ANY_CHANCE)
@RANDOM
def test_a_line_that_refuses_is_never_over_its_plan(chance: Random) -> None:
    for _, events in lived_through(chance):
        for event in events:
            if isinstance(event, budget.BudgetLineSet | budget.BudgetLineCharged) and event.control == "refuse":
                assert event.used_fen <= event.planned_fen


@given(ANY_CHANCE)
@RANDOM
def test_what_is_taken_back_in_its_year_gives_back_what_it_charged(chance: Random) -> None:
    before, taken_back = World().used(), 0
    for world, events in lived_through(chance):
        used = world.used()
        for event in events:
            other, undoing = world.copy(), reversal_of(event, event.effective_on)
            if undoing is not None and other.ask(undoing, actor="rosa"):
                assert other.used() == before
                taken_back += 1
        before = used
    assert taken_back > 0
