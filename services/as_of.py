"""What a read model said earlier: a ledger's log folded in memory up to a point, asked by the same queries.

The point is a position, or an instant of recording: what was known then. A day asks for what had happened
by then in the world; it leaves out the events that took effect later, in the order of recording.
The rows are put into temporary tables in the place of the read models' views, for one transaction: nobody
else ever sees them. A session makes these tables once and keeps them, empty, for the next question.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

import psycopg
from psycopg.rows import DictRow, scalar_row, tuple_row
from psycopg.sql import SQL

from domain.errors import LedgerError
from domain.values import LedgerId, MemberNo
from projections.activity_feed import ACTIVITY_FEED
from projections.changes import Folding, MergedChanges
from projections.copying import table_loader
from projections.fold import Entry, ReadModel, Table
from projections.progress import position
from projections.tables import (
    SCHEMA,
    TEMPORARY,
    Statement,
    create_own_position,
    create_table,
    empty_own,
    note_own_position,
    position_view,
    relations,
    table_writer,
)
from services.store import UnreadableEvent, decode, read_entries, topics_of
from services.store.prepared import rows_of, text
from services.store.sending import is_sound, send, transaction

Connection = psycopg.Connection[DictRow]
EVENTS_IN_A_READ: Final = 5_000

KNOWN_BY: Final = """
WITH RECURSIVE bisect (low, high) AS (
    SELECT 0::bigint, size FROM ledger.ledger_head WHERE ledger_id = %(ledger_id)s
    UNION ALL
    SELECT CASE WHEN known THEN middle ELSE low END, CASE WHEN known THEN high ELSE middle - 1 END
    FROM (
        SELECT low, high, (low + high + 1) / 2 AS middle, (
            SELECT recorded_at <= %(instant)s FROM ledger.ledger_event
            WHERE ledger_id = %(ledger_id)s AND position = (low + high + 1) / 2
        ) AS known
        FROM bisect WHERE low < high
    ) AS halved
)
SELECT low FROM bisect WHERE low = high
"""
"""The last position of an instant: in a ledger, the time of recording never goes back."""

OF_MEMBER: Final = """
SELECT position, topic, state
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position <= %(upto)s
  AND stream_id IN ('member/' || %(member_no)s::text, 'wage-base/' || %(member_no)s::text)
UNION ALL
SELECT position, topic, state
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND position <= %(upto)s
  AND stream_id > 'dues/' || %(member_no)s::text || '/' AND stream_id < 'dues/' || %(member_no)s::text || '0'
UNION ALL
SELECT position, topic, state
FROM ledger.ledger_event
JOIN read_model.activity_person USING (ledger_id, position)
WHERE ledger_id = %(ledger_id)s AND person_id = %(member_no)s::text AND position <= %(upto)s
ORDER BY position
"""
"""The member's own streams, and what reached the member in others'."""

MADE: Final = b"""
SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
"""
FEW_ROWS: Final = 1_000
"""So few are put into all tables at once, in one round trip; of more, only into the tables that a query names."""
LEFT: Final[WeakKeyDictionary[psycopg.Connection[Any], Counter[str]]] = WeakKeyDictionary()
"""How many rows that are gone a session's tables still hold: to truncate one costs more than to pass over a few."""


@dataclass(eq=False, kw_only=True)
class PastUnreadable(LedgerError):
    """An event before the point cannot be read, so nothing can be said of what comes after it."""

    code = "past_unreadable"
    text = "Position {position} of ledger {ledger_id} cannot be read, so nothing can be said of what follows: {reason}"

    ledger_id: LedgerId
    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Up to where a ledger is looked at; with ``day``, only what had taken effect by then."""

    ledger_id: LedgerId
    position: int
    day: date | None = None


class Past:
    """What read models said, folded in memory, on its way into this session's own tables."""

    def __init__(self, point: Point, folded: Iterable[tuple[ReadModel, MergedChanges]]) -> None:
        """Begin with empty tables."""
        self._ledger_id, self._position = point.ledger_id, point.position
        self._folded = list(folded)
        self._rows = sum(len(rows) for _, changes in self._folded for rows in changes.values())
        self._filled: Counter[str] = Counter()
        self._to_fill = {
            name: (table, changes)
            for read_model, changes in self._folded
            for table in read_model.tables
            if table.name in changes
            for name in relations([table])
        }

    def begin(self) -> Iterator[Statement]:
        """Give what notes the position, and fills the tables if the rows are few."""
        for read_model, _ in self._folded:
            self._filled[position_view(read_model.name)] = 1
            yield note_own_position(read_model.name, self._ledger_id, self._position)
        if self._rows <= FEW_ROWS:
            for table, changes in list(self._to_fill.values()):
                if table.tally is None:
                    self._note(table, changes)
                    yield from table_writer(table, None).statements([(self._ledger_id, changes)])

    def fill(self, connection: psycopg.Connection[Any], query: str) -> None:
        """Fill the tables that a query names and that are not filled yet."""
        for name in [name for name in self._to_fill if f"{SCHEMA}.{name}" in query]:
            if name in self._to_fill:
                table, changes = self._to_fill[name]
                self._note(table, changes)
                table_loader(table, None).load(connection, self._ledger_id, changes)

    def end(self, left: Counter[str]) -> Iterator[Statement]:
        """Give what empties the tables again; ``left`` counts the rows that are gone and still take room."""
        left.update(self._filled)
        for name in self._filled:
            wholly = left[name] > FEW_ROWS
            if wholly:
                left[name] = 0
            yield empty_own(name, wholly=wholly)

    def _note(self, table: Table, changes: MergedChanges) -> None:
        for name in relations([table]):
            self._filled[name] = len(changes[table.name])
            del self._to_fill[name]


