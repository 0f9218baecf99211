from dataclasses import replace
from datetime import date

import pytest

from domain.activities.membership import (
    CancelCard,
    CardStillValid,
    CardToBeReplaced,
    DateBeforeLastCardStep,
    IssueCard,
    MemberHasWithdrawn,
    MemberUnknown,
    NoCardToReplace,
    NoValidCard,
    ReplaceCard,
    ReportCardLost,
)
from domain.errors import DateInFuture
from domain.values import CardNo, Text
from tests.domain.given import given
from tests.samples.membership import (
    CARD_CANCELLED,
    CARD_ISSUED,
    CARD_REPLACED,
    CARD_REPORTED_LOST,
    ENROLLED,
    MEMBER,
    READMITTED,
    RETIRED,
    SECOND_CARD,
    WITHDRAWN,
)

ISSUE = IssueCard(member_no=MEMBER, effective_on=date(2025, 3, 1))
REPORT_LOST = ReportCardLost(member_no=MEMBER, effective_on=date(2025, 4, 1))
REPLACE = ReplaceCard(member_no=MEMBER, effective_on=date(2025, 4, 8))
CANCEL = CancelCard(member_no=MEMBER, reason=Text("moved abroad"), effective_on=date(2025, 8, 20))


def test_a_first_card_carries_the_members_number() -> None:
    given(ENROLLED).when(ISSUE).then(CARD_ISSUED)


def test_a_retired_member_has_a_card_too() -> None:
    given(ENROLLED, RETIRED).when(ISSUE).then(CARD_ISSUED)


def test_a_member_has_one_valid_card() -> None:
    given(ENROLLED, CARD_ISSUED).when(ISSUE).refused(CardStillValid, card_no="M0601-01")


def test_a_lost_card_is_replaced_not_joined_by_another() -> None:
    given(ENROLLED, CARD_ISSUED, CARD_REPORTED_LOST).when(ISSUE).refused(CardToBeReplaced, card_no="M0601-01")


def test_a_lost_card_is_not_valid() -> None:
    given(ENROLLED, CARD_ISSUED).when(REPORT_LOST).then(CARD_REPORTED_LOST)


def test_a_card_is_lost_once() -> None:
    given(ENROLLED, CARD_ISSUED, CARD_REPORTED_LOST).when(REPORT_LOST).refused(NoValidCard)


def test_a_lost_card_is_replaced() -> None:
    given(ENROLLED, CARD_ISSUED, CARD_REPORTED_LOST).when(REPLACE).then(CARD_REPLACED)


def test_a_worn_card_is_replaced_without_being_lost() -> None:
    given(ENROLLED, CARD_ISSUED).when(REPLACE).then(CARD_REPLACED)


def test_a_replacement_can_be_replaced() -> None:
    third = CardNo("M0601-03")
    given(ENROLLED, CARD_ISSUED, CARD_REPLACED).when(REPLACE).then(
        replace(CARD_REPLACED, card_no=third, replaced_card_no=SECOND_CARD)
    )


def test_without_a_card_there_is_nothing_to_replace() -> None:
    given(ENROLLED).when(REPLACE).refused(NoCardToReplace)


def test_a_card_is_cancelled() -> None:
    given(ENROLLED, CARD_ISSUED).when(CANCEL).then(CARD_CANCELLED)


@pytest.mark.parametrize("history", [(), (CARD_ISSUED, CARD_REPORTED_LOST), (CARD_ISSUED, CARD_CANCELLED)])
def test_only_a_valid_card_is_cancelled(history: tuple[object, ...]) -> None:
    given(ENROLLED, *history).when(CANCEL).refused(NoValidCard)


def test_after_a_cancellation_the_next_card_has_the_next_number() -> None:
    later = date(2025, 9, 1)
    given(ENROLLED, CARD_ISSUED, CARD_CANCELLED).when(replace(ISSUE, effective_on=later)).then(
        replace(CARD_ISSUED, card_no=SECOND_CARD, effective_on=later)
    )


@pytest.mark.parametrize("command", [ISSUE, REPORT_LOST, REPLACE, CANCEL])
def test_a_former_member_has_no_card(command: object) -> None:
    given(ENROLLED, CARD_ISSUED, WITHDRAWN, CARD_CANCELLED).when(command).refused(MemberHasWithdrawn)


@pytest.mark.parametrize("command", [ISSUE, REPORT_LOST, REPLACE, CANCEL])
def test_a_stranger_has_no_card(command: object) -> None:
    given().when(command).refused(MemberUnknown)


def test_a_member_who_came_back_after_losing_a_card_is_issued_a_new_one() -> None:
    later = date(2025, 11, 3)
    given(ENROLLED, CARD_ISSUED, CARD_REPORTED_LOST, WITHDRAWN, READMITTED).when(
        replace(ISSUE, effective_on=later)
    ).then(replace(CARD_ISSUED, card_no=SECOND_CARD, effective_on=later))


def test_a_card_is_not_issued_for_the_time_between_two_memberships() -> None:
    between = replace(ISSUE, effective_on=date(2025, 10, 1))
    given(ENROLLED, WITHDRAWN, READMITTED).when(between).refused(DateBeforeLastCardStep, earliest_on="2025-11-03")


def test_a_card_is_not_lost_before_it_was_issued() -> None:
    too_early = replace(REPORT_LOST, effective_on=date(2025, 2, 28))
    given(ENROLLED, CARD_ISSUED).when(too_early).refused(DateBeforeLastCardStep)


def test_a_card_is_not_issued_before_enrolment() -> None:
    given(ENROLLED).when(replace(ISSUE, effective_on=date(2025, 2, 9))).refused(DateBeforeLastCardStep)


def test_a_card_is_not_issued_on_a_day_to_come() -> None:
    given(ENROLLED).when(ISSUE, today=date(2025, 2, 28)).refused(DateInFuture)
