"""What happens to a voucher (记账凭证): prepared, reviewed, signed, posted under its number; or discarded before."""

from dataclasses import dataclass
from datetime import date

from domain.accounting.lines import Line, Posting
from domain.accounting.vouchers import CorrectionKind, VoucherKind, VoucherType
from domain.values import ActorId, Count, DocumentNo, Month, RuleId, Text, VoucherId


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherPrepared:
    """A voucher was written (制单) from what the events of one source came to and no voucher had taken up.

    ``day`` is the voucher's date, that of its events; ``effective_on`` the day on which it was written.
    ``approved_by`` are those who approved what it takes up.
    """

    voucher_id: VoucherId
    source: str
    rule_id: RuleId
    document_no: DocumentNo | None
    period: Month
    day: date
    type: VoucherType
    kind: VoucherKind
    summary: Text
    lines: tuple[Line, ...]
    events: Count
    attachments: Count
    corrects: VoucherId | None
    approved_by: tuple[ActorId, ...]
    prepared_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsAttached:
    """The number of source documents that belong to a voucher (附件张数) was stated."""

    voucher_id: VoucherId
    attachments: Count
    attached_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherReviewed:
    """Another person checked a voucher (审核)."""

    voucher_id: VoucherId
    reviewed_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherSigned:
    """The cashier signed a receipt or payment voucher (出纳签章)."""

    voucher_id: VoucherId
    signed_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherPosted:
    """A voucher was posted (记账) and has its number for ever."""

    voucher_id: VoucherId
    type: VoucherType
    period: Month
    number: Count
    posted_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherNumbered:
    """The next number of a type and month was given out; carries the last one."""

    type: VoucherType
    period: Month
    number: Count
    voucher_id: VoucherId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherDiscarded:
    """A voucher was given up before posting: what it took up, ``lines`` and ``events``, waits for another."""

    voucher_id: VoucherId
    source: str
    rule_id: RuleId
    document_no: DocumentNo | None
    day: date
    lines: tuple[Line, ...]
    events: Count
    reason: Text
    discarded_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCorrected:
    """A posted voucher was corrected: this posting puts right what it did to the books, on a voucher of its own.

    Its document number is the id of the corrected voucher. ``summary`` is what the voucher will say.
    ``account_rule_id`` names the rule that chose the net-asset account if the corrected voucher is of an earlier year.
    ``approved_by`` are those who approved what the corrected voucher took up.
    """

    voucher_id: VoucherId
    kind: CorrectionKind
    posting: Posting
    summary: Text
    reason: Text
    account_rule_id: RuleId | None
    approved_by: tuple[ActorId, ...]
    recorded_by: ActorId
    effective_on: date


Event = (
    VoucherPrepared
    | DocumentsAttached
    | VoucherReviewed
    | VoucherSigned
    | VoucherPosted
    | VoucherNumbered
    | VoucherDiscarded
    | EntryCorrected
)
