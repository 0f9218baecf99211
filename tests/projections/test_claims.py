"""Stated figures held against a handful of events: intervals, corrections, periods, and what is never guessed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from domain.activities.aid import AidDisbursed, AidReversed
from domain.activities.award import AwardConferred, AwardRevoked
from domain.activities.establishment import EstablishmentApproved, EstablishmentRequired
from domain.activities.membership import MemberEnrolled
from domain.values import (
    ActorId,
    CaseNo,
    Count,
    EnterpriseId,
    Fen,
    HouseholdId,
    LedgerId,
    MemberNo,
    PersonalData,
    ProgrammeCode,
    Subject,
    SubjectId,
    Text,
    Year,
)
from projections.claims import Claim, Finding, Measure, Verdict, decimal_text, judge
from projections.evidence import Evidence
from projections.fold import Recorded

RECORDED_AT = datetime(2016, 1, 1, tzinfo=UTC)
ANN = Subject(kind="person", id=SubjectId("M1"))
PAID = AidDisbursed(
    case_no=CaseNo("C1"),
    programme=ProgrammeCode("WARMTH"),
    fund_source="union",
    subject=ANN,
    household_id=HouseholdId("H1"),
    instalment=Count(1),
    amount_fen=Fen(50000),
    person_times=Count(1),
    approved_by=ActorId("approver"),
    paid_by=ActorId("cashier"),
    posting=None,
    effective_on=date(2015, 2, 10),
)
TAKEN_BACK = AidReversed(
    case_no=PAID.case_no,
    programme=PAID.programme,
    fund_source="union",
    subject=ANN,
    household_id=PAID.household_id,
    instalment=PAID.instalment,
    amount_fen=PAID.amount_fen,
    person_times=Count(1),
    approved_by=PAID.approved_by,
    disbursed_on=PAID.effective_on,
    reason=Text("booked twice"),
    posting=None,
    effective_on=date(2016, 1, 5),
)
SECOND = replace(PAID, case_no=CaseNo("C2"), amount_fen=Fen(20000), effective_on=date(2015, 3, 10))
CUSTODIAL = replace(SECOND, case_no=CaseNo("C3"), programme=ProgrammeCode("MUTUAL_AID"), fund_source="custodial")
CLAIM = Claim(
    claim_id="X-1",
    report="city",
    family="aid",
    subject_zh=Text("送温暖"),
    subject_en=Text("warmth"),
    measure="count",
    unit="persons",
    metric="aid_persons(WARMTH)",
    period_from=date(2015, 1, 1),
    period_to=date(2015, 12, 31),
    qualifier="exact",
    lower=1,
    upper=2,
    expected_verdict=None,
)


def recorded(event: object, at: datetime = RECORDED_AT) -> Recorded:
    return Recorded(LedgerId("city"), 1, "", 1, "", event, at, ActorId("ann"), "r1")


def finding(claim: Claim, *events: object) -> Finding:
    (found,) = judge([claim], Evidence(map(recorded, events)))
    return found


def stated(metric: str, measure: Measure = "count", **changes: Any) -> Claim:  # noqa: ANN401 - fields of a claim
    return replace(CLAIM, metric=metric, measure=measure, **changes)


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (1, 2, "supported"),
        (0, 1, "contradicted"),
        (2, 3, "contradicted"),
        (1, None, "supported"),
        (2, None, "contradicted"),
        (None, None, "unsupported"),
        (3, 3, "self_contradictory"),
    ],
)
def test_the_interval_decides(lower: int | None, upper: int | None, verdict: Verdict) -> None:
    assert finding(replace(CLAIM, lower=lower, upper=upper), PAID).verdict == verdict


def test_without_any_event_of_its_kind_a_claim_is_unsupported_not_zero() -> None:
    found = finding(replace(CLAIM, lower=0, upper=1), replace(PAID, programme=ProgrammeCode("ROUTINE")))
    assert (found.value, found.verdict) == (None, "unsupported")


@pytest.mark.parametrize("metric", ["happiness", "awards(not a code)", "branches(level 9)", "none", ""])
def test_an_unknown_figure_is_not_guessed(metric: str) -> None:
    found = finding(stated(metric), PAID)
    assert (found.value, found.verdict) == (None, "not_measurable")


def test_an_unknown_figure_without_a_possible_value_is_judged_all_the_same() -> None:
    assert finding(stated("happiness", lower=3, upper=3)).verdict == "self_contradictory"
    assert finding(stated("happiness", lower=None, upper=None)).verdict == "unsupported"


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2015, 1, 1), "supported"),
        (date(2015, 12, 31), "supported"),
        (date(2014, 12, 31), "unsupported"),
        (date(2016, 1, 1), "unsupported"),
    ],
)
def test_a_period_includes_both_its_ends(day: date, verdict: Verdict) -> None:
    assert finding(CLAIM, replace(PAID, effective_on=day)).verdict == verdict


def test_persons_and_households_are_counted_once() -> None:
    assert finding(stated("aid_persons(WARMTH)"), PAID, SECOND).value == 1
    assert finding(stated("aid_households"), PAID, SECOND).value == 1
    elsewhere = replace(SECOND, household_id=HouseholdId("H2"))
    assert finding(stated("aid_households"), PAID, elsewhere).value == 2


def test_custodial_money_is_not_the_unions_own_aid() -> None:
    assert finding(stated("aid_amount(AidDisbursed)", "amount_fen"), PAID, CUSTODIAL).value == 50000
    assert finding(stated("aid_amount(ALL incl. custodial)", "amount_fen"), PAID, CUSTODIAL).value == 70000


def test_a_reversed_payment_did_not_happen_whenever_it_was_reversed() -> None:
    claim = stated("aid_amount(WARMTH)", "amount_fen")
    assert finding(claim, PAID, SECOND, TAKEN_BACK).value == 20000


def test_a_payment_made_anew_after_its_reversal_counts() -> None:
    claim = stated("aid_amount(WARMTH)", "amount_fen")
    anew = replace(PAID, amount_fen=Fen(60000), effective_on=date(2015, 4, 1))
    assert finding(claim, PAID, TAKEN_BACK, anew).value == 60000


def test_a_revoked_award_was_not_conferred() -> None:
    chief = ProgrammeCode("CHIEF_EMPLOYEE")
    conferred = AwardConferred(
        award=chief,
        year=Year(2015),
        name=Text("首席员工"),
        recipient=ANN,
        prize_fen=Fen(0),
        posting=None,
        effective_on=date(2015, 3, 27),
    )
    revoked = AwardRevoked(
        award=chief,
        year=Year(2015),
        name=Text("首席员工"),
        recipient=ANN,
        prize_fen=Fen(0),
        conferred_on=date(2015, 3, 27),
        reason=Text("not eligible"),
        posting=None,
        effective_on=date(2015, 5, 1),
    )
    claim = stated("awards(CHIEF_EMPLOYEE)")
    assert finding(claim, conferred).value == 1
    assert finding(claim, conferred, revoked).verdict == "unsupported"


def test_two_payments_on_one_case_in_a_year_are_one_person_time_by_grant_and_two_by_payment() -> None:
    again = replace(PAID, instalment=Count(2), effective_on=date(2015, 3, 10))
    evidence = Evidence(map(recorded, (PAID, again)))
    claim = stated("aid_grants(ALL)")

    (by_grant,), (by_payment,) = judge([claim], evidence, "PT-1"), judge([claim], evidence, "PT-2")

    assert [by_grant.value, by_payment.value] == [Fraction(1), Fraction(2)]


def test_only_admissions_are_new_members() -> None:
    enrolled = MemberEnrolled(
        member_no=MemberNo("M1"),
        person=PersonalData(name=Text("会员（化名）")),
        branch_id=None,
        basis="brought_forward",
        effective_on=date(2015, 1, 1),
    )
    admitted = replace(enrolled, member_no=MemberNo("M2"), basis="admitted")
    assert finding(stated("members_admitted"), enrolled, admitted).value == 1


def test_a_rate_is_compared_in_basis_points_without_rounding() -> None:
    required = [
        EstablishmentRequired(enterprise_id=EnterpriseId(f"E{number}"), effective_on=date(2015, 5, 4))
        for number in range(3)
    ]
    approved = EstablishmentApproved(enterprise_id=EnterpriseId("E1"), effective_on=date(2015, 7, 1))
    claim = stated("establishment_rate", "ratio", lower=3333, upper=3334)

    found = finding(claim, *required, approved)

    assert (found.value, found.verdict) == (Fraction(10000, 3), "supported")


def test_a_mean_is_rounded_half_up() -> None:
    survivors = [
        replace(PAID, case_no=CaseNo(f"S{number}"), programme=ProgrammeCode("SURVIVOR_BENEFIT")) for number in range(3)
    ]
    half_a_year = stated(
        "survivor_monthly_mean", "mean", period_from=date(2015, 1, 1), period_to=date(2015, 6, 30), lower=1, upper=2
    )
    found = finding(half_a_year, *survivors)
    assert (found.value, found.verdict) == (Fraction(1), "supported")


def test_what_was_recorded_after_the_day_of_knowledge_is_not_known() -> None:
    late = recorded(SECOND, datetime(2016, 1, 11, tzinfo=UTC))
    known = Evidence([recorded(PAID), late], known_by=datetime(2016, 1, 10, tzinfo=UTC))

    (found,) = judge([stated("aid_amount(WARMTH)", "amount_fen")], known)

    assert found.value == 50000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(600), "600"),
        (Fraction(26 * 10000, 41), "6341.46"),
        (Fraction(1, 8), "0.13"),
        (Fraction(999, 1000), "1.00"),
    ],
)
def test_values_are_written_for_people(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text
