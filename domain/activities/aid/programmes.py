"""The rules of aid programmes: their terms, their budget, the money raised for them."""

from collections.abc import Sequence
from typing import Final

from domain.activities.aid.commands import ONE, AmendAidBudget, OpenAidProgramme, RecordAidFunds, ReverseAidFunds
from domain.activities.aid.events import AidBudgetAmended, AidFundsRaised, AidFundsReversed, AidProgrammeOpened, Event
from domain.activities.aid.money import came_in, fund_moves, undone
from domain.activities.aid.refusals import (
    AidBudgetBelowSpent,
    AidBudgetUnchanged,
    AidPlanOutOfRange,
    AidProgrammeAlreadyOpen,
    AidProgrammeUnknown,
    AidReceiptAlreadyReversed,
    AidReceiptDisagrees,
    AidReceiptUnknown,
    AidReceiptUsed,
)
from domain.activities.aid.states import AidBudget, AidProgramme, AidReceipt
from domain.activities.fund import FundMoved
from domain.deciding import Asked
from domain.values import NO_FEN, Count, Fen, ProgrammeCode

MAX_INSTALMENTS: Final = 48
"""Four years of months: a case's stream stays short."""
MAX_MONTHS_BETWEEN: Final = 12


def known_programme(programme: ProgrammeCode, state: AidProgramme | None) -> AidProgramme:
    """Give the programme's terms.

    Raises:
        AidProgrammeUnknown: it was never set up.
    """
    if state is None:
        raise AidProgrammeUnknown(programme=programme)
    return state


def present_budget(terms: AidProgramme, budget: AidBudget | None) -> AidBudget:
    """Give the budget as it stands: the opening one until it was amended or charged."""
    return budget or AidBudget(budget_fen=terms.budget_fen, spent_fen=NO_FEN)


def check_plan(instalments: Count, months_between: Count = ONE) -> None:
    """Refuse a plan of no instalments or of far too many.

    Raises:
        AidPlanOutOfRange: a number lies outside its limits.
    """
    if 1 <= instalments <= MAX_INSTALMENTS and 1 <= months_between <= MAX_MONTHS_BETWEEN:
        return
    raise AidPlanOutOfRange(
        instalments=instalments,
        months_between=months_between,
        most_instalments=MAX_INSTALMENTS,
        most_months_between=MAX_MONTHS_BETWEEN,
    )


def open_aid_programme(asked: Asked, command: OpenAidProgramme, existing: AidProgramme | None) -> Sequence[Event]:
    """Set up a programme, once."""
    if existing is not None:
        raise AidProgrammeAlreadyOpen(programme=command.programme, opened_on=existing.opened_on)
    check_plan(command.instalments)
    asked.check_day(command.effective_on)
    return [
        AidProgrammeOpened(
            programme=command.programme,
            name=command.name,
            purpose=command.purpose,
            fund_source=command.fund_source,
            restricted=command.restricted,
            requires_membership=command.requires_membership,
            budget_fen=command.budget_fen,
            cap_fen=command.cap_fen,
            instalments=command.instalments,
            effective_on=command.effective_on,
        )
    ]


def amend_aid_budget(
    asked: Asked, command: AmendAidBudget, programme: AidProgramme | None, budget: AidBudget | None
) -> Sequence[Event]:
    """Set the budget to another figure that covers what was spent.

    The amendment stands in the same stream as the payments' charges, so that lowering a budget and
    paying from it at the same moment cannot both succeed on old figures.
    """
    terms = known_programme(command.programme, programme)
    present = present_budget(terms, budget)
    if command.budget_fen == present.budget_fen:
        raise AidBudgetUnchanged(programme=command.programme, budget_fen=command.budget_fen)
    if command.budget_fen < present.spent_fen:
        raise AidBudgetBelowSpent(
            programme=command.programme, budget_fen=command.budget_fen, spent_fen=present.spent_fen
        )
    asked.check_day_since(command.effective_on, terms.opened_on)
    return [
        AidBudgetAmended(
            programme=command.programme,
            budget_fen=command.budget_fen,
            budget_change_fen=Fen(command.budget_fen - present.budget_fen),
            spent_fen=present.spent_fen,
            reason=command.reason,
            effective_on=command.effective_on,
        )
    ]


def record_aid_funds(  # noqa: PLR0913, PLR0917 - a receipt depends on four streams, and each is an argument
    asked: Asked,
    command: RecordAidFunds,
    existing: AidReceipt | None,
    programme: AidProgramme | None,
    restricted_fen: Fen,
    custodial_fen: Fen,
) -> Sequence[Event | FundMoved]:
    """Take in money for a programme, once for each receipt; sources may differ from the programme's own."""
    terms = known_programme(command.programme, programme)
    if existing is not None:
        raise AidReceiptUsed(
            receipt_no=command.receipt_no, programme=existing.programme, received_on=existing.received_on
        )
    asked.check_day_since(command.effective_on, terms.opened_on)
    posting = came_in(asked, command, terms)
    return [
        AidFundsRaised(
            programme=command.programme,
            receipt_no=command.receipt_no,
            fund_source=command.fund_source,
            amount_fen=command.amount_fen,
            posting=posting,
            effective_on=command.effective_on,
        ),
        *fund_moves(command.effective_on, posting, command.programme, restricted_fen, custodial_fen),
    ]


def reverse_aid_funds(
    asked: Asked, command: ReverseAidFunds, receipt: AidReceipt | None, restricted_fen: Fen, custodial_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Take back a receipt whole, once, and not what was spent already of money with a purpose."""
    if receipt is None:
        raise AidReceiptUnknown(receipt_no=command.receipt_no)
    if receipt.is_reversed:
        raise AidReceiptAlreadyReversed(receipt_no=command.receipt_no)
    if receipt.programme != command.programme:
        raise AidReceiptDisagrees(receipt_no=command.receipt_no, programme=receipt.programme)
    asked.check_day_since(command.effective_on, receipt.received_on)
    posting = undone(asked, command.effective_on, receipt.posting, receipt.received_on)
    return [
        AidFundsReversed(
            programme=receipt.programme,
            receipt_no=command.receipt_no,
            fund_source=receipt.fund_source,
            amount_fen=receipt.amount_fen,
            raised_on=receipt.received_on,
            reason=command.reason,
            posting=posting,
            effective_on=command.effective_on,
        ),
        *fund_moves(command.effective_on, posting, command.programme, restricted_fen, custodial_fen),
    ]
