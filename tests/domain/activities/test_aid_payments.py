from dataclasses import replace
from datetime import date

import pytest

from domain.accounting.posting import Dimensions
from domain.activities.aid import (
    AidApprovalExceeded,
    AidBudgetExceeded,
    AidCapExceeded,
    AidCaseDisagrees,
    AidCaseEnded,
    AidCaseUnknown,
    AidInstalmentAlreadyPaid,
    AidInstalmentNotPaid,
    AidInstalmentUnknown,
    AidNotApproved,
    AidPaymentDayWrong,
    AidSubjectNotMember,
    DisburseAid,
    ReverseAid,
)
from domain.activities.membership import MemberEnrolled, MemberWithdrawn
from domain.errors import DateBeforeEarlierStep, DateInFuture, SamePerson
from domain.values import (
    CaseNo,
    Count,
    Fen,
    MemberNo,
    PartyId,
    PersonalData,
    ProgrammeCode,
    Subject,
    SubjectId,
    Text,
    Year,
)
from tests.domain.given import given
from tests.postings import against_prior_year, amounting, posted
from tests.samples.aid import (
    APPROVED,
    BUDGET_AMENDED,
    BUDGET_CHARGED,
    CAP_CHARGED,
    CASE,
    CLOSED,
    DISBURSED,
    FOR_STUDENT,
    OPENED,
    REQUESTED,
    REVERSED,
    STUDENT,
    STUDY,
)

GRANTED = (OPENED, REQUESTED, APPROVED)
PAID = (*GRANTED, DISBURSED, BUDGET_CHARGED, CAP_CHARGED)
PAY = DisburseAid(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    instalment=Count(1),
    amount_fen=DISBURSED.amount_fen,
    effective_on=DISBURSED.effective_on,
)
PAY_SECOND = replace(PAY, instalment=Count(2), amount_fen=Fen(500_00))
PAY_NEXT_YEAR = replace(PAY, instalment=Count(2), effective_on=date(2016, 8, 20))
TAKE_BACK = ReverseAid(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    instalment=Count(1),
    disbursed_on=DISBURSED.effective_on,
    reason=REVERSED.reason,
    effective_on=REVERSED.effective_on,
)
BUDGET_GIVEN_BACK = replace(
    BUDGET_CHARGED, charged_fen=Fen(-2_000_00), spent_fen=Fen(0), effective_on=REVERSED.effective_on
)
CAP_GIVEN_BACK = replace(CAP_CHARGED, charged_fen=Fen(-2_000_00), used_fen=Fen(0), effective_on=REVERSED.effective_on)
TAKEN_BACK = (*PAID, REVERSED, BUDGET_GIVEN_BACK, CAP_GIVEN_BACK)
STEPS = [PAY, TAKE_BACK]


def test_a_payment_charges_the_budget_and_the_cap() -> None:
    given(*GRANTED).when(PAY, actor="carl").then(DISBURSED, BUDGET_CHARGED, CAP_CHARGED)


def test_a_payment_without_a_cap_charges_the_budget_only() -> None:
    given(replace(OPENED, cap_fen=None), REQUESTED, APPROVED).when(PAY, actor="carl").then(DISBURSED, BUDGET_CHARGED)


def test_who_requested_may_pay_what_another_approved() -> None:
    given(*GRANTED).when(PAY, actor=REQUESTED.requested_by).then(
        replace(DISBURSED, paid_by=REQUESTED.requested_by), BUDGET_CHARGED, CAP_CHARGED
    )


@pytest.mark.parametrize(("history", "step"), [(GRANTED, PAY), (PAID, TAKE_BACK)])
def test_who_approved_neither_pays_nor_takes_back(history: tuple[object, ...], step: DisburseAid | ReverseAid) -> None:
    name = "disburse-aid" if step == PAY else "reverse-aid"
    given(*history).when(step, actor="pavel").refused(SamePerson, actor="pavel", earlier="approve-aid", step=name)


def test_a_second_payment_of_the_year_is_no_further_person_time() -> None:
    given(*PAID).when(PAY_SECOND, actor="carl").then(
        amounting(DISBURSED, 500_00, instalment=Count(2), person_times=Count(0)),
        replace(BUDGET_CHARGED, charged_fen=Fen(500_00), spent_fen=Fen(2_500_00)),
        replace(CAP_CHARGED, charged_fen=Fen(500_00), used_fen=Fen(2_500_00)),
    )


def test_a_payment_of_another_year_is_a_person_time_and_has_a_cap_of_its_own() -> None:
    day = PAY_NEXT_YEAR.effective_on
    given(*PAID).when(PAY_NEXT_YEAR, actor="carl", today=day).then(
        replace(DISBURSED, instalment=Count(2), effective_on=day),
        replace(BUDGET_CHARGED, spent_fen=Fen(4_000_00), effective_on=day),
        replace(CAP_CHARGED, year=Year(2016), effective_on=day),
    )


