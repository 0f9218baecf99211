"""The ledger itself: the books of one accounting entity (会计主体) are opened once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.deciding import ADMIN, Activity, Asked, CommandType, EventType, LedgerState, Stream, StreamKind
from domain.errors import LedgerError
from domain.values import ChartVersion, LedgerId, Level, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOpened:
    """The books of one union were opened: its name, its level, whose books it reports to."""

    ledger_id: LedgerId
    name: Text
    level: Level
    parent_ledger_id: LedgerId | None
    chart: ChartVersion
    effective_on: date


Event = LedgerOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLedger:
    """Open the books of one union. The chart is the one in force on ``effective_on``."""

    name: Text
    level: Level
    chart: ChartVersion
    effective_on: date
    parent_ledger_id: LedgerId | None = None


@dataclass(eq=False, kw_only=True)
class LedgerAlreadyOpen(LedgerError):
    """A ledger is opened once."""

    code = "ledger_already_open"
    text = "Ledger {ledger_id} is open since {opened_on}. Choose another id."

    ledger_id: LedgerId
    opened_on: date


@dataclass(eq=False, kw_only=True)
class LedgerOwnParent(LedgerError):
    """The organisation tree has no loops."""

    code = "ledger_own_parent"
    kind = "invalid"
    text = "Ledger {ledger_id} cannot report to itself. Name the ledger of the union above it, or leave it out."

    ledger_id: LedgerId


def evolve(state: LedgerState | None, event: Event) -> LedgerState | None:  # noqa: ARG001 - nothing comes before a first event
    """Say what the ledger is after the event."""
    return LedgerState(
        ledger_id=event.ledger_id,
        name=event.name,
        level=event.level,
        parent_ledger_id=event.parent_ledger_id,
        chart=event.chart,
        opened_on=event.effective_on,
    )


INITIAL: Final[LedgerState | None] = None
LEDGER: Final = StreamKind(category="ledger", initial=INITIAL, evolve=evolve)


def the_ledger(_: object = None) -> Stream[LedgerState | None]:
    """Name the one stream that says what this ledger is."""
    return LEDGER.at("self")


def open_ledger(asked: Asked, command: OpenLedger, ledger: LedgerState | None) -> Sequence[Event]:
    """Open the books, once."""
    if ledger is not None:
        raise LedgerAlreadyOpen(ledger_id=asked.ledger_id, opened_on=ledger.opened_on)
    if command.parent_ledger_id == asked.ledger_id:
        raise LedgerOwnParent(ledger_id=asked.ledger_id)
    asked.check_day(command.effective_on)
    return [
        LedgerOpened(
            ledger_id=asked.ledger_id,
            name=command.name,
            level=command.level,
            parent_ledger_id=command.parent_ledger_id,
            chart=command.chart,
            effective_on=command.effective_on,
        )
    ]


ACTIVITY: Final = Activity(
    name="ledger",
    events=(EventType(name="ledger.opened", event=LedgerOpened, stream=the_ledger),),
    commands=(
        CommandType(
            name="open-ledger",
            command=OpenLedger,
            roles=ADMIN,
            streams=lambda _: (the_ledger(),),
            decide=open_ledger,
        ),
    ),
)
