"""Decisions on a voucher's steps: prepared, reviewed, signed, posted, or discarded before that.

Source: 规范 第五十一条; 财会〔2024〕12号 第二十一条（二）（三）. Approver, preparer, reviewer, cashier
and poster of one voucher are different people (``domain.separation``).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, get_args

from domain.accounting.charts import chart_on
from domain.accounting.evidence import Remainder, SourceRemainder
from domain.accounting.vouchers import VoucherType, kind_of, of_money, type_of, voucher_id_of
from domain.activities.voucher.commands import (
    AttachDocuments,
    DiscardVoucher,
    PostVoucher,
    PrepareVouchers,
    ReviewVoucher,
    SignVoucher,
)
from domain.activities.voucher.events import (
    DocumentsAttached,
    VoucherDiscarded,
    VoucherNumbered,
    VoucherPosted,
    VoucherPrepared,
    VoucherReviewed,
    VoucherSigned,
)
from domain.activities.voucher.refusals import (
    AttachmentsMissing,
    NothingToPrepare,
    SignatureNotNeeded,
    VoucherState,
    VoucherStateWrong,
    VoucherUnknown,
)
from domain.activities.voucher.states import Voucher
from domain.deciding import Asked
from domain.separation import APPROVAL, check_steps
from domain.values import MAX_TEXT_LENGTH, Count, Text, VoucherId, month_of

TYPES: Final[tuple[VoucherType, ...]] = get_args(VoucherType)


def prepare_vouchers(
    asked: Asked,
    command: PrepareVouchers,
    *known: Any,  # noqa: ANN401 - new vouchers, which have no state, then the evidence
) -> Sequence[VoucherPrepared]:
    """Write one voucher for each source that has something over; what is dated later waits.

    So does what this person approved: another officer writes the voucher of that.

    Raises:
        SamePerson: nothing else waits.
    """
    asked.check_day(command.effective_on)
    waiting = ready(command, known[-1])
    if not waiting:
        raise NothingToPrepare(period=command.period)
    of_others = [source for source in waiting if asked.actor not in source.approved_by]
    if not of_others:
        check_steps(asked.actor, "prepare-vouchers", [(APPROVAL, asked.actor)])
    return [_prepared(asked, source, command.effective_on) for source in of_others]


def ready(command: PrepareVouchers, remainder: Remainder) -> Sequence[SourceRemainder]:
    """Name what there is to prepare by the day of the command; events that cancel out need no voucher."""
    return [source for source in remainder.sources if source.lines and source.day <= command.effective_on]


def _prepared(asked: Asked, source: SourceRemainder, day: date) -> VoucherPrepared:
    kind = kind_of(source.rule_id)
    corrects = source.document_no if kind not in {"ordinary", "closing"} else None
    documents = source.events if kind == "ordinary" else 0  # one for each event, until attach-documents says otherwise
    return VoucherPrepared(
        voucher_id=voucher_id_of(source.source, source.serial),
        source=source.source,
        rule_id=source.rule_id,
        document_no=source.document_no,
        period=month_of(source.day),
        day=source.day,
        type=type_of(source.lines),
        kind=kind,
        summary=source.summary or _summary(asked, source),
        lines=source.lines,
        events=source.events,
        attachments=Count(source.attachments or documents),
        corrects=VoucherId(corrects) if corrects else None,
        approved_by=source.approved_by,
        prepared_by=asked.actor,
        effective_on=day,
    )


def _summary(asked: Asked, source: SourceRemainder) -> Text:
    """Say what a voucher is about: the accounts that face cash and bank, how many events, which document."""
    facing = [line for line in source.lines if not of_money(line)] or source.lines
    chart = chart_on(source.day)
    accounts = (asked.books.account(chart, line.account) for line in facing)
    names = "、".join(dict.fromkeys(account.name_zh for account in accounts if account is not None))
    counted = f"，共{source.events}笔" if source.events > 1 else ""
    document = f"，单据{source.document_no}" if source.document_no else ""
    said = counted + document
    return Text(names[: MAX_TEXT_LENGTH - len(said)] + said)


def attach_documents(asked: Asked, command: AttachDocuments, state: Voucher | None) -> Sequence[DocumentsAttached]:
    """State the number of documents, also of a posted voucher: a late document changes nothing else of it.

    Source: 财会〔2024〕12号 第二十一条（三）.
    """
    known = existing(command.voucher_id, state)
    if known.state == "discarded":
        raise _wrong(known, "prepared", "attach-documents")
    asked.check_day_since(command.effective_on, known.prepared.effective_on)
    return [
        DocumentsAttached(
            voucher_id=command.voucher_id,
            attachments=command.attachments,
            attached_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]


def review_voucher(asked: Asked, command: ReviewVoucher, state: Voucher | None) -> Sequence[VoucherReviewed]:
    """Have another person confirm a voucher."""
    known = _next_step(asked, command, state, "prepared", "review-voucher")
    if known.prepared.kind == "ordinary" and not known.attachments:
        raise AttachmentsMissing(voucher_id=command.voucher_id)
    return [VoucherReviewed(voucher_id=command.voucher_id, reviewed_by=asked.actor, effective_on=command.effective_on)]


def sign_voucher(asked: Asked, command: SignVoucher, state: Voucher | None) -> Sequence[VoucherSigned]:
    """Have the cashier sign a receipt or payment."""
    if existing(command.voucher_id, state).prepared.type == "transfer":
        raise SignatureNotNeeded(voucher_id=command.voucher_id)
    _next_step(asked, command, state, "reviewed", "sign-voucher")
    return [VoucherSigned(voucher_id=command.voucher_id, signed_by=asked.actor, effective_on=command.effective_on)]


def post_voucher(
    asked: Asked, command: PostVoucher, state: Voucher | None, *last_numbers: int
) -> Sequence[VoucherPosted | VoucherNumbered]:
    """Post a voucher; only now it gets a number, so that the numbers of posted vouchers have no gaps."""
    prepared = existing(command.voucher_id, state).prepared
    _next_step(asked, command, state, "reviewed" if prepared.type == "transfer" else "signed", "post-voucher")
    number = Count(dict(zip(TYPES, last_numbers, strict=True))[prepared.type] + 1)
    return [
        VoucherPosted(
            voucher_id=command.voucher_id,
            type=prepared.type,
            period=prepared.period,
            number=number,
            posted_by=asked.actor,
            effective_on=command.effective_on,
        ),
        VoucherNumbered(
            type=prepared.type,
            period=prepared.period,
            number=number,
            voucher_id=command.voucher_id,
            effective_on=command.effective_on,
        ),
    ]


def discard_voucher(asked: Asked, command: DiscardVoucher, state: Voucher | None) -> Sequence[VoucherDiscarded]:
    """Give up a voucher before it is posted: it never had a number."""
    known = existing(command.voucher_id, state)
    if known.state in {"posted", "discarded"}:
        raise _wrong(known, "prepared", "discard-voucher")
    asked.check_day_since(command.effective_on, known.last_step_on)
    return [
        VoucherDiscarded(
            voucher_id=command.voucher_id,
            source=known.prepared.source,
            rule_id=known.prepared.rule_id,
            document_no=known.prepared.document_no,
            day=known.prepared.day,
            lines=known.prepared.lines,
            events=known.prepared.events,
            reason=command.reason,
            discarded_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]


def existing(voucher_id: VoucherId, state: Voucher | None) -> Voucher:
    """Give the voucher that a command names.

    Raises:
        VoucherUnknown: there is none.
    """
    if state is None:
        raise VoucherUnknown(voucher_id=voucher_id)
    return state


def _next_step(
    asked: Asked,
    command: ReviewVoucher | SignVoucher | PostVoucher,
    state: Voucher | None,
    needed: VoucherState,
    step: str,
) -> Voucher:
    """Give the voucher if it is as far as the step needs and this person signed for no earlier one."""
    known = existing(command.voucher_id, state)
    if known.state != needed:
        raise _wrong(known, needed, step)
    approvals = ((APPROVAL, actor) for actor in known.prepared.approved_by)
    check_steps(asked.actor, step, (*known.signatures.items(), *approvals))
    asked.check_day_since(command.effective_on, known.last_step_on)
    return known


def _wrong(voucher: Voucher, needed: VoucherState, step: str) -> VoucherStateWrong:
    return VoucherStateWrong(
        voucher_id=voucher.prepared.voucher_id, voucher_state=voucher.state, voucher_needed=needed, step=step
    )
