"""Entries by hand: opening balances, and the general journal voucher for what no activity posts.

Source: 规范 第六十三条 (年初余额); 财会〔2021〕16号 (the change of charts).
"""

from collections.abc import Sequence
from typing import Any, Final, assert_never

from domain.accounting.charts import chart_on
from domain.accounting.evidence import FundsTouched
from domain.activities.budget import within_budget
from domain.activities.entry.commands import (
    EntryLine,
    RecordEntry,
    RecordOpeningBalance,
    ReverseOpeningBalance,
    funds_stated,
    stated,
)
from domain.activities.entry.events import EntryRecorded, Event, OpeningBalanceRecorded, OpeningBalanceReversed
from domain.activities.entry.recording import (
    GENERAL_RULE,
    OPENING_RULE,
    record_entry,
    record_opening_balance,
    reverse_opening_balance,
)
from domain.activities.entry.refusals import EntryExists, OpeningAlreadyRecorded, OpeningDayWrong, OpeningNotRecorded
from domain.activities.fund import fund
from domain.deciding import BOOKKEEPER, OFFICER, Activity, CommandType, EventType, Stream, StreamKind
from domain.values import ChartVersion, DocumentNo, ProjectId

__all__ = [
    "ACTIVITY",
    "GENERAL_RULE",
    "OPENING_RULE",
    "EntryExists",
    "EntryLine",
    "EntryRecorded",
    "Event",
    "OpeningAlreadyRecorded",
    "OpeningBalanceRecorded",
    "OpeningBalanceReversed",
    "OpeningDayWrong",
    "OpeningNotRecorded",
    "RecordEntry",
    "RecordOpeningBalance",
    "ReverseOpeningBalance",
    "funds_stated",
    "stated",
]

NO_ENTRY: Final[EntryRecorded | None] = None
NO_OPENING: Final[OpeningBalanceRecorded | None] = None


def _evolve_entry(_: EntryRecorded | None, event: EntryRecorded) -> EntryRecorded:
    return event


def _evolve_opening(
    _: OpeningBalanceRecorded | None, event: OpeningBalanceRecorded | OpeningBalanceReversed
) -> OpeningBalanceRecorded | None:
    match event:
        case OpeningBalanceRecorded():
            return event
        case OpeningBalanceReversed():
            return None
        case _:
            assert_never(event)


ENTRY: Final = StreamKind(category="entry", initial=NO_ENTRY, evolve=_evolve_entry)
OPENING: Final = StreamKind(category="opening-balance", initial=NO_OPENING, evolve=_evolve_opening)


def _entry(document_no: DocumentNo) -> Stream[EntryRecorded | None]:
    return ENTRY.at(document_no)


def _opening(chart: ChartVersion) -> Stream[OpeningBalanceRecorded | None]:
    return OPENING.at(chart)


def _funds(lines: Sequence[EntryLine]) -> Sequence[Stream[Any]]:
    return [fund(*named) for named in funds_stated(lines)]


def _projects(command: RecordEntry) -> Sequence[ProjectId | None]:
    return [line.project for line in command.lines]


ACTIVITY: Final = Activity(
    name="entry",
    events=(
        EventType(
            name="opening_balance.recorded", event=OpeningBalanceRecorded, stream=lambda event: _opening(event.chart)
        ),
        EventType(
            name="opening_balance.reversed", event=OpeningBalanceReversed, stream=lambda event: _opening(event.chart)
        ),
        EventType(name="entry.recorded", event=EntryRecorded, stream=lambda event: _entry(event.document_no)),
    ),
    commands=(
        CommandType(
            name="record-opening-balance",
            command=RecordOpeningBalance,
            roles=BOOKKEEPER,
            streams=lambda command: (_opening(chart_on(command.effective_on)), *_funds(command.lines)),
            decide=record_opening_balance,
        ),
        CommandType(
            name="reverse-opening-balance",
            command=ReverseOpeningBalance,
            roles=BOOKKEEPER,
            streams=lambda command, touched: (
                _opening(chart_on(command.effective_on)),
                *(fund(*named) for named in touched.funds),
            ),
            decide=reverse_opening_balance,
            evidence=FundsTouched,
        ),
        within_budget(
            CommandType(
                name="record-entry",
                command=RecordEntry,
                roles=OFFICER,
                streams=lambda command: (_entry(command.document_no), *_funds(command.lines)),
                decide=record_entry,
            ),
            _projects,
        ),
    ),
)
