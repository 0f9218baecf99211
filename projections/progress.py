"""How far each read model has come in each ledger: for answers, for waiting readers, and for metrics."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg
from psycopg.rows import DictRow, class_row, scalar_row
from psycopg.sql import SQL, Identifier

from domain.values import LedgerId
from projections.tables import position_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far a read model is behind the log, over all ledgers.

    ``events`` counts what is recorded and not yet reflected; ``seconds`` is the age of the oldest of
    them; ``stopped`` counts ledgers in which it waits at an event that it could not read.
    """

    read_model: str
    events: int
    seconds: float
    stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A read model that waits in a ledger at an event that it could not read, and why."""

    read_model: str
    ledger_id: LedgerId
    position: int
    reason: str


POSITION: Final = "SELECT position FROM read_model.{} WHERE ledger_id = %(ledger_id)s"
"""Of the generation that the read model's views show to this transaction, whatever is switched meanwhile."""

LAGS: Final = """
SELECT read_model,
       sum(head.size - coalesce(progress.position, 0))::bigint AS events,
       coalesce(max(extract(epoch FROM %(at)s::timestamptz - CASE
           WHEN head.size > coalesce(progress.position, 0) THEN (
               SELECT recorded_at FROM ledger.ledger_event AS next_event
               WHERE next_event.ledger_id = head.ledger_id
                 AND next_event.position = coalesce(progress.position, 0) + 1
           )
       END)), 0)::float8 AS seconds,
       count(progress.stopped_at) AS stopped
FROM ledger.ledger_head AS head
CROSS JOIN read_model.generation
LEFT JOIN read_model.progress USING (ledger_id, read_model, generation)
WHERE generation.live
GROUP BY read_model
ORDER BY read_model
"""

STOPS: Final = """
SELECT read_model, ledger_id, stopped_at AS position, stopped_because AS reason
FROM read_model.progress
JOIN read_model.generation USING (read_model, generation)
WHERE live AND stopped_at IS NOT NULL
ORDER BY ledger_id, read_model
"""


def position(connection: psycopg.Connection[DictRow], read_model: str, ledger_id: LedgerId) -> int:
    """Say up to which position a read model reflects a ledger; 0 if it reflects nothing of it yet."""
    query = SQL(POSITION).format(Identifier(position_view(read_model)))
    with connection.cursor(row_factory=scalar_row) as cursor:
        found = cursor.execute(query, {"ledger_id": ledger_id}).fetchone()
    return found or 0


def lags(connection: psycopg.Connection[DictRow], at: datetime) -> list[Lag]:
    """Say how far each live read model is behind at the instant ``at``, from heads and progress alone."""
    with connection.cursor(row_factory=class_row(Lag)) as cursor:
        return cursor.execute(LAGS, {"at": at}).fetchall()


def stops(connection: psycopg.Connection[DictRow]) -> list[Stop]:
    """List where read models stopped."""
    with connection.cursor(row_factory=class_row(Stop)) as cursor:
        return cursor.execute(STOPS).fetchall()
