"""What a remittance comes to, in the books of either union."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from domain.activities.booking import Booking
from domain.activities.remittance.events import (
    CorrelationId,
    OfReceiver,
    OfSender,
    RemittanceConfirmationWithdrawn,
    RemittanceConfirmed,
    RemittanceKind,
    RemittanceReceived,
    RemittanceReversed,
    RemittanceSent,
)
from domain.deciding import Stream, StreamKind
from domain.values import DocumentNo, Fen, LedgerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance:
    """A remittance as one side booked it. ``received_on`` is what the sender knows; None while it is in transit."""

    correlation_id: CorrelationId
    remittance_kind: RemittanceKind
    from_ledger_id: LedgerId
    to_ledger_id: LedgerId
    amount_fen: Fen
    booking: Booking
    received_on: date | None = None
    last_step_on: date

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.booking.reversed_on is None


def _booked(event: RemittanceSent | RemittanceReceived) -> Remittance:
    return Remittance(
        correlation_id=event.correlation_id,
        remittance_kind=event.remittance_kind,
        from_ledger_id=event.from_ledger_id,
        to_ledger_id=event.to_ledger_id,
        amount_fen=event.amount_fen,
        booking=Booking(posting=event.posting, booked_on=event.effective_on),
        last_step_on=event.effective_on,
    )


def _taken_back(state: Remittance, event: RemittanceReversed) -> Remittance:
    return replace(state, booking=state.booking.reversed(event.effective_on), last_step_on=event.effective_on)


def evolve_sent(state: Remittance | None, event: OfSender) -> Remittance | None:
    """Say what a remittance is to its sender after the event."""
    if isinstance(event, RemittanceSent):
        return _booked(event)
    return None if state is None else _evolve_standing(state, event)


def _evolve_standing(
    state: Remittance, event: RemittanceConfirmed | RemittanceConfirmationWithdrawn | RemittanceReversed
) -> Remittance:
    match event:
        case RemittanceConfirmed():
            return replace(state, received_on=event.effective_on, last_step_on=event.effective_on)
        case RemittanceConfirmationWithdrawn():
            return replace(state, received_on=None, last_step_on=event.effective_on)
        case RemittanceReversed():
            return _taken_back(state, event)
        case _:
            assert_never(event)


def evolve_received(state: Remittance | None, event: OfReceiver) -> Remittance | None:
    """Say what a remittance is to its receiver after the event."""
    if isinstance(event, RemittanceReceived):
        return _booked(event)
    return None if state is None else _taken_back(state, event)


NO_REMITTANCE: Final[Remittance | None] = None
SENT: Final = StreamKind(category="remittance", initial=NO_REMITTANCE, evolve=evolve_sent)
RECEIVED: Final = StreamKind(category="remittance-receipt", initial=NO_REMITTANCE, evolve=evolve_received)


def sent(remittance_no: DocumentNo) -> Stream[Remittance | None]:
    """Name the stream of a remittance in the books of its sender."""
    return SENT.at(remittance_no)


def receipt(from_ledger_id: LedgerId, remittance_no: DocumentNo) -> Stream[Remittance | None]:
    """Name the stream of a remittance in the books of its receiver: each sender numbers its own."""
    return RECEIVED.at(from_ledger_id, remittance_no)
