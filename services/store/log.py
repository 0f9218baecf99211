"""The log of all ledgers: the one way in to recording and reading."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from eventsourcing.persistence import InterfaceError, OperationalError
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import tuple_row

from domain.deciding import Stream
from domain.values import LedgerId
from services.store.recorder import LedgerRecorder
from services.store.streams import Past, read_past

SELECT_HEADS: Final = "SELECT ledger_id, size FROM ledger.ledger_head"


class LedgerUnavailable(Exception):
    """The database is gone, or did not answer in time. What was acknowledged is safe; come back later.

    A request that was on its way may have been recorded: send it again under the same key.
    """


class LedgerLog:
    """The log, on the library's pool of connections."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        """Use a pool of connections to a migrated database."""
        self._datastore = datastore

    def recorder(self, ledger_id: LedgerId) -> LedgerRecorder:
        """Return the library's recorder, bound to one ledger."""
        return LedgerRecorder(self._datastore, ledger_id)

    def past(self, ledger_id: LedgerId, streams: Iterable[Stream[Any]], request_ids: Sequence[str] = ()) -> Past:
        """Read what decisions need to know: streams, and which of the requests were recorded before."""
        with self._datastore.get_connection() as connection:
            return read_past(connection, ledger_id, streams, request_ids)

    def heads(self) -> dict[LedgerId, int]:
        """Return the last position of every ledger."""
        with self._datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return dict(cursor.execute(SELECT_HEADS, prepare=True).fetchall())


@contextmanager
def availability() -> Iterator[None]:
    """Say in one way that the database is gone, busy beyond the pool's patience, or out of time.

    Raises:
        LedgerUnavailable: in place of the library's errors for all of these.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as problem:
        message = f"the database does not answer: {problem}"
        raise LedgerUnavailable(message) from problem
