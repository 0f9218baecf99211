"""What may be asked about expenses. ``effective_on`` is the day on which it was done."""

from dataclasses import dataclass
from datetime import date

from domain.activities.expense.events import ApprovalKind, ExpenseKind
from domain.values import (
    ActorId,
    Count,
    DocumentNo,
    EconomicClass,
    Fen,
    FundClass,
    MoneyPlace,
    PartyId,
    PositiveFen,
    ProjectId,
    RuleId,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptExpensePolicy:
    """Say up to which amount expenses need no approval beforehand, from a day on, and by whose decision."""

    rule_id: RuleId
    unapproved_up_to_fen: Fen
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExpense:
    """Approve what somebody else asked for, up to a ceiling; several payments may draw on it."""

    approval_no: DocumentNo
    expense_kind: ApprovalKind
    ceiling_fen: PositiveFen
    purpose: Text
    requested_by: ActorId
    effective_on: date
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayExpense:
    """Pay an expense for which there is a source document with so many sheets (``attachments``)."""

    document_no: DocumentNo
    expense_kind: ExpenseKind
    amount_fen: PositiveFen
    purpose: Text
    attachments: Count
    effective_on: date
    place: MoneyPlace = "bank"
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    economic_class: EconomicClass | None = None
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseExpense:
    """Take back a payment whole; its day, money and approval are stated as they were."""

    document_no: DocumentNo
    paid_on: date
    reason: Text
    effective_on: date
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
