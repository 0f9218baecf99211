"""Decisions on membership itself: who is a member, in which branch, with which standing."""

from collections.abc import Sequence
from datetime import date

from domain.activities.branch import BranchState, BranchUnknown
from domain.activities.membership.commands import (
    ChangeMemberProfile,
    EnrolMember,
    ReadmitMember,
    RetireMember,
    TransferMember,
    WithdrawMember,
)
from domain.activities.membership.events import (
    CardCancelled,
    Event,
    MemberEnrolled,
    MemberProfileChanged,
    MemberReadmitted,
    MemberRetired,
    MemberTransferred,
    MemberWithdrawn,
)
from domain.activities.membership.members import Member, ever_member, present_member
from domain.activities.membership.refusals import (
    DateBeforeEnrolment,
    DateBeforeLastChange,
    MemberAlreadyEnrolled,
    MemberAlreadyInBranch,
    MemberAlreadyRetired,
    MemberNotWithdrawn,
)
from domain.deciding import Asked
from domain.values import BranchId, MemberNo


def enrol_member(
    asked: Asked, command: EnrolMember, existing: Member | None, branch: BranchState | None
) -> Sequence[Event]:
    """Take a person in under a number that nobody had before."""
    if existing is not None:
        raise MemberAlreadyEnrolled(member_no=command.member_no, enrolled_on=existing.enrolled_on)
    _check_branch(command.branch_id, branch)
    asked.check_day(command.effective_on)
    return [
        MemberEnrolled(
            member_no=command.member_no,
            person=command.person,
            branch_id=command.branch_id,
            basis=command.basis,
            effective_on=command.effective_on,
        )
    ]


def change_member_profile(asked: Asked, command: ChangeMemberProfile, state: Member | None) -> Sequence[Event]:
    """Set the profile anew. Also a former member's data can be put right, and late is better than never."""
    found = ever_member(command.member_no, state)
    asked.check_day(command.effective_on)
    check_since_enrolment(command.member_no, found, command.effective_on)
    return [MemberProfileChanged(member_no=command.member_no, person=command.person, effective_on=command.effective_on)]


def transfer_member(
    asked: Asked, command: TransferMember, state: Member | None, branch: BranchState | None
) -> Sequence[Event]:
    """Move a member, active or retired, to an open branch that is not the present one."""
    found = present_member(command.member_no, state)
    _check_branch(command.to_branch_id, branch)
    if found.branch_id == command.to_branch_id:
        raise MemberAlreadyInBranch(member_no=command.member_no, branch_id=command.to_branch_id)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [
        MemberTransferred(
            member_no=command.member_no,
            from_branch_id=found.branch_id,
            to_branch_id=command.to_branch_id,
            effective_on=command.effective_on,
        )
    ]


def retire_member(asked: Asked, command: RetireMember, state: Member | None) -> Sequence[Event]:
    """Retire an active member."""
    found = present_member(command.member_no, state)
    if found.standing == "retired":
        raise MemberAlreadyRetired(member_no=command.member_no, retired_on=found.since)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [MemberRetired(member_no=command.member_no, branch_id=found.branch_id, effective_on=command.effective_on)]


def withdraw_member(asked: Asked, command: WithdrawMember, state: Member | None) -> Sequence[Event]:
    """End a membership, and with it a valid card."""
    found = present_member(command.member_no, state)
    _check_order(asked, command.member_no, found, command.effective_on)
    withdrawn = MemberWithdrawn(
        member_no=command.member_no,
        branch_id=found.branch_id,
        was_retired=found.standing == "retired",
        reason=command.reason,
        effective_on=command.effective_on,
    )
    return [withdrawn, *_card_ended(command, found)]


def _card_ended(command: WithdrawMember, found: Member) -> Sequence[Event]:
    if found.valid_card_no is None:
        return []
    # A withdrawal recorded late may lie before the card was handed out; the card cannot end before that.
    ended_on = max(command.effective_on, found.card_changed_on)
    return [
        CardCancelled(
            member_no=command.member_no, card_no=found.valid_card_no, reason=command.reason, effective_on=ended_on
        )
    ]


def readmit_member(
    asked: Asked, command: ReadmitMember, state: Member | None, branch: BranchState | None
) -> Sequence[Event]:
    """Take a former member in again. No branch named means none, as at enrolment."""
    found = ever_member(command.member_no, state)
    if found.standing != "withdrawn":
        raise MemberNotWithdrawn(member_no=command.member_no, standing=found.standing, since=found.since)
    _check_branch(command.branch_id, branch)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [
        MemberReadmitted(member_no=command.member_no, branch_id=command.branch_id, effective_on=command.effective_on)
    ]


def check_since_enrolment(member_no: MemberNo, found: Member, effective_on: date) -> None:
    """Refuse a day before the member's first.

    Raises:
        DateBeforeEnrolment: the day is before enrolment.
    """
    if effective_on < found.enrolled_on:
        raise DateBeforeEnrolment(member_no=member_no, effective_on=effective_on, enrolled_on=found.enrolled_on)


def _check_order(asked: Asked, member_no: MemberNo, found: Member, effective_on: date) -> None:
    asked.check_day(effective_on)
    check_since_enrolment(member_no, found, effective_on)
    if effective_on < found.changed_on:
        raise DateBeforeLastChange(member_no=member_no, effective_on=effective_on, changed_on=found.changed_on)


def _check_branch(branch_id: BranchId | None, branch: BranchState | None) -> None:
    if branch_id is not None and branch is None:
        raise BranchUnknown(branch_id=branch_id)
