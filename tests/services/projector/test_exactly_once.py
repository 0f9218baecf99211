"""Live rows, rebuilt rows and a fold in memory are the same, also when projectors are killed at any moment."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from domain.values import LedgerId
from projections.catalogue import READ_MODELS
from projections.changes import fold_events
from projections.fold import Row, Table
from projections.progress import position
from services.projector import Projector
from tests.projections.histories import HISTORIES, entries
from tests.projections.logs import SCHOOL, Log, digest_of_all
from tests.samples.dues import ASSESSED, PAID_IN_PART
from tests.samples.membership import ENROLLED

ON_ONE_DATABASE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = count(1)
Rows = dict[tuple[Any, ...], dict[str, Any]]


def rows_in_memory(table: Table, changed: Mapping[tuple[Any, ...], Row]) -> Rows:
    """Name the columns."""
    names = (*table.sums, *table.values)
    return {key: dict(zip(names, row, strict=True)) for key, row in changed.items()}


def rows_in_database(connection: psycopg.Connection[DictRow], name: str, key: list[str], ledger_id: LedgerId) -> Rows:
    """Read a table of one ledger."""
    found = connection.execute(
        SQL("SELECT * FROM read_model.{} WHERE ledger_id = %s").format(Identifier(name)), [ledger_id]
    )
    rows = [{column: value for column, value in row.items() if column != "ledger_id"} for row in found.fetchall()]
    return {tuple(row.pop(column) for column in key): row for row in rows}


def check_rows(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, history: list[object]) -> None:
    """Compare every table of a ledger with a fold of its whole history in memory."""
    for read_model in READ_MODELS:
        changes = fold_events(read_model, entries(history))
        for table in read_model.tables:
            expected = rows_in_memory(table, changes[table.name])
            assert rows_in_database(connection, table.name, list(table.key), ledger_id) == expected
            check_tally(connection, ledger_id, table, expected)


def check_tally(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, table: Table, rows: Rows) -> None:
    """Compare what the engine counted with the rows themselves."""
    if table.tally is None:
        return
    (counted,) = table.sums
    expected = Counter(key[: len(table.tally.key)] for key, row in rows.items() if row[counted] > 0)
    found = rows_in_database(connection, table.tally.name, list(table.tally.key), ledger_id)
    assert {key: row["subjects"] for key, row in found.items() if row["subjects"]} == expected


@ON_ONE_DATABASE
@given(HISTORIES)
def test_live_rows_and_rebuilt_rows_are_what_a_fold_in_memory_gives(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow], history: list[object]
) -> None:
    ledger_id = LedgerId(f"union-{next(NUMBERS)}")
    for event in history:
        log.append(event, ledger_id=ledger_id)
    projector.run_until_idle()
    check_rows(connection, ledger_id, history)
    live = digest_of_all(connection)
    projector.rebuild()
    assert digest_of_all(connection) == live


@ON_ONE_DATABASE
@given(HISTORIES)
def test_rows_do_not_depend_on_where_batches_end(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow], history: list[object]
) -> None:
    ledger_id = LedgerId(f"union-{next(NUMBERS)}")
    for event in history:
        log.append(event, ledger_id=ledger_id)
        projector.run_until_idle()
    check_rows(connection, ledger_id, history)


def test_a_projector_killed_again_and_again_reflects_every_event_once(
    log: Log, url: str, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    chosen = random.Random(20250601)  # noqa: S311 - the same moments in every run
    history: list[object] = [ENROLLED]
    log.append(ENROLLED)
    for _ in range(6):
        events = [ASSESSED, PAID_IN_PART] * 100
        log.append(*events)
        history += events
        before = position(connection, "balances", SCHOOL)
        process = subprocess.Popen([sys.executable, "-m", "tests.services.projector.forever", url])
        while position(connection, "balances", SCHOOL) == before:
            assert process.poll() is None
            time.sleep(0.001)
        time.sleep(chosen.random() * 0.2)
        process.kill()
        process.wait()
    projector.run_until_idle()
    check_rows(connection, SCHOOL, history)
