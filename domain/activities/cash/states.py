"""What a document about cash is booked as, and which counts there were."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from domain.activities.booking import Booking
from domain.activities.cash.events import (
    AdvancePaid,
    AdvanceReturned,
    AdvanceSettled,
    AdvanceSettlementReversed,
    Booked,
    CashCounted,
    CashDifferenceFound,
    CashDifferenceResolved,
    CashEntryReversed,
    CashMoved,
)
from domain.activities.open_item import OpenItem
from domain.deciding import Stream, StreamKind
from domain.values import NO_FEN, DocumentNo, Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What was spent of an advance, and the day on which that was taken back."""

    settled: AdvanceSettled
    reversed_on: date | None = None


def advance(advance_no: DocumentNo) -> OpenItem:
    """Name the open item of an advance."""
    return OpenItem("advance", advance_no)


def difference(count_no: DocumentNo) -> OpenItem:
    """Name the open item of a difference that a count found."""
    return OpenItem("cash_difference", count_no)


def evolve(state: Booking | None, event: Booked | CashEntryReversed) -> Booking | None:
    """Say what the document is booked as after the event."""
    if isinstance(event, CashEntryReversed):
        return None if state is None else state.reversed(event.effective_on)
    item, change_fen = _item_moved(event)
    return Booking(
        posting=event.posting,
        booked_on=event.effective_on,
        item=item,
        item_change_fen=change_fen,
        approved_by=event.approved_by if isinstance(event, CashDifferenceResolved) else None,
    )


def _item_moved(event: Booked) -> tuple[OpenItem | None, Fen]:
    match event:
        case CashMoved():
            return None, NO_FEN
        case AdvancePaid():
            return advance(event.document_no), event.amount_fen
        case AdvanceReturned():
            return advance(event.advance_no), Fen(-event.amount_fen)
        case CashDifferenceFound():
            return difference(event.document_no), Fen(abs(event.difference_fen))
        case CashDifferenceResolved():
            return difference(event.count_no), Fen(-event.amount_fen)
        case _:
            assert_never(event)


def _evolve_settlement(
    state: Settlement | None, event: AdvanceSettled | AdvanceSettlementReversed
) -> Settlement | None:
    match event:
        case AdvanceSettled():
            return Settlement(settled=event)
        case AdvanceSettlementReversed():
            return None if state is None else replace(state, reversed_on=event.effective_on)
        case _:
            assert_never(event)


def _counted(_: CashCounted | None, event: CashCounted) -> CashCounted | None:
    return event


NO_BOOKING: Final[Booking | None] = None
NO_SETTLEMENT: Final[Settlement | None] = None
NO_COUNT: Final[CashCounted | None] = None
CASH: Final = StreamKind(category="cash", initial=NO_BOOKING, evolve=evolve)
SETTLEMENT: Final = StreamKind(category="advance-settlement", initial=NO_SETTLEMENT, evolve=_evolve_settlement)
COUNT: Final = StreamKind(category="cash-count", initial=NO_COUNT, evolve=_counted)


def cash_entry(document_no: DocumentNo) -> Stream[Booking | None]:
    """Name the stream of a document about cash."""
    return CASH.at(document_no)


def settlement(document_no: DocumentNo) -> Stream[Settlement | None]:
    """Name the stream of a settlement."""
    return SETTLEMENT.at(document_no)


def cash_count(document_no: DocumentNo) -> Stream[CashCounted | None]:
    """Name the stream of a count."""
    return COUNT.at(document_no)
