"""The eventsourcing library as it comes: its default recorder and its projection runner on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

POOL_TIMEOUT_SECONDS: Final = 30


@contextmanager
def library_datastore(url: str, connections: int) -> Iterator[PostgresDatastore]:
    """Open the library's pool with that many connections, made once, as ours is."""
    parts = conninfo_to_dict(url)
    with PostgresDatastore(
        dbname=str(parts["dbname"]),
        host=str(parts["host"]),
        port=str(parts.get("port", 5432)),
        user=str(parts["user"]),
        password="",
        connect_timeout=POOL_TIMEOUT_SECONDS,
        pool_size=connections,
        max_overflow=0,
    ) as datastore:
        yield datastore


def create_default_table(url: str) -> None:
    """Make the table of the library's default application recorder."""
    with default_recorder(url, 1) as recorder:
        recorder.create_table()


@contextmanager
def default_recorder(url: str, connections: int) -> Iterator[PostgresApplicationRecorder]:
    """Open the library's default application recorder."""
    with library_datastore(url, connections) as datastore:
        yield PostgresApplicationRecorder(datastore, events_table_name="stored_events")
