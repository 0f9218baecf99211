"""A rebuild: the log is folded anew beside what is served, catches up, and takes its place in one transaction.

The transaction that will switch is open from the beginning and holds the live generation's row: a second
rebuild of the same read model is refused, and one whose process dies leaves nothing behind but tables
that the next one removes. Until it commits, readers and projectors go on with the live generation.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.fold import ReadModel
from services.projector.batches import BatchWriter
from services.projector.claiming import recorded, waiting
from services.projector.generations import create_beside, discard_beside, switch
from services.projector.stepping import Steps

Progress = Callable[[int, int], None]
"""Told how many events were folded, and of how many."""


def _unseen(_done: int, _total: int) -> None:
    pass


EVENTS_IN_A_BATCH: Final = 10_000
MOST_SWITCHES: Final = 50
PATIENCE: Final = "SET LOCAL lock_timeout = '200ms'"
"""Readers come first: a switch that would wait for them longer lets them pass and tries again."""

LOCK_LIVE: Final = """
SELECT read_model FROM read_model.generation
WHERE live AND read_model = ANY(%(read_models)s)
ORDER BY read_model
FOR NO KEY UPDATE NOWAIT
"""

HOLD_LIVE_PROGRESS: Final = """
SELECT position FROM read_model.progress
JOIN read_model.generation USING (read_model, generation)
WHERE live AND read_model = ANY(%(read_models)s)
ORDER BY ledger_id, read_model
FOR UPDATE OF progress
"""

GOING_BACK: Final = """
WITH served AS (
    SELECT read_model, ledger_id, position
    FROM read_model.progress JOIN read_model.generation USING (read_model, generation)
    WHERE live AND read_model = ANY(%(read_models)s)
), beside AS (
    SELECT read_model, ledger_id, position, stopped_because
    FROM read_model.progress JOIN read_model.generation USING (read_model, generation)
    WHERE NOT live AND read_model = ANY(%(read_models)s)
)
SELECT read_model, ledger_id, coalesce(beside.position, 0) AS position, coalesce(stopped_because, '') AS reason
FROM served LEFT JOIN beside USING (read_model, ledger_id)
WHERE coalesce(beside.position, 0) < served.position
ORDER BY ledger_id, read_model
LIMIT 1
"""


class RebuildRunning(Exception):
    """Somebody else is rebuilding one of these read models."""

    def __init__(self, names: Sequence[str]) -> None:
        """Name the read models that were asked for."""
        super().__init__(f"A rebuild of {', '.join(names)} is running already. Wait for it to end, then try again.")


class RebuildStopped(Exception):
    """The log holds an event that the fold cannot reflect, before what is served now."""

    def __init__(self, read_model: str, ledger_id: LedgerId, position: int, reason: str) -> None:
        """Say where it stopped and why."""
        self.read_model = read_model
        self.ledger_id = ledger_id
        self.position = position
        super().__init__(
            f"The rebuild of {read_model} got no further than position {position} of ledger {ledger_id}: {reason} "
            "What was served before is served still. Correct the cause, then rebuild again."
        )


def rebuild(
    datastore: PostgresDatastore, batches: BatchWriter, read_models: Sequence[ReadModel], progress: Progress
) -> None:
    """Build new generations of read models, together from one reading of the log, and serve them.

    Raises:
        RebuildRunning: somebody else is at it.
        RebuildStopped: an event cannot be reflected; the live generation stays.
    """
    names = [read_model.name for read_model in read_models]
    beside = Steps(batches=batches, read_models=names, batch_size=EVENTS_IN_A_BATCH, live=False)
    try:
        with datastore.get_connection() as guard, guard.transaction():
            _lock(guard, names)
            with datastore.get_connection() as worker:
                for read_model in read_models:
                    create_beside(worker, read_model)
                _catch_up(worker, beside, progress)
                guard.execute(HOLD_LIVE_PROGRESS, {"read_models": names})
                _catch_up(worker, beside, _unseen)
            _check(guard, names)
            _switch(guard, read_models)
    except RebuildRunning:
        raise
    except BaseException:
        _discard(datastore, read_models)
        raise


def _lock(guard: psycopg.Connection[DictRow], names: Sequence[str]) -> None:
    try:
        guard.execute(LOCK_LIVE, {"read_models": list(names)})
    except psycopg.errors.LockNotAvailable as problem:
        raise RebuildRunning(names) from problem


def _catch_up(worker: psycopg.Connection[DictRow], beside: Steps, progress: Progress) -> None:
    total = recorded(worker)
    done = 0
    while ledgers := waiting(worker, beside.read_models, live=False):
        for ledger_id in ledgers:
            while moved := beside.advance(worker, ledger_id):
                done += moved
                progress(min(done, total), total)


def _check(guard: psycopg.Connection[DictRow], names: Sequence[str]) -> None:
    behind = guard.execute(GOING_BACK, {"read_models": list(names)}).fetchone()
    if behind is not None:
        raise RebuildStopped(**behind)


def _switch(guard: psycopg.Connection[DictRow], read_models: Sequence[ReadModel]) -> None:
    for attempt in range(1, MOST_SWITCHES + 1):
        try:
            with guard.transaction():
                guard.execute(PATIENCE)
                for read_model in read_models:
                    switch(guard, read_model)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if attempt == MOST_SWITCHES:
                raise
        else:
            return


def _discard(datastore: PostgresDatastore, read_models: Sequence[ReadModel]) -> None:
    names = [read_model.name for read_model in read_models]
    with suppress(RebuildRunning), datastore.get_connection() as connection, connection.transaction():
        _lock(connection, names)
        for read_model in read_models:
            discard_beside(connection, read_model)
