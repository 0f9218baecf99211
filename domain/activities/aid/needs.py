"""No double aid for the same need in the same year across programmes: a policy value that a ledger adopts.

A need is what a programme is for. A case claims its subject's need for the years of its instalments when it is
requested, so that two requests at once cannot both be right. Source: provincial rules of 困难职工帮扶.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.accounting.policies import check_new_rule, rule_on
from domain.activities.aid.commands import AdoptAidPolicy
from domain.activities.aid.events import AidNeedClaimed, AidPolicyAdopted, AidPurpose, AidRequested
from domain.activities.aid.refusals import AidNeedCovered
from domain.activities.aid.states import AidCase, AidNeeds, AidPolicies
from domain.deciding import Asked
from domain.values import CaseNo, RuleId, Text, Year

USUAL_POLICY: Final = AidPolicyAdopted(
    rule_id=RuleId("usual.aid-needs"),
    once_a_year=(),
    valid_from=date(1949, 1, 1),
    source=Text("policy value: until a ledger adopts a rule, a need may be aided more than once a year"),
    effective_on=date(1949, 1, 1),
)


def adopt_aid_policy(asked: Asked, command: AdoptAidPolicy, adopted: AidPolicies) -> Sequence[AidPolicyAdopted]:
    """Put into force for which needs a subject is aided by one case a year."""
    check_new_rule(adopted, command.rule_id, command.valid_from)
    asked.check_day(command.effective_on)
    return [
        AidPolicyAdopted(
            rule_id=command.rule_id,
            once_a_year=command.once_a_year,
            valid_from=command.valid_from,
            source=command.source,
            effective_on=command.effective_on,
        )
    ]


def claim_need(
    requested: AidRequested,
    need: AidPurpose,
    adopted: AidPolicies,
    needs: AidNeeds,
    replaced: tuple[CaseNo | None, AidCase | None],
) -> Sequence[AidNeedClaimed]:
    """Claim the need of a request for its years, if the rule of its day says that one case a year is enough.

    ``replaced`` is the case that the request stands in for: one that ended and paid nothing leaves its need open.

    Raises:
        AidNeedCovered: another case claims the need in one of these years.
    """
    rule = rule_on(adopted, [USUAL_POLICY], requested.effective_on)
    if need not in rule.once_a_year:
        return []
    first_year, last_year = _years(requested)
    left_open = replaced[0] if _ended_unpaid(replaced[1]) else None
    for claim in needs:
        overlaps = claim.first_year <= last_year and first_year <= claim.last_year
        if claim.need == need and overlaps and claim.case_no != left_open:
            raise AidNeedCovered(
                subject_id=requested.subject.id,
                need=need,
                year=max(first_year, claim.first_year),
                case_no=claim.case_no,
                rule_id=rule.rule_id,
            )
    return [
        AidNeedClaimed(
            subject=requested.subject,
            need=need,
            case_no=requested.case_no,
            first_year=first_year,
            last_year=last_year,
            rule_id=rule.rule_id,
            effective_on=requested.effective_on,
        )
    ]


def _years(requested: AidRequested) -> tuple[Year, Year]:
    """Give the years of the first and the last planned instalment."""
    year, month = int(requested.first_due[:4]), int(requested.first_due[5:])
    months_later = (requested.instalments - 1) * requested.months_between
    return Year(year), Year(year + (month - 1 + months_later) // 12)


def _ended_unpaid(case: AidCase | None) -> bool:
    return case is not None and case.outcome is not None and not case.payments
