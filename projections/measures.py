"""The figures that claims name, each counted from the evidence of one ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from domain.activities.aid import AidApproved, AidCaseClosed, AidDisbursed, AidFundsRaised, AidRequested
from domain.activities.award import HonourReceived, InnovationReviewed, NominationFiled
from domain.activities.branch import BranchOpened
from domain.activities.establishment import (
    EnterpriseSurveyed,
    EstablishmentApplied,
    EstablishmentApproved,
    EstablishmentRequired,
)
from domain.activities.governance import PolicyAdopted, ReportPresented
from domain.activities.membership import CardIssued, MemberEnrolled
from domain.values import CaseNo, Month, month_of, months_from
from projections.evidence import Evidence, Scope

SURVIVOR_BENEFIT: Final = "SURVIVOR_BENEFIT"
MUTUAL_AID: Final = "MUTUAL_AID"
VISIT: Final = "VISIT"
CONDOLENCE: Final = "CONDOLENCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure as it comes out of the log: a whole number, or a quotient; ``rule_id`` if a rule chose how to count."""

    numerator: int
    denominator: int = 1
    rule_id: str | None = None


Metric = Callable[[Evidence, Scope], Measured | None]
"""Counts a figure; None if nothing of its kind is recorded in the period."""
CodedMetric = Callable[[Evidence, Scope, str], Measured | None]
"""The same for a figure of one programme, award or kind of report."""


def _count(events: Sequence[object] | set[Any]) -> Measured | None:
    return Measured(numerator=len(events)) if events else None


def _amount(events: Sequence[AidDisbursed | AidFundsRaised]) -> Measured | None:
    return Measured(numerator=sum(event.amount_fen for event in events)) if events else None


def _persons(payments: Sequence[AidDisbursed]) -> Measured | None:
    return _count({payment.subject for payment in payments if payment.subject.kind == "person"})


def _households(payments: Sequence[AidDisbursed]) -> Measured | None:
    """Count distinct households; a person of whom no household is known is one."""
    return _count(
        {
            payment.household_id or payment.subject.id
            for payment in payments
            if payment.subject.kind in {"person", "household"}
        }
    )


def _grants(evidence: Evidence, scope: Scope) -> Measured | None:
    payments = evidence.payments(scope)
    if not payments:
        return None
    cases = {(payment.case_no, payment.effective_on.year) for payment in payments}
    times = len(cases) if scope.person_times == "PT-1" else len(payments)
    return Measured(numerator=times, rule_id=scope.person_times)


def _min_instalments_of_matured_cases(evidence: Evidence, scope: Scope) -> Measured | None:
    """Return the lowest number of payments among granted cases whose last instalment has fallen due.

    A case that was planned as one payment has no instalments to speak of.
    """
    granted = {event.case_no for event in evidence.of(AidApproved, scope)}
    paid: dict[CaseNo, int] = {}
    for payment in evidence.payments(scope):
        paid[payment.case_no] = paid.get(payment.case_no, 0) + 1
    matured = [
        paid.get(case.case_no, 0)
        for case in evidence.of(AidRequested, scope)
        if case.instalments > 1 and case.case_no in granted and _last_due(case) <= month_of(scope.period_to)
    ]
    return Measured(numerator=min(matured)) if matured else None


def _last_due(case: AidRequested) -> Month:
    last = case.instalments - 1
    return next(islice(months_from(case.first_due, case.months_between), last, None))


def _survivor_monthly_mean(evidence: Evidence, scope: Scope) -> Measured | None:
    payments = evidence.payments(scope, SURVIVOR_BENEFIT)
    months = 12 * (scope.period_to.year - scope.period_from.year) + scope.period_to.month - scope.period_from.month + 1
    return Measured(numerator=len(payments), denominator=months) if payments else None


def _survivor_exits(evidence: Evidence, scope: Scope) -> Measured | None:
    closed = evidence.of(AidCaseClosed, scope)
    return _count(
        {case.subject for case in closed if case.programme == SURVIVOR_BENEFIT and case.outcome == "terminated"}
    )


def _surveyed(evidence: Evidence, scope: Scope, *, has_union: bool) -> Measured | None:
    return _count([event for event in evidence.of(EnterpriseSurveyed, scope) if event.has_union == has_union])


