"""One append: the ledger's head moves on and the events stand behind it, all or nothing.

The head's row lock is held until commit, so the writers of one ledger follow one another, positions
have no gaps, and the order of positions is the order of commits. Writers of different ledgers do not
wait for each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, repeat
from typing import Any, Final, NamedTuple

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent
from psycopg.rows import DictRow, tuple_row

from domain.activities.ledger import the_ledger
from domain.values import ActorId, LedgerId
from services.store.prepared import (
    PreparedStatement,
    array_of_bytes,
    array_of_numbers,
    array_of_texts,
    instant,
    number,
)

THE_LEDGER: Final = the_ledger().id
MOST_EVENTS_IN_A_STATEMENT: Final = 1_000
"""From here on COPY is faster than one statement with arrays."""

APPEND: Final = """
WITH head AS (
    UPDATE ledger.ledger_head AS head
    SET size = head.size + %(count)s, ledger_version = head.ledger_version + %(of_ledger)s,
        recorded_at = GREATEST(head.recorded_at, %(recorded_at)s)
    WHERE head.ledger_id = %(ledger_id)s
      AND head.ledger_version = COALESCE(%(expected_version)s, head.ledger_version)
      AND head.size = COALESCE(%(expected_size)s, head.size)
    RETURNING size, recorded_at
)
INSERT INTO ledger.ledger_event (
    position, recorded_at, version, request_size, ledger_id, stream_id, topic, actor, request_id, request_digest, state
)
SELECT generate_series(head.size - %(count)s + 1, head.size), head.recorded_at,
       unnest(%(versions)s::integer[]), unnest(%(request_sizes)s::integer[]),
       %(ledger_id)s, unnest(%(stream_ids)s::text[]), unnest(%(topics)s::text[]), unnest(%(actors)s::text[]),
       unnest(%(request_ids)s::text[]), unnest(%(digests)s::bytea[]), unnest(%(states)s::bytea[])
FROM head
RETURNING position, recorded_at
"""
"""Sets that are selected go in step. From several sets in FROM the server would first make as many tables."""

APPENDING: Final = PreparedStatement("append", APPEND)

MAKE_HEAD: Final = """
INSERT INTO ledger.ledger_head (ledger_id, size, ledger_version, recorded_at)
VALUES (%(ledger_id)s, 0, 0, %(recorded_at)s)
ON CONFLICT DO NOTHING
"""
"""A head for a ledger that has none. An append that could make one by itself would cost the server a third more."""

RESERVE: Final = """
UPDATE ledger.ledger_head AS head
SET size = head.size + %(count)s, ledger_version = head.ledger_version + %(of_ledger)s,
    recorded_at = GREATEST(head.recorded_at, %(recorded_at)s)
WHERE head.ledger_id = %(ledger_id)s
  AND head.ledger_version = COALESCE(%(expected_version)s, head.ledger_version)
  AND head.size = COALESCE(%(expected_size)s, head.size)
RETURNING size - %(count)s + 1, recorded_at
"""

COPY: Final = """
COPY ledger.ledger_event (
    position, recorded_at, version, request_size, ledger_id, stream_id, topic, actor, request_id, request_digest, state
) FROM STDIN (FORMAT BINARY)
"""
COPIED_TYPES: Final = ("int8", "timestamptz", "int4", "int4", *["text"] * 5, "bytea", "bytea")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an append comes from: who asked, when it was recorded, under which key, and for what.

    ``digest`` is the SHA-256 of the commands; it tells a repeat from another request with the same key.
    """

    recorded_at: datetime
    actor: ActorId
    request_id: str
    digest: bytes


class Part(NamedTuple):
    """What one request adds to an append: so many events, and how many of them stand in the ledger's own stream.

    The events are gone through once, so they may be written only then.
    """

    origin: Origin
    events: Iterable[StoredEvent]
    size: int
    of_ledger: int

    @classmethod
    def of(cls, origin: Origin, events: Sequence[StoredEvent]) -> "Part":
        """Take events that are written."""
        return cls(origin, events, len(events), sum(event.originator_id == THE_LEDGER for event in events))


class Appended(NamedTuple):
    """Where the events of an append stand, and the instant that they were given.

    The instant is that of the origin, or of the append before where that is later: clocks disagree,
    and yet what was known at an instant is the beginning of the log.
    """

    positions: range
    recorded_at: datetime


