from dataclasses import replace
from datetime import date

import pytest

from domain.activities.branch import BranchUnknown
from domain.activities.membership import (
    ChangeMemberProfile,
    DateBeforeEnrolment,
    DateBeforeLastChange,
    EnrolMember,
    MemberAlreadyEnrolled,
    MemberAlreadyInBranch,
    MemberAlreadyRetired,
    MemberHasWithdrawn,
    MemberNotWithdrawn,
    MemberUnknown,
    ReadmitMember,
    RetireMember,
    TransferMember,
    WithdrawMember,
)
from domain.errors import DateBeforeLedger, DateInFuture
from domain.values import Text
from tests.domain.given import COUNTY_LEDGER, given
from tests.samples.branch import SECOND_LEVEL, SECOND_LEVEL_OPENED, THIRD_LEVEL, THIRD_LEVEL_OPENED
from tests.samples.membership import (
    CARD_CANCELLED,
    CARD_ISSUED,
    CARD_REPORTED_LOST,
    ENROLLED,
    MEMBER,
    PERSON,
    PERSON_IN_FULL,
    PROFILE_CHANGED,
    READMITTED,
    RETIRED,
    TRANSFERRED,
    WITHDRAWN,
)

ENROL = EnrolMember(member_no=MEMBER, person=PERSON, branch_id=SECOND_LEVEL, effective_on=date(2025, 2, 10))
CHANGE_PROFILE = ChangeMemberProfile(member_no=MEMBER, person=PERSON_IN_FULL, effective_on=date(2025, 2, 12))
TRANSFER = TransferMember(member_no=MEMBER, to_branch_id=THIRD_LEVEL, effective_on=date(2025, 5, 1))
RETIRE = RetireMember(member_no=MEMBER, effective_on=date(2025, 6, 15))
WITHDRAW = WithdrawMember(member_no=MEMBER, reason=Text("moved abroad"), effective_on=date(2025, 8, 20))
READMIT = ReadmitMember(member_no=MEMBER, effective_on=date(2025, 11, 3))


class TestEnrolment:
    def test_a_person_joins_a_branch(self) -> None:
        given(SECOND_LEVEL_OPENED).when(ENROL).then(ENROLLED)

    def test_a_person_joins_without_a_branch(self) -> None:
        given().when(replace(ENROL, branch_id=None)).then(replace(ENROLLED, branch_id=None))

    def test_a_member_is_brought_forward_when_the_books_open(self) -> None:
        brought = replace(ENROL, branch_id=None, basis="brought_forward", effective_on=date(2015, 1, 1))
        expected = replace(ENROLLED, branch_id=None, basis="brought_forward", effective_on=date(2015, 1, 1))
        given().when(brought).then(expected)

    def test_a_federation_may_keep_members_too(self) -> None:
        given(SECOND_LEVEL_OPENED, ledger=COUNTY_LEDGER).when(ENROL).then(ENROLLED)

    def test_a_number_is_given_once(self) -> None:
        given(SECOND_LEVEL_OPENED, ENROLLED).when(ENROL).refused(MemberAlreadyEnrolled, enrolled_on="2025-02-10")

    def test_a_former_members_number_is_not_given_again(self) -> None:
        given(SECOND_LEVEL_OPENED, ENROLLED, WITHDRAWN).when(ENROL).refused(MemberAlreadyEnrolled)

    def test_the_branch_must_exist(self) -> None:
        given().when(ENROL).refused(BranchUnknown, branch_id=SECOND_LEVEL)

    def test_nobody_joins_before_the_ledger_opened(self) -> None:
        given(SECOND_LEVEL_OPENED).when(replace(ENROL, effective_on=date(2014, 12, 31))).refused(DateBeforeLedger)

    def test_nobody_joins_on_a_day_to_come(self) -> None:
        given(SECOND_LEVEL_OPENED).when(ENROL, today=date(2025, 2, 9)).refused(DateInFuture)


class TestProfile:
    def test_a_profile_changes_whole(self) -> None:
        given(ENROLLED).when(CHANGE_PROFILE).then(PROFILE_CHANGED)

    def test_a_change_may_be_recorded_late(self) -> None:
        given(ENROLLED, RETIRED).when(CHANGE_PROFILE).then(PROFILE_CHANGED)

    def test_a_former_members_data_can_be_put_right(self) -> None:
        given(ENROLLED, WITHDRAWN).when(CHANGE_PROFILE).then(PROFILE_CHANGED)

    def test_a_stranger_has_no_profile(self) -> None:
        given().when(CHANGE_PROFILE).refused(MemberUnknown)

    def test_a_profile_does_not_change_before_enrolment(self) -> None:
        too_early = replace(CHANGE_PROFILE, effective_on=date(2025, 2, 9))
        given(ENROLLED).when(too_early).refused(DateBeforeEnrolment, enrolled_on="2025-02-10")