def _survey_months(evidence: Evidence, scope: Scope) -> Measured | None:
    return _count({month_of(event.effective_on) for event in evidence.of(EnterpriseSurveyed, scope)})


def _rate(evidence: Evidence, scope: Scope, kind: type) -> Measured | None:
    required = len(evidence.of(EstablishmentRequired, scope))
    return Measured(numerator=len(evidence.of(kind, scope)), denominator=required) if required else None


def _branches(evidence: Evidence, scope: Scope, level: int) -> Measured | None:
    return _count([branch for branch in evidence.of(BranchOpened, scope) if branch.level == level])


def _members_admitted(evidence: Evidence, scope: Scope) -> Measured | None:
    enrolled = evidence.of(MemberEnrolled, scope)
    return _count({event.member_no for event in enrolled if event.basis == "admitted"})


METRICS: Final[dict[str, Metric]] = {
    "aid_persons(AidDisbursed)": lambda log, scope: _persons(log.own_payments(scope)),
    "aid_amount(AidDisbursed)": lambda log, scope: _amount(log.own_payments(scope)),
    "aid_amount(ALL incl. custodial)": lambda log, scope: _amount(log.payments(scope)),
    "aid_grants(ALL)": _grants,
    "aid_households": lambda log, scope: _households(log.own_payments(scope)),
    "min_instalments_of_matured_cases": _min_instalments_of_matured_cases,
    "mutual_aid_persons": lambda log, scope: _persons(log.payments(scope, MUTUAL_AID)),
    "mutual_aid_amount": lambda log, scope: _amount(log.payments(scope, MUTUAL_AID)),
    "survivor_exits": _survivor_exits,
    "survivor_monthly_mean": _survivor_monthly_mean,
    "visits_paid": lambda log, scope: _count(log.payments(scope, VISIT)),
    "condolences_paid": lambda log, scope: _count(log.payments(scope, CONDOLENCE)),
    "survey_calendar_months": _survey_months,
    "enterprises_surveyed": lambda log, scope: _count(log.of(EnterpriseSurveyed, scope)),
    "enterprises_surveyed(has_union)": lambda log, scope: _surveyed(log, scope, has_union=True),
    "enterprises_surveyed(no_union)": lambda log, scope: _surveyed(log, scope, has_union=False),
    "establishment_required": lambda log, scope: _count(log.of(EstablishmentRequired, scope)),
    "establishment_applied": lambda log, scope: _count(log.of(EstablishmentApplied, scope)),
    "establishment_rate": lambda log, scope: _rate(log, scope, EstablishmentApproved),
    "application_rate": lambda log, scope: _rate(log, scope, EstablishmentApplied),
    "branches(level 2)": lambda log, scope: _branches(log, scope, 2),
    "branches(level 3)": lambda log, scope: _branches(log, scope, 3),
    "members_admitted": _members_admitted,
    "cards_issued": lambda log, scope: _count(log.of(CardIssued, scope)),
    "awards_received": lambda log, scope: _count(log.of(HonourReceived, scope)),
    "innovations_reviewed": lambda log, scope: _count(log.of(InnovationReviewed, scope)),
    "policies_adopted": lambda log, scope: _count(log.of(PolicyAdopted, scope)),
}
"""Every figure that can be counted, as a claim names it."""

CODED_METRICS: Final[dict[str, CodedMetric]] = {
    "funds_raised": lambda log, scope, code: _amount(log.receipts(scope, code)),
    "aid_persons": lambda log, scope, code: _persons(log.payments(scope, code)),
    "aid_amount": lambda log, scope, code: _amount(log.payments(scope, code)),
    "nominees": lambda log, scope, code: _count(
        {event.nominee for event in log.of(NominationFiled, scope) if event.award == code}
    ),
    "awards": lambda log, scope, code: _count({honour.recipient for honour in log.honours(scope, code)}),
    "reports_presented": lambda log, scope, code: _count(
        [event for event in log.of(ReportPresented, scope) if event.kind == code]
    ),
}
"""Figures of one programme, award or kind of report, named by its code: ``aid_persons(WARMTH)``."""
