"""What happens to one member: enrolment, branch, standing and cards."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.values import BranchId, CardNo, MemberNo, PersonalData, Text

EnrolmentBasis = Literal["admitted", "brought_forward"]
"""``admitted``: joined on the day (入会). ``brought_forward``: was a member when the books opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEnrolled:
    """A person became a member, or was one when the books opened."""

    member_no: MemberNo
    person: PersonalData
    branch_id: BranchId | None
    basis: EnrolmentBasis
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberProfileChanged:
    """What identifies the member changed; the whole new value."""

    member_no: MemberNo
    person: PersonalData
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTransferred:
    """A member moved between branches of this ledger."""

    member_no: MemberNo
    from_branch_id: BranchId | None
    to_branch_id: BranchId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRetired:
    """A member retired: keeps membership (保留会籍), pays nothing from the next month on."""

    member_no: MemberNo
    branch_id: BranchId | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWithdrawn:
    """A membership ended by a decision (退会)."""

    member_no: MemberNo
    branch_id: BranchId | None
    was_retired: bool
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReadmitted:
    """A former member joined again under the same number."""

    member_no: MemberNo
    branch_id: BranchId | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIssued:
    """A first card (会员卡) was handed out. Its number is the member's number and a running number."""

    member_no: MemberNo
    card_no: CardNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReportedLost:
    """The member's valid card was reported lost; it is not valid from then on."""

    member_no: MemberNo
    card_no: CardNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReplaced:
    """A new card took the place of a lost or worn one, which is not valid from then on."""

    member_no: MemberNo
    card_no: CardNo
    replaced_card_no: CardNo
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCancelled:
    """A card was made invalid without a new one."""

    member_no: MemberNo
    card_no: CardNo
    reason: Text
    effective_on: date


Event = (
    MemberEnrolled
    | MemberProfileChanged
    | MemberTransferred
    | MemberRetired
    | MemberWithdrawn
    | MemberReadmitted
    | CardIssued
    | CardReportedLost
    | CardReplaced
    | CardCancelled
)
