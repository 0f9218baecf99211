"""Statements of a transaction sent together, straight through libpq: the first answer is awaited once all are sent.

A small batch is a dozen statements of a tenth of a millisecond each. A cursor of psycopg spends as much on looking at
parameters again, and waits for each answer; every wait in a busy process is also one for Python's lock.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from select import POLLIN, POLLOUT, poll
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from projections.tables import Statement

Connection = psycopg.Connection[Any]
Done = TypeVar("Done")


class StatementsForgotten(Exception):
    """psycopg lets go of all prepared statements of a connection when it sees a rollback, ours too."""


@dataclass(slots=True)
class _Prepared:
    """What is prepared on a connection; under names of their own after each time that it was forgotten."""

    times: int = 0
    names: set[str] = field(default_factory=set)

    def begin_anew(self) -> None:
        self.times += 1
        self.names.clear()


PREPARED: Final[WeakKeyDictionary[Connection, _Prepared]] = WeakKeyDictionary()


def send(connection: Connection, statements: Iterable[Statement]) -> None:
    """Run statements in the transaction that is under way.

    Raises:
        StatementsForgotten: they are to be run in another transaction, once more.
        psycopg.Error: the first that failed; those behind it were not run.
    """
    made = [(name, text, [parameter.encode() for parameter in parameters]) for name, text, parameters in statements]
    prepared = PREPARED.setdefault(connection, _Prepared())
    pgconn = connection.pgconn
    pgconn.enter_pipeline_mode()
    try:
        for name, text, parameters in made:
            known_as = f"{name}~{prepared.times}".encode()
            if name not in prepared.names:
                pgconn.send_prepare(known_as, text)
                prepared.names.add(name)
            pgconn.send_query_prepared(known_as, parameters)
        pgconn.pipeline_sync()
        failed = _first_failure(connection)
    finally:
        pgconn.exit_pipeline_mode()
    if failed is not None:
        prepared.begin_anew()
        problem = error_from_result(failed)
        if isinstance(problem, InvalidSqlStatementName):
            raise StatementsForgotten from problem
        raise problem


def twice(work: Callable[[], Done]) -> Done:
    """Do a transaction's work, and once more if its statements were forgotten."""
    try:
        return work()
    except StatementsForgotten:
        return work()


def _first_failure(connection: Connection) -> PGresult | None:
    failed = None
    while True:
        _await_answer(connection.pgconn)
        result = connection.pgconn.get_result()
        if result is None:  # between the answers to two statements, or after the last of a lost connection
            if connection.pgconn.status != ConnStatus.OK:
                message = "the connection to the database is lost"
                raise psycopg.OperationalError(message)
            continue
        if result.status == ExecStatus.PIPELINE_SYNC:
            return failed
        if result.status == ExecStatus.FATAL_ERROR and failed is None:
            failed = result


def _await_answer(pgconn: PGconn) -> None:
    """Wait without holding on to Python: libpq would wait for another thread's locks while that thread waits for us.

    Raises:
        psycopg.OperationalError: the connection is lost.
    """
    socket = poll()
    while pgconn.flush():
        socket.register(pgconn.socket, POLLIN | POLLOUT)
        socket.poll()
        pgconn.consume_input()
    socket.register(pgconn.socket, POLLIN)
    while pgconn.is_busy():
        socket.poll()
        pgconn.consume_input()
