"""What may be asked about vouchers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.activities.entry import EntryLine
from domain.values import Count, Month, Text, VoucherId

CorrectionManner = Literal["replace", "difference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareVouchers:
    """Write vouchers from everything of a month, up to the day, that stands on none."""

    period: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachDocuments:
    """State how many source documents belong to a voucher."""

    voucher_id: VoucherId
    attachments: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewVoucher:
    """Confirm that a voucher is right."""

    voucher_id: VoucherId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignVoucher:
    """Confirm as the cashier that the money of a receipt or payment came in or went out."""

    voucher_id: VoucherId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PostVoucher:
    """Post a voucher under the next number of its type and month."""

    voucher_id: VoucherId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardVoucher:
    """Give up a voucher that is not posted yet; prepare-vouchers writes it anew."""

    voucher_id: VoucherId
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectVoucher:
    """Correct a posted voucher: ``lines`` are those that it should have had, none where it should not be.

    In the same year the manner is to annul (red) and replace (blue), or the difference if only amounts were
    wrong. A voucher of an earlier year is put right through the adjustment of opening balances, whatever the
    manner. Facts of an activity (what a member owes) are corrected by its own commands. ``effective_on`` is in
    an open month. Source: 规范 第五十一条（五）; 财会〔2021〕7号 第二十三条.
    """

    voucher_id: VoucherId
    manner: CorrectionManner
    lines: tuple[EntryLine, ...]
    reason: Text
    effective_on: date
