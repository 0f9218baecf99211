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
from services.store.prepared import PreparedStatement, Row, array_of_texts, instant, number, text

READ_FOR_DECISION: Final = """
SELECT stream_id, version, topic, state, position, NULL::integer, NULL::timestamptz, NULL::bytea
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND stream_id = ANY((SELECT %(whole)s::text[])::text[])
UNION ALL
SELECT last.stream_id, last.version, last.topic, last.state, last.position, NULL, NULL, NULL
FROM unnest((SELECT %(growing)s::text[])) AS named (stream_id)
CROSS JOIN LATERAL (
    SELECT stream_id, version, topic, state, position
    FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s AND stream_id = named.stream_id
    ORDER BY version DESC
    LIMIT 1
) AS last
UNION ALL
SELECT request_id, 0, NULL, NULL, position, request_size, recorded_at, request_digest
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND request_id = ANY((SELECT %(request_ids)s::text[])::text[]) AND request_size > 0
ORDER BY position
"""
"""One round trip: whole streams, the last events of growing ones, and which requests are recorded, by their first.

The arrays stand in selections of their own, so that the server cannot see how few they hold and plan anew for each
command: that takes a quarter of a millisecond, five times as long as the reading.
"""
READING: Final = PreparedStatement("read past", READ_FOR_DECISION)

READ_RECEIPT: Final = """
SELECT position, topic, stream_id
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position >= %(first)s AND position < %(first)s + %(size)s
ORDER BY position
"""

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
    """What was asked for: the streams by id, and those of the requests that were recorded before."""

    streams: dict[str, StreamState]
    requests: dict[str, RecordedRequest]


def read_past(
    connection: psycopg.Connection[Any],
    ledger_id: LedgerId,
    streams: Iterable[Stream[Any]],
    request_ids: Sequence[str],
) -> Past:
    """Read streams and requests, set by set: one round trip for up to 5,000 streams, and one for each repeat.

    Raises:
        UnreadableEvent: an event of a stream cannot be read.
    """
    wanted = list({stream.id: stream for stream in streams}.values())
    found: dict[str, StreamState] = {}
    requests: dict[str, RecordedRequest] = {}
    for start in range(0, max(1, len(wanted)), STREAMS_IN_A_READ):
        part = wanted[start : start + STREAMS_IN_A_READ]
        rows = _read(connection, ledger_id, part, request_ids if start == 0 else ())
        requests.update((text(row[0]), _request(connection, ledger_id, row)) for row in rows if row[2] is None)
        found.update(_states(part, rows))
    return Past(streams=found, requests=requests)


def _read(
    connection: psycopg.Connection[Any], ledger_id: LedgerId, streams: Sequence[Stream[Any]], request_ids: Sequence[str]
) -> list[Row]:
    asked = {
        "ledger_id": ledger_id,
        "whole": array_of_texts([stream.id for stream in streams if not stream.kind.growing]),
        "growing": array_of_texts([stream.id for stream in streams if stream.kind.growing]),
        "request_ids": array_of_texts(request_ids),
    }
    return READING.rows(connection, asked)


def _request(connection: psycopg.Connection[Any], ledger_id: LedgerId, row: Row) -> RecordedRequest:
    *_, first, size, recorded_at, digest = row
    asked = {"ledger_id": ledger_id, "first": number(first), "size": number(size)}
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        cursor.execute(READ_RECEIPT, asked, prepare=True)
        events = tuple(ReceiptEvent(position, event_name(topic), stream_id) for position, topic, stream_id in cursor)
    return RecordedRequest(digest=digest or b"", recorded_at=instant(recorded_at), events=events)


def _states(streams: Sequence[Stream[Any]], rows: Sequence[Row]) -> dict[str, StreamState]:
    kinds = {stream.id: stream.kind for stream in streams}
    states = {stream.id: StreamState(stream.kind.initial, 0) for stream in streams}
    for row in rows:
        name, version, topic, state, *_ = row
        if topic is None:
            continue
        stream_id = text(name)
        before = states[stream_id].state
        after = kinds[stream_id].evolve(before, decode(text(topic), state or b""))
        states[stream_id] = StreamState(after, number(version))
    return states
