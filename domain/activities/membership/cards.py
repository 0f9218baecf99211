"""Decisions on member cards (会员卡): at most one is valid at a time."""

from collections.abc import Sequence
from datetime import date

from domain.activities.membership.commands import CancelCard, IssueCard, ReplaceCard, ReportCardLost
from domain.activities.membership.events import CardCancelled, CardIssued, CardReplaced, CardReportedLost, Event
from domain.activities.membership.members import Member, present_member
from domain.activities.membership.refusals import (
    CardStillValid,
    CardToBeReplaced,
    DateBeforeLastCardStep,
    NoCardToReplace,
    NoValidCard,
)
from domain.deciding import Asked
from domain.values import CardNo, MemberNo


def issue_card(asked: Asked, command: IssueCard, state: Member | None) -> Sequence[Event]:
    """Hand out a card to a member, active or retired, who holds none."""
    found = present_member(command.member_no, state)
    if found.card is not None:
        reason = CardToBeReplaced if found.card.lost else CardStillValid
        raise reason(member_no=command.member_no, card_no=found.card.card_no)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [
        CardIssued(
            member_no=command.member_no,
            card_no=_next_card_no(command.member_no, found),
            effective_on=command.effective_on,
        )
    ]


def report_card_lost(asked: Asked, command: ReportCardLost, state: Member | None) -> Sequence[Event]:
    """Make the valid card invalid; a replacement may follow."""
    found = present_member(command.member_no, state)
    lost = _valid_card_no(command.member_no, found)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [CardReportedLost(member_no=command.member_no, card_no=lost, effective_on=command.effective_on)]


def replace_card(asked: Asked, command: ReplaceCard, state: Member | None) -> Sequence[Event]:
    """Hand out a new card for the one that was lost or is worn."""
    found = present_member(command.member_no, state)
    if found.card is None:
        raise NoCardToReplace(member_no=command.member_no)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [
        CardReplaced(
            member_no=command.member_no,
            card_no=_next_card_no(command.member_no, found),
            replaced_card_no=found.card.card_no,
            effective_on=command.effective_on,
        )
    ]


def cancel_card(asked: Asked, command: CancelCard, state: Member | None) -> Sequence[Event]:
    """Make the valid card invalid; another may be issued later."""
    found = present_member(command.member_no, state)
    cancelled = _valid_card_no(command.member_no, found)
    _check_order(asked, command.member_no, found, command.effective_on)
    return [
        CardCancelled(
            member_no=command.member_no, card_no=cancelled, reason=command.reason, effective_on=command.effective_on
        )
    ]


def _next_card_no(member_no: MemberNo, found: Member) -> CardNo:
    return CardNo(f"{member_no}-{found.cards_made + 1:02d}")


def _valid_card_no(member_no: MemberNo, found: Member) -> CardNo:
    if found.valid_card_no is None:
        raise NoValidCard(member_no=member_no)
    return found.valid_card_no


def _check_order(asked: Asked, member_no: MemberNo, found: Member, effective_on: date) -> None:
    asked.check_day(effective_on)
    earliest_on = max(found.joined_on, found.card_changed_on)
    if effective_on < earliest_on:
        raise DateBeforeLastCardStep(member_no=member_no, effective_on=effective_on, earliest_on=earliest_on)
