"""Claims and debts that are settled later (往来款项): accruals, levies held, advances, cash differences.

Whatever opens or settles an item moves it, in a stream whose last event is its state; so nothing is settled
beyond what is open, whoever settles at the same moment. Source: 财会〔2021〕7号 account notes 131, 132, 135, 182, 215.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from domain.accounting.posting import PLAIN, Dimensions
from domain.deciding import Activity, EventType, Stream, StreamKind
from domain.errors import LedgerError
from domain.values import NO_FEN, DocumentNo, EnterpriseId, Fen, FundClass, PartyId, PostingKind, ProjectId

OpenItemKind = Literal["accrual", "preparatory_levy", "advance", "cash_difference"]


class OpenItem(NamedTuple):
    """Which item: an accrual, advance or cash difference by the document that opened it, a levy by enterprise."""

    kind: OpenItemKind
    no: DocumentNo | EnterpriseId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItemMoved:
    """An item was opened further, or settled (below zero); carries what is open, and the money that it is.

    ``posting_kind`` names the rule whose account it stands on, under whichever chart it is settled.
    """

    item_kind: OpenItemKind
    item_no: str
    posting_kind: PostingKind
    change_fen: Fen
    open_fen: Fen
    fund_class: FundClass
    project: ProjectId | None
    party: PartyId | None
    effective_on: date

    @property
    def dimensions(self) -> Dimensions:
        """What the item's lines say beside their account."""
        return Dimensions(self.fund_class, self.project, self.party)


Event = OpenItemMoved


@dataclass(eq=False, kw_only=True)
class OpenItemExceeded(LedgerError):
    """A claim or a debt is settled as far as it is open, and taken back only while nothing of it is settled."""

    code = "open_item_exceeded"
    text = "Of {item_kind} {item_no} {left} is open; {asked} is more. Check the number, or lower the amount."

    item_kind: OpenItemKind
    item_no: str
    left_fen: Fen
    asked_fen: Fen


@dataclass(eq=False, kw_only=True)
class OpenItemUnknown(LedgerError):
    """Only what was opened is settled."""

    code = "open_item_unknown"
    text = "There is no {item_kind} {item_no} in this ledger. Check the number."

    item_kind: OpenItemKind
    item_no: str


def _evolve(_: OpenItemMoved | None, event: OpenItemMoved) -> OpenItemMoved | None:
    return event


NO_ITEM: Final[OpenItemMoved | None] = None
OPEN_ITEM: Final = StreamKind(category="open-item", initial=NO_ITEM, evolve=_evolve, growing=True)


def open_item(item: OpenItem) -> Stream[OpenItemMoved | None]:
    """Name the stream of what is open of an item."""
    return OPEN_ITEM.at(item.kind, item.no)


def known_item(item: OpenItem, state: OpenItemMoved | None) -> OpenItemMoved:
    """Give an item that was opened.

    Raises:
        OpenItemUnknown: it never was.
    """
    if state is None:
        raise OpenItemUnknown(item_kind=item.kind, item_no=item.no)
    return state


def opened(  # noqa: PLR0913, PLR0917 - what is opened, and what it is
    day: date,
    item: OpenItem,
    state: OpenItemMoved | None,
    change_fen: Fen,
    posting_kind: PostingKind,
    dimensions: Dimensions = PLAIN,
) -> OpenItemMoved:
    """Open an item, or more of it."""
    return OpenItemMoved(
        item_kind=item.kind,
        item_no=item.no,
        posting_kind=posting_kind,
        change_fen=change_fen,
        open_fen=Fen((state.open_fen if state else NO_FEN) + change_fen),
        fund_class=dimensions.fund_class,
        project=dimensions.project,
        party=dimensions.party,
        effective_on=day,
    )


def moved(day: date, item: OpenItem, state: OpenItemMoved | None, change_fen: Fen) -> OpenItemMoved:
    """Settle a part of an item (below zero), or take such a settlement back.

    Raises:
        OpenItemUnknown: the item was never opened.
        OpenItemExceeded: less is open.
    """
    known = known_item(item, state)
    if known.open_fen + change_fen < NO_FEN:
        raise OpenItemExceeded(
            item_kind=item.kind, item_no=item.no, left_fen=known.open_fen, asked_fen=Fen(-change_fen)
        )
    return opened(day, item, known, change_fen, known.posting_kind, known.dimensions)


ACTIVITY: Final = Activity(
    name="open_item",
    events=(
        EventType(
            name="open_item.moved",
            event=OpenItemMoved,
            stream=lambda event: OPEN_ITEM.at(event.item_kind, event.item_no),
        ),
    ),
    commands=(),
)
