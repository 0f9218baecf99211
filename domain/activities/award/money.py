"""How prizes get into the books: a cost of competitions (竞赛), for a household one of the union's other activities.

Source: 财会〔2021〕7号 附录1, notes on 501 and 503; 财会〔2009〕7号, note on 503.
Where prizes for families go is a policy value.
"""

from datetime import date
from typing import Final

from domain.accounting.lines import Posting
from domain.accounting.posting import Dimensions, before_books, open_day, paid, taken_back
from domain.activities.award.commands import ConferAward
from domain.activities.award.states import Conferral
from domain.deciding import Asked
from domain.values import NO_FEN, FundClass, PartyId, PostingKind, SubjectKind

PRIZE_FOR: Final[dict[SubjectKind, PostingKind]] = {
    "person": PostingKind("prize.competition"),
    "team": PostingKind("prize.competition"),
    "branch": PostingKind("prize.competition"),
    "household": PostingKind("prize.family"),
}


def prize_paid(asked: Asked, command: ConferAward) -> Posting | None:
    """Post a prize; None without one, or before the books.

    Raises:
        PeriodClosed: the day's month is closed.
    """
    day = command.effective_on
    if command.prize_fen == NO_FEN or before_books(asked, day):
        return None
    fund_class: FundClass = "unrestricted" if command.project is None else "restricted"
    dimensions = Dimensions(fund_class, command.project, PartyId(command.recipient.id))
    kind = PRIZE_FOR[command.recipient.kind]
    return paid(open_day(asked, day), kind, command.prize_fen, command.place, dimensions)


def prize_taken_back(asked: Asked, day: date, held: Conferral) -> Posting | None:
    """Post what takes a prize back; None if nothing was posted.

    Raises:
        PeriodClosed: the day's month is closed.
    """
    return None if held.posting is None else taken_back(open_day(asked, day), held.posting, held.conferred_on)
