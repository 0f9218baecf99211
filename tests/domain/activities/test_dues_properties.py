"""What is true for all histories of dues."""

from collections import defaultdict
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.accounting.lines import Line, merged
from domain.activities.dues import (
    AssessDues,
    DeclareWageBase,
    DuesAssessed,
    DuesPaid,
    DuesRefunded,
    DuesReversed,
    DuesWaived,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    WaiveDues,
)
from domain.errors import LedgerError
from domain.values import Text
from tests.domain import any_command
from tests.domain.given import TODAY, History
from tests.samples.dues import POLICY_ADOPTED, WAGE_BASE_DECLARED
from tests.samples.membership import ENROLLED, MEMBER

ENTRY = DuesAssessed | DuesPaid | DuesRefunded | DuesWaived
ACCOUNT_COMMANDS = any_command.of(
    AssessDues,
    PayDues,
    RefundDues,
    WaiveDues,
    ReverseDuesEntry,
    DeclareWageBase,
    member_no=[MEMBER],
    period=["2025-11", "2025-12", "2026-01"],  # two months of one account, one of another
    amount_fen=[1, 3_00, 10_00, 24_99, 25_00, 30_00],
    entry_no=range(1, 9),
    effective_on=[TODAY],
)
ANY_CHANCE = st.randoms(use_true_random=True)
HISTORY_LENGTH = 60
RANDOM = settings(max_examples=150, deadline=None)


def lived_through(chance: Random) -> tuple[History, list[Any]]:
    """Give what random commands come to, the refused ones left out, and the account's events."""
    history, happened = History(), list[Any]()
    for event in (ENROLLED, POLICY_ADOPTED, WAGE_BASE_DECLARED):
        history.happened(event)
    for command in chance.choices(ACCOUNT_COMMANDS, k=chance.randint(1, HISTORY_LENGTH)):
        try:
            happened.extend(history.ask(command))
        except LedgerError:
            continue
    return history, [event for event in happened if isinstance(event, ENTRY | DuesReversed)]


def counted(kind: str, amount_fen: int) -> tuple[int, int, int]:
    """Say what an entry adds to assessed, waived and paid."""
    match kind:
        case "assessed":
            return amount_fen, 0, 0
        case "waived":
            return 0, amount_fen, 0
        case "paid":
            return 0, 0, amount_fen
        case "refunded":
            return 0, 0, -amount_fen
        case _:
            raise AssertionError(kind)


def sums(events: list[Any]) -> dict[str, tuple[int, int, int]]:
    """Add up assessed, waived and paid of each month, without the product's help."""
    months: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for event in events:
        if isinstance(event, DuesReversed):
            change = counted(event.reversed_kind, -event.amount_fen)
        else:
            change = counted(type(event).__name__.removeprefix("Dues").lower(), event.amount_fen)
        assessed, waived, paid = months[event.period]
        months[event.period] = (assessed + change[0], waived + change[1], paid + change[2])
    return months


@given(ANY_CHANCE)
@RANDOM
def test_changes_carried_by_events_add_up_to_arrears_and_prepaid_of_every_month(chance: Random) -> None:
    _, events = lived_through(chance)
    for period, (assessed, waived, paid) in sums(events).items():
        owed = assessed - waived - paid
        of_month = [event for event in events if event.period == period]
        assert sum(event.arrears_change_fen for event in of_month) == max(0, owed)
        assert sum(event.prepaid_change_fen for event in of_month) == max(0, -owed)


@given(ANY_CHANCE)
@RANDOM
def test_no_month_is_ever_waived_above_its_dues_or_refunded_above_its_payments(chance: Random) -> None:
    _, events = lived_through(chance)
    for upto in range(len(events) + 1):
        for assessed, waived, paid in sums(events[:upto]).values():
            assert 0 <= waived <= assessed
            assert paid >= 0


