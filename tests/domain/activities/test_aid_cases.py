from dataclasses import replace
from datetime import date

import pytest

from domain.accounting.policies import PolicyRuleTaken
from domain.activities.aid import (
    AdoptAidPolicy,
    AidAlreadyApproved,
    AidApprovalTooHigh,
    AidCaseEnded,
    AidCaseExists,
    AidCasePaidOut,
    AidCaseUnknown,
    AidDeclinedAfterPayment,
    AidHouseholdWrong,
    AidInstalmentsMissing,
    AidNeedCovered,
    AidPlanOutOfRange,
    AidProgrammeUnknown,
    AidSubjectNotMember,
    AidSubjectNotPerson,
    ApproveAid,
    CaseOutcome,
    CloseAidCase,
    RequestAid,
)
from domain.activities.membership import MemberEnrolled, MemberReadmitted, MemberRetired, MemberWithdrawn
from domain.errors import DateBeforeEarlierStep, DateInFuture, SamePerson
from domain.values import (
    ActorId,
    CaseNo,
    Count,
    Fen,
    HouseholdId,
    MemberNo,
    Month,
    PersonalData,
    ProgrammeCode,
    Subject,
    SubjectId,
    Text,
)
from tests.domain.given import given
from tests.samples.aid import (
    APPROVED,
    CASE,
    CLOSED,
    DISBURSED,
    HOUSEHOLD,
    NEED_CLAIMED,
    OPENED,
    POLICY,
    REQUESTED,
    REVERSED,
    STUDENT,
    STUDY,
)

MEMBER = MemberNo("M0601")
FAMILY = Subject(kind="household", id=SubjectId("H0300"))
FOR_MEMBERS = replace(OPENED, requires_membership=True)
ONCE = replace(REQUESTED, instalments=Count(1))
REQUEST = RequestAid(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    household_id=HOUSEHOLD,
    amount_fen=REQUESTED.amount_fen,
    months_between=Count(12),
    effective_on=REQUESTED.effective_on,
)
REQUEST_FOR_MEMBER = replace(REQUEST, subject=Subject(kind="person", id=SubjectId(MEMBER)))
APPROVE = ApproveAid(case_no=CASE, amount_fen=APPROVED.amount_fen, effective_on=APPROVED.effective_on)
CLOSE = CloseAidCase(case_no=CASE, outcome="terminated", reason=CLOSED.reason, effective_on=CLOSED.effective_on)
ENROLLED = MemberEnrolled(
    member_no=MEMBER,
    person=PersonalData(name=Text("会员甲")),
    branch_id=None,
    basis="admitted",
    effective_on=date(2015, 2, 2),
)
RETIRED = MemberRetired(member_no=MEMBER, branch_id=None, effective_on=date(2015, 5, 6))
WITHDRAWN = MemberWithdrawn(
    member_no=MEMBER, branch_id=None, was_retired=False, reason=Text("moved away"), effective_on=date(2015, 7, 1)
)
READMITTED = MemberReadmitted(member_no=MEMBER, branch_id=None, effective_on=date(2015, 8, 1))


def test_aid_is_requested_in_the_instalments_of_the_programme() -> None:
    given(OPENED).when(REQUEST, actor="olga").then(REQUESTED)


def test_a_request_may_plan_other_instalments() -> None:
    command = replace(REQUEST, instalments=Count(12), months_between=Count(1), first_due=Month("2015-01"))
    given(OPENED).when(command, actor="olga").then(
        replace(REQUESTED, instalments=Count(12), months_between=Count(1), first_due=Month("2015-01"))
    )


@pytest.mark.parametrize(("instalments", "months_between"), [(0, 1), (49, 1), (4, 0), (4, 13)])
def test_a_plan_stays_within_limits(instalments: int, months_between: int) -> None:
    command = replace(REQUEST, instalments=Count(instalments), months_between=Count(months_between))
    given(OPENED).when(command).refused(
        AidPlanOutOfRange, instalments=instalments, months_between=months_between, most_months_between=12
    )


def test_a_case_number_is_used_once() -> None:
    given(OPENED, REQUESTED).when(REQUEST).refused(AidCaseExists, requested_on="2015-08-01")


def test_aid_is_requested_from_a_programme_that_exists() -> None:
    given().when(REQUEST).refused(AidProgrammeUnknown, programme="AUTUMN_STUDY")


def test_a_household_counts_for_itself() -> None:
    command = replace(REQUEST, subject=FAMILY, household_id=None)
    given(OPENED).when(command, actor="olga").then(
        replace(REQUESTED, subject=FAMILY, household_id=HouseholdId("H0300"))
    )


def test_a_household_does_not_count_for_another() -> None:
    given(OPENED).when(replace(REQUEST, subject=FAMILY)).refused(
        AidHouseholdWrong, subject_id="H0300", household_id="H0252"
    )


