"""How a union stands: the sums of its read models, and its funds, claims, budgets and approvals as the log has them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow, tuple_row
from psycopg.sql import SQL, Identifier

from domain.values import LedgerId
from projections.catalogue import READ_MODELS
from projections.fold import Table

Connection = psycopg.Connection[DictRow]
Standing = Mapping[tuple[object, ...], tuple[object, ...]]
"""Each thing that has figures, and the figures; what has nothing but zeros is left out."""

WHEN_AND_WHY: Final = frozenset({"day", "source"})
"""Parts of a key that a balance does not have."""
NO_BALANCES: Final = frozenset({"source", "source_approver", "bank_entry", "correction_line"})
"""Tables that count what was recorded, stand apart by the day on which it was, or list corrections."""
SUMS: Final = SQL("SELECT {key}, {sums} FROM read_model.{table} WHERE ledger_id = %(ledger_id)s GROUP BY {key}")
RUNNING: Final = """
SELECT DISTINCT ON (stream_id) stream_id, state
FROM (
    SELECT stream_id, version, convert_from(state, 'UTF8')::json AS state
    FROM ledger.ledger_event WHERE ledger_id = %(ledger_id)s
) AS event
WHERE split_part(stream_id, '/', 1)
      IN ('fund', 'open-item', 'budget-line', 'aid-budget', 'aid-cap', 'expense-approval', 'stock')
ORDER BY stream_id, version DESC
"""
FIGURES: Final = ("left_fen", "open_fen", "used_fen", "spent_fen", "quantity_left", "value_left_fen")
"""What the last event of such a stream says of how it stands."""
NOT_DRAWN: Final = "ceiling_fen"
"""What an approval says that nothing was drawn on yet."""


def standing(connection: Connection, ledger_id: LedgerId) -> Standing:
    """Say how a union stands."""
    figures = [*_sums(connection, ledger_id), *_running(connection, ledger_id)]
    return {key: sums for key, sums in figures if any(sums)}


def tables_with_sums() -> list[Table]:
    """Name the tables that have balances."""
    tables = (table for read_model in READ_MODELS for table in read_model.tables)
    return [table for table in tables if table.sums and table.name not in NO_BALANCES]


def _sums(connection: Connection, ledger_id: LedgerId) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    for table in tables_with_sums():
        key = [name for name in ("ledger_id", *table.key) if name not in WHEN_AND_WHY]
        query = SUMS.format(
            key=SQL(", ").join(map(Identifier, key)),
            sums=SQL(", ").join(SQL("sum({})::bigint").format(Identifier(name)) for name in table.sums),
            table=Identifier(table.name),
        )
        with connection.cursor(row_factory=tuple_row) as cursor:
            for row in cursor.execute(query, {"ledger_id": ledger_id}):
                yield (table.name, *row[: len(key)]), row[len(key) :]


def _running(connection: Connection, ledger_id: LedgerId) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    for row in connection.execute(RUNNING, {"ledger_id": ledger_id}):
        state: dict[str, Any] = row["state"]
        figures = {**state, "left_fen": state.get("left_fen", state.get(NOT_DRAWN, 0))}
        yield (row["stream_id"],), tuple(figures.get(name, 0) for name in FIGURES)
