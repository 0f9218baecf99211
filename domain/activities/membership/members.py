"""What a member's events come to: standing, branch and card."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, assert_never

from domain.activities.membership.events import (
    CardCancelled,
    CardIssued,
    CardReplaced,
    CardReportedLost,
    Event,
    MemberEnrolled,
    MemberProfileChanged,
    MemberReadmitted,
    MemberRetired,
    MemberTransferred,
    MemberWithdrawn,
)
from domain.activities.membership.refusals import MemberHasWithdrawn, MemberUnknown
from domain.deciding import Stream, StreamKind
from domain.values import BranchId, CardNo, MemberNo, Month, month_of

Standing = Literal["active", "retired", "withdrawn"]
CardStep = CardIssued | CardReplaced | CardReportedLost | CardCancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChange:
    """From which day a member has a standing."""

    standing: Standing
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card that a member holds, or held until it was lost."""

    card_no: CardNo
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member or former member. ``standings`` is in the order of its days and never empty.

    ``changed_on`` is the day of the last change of branch or standing, ``card_changed_on`` that of
    the last step with a card. ``card`` is None before the first one and after a cancellation.
    """

    standings: tuple[StandingChange, ...]
    branch_id: BranchId | None
    changed_on: date
    card: Card | None = None
    cards_made: int = 0
    card_changed_on: date = date.min

    @property
    def enrolled_on(self) -> date:
        """The first day of membership."""
        return self.standings[0].since

    @property
    def standing(self) -> Standing:
        """The present standing."""
        return self.standings[-1].standing

    @property
    def since(self) -> date:
        """The day from which the present standing holds."""
        return self.standings[-1].since

    @property
    def joined_on(self) -> date:
        """The day of the last admission: enrolment or readmission."""
        return max(change.since for change in self.standings if change.standing == "active")

    @property
    def valid_card_no(self) -> CardNo | None:
        """The number of the card that is valid now."""
        return self.card.card_no if self.card is not None and not self.card.lost else None

    def owes_dues_for(self, period: Month) -> bool:
        """Say whether the member is or will be active in a month.

        The month of retirement or withdrawal still counts, and so does the month of enrolment.
        Source: 《中国工会章程》 第六至八条.
        """
        active_before = False
        for change in self.standings:
            changed_in = month_of(change.since)
            if changed_in == period and change.standing == "active":
                return True
            if changed_in < period:
                active_before = change.standing == "active"
        return active_before


def evolve(state: Member | None, event: Event) -> Member | None:
    """Say what the member is after the event."""
    if isinstance(event, MemberEnrolled):
        first = StandingChange(standing="active", since=event.effective_on)
        return Member(standings=(first,), branch_id=event.branch_id, changed_on=event.effective_on)
    return None if state is None else _changed(state, event)


def _changed(member: Member, event: Event) -> Member:
    match event:
        case MemberEnrolled() | MemberProfileChanged():
            return member
        case MemberTransferred():
            return replace(member, branch_id=event.to_branch_id, changed_on=event.effective_on)
        case MemberRetired():
            return _stood(member, "retired", event.branch_id, event.effective_on)
        case MemberWithdrawn():
            return replace(_stood(member, "withdrawn", None, event.effective_on), card=None)
        case MemberReadmitted():
            return _stood(member, "active", event.branch_id, event.effective_on)
        case CardIssued() | CardReplaced() | CardReportedLost() | CardCancelled():
            return _with_card(member, event)
        case _:
            assert_never(event)


def _stood(member: Member, standing: Standing, branch_id: BranchId | None, day: date) -> Member:
    change = StandingChange(standing=standing, since=day)
    return replace(member, standings=(*member.standings, change), branch_id=branch_id, changed_on=day)


def _with_card(member: Member, event: CardStep) -> Member:
    match event:
        case CardIssued() | CardReplaced():
            card, made = Card(card_no=event.card_no, lost=False), member.cards_made + 1
        case CardReportedLost():
            card, made = Card(card_no=event.card_no, lost=True), member.cards_made
        case CardCancelled():
            return replace(member, card=None, card_changed_on=event.effective_on)
        case _:
            assert_never(event)
    return replace(member, card=card, cards_made=made, card_changed_on=event.effective_on)


INITIAL: Final[Member | None] = None
MEMBER: Final = StreamKind(category="member", initial=INITIAL, evolve=evolve)


def member(member_no: MemberNo) -> Stream[Member | None]:
    """Name a member's stream."""
    return MEMBER.at(member_no)


def ever_member(member_no: MemberNo, state: Member | None) -> Member:
    """Give the member or former member.

    Raises:
        MemberUnknown: nobody was enrolled under the number.
    """
    if state is None:
        raise MemberUnknown(member_no=member_no)
    return state


def present_member(member_no: MemberNo, state: Member | None) -> Member:
    """Give the member, active or retired.

    Raises:
        MemberUnknown: nobody was enrolled under the number.
        MemberHasWithdrawn: the membership ended.
    """
    found = ever_member(member_no, state)
    if found.standing == "withdrawn":
        raise MemberHasWithdrawn(member_no=member_no, withdrawn_on=found.since)
    return found