@given(ANY_CHANCE)
@RANDOM
def test_no_month_is_ever_in_arrears_and_prepaid_at_once(chance: Random) -> None:
    _, events = lived_through(chance)
    arrears: dict[str, int] = defaultdict(int)
    prepaid: dict[str, int] = defaultdict(int)
    for event in events:
        arrears[event.period] += event.arrears_change_fen
        prepaid[event.period] += event.prepaid_change_fen
        assert arrears[event.period] >= 0
        assert prepaid[event.period] >= 0
        assert arrears[event.period] * prepaid[event.period] == 0


@given(ANY_CHANCE)
@RANDOM
def test_a_reversal_right_after_an_entry_restores_arrears_and_prepaid(chance: Random) -> None:
    history, events = lived_through(chance)
    assume(events and not isinstance(events[-1], DuesReversed))
    entry = events[-1]
    [taken_back] = history.ask(_reversal(entry))
    assert isinstance(taken_back, DuesReversed)
    assert taken_back.arrears_change_fen == -entry.arrears_change_fen
    assert taken_back.prepaid_change_fen == -entry.prepaid_change_fen


@given(ANY_CHANCE)
@RANDOM
def test_entries_of_a_year_are_numbered_without_gaps(chance: Random) -> None:
    _, events = lived_through(chance)
    for year in ("2025", "2026"):
        numbers = [event.entry_no for event in events if event.period.startswith(year)]
        assert numbers == list(range(1, len(numbers) + 1))


@given(ANY_CHANCE)
@RANDOM
def test_an_entry_is_reversed_at_most_once(chance: Random) -> None:
    _, events = lived_through(chance)
    reversed_entries = [
        (event.period[:4], event.reversed_entry_no) for event in events if isinstance(event, DuesReversed)
    ]
    assert len(reversed_entries) == len(set(reversed_entries))


def in_the_books(events: list[Any]) -> tuple[Line, ...]:
    """Merge the lines of every posting; those that took one another back are gone."""
    postings = [event.posting for event in events if isinstance(event, DuesPaid | DuesRefunded | DuesReversed)]
    return merged(line for posting in postings if posting is not None for line in posting.lines)


@given(ANY_CHANCE)
@RANDOM
def test_the_books_hold_what_reached_the_union_less_what_it_gave_back(chance: Random) -> None:
    _, events = lived_through(chance)
    entries = {(event.period[:4], event.entry_no): event for event in events if isinstance(event, ENTRY)}
    taken_back = {(event.period[:4], event.reversed_entry_no) for event in events if isinstance(event, DuesReversed)}
    expected: dict[str, int] = defaultdict(int)
    for place, entry in entries.items():
        if place not in taken_back and isinstance(entry, DuesPaid | DuesRefunded) and entry.method != "branch":
            amount_fen = entry.amount_fen if isinstance(entry, DuesPaid) else -entry.amount_fen
            expected["101" if entry.method == "cash" else "102"] += amount_fen
            expected["401"] += amount_fen
    held = {line.account: line.amount_fen for line in in_the_books(events)}
    assert held == {account: amount_fen for account, amount_fen in expected.items() if amount_fen}


@given(ANY_CHANCE)
@RANDOM
def test_taking_everything_back_restores_every_account(chance: Random) -> None:
    history, events = lived_through(chance)
    gone = {(event.period[:4], event.reversed_entry_no) for event in events if isinstance(event, DuesReversed)}
    entries = [event for event in events if isinstance(event, ENTRY)]
    what_others_rest_on_last = sorted(entries, key=lambda entry: isinstance(entry, DuesAssessed | DuesPaid))
    for entry in what_others_rest_on_last:
        if (entry.period[:4], entry.entry_no) not in gone:
            events.extend(history.ask(_reversal(entry)))
    assert in_the_books(events) == ()


def _reversal(entry: Any) -> ReverseDuesEntry:  # noqa: ANN401 - any entry
    return ReverseDuesEntry(
        member_no=MEMBER, period=entry.period, entry_no=entry.entry_no, reason=Text("wrong"), effective_on=TODAY
    )
