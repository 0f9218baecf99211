"""What is true for all histories of contributions, income, remittances and cash."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities import appropriation as contributions
from domain.activities import cash, income, remittance
from domain.activities.fund import FundMoved
from domain.activities.open_item import OpenItemMoved
from domain.errors import LedgerError
from domain.values import DocumentNo, Text
from tests.domain import any_command
from tests.domain.given import COUNTY_LEDGER, History
from tests.domain.posted import balances, check_balanced, turnover
from tests.samples.appropriation import POLICY_ADOPTED, TAX_POLICY_ADOPTED

POLICIES: Final = (
    POLICY_ADOPTED,
    TAX_POLICY_ADOPTED,
    replace(TAX_POLICY_ADOPTED, route="preparatory"),
    replace(POLICY_ADOPTED, route="remitted"),
)
DAYS: Final = (date(2025, 12, 10), date(2025, 12, 20), date(2025, 12, 31))
MANY: Final = [DocumentNo(f"D{number}") for number in range(1, 7)]
FACTS: Final[dict[str, Any]] = {
    "document_no": MANY,
    "remittance_no": MANY,
    "from_ledger_id": ["school"],
    "to_ledger_id": ["school"],
    "payroll_fen": [None, None, 1_234_56],
    "total_fen": [None, 333_33, 1_000_01],
    "amount_fen": [1, 100_00, 333_33],
    "sent_fen": [100_00, 333_33],
    "sent_on": [DAYS[0]],
    "shares": [None],
    "route": ["self_collected", "tax"],
    "fund_class": ["unrestricted", "unrestricted", "restricted", "custodial"],
    "project": ["P1", "P1", None],
    "effective_on": DAYS,
}
BOOKINGS: Final = any_command.of(
    contributions.RecordAppropriation,
    contributions.AccrueAppropriation,
    contributions.CollectAccrual,
    contributions.ReceivePreparatoryLevy,
    contributions.SettlePreparatoryLevy,
    contributions.RefundPreparatoryLevy,
    income.RecordIncome,
    income.ReceiveCustodialFunds,
    income.PayCustodialFunds,
    remittance.SendRemittance,
    remittance.ReceiveRemittance,
    cash.MoveCash,
    cash.PayAdvance,
    cash.ReturnAdvance,
    accrual_no=MANY,
    advance_no=MANY,
    enterprise_id=["E1", "E2"],
    **{**FACTS, "project": ["P1"]},
)
REVERSALS: Final = any_command.of(
    contributions.ReverseAppropriation,
    income.ReverseIncome,
    remittance.ReverseRemittance,
    remittance.ReverseRemittanceReceipt,
    cash.ReverseCashEntry,
    accrual_no=[*MANY, None],
    advance_no=[*MANY, None],
    count_no=[None],
    enterprise_id=["E1", "E2", None],
    **FACTS,
)
COMMANDS: Final = [*BOOKINGS, *REVERSALS]
ANY_CHANCE: Final = st.randoms(use_true_random=True)
HISTORY_LENGTH: Final = 400
RANDOM: Final = settings(max_examples=40, deadline=None)


def lived_through(chance: Random) -> tuple[History, list[Any]]:
    """Give what random commands come to in a county federation, the refused ones left out."""
    history, happened = History(ledger=COUNTY_LEDGER), list[Any]()
    for event in POLICIES:
        history.happened(event)
    for command in chance.choices(COMMANDS, k=HISTORY_LENGTH):
        try:
            happened.extend(history.ask(command))
        except LedgerError:
            continue
    return history, happened


WHY: Final[dict[str, Any]] = {"reason": Text("all of it"), "effective_on": date(2025, 12, 31)}


def reversal_of(event: Any) -> object | None:  # noqa: ANN401 - any event
    """Say how a booking is taken back; None for what is no booking."""
    return reversal_of_contribution(event) or reversal_of_income(event) or reversal_of_cash(event)


def reversal_of_contribution(event: Any) -> object | None:  # noqa: ANN401 - any event
    """Say how a contribution, an accrual or a levy is taken back."""
    of_money: dict[str, Any] = {}
    of_item: dict[str, Any] = {}
    match event:
        case contributions.AppropriationReceived():
            of_money = {"fund_class": event.fund_class, "project": event.project}
        case contributions.AppropriationAccrued():
            of_item = {"accrual_no": event.document_no}
        case contributions.AccrualCollected():
            of_item = {"accrual_no": event.accrual_no}
        case (
            contributions.PreparatoryLevyReceived()
            | contributions.PreparatoryLevySettled()
            | contributions.PreparatoryLevyRefunded()
        ):
            of_item = {"enterprise_id": event.enterprise_id}
        case _:
            return None
    return contributions.ReverseAppropriation(**{"document_no": event.document_no, **of_money, **of_item, **WHY})


def reversal_of_income(event: Any) -> object | None:  # noqa: ANN401 - any event
    """Say how income, custody or a remittance is taken back."""
    of_money: dict[str, Any]
    match event:
        case income.IncomeReceived():
            of_money = {"fund_class": event.fund_class, "project": event.project}
            return income.ReverseIncome(document_no=event.document_no, **of_money, **WHY)
        case income.CustodialReceived() | income.CustodialPaid():
            return income.ReverseIncome(
                document_no=event.document_no, fund_class="custodial", project=event.project, **WHY
            )
        case remittance.RemittanceSent():
            of_money = {"fund_class": event.fund_class, "project": event.project}
            return remittance.ReverseRemittance(remittance_no=event.remittance_no, **of_money, **WHY)
        case remittance.RemittanceReceived():
            of_money = {"fund_class": event.fund_class, "project": event.project}
            return remittance.ReverseRemittanceReceipt(
                remittance_no=event.remittance_no, from_ledger_id=event.from_ledger_id, **of_money, **WHY
            )
        case _:
            return None


def reversal_of_cash(event: Any) -> object | None:  # noqa: ANN401 - any event
    """Say how a transfer or an advance is taken back."""
    match event:
        case cash.CashMoved():
            of_item: dict[str, Any] = {}
        case cash.AdvancePaid():
            of_item = {"advance_no": event.document_no}
        case cash.AdvanceReturned():
            of_item = {"advance_no": event.advance_no}
        case _:
            return None
    [line, *_] = event.posting.lines
    of_money = {"fund_class": line.fund_class, "project": line.project}
    return cash.ReverseCashEntry(**{"document_no": event.document_no, **of_money, **of_item, **WHY})


def taken_back(history: History, happened: list[Any]) -> Iterator[Any]:
    """Take back whatever stands, again and again, until nothing more can be taken back."""
    reversals = [command for event in happened if (command := reversal_of(event)) is not None]
    for _ in happened:
        before = len(reversals)
        for command in [*reversals]:
            try:
                yield from history.ask(command)
            except LedgerError:
                continue
            reversals.remove(command)
        if len(reversals) == before:
            return


@given(ANY_CHANCE)
@RANDOM
def test_every_posting_balances_and_moves_what_is_open_and_what_is_left_with_it(chance: Random) -> None:
    _, happened = lived_through(chance)
    check_balanced(happened)

    items = {(event.item_kind, event.item_no): event.open_fen for event in happened if isinstance(event, OpenItemMoved)}
    accounts: dict[str, int] = {}
    for (account, _, _), amount_fen in balances(happened).items():
        accounts[account] = accounts.get(account, 0) + amount_fen
    for kind, codes, sign in (
        ("accrual", ("132", "13102"), 1),
        ("preparatory_levy", ("215",), -1),
        ("advance", ("135",), 1),
    ):
        open_fen = sum(amount for (of_kind, _), amount in items.items() if of_kind == kind)
        assert sign * sum(accounts.get(code, 0) for code in codes) == open_fen
    assert all(amount >= 0 for amount in items.values())


@given(ANY_CHANCE)
@RANDOM
def test_what_is_left_of_a_fund_is_what_its_lines_come_to(chance: Random) -> None:
    _, happened = lived_through(chance)
    left = {(event.fund_class, event.project): event.left_fen for event in happened if isinstance(event, FundMoved)}
    for (fund_class, project), left_fen in left.items():
        of_fund = (
            -amount_fen
            for (account, of_class, of_project), amount_fen in balances(happened).items()
            if (of_class, of_project) == (fund_class, project) and account.startswith(("4", "5", "221"))
        )
        assert left_fen == sum(of_fund) >= 0


@given(ANY_CHANCE)
@RANDOM
def test_whatever_was_booked_can_be_taken_back_and_then_every_account_is_restored(chance: Random) -> None:
    history, happened = lived_through(chance)
    happened.extend(taken_back(history, [*happened]))

    assert turnover(happened) == {}
    assert all(left_fen == 0 for stream, left_fen in history.states.items() if stream.startswith("fund/"))
    assert all(state.open_fen == 0 for stream, state in history.states.items() if stream.startswith("open-item/"))
