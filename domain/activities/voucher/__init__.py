"""Vouchers (记账凭证): made from money events, reviewed, signed, posted under a number, and corrected.

Source: 《会计基础工作规范》财政部令第98号 第五十至五十二条; 财会〔2024〕12号 第二十一条.
"""

from collections.abc import Sequence
from typing import Any, Final

from domain.accounting.evidence import FundsTouched, Remainder, VouchersReady
from domain.accounting.vouchers import voucher_id_of
from domain.activities.budget import within_budget
from domain.activities.fund import fund
from domain.activities.voucher.batches import (
    PostVouchers,
    ReviewVouchers,
    SignVouchers,
    post_vouchers,
    review_vouchers,
    sign_vouchers,
    streams_ready,
)
from domain.activities.voucher.commands import (
    AttachDocuments,
    CorrectionManner,
    CorrectVoucher,
    DiscardVoucher,
    PostVoucher,
    PrepareVouchers,
    ReviewVoucher,
    SignVoucher,
)
from domain.activities.voucher.correcting import correct_voucher, funds_moved
from domain.activities.voucher.events import (
    DocumentsAttached,
    EntryCorrected,
    Event,
    VoucherDiscarded,
    VoucherNumbered,
    VoucherPosted,
    VoucherPrepared,
    VoucherReviewed,
    VoucherSigned,
)
from domain.activities.voucher.refusals import (
    AttachmentsMissing,
    CorrectionAccountsDiffer,
    CorrectionChangesNothing,
    NothingToPrepare,
    NoVoucherReady,
    SignatureNotNeeded,
    VoucherAlreadyCorrected,
    VoucherNotCorrectable,
    VoucherState,
    VoucherStateWrong,
    VoucherUnknown,
)
from domain.activities.voucher.states import Voucher, VoucherEvent, voucher, voucher_number
from domain.activities.voucher.steps import (
    TYPES,
    attach_documents,
    discard_voucher,
    post_voucher,
    prepare_vouchers,
    ready,
    review_voucher,
    sign_voucher,
)
from domain.deciding import BOOKKEEPER, CASHIER, OFFICER, REVIEWER, Activity, CommandType, EventType, Stream
from domain.values import Month, ProjectId

__all__ = [
    "ACTIVITY",
    "AttachDocuments",
    "AttachmentsMissing",
    "CorrectVoucher",
    "CorrectionAccountsDiffer",
    "CorrectionChangesNothing",
    "CorrectionManner",
    "DiscardVoucher",
    "DocumentsAttached",
    "EntryCorrected",
    "Event",
    "NoVoucherReady",
    "NothingToPrepare",
    "PostVoucher",
    "PostVouchers",
    "PrepareVouchers",
    "ReviewVoucher",
    "ReviewVouchers",
    "SignVoucher",
    "SignVouchers",
    "SignatureNotNeeded",
    "Voucher",
    "VoucherAlreadyCorrected",
    "VoucherDiscarded",
    "VoucherNotCorrectable",
    "VoucherNumbered",
    "VoucherPosted",
    "VoucherPrepared",
    "VoucherReviewed",
    "VoucherSigned",
    "VoucherState",
    "VoucherStateWrong",
    "VoucherUnknown",
    "voucher",
    "voucher_number",
]


def _of(
    named: VoucherEvent | AttachDocuments | ReviewVoucher | SignVoucher | PostVoucher | DiscardVoucher | CorrectVoucher,
) -> Stream[Voucher | None]:
    return voucher(named.voucher_id)


def _only(command: AttachDocuments | ReviewVoucher | SignVoucher | DiscardVoucher) -> tuple[Stream[Voucher | None]]:
    return (_of(command),)


def _and_numbers(command: PostVoucher) -> Sequence[Stream[Any]]:
    """Name the voucher and the numbers of its month, which its id begins with, of every type."""
    period = Month(command.voucher_id[:7])
    return (_of(command), *(voucher_number(each, period) for each in TYPES))


def _new(command: PrepareVouchers, remainder: Remainder) -> Sequence[Stream[Voucher | None]]:
    return [voucher(voucher_id_of(source.source, source.serial)) for source in ready(command, remainder)]


def _and_funds(command: CorrectVoucher, touched: FundsTouched) -> Sequence[Stream[Any]]:
    return (_of(command), *(fund(*named) for named in funds_moved(command, touched)))


def _projects(command: CorrectVoucher, touched: FundsTouched) -> Sequence[ProjectId | None]:
    return [*(project for _, project in touched.funds), *(line.project for line in command.lines)]


ACTIVITY: Final = Activity(
    name="voucher",
    events=(
        EventType(name="voucher.prepared", event=VoucherPrepared, stream=_of),
        EventType(name="voucher.documents_attached", event=DocumentsAttached, stream=_of),
        EventType(name="voucher.reviewed", event=VoucherReviewed, stream=_of),
        EventType(name="voucher.signed", event=VoucherSigned, stream=_of),
        EventType(name="voucher.posted", event=VoucherPosted, stream=_of),
        EventType(
            name="voucher.numbered",
            event=VoucherNumbered,
            stream=lambda event: voucher_number(event.type, event.period),
        ),
        EventType(name="voucher.discarded", event=VoucherDiscarded, stream=_of),
        EventType(name="voucher.entry_corrected", event=EntryCorrected, stream=_of),
    ),
    commands=(
        CommandType(
            name="prepare-vouchers",
            command=PrepareVouchers,
            roles=OFFICER,
            streams=_new,
            decide=prepare_vouchers,
            evidence=Remainder,
        ),
        CommandType(
            name="attach-documents", command=AttachDocuments, roles=OFFICER, streams=_only, decide=attach_documents
        ),
        CommandType(name="review-voucher", command=ReviewVoucher, roles=REVIEWER, streams=_only, decide=review_voucher),
        CommandType(name="sign-voucher", command=SignVoucher, roles=CASHIER, streams=_only, decide=sign_voucher),
        CommandType(
            name="post-voucher", command=PostVoucher, roles=BOOKKEEPER, streams=_and_numbers, decide=post_voucher
        ),
        CommandType(
            name="review-vouchers",
            command=ReviewVouchers,
            roles=REVIEWER,
            streams=streams_ready,
            decide=review_vouchers,
            evidence=VouchersReady,
        ),
        CommandType(
            name="sign-vouchers",
            command=SignVouchers,
            roles=CASHIER,
            streams=streams_ready,
            decide=sign_vouchers,
            evidence=VouchersReady,
        ),
        CommandType(
            name="post-vouchers",
            command=PostVouchers,
            roles=BOOKKEEPER,
            streams=streams_ready,
            decide=post_vouchers,
            evidence=VouchersReady,
        ),
        CommandType(
            name="discard-voucher",
            command=DiscardVoucher,
            roles=OFFICER | REVIEWER,
            streams=_only,
            decide=discard_voucher,
        ),
        within_budget(
            CommandType(
                name="correct-voucher",
                command=CorrectVoucher,
                roles=OFFICER,
                streams=_and_funds,
                decide=correct_voucher,
                evidence=FundsTouched,
            ),
            _projects,
        ),
    ),
)
