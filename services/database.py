"""Connections: which PostgreSQL to use, its schema brought up to date, and the service's pool.

The log belongs to whoever migrates; the service works as ``union_ledger_service``, a role that may
append events and read them, never change them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from yoyo import get_backend, read_migrations

from services.embedded import embedded_server
from services.settings import Settings

MIGRATIONS: Final = Path(__file__).parent.parent / "deploy" / "migrations"
DATABASE: Final = "union_ledger"
SERVICE_ROLE: Final = "union_ledger_service"
OLDEST_SERVER: Final = 150000
VERSION_UNIT: Final = 10000
"""PostgreSQL writes version 15.3 as 150003."""


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Give the URL of the database to use: the one that is set, or the embedded one, started for the block."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    with embedded_server(settings.data_directory) as server_url:
        create_database(server_url, DATABASE)
        yield database_url(server_url, DATABASE)


def database_url(server_url: str, name: str) -> str:
    """Point a URL at another database of the same server."""
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def create_database(server_url: str, name: str, *, template: str | None = None) -> None:
    """Make a database if it is not there, empty or as a copy of another."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template or "template1")
                )
            )


def drop_database(server_url: str, name: str) -> None:
    """Remove a database and whoever is connected to it."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class ServerTooOld(Exception):
    """The PostgreSQL in use lacks what the schema needs."""

    def __init__(self, version: int) -> None:
        """Name the version that was found."""
        super().__init__(
            f"this PostgreSQL is version {version // VERSION_UNIT}; "
            f"{OLDEST_SERVER // VERSION_UNIT} or later is needed. "
            "Upgrade it, or unset DATABASE_URL to use the embedded one."
        )


def migrate(url: str) -> list[str]:
    """Bring the schema up to date; return the names of the steps that were taken now.

    Raises:
        ServerTooOld: the server is older than the oldest that is supported.
    """
    with psycopg.connect(url) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise ServerTooOld(connection.info.server_version)
    backend = get_backend(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with backend.lock():
            pending = backend.to_apply(read_migrations(str(MIGRATIONS)))
            backend.apply_migrations(pending)
            return [step.id for step in pending]
    finally:
        backend.connection.close()


def open_datastore(url: str, settings: Settings) -> PostgresDatastore:
    """Open the library's connection pool on the database, working as the service's role."""
    parts = conninfo_to_dict(url)
    datastore = PostgresDatastore(
        dbname="",
        host="",
        port="",
        user="",
        password="",
        connect_timeout=settings.pool_timeout_seconds,
        pool_size=1,
        max_overflow=settings.pool_size - 1,
        pre_ping=False,
    )
    datastore.pool.kwargs = {
        **parts,
        "row_factory": psycopg.rows.dict_row,
        "options": f"-c role={SERVICE_ROLE} -c timezone=UTC "
        f"-c statement_timeout={int(settings.statement_timeout_seconds * 1000)}",
    }
    # Lost connections are sought again with ever longer pauses, for so long; after that each request asks
    # for a new one at once. Kept short, the service is back seconds after the database is.
    datastore.pool.reconnect_timeout = settings.pool_timeout_seconds
    return datastore
