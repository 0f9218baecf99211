"""What happens to expenses: they are approved, paid, and taken back if they were wrong."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.values import ActorId, Count, DocumentNo, Fen, FundClass, MoneyPlace, ProjectId, RuleId, Text

ExpenseKind = Literal[
    "education",
    "culture_sport",
    "publicity",
    "convalescence",
    "member_activity",
    "other_activity",
    "competition",
    "union_home",
    "innovation",
    "library",
    "other_service",
    "labour_relations",
    "labour_protection",
    "legal_aid",
    "other_rights",
    "training",
    "meeting",
    "organisation_work",
    "other_business",
    "wages",
    "goods_and_services",
    "families",
    "other_administration",
    "affiliated_unit",
    "other",
]
"""Each is posted by the rule of the kind ``expense.{kind}``."""
ApprovalKind = Literal[ExpenseKind, "fixed_asset", "inventory"]
"""What may be approved: an expense of a kind, a fixed asset, or goods for stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpensePolicyAdopted:
    """The ledger says up to which amount an expense needs no approval beforehand; 0 if each does."""

    rule_id: RuleId
    unapproved_up_to_fen: Fen
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseApproved:
    """Spending up to a ceiling was approved, for a purpose that somebody else asked for."""

    approval_no: DocumentNo
    expense_kind: ApprovalKind
    ceiling_fen: Fen
    purpose: Text
    project: ProjectId | None
    requested_by: ActorId
    approved_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDrawn:
    """A payment drew on an approval, or gave back to it (below zero); carries what is left of its ceiling."""

    approval_no: DocumentNo
    document_no: DocumentNo
    drawn_fen: Fen
    left_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpensePaid:
    """An expense was paid by an approval, or without one as the rule ``unapproved_by`` allows.

    ``posting`` is None for a payment before the books, which is evidence only.
    """

    document_no: DocumentNo
    expense_kind: ExpenseKind
    amount_fen: Fen
    purpose: Text
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    approval_no: DocumentNo | None
    approved_by: ActorId | None
    unapproved_by: RuleId | None
    attachments: Count
    paid_by: ActorId
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseReversed:
    """A payment was taken back whole."""

    document_no: DocumentNo
    expense_kind: ExpenseKind
    amount_fen: Fen
    fund_class: FundClass
    project: ProjectId | None
    approved_by: ActorId | None
    paid_on: date
    reason: Text
    posting: Posting | None
    effective_on: date


Event = ExpensePolicyAdopted | ExpenseApproved | ApprovalDrawn | ExpensePaid | ExpenseReversed
