"""Expenses (支出): approved by one person, paid by another, posted to the account of their kind.

Two steps at most: ``approve-expense`` sets a ceiling for what somebody else asked for; ``pay-expense`` pays by it.
Up to the ledger's own limit (``adopt-expense-policy``; none until it adopts one) an expense is paid without an
approval beforehand, and the payment names the rule that allows it. Small unions live by that limit.
"""

from typing import Final

from domain.activities.budget import of_project, within_budget
from domain.activities.expense.approving import adopt_expense_policy, approve_expense
from domain.activities.expense.commands import AdoptExpensePolicy, ApproveExpense, PayExpense, ReverseExpense
from domain.activities.expense.events import (
    ApprovalDrawn,
    ApprovalKind,
    Event,
    ExpenseApproved,
    ExpenseKind,
    ExpensePaid,
    ExpensePolicyAdopted,
    ExpenseReversed,
)
from domain.activities.expense.means import (
    Consequence,
    Means,
    Payment,
    PaymentTakenBack,
    check_approval,
    check_return,
    give_back,
    means_of,
    means_streams,
    use,
)
from domain.activities.expense.paying import pay_expense, reverse_expense
from domain.activities.expense.refusals import (
    ApprovalAlreadyGiven,
    ApprovalExceeded,
    ApprovalForOther,
    ApprovalMissing,
    ApprovalOfOwnRequest,
    ApprovalUnknown,
    ExpenseAlreadyReversed,
    ExpenseDocumentUsed,
    ExpenseUnknown,
    PaymentDisagrees,
)
from domain.activities.expense.states import approval, expense, expense_policies
from domain.deciding import ADMIN, APPROVER, CASHIER, Activity, CommandType, EventType

ACTIVITY: Final = Activity(
    name="expense",
    events=(
        EventType(name="expense.policy_adopted", event=ExpensePolicyAdopted, stream=expense_policies),
        EventType(name="expense.approved", event=ExpenseApproved, stream=lambda event: approval(event.approval_no)),
        EventType(name="expense.approval_drawn", event=ApprovalDrawn, stream=lambda event: approval(event.approval_no)),
        EventType(name="expense.paid", event=ExpensePaid, stream=lambda event: expense(event.document_no)),
        EventType(name="expense.reversed", event=ExpenseReversed, stream=lambda event: expense(event.document_no)),
    ),
    commands=(
        CommandType(
            name="adopt-expense-policy",
            command=AdoptExpensePolicy,
            roles=ADMIN,
            streams=lambda command: (expense_policies(command),),
            decide=adopt_expense_policy,
        ),
        CommandType(
            name="approve-expense",
            command=ApproveExpense,
            roles=APPROVER,
            streams=lambda command: (approval(command.approval_no),),
            decide=approve_expense,
        ),
        within_budget(
            CommandType(
                name="pay-expense",
                command=PayExpense,
                roles=CASHIER,
                streams=lambda command: (expense(command.document_no), *means_streams(command)),
                decide=pay_expense,
            ),
            of_project,
        ),
        within_budget(
            CommandType(
                name="reverse-expense",
                command=ReverseExpense,
                roles=CASHIER,
                streams=lambda command: (expense(command.document_no), *means_streams(command)),
                decide=reverse_expense,
            ),
            of_project,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "AdoptExpensePolicy",
    "ApprovalAlreadyGiven",
    "ApprovalDrawn",
    "ApprovalExceeded",
    "ApprovalForOther",
    "ApprovalKind",
    "ApprovalMissing",
    "ApprovalOfOwnRequest",
    "ApprovalUnknown",
    "ApproveExpense",
    "Consequence",
    "Event",
    "ExpenseAlreadyReversed",
    "ExpenseApproved",
    "ExpenseDocumentUsed",
    "ExpenseKind",
    "ExpensePaid",
    "ExpensePolicyAdopted",
    "ExpenseReversed",
    "ExpenseUnknown",
    "Means",
    "PayExpense",
    "Payment",
    "PaymentDisagrees",
    "PaymentTakenBack",
    "ReverseExpense",
    "approval",
    "check_approval",
    "check_return",
    "expense",
    "expense_policies",
    "give_back",
    "means_of",
    "means_streams",
    "use",
]
