"""How expenses say no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import ActorId, DocumentNo, Fen, RuleId


@dataclass(eq=False, kw_only=True)
class ExpenseDocumentUsed(LedgerError):
    """A source document is booked once. Source: 财会〔2024〕12号 第二十一条（二）."""

    code = "expense_document_used"
    text = "Document {document_no} was paid on {paid_on}. Use the number of another document."

    document_no: DocumentNo
    paid_on: date


@dataclass(eq=False, kw_only=True)
class ExpenseUnknown(LedgerError):
    """Only a payment that was made is taken back."""

    code = "expense_unknown"
    kind = "not_found"
    text = "No expense was paid by document {document_no}. Check the number."

    document_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class ExpenseAlreadyReversed(LedgerError):
    """A payment is taken back once."""

    code = "expense_already_reversed"
    text = "The payment by document {document_no} was taken back already. Nothing is left to take back."

    document_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class PaymentDisagrees(LedgerError):
    """What takes a payment back states its day, its money and its approval as they were."""

    code = "payment_disagrees"
    kind = "invalid"
    text = "{number} was paid on {paid_on}. State that day, and fund class, project and approval as they are recorded."

    number: DocumentNo
    paid_on: date


@dataclass(eq=False, kw_only=True)
class ApprovalAlreadyGiven(LedgerError):
    """An approval's number is used once."""

    code = "approval_already_given"
    text = "Approval {approval_no} was given on {approved_on}. Use another number."

    approval_no: DocumentNo
    approved_on: date


@dataclass(eq=False, kw_only=True)
class ApprovalOfOwnRequest(LedgerError):
    """Four eyes: whoever asks for an expense does not approve it. Source: 财会〔2024〕12号 第二十一条（二）."""

    code = "approval_of_own_request"
    kind = "forbidden"
    text = "{actor} asked for this expense and may not approve it. Ask another approver."

    actor: ActorId


@dataclass(eq=False, kw_only=True)
class ApprovalMissing(LedgerError):
    """An expense above the ledger's limit is approved beforehand. Source: 会计法 (2024) 第二十五条."""

    code = "approval_missing"
    text = "{asked} needs an approval: rule {rule_id} lets {limit} be paid without one. Do approve-expense first."

    asked_fen: Fen
    limit_fen: Fen
    rule_id: RuleId


@dataclass(eq=False, kw_only=True)
class ApprovalUnknown(LedgerError):
    """A payment names an approval that was never given."""

    code = "approval_unknown"
    kind = "not_found"
    text = "There is no approval {approval_no}. Check the number, or have approve-expense done first."

    approval_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class ApprovalForOther(LedgerError):
    """An approval is for one kind of expense and one project."""

    code = "approval_for_other"
    text = "Approval {approval_no} is for “{expense_kind}” and its own project. Name an approval that fits."

    approval_no: DocumentNo
    expense_kind: str


@dataclass(eq=False, kw_only=True)
class ApprovalExceeded(LedgerError):
    """Payments stay within the ceiling that was approved."""

    code = "approval_exceeded"
    text = "Approval {approval_no} has {left} left; {asked} is more. Pay less, or have more approved."

    approval_no: DocumentNo
    left_fen: Fen
    asked_fen: Fen
