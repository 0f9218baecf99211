"""Dues that branches collect and turn in to the union's committee, as one sum a month."""

from collections.abc import Sequence
from typing import Final

from domain.activities.branch import BranchState, BranchUnknown
from domain.activities.dues.commands import TurnInDues
from domain.activities.dues.events import DuesTurnedIn
from domain.activities.dues.permission import check_amount, check_grassroots, check_not_too_far
from domain.activities.dues.refusals import DuesAlreadyTurnedIn
from domain.deciding import Asked, Stream, StreamKind
from domain.values import BranchId, Month, year_of

MonthsTurnedIn = frozenset[Month]


def _turned_in(months: MonthsTurnedIn, event: DuesTurnedIn) -> MonthsTurnedIn:
    return months | {event.period}


NO_MONTHS: Final[MonthsTurnedIn] = frozenset()
MONTHS_TURNED_IN: Final = StreamKind(category="dues-branch", initial=NO_MONTHS, evolve=_turned_in)


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
    if command.period in months:
        raise DuesAlreadyTurnedIn(branch_id=command.branch_id, period=command.period)
    asked.check_day(command.effective_on)
    check_not_too_far(asked, command.period)
    return [
        DuesTurnedIn(
            branch_id=command.branch_id,
            period=command.period,
            amount_fen=command.amount_fen,
            effective_on=command.effective_on,
        )
    ]
