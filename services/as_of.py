"""What a read model said earlier: a ledger's log folded in memory up to a point, asked by the same queries.

The point is a position, or an instant of recording: what was known then. A day asks for what had happened
by then in the world; it leaves out the events that took effect later, in the order of recording.
The rows are put into temporary tables in the place of the read models' views, for one transaction: nobody
else ever sees them. A session makes these tables once and keeps them, empty, for the next question.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final

import psycopg
from psycopg.rows import DictRow, scalar_row, tuple_row
from psycopg.sql import SQL, Identifier

from domain.errors import LedgerError
from domain.values import LedgerId, MemberNo
from projections.activity_feed import ACTIVITY_FEED
from projections.changes import Folding, MergedChanges
from projections.copying import table_loader
from projections.fold import Entry, ReadModel
from projections.progress import position
from projections.tables import SCHEMA, TEMPORARY, create_table, position_view, relations
from services.store import UnreadableEvent, decode, read_entries, topics_of

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
  AND position = ANY(ARRAY(
    SELECT position FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s
      AND stream_id IN ('member/' || %(member_no)s::text, 'wage-base/' || %(member_no)s::text)
    UNION ALL
    SELECT position FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s
      AND stream_id > 'dues/' || %(member_no)s::text || '/' AND stream_id < 'dues/' || %(member_no)s::text || '0'
    UNION ALL
    SELECT position FROM read_model.activity_person
    WHERE ledger_id = %(ledger_id)s AND person_id = %(member_no)s::text
  ))
ORDER BY position
"""

MADE: Final = """
SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
"""
LARGE: Final = """
SELECT relname FROM pg_catalog.pg_class
WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r' AND pg_relation_size(oid) > %(bytes)s
"""
LARGE_BYTES: Final = 65_536
"""What a table of a session may keep of rows that are gone: to empty one costs more than to pass over so few."""
CREATE_POSITION: Final = "CREATE TEMPORARY TABLE {} (ledger_id text, position bigint)"
INSERT_POSITION: Final = "INSERT INTO pg_temp.{} VALUES (%(ledger_id)s, %(position)s)"


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
    """What read models said, folded in memory; a table is filled when the first query names it."""

    def __init__(self, ledger_id: LedgerId, folded: Iterable[tuple[ReadModel, MergedChanges]]) -> None:
        """Begin with empty tables."""
        self._ledger_id = ledger_id
        self._empty = {
            name: (table, changes)
            for read_model, changes in folded
            for table in read_model.tables
            for name in relations([table])
        }

    def fill(self, connection: psycopg.Connection[Any], query: str) -> None:
        """Fill the tables that a query names."""
        for name in [name for name in self._empty if f"{SCHEMA}.{name}" in query]:
            if name in self._empty:
                table, changes = self._empty[name]
                table_loader(table, None).load(connection, self._ledger_id, changes)
                for filled in relations([table]):
                    del self._empty[filled]


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

    Of one member only that member's events are read, as far as the live activity feed knows them. The log is read
    anew for each read model, of which a question seldom draws on more than one.

    Raises:
        PastUnreadable: an event up to there cannot be read.
    """
    folding = Folding(read_models)
    folding.fold(_entries(connection, read_models, point, member_no))
    past = Past(point.ledger_id, folding.finish())
    with connection.transaction():
        _make_tables(connection, read_models)
        with connection.transaction(force_rollback=True):  # what it puts into the tables is gone with it
            for read_model in read_models:
                _note_position(connection, read_model, point)
            with _in_place(connection, past):
                yield connection
        _empty_large_tables(connection)


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
    with connection.cursor(row_factory=scalar_row) as cursor:
        made = set(cursor.execute(MADE, prepare=True).fetchall())
    for read_model in read_models:
        if not made.issuperset(relations(read_model.tables)):
            tables = [statement for table in read_model.tables for statement in create_table(table, None)]
            reached = SQL(CREATE_POSITION).format(Identifier(position_view(read_model.name)))
            connection.execute(SQL("; ").join([reached, *tables]))


def _empty_large_tables(connection: Connection) -> None:
    """Give back the room of rows that are gone, where it is much."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        for name in cursor.execute(LARGE, {"bytes": LARGE_BYTES}, prepare=True).fetchall():
            connection.execute(SQL("TRUNCATE {}").format(Identifier(TEMPORARY, name)))


def _note_position(connection: Connection, read_model: ReadModel, point: Point) -> None:
    insert = SQL(INSERT_POSITION).format(Identifier(position_view(read_model.name)))
    connection.execute(insert, {"ledger_id": point.ledger_id, "position": point.position}, prepare=True)


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
