"""One append: the ledger's head moves on and the events stand behind it, all or nothing.

The head's row lock is held until commit, so the writers of one ledger follow one another, positions
have no gaps, and the order of positions is the order of commits. Writers of different ledgers do not
wait for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent
from psycopg.rows import DictRow, tuple_row

from domain.values import ActorId, LedgerId

MOST_EVENTS_IN_A_STATEMENT: Final = 1_000
"""From here on COPY is faster than one statement with arrays."""

APPEND: Final = """
WITH head AS (
    INSERT INTO ledger.ledger_head AS head (ledger_id, size)
    VALUES (%(ledger_id)s, %(count)s)
    ON CONFLICT (ledger_id) DO UPDATE SET size = head.size + EXCLUDED.size
    RETURNING size - %(count)s AS base
)
INSERT INTO ledger.ledger_event (
    ledger_id, position, stream_id, version, topic, state, recorded_at, actor, request_id, request_seq, request_digest
)
SELECT %(ledger_id)s, head.base + event.seq, event.stream_id, event.version, event.topic, event.state,
       %(recorded_at)s, %(actor)s, %(request_id)s, event.seq, CASE WHEN event.seq = 1 THEN %(digest)s END
FROM head, unnest(%(stream_ids)s::text[], %(versions)s::bigint[], %(topics)s::text[], %(states)b::bytea[])
    WITH ORDINALITY AS event (stream_id, version, topic, state, seq)
RETURNING position
"""

RESERVE: Final = """
INSERT INTO ledger.ledger_head AS head (ledger_id, size)
VALUES (%(ledger_id)s, %(count)s)
ON CONFLICT (ledger_id) DO UPDATE SET size = head.size + EXCLUDED.size
RETURNING size - %(count)s
"""

COPY: Final = """
COPY ledger.ledger_event (
    ledger_id, position, stream_id, version, topic, state, recorded_at, actor, request_id, request_seq, request_digest
) FROM STDIN (FORMAT BINARY)
"""
COPIED_TYPES: Final = (
    *("text", "int8", "text", "int8", "text", "bytea"),
    *("timestamptz", "text", "text", "int4", "bytea"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an append comes from: who asked, when it was recorded, under which key, and for what.

    ``digest`` is the SHA-256 of the commands; it tells a repeat from another request with the same key.
    """

    recorded_at: datetime
    actor: ActorId
    request_id: str
    digest: bytes


class StaleStream(IntegrityError):
    """Somebody else appended to a stream since it was read. Read it again and decide again."""


class RepeatedRequest(IntegrityError):
    """A request of this id is in the ledger already. Answer with what it led to."""


class HeadBehindLog(IntegrityError):
    """An event stands where the head says nothing does: the database was changed from outside."""


CONFLICTS: Final[dict[str | None, type[IntegrityError]]] = {
    "ledger_event_version": StaleStream,
    "ledger_event_request": RepeatedRequest,
    "ledger_event_position": HeadBehindLog,
}


def append(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, events: Sequence[StoredEvent], origin: Origin
) -> range:
    """Append events to a ledger, atomically, and return their positions.

    The connection is in autocommit mode: a few events are one statement and one round trip, many are
    copied in a transaction of their own.

    Raises:
        StaleStream: a version of a stream is taken.
        RepeatedRequest: the request is recorded already.
        HeadBehindLog: a position is taken, which no append can do.
    """
    write = _insert if len(events) <= MOST_EVENTS_IN_A_STATEMENT else _copy
    try:
        first = write(connection, ledger_id, events, origin)
    except psycopg.errors.UniqueViolation as violation:
        conflict = CONFLICTS.get(violation.diag.constraint_name)
        if conflict is None:
            raise
        raise conflict(str(violation)) from violation
    return range(first, first + len(events))


def _insert(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, events: Sequence[StoredEvent], origin: Origin
) -> int:
    values = {
        "ledger_id": ledger_id,
        "count": len(events),
        "recorded_at": origin.recorded_at,
        "actor": origin.actor,
        "request_id": origin.request_id,
        "digest": origin.digest,
        "stream_ids": [event.originator_id for event in events],
        "versions": [event.originator_version for event in events],
        "topics": [event.topic for event in events],
        "states": [event.state for event in events],
    }
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(APPEND, values, prepare=True).fetchone()
    return _first(row)


def _copy(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, events: Sequence[StoredEvent], origin: Origin
) -> int:
    who = (origin.recorded_at, origin.actor, origin.request_id)
    with connection.transaction(), connection.cursor(row_factory=tuple_row) as cursor:
        base = _first(cursor.execute(RESERVE, {"ledger_id": ledger_id, "count": len(events)}).fetchone())
        with cursor.copy(COPY) as copy:
            copy.set_types(COPIED_TYPES)
            for seq, event in enumerate(events, start=1):
                place = (ledger_id, base + seq, event.originator_id, event.originator_version)
                digest = origin.digest if seq == 1 else None
                copy.write_row((*place, event.topic, event.state, *who, seq, digest))
    return base + 1


def _first(row: tuple[int] | None) -> int:
    if row is None:
        message = "an append always answers with a position"
        raise AssertionError(message)
    return row[0]
