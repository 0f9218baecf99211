"""Dues that branches collect and turn in to the union's committee, as one sum a month."""

from collections.abc import Sequence
from typing import Final, assert_never

from domain.accounting.posting import Dimensions
from domain.activities.branch import BranchState, BranchUnknown
from domain.activities.dues.commands import ReverseTurnIn, TurnInDues
from domain.activities.dues.events import DuesTurnedIn, DuesTurnInReversed
from domain.activities.dues.money import taken_in, undone
from domain.activities.dues.permission import check_amount, check_grassroots, check_not_too_far
from domain.activities.dues.refusals import DuesAlreadyTurnedIn, DuesNotTurnedIn
from domain.deciding import Asked, Stream, StreamKind
from domain.values import BranchId, Month, PartyId, year_of

MonthsTurnedIn = tuple[DuesTurnedIn, ...]
"""What a branch turned in and nobody took back, one for each month."""


def _evolve(months: MonthsTurnedIn, event: DuesTurnedIn | DuesTurnInReversed) -> MonthsTurnedIn:
    match event:
        case DuesTurnedIn():
            return (*months, event)
        case DuesTurnInReversed():
            return tuple(month for month in months if month.period != event.period)
        case _:
            assert_never(event)


def _of(months: MonthsTurnedIn, period: Month) -> DuesTurnedIn | None:
    return next((month for month in months if month.period == period), None)


NO_MONTHS: Final[MonthsTurnedIn] = ()
MONTHS_TURNED_IN: Final = StreamKind(category="dues-branch", initial=NO_MONTHS, evolve=_evolve)


def months_turned_in(branch_id: BranchId, period: Month) -> Stream[MonthsTurnedIn]:
    """Name the stream of what a branch turned in for the year of a month."""
    return MONTHS_TURNED_IN.at(branch_id, year_of(period))


def turn_in_dues(
    asked: Asked, command: TurnInDues, months: MonthsTurnedIn, branch: BranchState | None
) -> Sequence[DuesTurnedIn]:
    """Take in a branch's dues of a month, once."""
    check_grassroots(asked)
    check_amount(command.amount_fen)
    if branch is None:
        raise BranchUnknown(branch_id=command.branch_id)
    if _of(months, command.period) is not None:
        raise DuesAlreadyTurnedIn(branch_id=command.branch_id, period=command.period)
    asked.check_day(command.effective_on)
    check_not_too_far(asked, command.period)
    of_branch = Dimensions(party=PartyId(command.branch_id))
    return [
        DuesTurnedIn(
            branch_id=command.branch_id,
            period=command.period,
            amount_fen=command.amount_fen,
            posting=taken_in(asked, command.effective_on, command.amount_fen, command.place, of_branch),
            effective_on=command.effective_on,
        )
    ]


def reverse_turn_in(asked: Asked, command: ReverseTurnIn, months: MonthsTurnedIn) -> Sequence[DuesTurnInReversed]:
    """Take back what a branch turned in for a month, whole."""
    check_grassroots(asked)
    turned_in = _of(months, command.period)
    if turned_in is None:
        raise DuesNotTurnedIn(branch_id=command.branch_id, period=command.period)
    asked.check_day_since(command.effective_on, turned_in.effective_on)
    return [
        DuesTurnInReversed(
            branch_id=command.branch_id,
            period=command.period,
            amount_fen=turned_in.amount_fen,
            turned_in_on=turned_in.effective_on,
            reason=command.reason,
            posting=undone(asked, command.effective_on, turned_in.posting, turned_in.effective_on),
            effective_on=command.effective_on,
        )
    ]
