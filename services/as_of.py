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
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow, scalar_row, tuple_row
from psycopg.sql import SQL, Identifier

from domain.errors import LedgerError
from domain.values import LedgerId, MemberNo
from projections.activity_feed import ACTIVITY_FEED
from projections.changes import MergedChanges, fold_into
from projections.copying import table_loader
from projections.fold import Entry, ReadModel
from projections.progress import position
from projections.tables import SCHEMA, TEMPORARY, create_table, position_view, relations
from services.store import UnreadableEvent, decode, event_name, read_entries

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
CREATE_POSITION: Final = "CREATE TEMPORARY TABLE {} (ledger_id text, position bigint) ON COMMIT DELETE ROWS"
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


class InPlace(psycopg.Cursor[Any]):
    """Asks the temporary tables wherever a query names the read model's schema."""

    def execute(self, query: Any, *given: Any, **options: Any) -> "InPlace":  # noqa: ANN401 - as psycopg's
        """Run a query."""
        named = query if isinstance(query, str) else query.as_string(self)
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
    folded = [(read_model, _folded(connection, read_model, point, member_no)) for read_model in read_models]
    with connection.transaction():  # its end empties the tables; of several in one, each forgets its own rows
        _make_tables(connection, read_models)
        with connection.transaction(force_rollback=True):
            for read_model, changes in folded:
                _fill(connection, read_model, point, changes)
            with _in_place(connection):
                yield connection


def _folded(connection: Connection, read_model: ReadModel, point: Point, member_no: MemberNo | None) -> MergedChanges:
    changes = MergedChanges(read_model.tables)
    fold_into(changes, read_model, _entries(connection, point, member_no))
    changes.sum_up()
    return changes


@contextmanager
def _in_place(connection: Connection) -> Iterator[None]:
    factory = connection.cursor_factory
    connection.cursor_factory = InPlace
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


def _fill(connection: Connection, read_model: ReadModel, point: Point, changes: MergedChanges) -> None:
    insert = SQL(INSERT_POSITION).format(Identifier(position_view(read_model.name)))
    connection.execute(insert, {"ledger_id": point.ledger_id, "position": point.position}, prepare=True)
    for table in read_model.tables:
        table_loader(table, None).load(connection, point.ledger_id, changes)


def _entries(connection: Connection, point: Point, member_no: MemberNo | None) -> Iterable[Entry]:
    reflected = position(connection, ACTIVITY_FEED.name, point.ledger_id)
    if member_no is None or reflected < point.position:
        entries = _whole(connection, point)
    else:
        entries = _of_member(connection, point, member_no)
    day = point.day
    return entries if day is None else (entry for entry in entries if entry.event.effective_on <= day)


def _whole(connection: Connection, point: Point) -> Iterator[Entry]:
    after = 0
    while after < point.position:
        batch = read_entries(connection, point.ledger_id, after=after, limit=EVENTS_IN_A_READ, upto=point.position)
        if batch.unreadable is not None:
            at, reason = batch.unreadable.position, batch.unreadable.reason
            raise PastUnreadable(ledger_id=point.ledger_id, position=at, reason=reason)
        yield from batch.entries
        after = batch.entries[-1].position


def _of_member(connection: Connection, point: Point, member_no: MemberNo) -> Iterator[Entry]:
    asked = {"ledger_id": point.ledger_id, "upto": point.position, "member_no": member_no}
    with connection.cursor(row_factory=tuple_row, binary=True) as cursor:
        rows = cursor.execute(OF_MEMBER, asked, prepare=True).fetchall()
    for place, topic, state in rows:
        try:
            yield Entry(place, event_name(topic), decode(topic, state))
        except UnreadableEvent as problem:
            raise PastUnreadable(ledger_id=point.ledger_id, position=place, reason=str(problem)) from problem
