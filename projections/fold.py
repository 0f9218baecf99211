"""The vocabulary that read models are written in: recorded events in, keyed changes out.

A fold reads no table and no clock. It turns each event into changes of rows: ``add`` sums numbers
into a row, ``put`` sets values of a row (the last one wins), ``drop`` removes a row. The engine
merges the changes of a batch in memory and applies them with one statement per table, in the
transaction that moves the read model's position in that ledger.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeVar, get_args

from domain.catalogue import EVENT_TYPES
from domain.values import ActorId, LedgerId
from projections.posted import Posted

SqlType = Literal["text", "bigint", "integer", "date", "timestamptz", "boolean", "jsonb"]
BIGINT: Final[SqlType] = "bigint"
Scalar = Any


class Recorded(NamedTuple):
    """An event as it stands in the log: what was said, where, when and by whom."""

    ledger_id: LedgerId
    position: int
    stream_id: str
    version: int
    name: str
    event: Any
    recorded_at: datetime
    actor: ActorId
    request_id: str


Entry = tuple[int, Any]
"""What folds see of an event: its position in its ledger, and what it says. No more is read for them."""
Row = list[Any]
"""What a row of a table comes to: its sums, then its values, in the order in which the table states them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A count that the engine keeps beside a table: how many rows have their sum above zero.

    ``key`` names the leading columns of the table's key to count by. The count stands in a table of
    its own, ``name``, in the column ``subjects``; so that nobody has to count rows to answer.
    """

    name: str
    key: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """A table of a read model. ``ledger_id`` leads its key without being named here.

    ``sums`` are bigint columns that ``add`` adds to (0 at first); ``values`` are columns that
    ``put`` sets and that are NULL until then. A put never sets a column back to nothing.
    ``indexes`` lists further column tuples to find rows by, each led by ``ledger_id`` as well.
    ``tally`` counts the rows whose one sum is above zero; rows of such a table are never dropped.
    ``sums_into`` is a table of the same read model whose key is the leading part of this one's and which has
    all its sums: what is added here is added there too, once for a batch. Rows here are never dropped either.
    """

    name: str
    key: Mapping[str, SqlType]
    sums: tuple[str, ...] = ()
    values: Mapping[str, SqlType] = field(default_factory=dict)
    indexes: tuple[tuple[str, ...], ...] = ()
    tally: Tally | None = None
    sums_into: "Table | None" = None

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each column stands in a row."""
        return {column: place for place, column in enumerate((*self.sums, *self.values))}

    @property
    def column_types(self) -> tuple[SqlType, ...]:
        """The types of a row's columns, in their order."""
        return (*(BIGINT for _ in self.sums), *self.values.values())

    @property
    def blank(self) -> Row:
        """A row that nothing has changed."""
        return [0] * len(self.sums) + [None] * len(self.values)


class Changes(Protocol):
    """Where a fold leaves its changes; the engine and tests bring their own."""

    def add(self, table: Table, key: tuple[Scalar, ...], /, **sums: int) -> None:
        """Add numbers to columns of a row, which begins at zero."""

    def __getitem__(self, table_name: str, /) -> Mapping[tuple[Scalar, ...], Row]:
        """Give the rows of a table by key, to add to in place: for what happens a million times.

        A row that is not there begins when it is asked for. Its sums come first, in their order.
        """

    def put(self, table: Table, key: tuple[Scalar, ...], /, **values: Scalar) -> None:
        """Set columns of a row, which is made if it is not there."""

    def drop(self, table: Table, key: tuple[Scalar, ...], /) -> None:
        """Remove a row if it is there."""


Into = TypeVar("Into")
Fold = Callable[[Any, int, Into], None]
"""Leaves what an event changes; it is given the event, its position, and where to leave it."""
Sum = Callable[[Sequence[Entry], Into], None]
"""Adds what some events of one class add, at least one; these are in order, but not in step with those of others."""

MONEY_EVENTS: Final[frozenset[type]] = frozenset(
    kind.event for kind in EVENT_TYPES if "posting" in kind.event.__dataclass_fields__
)
"""Whatever posts to the books."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ReadModel:
    """A read model: its tables, its fold, and which events it handles and which it ignores, all by name.

    ``version`` counts meanings of the fold: a change of what the rows say raises it, and the read
    model is rebuilt. ``folds`` says what folds which events, by class or union of classes, one after another
    in the order of the log. ``sums`` says the same of what only adds to sums, or makes rows that nobody drops: there
    order does not matter, so all events of a class in a batch are taken at once, which is half the price of what
    happens a million times. ``post`` takes what the money events of a batch post, merged
    once for all read models that are made from it; of these events the others see only those named.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    folds: Mapping[Any, Fold[Changes]]
    ignores: frozenset[type]
    sums: Mapping[Any, Sum[Changes]] = field(default_factory=dict)
    post: Callable[[Posted, Changes], None] | None = None

    @property
    def reflects(self) -> frozenset[type]:
        """Events whose meaning stands in its rows."""
        folded = frozenset(kind for kinds in (*self.folds, *self.sums) for kind in get_args(kinds) or (kinds,))
        return folded if self.post is None else folded | MONEY_EVENTS

    def fold_of(self, kind: type) -> Fold[Changes] | None:
        """Give what folds events of a class one by one, if anything does."""
        return next((fold for kinds, fold in self.folds.items() if issubclass(kind, kinds)), None)

    def sum_of(self, kind: type) -> Sum[Changes] | None:
        """Give what takes events of a class together, if anything does."""
        return next((taken for kinds, taken in self.sums.items() if issubclass(kind, kinds)), None)
