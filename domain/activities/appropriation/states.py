"""What a document of appropriated funds or of the preparatory levy is booked as."""

from typing import Final, assert_never

from domain.activities.appropriation.events import (
    AccrualCollected,
    AppropriationAccrued,
    AppropriationReceived,
    AppropriationReversed,
    Booked,
    PreparatoryLevyReceived,
    PreparatoryLevyRefunded,
    PreparatoryLevySettled,
)
from domain.activities.booking import Booking
from domain.activities.open_item import OpenItem
from domain.deciding import Stream, StreamKind
from domain.values import NO_FEN, DocumentNo, EnterpriseId, Fen


def accrual(accrual_no: DocumentNo) -> OpenItem:
    """Name the open item of an accrual."""
    return OpenItem("accrual", accrual_no)


def levy(enterprise_id: EnterpriseId) -> OpenItem:
    """Name the open item of the levy that is held for an enterprise's union."""
    return OpenItem("preparatory_levy", enterprise_id)


def evolve(state: Booking | None, event: Booked | AppropriationReversed) -> Booking | None:
    """Say what the document is booked as after the event."""
    if isinstance(event, AppropriationReversed):
        return None if state is None else state.reversed(event.effective_on)
    item, change_fen = _item_moved(event)
    return Booking(posting=event.posting, booked_on=event.effective_on, item=item, item_change_fen=change_fen)


def _item_moved(event: Booked) -> tuple[OpenItem | None, Fen]:
    match event:
        case AppropriationReceived():
            return None, NO_FEN
        case AppropriationAccrued():
            return accrual(event.document_no), event.total_fen
        case AccrualCollected():
            return accrual(event.accrual_no), Fen(-event.amount_fen)
        case PreparatoryLevyReceived():
            return levy(event.enterprise_id), event.held_fen
        case PreparatoryLevySettled() | PreparatoryLevyRefunded():
            return levy(event.enterprise_id), Fen(-event.amount_fen)
        case _:
            assert_never(event)


NO_BOOKING: Final[Booking | None] = None
APPROPRIATION: Final = StreamKind(category="appropriation", initial=NO_BOOKING, evolve=evolve)


def appropriation(document_no: DocumentNo) -> Stream[Booking | None]:
    """Name the stream of a document."""
    return APPROPRIATION.at(document_no)
