"""The vocabulary that activities are written in: streams, events' names, commands, and who asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from domain.accounting.books import Books
from domain.errors import DateBeforeEarlierStep, DateBeforeLedger, DateInFuture, LedgerNotOpen
from domain.values import ActorId, ChartVersion, LedgerId, Level

State = TypeVar("State")
new_tuple: Final = tuple.__new__
"""Half the price of the class itself, which only gives the same tuple; files name streams by the hundred thousand."""

Role = Literal["officer", "reviewer", "approver", "cashier", "bookkeeper", "auditor", "admin"]
OFFICER: Final[frozenset[Role]] = frozenset({"officer"})
APPROVER: Final[frozenset[Role]] = frozenset({"approver"})
CASHIER: Final[frozenset[Role]] = frozenset({"cashier"})
REVIEWER: Final[frozenset[Role]] = frozenset({"reviewer"})
BOOKKEEPER: Final[frozenset[Role]] = frozenset({"bookkeeper"})
ADMIN: Final[frozenset[Role]] = frozenset({"admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamKind(Generic[State]):
    """One kind of short history inside a ledger: where it starts and how each event changes it.

    ``evolve`` never refuses. ``growing`` marks a stream whose events carry their running totals:
    its last event alone is its state, so only that one is read.
    """

    category: str
    initial: State
    evolve: Callable[[State, Any], State]
    growing: bool = False

    def at(self, *key: object) -> "Stream[State]":
        """Name one stream of this kind: ``DUES.at("M0001", 2026)`` is ``dues/M0001/2026``."""
        return new_tuple(Stream, (self, "/".join([self.category, *map(str, key)])))


class Stream(NamedTuple, Generic[State]):
    """One stream of one ledger, by kind and natural id."""

    kind: StreamKind[State]
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """An event's stored name for ever, the class it is read into, and the stream it belongs to.

    ``version`` counts shapes. A stored event of an older version is raised one step at a time by
    ``upcasters[n]``, which turns the fields of version ``n`` into those of ``n + 1``.
    """

    name: str
    event: type[Any]
    stream: Callable[[Any], Stream[Any]]
    version: int = 1
    upcasters: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """What the ledger itself is: who it belongs to, from which day it runs, and what its postings rest on.

    Every decision rests on it, so an append checks that it is still as the decision read it.
    """

    ledger_id: LedgerId
    name: str
    level: Level
    parent_ledger_id: LedgerId | None
    chart: ChartVersion
    opened_on: date
    books: Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, when, and of which ledger. ``today`` is the business day in Asia/Shanghai.

    ``ledger`` is None only while the ledger is being opened.
    """

    ledger_id: LedgerId
    actor: ActorId
    recorded_at: datetime
    today: date
    ledger: LedgerState | None

    @property
    def known_ledger(self) -> LedgerState:
        """The ledger that is asked of, which is open.

        Raises:
            LedgerNotOpen: it is not.
        """
        if self.ledger is None:
            raise LedgerNotOpen(ledger_id=self.ledger_id)
        return self.ledger

    @property
    def books(self) -> Books:
        """What the ledger's postings rest on."""
        return (self.ledger or self.known_ledger).books

    def check_day(self, effective_on: date) -> None:
        """Refuse a business date that has not come, or that lies before the ledger's first day.

        Raises:
            DateInFuture: the day is after ``today``.
            DateBeforeLedger: the day is before the ledger opened.
        """
        if effective_on > self.today:
            raise DateInFuture(effective_on=effective_on, today=self.today)
        if self.ledger is not None and effective_on < self.ledger.opened_on:
            raise DateBeforeLedger(effective_on=effective_on, opened_on=self.ledger.opened_on)

    def check_day_since(self, effective_on: date, earlier_on: date) -> None:
        """Refuse what ``check_day`` refuses, and a day before the step that this one follows or corrects.

        Raises:
            DateBeforeEarlierStep: the day is before ``earlier_on``.
        """
        self.check_day(effective_on)
        if effective_on < earlier_on:
            raise DateBeforeEarlierStep(effective_on=effective_on, earlier_on=earlier_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandType:
    """A thing that may be asked of a ledger.

    ``streams`` names what the decision needs to know, in the order in which ``decide`` takes their
    states: ``decide(asked, command, *states) -> events``. A decision returns at least one event or
    raises a ``LedgerError``. A rule that must hold when two people act at once is decided on a
    stream that the decision also writes to, because only written streams and the ledger's own are checked
    at the append. ``evidence`` is the class of what the decision must know of the whole ledger, read from a
    read model at the log's last position; ``streams`` takes it after the command and ``decide`` as its last
    argument, and it holds only while nothing else is recorded.
    """

    name: str
    command: type[Any]
    roles: frozenset[Role]
    streams: Callable[..., Sequence[Stream[Any]]]
    decide: Callable[..., Sequence[Any]]
    evidence: type[Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A kind of activity: everything the rest of the program needs to know of one module."""

    name: str
    events: tuple[EventType, ...]
    commands: tuple[CommandType, ...]
