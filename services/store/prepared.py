"""A statement that stays prepared on each connection and is run straight through libpq.

Every small append goes this way, and the read that it was decided on. A cursor of psycopg spends about
0.2 ms of Python on looking at each parameter, on writing arrays element by element and on waiting for the
answer, and the writers of one process take turns at that. Here the caller writes the parameters as text,
and libpq waits for the answer without holding on to Python.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, LiteralString, cast
from weakref import WeakSet

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

NAMED_PARAMETER: Final = re.compile(r"%\((\w+)\)s")
UNKNOWN_STATEMENT: Final = b"26000"
POSTGRES_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""From here PostgreSQL counts the microseconds of its instants."""
NULL: Final = cast("bytes", None)
"""In a list of parameters; psycopg's annotations forget that it may stand there."""

Parameters = list[bytes]
Row = list[bytes | None]
"""The values of a row in PostgreSQL's binary form, None for NULL."""


class PreparedStatement:
    """One statement with parameters like ``%(name)s``, under the name that it has on every connection."""

    def __init__(self, name: str, statement: LiteralString) -> None:
        """Number the parameters, as PostgreSQL wants them, in the order of their first use."""
        self._name = name.encode()
        self._parameters = list(dict.fromkeys(NAMED_PARAMETER.findall(statement)))
        self._statement = NAMED_PARAMETER.sub(self._number, statement).encode()
        self._prepared_on: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def rows(self, connection: psycopg.Connection[Any], values: Mapping[str, str | None]) -> list[Row]:
        """Run the statement; return its rows.

        Raises:
            psycopg.Error: as a cursor would raise it.
        """
        result = self._run(connection, [_parameter(values[name]) for name in self._parameters])
        _check(connection, result, ExecStatus.TUPLES_OK)
        return rows_of(result)

    def _number(self, named: re.Match[str]) -> str:
        return f"${self._parameters.index(named[1]) + 1}"

    def _prepare(self, connection: psycopg.Connection[Any]) -> None:
        _check(connection, connection.pgconn.prepare(self._name, self._statement), ExecStatus.COMMAND_OK)
        self._prepared_on.add(connection)

    def _run(self, connection: psycopg.Connection[Any], parameters: Parameters) -> PGresult:
        if not connection.autocommit:
            connection.execute("")  # begins a transaction if there is none, as before any other statement
        if connection.pgconn.transaction_status != TransactionStatus.IDLE:
            # Not prepared: psycopg lets go of all statements when it sees a rollback, and to ask for one that
            # is gone would end the transaction.
            return connection.pgconn.exec_params(self._statement, parameters, result_format=Format.BINARY)
        if connection not in self._prepared_on:
            self._prepare(connection)
        result = connection.pgconn.exec_prepared(self._name, parameters, result_format=Format.BINARY)
        if result.error_field(DiagnosticField.SQLSTATE) == UNKNOWN_STATEMENT:
            self._prepare(connection)
            result = connection.pgconn.exec_prepared(self._name, parameters, result_format=Format.BINARY)
        return result


def _parameter(text: str | None) -> bytes:
    if text is None:
        return NULL
    if "\0" in text:
        message = "PostgreSQL text cannot hold NUL characters"  # libpq would take what stands before it
        raise psycopg.DataError(message)
    return text.encode()


def _check(connection: psycopg.Connection[Any], result: PGresult, wanted: ExecStatus) -> None:
    if result.status != wanted:
        raise failure(connection, result)


def failure(connection: psycopg.Connection[Any], result: PGresult) -> psycopg.Error:
    """Say what a failed statement met with, as a cursor would; libpq itself gives no code to a lost connection."""
    if connection.pgconn.status != ConnStatus.OK:
        return psycopg.OperationalError(result.get_error_message())
    return error_from_result(result)


def rows_of(result: PGresult) -> list[Row]:
    """Give the rows of an answer in binary form."""
    value, columns = result.get_value, range(result.nfields)
    return [[value(row, column) for column in columns] for row in range(result.ntuples)]


def text(value: bytes | None) -> str:
    """Read a text in PostgreSQL's binary form."""
    return (value or b"").decode()


def number(value: bytes | None) -> int:
    """Read a whole number in PostgreSQL's binary form."""
    return int.from_bytes(value or b"", signed=True)


def instant(value: bytes | None) -> datetime:
    """Read an instant in PostgreSQL's binary form."""
    return POSTGRES_EPOCH + timedelta(microseconds=number(value))


def array_of_texts(values: Iterable[str]) -> str:
    """Write an array of texts as PostgreSQL reads it."""
    texts = list(values)
    if not texts:
        return "{}"
    joined = "".join(texts)
    if "\\" in joined or '"' in joined:
        texts = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    return '{"' + '","'.join(texts) + '"}'


def array_of_numbers(values: Iterable[int]) -> str:
    """Write an array of whole numbers as PostgreSQL reads it."""
    return "{" + ",".join(map(str, values)) + "}"


def array_of_bytes(values: Iterable[bytes]) -> str:
    """Write an array of byte strings as PostgreSQL reads it."""
    return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"
