"""The prepared append, run straight through libpq: what psycopg's cursor would have seen to."""

from collections.abc import Callable

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import ActorId
from projections.tables import Statement
from services.store import LedgerRecorder, Origin, Part
from services.store.appending import append
from services.store.sending import send
from services.store.streams import read_past
from tests.services.store.given import NOON, SCHOOL, origin, places, stored

HOSTILE = 'branch/\\x00 "quoted" {a,b} NULL \\N 工会\t\n'


def test_whatever_a_text_holds_it_is_stored_as_it_is(datastore: PostgresDatastore) -> None:
    asked = Origin(recorded_at=NOON, actor=ActorId(HOSTILE), request_id=HOSTILE, digest=b"\\ \x00\xff,}")

    appended = LedgerRecorder(datastore, SCHOOL).append([Part.of(asked, [stored(HOSTILE), stored("NULL"), stored("")])])

    assert appended.recorded_at == NOON
    assert places(datastore) == [(1, HOSTILE, 1), (2, "NULL", 1), (3, "", 1)]
    with datastore.get_connection() as connection:
        row = connection.execute("SELECT actor, request_id, request_digest FROM ledger.ledger_event").fetchone()
    assert row == {"actor": HOSTILE, "request_id": HOSTILE, "request_digest": asked.digest}


def test_a_text_that_postgresql_cannot_hold_is_refused_rather_than_cut_off(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection, pytest.raises(psycopg.DataError, match="NUL"):
        append(connection, SCHOOL, [stored("branch/B1\0and more")], origin("first"))

    assert places(datastore) == []


def test_appends_go_on_when_psycopg_has_let_go_of_all_statements(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        append(connection, SCHOOL, [stored("branch/B1")], origin("first"))
        connection.execute("DEALLOCATE ALL")

        append(connection, SCHOOL, [stored("branch/B2")], origin("second"))

        connection.execute("DEALLOCATE ALL")
        with connection.transaction():
            append(connection, SCHOOL, [stored("branch/B3")], origin("third"))
    assert places(datastore) == [(1, "branch/B1", 1), (2, "branch/B2", 1), (3, "branch/B3", 1)]


def test_an_append_belongs_to_the_transaction_it_is_made_in(url: str, datastore: PostgresDatastore) -> None:
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        append(connection, SCHOOL, [stored("branch/B1")], origin("first"))
        connection.rollback()

    assert places(datastore) == []


def test_a_lost_connection_is_told_as_such_by_reads_and_appends(url: str) -> None:
    def lose(connection: psycopg.Connection[DictRow]) -> None:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))

    acts: list[Callable[[psycopg.Connection[DictRow]], object]] = [
        lambda connection: append(connection, SCHOOL, [stored("branch/B2")], origin("second")),
        lambda connection: read_past(connection, SCHOOL, [], ["first"]),
        lambda connection: send(connection, [Statement("one", b"SELECT 1", [])]),
    ]
    for act in acts:
        with psycopg.connect(url, row_factory=psycopg.rows.dict_row, autocommit=True) as connection:
            act(connection)
            lose(connection)
            with pytest.raises(psycopg.OperationalError):
                act(connection)
