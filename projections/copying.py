"""Final rows written with COPY into tables that hold nothing of their ledger yet: no conflicts, no look-ups."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, Final

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from domain.values import LedgerId
from projections.arrays import NUL, UnstorableText
from projections.changes import Key, MergedChanges
from projections.fold import Row, SqlType, Table, Tally
from projections.tables import physical

ROWS_IN_A_BLOCK: Final = 5_000
NOTHING: Final = "\\N"
ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SPECIAL: Final = ("\\", "\t", "\n", "\r")


@dataclass(frozen=True, slots=True)
class TableLoader:
    """Loads a ledger's rows into one generation of a table and of its tally."""

    table: Table
    copy: Composed
    copy_tally: Composed | None

    def load(self, connection: psycopg.Connection[Any], ledger_id: LedgerId, changes: MergedChanges) -> None:
        """Write what a fold of a whole ledger came to, in the order of its keys, as queries will read it.

        Raises:
            UnstorableText: a text holds NUL.
            psycopg.DataError: a value does not fit its column.
        """
        rows = changes[self.table.name]
        if not rows:
            return
        _write(connection, self.copy, sorted(_lines(_columns(self.table, ledger_id, rows))))
        if self.table.tally is not None and self.copy_tally is not None:
            _write(connection, self.copy_tally, _tally(self.table, self.table.tally, ledger_id, rows))


def table_loader(table: Table, generation: int | None) -> TableLoader:
    """Make the statements that load a generation of a table."""
    copy = _copy(table.name, generation, (*table.key, *table.sums, *table.values))
    if table.tally is None:
        return TableLoader(table, copy, None)
    return TableLoader(table, copy, _copy(table.tally.name, generation, (*table.tally.key, "subjects")))


def _copy(name: str, generation: int | None, columns: Sequence[str]) -> Composed:
    return SQL("COPY {} ({}) FROM STDIN").format(
        physical(name, generation), SQL(", ").join(map(Identifier, ("ledger_id", *columns)))
    )


def _write(connection: psycopg.Connection[Any], statement: Composed, lines: Sequence[str]) -> None:
    with connection.cursor().copy(statement) as copy:
        for start in range(0, len(lines), ROWS_IN_A_BLOCK):
            copy.write("".join(lines[start : start + ROWS_IN_A_BLOCK]))


def _columns(table: Table, ledger_id: LedgerId, rows: Mapping[Key, Row]) -> list[Iterable[Any]]:
    kinds = (*table.key.values(), *table.column_types)
    columns = chain(zip(*rows, strict=True), zip(*rows.values(), strict=True))
    return [repeat(ledger_id), *(_column(kind, column) for kind, column in zip(kinds, columns, strict=True))]


def _lines(columns: Sequence[Iterable[Any]]) -> Iterator[str]:
    line = "\t".join(["%s"] * len(columns)) + "\n"
    return map(line.__mod__, zip(*columns, strict=False))


def _column(kind: SqlType, values: Sequence[Any]) -> Sequence[Any]:
    if kind == "jsonb":
        return _column("text", [None if value is None else json.dumps(value, ensure_ascii=False) for value in values])
    if None in values:
        shown = iter(_column(kind, [value for value in values if value is not None]))
        return [NOTHING if value is None else next(shown) for value in values]
    return _texts(values) if kind == "text" else values


def _texts(values: Sequence[str]) -> Sequence[str]:
    joined = NUL.join(values)
    if values and joined.count(NUL) != len(values) - 1:
        message = "a text holds the character NUL, which cannot be stored"
        raise UnstorableText(message)
    if any(character in joined for character in SPECIAL):
        return [value.translate(ESCAPES) for value in values]
    return values


def _tally(table: Table, tally: Tally, ledger_id: LedgerId, rows: Mapping[Key, Row]) -> list[str]:
    width = len(tally.key)
    subjects = Counter(key[:width] for key, (counted,) in rows.items() if counted > 0)
    keys = zip(tally.key, zip(*subjects, strict=True), strict=False)
    columns = [_column(table.key[name], column) for name, column in keys]
    return list(_lines([repeat(ledger_id), *columns, subjects.values()])) if subjects else []
