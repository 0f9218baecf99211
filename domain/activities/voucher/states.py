"""What the events of a voucher come to, and the last number of a type and month."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from domain.accounting.vouchers import VoucherType
from domain.activities.voucher.events import (
    DocumentsAttached,
    EntryCorrected,
    VoucherDiscarded,
    VoucherNumbered,
    VoucherPosted,
    VoucherPrepared,
    VoucherReviewed,
    VoucherSigned,
)
from domain.activities.voucher.refusals import VoucherState
from domain.deciding import Stream, StreamKind
from domain.values import ActorId, Month, VoucherId

VoucherEvent = (
    VoucherPrepared
    | DocumentsAttached
    | VoucherReviewed
    | VoucherSigned
    | VoucherPosted
    | VoucherDiscarded
    | EntryCorrected
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A voucher: what was written, how far it is, and who signed for which step.

    ``signatures`` are in the order of the steps, by the name of the command. ``number`` is 0 until it is posted.
    """

    prepared: VoucherPrepared
    state: VoucherState
    attachments: int
    signatures: dict[str, ActorId]
    last_step_on: date
    number: int = 0
    corrected: bool = False


def evolve(state: Voucher | None, event: VoucherEvent) -> Voucher | None:
    """Say what a voucher is after the event."""
    if isinstance(event, VoucherPrepared):
        return Voucher(
            prepared=event,
            state="prepared",
            attachments=event.attachments,
            signatures={"prepare-vouchers": event.prepared_by},
            last_step_on=event.effective_on,
        )
    return None if state is None else _after(state, event)


def _after(
    voucher: Voucher,
    event: DocumentsAttached | VoucherReviewed | VoucherSigned | VoucherPosted | VoucherDiscarded | EntryCorrected,
) -> Voucher:
    match event:
        case DocumentsAttached():
            return replace(voucher, attachments=event.attachments)
        case VoucherReviewed():
            return _signed(voucher, "reviewed", "review-voucher", event.reviewed_by, event.effective_on)
        case VoucherSigned():
            return _signed(voucher, "signed", "sign-voucher", event.signed_by, event.effective_on)
        case VoucherPosted():
            posted = _signed(voucher, "posted", "post-voucher", event.posted_by, event.effective_on)
            return replace(posted, number=event.number)
        case VoucherDiscarded():
            return replace(voucher, state="discarded")
        case EntryCorrected():
            return replace(voucher, corrected=True)
        case _:
            assert_never(event)


def _signed(voucher: Voucher, state: VoucherState, step: str, actor: ActorId, day: date) -> Voucher:
    return replace(voucher, state=state, signatures={**voucher.signatures, step: actor}, last_step_on=day)


def _evolve_number(_: int, event: VoucherNumbered) -> int:
    return event.number


NO_VOUCHER: Final[Voucher | None] = None
VOUCHER: Final = StreamKind(category="voucher", initial=NO_VOUCHER, evolve=evolve)
NUMBER: Final = StreamKind(category="voucher-number", initial=0, evolve=_evolve_number, growing=True)


def voucher(voucher_id: VoucherId) -> Stream[Voucher | None]:
    """Name the stream of a voucher."""
    return VOUCHER.at(voucher_id)


def voucher_number(voucher_type: VoucherType, period: Month) -> Stream[int]:
    """Name the stream of the numbers of a type in a month, whose state is the last number given out."""
    return NUMBER.at(voucher_type, period)
