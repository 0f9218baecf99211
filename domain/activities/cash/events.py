"""The facts of cash: moved to and from the bank, advanced to somebody, counted."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.activities.expense import ExpenseKind
from domain.values import ActorId, Count, DocumentNo, Fen, FundClass, MoneyPlace, PartyId, ProjectId, RuleId, Text

CashDirection = Literal["to_bank", "to_cash"]
"""Cash paid into the bank (存现), or drawn from it (取现)."""
DifferenceOutcome = Literal["claimed", "expensed", "owed", "income"]
"""What becomes of cash that was short: a claim on a person or an expense; of cash over: a debt or income."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMoved:
    """Money went from cash to bank or back. Its voucher is a payment voucher by custom."""

    document_no: DocumentNo
    direction: CashDirection
    amount_fen: Fen
    fund_class: FundClass
    project: ProjectId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancePaid:
    """Somebody was advanced money that is settled later."""

    document_no: DocumentNo
    party: PartyId
    purpose: Text
    amount_fen: Fen
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceSettled:
    """Money of an advance was spent, as its documents show. The approval stands as on an expense paid."""

    document_no: DocumentNo
    advance_no: DocumentNo
    expense_kind: ExpenseKind
    amount_fen: Fen
    purpose: Text
    attachments: Count
    fund_class: FundClass
    project: ProjectId | None
    approval_no: DocumentNo | None
    approved_by: ActorId | None
    unapproved_by: RuleId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceSettlementReversed:
    """What was spent of an advance was taken back."""

    document_no: DocumentNo
    advance_no: DocumentNo
    amount_fen: Fen
    approved_by: ActorId | None
    paid_on: date
    reason: Text
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceReturned:
    """Money of an advance came back."""

    document_no: DocumentNo
    advance_no: DocumentNo
    amount_fen: Fen
    place: MoneyPlace
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCounted:
    """Cash was counted at the end of a day, and compared with the books."""

    document_no: DocumentNo
    counted_fen: Fen
    book_fen: Fen
    counted_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDifferenceFound:
    """A count found cash short (below zero) or over; the difference waits for a decision."""

    document_no: DocumentNo
    difference_fen: Fen
    counted_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDifferenceResolved:
    """It was decided what becomes of a difference, or of a part of it."""

    document_no: DocumentNo
    count_no: DocumentNo
    outcome: DifferenceOutcome
    amount_fen: Fen
    party: PartyId | None
    reason: Text
    approved_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CashEntryReversed:
    """The booking of a document of any of these kinds was taken back."""

    document_no: DocumentNo
    approved_by: ActorId | None
    booked_on: date
    reason: Text
    posting: Posting
    effective_on: date


Booked = CashMoved | AdvancePaid | AdvanceReturned | CashDifferenceFound | CashDifferenceResolved
Event = Booked | CashEntryReversed | AdvanceSettled | AdvanceSettlementReversed | CashCounted
