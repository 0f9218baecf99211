"""What a read model said earlier: a ledger's log folded in memory up to a point, asked by the same queries.

The point is a position, or an instant of recording: what was known then. A day asks for what had happened
by then in the world; it leaves out the events that took effect later, in the order of recording.
The rows are put into temporary tables in the place of the read model's views, in a transaction that is
rolled back: nothing of it is ever seen by anybody else.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow, scalar_row, tuple_row
from psycopg.sql import SQL

from domain.errors import LedgerError
from domain.values import LedgerId, MemberNo
from projections.activity_feed import ACTIVITY_FEED
from projections.changes import MergedChanges, fold_into
from projections.copying import table_loader
from projections.fold import Entry, ReadModel
from projections.progress import position
from projections.tables import SCHEMA, TEMPORARY, create_table
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

STAND_INS: Final = SQL("""
CREATE TEMPORARY TABLE generation (read_model text, generation integer, live boolean) ON COMMIT DROP;
CREATE TEMPORARY TABLE progress (read_model text, generation integer, ledger_id text, position bigint) ON COMMIT DROP
""")
INSERT_STAND_INS: Final = """
WITH live AS (INSERT INTO pg_temp.generation VALUES (%(read_model)s, 1, true))
INSERT INTO pg_temp.progress VALUES (%(read_model)s, 1, %(ledger_id)s, %(position)s)
"""


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
        text = query.replace(f"{SCHEMA}.", f"{TEMPORARY}.") if isinstance(query, str) else query
        return super().execute(text, *given, **{**options, "prepare": False})  # pyright: ignore[reportCallIssue, reportArgumentType] # a named constant, its schema replaced


def known_by(connection: Connection, ledger_id: LedgerId, instant: datetime) -> int:
    """Return the last position that was recorded by an instant; 0 if none was."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(KNOWN_BY, {"ledger_id": ledger_id, "instant": instant}).fetchone() or 0


@contextmanager
def as_of(
    connection: Connection, read_model: ReadModel, point: Point, member_no: MemberNo | None = None
) -> Iterator[Connection]:
    """Give the connection for as long as the block lasts, its queries answered as of an earlier point.

    Of one member only that member's events are read, as far as the live activity feed knows them.

    Raises:
        PastUnreadable: an event up to there cannot be read.
    """
    changes = MergedChanges(read_model.tables)
    fold_into(changes, read_model, _entries(connection, point, member_no))
    changes.sum_up()
    factory = connection.cursor_factory
    with connection.transaction(force_rollback=True):
        _fill(connection, read_model, point, changes)
        connection.cursor_factory = InPlace
        try:
            yield connection
        finally:
            connection.cursor_factory = factory


def _fill(connection: Connection, read_model: ReadModel, point: Point, changes: MergedChanges) -> None:
    where = {"read_model": read_model.name, "ledger_id": point.ledger_id, "position": point.position}
    tables = [statement for table in read_model.tables for statement in create_table(table, None)]
    connection.execute(SQL("; ").join([STAND_INS, *tables]))
    connection.execute(INSERT_STAND_INS, where)
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
