"""What an aid programme, its budget, a cap, a receipt and a case come to, event by event."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, assert_never

from domain.accounting.lines import Posting
from domain.activities.aid.events import (
    AidApproved,
    AidBudgetAmended,
    AidBudgetCharged,
    AidCapCharged,
    AidCaseClosed,
    AidDisbursed,
    AidFundsRaised,
    AidFundsReversed,
    AidNeedClaimed,
    AidPolicyAdopted,
    AidProgrammeOpened,
    AidPurpose,
    AidRequested,
    AidReversed,
    CaseOutcome,
    FundSource,
)
from domain.deciding import Stream, StreamKind
from domain.values import (
    NO_FEN,
    ActorId,
    CaseNo,
    Count,
    Fen,
    HouseholdId,
    ProgrammeCode,
    Subject,
    Year,
)

CaseStep = AidApproved | AidDisbursed | AidReversed | AidCaseClosed
CaseEvent = AidRequested | CaseStep
AidPolicies = tuple[AidPolicyAdopted, ...]
AidNeeds = tuple[AidNeedClaimed, ...]
"""What the cases of a subject claim."""
BudgetEvent = AidBudgetAmended | AidBudgetCharged


@dataclass(frozen=True, slots=True, kw_only=True)
class AidProgramme:
    """A programme's terms. They stay; ``budget_fen`` is the budget it was opened with."""

    purpose: AidPurpose
    fund_source: FundSource
    restricted: bool
    requires_membership: bool
    budget_fen: Fen
    cap_fen: Fen | None
    instalments: Count
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidBudget:
    """A programme's present budget and what was spent of it, reversals taken off."""

    budget_fen: Fen
    spent_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class AidReceipt:
    """Money that came in: for which programme, from where, how much and when; and whether that stands."""

    programme: ProgrammeCode
    fund_source: FundSource
    amount_fen: Fen
    posting: Posting | None
    received_on: date
    is_reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What was granted, by whom and when."""

    amount_fen: Fen
    approved_by: ActorId
    approved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment that stands."""

    amount_fen: Fen
    approved_by: ActorId
    posting: Posting | None
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCase:
    """A case: what was asked and granted, and the payments that stand, by instalment.

    ``last_on`` is the latest business day of any step; ``outcome`` is None while the case is open.
    """

    programme: ProgrammeCode
    subject: Subject
    household_id: HouseholdId | None
    requested_fen: Fen
    instalments: Count
    requested_by: ActorId
    requested_on: date
    last_on: date
    approval: Approval | None = None
    payments: Mapping[Count, Payment] = field(default_factory=dict)
    outcome: CaseOutcome | None = None
    closed_on: date | None = None

    @property
    def paid_fen(self) -> Fen:
        """What was paid in all, reversals taken off."""
        return Fen(sum(payment.amount_fen for payment in self.payments.values()))

    @property
    def missing(self) -> tuple[int, ...]:
        """The planned instalments that are not paid."""
        return tuple(number for number in range(1, self.instalments + 1) if number not in self.payments)

    def paid_in(self, year: int) -> int:
        """Count the payments that stand of a calendar year."""
        return sum(payment.paid_on.year == year for payment in self.payments.values())


def evolve_programme(state: AidProgramme | None, event: AidProgrammeOpened) -> AidProgramme | None:  # noqa: ARG001 - nothing comes before a first event
    """Say what the programme is after the event."""
    return AidProgramme(
        purpose=event.purpose,
        fund_source=event.fund_source,
        restricted=event.restricted,
        requires_membership=event.requires_membership,
        budget_fen=event.budget_fen,
        cap_fen=event.cap_fen,
        instalments=event.instalments,
        opened_on=event.effective_on,
    )


def evolve_budget(state: AidBudget | None, event: BudgetEvent) -> AidBudget | None:  # noqa: ARG001 - the event carries the totals
    """Say what the budget is after the event."""
    return AidBudget(budget_fen=event.budget_fen, spent_fen=event.spent_fen)


def evolve_cap(state: Fen, event: AidCapCharged) -> Fen:  # noqa: ARG001 - the event carries the total
    """Say what is used of the cap after the event, in fen."""
    return event.used_fen


