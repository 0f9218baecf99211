"""The log read in order: batches of recorded events, as folds take them."""

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.rows import tuple_row

from domain.values import LedgerId
from projections.fold import Recorded
from services.store.codec import UnreadableEvent, decode, event_name

NO_END: Final = 2**63 - 1

READ: Final = """
SELECT position, stream_id, version, topic, state, recorded_at, actor, request_id
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position > %(after)s AND position <= %(upto)s
ORDER BY position
LIMIT %(limit)s
"""


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
