"""The log read in order: batches of recorded events, as folds take them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import psycopg
from psycopg.pq.abc import PGresult
from psycopg.rows import tuple_row

from domain.values import LedgerId
from projections.fold import Entry, Recorded
from projections.tables import Statement
from services.store.codec import READERS, UnreadableEvent, decode, event_name
from services.store.sending import send

NO_END: Final = 2**63 - 1

READ: Final = """
SELECT position, stream_id, version, topic, state, recorded_at, actor, request_id
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position > %(after)s AND position <= %(upto)s
ORDER BY position
LIMIT %(limit)s
"""


READ_ENTRIES: Final = """
SELECT position, topic, state
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position > %(after)s AND position <= %(upto)s
ORDER BY position
"""

READ_STRETCH: Final = b"""
SELECT topic, state, position
FROM ledger.ledger_event
WHERE ledger_id = $1::text AND position > $2::bigint AND position <= $3::bigint
ORDER BY position
"""


class Stretch(NamedTuple):
    """A ledger's events behind the position ``after``, up to the position ``upto``."""

    ledger_id: LedgerId
    after: int
    upto: int


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


def read_entries(  # noqa: PLR0913 - a stretch of the log, and what of it is wanted
    connection: psycopg.Connection[Any],
    ledger_id: LedgerId,
    *,
    after: int,
    limit: int,
    upto: int | None = None,
    ignored: Container[str] = (),
) -> Entries:
    """Read what folds see of a ledger's events, as ``read_recorded`` reads all: a rebuild spends its time here.

    Events whose topic is ``ignored`` are left out.
    """
    end = after + limit if upto is None else min(after + limit, upto)
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        asked = {"ledger_id": ledger_id, "after": after, "upto": end}
        rows = cursor.execute(READ_ENTRIES, asked, prepare=True).fetchall()
    try:
        entries = [(position, READERS[topic](state)) for position, topic, state in rows if topic not in ignored]
    except Exception:  # noqa: BLE001 - whatever it is, reading one by one finds it and says why
        return _entries_until_unreadable(connection, ledger_id, after=after, limit=limit, upto=upto)
    return Entries(entries=entries, unreadable=None)


def read_stretches(connection: psycopg.Connection[Any], stretches: Sequence[Stretch]) -> list[Entries]:
    """Read what folds see of some stretches of the log, in one round trip and in a transaction."""
    asked = [Statement("read stretch", READ_STRETCH, list(map(str, stretch))) for stretch in stretches]
    return [
        _entries_of(connection, stretch, answer)
        for stretch, answer in zip(stretches, send(connection, asked), strict=True)
    ]


def _entries_of(connection: psycopg.Connection[Any], stretch: Stretch, answer: PGresult) -> Entries:
    value: Any = answer.get_value
    try:
        entries = [
            (int.from_bytes(value(row, 2)), READERS[value(row, 0).decode()](value(row, 1)))
            for row in range(answer.ntuples)
        ]
    except Exception:  # noqa: BLE001 - as in ``read_entries``
        limit = stretch.upto - stretch.after
        return _entries_until_unreadable(connection, stretch.ledger_id, after=stretch.after, limit=limit)
    return Entries(entries=entries, unreadable=None)


def _entries_until_unreadable(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, *, after: int, limit: int, upto: int | None = None
) -> Entries:
    batch = read_recorded(connection, ledger_id, after=after, limit=limit, upto=upto)
    entries = [(recorded.position, recorded.event) for recorded in batch.events]
    return Entries(entries=entries, unreadable=batch.unreadable)


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
