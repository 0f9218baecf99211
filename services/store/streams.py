"""What a decision needs to know: the states of streams, and what a request has led to before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import psycopg
from psycopg.rows import tuple_row

from domain.deciding import Stream
from domain.values import LedgerId
from services.store.codec import decode, event_name

READ_FOR_DECISION: Final = """
SELECT stream_id, version, topic, state, position, NULL::timestamptz, NULL::bytea
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND stream_id = ANY(%(whole)s::text[])
UNION ALL
SELECT last.stream_id, last.version, last.topic, last.state, last.position, NULL, NULL
FROM unnest(%(growing)s::text[]) AS named (stream_id)
CROSS JOIN LATERAL (
    SELECT stream_id, version, topic, state, position
    FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s AND stream_id = named.stream_id
    ORDER BY version DESC
    LIMIT 1
) AS last
UNION ALL
SELECT stream_id, version, topic, NULL, position, recorded_at, request_digest
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND request_id = %(request_id)s
ORDER BY position
"""
"""One round trip: whole streams, the last events of growing ones, and the events of a request (without state)."""

STREAMS_IN_A_READ: Final = 5_000


class StreamState(NamedTuple):
    """What a stream comes to, and the version of its last event (0 before the first)."""

    state: Any
    version: int


class ReceiptEvent(NamedTuple):
    """What a receipt says of an event."""

    position: int
    name: str
    stream_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRequest:
    """What the log says of a request that was recorded."""

    digest: bytes
    recorded_at: datetime
    events: tuple[ReceiptEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was asked for: the streams by id, and the request if it was recorded before."""

    streams: dict[str, StreamState]
    request: RecordedRequest | None


def read_past(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, streams: Iterable[Stream[Any]], request_id: str
) -> Past:
    """Read streams and a request, set by set: one round trip for up to 5,000 streams.

    A request that was recorded is the whole answer: its streams may then be left out.

    Raises:
        UnreadableEvent: an event of a stream cannot be read.
    """
    wanted = list({stream.id: stream for stream in streams}.values())
    found: dict[str, StreamState] = {}
    for start in range(0, max(1, len(wanted)), STREAMS_IN_A_READ):
        part = wanted[start : start + STREAMS_IN_A_READ]
        rows = _read(connection, ledger_id, part, request_id)
        request = _request([row for row in rows if row[3] is None])
        if request is not None:
            return Past(streams={}, request=request)
        found.update(_states(part, rows))
    return Past(streams=found, request=None)


def _read(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, streams: Sequence[Stream[Any]], request_id: str
) -> list[tuple[Any, ...]]:
    asked = {
        "ledger_id": ledger_id,
        "whole": [stream.id for stream in streams if not stream.kind.growing],
        "growing": [stream.id for stream in streams if stream.kind.growing],
        "request_id": request_id,
    }
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        return cursor.execute(READ_FOR_DECISION, asked, prepare=True).fetchall()


def _request(rows: Sequence[tuple[Any, ...]]) -> RecordedRequest | None:
    if not rows:
        return None
    *_, recorded_at, digest = rows[0]
    events = (ReceiptEvent(position, event_name(topic), stream_id) for stream_id, _, topic, _, position, _, _ in rows)
    return RecordedRequest(digest=digest, recorded_at=recorded_at, events=tuple(events))


def _states(streams: Sequence[Stream[Any]], rows: Sequence[tuple[Any, ...]]) -> dict[str, StreamState]:
    kinds = {stream.id: stream.kind for stream in streams}
    states = {stream.id: StreamState(stream.kind.initial, 0) for stream in streams}
    for stream_id, version, topic, state, *_ in rows:
        before = states[stream_id].state
        states[stream_id] = StreamState(kinds[stream_id].evolve(before, decode(topic, state)), version)
    return states
