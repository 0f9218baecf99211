"""The steps of all vouchers of a month that are ready for them, in one go: nobody reviews hundreds one by one.

Each voucher is decided on as if it came alone; one that is refused refuses them all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.accounting.evidence import VouchersReady
from domain.activities.voucher.commands import PostVoucher, ReviewVoucher, SignVoucher
from domain.activities.voucher.events import VoucherNumbered, VoucherPosted, VoucherReviewed, VoucherSigned
from domain.activities.voucher.refusals import NoVoucherReady
from domain.activities.voucher.states import Voucher, voucher, voucher_number
from domain.activities.voucher.steps import TYPES, post_voucher, review_voucher, sign_voucher
from domain.deciding import Asked, Stream
from domain.values import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewVouchers:
    """Confirm that all prepared vouchers of a month are right."""

    period: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignVouchers:
    """Confirm as the cashier the money of all reviewed receipts and payments of a month."""

    period: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PostVouchers:
    """Post all vouchers of a month that have their signatures, in the order of their days."""

    period: Month
    effective_on: date


ForAll = ReviewVouchers | SignVouchers | PostVouchers
STEP: Final[dict[type[ForAll], str]] = {
    ReviewVouchers: "review-voucher",
    SignVouchers: "sign-voucher",
    PostVouchers: "post-voucher",
}


def streams_ready(command: ForAll, ready: VouchersReady) -> Sequence[Stream[Any]]:
    """Name the vouchers that are ready, and the numbers of the month that posting gives out."""
    numbers = [voucher_number(each, command.period) for each in TYPES] if isinstance(command, PostVouchers) else []
    return [*numbers, *(voucher(voucher_id) for voucher_id in ready.voucher_ids)]


def review_vouchers(
    asked: Asked,
    command: ReviewVouchers,
    *known: Any,  # noqa: ANN401 - the vouchers, then the evidence
) -> Sequence[VoucherReviewed]:
    """Review every prepared voucher of a month."""
    return _each(command, known, lambda one, state: review_voucher(asked, ReviewVoucher(**one), state))


def sign_vouchers(
    asked: Asked,
    command: SignVouchers,
    *known: Any,  # noqa: ANN401 - the vouchers, then the evidence
) -> Sequence[VoucherSigned]:
    """Sign every reviewed receipt and payment of a month."""
    return _each(command, known, lambda one, state: sign_voucher(asked, SignVoucher(**one), state))


def post_vouchers(
    asked: Asked,
    command: PostVouchers,
    *known: Any,  # noqa: ANN401 - the last numbers, the vouchers, then the evidence
) -> Sequence[VoucherPosted | VoucherNumbered]:
    """Post every voucher of a month that is ready, each under the next number of its type."""
    numbers = dict(zip(TYPES, known, strict=False))

    def post(one: dict[str, Any], state: Voucher | None) -> Sequence[VoucherPosted | VoucherNumbered]:
        events = post_voucher(asked, PostVoucher(**one), state, *(numbers[each] for each in TYPES))
        numbers.update({event.type: event.number for event in events})
        return events

    return _each(command, known[len(TYPES) :], post)


def _each(
    command: ForAll,
    known: Sequence[Any],
    step: Callable[[dict[str, Any], Voucher | None], Sequence[Any]],
) -> Sequence[Any]:
    *states, ready = known
    if not ready.voucher_ids:
        raise NoVoucherReady(period=command.period, step=STEP[type(command)])
    return [
        event
        for voucher_id, state in zip(ready.voucher_ids, states, strict=True)
        for event in step({"voucher_id": voucher_id, "effective_on": command.effective_on}, state)
    ]
