"""Who works on what: each read model of each ledger is one row of progress, locked while it moves.

A row is claimed with SKIP LOCKED, so any number of projectors may run side by side; it moves in the
transaction that writes the rows, so every event is reflected exactly once whoever is killed when.
A generation is moved only by programs whose fold has the version that it was built with, so that an old
and a new program may work side by side while a new version is brought in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.pq.abc import PGresult
from psycopg.rows import DictRow, scalar_row, tuple_row

from domain.values import LedgerId
from projections.arrays import array
from projections.fold import ReadModel
from projections.tables import Statement
from services.store.prepared import number, rows_of, text
from services.store.sending import send


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A read model of one ledger that this transaction alone may move on from ``position``."""

    ledger_id: LedgerId
    read_model: str
    generation: int
    position: int


WAITING: Final = """
SELECT head.ledger_id, max(head.size - coalesce(progress.position, 0)) AS behind
FROM ledger.ledger_head AS head
CROSS JOIN read_model.generation
LEFT JOIN read_model.progress USING (ledger_id, read_model, generation)
WHERE generation.live = %(live)s
  AND (read_model, fold_version) IN (SELECT * FROM unnest(%(read_models)s::text[], %(versions)s::integer[]))
  AND progress.stopped_at IS NULL AND head.size > coalesce(progress.position, 0)
GROUP BY head.ledger_id
ORDER BY behind, head.ledger_id
"""

RECORDED: Final = "SELECT coalesce(sum(size), 0)::bigint FROM ledger.ledger_head"

BEGIN: Final = b"""
INSERT INTO read_model.progress (ledger_id, read_model, generation, position)
SELECT $1::text, read_model, generation, 0
FROM read_model.generation
WHERE live = $2::boolean
  AND (read_model, fold_version) IN (SELECT * FROM unnest($3::text[], $4::integer[]))
ON CONFLICT DO NOTHING
"""

CLAIM: Final = b"""
SELECT read_model, generation, position
FROM read_model.progress
JOIN read_model.generation USING (read_model, generation)
WHERE ledger_id = $1::text AND live = $2::boolean AND stopped_at IS NULL
  AND (read_model, fold_version) IN (SELECT * FROM unnest($3::text[], $4::integer[]))
FOR UPDATE OF progress SKIP LOCKED
"""

MOVE: Final = b"""
UPDATE read_model.progress AS progress
SET position = moved.position
FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[]) AS moved (ledger_id, read_model, generation, position)
WHERE progress.ledger_id = moved.ledger_id
  AND progress.read_model = moved.read_model AND progress.generation = moved.generation
"""

STOP: Final = """
UPDATE read_model.progress
SET stopped_at = %(position)s, stopped_because = %(reason)s
WHERE ledger_id = %(ledger_id)s AND read_model = %(read_model)s AND generation = %(generation)s
"""

RETRY: Final = """
UPDATE read_model.progress
SET stopped_at = NULL, stopped_because = NULL
WHERE stopped_at IS NOT NULL AND read_model = ANY(%(read_models)s)
"""


def versions(read_models: Iterable[ReadModel]) -> dict[str, Any]:
    """Name read models and the versions of their folds, as the statements here take them."""
    chosen = tuple(read_models)
    return {"read_models": [model.name for model in chosen], "versions": [model.version for model in chosen]}


def waiting(
    connection: psycopg.Connection[DictRow], read_models: Sequence[ReadModel], *, live: bool = True
) -> dict[LedgerId, int]:
    """List the ledgers in which some read model is behind the log, and by how many events, the least behind first.

    ``live`` chooses the generation that is served, or the one that is being built beside it.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        return dict(cursor.execute(WAITING, {**versions(read_models), "live": live}).fetchall())


def recorded(connection: psycopg.Connection[DictRow]) -> int:
    """Count the events of all ledgers. A number that only grows: as long as it stays, there is nothing new."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(RECORDED).fetchone() or 0


def claim(
    connection: psycopg.Connection[Any],
    ledger_ids: Sequence[LedgerId],
    read_models: Sequence[ReadModel],
    *,
    live: bool = True,
) -> list[Claim]:
    """Lock what nobody else is working on of the read models of some ledgers, new ones from position 0.

    Begins the transaction that holds the claims, if none is under way. Each ledger is asked for by itself, so
    that on several machines each statement is of one.
    """
    names = array("text", [model.name for model in read_models])
    versions_of = array("integer", [model.version for model in read_models])
    asked = {ledger_id: [ledger_id, str(live), names, versions_of] for ledger_id in ledger_ids}
    answers = send(connection, [Statement("claim", CLAIM, each) for each in asked.values()])
    claims = {ledger_id: _claims(ledger_id, answer) for ledger_id, answer in zip(asked, answers, strict=True)}
    fewer = sorted(ledger_id for ledger_id, held in claims.items() if len(held) < len(read_models))
    if fewer:  # in one order everywhere, so that no two projectors wait for each other's new rows
        send(connection, [Statement("begin progress", BEGIN, asked[ledger_id]) for ledger_id in fewer])
        answers = send(connection, [Statement("claim", CLAIM, asked[ledger_id]) for ledger_id in fewer])
        claims.update((ledger_id, _claims(ledger_id, answer)) for ledger_id, answer in zip(fewer, answers, strict=True))
    return [held for of_ledger in claims.values() for held in of_ledger]


def _claims(ledger_id: LedgerId, answer: PGresult) -> list[Claim]:
    return [
        Claim(
            ledger_id=ledger_id,
            read_model=text(read_model),
            generation=number(generation),
            position=number(position),
        )
        for read_model, generation, position in rows_of(answer)
    ]


def moved(reached: Sequence[tuple[Claim, int]]) -> Statement:
    """Give the statement that notes to which position each of what was claimed has come."""
    columns = [
        array("text", [claim.ledger_id for claim, _ in reached]),
        array("text", [claim.read_model for claim, _ in reached]),
        array("integer", [claim.generation for claim, _ in reached]),
        array("bigint", [position for _, position in reached]),
    ]
    return Statement("move", MOVE, columns)


def stop(connection: psycopg.Connection[DictRow], claim: Claim, position: int, reason: str) -> None:
    """Leave a read model waiting in a ledger at an event that it cannot reflect."""
    stopped = {
        "ledger_id": claim.ledger_id,
        "read_model": claim.read_model,
        "generation": claim.generation,
        "position": position,
        "reason": reason,
    }
    connection.execute(STOP, stopped)


def retry_stopped(connection: psycopg.Connection[DictRow], read_models: Sequence[str]) -> int:
    """Let read models go on from where they stopped, once more; return how many stops there were."""
    return connection.execute(RETRY, {"read_models": list(read_models)}).rowcount
