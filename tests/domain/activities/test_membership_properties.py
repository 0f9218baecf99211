"""What is true for all histories of a member."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities.membership import (
    CancelCard,
    CardCancelled,
    CardIssued,
    CardReplaced,
    CardReportedLost,
    IssueCard,
    MemberReadmitted,
    MemberWithdrawn,
    ReadmitMember,
    ReplaceCard,
    ReportCardLost,
    RetireMember,
    WithdrawMember,
)
from domain.errors import LedgerError
from tests.domain import any_command
from tests.domain.given import History
from tests.samples.membership import ENROLLED, MEMBER

COMMANDS = any_command.of(
    IssueCard,
    ReportCardLost,
    ReplaceCard,
    CancelCard,
    RetireMember,
    WithdrawMember,
    ReadmitMember,
    member_no=[MEMBER],
    branch_id=[None],
)
HISTORIES = st.lists(st.sampled_from(COMMANDS), min_size=15, max_size=30)
RANDOM = settings(max_examples=60, deadline=None)


def lived_through(commands: list[Any]) -> list[Any]:
    history, happened = History(), list[Any]()
    history.happened(ENROLLED)
    for command in commands:
        try:
            happened.extend(history.ask(command))
        except LedgerError:
            continue
    return happened


@given(HISTORIES)
@RANDOM
def test_a_member_has_at_most_one_valid_card_and_a_former_member_none(commands: list[Any]) -> None:
    valid, withdrawn = set[str](), False
    for event in lived_through(commands):
        match event:
            case CardIssued():
                valid.add(event.card_no)
            case CardReplaced():
                valid.discard(event.replaced_card_no)
                valid.add(event.card_no)
            case CardReportedLost() | CardCancelled():
                valid.remove(event.card_no)
            case MemberWithdrawn() | MemberReadmitted():
                withdrawn = isinstance(event, MemberWithdrawn)
            case _:
                continue
        assert len(valid) <= 1
        if withdrawn and not isinstance(event, MemberWithdrawn):
            assert not valid


@given(HISTORIES)
@RANDOM
def test_no_card_number_is_ever_used_twice(commands: list[Any]) -> None:
    made = [event.card_no for event in lived_through(commands) if isinstance(event, CardIssued | CardReplaced)]
    assert made == [f"{MEMBER}-{number:02d}" for number in range(1, len(made) + 1)]


@given(HISTORIES)
@RANDOM
def test_the_days_of_a_members_cards_never_run_backwards(commands: list[Any]) -> None:
    days = [
        event.effective_on
        for event in lived_through(commands)
        if isinstance(event, CardIssued | CardReplaced | CardReportedLost | CardCancelled)
    ]
    assert days == sorted(days)