def test_the_budget_is_paid_out_to_the_last_fen() -> None:
    tight = replace(BUDGET_AMENDED, budget_fen=Fen(2_000_00))
    given(*GRANTED, tight).when(PAY, actor="carl").then(
        DISBURSED, replace(BUDGET_CHARGED, budget_fen=Fen(2_000_00)), CAP_CHARGED
    )


def test_the_opening_budget_is_not_overspent() -> None:
    given(replace(OPENED, budget_fen=Fen(1_999_99)), REQUESTED, APPROVED).when(PAY).refused(
        AidBudgetExceeded, budget="1999.99", spent="0.00", asked="2000.00"
    )


def test_an_amended_budget_is_not_overspent() -> None:
    lowered = replace(BUDGET_AMENDED, budget_fen=Fen(2_499_99), spent_fen=Fen(2_000_00))
    given(*PAID, lowered).when(PAY_SECOND).refused(
        AidBudgetExceeded, programme="AUTUMN_STUDY", budget="2499.99", spent="2000.00", asked="500.00"
    )


def test_the_cap_of_the_year_is_not_exceeded() -> None:
    given(*PAID).when(replace(PAY_SECOND, amount_fen=Fen(500_01))).refused(
        AidCapExceeded, subject_id="B001", year=2015, cap="2500.00", used="2000.00", asked="500.01"
    )


def test_the_cap_counts_all_cases_of_a_subject() -> None:
    other = CaseNo("2015-0043")
    second_case = (replace(REQUESTED, case_no=other), replace(APPROVED, case_no=other))
    given(*PAID, *second_case).when(replace(PAY, case_no=other)).refused(AidCapExceeded, used="2000.00")


def test_all_payments_stay_within_what_was_approved() -> None:
    small = replace(APPROVED, amount_fen=Fen(2_400_00))
    given(OPENED, REQUESTED, small, DISBURSED, BUDGET_CHARGED, CAP_CHARGED).when(PAY_SECOND).refused(
        AidApprovalExceeded, approved="2400.00", paid="2000.00", asked="500.00"
    )


def test_nothing_is_paid_before_approval() -> None:
    given(OPENED, REQUESTED).when(PAY).refused(AidNotApproved, case_no="2015-0042")


def test_nothing_is_paid_on_a_closed_case() -> None:
    given(*PAID, CLOSED).when(PAY_SECOND).refused(AidCaseEnded, outcome="terminated")


def test_an_instalment_is_not_paid_twice() -> None:
    given(*PAID).when(PAY).refused(AidInstalmentAlreadyPaid, instalment=1, paid_on="2015-08-20", paid="2000.00")


@pytest.mark.parametrize("instalment", [0, 5])
def test_only_planned_instalments_are_paid(instalment: int) -> None:
    given(*GRANTED).when(replace(PAY, instalment=Count(instalment))).refused(
        AidInstalmentUnknown, instalment=instalment, instalments=4
    )


