"""By what an expense is paid: an approval, and money that is meant for it. The budget is charged by ``within_budget``.

Whatever pays an expense goes through here: expenses themselves, fixed assets and goods for stock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from domain.accounting.lines import Posting
from domain.accounting.policies import rule_on
from domain.activities.expense.events import ApprovalDrawn, ApprovalKind, ExpensePolicyAdopted
from domain.activities.expense.refusals import (
    ApprovalExceeded,
    ApprovalForOther,
    ApprovalMissing,
    ApprovalUnknown,
)
from domain.activities.expense.states import Approval, ExpensePolicies, approval, expense_policies
from domain.activities.fund import FundMoved, fund, move_funds
from domain.deciding import Asked, Stream
from domain.errors import SamePerson
from domain.values import NO_FEN, ActorId, DocumentNo, Fen, FundClass, ProjectId, RuleId, Text

USUAL_POLICY: Final = ExpensePolicyAdopted(
    rule_id=RuleId("usual.expense-approval"),
    unapproved_up_to_fen=NO_FEN,
    valid_from=date(1949, 1, 1),
    source=Text("policy value: every expense is approved by another person beforehand"),
    effective_on=date(1949, 1, 1),
)

Consequence = ApprovalDrawn | FundMoved


class Payment(Protocol):
    """A command that pays an expense."""

    @property
    def document_no(self) -> DocumentNo:
        """The source document."""

    @property
    def amount_fen(self) -> Fen:
        """What is paid."""

    @property
    def fund_class(self) -> FundClass:
        """Whose money it is."""

    @property
    def project(self) -> ProjectId | None:
        """What it is for."""

    @property
    def approval_no(self) -> DocumentNo | None:
        """The approval that it draws on."""

    @property
    def effective_on(self) -> date:
        """The day of payment."""


class PaymentTakenBack(Protocol):
    """A command that takes a payment back, and states what that was made from."""

    @property
    def fund_class(self) -> FundClass:
        """Whose money it was."""

    @property
    def project(self) -> ProjectId | None:
        """What it was for."""

    @property
    def approval_no(self) -> DocumentNo | None:
        """The approval that it drew on."""

    @property
    def effective_on(self) -> date:
        """The day on which it is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What there is to pay by: the approval and the rules for doing without, and the fund's money."""

    approval: Approval | None
    policies: ExpensePolicies
    left_fen: Fen

    @property
    def approved_by(self) -> ActorId | None:
        """Whoever approved it; None if it is paid without an approval."""
        return None if self.approval is None else self.approval.approved_by


def means_streams(command: Payment | PaymentTakenBack) -> tuple[Stream[Any], ...]:
    """Name what a payment rests on, or rested on that is taken back; ``means_of`` takes their states."""
    return (approval(command.approval_no), expense_policies(), fund(command.fund_class, command.project))


def means_of(states: Sequence[Any]) -> Means:
    """Read the states of ``means_streams``."""
    given, policies, left_fen = states
    return Means(approval=given, policies=policies, left_fen=left_fen)


def check_approval(asked: Asked, command: Payment, kind: ApprovalKind, means: Means, step: str) -> RuleId | None:
    """Refuse a payment that nobody else approved; name the rule by which it needs no approval, if it has none.

    Raises:
        ApprovalMissing, ApprovalUnknown, ApprovalForOther, ApprovalExceeded: it is not approved as it should be.
        SamePerson: whoever approved it pays it.
        DateBeforeEarlierStep: it is dated before its approval.
    """
    if command.approval_no is None:
        rule = rule_on(means.policies, [USUAL_POLICY], command.effective_on)
        if command.amount_fen > rule.unapproved_up_to_fen:
            raise ApprovalMissing(
                asked_fen=command.amount_fen, limit_fen=rule.unapproved_up_to_fen, rule_id=rule.rule_id
            )
        return rule.rule_id
    given = means.approval
    if given is None:
        raise ApprovalUnknown(approval_no=command.approval_no)
    if given.approved_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="approve-expense", step=step)
    if given.expense_kind != kind or given.project not in {None, command.project}:
        raise ApprovalForOther(approval_no=command.approval_no, expense_kind=given.expense_kind)
    if command.amount_fen > given.left_fen:
        raise ApprovalExceeded(approval_no=command.approval_no, left_fen=given.left_fen, asked_fen=command.amount_fen)
    asked.check_day_since(command.effective_on, given.approved_on)
    return None


def use(command: Payment, posting: Posting | None, means: Means) -> list[Consequence]:
    """Draw on the approval and move the fund.

    Raises:
        FundInsufficient: the money does not reach.
    """
    day = command.effective_on
    return [
        *_draw(day, command.approval_no, command.document_no, command.amount_fen, means),
        *move_funds(day, posting, _left(command.fund_class, command.project, means)),
    ]


def check_return(asked: Asked, means: Means, step: str) -> None:
    """Refuse that whoever approved a payment takes it back.

    Raises:
        SamePerson: so it is.
    """
    if means.approved_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="approve-expense", step=step)


def give_back(
    command: PaymentTakenBack, document_no: DocumentNo, amount_fen: Fen, posting: Posting | None, means: Means
) -> list[Consequence]:
    """Give back what a payment drew and used."""
    day = command.effective_on
    return [
        *_draw(day, command.approval_no, document_no, Fen(-amount_fen), means),
        *move_funds(day, posting, _left(command.fund_class, command.project, means)),
    ]


def _left(fund_class: FundClass, project: ProjectId | None, means: Means) -> dict[tuple[FundClass, ProjectId], Fen]:
    return {(fund_class, project): means.left_fen} if project else {}


def _draw(
    day: date, approval_no: DocumentNo | None, document_no: DocumentNo, drawn_fen: Fen, means: Means
) -> Sequence[ApprovalDrawn]:
    if approval_no is None or means.approval is None:
        return []
    return [
        ApprovalDrawn(
            approval_no=approval_no,
            document_no=document_no,
            drawn_fen=drawn_fen,
            left_fen=Fen(means.approval.left_fen - drawn_fen),
            effective_on=day,
        )
    ]
