"""The library's recorder, bound to one ledger: positions are its notification ids."""

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any, Final
from uuid import UUID, uuid4

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import tuple_row

from domain.values import ActorId, LedgerId
from services.clock import now
from services.store.appending import NOTHING_EXPECTED, Appended, Expected, Origin, Part, append_parts
from services.store.reading import NO_END

SELECT_STREAM: Final = """
SELECT stream_id, version, topic, state
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND stream_id = %(stream_id)s AND version > %(gt)s AND version <= %(lte)s
ORDER BY version
LIMIT %(limit)s
"""

SELECT_STREAM_BACKWARDS: Final = """
SELECT stream_id, version, topic, state
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND stream_id = %(stream_id)s AND version > %(gt)s AND version <= %(lte)s
ORDER BY version DESC
LIMIT %(limit)s
"""

SELECT_NOTIFICATIONS: Final = """
SELECT stream_id, version, topic, state, position
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position >= %(first)s AND position <= %(last)s
  AND (cardinality(%(topics)s::text[]) = 0 OR topic = ANY(%(topics)s::text[]))
ORDER BY position
LIMIT %(limit)s
"""

SELECT_SIZE: Final = "SELECT size FROM ledger.ledger_head WHERE ledger_id = %(ledger_id)s"

NOT_A_VERSION: Final = -1
SUBSCRIPTION_BATCH: Final = 500
SUBSCRIPTION_PAUSE_SECONDS: Final = 0.05


def library_origin() -> Origin:
    """Say where an append comes from that was made through the library's own interface."""
    return Origin(recorded_at=now(), actor=ActorId("eventsourcing"), request_id=uuid4().hex, digest=b"")


class LedgerRecorder(ApplicationRecorder):
    """Records the events of one ledger, and reads them back by stream and by position."""

    def __init__(
        self, datastore: PostgresDatastore, ledger_id: LedgerId, *, unasked: Callable[[], Origin] = library_origin
    ) -> None:
        """Bind to a ledger; ``unasked`` gives the origin of appends that come without one."""
        self.datastore = datastore
        self.ledger_id = ledger_id
        self._unasked = unasked

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        origin: Origin | None = None,
        **_kwargs: Any,  # noqa: ANN401 - the library's signature
    ) -> Sequence[int]:
        """Append events, all or nothing; return their positions.

        Raises:
            StaleStream: a version of a stream is taken.
            RepeatedRequest: the origin's request is recorded already.
        """
        if not stored_events:
            return []
        return list(self.append([Part.of(origin or self._unasked(), stored_events)]).positions)

    def append(self, parts: Sequence[Part], expected: Expected = NOTHING_EXPECTED) -> Appended:
        """Append the events of one or more requests, all or nothing.

        Raises:
            StaleStream: a version of a stream is taken, or what was expected of the ledger is so no more.
            RepeatedRequest: one of the requests is recorded already.
        """
        with self.datastore.get_connection() as connection:
            return append_parts(connection, self.ledger_id, parts, expected)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read one stream, or a stretch of its versions."""
        asked = {
            "ledger_id": self.ledger_id,
            "stream_id": str(originator_id),
            "gt": NOT_A_VERSION if gt is None else gt,
            "lte": NO_END if lte is None else lte,
            "limit": limit,
        }
        with self.datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(SELECT_STREAM_BACKWARDS if desc else SELECT_STREAM, asked, prepare=True, binary=True)
            return [StoredEvent(*row) for row in cursor]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read the ledger in order, from one position to another."""
        asked = {
            "ledger_id": self.ledger_id,
            "first": (start or 0) + (not inclusive_of_start),
            "last": NO_END if stop is None else stop,
            "topics": list(topics),
            "limit": limit,
        }
        with self.datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(SELECT_NOTIFICATIONS, asked, prepare=True, binary=True)
            return [Notification(*row) for row in cursor]

    def max_notification_id(self) -> int | None:
        """Return the last position, None for a ledger without events."""
        with self.datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(SELECT_SIZE, {"ledger_id": self.ledger_id}, prepare=True).fetchone()
            return None if row is None else row[0]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "LedgerSubscription":
        """Follow the ledger from a position on, as it grows."""
        return LedgerSubscription(self, gt, topics)


class LedgerSubscription(Subscription[LedgerRecorder]):
    """Follows a ledger by asking again: a NOTIFY in every append would make all commits queue up."""

    def __init__(self, recorder: LedgerRecorder, gt: int | None, topics: Sequence[str]) -> None:
        """Begin behind position ``gt``."""
        super().__init__(recorder, gt, topics)
        self._waiting: list[Notification] = []
        self._stopped = Event()

    def stop(self) -> None:
        """End the iteration, also one that waits in another thread."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        """Return the next event, once there is one."""
        while not self._waiting and not self._stopped.is_set():
            self._waiting = self._read()
            if not self._waiting:
                self._stopped.wait(SUBSCRIPTION_PAUSE_SECONDS)
        if self._stopped.is_set():
            raise StopIteration
        return self._waiting.pop(0)

    def _read(self) -> list[Notification]:
        found = self._recorder.select_notifications(
            self._last_notification_id, SUBSCRIPTION_BATCH, topics=self._topics, inclusive_of_start=False
        )
        if found:
            self._last_notification_id = found[-1].id
        return list(found)