def test_instalments_are_paid_in_any_order() -> None:
    given(*GRANTED).when(replace(PAY, instalment=Count(4)), actor="carl").then(
        replace(DISBURSED, instalment=Count(4)), BUDGET_CHARGED, CAP_CHARGED
    )


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "other", [{"programme": ProgrammeCode("WARMTH")}, {"subject": Subject(kind="person", id=SubjectId("B002"))}]
)
def test_a_payment_names_programme_and_subject_of_its_case(
    step: DisburseAid | ReverseAid, other: dict[str, ProgrammeCode | Subject]
) -> None:
    given(*PAID).when(replace(step, **other)).refused(  # type: ignore[arg-type] # one of two fields, by name
        AidCaseDisagrees, programme="AUTUMN_STUDY", subject_kind="person", subject_id="B001"
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_case_begins_with_a_request(step: object) -> None:
    given(OPENED).when(step).refused(AidCaseUnknown)


def test_a_payment_taken_back_gives_budget_cap_and_person_time_back() -> None:
    given(*PAID).when(TAKE_BACK).then(REVERSED, BUDGET_GIVEN_BACK, CAP_GIVEN_BACK)


def test_a_payment_without_a_cap_gives_the_budget_back_only() -> None:
    given(replace(OPENED, cap_fen=None), REQUESTED, APPROVED, DISBURSED, BUDGET_CHARGED).when(TAKE_BACK).then(
        REVERSED, BUDGET_GIVEN_BACK
    )


def test_a_person_time_stays_while_another_payment_of_the_year_stands() -> None:
    second = (
        amounting(DISBURSED, 500_00, instalment=Count(2), person_times=Count(0)),
        replace(BUDGET_CHARGED, charged_fen=Fen(500_00), spent_fen=Fen(2_500_00)),
        replace(CAP_CHARGED, charged_fen=Fen(500_00), used_fen=Fen(2_500_00)),
    )
    given(*PAID, *second).when(TAKE_BACK).then(
        replace(REVERSED, person_times=Count(0)),
        replace(BUDGET_GIVEN_BACK, spent_fen=Fen(500_00)),
        replace(CAP_GIVEN_BACK, used_fen=Fen(500_00)),
    )


def test_a_payment_taken_back_in_a_later_year_gives_back_the_cap_of_its_own_year() -> None:
    later = date(2016, 1, 4)
    prior_year = against_prior_year(
        "2009.prior_year", "102", "331", 2_000_00, FOR_STUDENT, corrects="2015-08-20.2009.aid.study"
    )
    given(*PAID).when(replace(TAKE_BACK, effective_on=later), today=later).then(
        replace(REVERSED, posting=prior_year, effective_on=later),
        replace(BUDGET_GIVEN_BACK, effective_on=later),
        replace(CAP_GIVEN_BACK, effective_on=later),
    )


def test_a_payment_is_taken_back_once() -> None:
    given(*TAKEN_BACK).when(TAKE_BACK).refused(AidInstalmentNotPaid, instalment=1)


def test_what_was_never_paid_is_not_taken_back() -> None:
    given(*GRANTED).when(TAKE_BACK).refused(AidInstalmentNotPaid, instalment=1)


def test_a_reversal_names_the_day_of_the_payment() -> None:
    given(*PAID).when(replace(TAKE_BACK, disbursed_on=date(2015, 8, 21))).refused(
        AidPaymentDayWrong, paid_on="2015-08-20", disbursed_on="2015-08-21"
    )


def test_taking_one_payment_back_leaves_the_others() -> None:
    second = amounting(DISBURSED, 500_00, instalment=Count(2), person_times=Count(0))
    given(*PAID, second, REVERSED).when(PAY_SECOND).refused(AidInstalmentAlreadyPaid, instalment=2, paid="500.00")


def test_an_instalment_that_was_taken_back_is_paid_again() -> None:
    again = replace(PAY, effective_on=date(2015, 8, 25))
    given(*TAKEN_BACK).when(again, actor="carl").then(
        replace(DISBURSED, effective_on=date(2015, 8, 25)),
        replace(BUDGET_CHARGED, effective_on=date(2015, 8, 25)),
        replace(CAP_CHARGED, effective_on=date(2015, 8, 25)),
    )


def test_a_payment_of_a_closed_case_is_taken_back() -> None:
    later = date(2015, 9, 2)
    given(*PAID, CLOSED).when(replace(TAKE_BACK, effective_on=later)).then(
        replace(REVERSED, effective_on=later),
        replace(BUDGET_GIVEN_BACK, effective_on=later),
        replace(CAP_GIVEN_BACK, effective_on=later),
    )


@pytest.mark.parametrize(
    ("history", "step", "earlier_on"),
    [
        (GRANTED, replace(PAY, effective_on=date(2015, 8, 2)), "2015-08-03"),
        (PAID, replace(TAKE_BACK, effective_on=date(2015, 8, 19)), "2015-08-20"),
    ],
)
def test_no_step_lies_before_the_one_it_follows(history: tuple[object, ...], step: object, earlier_on: str) -> None:
    given(*history).when(step).refused(DateBeforeEarlierStep, earlier_on=earlier_on)


@pytest.mark.parametrize(("history", "step"), [(GRANTED, PAY), (PAID, TAKE_BACK)])
def test_no_payment_is_recorded_before_its_day(history: tuple[object, ...], step: object) -> None:
    given(*history).when(step, today=date(2015, 8, 19)).refused(DateInFuture)


MEMBER = MemberNo("M0601")
ENROLLED = MemberEnrolled(
    member_no=MEMBER,
    person=PersonalData(name=Text("会员甲")),
    branch_id=None,
    basis="admitted",
    effective_on=date(2015, 2, 2),
)
WITHDRAWN = MemberWithdrawn(
    member_no=MEMBER, branch_id=None, was_retired=False, reason=Text("moved away"), effective_on=date(2015, 8, 10)
)


def test_nothing_is_paid_to_a_member_who_withdrew_after_the_approval() -> None:
    subject = Subject(kind="person", id=SubjectId(MEMBER))
    granted = (
        replace(OPENED, requires_membership=True),
        replace(REQUESTED, subject=subject),
        replace(APPROVED, subject=subject),
    )
    pay = replace(PAY, subject=subject)
    given(*granted, ENROLLED, WITHDRAWN).when(pay).refused(AidSubjectNotMember, effective_on="2015-08-20")
    posting = posted("2009.aid.study", "50205", "102", 2_000_00, Dimensions(party=PartyId(MEMBER)))
    given(*granted, ENROLLED).when(pay, actor="carl").then(
        replace(DISBURSED, subject=subject, posting=posting), BUDGET_CHARGED, replace(CAP_CHARGED, subject=subject)
    )
