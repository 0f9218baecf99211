"""The log read in order: batches of recorded events, as folds take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.rows import tuple_row

from domain.values import LedgerId
from projections.fold import Entry, Recorded
from services.store.codec import UnreadableEvent, decode, decode_all, event_name

NO_END: Final = 2**63 - 1
new_tuple: Final = tuple.__new__
"""Half the price of the class itself, which only gives the same tuple."""

READ: Final = """
SELECT position, stream_id, version, topic, state, recorded_at, actor, request_id
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position > %(after)s AND position <= %(upto)s
ORDER BY position
LIMIT %(limit)s
"""


READ_ENTRIES: Final = """
SELECT max(position) AS last, string_agg(topic, ',' ORDER BY position) AS topics,
       '['::bytea || string_agg(state, ','::bytea ORDER BY position) || ']'::bytea AS states
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position > %(after)s AND position <= %(upto)s
"""
"""All as one row: a row for each event would cost more to send and to take apart than the event itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An event that stands in the log but cannot be read."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Events in the order of their positions, up to the limit or to the first that cannot be read."""

    events: list[Recorded]
    unreadable: Unreadable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Events as folds see them, up to the limit or to the first that cannot be read."""

    entries: list[Entry]
    unreadable: Unreadable | None


def read_entries(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, *, after: int, limit: int, upto: int | None = None
) -> Entries:
    """Read what folds see of a ledger's events, as ``read_recorded`` reads all: a rebuild spends its time here."""
    end = after + limit if upto is None else min(after + limit, upto)
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        asked = {"ledger_id": ledger_id, "after": after, "upto": end}
        ((last, topics, states),) = cursor.execute(READ_ENTRIES, asked, prepare=True).fetchall()
    if last is None:
        return Entries(entries=[], unreadable=None)
    try:
        entries = _entries(range(after + 1, last + 1), topics.split(","), states)
    except ValueError:
        return _entries_until_unreadable(connection, ledger_id, after=after, limit=limit, upto=upto)
    return Entries(entries=entries, unreadable=None)


def _entries(positions: range, topics: Sequence[str], states: bytes) -> list[Entry]:
    places = zip(positions, map(NAMES.__getitem__, topics), decode_all(topics, states), strict=True)
    return [new_tuple(Entry, place) for place in places]


def _entries_until_unreadable(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, *, after: int, limit: int, upto: int | None
) -> Entries:
    batch = read_recorded(connection, ledger_id, after=after, limit=limit, upto=upto)
    entries = [Entry(recorded.position, recorded.name, recorded.event) for recorded in batch.events]
    return Entries(entries=entries, unreadable=batch.unreadable)


class EventNames(dict[str, str]):
    """The event's name of each topic that was met."""

    def __missing__(self, topic: str) -> str:
        """Work it out once."""
        name = self[topic] = event_name(topic)
        return name


NAMES: Final = EventNames()


def read_recorded(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, *, after: int, limit: int, upto: int | None = None
) -> Batch:
    """Read the events of one ledger behind position ``after``, at most ``limit``, none behind ``upto``.

    An event that cannot be read ends the batch: it is named, and nothing behind it is read, so that
    a fold may stop there and go on once it has been seen to.
    """
    asked = {"ledger_id": ledger_id, "after": after, "upto": NO_END if upto is None else upto, "limit": limit}
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        rows = cursor.execute(READ, asked, prepare=True).fetchall()
    events: list[Recorded] = []
    for position, stream_id, version, topic, state, recorded_at, actor, request_id in rows:
        try:
            event = decode(topic, state)
        except UnreadableEvent as problem:
            return Batch(events=events, unreadable=Unreadable(position=position, reason=str(problem)))
        name = event_name(topic)
        events.append(Recorded(ledger_id, position, stream_id, version, name, event, recorded_at, actor, request_id))
    return Batch(events=events, unreadable=None)
