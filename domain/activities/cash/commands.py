"""What may be asked about cash."""

from dataclasses import dataclass
from datetime import date

from domain.activities.cash.events import CashDirection, DifferenceOutcome
from domain.activities.expense import ExpenseKind
from domain.values import (
    Count,
    DocumentNo,
    EconomicClass,
    Fen,
    FundClass,
    MoneyPlace,
    PartyId,
    PositiveFen,
    ProjectId,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCash:
    """Pay cash into the bank, or draw it. Restricted and custodial money name their project."""

    document_no: DocumentNo
    direction: CashDirection
    amount_fen: PositiveFen
    effective_on: date
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAdvance:
    """Advance money to somebody, who is named by a pseudonymous id."""

    document_no: DocumentNo
    party: PartyId
    purpose: Text
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "cash"
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleAdvance:
    """Book what was spent of an advance, by the same approvals, budget and funds as an expense that is paid."""

    document_no: DocumentNo
    advance_no: DocumentNo
    expense_kind: ExpenseKind
    amount_fen: PositiveFen
    purpose: Text
    attachments: Count
    effective_on: date
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    economic_class: EconomicClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAdvance:
    """Take back money of an advance that was not spent."""

    document_no: DocumentNo
    advance_no: DocumentNo
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCash:
    """Record what a count of the cash came to at the end of a day."""

    document_no: DocumentNo
    counted_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveCashDifference:
    """Decide what becomes of a difference, or of a part of it; a claim or a debt names the person."""

    document_no: DocumentNo
    count_no: DocumentNo
    outcome: DifferenceOutcome
    amount_fen: PositiveFen
    reason: Text
    effective_on: date
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseCashEntry:
    """Take back the booking of a document, other than a settlement.

    Name whose money it moved, and the open item if it moved one: the advance that it paid or returned, or the count
    whose difference it found or resolved.
    """

    document_no: DocumentNo
    reason: Text
    effective_on: date
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    advance_no: DocumentNo | None = None
    count_no: DocumentNo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAdvanceSettlement:
    """Take back a settlement whole; its day, money and approval are stated as they were."""

    document_no: DocumentNo
    advance_no: DocumentNo
    paid_on: date
    reason: Text
    effective_on: date
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
