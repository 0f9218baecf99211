"""Samples for tests of the log: what does not matter to them."""

from datetime import UTC, datetime
from typing import Final

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import tuple_row

from domain.values import ActorId, LedgerId
from services.store import Origin

SCHOOL: Final = LedgerId("school")
NOON: Final = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
STATE: Final = b'{"branch_id":"B1","name":"Branch","level":2,"parent_branch_id":null,"effective_on":"2026-03-02"}'


def origin(request_id: str, digest: bytes = b"digest") -> Origin:
    return Origin(recorded_at=NOON, actor=ActorId("ann"), request_id=request_id, digest=digest)


def stored(stream_id: str, version: int = 1) -> StoredEvent:
    return StoredEvent(originator_id=stream_id, originator_version=version, topic="branch.opened", state=STATE)


def many(count: int, prefix: str = "branch/B") -> list[StoredEvent]:
    return [stored(f"{prefix}{number}") for number in range(count)]


def places(datastore: PostgresDatastore, ledger_id: LedgerId = SCHOOL) -> list[tuple[int, str, int]]:
    """Read position, stream and version of all events of a ledger, in order."""
    with datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(
            "SELECT position, stream_id, version FROM ledger.ledger_event WHERE ledger_id = %s ORDER BY position",
            (ledger_id,),
        ).fetchall()