@pytest.mark.parametrize(
    "life",
    [[ENROLLED], [ENROLLED, RETIRED], [ENROLLED, WITHDRAWN, READMITTED]],
    ids=["active", "retired", "readmitted"],
)
def test_a_programme_for_members_reaches_members(life: list[object]) -> None:
    given(FOR_MEMBERS, *life).when(REQUEST_FOR_MEMBER, actor="olga").then(
        replace(REQUESTED, subject=REQUEST_FOR_MEMBER.subject)
    )


@pytest.mark.parametrize("life", [[], [ENROLLED, WITHDRAWN]], ids=["never enrolled", "withdrawn"])
def test_a_programme_for_members_does_not_reach_others(life: list[object]) -> None:
    given(FOR_MEMBERS, *life).when(REQUEST_FOR_MEMBER).refused(AidSubjectNotMember, subject_id="M0601")


def test_a_request_recorded_late_asks_who_was_a_member_on_its_day() -> None:
    before = replace(REQUEST_FOR_MEMBER, effective_on=date(2015, 6, 30))
    given(FOR_MEMBERS, ENROLLED, WITHDRAWN).when(before, actor="olga").then(
        replace(
            REQUESTED,
            subject=REQUEST_FOR_MEMBER.subject,
            first_due=Month("2015-06"),
            effective_on=date(2015, 6, 30),
        )
    )
    too_early = replace(REQUEST_FOR_MEMBER, effective_on=date(2015, 2, 1))
    given(FOR_MEMBERS, ENROLLED).when(too_early).refused(AidSubjectNotMember, effective_on="2015-02-01")


@pytest.mark.parametrize("kind", ["household", "team", "branch"])
def test_a_programme_for_members_reaches_persons_only(kind: str) -> None:
    subject = Subject(kind=kind, id=SubjectId(MEMBER))  # type: ignore[arg-type] # parametrize hands over plain text
    command = replace(REQUEST, subject=subject, household_id=None)
    given(FOR_MEMBERS, ENROLLED).when(command).refused(AidSubjectNotPerson, subject_kind=kind)


def test_a_request_is_approved_for_less_than_was_asked() -> None:
    given(OPENED, REQUESTED).when(APPROVE, actor="pavel").then(APPROVED)


def test_a_request_is_approved_in_full() -> None:
    command = replace(APPROVE, amount_fen=Fen(8_000_00))
    given(OPENED, REQUESTED).when(command, actor="pavel").then(replace(APPROVED, amount_fen=Fen(8_000_00)))


def test_no_more_is_approved_than_was_asked() -> None:
    command = replace(APPROVE, amount_fen=Fen(8_000_01))
    given(OPENED, REQUESTED).when(command).refused(AidApprovalTooHigh, requested="8000.00", asked="8000.01")


def test_who_requested_does_not_approve() -> None:
    given(OPENED, REQUESTED).when(APPROVE, actor="olga").refused(
        SamePerson, actor="olga", earlier="request-aid", step="approve-aid"
    )


def test_a_request_is_approved_once() -> None:
    given(OPENED, REQUESTED, APPROVED).when(APPROVE, actor="petra").refused(
        AidAlreadyApproved, approved_on="2015-08-03"
    )


@pytest.mark.parametrize("command", [APPROVE, CLOSE])
def test_a_case_begins_with_a_request(command: object) -> None:
    given(OPENED).when(command).refused(AidCaseUnknown, case_no="2015-0042")


@pytest.mark.parametrize("command", [APPROVE, CLOSE])
def test_a_closed_case_takes_no_further_step(command: object) -> None:
    given(OPENED, REQUESTED, CLOSED).when(command).refused(AidCaseEnded, outcome="terminated", closed_on="2015-09-01")


@pytest.mark.parametrize("outcome", ["terminated", "lapsed"])
def test_a_case_ends_before_its_last_instalment(outcome: CaseOutcome) -> None:
    command = replace(CLOSE, outcome=outcome)
    given(OPENED, REQUESTED, APPROVED, DISBURSED).when(command).then(replace(CLOSED, outcome=outcome))


def test_a_case_is_completed_when_everything_planned_is_paid() -> None:
    command = replace(CLOSE, outcome="completed")
    given(OPENED, ONCE, APPROVED, DISBURSED).when(command).then(replace(CLOSED, outcome="completed"))


def test_a_case_is_not_completed_while_an_instalment_is_missing() -> None:
    command = replace(CLOSE, outcome="completed")
    given(OPENED, REQUESTED, APPROVED, replace(DISBURSED, instalment=Count(3))).when(command).refused(
        AidInstalmentsMissing, missing="1, 2, 4"
    )


@pytest.mark.parametrize("outcome", ["terminated", "lapsed"])
def test_a_case_that_is_paid_out_is_completed_only(outcome: CaseOutcome) -> None:
    command = replace(CLOSE, outcome=outcome)
    given(OPENED, ONCE, APPROVED, DISBURSED).when(command).refused(AidCasePaidOut, outcome=outcome)


def test_a_case_is_declined_before_payment() -> None:
    given(OPENED, REQUESTED).when(replace(CLOSE, outcome="declined")).then(replace(CLOSED, outcome="declined"))


