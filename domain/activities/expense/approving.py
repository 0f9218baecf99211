"""Approving expenses, and the rule that says which need no approval."""

from collections.abc import Sequence

from domain.accounting.policies import check_new_rule
from domain.activities.expense.commands import AdoptExpensePolicy, ApproveExpense
from domain.activities.expense.events import ExpenseApproved, ExpensePolicyAdopted
from domain.activities.expense.refusals import ApprovalAlreadyGiven, ApprovalOfOwnRequest
from domain.activities.expense.states import Approval, ExpensePolicies
from domain.deciding import Asked


def adopt_expense_policy(
    asked: Asked, command: AdoptExpensePolicy, adopted: ExpensePolicies
) -> Sequence[ExpensePolicyAdopted]:
    """Put a limit into force up to which expenses need no approval beforehand."""
    check_new_rule(adopted, command.rule_id, command.valid_from)
    asked.check_day(command.effective_on)
    return [
        ExpensePolicyAdopted(
            rule_id=command.rule_id,
            unapproved_up_to_fen=command.unapproved_up_to_fen,
            valid_from=command.valid_from,
            source=command.source,
            effective_on=command.effective_on,
        )
    ]


def approve_expense(asked: Asked, command: ApproveExpense, existing: Approval | None) -> Sequence[ExpenseApproved]:
    """Approve what somebody else asked for."""
    if existing is not None:
        raise ApprovalAlreadyGiven(approval_no=command.approval_no, approved_on=existing.approved_on)
    if command.requested_by == asked.actor:
        raise ApprovalOfOwnRequest(actor=asked.actor)
    asked.check_day(command.effective_on)
    return [
        ExpenseApproved(
            approval_no=command.approval_no,
            expense_kind=command.expense_kind,
            ceiling_fen=command.ceiling_fen,
            purpose=command.purpose,
            project=command.project,
            requested_by=command.requested_by,
            approved_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]
