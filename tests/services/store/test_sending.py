"""Statements that are sent together: nobody else in the process waits with them, and forgotten ones are told."""

import time
from threading import Thread

import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.errors import DivisionByZero

from projections.tables import Statement
from services.store.sending import StatementsForgotten, send, transaction, twice

PATIENCE_SECONDS = 10.0
TOUCH = Statement("touch", b"SELECT pg_advisory_xact_lock($1::bigint)", ["7"])
FAIL = Statement("fail", b"SELECT 1 / $1::integer", ["0"])


def test_another_thread_goes_on_while_statements_wait_for_what_it_holds(datastore: PostgresDatastore) -> None:
    def wait_for_it() -> None:
        with datastore.get_connection() as connection, connection.transaction():
            send(connection, [TOUCH])

    with datastore.get_connection() as holding, holding.transaction():
        send(holding, [TOUCH])
        waiting = Thread(target=wait_for_it)
        waiting.start()
        time.sleep(0.2)
        assert waiting.is_alive()
    waiting.join(PATIENCE_SECONDS)
    assert not waiting.is_alive()


def test_the_first_failure_is_raised_and_the_connection_is_good_for_more(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        with pytest.raises(DivisionByZero), connection.transaction():
            send(connection, [TOUCH, FAIL, TOUCH])
        with connection.transaction():
            send(connection, [TOUCH])


def test_statements_that_were_let_go_of_are_prepared_anew(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        with connection.transaction():
            send(connection, [TOUCH])
        connection.execute("DEALLOCATE ALL")

        def work() -> str:
            with connection.transaction():
                send(connection, [TOUCH])
            return "done"

        with pytest.raises(StatementsForgotten):
            work()
        assert twice(work) == "done"


def test_forgotten_statements_that_begin_a_transaction_are_sent_again(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        for _ in range(2):
            with transaction(connection) as own:
                assert [answer.ntuples for answer in send(connection, [TOUCH])] == [1]
                send(connection, [TOUCH], last=own)
            connection.execute("DEALLOCATE ALL")


def test_a_transaction_inside_another_is_taken_back_alone(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        connection.execute("CREATE TEMPORARY TABLE kept (number integer)")
        with transaction(connection) as own:
            send(connection, [Statement("keep", b"INSERT INTO kept VALUES ($1::integer)", ["1"])])
            with pytest.raises(DivisionByZero), transaction(connection):
                send(connection, [Statement("keep", b"INSERT INTO kept VALUES ($1::integer)", ["2"]), FAIL])
            assert own
        assert connection.execute("SELECT number FROM kept").fetchall() == [{"number": 1}]