def test_a_case_is_not_declined_after_payment() -> None:
    given(OPENED, REQUESTED, APPROVED, DISBURSED).when(replace(CLOSE, outcome="declined")).refused(
        AidDeclinedAfterPayment, paid="2000.00"
    )


def test_a_case_is_declined_when_its_payment_was_taken_back() -> None:
    given(OPENED, REQUESTED, APPROVED, DISBURSED, REVERSED).when(replace(CLOSE, outcome="declined")).then(
        replace(CLOSED, outcome="declined")
    )


@pytest.mark.parametrize(
    ("history", "command", "earlier_on"),
    [
        ([], replace(REQUEST, effective_on=date(2015, 1, 4)), "2015-01-05"),
        ([REQUESTED], replace(APPROVE, effective_on=date(2015, 7, 31)), "2015-08-01"),
        ([REQUESTED, APPROVED], replace(CLOSE, effective_on=date(2015, 8, 2)), "2015-08-03"),
        ([REQUESTED, APPROVED, DISBURSED], replace(CLOSE, effective_on=date(2015, 8, 19)), "2015-08-20"),
        ([REQUESTED, APPROVED, DISBURSED, REVERSED], replace(CLOSE, effective_on=date(2015, 8, 23)), "2015-08-24"),
    ],
)
def test_no_step_lies_before_the_one_it_follows(history: list[object], command: object, earlier_on: str) -> None:
    given(OPENED, *history).when(command).refused(DateBeforeEarlierStep, earlier_on=earlier_on)


@pytest.mark.parametrize(("history", "command"), [([], REQUEST), ([REQUESTED], APPROVE), ([REQUESTED], CLOSE)])
def test_no_step_is_recorded_before_its_day(history: list[object], command: object) -> None:
    given(OPENED, *history).when(command, today=date(2015, 7, 31)).refused(DateInFuture)


def test_who_asked_is_told_from_who_records() -> None:
    given(OPENED).when(REQUEST, actor="otto").then(replace(REQUESTED, requested_by=ActorId("otto")))


class TestNeeds:
    """One case a year for a need, whatever the programme, where the ledger's rule says so."""

    OTHER = replace(OPENED, programme=ProgrammeCode("STUDY_RELIEF"))
    AGAIN = replace(REQUEST, case_no=CaseNo("2016-0007"), programme=ProgrammeCode("STUDY_RELIEF"))

    def test_a_case_claims_its_need_for_the_years_of_its_instalments(self) -> None:
        given(OPENED, POLICY).when(REQUEST, actor="olga").then(REQUESTED, NEED_CLAIMED)

    @pytest.mark.parametrize("on", [date(2015, 9, 1), date(2018, 3, 1)])
    def test_a_second_case_for_the_same_need_in_the_same_year_is_refused_by_the_rule(self, on: date) -> None:
        again = replace(self.AGAIN, effective_on=on)
        given(OPENED, self.OTHER, POLICY, REQUESTED, NEED_CLAIMED).when(again).refused(
            AidNeedCovered, rule_id="BF-2015", case_no=CASE, need="study", year=on.year
        )

    def test_another_year_another_need_or_another_subject_is_not_covered(self) -> None:
        history = (OPENED, self.OTHER, replace(self.OTHER, programme=ProgrammeCode("WARM"), purpose="hardship"), POLICY)
        for free in (
            replace(self.AGAIN, effective_on=date(2019, 8, 1)),
            replace(self.AGAIN, programme=ProgrammeCode("WARM")),
            replace(self.AGAIN, subject=Subject(kind="person", id=SubjectId("B002"))),
        ):
            assert given(*history, REQUESTED, NEED_CLAIMED).when(free).refusal is None

    def test_a_case_that_ended_and_paid_nothing_leaves_its_need_open_to_the_one_that_names_it(self) -> None:
        declined = replace(CLOSED, outcome="declined", effective_on=date(2015, 8, 9))
        history = (OPENED, self.OTHER, POLICY, REQUESTED, NEED_CLAIMED)
        instead = replace(self.AGAIN, instead_of=CASE)
        given(*history).when(instead).refused(AidNeedCovered)
        assert given(*history, declined).when(instead).refusal is None
        given(*history, APPROVED, DISBURSED, CLOSED).when(instead).refused(AidNeedCovered)

    def test_without_a_rule_a_need_may_be_aided_more_than_once(self) -> None:
        assert given(OPENED, self.OTHER, REQUESTED).when(self.AGAIN).refusal is None

    def test_a_rule_is_adopted_under_an_id_of_its_own(self) -> None:
        adopt = AdoptAidPolicy(
            rule_id=POLICY.rule_id,
            once_a_year=POLICY.once_a_year,
            valid_from=POLICY.valid_from,
            source=POLICY.source,
            effective_on=POLICY.effective_on,
        )
        given().when(adopt).then(POLICY)
        given(POLICY).when(adopt).refused(PolicyRuleTaken, rule_id="BF-2015")
