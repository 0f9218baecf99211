"""Paying expenses, and taking a payment back.

Source: 财会〔2021〕7号 附录1, notes on 501 to 510; 会计法 (2024) 第二十五条 (who approves does not pay).
"""

from collections.abc import Sequence
from typing import Any

from domain.accounting.lines import Posting
from domain.accounting.posting import Dimensions, before_books, open_day, paid, taken_back
from domain.activities.expense.commands import PayExpense, ReverseExpense
from domain.activities.expense.events import ExpensePaid, ExpenseReversed
from domain.activities.expense.means import Consequence, check_approval, check_return, give_back, means_of, use
from domain.activities.expense.refusals import (
    ExpenseAlreadyReversed,
    ExpenseDocumentUsed,
    ExpenseUnknown,
    PaymentDisagrees,
)
from domain.activities.expense.states import Expense
from domain.deciding import Asked
from domain.values import PostingKind


def pay_expense(
    asked: Asked,
    command: PayExpense,
    existing: Expense | None,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[ExpensePaid | Consequence]:
    """Pay an expense, once for each document."""
    if existing is not None:
        raise ExpenseDocumentUsed(document_no=command.document_no, paid_on=existing.paid.effective_on)
    asked.check_day(command.effective_on)
    means = means_of(means_states)
    unapproved_by = check_approval(asked, command, command.expense_kind, means, "pay-expense")
    posting = _posting(asked, command)
    event = ExpensePaid(
        document_no=command.document_no,
        expense_kind=command.expense_kind,
        amount_fen=command.amount_fen,
        purpose=command.purpose,
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        approval_no=command.approval_no,
        approved_by=means.approved_by,
        unapproved_by=unapproved_by,
        attachments=command.attachments,
        paid_by=asked.actor,
        posting=posting,
        effective_on=command.effective_on,
    )
    return [event, *use(command, posting, means)]


def _posting(asked: Asked, command: PayExpense) -> Posting | None:
    if before_books(asked, command.effective_on):
        return None
    return paid(
        open_day(asked, command.effective_on),
        PostingKind(f"expense.{command.expense_kind}"),
        command.amount_fen,
        command.place,
        Dimensions(command.fund_class, command.project, command.party, command.economic_class),
        command.document_no,
    )


def reverse_expense(
    asked: Asked,
    command: ReverseExpense,
    existing: Expense | None,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[ExpenseReversed | Consequence]:
    """Take a payment back whole, once: red lines in the same year, a prior-year adjustment later."""
    if existing is None:
        raise ExpenseUnknown(document_no=command.document_no)
    if existing.is_reversed:
        raise ExpenseAlreadyReversed(document_no=command.document_no)
    wrong = existing.paid
    stated = (command.paid_on, command.fund_class, command.project, command.approval_no)
    if stated != (wrong.effective_on, wrong.fund_class, wrong.project, wrong.approval_no):
        raise PaymentDisagrees(number=command.document_no, paid_on=wrong.effective_on)
    asked.check_day_since(command.effective_on, wrong.effective_on)
    posting = None
    if wrong.posting is not None:
        posting = taken_back(open_day(asked, command.effective_on), wrong.posting, wrong.effective_on)
    means = means_of(means_states)
    check_return(asked, means, "reverse-expense")
    event = ExpenseReversed(
        document_no=command.document_no,
        expense_kind=wrong.expense_kind,
        amount_fen=wrong.amount_fen,
        fund_class=wrong.fund_class,
        project=wrong.project,
        approved_by=wrong.approved_by,
        paid_on=wrong.effective_on,
        reason=command.reason,
        posting=posting,
        effective_on=command.effective_on,
    )
    return [event, *give_back(command, command.document_no, wrong.amount_fen, posting, means)]
