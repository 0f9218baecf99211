"""Statements of a transaction sent together, straight through libpq: the first answer is awaited once all are sent.

A small batch is a dozen statements of a tenth of a millisecond each. A cursor of psycopg spends as much on looking at
parameters again, and waits for each answer; every wait in a busy process is also one for Python's lock. So a
transaction begins with the first statements that it sends and may end with its last.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import compress
from select import POLLIN, POLLOUT, poll
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from psycopg.errors import InvalidSqlStatementName
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from projections.tables import Statement
from services.store.prepared import failure

Connection = psycopg.Connection[Any]
Done = TypeVar("Done")

BEGIN: Final = Statement("begin", b"BEGIN", [])
COMMIT: Final = Statement("commit", b"COMMIT", [])


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


@contextmanager
def transaction(connection: Connection) -> Iterator[bool]:
    """Commit what is sent in the block, or take it back if the block fails.

    Gives whether that is a transaction of its own, which may be committed with the last statements that it sends;
    inside another one it is a part of that. The connection is in autocommit mode.
    """
    if connection.pgconn.transaction_status != TransactionStatus.IDLE:
        with connection.transaction():
            yield False
        return
    try:
        yield True
        connection.commit()  # which asks nothing of the server if there is nothing to commit
    except BaseException:
        connection.rollback()
        raise


def is_sound(connection: Connection) -> bool:
    """Say whether a transaction is under way and nothing in it has failed.

    One that only read is better committed than rolled back: after a rollback psycopg lets go of all that the
    connection has prepared, and every statement is planned anew.
    """
    return connection.pgconn.transaction_status == TransactionStatus.INTRANS


def send(connection: Connection, statements: Iterable[Statement], *, last: bool = False) -> list[PGresult]:
    """Run statements in the transaction that is under way, or begin one; give what each answers, in binary form.

    With ``last`` the transaction is committed behind them.

    Raises:
        StatementsForgotten: the transaction that is under way is to be run once more.
        psycopg.Error: the first that failed; those behind it were not run.
    """
    pgconn = connection.pgconn
    begin = pgconn.transaction_status == TransactionStatus.IDLE
    sent = [*((BEGIN,) if begin else ()), *statements, *((COMMIT,) if last else ())]
    try:
        return _send(connection, sent)[begin:]
    except StatementsForgotten:
        if not begin:
            raise
        connection.rollback()  # nothing has been done in this transaction
        return _send(connection, sent)[begin:]


def _send(connection: Connection, statements: Iterable[Statement]) -> list[PGresult]:
    pgconn = connection.pgconn
    made = [(name, text, [parameter.encode() for parameter in parameters]) for name, text, parameters in statements]
    prepared = PREPARED.setdefault(connection, _Prepared())
    asked: list[bool] = []
    """Of each answer to come, whether it is a statement's; the others are to their preparation."""
    pgconn.enter_pipeline_mode()
    try:
        for name, text, parameters in made:
            known_as = f"{name}~{prepared.times}".encode()
            if name not in prepared.names:
                pgconn.send_prepare(known_as, text)
                prepared.names.add(name)
                asked.append(False)
            pgconn.send_query_prepared(known_as, parameters, result_format=Format.BINARY)
            asked.append(True)
        pgconn.pipeline_sync()
        answers = list(_answers(connection))
    finally:
        pgconn.exit_pipeline_mode()
    failed = next((answer for answer in answers if answer.status == ExecStatus.FATAL_ERROR), None)
    if failed is not None:
        prepared.begin_anew()
        problem = failure(connection, failed)
        if isinstance(problem, InvalidSqlStatementName):
            raise StatementsForgotten from problem
        raise problem
    return list(compress(answers, asked))


def twice(work: Callable[[], Done]) -> Done:
    """Do a transaction's work, and once more if its statements were forgotten."""
    try:
        return work()
    except StatementsForgotten:
        return work()


def _answers(connection: Connection) -> Iterator[PGresult]:
    pgconn = connection.pgconn
    while True:
        _await_answer(pgconn)
        result = pgconn.get_result()
        if result is None:  # between the answers to two statements, or after the last of a lost connection
            if pgconn.status != ConnStatus.OK:
                message = "the connection to the database is lost"
                raise psycopg.OperationalError(message)
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return
        else:
            yield result


def _await_answer(pgconn: PGconn) -> None:
    """Wait without holding on to Python: libpq would wait for another thread's locks while that thread waits for us.

    Raises:
        psycopg.OperationalError: the connection is lost.
    """
    while (unsent := pgconn.flush()) or pgconn.is_busy():
        socket = poll()
        socket.register(pgconn.socket, POLLIN | POLLOUT if unsent else POLLIN)
        socket.poll()
        pgconn.consume_input()
