"""The changes of a batch, merged in memory: for each row what it comes to, whatever the number of events."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final, NamedTuple

from projections.fold import MONEY_EVENTS, Changes, Entry, Fold, ReadModel, Row, Scalar, Sum, Table
from projections.posted import MergedPostings, take_postings

Key = tuple[Scalar, ...]
ENTRIES_TOGETHER: Final = 5_000
"""More events than this are taken in several goes, so that not all are held at once."""


class Rows(dict[Key, Row]):
    """Rows of a table by key; one that is asked for and is not there begins blank."""

    def __init__(self, blank: Row) -> None:
        """Begin with no rows."""
        super().__init__()
        self._blank = blank

    def __missing__(self, key: Key) -> Row:
        """Begin a row."""
        row = self[key] = self._blank.copy()
        return row


class MergedChanges(dict[str, Rows]):
    """Rows by table and key: what was added to the sums, and the values that were put, None where none was.

    ``dropped`` keeps the keys of rows to remove before the others are written: a row that is put
    again after a drop begins anew.
    """

    def __init__(self, tables: Iterable[Table]) -> None:
        """Begin with no changes of any table."""
        super().__init__()
        self._tables: Final = tuple(tables)
        self.dropped: Final[dict[str, set[Key]]] = {}

    def __missing__(self, name: str) -> Rows:
        """Begin the rows of a table: most batches change few."""
        rows = self[name] = next(Rows(table.blank) for table in self._tables if table.name == name)
        return rows

    @property
    def nothing(self) -> bool:
        """Whether no row of any table is changed."""
        return not (self or self.dropped)

    def add(self, table: Table, key: Key, /, **sums: int) -> None:
        """Add numbers to columns of a row, which begins at zero."""
        row, places = self[table.name][key], table.places
        for column, number in sums.items():
            row[places[column]] += number

    def put(self, table: Table, key: Key, /, **values: Scalar) -> None:
        """Set columns of a row, which is made if it is not there; None leaves a column as it is."""
        row, places = self[table.name][key], table.places
        for column, value in values.items():
            if value is not None:
                row[places[column]] = value

    def drop(self, table: Table, key: Key, /) -> None:
        """Remove a row if it is there."""
        self[table.name].pop(key, None)
        self.dropped.setdefault(table.name, set()).add(key)

    def sum_up(self) -> None:
        """Add the sums of each table to the table that it sums into. To be done once, when all events are folded."""
        for table in self._tables:
            if table.sums_into is not None and table.name in self:
                self._sum_into(table.sums_into, table)

    def _sum_into(self, coarse: Table, fine: Table) -> None:
        rows, width = self[coarse.name], len(coarse.key)
        places = [(place, coarse.sums.index(column)) for place, column in enumerate(fine.sums)]
        for key, row in self[fine.name].items():
            total = rows[key[:width]]
            for place, place_of_total in places:
                total[place_of_total] += row[place]


class Folding:
    """Read models that are folded together, each event handed to those that handle it, in order."""

    def __init__(self, read_models: Iterable[ReadModel]) -> None:
        """Begin with nothing changed."""
        self.changes: Final = [(model, MergedChanges(model.tables)) for model in read_models]
        self._postings = MergedPostings()
        self._handling = _Handling(self.changes, self._postings)

    def fold(self, entries: Iterable[Entry]) -> None:
        """Fold events on top of earlier ones."""
        rest = iter(entries)
        while some := list(islice(rest, ENTRIES_TOGETHER)):
            self._fold(some)

    def _fold(self, entries: Sequence[Entry]) -> None:
        handling = self._handling
        alike: dict[type, list[Entry]] = defaultdict(list)
        for entry in entries:
            position, event = entry
            kind = type(event)
            alike[kind].append(entry)
            for fold, into in handling[kind].folds:
                fold(event, position, into)
        for kind, of_kind in alike.items():
            for take, into in handling[kind].sums:
                take(of_kind, into)

    def finish(self) -> Sequence[tuple[ReadModel, MergedChanges]]:
        """Take what was posted, sum up, and give what each read model changes. To be done once."""
        for model, changes in self.changes:
            if model.post is not None:
                model.post(self._postings, changes)
            changes.sum_up()
        return self.changes

    @property
    def rows(self) -> int:
        """How many rows are held in memory."""
        held = sum(len(rows) for _, changes in self.changes for rows in changes.values())
        dropped = sum(len(keys) for _, changes in self.changes for keys in changes.dropped.values())
        return held + dropped + self._postings.amounts


class _Handlers(NamedTuple):
    """What sees an event of a class, one by one and together with others, and where each leaves its changes."""

    folds: Sequence[tuple[Fold[Any], Any]]
    sums: Sequence[tuple[Sum[Any], Any]]


class _Handling(dict[type, _Handlers]):
    """Who handles events of a class; worked out when the first one comes."""

    def __init__(self, folded: Sequence[tuple[ReadModel, Changes]], postings: MergedPostings) -> None:
        super().__init__()
        self._folded = folded
        self._postings = postings

    def __missing__(self, kind: type) -> _Handlers:
        folds: list[tuple[Fold[Any], Any]] = []
        sums: list[tuple[Sum[Any], Any]] = []
        for model, changes in self._folded:
            fold, take = handlers_of(model, kind)
            if fold is not None:
                folds.append((fold, changes))
            if take is not None:
                sums.append((take, changes))
        if kind in MONEY_EVENTS and any(model.post for model, _ in self._folded):
            sums.append((take_postings, self._postings))
        self[kind] = _Handlers(folds, sums)
        return self[kind]


@cache
def handlers_of(model: ReadModel, kind: type) -> tuple[Fold[Changes] | None, Sum[Changes] | None]:
    """Give what folds events of a class one by one, and what takes them together."""
    return model.fold_of(kind), model.sum_of(kind)


def fold_events(read_model: ReadModel, entries: Iterable[Entry]) -> MergedChanges:
    """Fold events into the changes that one read model makes of them."""
    folding = Folding([read_model])
    folding.fold(entries)
    ((_, changes),) = folding.finish()
    return changes