class Expected(NamedTuple):
    """What decisions rest on that need not be written to: the append is refused when it has moved on.

    ``ledger_version`` is that of the ledger's own stream, which every decision reads; ``size`` the last position,
    for a decision that rests on the whole ledger. None expects nothing.
    """

    ledger_version: int | None = None
    size: int | None = None


BEHIND_THE_FIRST: Final = (0, b"")
MOVED_ON: Final = "the ledger has moved on since it was read"
NOTHING_EXPECTED: Final = Expected()


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
) -> Appended:
    """Append the events of one request; otherwise as ``append_parts``."""
    return append_parts(connection, ledger_id, [Part.of(origin, events)])


def append_parts(
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    parts: Sequence[Part],
    expected: Expected = NOTHING_EXPECTED,
) -> Appended:
    """Append the events of several requests to a ledger, one request after another, atomically.

    The connection is in autocommit mode: a few events are one statement and one round trip, but for a ledger's
    first; many are copied in a transaction of their own.

    Raises:
        StaleStream: a version of a stream is taken, or what was expected of the ledger is so no more.
        RepeatedRequest: one of the requests is recorded already.
        HeadBehindLog: a position is taken, which no append can do.
    """
    size = sum(part.size for part in parts)
    head = {
        "ledger_id": ledger_id,
        "count": size,
        "of_ledger": sum(part.of_ledger for part in parts),
        "expected_version": expected.ledger_version,
        "expected_size": expected.size,
        "recorded_at": max(part.origin.recorded_at for part in parts),
    }
    write = _insert if size <= MOST_EVENTS_IN_A_STATEMENT else _copy
    try:
        first, recorded_at = write(connection, head, parts)
    except psycopg.errors.UniqueViolation as violation:
        conflict = CONFLICTS.get(violation.diag.constraint_name)
        if conflict is None:
            raise
        raise conflict(str(violation)) from violation
    return Appended(range(first, first + size), recorded_at)


def _insert(
    connection: psycopg.Connection[DictRow], head: dict[str, Any], parts: Sequence[Part]
) -> tuple[int, datetime]:
    rows = [
        (part.origin, *mark, event) for part in parts for mark, event in zip(_marks(part), part.events, strict=True)
    ]
    values = {
        **{name: None if value is None else str(value) for name, value in head.items()},
        "versions": array_of_numbers([event.originator_version for *_, event in rows]),
        "request_sizes": array_of_numbers([size for _, size, _, _ in rows]),
        "stream_ids": array_of_texts([str(event.originator_id) for *_, event in rows]),
        "topics": array_of_texts([event.topic for *_, event in rows]),
        "actors": array_of_texts([origin.actor for origin, *_ in rows]),
        "request_ids": array_of_texts([origin.request_id for origin, *_ in rows]),
        "digests": array_of_bytes([digest for _, _, digest, _ in rows]),
        "states": array_of_bytes([event.state for *_, event in rows]),
    }
    appended = APPENDING.rows(connection, values)
    if not appended:  # the ledger has no head yet, or has moved on
        with connection.transaction():
            connection.execute(MAKE_HEAD, head)
            appended = APPENDING.rows(connection, values)
            if not appended:
                raise StaleStream(MOVED_ON)
    first, recorded_at = appended[0]
    return number(first), instant(recorded_at)


def _copy(connection: psycopg.Connection[DictRow], head: dict[str, Any], parts: Sequence[Part]) -> tuple[int, datetime]:
    ledger_id = head["ledger_id"]
    with connection.transaction(), connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        cursor.execute(MAKE_HEAD, head)
        reserved = cursor.execute(RESERVE, head).fetchone()
        if reserved is None:
            raise StaleStream(MOVED_ON)
        first, recorded_at = reserved
        positions = count(first)
        with cursor.copy(COPY) as copy:
            copy.set_types(COPIED_TYPES)
            write_row = copy.write_row
            for part in parts:
                actor, request_id = part.origin.actor, part.origin.request_id
                for (size, digest), event in zip(_marks(part), part.events, strict=True):
                    write_row(
                        (
                            *(next(positions), recorded_at, event.originator_version, size, ledger_id),
                            *(event.originator_id, event.topic, actor, request_id, digest, event.state),
                        )
                    )
    return first, recorded_at


def _marks(part: Part) -> Iterator[tuple[int, bytes]]:
    """Give for each event of a request what marks it: on the first one the request's size and digest."""
    return chain([(part.size, part.origin.digest)], repeat(BEHIND_THE_FIRST, part.size - 1))
