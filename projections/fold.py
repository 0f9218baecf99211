"""The vocabulary that read models are written in: recorded events in, keyed changes out.

A fold reads no table and no clock. It turns each event into changes of rows: ``add`` sums numbers
into a row, ``put`` sets values of a row (the last one wins), ``drop`` removes a row. The engine
merges the changes of a batch in memory and applies them with one statement per table, in the
transaction that moves the read model's position in that ledger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from domain.values import ActorId, LedgerId

SqlType = Literal["text", "bigint", "integer", "date", "timestamptz", "boolean", "jsonb"]
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


class Entry(NamedTuple):
    """What folds see of an event: its position in its ledger, its stored name, and what it says.

    No more is read for them: a clock alone would cost as much as the rest of the row.
    """

    position: int
    name: str
    event: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A count that the engine keeps beside a table: how many rows have their sum above zero.

    ``key`` names the leading columns of the table's key to count by. The count stands in a table of
    its own, ``name``, in the column ``subjects``; so that nobody has to count rows to answer.
    """

    name: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
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


class Changes(Protocol):
    """Where a fold leaves its changes; the engine and tests bring their own."""

    def add(self, table: Table, key: tuple[Scalar, ...], /, **sums: int) -> None:
        """Add numbers to columns of a row, which begins at zero."""

    def add_all(self, table: Table, key: tuple[Scalar, ...], sums: dict[str, int], /) -> None:
        """The same with the columns in a dictionary, which is given away."""

    def put(self, table: Table, key: tuple[Scalar, ...], /, **values: Scalar) -> None:
        """Set columns of a row, which is made if it is not there."""

    def drop(self, table: Table, key: tuple[Scalar, ...], /) -> None:
        """Remove a row if it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModel:
    """A read model: its tables, its fold, and which events it handles and which it ignores, all by name.

    ``version`` counts meanings of the fold: a change of what the rows say raises it, and the read
    model is rebuilt.
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    fold: Callable[[Entry, Changes], None]
    handles: frozenset[type]
    ignores: frozenset[type]
