"""A log to project in tests: events are stored as the product stores them, and read back by other eyes."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Protocol

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.catalogue import EVENT_TYPE_OF
from domain.values import LedgerId
from projections.catalogue import READ_MODELS
from projections.fold import ReadModel
from projections.tables import digest_of_ledger
from services.store import LedgerLog, encode

SCHOOL: Final = LedgerId("school")
Digests = dict[tuple[LedgerId, str], Any]
GENERATION: Final = "SELECT generation FROM read_model.generation WHERE read_model = %s AND live"
SPOIL: Final = """
INSERT INTO ledger.ledger_event (
    ledger_id, position, stream_id, version, topic, state, recorded_at, actor, request_id, request_size, request_digest
)
SELECT %(ledger_id)s, size + 1, 'spoilt/' || size, 0, %(topic)s, %(state)s, now(), 'ann', 'spoilt-' || size, 1, ''
FROM ledger.ledger_head WHERE ledger_id = %(ledger_id)s
"""
NEXT: Final = "UPDATE ledger.ledger_head SET size = size + 1 WHERE ledger_id = %(ledger_id)s"


class Projected(Protocol):
    """Records events and projects them."""

    def __call__(self, *events: object, ledger_id: LedgerId = SCHOOL) -> None:
        """Record events in a ledger and wait until all read models reflect them."""


class Log:
    """Appends events, readable or not, to any ledger."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        """Use a migrated, empty database."""
        self.datastore = datastore
        self._versions: Counter[tuple[LedgerId, str]] = Counter()

    def append(self, *events: object, ledger_id: LedgerId = SCHOOL) -> None:
        """Append events in one request."""
        stored = [self._stored(ledger_id, event) for event in events]
        LedgerLog(self.datastore).recorder(ledger_id).insert_events(stored)

    def append_unreadable(
        self, ledger_id: LedgerId = SCHOOL, topic: str = "dues.forgotten", state: bytes = b"{}"
    ) -> None:
        """Put an event there that no code of ours would write. The ledger has events already."""
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute(SPOIL, {"ledger_id": ledger_id, "topic": topic, "state": state})
            connection.execute(NEXT, {"ledger_id": ledger_id})

    def _stored(self, ledger_id: LedgerId, event: object) -> StoredEvent:
        stream_id = EVENT_TYPE_OF[type(event)].stream(event).id
        version = self._versions[ledger_id, stream_id]
        self._versions[ledger_id, stream_id] += 1
        topic, state = encode(event)
        return StoredEvent(originator_id=stream_id, originator_version=version, topic=topic, state=state)


def digest_of_all(connection: psycopg.Connection[DictRow], read_models: Sequence[ReadModel] = READ_MODELS) -> Digests:
    """Sum up every table of the live generations, so that two states can be compared."""
    found: Digests = {}
    ledgers = [row["ledger_id"] for row in connection.execute("SELECT ledger_id FROM ledger.ledger_head")]
    for read_model in read_models:
        row = connection.execute(GENERATION, [read_model.name]).fetchone()
        assert row is not None
        query = digest_of_ledger(read_model.tables, row["generation"])
        for ledger_id in ledgers:
            for digest in connection.execute(query, {"ledger_id": ledger_id}):
                found[ledger_id, digest["name"]] = (digest["rows"], digest["digest"])
    return found


def count(connection: psycopg.Connection[DictRow], query: str) -> int:
    """Answer a query that counts."""
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(next(iter(row.values())))