class TestTransfer:
    def test_a_transfer_names_both_branches(self) -> None:
        given(THIRD_LEVEL_OPENED, ENROLLED).when(TRANSFER).then(TRANSFERRED)

    def test_a_member_without_a_branch_is_given_one(self) -> None:
        given(THIRD_LEVEL_OPENED, replace(ENROLLED, branch_id=None)).when(TRANSFER).then(
            replace(TRANSFERRED, from_branch_id=None)
        )

    def test_a_retired_member_may_move(self) -> None:
        late = date(2025, 7, 1)
        given(THIRD_LEVEL_OPENED, ENROLLED, RETIRED).when(replace(TRANSFER, effective_on=late)).then(
            replace(TRANSFERRED, effective_on=late)
        )

    def test_a_transfer_goes_to_another_branch(self) -> None:
        again = replace(TRANSFER, effective_on=date(2025, 5, 2))
        given(THIRD_LEVEL_OPENED, ENROLLED, TRANSFERRED).when(again).refused(MemberAlreadyInBranch)

    def test_the_new_branch_must_exist(self) -> None:
        given(ENROLLED).when(TRANSFER).refused(BranchUnknown)

    def test_a_former_member_does_not_move(self) -> None:
        given(THIRD_LEVEL_OPENED, ENROLLED, WITHDRAWN).when(TRANSFER).refused(MemberHasWithdrawn)

    def test_a_transfer_is_not_dated_before_the_last_one(self) -> None:
        back = TransferMember(member_no=MEMBER, to_branch_id=SECOND_LEVEL, effective_on=date(2025, 4, 30))
        given(SECOND_LEVEL_OPENED, ENROLLED, TRANSFERRED).when(back).refused(
            DateBeforeLastChange, changed_on="2025-05-01"
        )


class TestStanding:
    def test_a_member_retires(self) -> None:
        given(ENROLLED).when(RETIRE).then(RETIRED)

    def test_a_member_retires_once(self) -> None:
        given(ENROLLED, RETIRED).when(RETIRE).refused(MemberAlreadyRetired, retired_on="2025-06-15")

    def test_a_former_member_does_not_retire(self) -> None:
        given(ENROLLED, WITHDRAWN).when(RETIRE).refused(MemberHasWithdrawn)

    def test_nobody_retires_before_joining(self) -> None:
        given(ENROLLED).when(replace(RETIRE, effective_on=date(2025, 2, 9))).refused(DateBeforeEnrolment)

    def test_a_member_withdraws(self) -> None:
        given(ENROLLED).when(WITHDRAW).then(WITHDRAWN)

    def test_a_withdrawal_says_whether_the_member_was_retired(self) -> None:
        given(ENROLLED, RETIRED).when(WITHDRAW).then(replace(WITHDRAWN, was_retired=True))

    def test_a_valid_card_ends_with_the_membership(self) -> None:
        given(ENROLLED, CARD_ISSUED).when(WITHDRAW).then(WITHDRAWN, CARD_CANCELLED)

    def test_a_lost_card_has_ended_already(self) -> None:
        given(ENROLLED, CARD_ISSUED, CARD_REPORTED_LOST).when(WITHDRAW).then(WITHDRAWN)

    def test_a_withdrawal_recorded_late_ends_a_card_no_earlier_than_its_issue(self) -> None:
        early, issued = date(2025, 3, 31), date(2025, 4, 2)
        given(ENROLLED, replace(CARD_ISSUED, effective_on=issued)).when(replace(WITHDRAW, effective_on=early)).then(
            replace(WITHDRAWN, effective_on=early), replace(CARD_CANCELLED, effective_on=issued)
        )

    def test_a_member_withdraws_once(self) -> None:
        given(ENROLLED, WITHDRAWN).when(WITHDRAW).refused(MemberHasWithdrawn, withdrawn_on="2025-08-20")

    def test_a_withdrawal_is_not_dated_before_the_retirement(self) -> None:
        given(ENROLLED, RETIRED).when(replace(WITHDRAW, effective_on=date(2025, 6, 14))).refused(DateBeforeLastChange)

    def test_two_changes_may_fall_on_one_day(self) -> None:
        same_day = replace(WITHDRAW, effective_on=RETIRED.effective_on)
        given(ENROLLED, RETIRED).when(same_day).then(
            replace(WITHDRAWN, was_retired=True, effective_on=RETIRED.effective_on)
        )

    def test_a_former_member_comes_back_without_a_branch(self) -> None:
        given(ENROLLED, WITHDRAWN).when(READMIT).then(READMITTED)

    def test_a_former_member_comes_back_into_a_branch(self) -> None:
        given(THIRD_LEVEL_OPENED, ENROLLED, WITHDRAWN).when(replace(READMIT, branch_id=THIRD_LEVEL)).then(
            replace(READMITTED, branch_id=THIRD_LEVEL)
        )

    def test_the_branch_to_come_back_to_must_exist(self) -> None:
        given(ENROLLED, WITHDRAWN).when(replace(READMIT, branch_id=THIRD_LEVEL)).refused(BranchUnknown)

    @pytest.mark.parametrize(("history", "standing"), [((), "active"), ((RETIRED,), "retired")])
    def test_only_former_members_come_back(self, history: tuple[object, ...], standing: str) -> None:
        given(ENROLLED, *history).when(READMIT).refused(MemberNotWithdrawn, standing=standing)

    def test_nobody_comes_back_before_withdrawing(self) -> None:
        given(ENROLLED, WITHDRAWN).when(replace(READMIT, effective_on=date(2025, 8, 19))).refused(DateBeforeLastChange)

    def test_a_member_who_came_back_may_withdraw_again(self) -> None:
        again = replace(WITHDRAW, effective_on=date(2025, 12, 1))
        given(ENROLLED, WITHDRAWN, READMITTED).when(again).then(
            replace(WITHDRAWN, branch_id=None, effective_on=date(2025, 12, 1))
        )

    @pytest.mark.parametrize("command", [TRANSFER, RETIRE, WITHDRAW, READMIT])
    def test_a_stranger_has_no_standing(self, command: object) -> None:
        given(THIRD_LEVEL_OPENED).when(command).refused(MemberUnknown, member_no=MEMBER)
