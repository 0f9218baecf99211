"""The changes of a batch, merged in memory: for each row what it comes to, whatever the number of events."""

from collections.abc import Iterable
from typing import Any, Final

from projections.fold import ReadModel, Recorded, Scalar, Table

Key = tuple[Scalar, ...]
Row = dict[str, Any]


class MergedChanges:
    """Rows by table and key. A row holds only the columns that were changed.

    ``dropped`` keeps the keys of rows to remove before the others are written: a row that is put
    again after a drop begins anew.
    """

    def __init__(self, tables: Iterable[Table]) -> None:
        """Begin with no changes of any table."""
        self.rows: Final[dict[str, dict[Key, Row]]] = {table.name: {} for table in tables}
        self.dropped: Final[dict[str, set[Key]]] = {name: set() for name in self.rows}

    def add(self, table: Table, key: Key, /, **sums: int) -> None:
        """Add numbers to columns of a row, which begins at zero."""
        rows = self.rows[table.name]
        row = rows.get(key)
        if row is None:
            rows[key] = sums
            return
        for column, number in sums.items():
            row[column] = row.get(column, 0) + number

    def put(self, table: Table, key: Key, /, **values: Scalar) -> None:
        """Set columns of a row, which is made if it is not there; None leaves a column as it is."""
        rows = self.rows[table.name]
        row = rows.get(key)
        if row is None:
            rows[key] = values
            return
        for column, value in values.items():
            if value is not None:
                row[column] = value

    def drop(self, table: Table, key: Key, /) -> None:
        """Remove a row if it is there."""
        self.rows[table.name].pop(key, None)
        self.dropped[table.name].add(key)


def fold_events(read_model: ReadModel, events: Iterable[Recorded]) -> MergedChanges:
    """Fold events into the changes that a read model makes of them; those it ignores cost a look-up."""
    changes = MergedChanges(read_model.tables)
    handles, fold = read_model.handles, read_model.fold
    for recorded in events:
        if type(recorded.event) in handles:
            fold(recorded, changes)
    return changes
