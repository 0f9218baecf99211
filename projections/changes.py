"""The changes of a batch, merged in memory: for each row what it comes to, whatever the number of events."""

from collections.abc import Iterable
from typing import Any, Final

from projections.fold import Entry, ReadModel, Scalar, Table

Key = tuple[Scalar, ...]
Row = dict[str, Any]


class MergedChanges:
    """Rows by table and key. A row holds only the columns that were changed.

    ``dropped`` keeps the keys of rows to remove before the others are written: a row that is put
    again after a drop begins anew.
    """

    def __init__(self, tables: Iterable[Table]) -> None:
        """Begin with no changes of any table."""
        self._tables: Final = tuple(tables)
        self.rows: Final[dict[str, dict[Key, Row]]] = {table.name: {} for table in self._tables}
        self.dropped: Final[dict[str, set[Key]]] = {name: set() for name in self.rows}

    def add(self, table: Table, key: Key, /, **sums: int) -> None:
        """Add numbers to columns of a row, which begins at zero."""
        self.add_all(table, key, sums)

    def add_all(self, table: Table, key: Key, sums: dict[str, int], /) -> None:
        """Add numbers to columns of a row; the dictionary becomes the row if there is none yet."""
        row = self.rows[table.name].setdefault(key, sums)
        if row is not sums:
            for column, number in sums.items():
                row[column] = row.get(column, 0) + number

    def put(self, table: Table, key: Key, /, **values: Scalar) -> None:
        """Set columns of a row, which is made if it is not there; None leaves a column as it is."""
        row = self.rows[table.name].setdefault(key, values)
        if row is not values:
            for column, value in values.items():
                if value is not None:
                    row[column] = value

    def drop(self, table: Table, key: Key, /) -> None:
        """Remove a row if it is there."""
        self.rows[table.name].pop(key, None)
        self.dropped[table.name].add(key)

    def sum_up(self) -> None:
        """Add the sums of each table to the table that it sums into. To be done once, when all events are folded."""
        for table in self._tables:
            if table.sums_into is not None:
                self._sum_into(table.sums_into, table)

    def _sum_into(self, coarse: Table, fine: Table) -> None:
        rows, width = self.rows[coarse.name], len(coarse.key)
        for key, row in self.rows[fine.name].items():
            total = rows.setdefault(key[:width], {})
            for column, number in row.items():
                total[column] = total.get(column, 0) + number


def fold_into(changes: MergedChanges, read_model: ReadModel, entries: Iterable[Entry]) -> None:
    """Fold events into changes, on top of earlier ones; those that the read model ignores cost a look-up."""
    handles, fold = read_model.handles, read_model.fold
    for entry in entries:
        if type(entry.event) in handles:
            fold(entry, changes)


def fold_events(read_model: ReadModel, entries: Iterable[Entry]) -> MergedChanges:
    """Fold events into the changes that a read model makes of them."""
    changes = MergedChanges(read_model.tables)
    fold_into(changes, read_model, entries)
    changes.sum_up()
    return changes
