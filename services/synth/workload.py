"""The whole workload: ledger after ledger, month after month, until there are as many events as asked for."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from random import Random
from typing import Final, NamedTuple

from eventsourcing.persistence import StoredEvent

from domain.activities.dues import AdoptDuesPolicy
from domain.activities.ledger import OpenLedger
from domain.values import LedgerId, Month, Text, month_of
from services.synth.dues import RULE, DuesRun
from services.synth.giving import Giving
from services.synth.history import History
from services.synth.membership import Membership

LAST_YEAR: Final = 2024
FIRST_YEAR: Final = 1950
EVENTS_OF_A_MONTH: Final = 1.4
"""Dues events for each person who ever joins and each month; some are not members for all of the time."""
MIX: Final = {"dues": 90, "aid": 4, "member": 4, "award": 2}
"""Of a hundred events."""
LEAST_EVENTS: Final = 100
"""Of one ledger: fewer would be all opening and no business."""
BATCH_EVENTS: Final = 10_000
ROOM: Final = 40
"""No case, award or change makes more events than that; the last ones are filled with single events."""
JOINING_PART: Final = 0.02
"""Of all events, at most this many are people who join; each gets a card as well."""
BROUGHT_FORWARD: Final = 0.7
"""Of all who ever join, this many were members when the books opened."""


class SynthBatch(NamedTuple):
    """Events of one ledger in order, as they are stored, and the instant at which they are recorded."""

    ledger_id: LedgerId
    recorded_at: datetime
    events: list[StoredEvent]


def synth(*, events: int, ledgers: int, members: int, seed: int) -> Iterator[SynthBatch]:
    """Make up a history of exactly so many events in so many ledgers with up to so many members in all.

    The same arguments make the same history, byte for byte. What is held in memory grows with the
    members of one ledger, not with the events.

    Raises:
        ValueError: the numbers cannot make a history.
    """
    _check_sizes(events, ledgers, members)
    for number in range(ledgers):
        yield from synth_ledger(number, events=events, ledgers=ledgers, members=members, seed=seed)


def synth_ledger(number: int, *, events: int, ledgers: int, members: int, seed: int) -> Iterator[SynthBatch]:
    """Make up one ledger of such a history, counted from 0: the others are not needed for it.

    Raises:
        ValueError: the numbers cannot make a history.
    """
    _check_sizes(events, ledgers, members)
    own_events = events // ledgers + (number < events % ledgers)
    own_members = members // ledgers + (number < members % ledgers)
    yield from _Story(number, own_events, own_members, seed).tell()


def _check_sizes(events: int, ledgers: int, members: int) -> None:
    if ledgers < 1 or members < ledgers or events < ledgers * LEAST_EVENTS:
        message = f"at least 1 ledger, 1 member and {LEAST_EVENTS} events a ledger are needed"
        raise ValueError(message)


class _Story:
    """One ledger, from the opening of its books."""

    def __init__(self, number: int, events: int, members: int, seed: int) -> None:
        random = Random(f"{seed}/{number}")  # noqa: S311 - made-up data, to be the same for the same seed
        joining = min(members, max(1, int(events * JOINING_PART)))
        self._number = number
        self._first_year = _first_year(events, joining)
        self._history = History(ledger_name(number), events, date(self._first_year, 1, 28))
        self._membership = Membership(self._history, random, joining)
        self._dues = DuesRun(self._history, random)
        self._giving = Giving(self._history, random)
        self._brought_forward = max(1, round(joining * BROUGHT_FORWARD))

    def tell(self) -> Iterator[SynthBatch]:
        """Tell everything, in batches."""
        self._open(date(self._first_year, 1, 1))
        for month in _months(self._first_year):
            self._history.today = month.replace(day=28)
            self._month(month)
            if self._history.left <= ROOM:
                break
            if self._history.waiting >= BATCH_EVENTS:
                yield from self._batches()
        while self._history.left > 0:
            self._membership.change_profile(self._history.today)
        yield from self._batches()

    def _open(self, day: date) -> None:
        parent = ledger_name(0) if self._number else None
        name = Text(f"合成工会{self._number + 1}")
        self._history.ask(
            OpenLedger(name=name, level="grassroots", chart="2009", effective_on=day, parent_ledger_id=parent)
        )
        self._history.ask(AdoptDuesPolicy(rule_id=RULE, valid_from=month_of(day), effective_on=day))
        self._membership.open_branches(day)
        for _ in range(self._brought_forward):
            self._membership.join(day, "brought_forward")

    def _month(self, month: date) -> None:
        period = month_of(month)
        if month.month == 1:
            self._dues.declare(self._membership.active, period, month)
        self._join(period, month)
        self._dues.run(list(self._membership.active), period)
        self._dues.turn_in(self._history.today)
        while self._behind("aid"):
            self._giving.help_one(self._membership.active, month)
        while self._behind("award"):
            self._giving.honour(self._membership.active, month)
        while self._behind("member"):
            self._membership.change_something(self._history.today)

    def _join(self, period: Month, day: date) -> None:
        while self._membership.may_join and self._behind("member"):
            self._dues.declare([self._membership.join(day)], period, day)

    def _behind(self, kind: str) -> bool:
        """Say whether there are too few events of a kind beside those of dues, and room for more."""
        counts = self._history.counts
        return self._history.left > ROOM and counts[kind] * MIX["dues"] < counts["dues"] * MIX[kind]

    def _batches(self) -> Iterator[SynthBatch]:
        recorded_at, recorded = self._history.recorded_at, self._history.hand_on()
        for start in range(0, len(recorded), BATCH_EVENTS):
            yield SynthBatch(self._history.ledger_id, recorded_at, recorded[start : start + BATCH_EVENTS])


def ledger_name(number: int) -> LedgerId:
    """Name a made-up ledger, counted from 0; all others report to the first."""
    return LedgerId(f"synth-{number + 1:04d}")


def _first_year(events: int, joining: int) -> int:
    months = events * MIX["dues"] / 100 / (joining * EVENTS_OF_A_MONTH)
    first = LAST_YEAR - int(months / 12)
    if first < FIRST_YEAR:
        message = f"{joining} members are too few: their dues would have to go back beyond {FIRST_YEAR}"
        raise ValueError(message)
    return first


def _months(first_year: int) -> Iterator[date]:
    return (date(year, month, 1) for year in count(first_year) for month in range(1, 13))
