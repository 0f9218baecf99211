"""What may be asked about a member. ``effective_on`` is the day on which it is so."""

from dataclasses import dataclass
from datetime import date

from domain.activities.membership.events import EnrolmentBasis
from domain.values import BranchId, MemberNo, PersonalData, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolMember:
    """Take a person in as a member, or bring one forward who was a member when the books opened."""

    member_no: MemberNo
    person: PersonalData
    effective_on: date
    branch_id: BranchId | None = None
    basis: EnrolmentBasis = "admitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMemberProfile:
    """Set anew what identifies a member; the whole value, not only what changed."""

    member_no: MemberNo
    person: PersonalData
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferMember:
    """Move a member to another branch of this ledger."""

    member_no: MemberNo
    to_branch_id: BranchId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireMember:
    """Retire a member, who keeps membership and pays nothing from the next month on."""

    member_no: MemberNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMember:
    """End a membership; a valid card ends with it."""

    member_no: MemberNo
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmitMember:
    """Take a former member in again under the same number, in the branch named or in none."""

    member_no: MemberNo
    effective_on: date
    branch_id: BranchId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCard:
    """Hand out a card to a member who has none; the ledger gives it its number."""

    member_no: MemberNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCardLost:
    """Make a member's card invalid because it was lost."""

    member_no: MemberNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceCard:
    """Hand out a new card for a lost or worn one."""

    member_no: MemberNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCard:
    """Make a member's valid card invalid without a new one."""

    member_no: MemberNo
    reason: Text
    effective_on: date
