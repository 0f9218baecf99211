"""The demo, recorded through the commands, answers the three work reports as the scenario says it must."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from domain.activities.aid import AidDisbursed
from domain.values import CaseNo, Fen, HouseholdId, LedgerId, ProgrammeCode, Subject, SubjectId
from projections.claims import Finding, judge
from projections.evidence import Evidence
from projections.fold import Recorded
from services.cli.claims_file import read_claims
from services.demo import CLAIMS_FILE, STORIES
from services.service import Service
from services.store import read_recorded

COMPANY = LedgerId("company")

EXPECTED = {
    "CI-01": (13020000, "supported"),
    "CI-02": (240, "supported"),
    "CI-03": (11, "supported"),
    "CI-04": (4132000, "supported"),
    "CI-05": (39, "supported"),
    "CI-06": (None, "unsupported"),
    "CI-07": (3, "contradicted"),
    "CI-08": (7400000, "supported"),
    "CI-09": (51, "supported"),
    "CI-10": (27000000, "supported"),
    "CI-11": (2, "supported"),
    "CI-12": (79, "supported"),
    "CI-13": (10, "supported"),
    "CI-14": (69, "supported"),
    "CI-15": (41, "supported"),
    "CI-16": (39, "supported"),
    "CI-17": (Fraction(26 * 10000, 41), "contradicted"),
    "CO-01": (1, "supported"),
    "CO-05": (1, "supported"),
    "CO-10": (24, "supported"),
    "CO-14": (23, "supported"),
    "CO-15": (14, "supported"),
    "CO-16": (53428000, "supported"),
    "CO-17": (600, "supported"),
    "CO-18": (201, "supported"),
    "CO-19": (5280000, "supported"),
    "CO-20": (12, "supported"),
    "CO-21": (28, "supported"),
    "CO-22": (5, "supported"),
    "CO-23": (45, "contradicted"),
    "CO-24": (10, "supported"),
    "CO-25": (2900000, "supported"),
    "CO-27": (5, "supported"),
    "CO-28": (118, "supported"),
    "CO-29": (31, "supported"),
    "CO-30": (84, "supported"),
    "CO-32": (204, "supported"),
    "CO-33": (4236, "supported"),
    "CO-46": (20, "supported"),
    "SC-01": (2, "supported"),
    "SC-02": (1, "supported"),
    "SC-04": (3, "supported"),
    "SC-09": (2, "supported"),
}
"""Value and verdict of each claim on dues, aid, enrolment and awards."""

WHATEVER_THE_RECORDS_SAY = {"CO-43": "self_contradictory"}

Events = dict[LedgerId, list[Recorded]]


@pytest.fixture(scope="module")
def events(demo: Service) -> Events:
    with demo.datastore.get_connection() as connection:
        return {ledger_id: read_recorded(connection, ledger_id, after=0, limit=10**6).events for ledger_id in STORIES}


@pytest.fixture(scope="module")
def findings(events: Events) -> dict[str, Finding]:
    return {name: finding for ledger_id in events for name, finding in judged(ledger_id, events[ledger_id]).items()}


def outcome(finding: Finding) -> tuple[Fraction | int | None, str]:
    return finding.value, finding.verdict


def judged(ledger_id: LedgerId, events: list[Recorded]) -> dict[str, Finding]:
    with CLAIMS_FILE.open(encoding="utf-8", newline="") as lines:
        claims = [claim for claim in read_claims(lines) if claim.report == ledger_id]
    return {finding.claim.claim_id: finding for finding in judge(claims, Evidence(events))}


@pytest.mark.parametrize("claim_id", EXPECTED)
def test_a_claim_of_the_reports_has_the_scenarios_value_and_verdict(
    findings: dict[str, Finding], claim_id: str
) -> None:
    finding = findings[claim_id]

    assert outcome(finding) == EXPECTED[claim_id]
    assert finding.verdict == finding.claim.expected_verdict


def test_every_claim_of_the_four_families_is_judged(findings: dict[str, Finding]) -> None:
    families = {"dues", "aid", "enrolment", "award"}
    assert {name for name, finding in findings.items() if finding.claim.family in families} == set(EXPECTED)
    assert len(findings) == 78


def test_claims_on_activities_that_cannot_be_recorded_yet_are_not_guessed(findings: dict[str, Finding]) -> None:
    activity = {name: finding for name, finding in findings.items() if finding.claim.family == "activity"}
    assert {finding.value for finding in activity.values()} == {None}
    assert {name: finding.verdict for name, finding in activity.items() if finding.verdict != "not_measurable"} == (
        WHATEVER_THE_RECORDS_SAY
    )


def test_means_and_rates_show_what_they_were_made_of(findings: dict[str, Finding]) -> None:
    survivors, rate = findings["CO-28"].measured, findings["CI-17"].measured
    assert survivors is not None
    assert (survivors.numerator, survivors.denominator) == (1416, 12)
    assert rate is not None
    assert (rate.numerator, rate.denominator) == (26, 41)


def test_person_times_hold_only_under_the_rule_of_one_per_grant(events: Events) -> None:
    with CLAIMS_FILE.open(encoding="utf-8", newline="") as lines:
        claims = [claim for claim in read_claims(lines) if claim.claim_id == "CO-17"]
    evidence = Evidence(events[COMPANY])

    (by_grant,), (by_payment,) = judge(claims, evidence, "PT-1"), judge(claims, evidence, "PT-2")

    assert by_grant.measured is not None
    assert by_grant.measured.rule_id == "PT-1"
    assert outcome(by_grant) == (600, "supported")
    assert outcome(by_payment) == (1894, "contradicted")


def test_recording_the_29_missing_households_moves_three_claims_at_once(events: Events) -> None:
    in_june = next(recorded for recorded in events[COMPANY] if isinstance(recorded.event, AidDisbursed))
    in_june = in_june._replace(event=replace(in_june.event, effective_on=date(2015, 6, 12)))
    missing = [another_household(in_june, number) for number in range(29)]

    after = judged(COMPANY, [*events[COMPANY], *missing])

    assert outcome(after["CO-23"]) == (74, "supported")
    assert outcome(after["CO-17"]) == (629, "contradicted")
    assert after["CO-16"].value == 53428000 + 29 * 10000


def another_household(paid: Recorded, number: int) -> Recorded:
    payment = replace(
        paid.event,
        case_no=CaseNo(f"SPECIAL-{number}"),
        programme=ProgrammeCode("SPECIAL_GROUP"),
        subject=Subject(kind="person", id=SubjectId(f"M{4000 + number}")),
        household_id=HouseholdId(f"H{4000 + number}"),
        amount_fen=Fen(10000),
    )
    return paid._replace(event=payment)
