"""Why something asked about a member is refused."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import BranchId, CardNo, MemberNo


@dataclass(eq=False, kw_only=True)
class MemberAlreadyEnrolled(LedgerError):
    """A member number is given once."""

    code = "member_already_enrolled"
    text = (
        "Member number {member_no} is in use since {enrolled_on}. "
        "Choose another number; a former member comes back with readmit-member."
    )

    member_no: MemberNo
    enrolled_on: date


@dataclass(eq=False, kw_only=True)
class MemberUnknown(LedgerError):
    """A command named a member who was never enrolled."""

    code = "member_unknown"
    text = (
        "There is no member {member_no} in this ledger. Enrol the person first with enrol-member, or check the number."
    )

    member_no: MemberNo


@dataclass(eq=False, kw_only=True)
class MemberHasWithdrawn(LedgerError):
    """Only a member may do this, not a former one."""

    code = "member_has_withdrawn"
    text = "Member {member_no} withdrew on {withdrawn_on}. Take the person in again first with readmit-member."

    member_no: MemberNo
    withdrawn_on: date


@dataclass(eq=False, kw_only=True)
class MemberAlreadyRetired(LedgerError):
    """A member retires once."""

    code = "member_already_retired"
    text = "Member {member_no} is retired since {retired_on}. Nothing is left to record."

    member_no: MemberNo
    retired_on: date


@dataclass(eq=False, kw_only=True)
class MemberNotWithdrawn(LedgerError):
    """Only a former member can be readmitted."""

    code = "member_not_withdrawn"
    text = "Member {member_no} is a member ({standing}) since {since}. Only a member who withdrew is readmitted."

    member_no: MemberNo
    standing: str
    since: date


@dataclass(eq=False, kw_only=True)
class MemberAlreadyInBranch(LedgerError):
    """A transfer goes to another branch."""

    code = "member_already_in_branch"
    text = "Member {member_no} is in branch {branch_id} already. Name the branch to move to."

    member_no: MemberNo
    branch_id: BranchId


@dataclass(eq=False, kw_only=True)
class DateBeforeEnrolment(LedgerError):
    """Nothing happens to a member before the first day of membership."""

    code = "date_before_enrolment"
    kind = "invalid"
    text = "{effective_on} is before member {member_no} was enrolled on {enrolled_on}. Use a date from then on."

    member_no: MemberNo
    effective_on: date
    enrolled_on: date


@dataclass(eq=False, kw_only=True)
class DateBeforeLastChange(LedgerError):
    """Branch and standing change in the order of their dates: each step starts from the one before it."""

    code = "date_before_last_change"
    text = (
        "{effective_on} is before the last change of branch or standing of member {member_no} on {changed_on}. "
        "Use a date from then on."
    )

    member_no: MemberNo
    effective_on: date
    changed_on: date


@dataclass(eq=False, kw_only=True)
class CardStillValid(LedgerError):
    """A member has at most one valid card."""

    code = "card_still_valid"
    text = "Member {member_no} has the valid card {card_no}. Replace it with replace-card, or cancel it first."

    member_no: MemberNo
    card_no: CardNo


@dataclass(eq=False, kw_only=True)
class CardToBeReplaced(LedgerError):
    """A lost card is replaced, so that the new one names it; no other card is issued beside it."""

    code = "card_to_be_replaced"
    text = "Card {card_no} of member {member_no} was reported lost. Hand out the new one with replace-card."

    member_no: MemberNo
    card_no: CardNo


@dataclass(eq=False, kw_only=True)
class NoValidCard(LedgerError):
    """The step needs a valid card."""

    code = "no_valid_card"
    text = (
        "Member {member_no} has no valid card. Hand out a first one with issue-card, "
        "or another for a lost one with replace-card."
    )

    member_no: MemberNo


@dataclass(eq=False, kw_only=True)
class NoCardToReplace(LedgerError):
    """There is neither a valid nor a lost card to take the place of."""

    code = "no_card_to_replace"
    text = "Member {member_no} has no card to replace. Hand one out with issue-card."

    member_no: MemberNo


@dataclass(eq=False, kw_only=True)
class DateBeforeLastCardStep(LedgerError):
    """What happens to cards is recorded in the order of its dates."""

    code = "date_before_last_card_step"
    text = (
        "{effective_on} is before {earliest_on}, when member {member_no} joined or a card was last changed. "
        "Use a date from then on."
    )

    member_no: MemberNo
    effective_on: date
    earliest_on: date
