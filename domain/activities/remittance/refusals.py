"""How remittances say no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import DocumentNo, Fen, LedgerId


@dataclass(eq=False, kw_only=True)
class RemittanceUnionWrong(LedgerError):
    """Contributions go up to the superior union; what is passed down or granted comes from it."""

    code = "remittance_union_wrong"
    kind = "invalid"
    text = (
        "A remittance of the kind {remittance_kind} cannot go from {from_ledger_id} to {to_ledger_id}. "
        "Check the kind and the union."
    )

    remittance_kind: str
    from_ledger_id: LedgerId
    to_ledger_id: LedgerId


@dataclass(eq=False, kw_only=True)
class RemittanceHasNoPurpose(LedgerError):
    """Contributions that are sent on are no money for a project: only subsidies are."""

    code = "remittance_has_no_purpose"
    kind = "invalid"
    text = "A remittance of the kind {remittance_kind} is unrestricted and for no project. Leave both out."

    remittance_kind: str


@dataclass(eq=False, kw_only=True)
class RemittanceAmountDiffers(LedgerError):
    """What arrives is what was sent, to the fen."""

    code = "remittance_amount_differs"
    text = "Remittance {remittance_no} was sent as {sent} and received as {received}. Clear the difference up first."

    remittance_no: DocumentNo
    sent_fen: Fen
    received_fen: Fen


@dataclass(eq=False, kw_only=True)
class RemittanceUnknown(LedgerError):
    """Only a remittance that was sent, and not taken back, is confirmed."""

    code = "remittance_unknown"
    text = "This ledger sent no remittance {remittance_no}, or took it back. Check the number."

    remittance_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class RemittanceAlreadyReceived(LedgerError):
    """A remittance arrives once, and is not taken back by its sender after that."""

    code = "remittance_already_received"
    text = (
        "Remittance {remittance_no} was received on {received_on}. "
        "If that is wrong, the receipt is reversed and its confirmation withdrawn first."
    )

    remittance_no: DocumentNo
    received_on: date


@dataclass(eq=False, kw_only=True)
class RemittanceNotReceived(LedgerError):
    """Only a confirmation that was given is withdrawn."""

    code = "remittance_not_received"
    text = "Remittance {remittance_no} is not confirmed as received. There is nothing to withdraw."

    remittance_no: DocumentNo
