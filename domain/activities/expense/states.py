"""What the events of approvals, payments and their rules come to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from domain.activities.expense.events import (
    ApprovalDrawn,
    ApprovalKind,
    ExpenseApproved,
    ExpensePaid,
    ExpensePolicyAdopted,
    ExpenseReversed,
)
from domain.deciding import Stream, StreamKind
from domain.values import ActorId, DocumentNo, Fen, ProjectId

ExpensePolicies = tuple[ExpensePolicyAdopted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An approval, and what is left of its ceiling."""

    expense_kind: ApprovalKind
    project: ProjectId | None
    approved_by: ActorId
    approved_on: date
    left_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """A payment, and whether it was taken back."""

    paid: ExpensePaid
    is_reversed: bool = False


def _approved(state: Approval | None, event: ExpenseApproved | ApprovalDrawn) -> Approval | None:
    match event:
        case ExpenseApproved():
            return Approval(
                expense_kind=event.expense_kind,
                project=event.project,
                approved_by=event.approved_by,
                approved_on=event.effective_on,
                left_fen=event.ceiling_fen,
            )
        case ApprovalDrawn():
            return None if state is None else replace(state, left_fen=event.left_fen)
        case _:
            assert_never(event)


def _paid(state: Expense | None, event: ExpensePaid | ExpenseReversed) -> Expense | None:
    match event:
        case ExpensePaid():
            return Expense(paid=event)
        case ExpenseReversed():
            return None if state is None else replace(state, is_reversed=True)
        case _:
            assert_never(event)


def _adopted(policies: ExpensePolicies, event: ExpensePolicyAdopted) -> ExpensePolicies:
    return (*policies, event)


NO_APPROVAL: Final[Approval | None] = None
NO_EXPENSE: Final[Expense | None] = None
NO_POLICIES: Final[ExpensePolicies] = ()
APPROVAL: Final = StreamKind(category="expense-approval", initial=NO_APPROVAL, evolve=_approved)
EXPENSE: Final = StreamKind(category="expense", initial=NO_EXPENSE, evolve=_paid)
EXPENSE_POLICIES: Final = StreamKind(category="expense-policy", initial=NO_POLICIES, evolve=_adopted)


def approval(approval_no: DocumentNo | None) -> Stream[Approval | None]:
    """Name the stream of an approval; without a number it is one that stays empty."""
    return APPROVAL.at(approval_no or "")


def expense(document_no: DocumentNo) -> Stream[Expense | None]:
    """Name the stream of what was paid by a document."""
    return EXPENSE.at(document_no)


def expense_policies(_: object = None) -> Stream[ExpensePolicies]:
    """Name the one stream of the ledger's rules for expenses."""
    return EXPENSE_POLICIES.at()
