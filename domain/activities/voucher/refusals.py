"""How vouchers say no."""

from dataclasses import dataclass
from typing import Literal

from domain.accounting.vouchers import VoucherKind
from domain.errors import LedgerError
from domain.values import Month, VoucherId

VoucherState = Literal["prepared", "reviewed", "signed", "posted", "discarded"]
"""How far a voucher is: 制单, 审核, 出纳签章, 记账; 作废 before it was posted."""


@dataclass(eq=False, kw_only=True)
class NothingToPrepare(LedgerError):
    """Everything of the month that happened by the day stands on vouchers."""

    code = "nothing_to_prepare"
    text = "Nothing of {period} waits for a voucher. Look at the vouchers of the month."

    period: Month


@dataclass(eq=False, kw_only=True)
class VoucherUnknown(LedgerError):
    """There is no voucher of this id."""

    code = "voucher_unknown"
    kind = "not_found"
    text = "There is no voucher {voucher_id}. Check the id in the list of vouchers."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class VoucherStateWrong(LedgerError):
    """A voucher takes its steps in order: prepared, reviewed, signed if money moves, posted.

    A posted voucher is never changed nor taken out. Source: 财会〔2024〕12号 第二十一条（二）（三）.
    """

    code = "voucher_state_wrong"
    text = "Voucher {voucher_id} is {voucher_state}; the step “{step}” is for one that is {voucher_needed}."

    voucher_id: VoucherId
    voucher_state: VoucherState
    voucher_needed: VoucherState
    step: str


@dataclass(eq=False, kw_only=True)
class SignatureNotNeeded(LedgerError):
    """The cashier signs receipts and payments only. Source: 规范 第五十一条（一）."""

    code = "signature_not_needed"
    text = "Voucher {voucher_id} is a transfer voucher, which no cashier signs. Post it with post-voucher."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class AttachmentsMissing(LedgerError):
    """All vouchers but closing and correcting ones have source documents. Source: 规范 第五十一条（四）."""

    code = "attachments_missing"
    text = "Voucher {voucher_id} has no source documents. State how many belong to it with attach-documents."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class VoucherAlreadyCorrected(LedgerError):
    """A voucher is corrected once. Source: 规范 第五十一条（五）."""

    code = "voucher_already_corrected"
    text = "Voucher {voucher_id} was corrected. Enter what is still wrong with record-entry."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class VoucherNotCorrectable(LedgerError):
    """A correction is not corrected, and a closing voucher is not either: what it carried forward is closed."""

    code = "voucher_not_correctable"
    text = "Voucher {voucher_id} is a {voucher_kind} voucher and is not corrected. Correct the original voucher."

    voucher_id: VoucherId
    voucher_kind: VoucherKind


@dataclass(eq=False, kw_only=True)
class VoucherOfCards(LedgerError):
    """Assets and stock are corrected where their cards are, so that cards and books agree."""

    code = "voucher_of_cards"
    text = "Voucher {voucher_id} is about assets or stock. Take the entry back there; its voucher follows."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class CorrectionAccountsDiffer(LedgerError):
    """A difference voucher corrects amounts; wrong accounts are annulled and replaced.

    Source: 规范 第五十一条（五）.
    """

    code = "correction_accounts_differ"
    kind = "invalid"
    text = "The lines differ from voucher {voucher_id} in more than amounts. Use the manner “replace”."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class CorrectionChangesNothing(LedgerError):
    """The right lines come to the same as the voucher; in a later year, also those that differ in results only."""

    code = "correction_changes_nothing"
    kind = "invalid"
    text = "The lines come to the same as voucher {voucher_id}. State the lines that are right."

    voucher_id: VoucherId


@dataclass(eq=False, kw_only=True)
class NoVoucherReady(LedgerError):
    """No voucher of the month is as far as the step needs."""

    code = "no_voucher_ready"
    text = "No voucher of {period} is ready for “{step}”. Check what step they are at."

    period: Month
    step: str
