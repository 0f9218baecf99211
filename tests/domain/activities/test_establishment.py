from dataclasses import replace
from datetime import date

import pytest

from domain.activities.establishment import (
    ApplyEstablishment,
    ApproveEstablishment,
    EnterpriseAlreadySurveyed,
    EnterpriseHasUnion,
    EnterpriseNotSurveyed,
    EstablishmentStepMissing,
    EstablishmentStepRepeated,
    RequireEstablishment,
    SurveyEnterprise,
)
from domain.errors import DateBeforeEarlierStep, DateInFuture
from tests.domain.given import given
from tests.samples.establishment import APPLIED, APPROVED, ENTERPRISE, REQUIRED, SURVEYED

SURVEY = SurveyEnterprise(enterprise_id=ENTERPRISE, has_union=False, effective_on=SURVEYED.effective_on)
REQUIRE = RequireEstablishment(enterprise_id=ENTERPRISE, effective_on=REQUIRED.effective_on)
APPLY = ApplyEstablishment(enterprise_id=ENTERPRISE, effective_on=APPLIED.effective_on)
APPROVE = ApproveEstablishment(enterprise_id=ENTERPRISE, effective_on=APPROVED.effective_on)
STEPS = [REQUIRE, APPLY, APPROVE]


def test_an_enterprise_is_surveyed() -> None:
    given().when(SURVEY).then(SURVEYED)


def test_an_enterprise_is_surveyed_once() -> None:
    given(SURVEYED).when(SURVEY).refused(EnterpriseAlreadySurveyed, enterprise_id="E11")


def test_an_enterprise_without_a_union_has_to_establish_one() -> None:
    given(SURVEYED).when(REQUIRE).then(REQUIRED)


def test_an_enterprise_that_has_to_establish_a_union_applies() -> None:
    given(SURVEYED, REQUIRED).when(APPLY).then(APPLIED)


def test_an_application_is_approved() -> None:
    given(SURVEYED, REQUIRED, APPLIED).when(APPROVE).then(APPROVED)


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_established_without_a_survey(step: object) -> None:
    given().when(step).refused(EnterpriseNotSurveyed)


@pytest.mark.parametrize("step", STEPS)
def test_an_enterprise_with_a_union_establishes_none(step: object) -> None:
    given(replace(SURVEYED, has_union=True)).when(step).refused(EnterpriseHasUnion)


@pytest.mark.parametrize(
    ("history", "step", "needed"),
    [
        ([SURVEYED], APPLY, "required"),
        ([SURVEYED], APPROVE, "applied"),
        ([SURVEYED, REQUIRED], APPROVE, "applied"),
    ],
)
def test_no_step_is_left_out(history: list[object], step: object, needed: str) -> None:
    given(*history).when(step).refused(EstablishmentStepMissing, needed=needed)


@pytest.mark.parametrize(
    ("history", "step"),
    [
        ([SURVEYED, REQUIRED], REQUIRE),
        ([SURVEYED, REQUIRED, APPLIED], REQUIRE),
        ([SURVEYED, REQUIRED, APPLIED], APPLY),
        ([SURVEYED, REQUIRED, APPLIED, APPROVED], APPROVE),
    ],
)
def test_no_step_is_made_twice(history: list[object], step: object) -> None:
    given(*history).when(step).refused(EstablishmentStepRepeated)


@pytest.mark.parametrize(
    ("history", "step"),
    [
        ([SURVEYED], replace(REQUIRE, effective_on=date(2015, 3, 9))),
        ([SURVEYED, REQUIRED], replace(APPLY, effective_on=date(2015, 5, 3))),
        ([SURVEYED, REQUIRED, APPLIED], replace(APPROVE, effective_on=date(2015, 5, 31))),
    ],
)
def test_no_step_lies_before_the_one_it_follows(history: list[object], step: object) -> None:
    given(*history).when(step).refused(DateBeforeEarlierStep)


def test_two_steps_may_be_made_on_one_day() -> None:
    same_day = replace(APPLY, effective_on=REQUIRED.effective_on)
    given(SURVEYED, REQUIRED).when(same_day).then(replace(APPLIED, effective_on=REQUIRED.effective_on))


@pytest.mark.parametrize(
    ("history", "step"),
    [
        ([], SURVEY),
        ([SURVEYED], REQUIRE),
        ([SURVEYED, REQUIRED], APPLY),
        ([SURVEYED, REQUIRED, APPLIED], APPROVE),
    ],
)
def test_no_step_is_recorded_before_its_day(history: list[object], step: object) -> None:
    given(*history).when(step, today=date(2015, 3, 9)).refused(DateInFuture)