class InPlace(psycopg.Cursor[Any]):
    """Asks the temporary tables wherever a query names the read model's schema."""

    past: ClassVar[Past]

    def execute(self, query: Any, *given: Any, **options: Any) -> "InPlace":  # noqa: ANN401 - as psycopg's
        """Run a query."""
        named = query if isinstance(query, str) else query.as_string(self)
        self.past.fill(self.connection, named)
        text = named.replace(f"{SCHEMA}.", f"{TEMPORARY}.")
        return super().execute(text, *given, **options)  # pyright: ignore[reportCallIssue, reportArgumentType] # a named constant, its schema replaced


def known_by(connection: Connection, ledger_id: LedgerId, instant: datetime) -> int:
    """Return the last position that was recorded by an instant; 0 if none was."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(KNOWN_BY, {"ledger_id": ledger_id, "instant": instant}).fetchone() or 0


@contextmanager
def as_of(
    connection: Connection, read_models: Sequence[ReadModel], point: Point, member_no: MemberNo | None = None
) -> Iterator[Connection]:
    """Give the connection for as long as the block lasts, its queries answered as of an earlier point.

    Of one member only that member's events are read, as far as the live activity feed knows them.

    Raises:
        PastUnreadable: an event up to there cannot be read.
    """
    folding = Folding(read_models)
    folding.fold(_entries(connection, read_models, point, member_no))
    past = Past(point, folding.finish())
    with transaction(connection) as own:
        _make_tables(connection, read_models)
        send(connection, past.begin())
        try:
            with _in_place(connection, past):
                yield connection
        finally:
            if is_sound(connection):  # also when what was asked for is not there
                send(connection, past.end(LEFT.setdefault(connection, Counter())), last=own)


@contextmanager
def _in_place(connection: Connection, told: Past) -> Iterator[None]:
    class OfThisPast(InPlace):
        past = told

    factory = connection.cursor_factory
    connection.cursor_factory = OfThisPast
    try:
        yield
    finally:
        connection.cursor_factory = factory


def _make_tables(connection: Connection, read_models: Iterable[ReadModel]) -> None:
    """Make this session's own tables of read models, unless an earlier question did."""
    (answer,) = send(connection, [Statement("made", MADE, [])])
    made = {text(name) for (name,) in rows_of(answer)}
    for read_model in read_models:
        if not made.issuperset(relations(read_model.tables)):
            tables = [statement for table in read_model.tables for statement in create_table(table, None)]
            connection.execute(SQL("; ").join([create_own_position(read_model.name), *tables]))


def _entries(
    connection: Connection, read_models: Sequence[ReadModel], point: Point, member_no: MemberNo | None
) -> Iterable[Entry]:
    reflected = position(connection, ACTIVITY_FEED.name, point.ledger_id)
    if member_no is None or reflected < point.position:
        entries = _whole(connection, read_models, point)
    else:
        entries = _of_member(connection, point, member_no)
    day = point.day
    return entries if day is None else ((place, event) for place, event in entries if event.effective_on <= day)


def _whole(connection: Connection, read_models: Sequence[ReadModel], point: Point) -> Iterator[Entry]:
    ignored = topics_of(frozenset.intersection(*(read_model.ignores for read_model in read_models)))
    for after in range(0, point.position, EVENTS_IN_A_READ):
        limit = min(EVENTS_IN_A_READ, point.position - after)
        batch = read_entries(connection, point.ledger_id, after=after, limit=limit, ignored=ignored)
        if batch.unreadable is not None:
            at, reason = batch.unreadable.position, batch.unreadable.reason
            raise PastUnreadable(ledger_id=point.ledger_id, position=at, reason=reason)
        yield from batch.entries


def _of_member(connection: Connection, point: Point, member_no: MemberNo) -> Iterator[Entry]:
    asked = {"ledger_id": point.ledger_id, "upto": point.position, "member_no": member_no}
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        rows = cursor.execute(OF_MEMBER, asked, prepare=True).fetchall()
    for place, topic, state in rows:
        try:
            yield place, decode(topic, state)
        except UnreadableEvent as problem:
            raise PastUnreadable(ledger_id=point.ledger_id, position=place, reason=str(problem)) from problem
