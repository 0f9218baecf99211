"""What may be asked about money that one union sends another."""

from dataclasses import dataclass
from datetime import date

from domain.activities.appropriation import Shares
from domain.activities.remittance.events import RemittanceKind
from domain.values import DocumentNo, FundClass, LedgerId, MoneyPlace, PositiveFen, ProjectId, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRemittance:
    """Send money to another union. ``fund_class`` and ``project`` say from what a subsidy is paid."""

    remittance_no: DocumentNo
    remittance_kind: RemittanceKind
    to_ledger_id: LedgerId
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRemittance:
    """Take in money that another union sent: ``sent_fen`` is what its advice says, ``amount_fen`` what came.

    Contributions from below are divided by the policy of the route “remitted”, unless ``shares`` are stated; what
    comes from above is this union's own, unless ``shares`` say what it passes further down.
    """

    remittance_no: DocumentNo
    remittance_kind: RemittanceKind
    from_ledger_id: LedgerId
    sent_on: date
    sent_fen: PositiveFen
    amount_fen: PositiveFen
    effective_on: date
    shares: Shares | None = None
    place: MoneyPlace = "bank"
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRemittance:
    """Record, in the sending ledger, that a remittance arrived, and what the other union received."""

    remittance_no: DocumentNo
    received_fen: PositiveFen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRemittanceConfirmation:
    """Record, in the sending ledger, that the other union took its receipt back."""

    remittance_no: DocumentNo
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseRemittance:
    """Take the booking of a remittance back in the sending ledger, while it has not arrived."""

    remittance_no: DocumentNo
    reason: Text
    effective_on: date
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseRemittanceReceipt:
    """Take the booking of a remittance back in the receiving ledger."""

    remittance_no: DocumentNo
    from_ledger_id: LedgerId
    reason: Text
    effective_on: date
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
