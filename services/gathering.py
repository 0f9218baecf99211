"""Evidence for decisions that rest on a whole ledger: read from read models that have caught up with its head."""

import time
from collections.abc import Callable
from typing import Any, Final

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow, scalar_row

from domain.catalogue import COMMAND_TYPE_OF
from domain.values import LedgerId
from projections.gathering import READERS
from projections.progress import position
from services.projector import Projector
from services.recording.evidence import Gather, Gathered
from services.store import LedgerUnavailable

BETWEEN_TRIES_SECONDS: Final = 0.05
LONGEST_WAIT_SECONDS: Final = 30.0

HEAD: Final = "SELECT size FROM ledger.ledger_head WHERE ledger_id = %(ledger_id)s"


def gathering(datastore: PostgresDatastore, projector: Projector) -> Gather:
    """Return what reads a command's evidence; it helps the read models along if they lag."""

    def gather(ledger_id: LedgerId, command: object) -> Gathered:
        kind = COMMAND_TYPE_OF[type(command)].evidence
        if kind is None:
            message = f"{type(command).__name__} rests on no evidence"
            raise AssertionError(message)
        reader = READERS[kind]
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < until:
            projector.catch_up(ledger_id)
            with datastore.get_connection() as connection:
                found = _read(connection, ledger_id, command, reader.read_models, reader.read)
            if found is not None:
                return found
            time.sleep(BETWEEN_TRIES_SECONDS)
        message = f"the read models of ledger {ledger_id} do not catch up with its log"
        raise LedgerUnavailable(message)

    return gather


def _read(
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    command: object,
    read_models: tuple[str, ...],
    read: Callable[[psycopg.Connection[DictRow], LedgerId, Any], object],
) -> Gathered | None:
    """Read in one snapshot; None if the read models do not reflect the last position in it."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with connection.cursor(row_factory=scalar_row) as cursor:
            size = cursor.execute(HEAD, {"ledger_id": ledger_id}).fetchone() or 0
        if any(position(connection, read_model, ledger_id) < size for read_model in read_models):
            return None
        return Gathered(read(connection, ledger_id, command), size)