def evolve_receipt(state: AidReceipt | None, event: AidFundsRaised | AidFundsReversed) -> AidReceipt | None:
    """Say what the receipt stands for after the event."""
    match event:
        case AidFundsRaised():
            return AidReceipt(
                programme=event.programme,
                fund_source=event.fund_source,
                amount_fen=event.amount_fen,
                posting=event.posting,
                received_on=event.effective_on,
            )
        case AidFundsReversed():
            return None if state is None else replace(state, is_reversed=True)
        case _:
            assert_never(event)


def evolve_case(state: AidCase | None, event: CaseEvent) -> AidCase | None:
    """Say what the case is after the event."""
    if isinstance(event, AidRequested):
        return AidCase(
            programme=event.programme,
            subject=event.subject,
            household_id=event.household_id,
            requested_fen=event.amount_fen,
            instalments=event.instalments,
            requested_by=event.requested_by,
            requested_on=event.effective_on,
            last_on=event.effective_on,
        )
    return None if state is None else _stepped(state, event)


def _stepped(state: AidCase, event: CaseStep) -> AidCase:
    last_on = max(state.last_on, event.effective_on)
    match event:
        case AidApproved(amount_fen=amount_fen, approved_by=approved_by, effective_on=day):
            approval = Approval(amount_fen=amount_fen, approved_by=approved_by, approved_on=day)
            return replace(state, approval=approval, last_on=last_on)
        case AidDisbursed():
            payment = Payment(
                amount_fen=event.amount_fen,
                approved_by=event.approved_by,
                posting=event.posting,
                paid_on=event.effective_on,
            )
            return replace(state, payments={**state.payments, event.instalment: payment}, last_on=last_on)
        case AidReversed():
            standing = {number: paid for number, paid in state.payments.items() if number != event.instalment}
            return replace(state, payments=standing, last_on=last_on)
        case AidCaseClosed():
            return replace(state, outcome=event.outcome, closed_on=event.effective_on, last_on=last_on)
        case _:
            assert_never(event)


def _adopted(policies: AidPolicies, event: AidPolicyAdopted) -> AidPolicies:
    return (*policies, event)


def _claimed(needs: AidNeeds, event: AidNeedClaimed) -> AidNeeds:
    return (*needs, event)


NO_POLICIES: Final[AidPolicies] = ()
NO_NEEDS: Final[AidNeeds] = ()
NO_PROGRAMME: Final[AidProgramme | None] = None
NO_BUDGET: Final[AidBudget | None] = None
NO_RECEIPT: Final[AidReceipt | None] = None
NO_CASE: Final[AidCase | None] = None
PROGRAMME: Final = StreamKind(category="aid-programme", initial=NO_PROGRAMME, evolve=evolve_programme)
BUDGET: Final = StreamKind(category="aid-budget", initial=NO_BUDGET, evolve=evolve_budget, growing=True)
CAP: Final = StreamKind(category="aid-cap", initial=NO_FEN, evolve=evolve_cap, growing=True)
FUNDS: Final = StreamKind(category="aid-funds", initial=NO_RECEIPT, evolve=evolve_receipt)
POLICIES: Final = StreamKind(category="aid-policy", initial=NO_POLICIES, evolve=_adopted)
NEEDS: Final = StreamKind(category="aid-needs", initial=NO_NEEDS, evolve=_claimed)
CASE: Final = StreamKind(category="aid-case", initial=NO_CASE, evolve=evolve_case)


def aid_programme(programme: ProgrammeCode) -> Stream[AidProgramme | None]:
    """Name the stream of a programme's terms."""
    return PROGRAMME.at(programme)


def aid_budget(programme: ProgrammeCode) -> Stream[AidBudget | None]:
    """Name the stream of a programme's budget; it is empty until the budget is amended or charged."""
    return BUDGET.at(programme)


def aid_cap(programme: ProgrammeCode, year: int, subject: Subject) -> Stream[Fen]:
    """Name the stream of what a subject received from a programme in a calendar year."""
    return CAP.at(programme, Year(year), subject.kind, subject.id)


def aid_funds(receipt_no: CaseNo) -> Stream[AidReceipt | None]:
    """Name a receipt's stream."""
    return FUNDS.at(receipt_no)


def aid_policies(_: object = None) -> Stream[AidPolicies]:
    """Name the one stream of the ledger's rules for aid."""
    return POLICIES.at()


def aid_needs(subject: Subject) -> Stream[AidNeeds]:
    """Name the stream of what a subject's cases claim."""
    return NEEDS.at(subject.kind, subject.id)


def aid_case(case_no: CaseNo) -> Stream[AidCase | None]:
    """Name a case's stream."""
    return CASE.at(case_no)
