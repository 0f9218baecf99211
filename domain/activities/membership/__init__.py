"""Membership (会籍): enrolment, branch, standing and cards of one member.

Source: 《中国工会章程》 第四至八条 (edition of about 2008; later editions to be checked).
"""

from typing import Final, Protocol

from domain.activities.branch import branch
from domain.activities.membership.cards import cancel_card, issue_card, replace_card, report_card_lost
from domain.activities.membership.commands import (
    CancelCard,
    ChangeMemberProfile,
    EnrolMember,
    IssueCard,
    ReadmitMember,
    ReplaceCard,
    ReportCardLost,
    RetireMember,
    TransferMember,
    WithdrawMember,
)
from domain.activities.membership.events import (
    CardCancelled,
    CardIssued,
    CardReplaced,
    CardReportedLost,
    EnrolmentBasis,
    Event,
    MemberEnrolled,
    MemberProfileChanged,
    MemberReadmitted,
    MemberRetired,
    MemberTransferred,
    MemberWithdrawn,
)
from domain.activities.membership.members import Member, Standing, ever_member, member, present_member
from domain.activities.membership.refusals import (
    CardStillValid,
    CardToBeReplaced,
    DateBeforeEnrolment,
    DateBeforeLastCardStep,
    DateBeforeLastChange,
    MemberAlreadyEnrolled,
    MemberAlreadyInBranch,
    MemberAlreadyRetired,
    MemberHasWithdrawn,
    MemberNotWithdrawn,
    MemberUnknown,
    NoCardToReplace,
    NoValidCard,
)
from domain.activities.membership.standing import (
    change_member_profile,
    check_since_enrolment,
    enrol_member,
    readmit_member,
    retire_member,
    transfer_member,
    withdraw_member,
)
from domain.deciding import OFFICER, Activity, CommandType, EventType, Stream
from domain.values import MemberNo


class _OfOneMember(Protocol):
    @property
    def member_no(self) -> MemberNo: ...


def _own(record: _OfOneMember) -> Stream[Member | None]:
    return member(record.member_no)


def _only_own(record: _OfOneMember) -> tuple[Stream[Member | None]]:
    return (member(record.member_no),)


ACTIVITY: Final = Activity(
    name="membership",
    events=(
        EventType(name="member.enrolled", event=MemberEnrolled, stream=_own),
        EventType(name="member.profile_changed", event=MemberProfileChanged, stream=_own),
        EventType(name="member.transferred", event=MemberTransferred, stream=_own),
        EventType(name="member.retired", event=MemberRetired, stream=_own),
        EventType(name="member.withdrawn", event=MemberWithdrawn, stream=_own),
        EventType(name="member.readmitted", event=MemberReadmitted, stream=_own),
        EventType(name="card.issued", event=CardIssued, stream=_own),
        EventType(name="card.reported_lost", event=CardReportedLost, stream=_own),
        EventType(name="card.replaced", event=CardReplaced, stream=_own),
        EventType(name="card.cancelled", event=CardCancelled, stream=_own),
    ),
    commands=(
        CommandType(
            name="enrol-member",
            command=EnrolMember,
            roles=OFFICER,
            streams=lambda command: (member(command.member_no), branch(command.branch_id)),
            decide=enrol_member,
        ),
        CommandType(
            name="change-member-profile",
            command=ChangeMemberProfile,
            roles=OFFICER,
            streams=_only_own,
            decide=change_member_profile,
        ),
        CommandType(
            name="transfer-member",
            command=TransferMember,
            roles=OFFICER,
            streams=lambda command: (member(command.member_no), branch(command.to_branch_id)),
            decide=transfer_member,
        ),
        CommandType(name="retire-member", command=RetireMember, roles=OFFICER, streams=_only_own, decide=retire_member),
        CommandType(
            name="withdraw-member", command=WithdrawMember, roles=OFFICER, streams=_only_own, decide=withdraw_member
        ),
        CommandType(
            name="readmit-member",
            command=ReadmitMember,
            roles=OFFICER,
            streams=lambda command: (member(command.member_no), branch(command.branch_id)),
            decide=readmit_member,
        ),
        CommandType(name="issue-card", command=IssueCard, roles=OFFICER, streams=_only_own, decide=issue_card),
        CommandType(
            name="report-card-lost", command=ReportCardLost, roles=OFFICER, streams=_only_own, decide=report_card_lost
        ),
        CommandType(name="replace-card", command=ReplaceCard, roles=OFFICER, streams=_only_own, decide=replace_card),
        CommandType(name="cancel-card", command=CancelCard, roles=OFFICER, streams=_only_own, decide=cancel_card),
    ),
)

__all__ = [
    "ACTIVITY",
    "CancelCard",
    "CardCancelled",
    "CardIssued",
    "CardReplaced",
    "CardReportedLost",
    "CardStillValid",
    "CardToBeReplaced",
    "ChangeMemberProfile",
    "DateBeforeEnrolment",
    "DateBeforeLastCardStep",
    "DateBeforeLastChange",
    "EnrolMember",
    "EnrolmentBasis",
    "Event",
    "IssueCard",
    "Member",
    "MemberAlreadyEnrolled",
    "MemberAlreadyInBranch",
    "MemberAlreadyRetired",
    "MemberEnrolled",
    "MemberHasWithdrawn",
    "MemberNotWithdrawn",
    "MemberProfileChanged",
    "MemberReadmitted",
    "MemberRetired",
    "MemberTransferred",
    "MemberUnknown",
    "MemberWithdrawn",
    "NoCardToReplace",
    "NoValidCard",
    "ReadmitMember",
    "ReplaceCard",
    "ReportCardLost",
    "RetireMember",
    "Standing",
    "TransferMember",
    "WithdrawMember",
    "check_since_enrolment",
    "ever_member",
    "member",
    "present_member",
]
