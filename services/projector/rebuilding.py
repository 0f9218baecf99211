"""A rebuild: the log is folded anew beside what is served, compared with it, and takes its place in one transaction.

The transaction that will switch is open from the beginning and holds the live generation's row: a second
rebuild of the same read model is refused, and one whose process dies is over at once. Until it commits,
readers and projectors go on with the live generation. What a rebuild that was broken off had done stands
beside, ledger by ledger, and the next one goes on from there.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from projections.fold import ReadModel
from services.projector.batches import BatchWriter
from services.projector.claiming import recorded, waiting
from services.projector.comparing import Comparing
from services.projector.crew import Crew, connected, connecting_of
from services.projector.generations import begin_beside, discard_beside, generation_of, index_beside, switch
from services.projector.loading import EVENTS_IN_MEMORY, Loading, untouched
from services.projector.outcomes import Compared, RebuildDiffers, RebuildRunning, RebuildStopped, Rebuilt
from services.projector.stepping import Steps

Progress = Callable[[int, int], None]
"""Told how many events were folded, and of how many."""

EVENTS_IN_A_BATCH: Final = 10_000
WORTH_PROCESSES: Final = 100_000
"""Logs of fewer events are folded in this process: others would take longer to start."""
AT_ONCE: Final = 2
"""How many read models get their keys side by side."""
OTHERS_SECONDS: Final = 0.01
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a rebuild is to go: in how many processes (None chooses), from the start, and whatever it finds."""

    processes: int | None = None
    afresh: bool = False
    accept_difference: bool = False


DEFAULTS: Final = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
    """One rebuild of some read models, together from one reading of the log.

    ``beside`` and ``live`` are the ordinary steps, of the new generation and of the one that is served.
    """

    connecting: Mapping[str, Any]
    read_models: tuple[ReadModel, ...]
    beside: Steps
    live: Steps
    wanted: Wanted

    def run(self, progress: Progress) -> list[Rebuilt]:
        """Build new generations and serve them.

        Raises:
            RebuildRunning: somebody else is at it.
            RebuildStopped: an event cannot be reflected; the live generation stays, nothing beside it.
            RebuildDiffers: the new generation says something else, and that was not accepted; both stay.
            WorkerDied: a process ended early; the live generation stays, and the next rebuild goes on.
        """
        began = time.perf_counter()
        with connected(self.connecting) as guard, guard.transaction():
            self._lock(guard)
            with connected(self.connecting) as worker:
                self._build(worker, progress)
                comparisons = self._compare(worker)
                guard.execute(HOLD_LIVE_PROGRESS, {"read_models": self._names})
                self._catch_up(worker)
                self._check(worker)
                rebuilt = self._report(worker, comparisons, time.perf_counter() - began)
            self._switch(guard)
        return rebuilt

    @property
    def _names(self) -> list[str]:
        return [model.name for model in self.read_models]

    def _lock(self, guard: psycopg.Connection[DictRow]) -> None:
        try:
            guard.execute(LOCK_LIVE, {"read_models": self._names})
        except psycopg.errors.LockNotAvailable as problem:
            raise RebuildRunning(self._names) from problem

    def _build(self, worker: psycopg.Connection[DictRow], progress: Progress) -> None:
        for read_model in self.read_models:
            if self.wanted.afresh:
                discard_beside(worker, read_model)
            begin_beside(worker, read_model)
        sizes = untouched(worker, self.read_models).values()
        total, in_parts = sum(sizes), max(sizes, default=0) > EVENTS_IN_MEMORY
        if in_parts:
            self._index()
        crew = Crew(connecting=self.connecting, processes=self.wanted.processes or _enough(total))
        loading = Loading(read_models=self.read_models, in_parts=in_parts)
        crew.load(loading, lambda done: progress(min(done, total), total))
        self._index()
        self._catch_up(worker)
        self._check(worker)

    def _index(self) -> None:
        """Make the keys of all tables, side by side."""
        with ThreadPoolExecutor(AT_ONCE, "indexing") as workers:
            for work in [workers.submit(self._index_one, read_model) for read_model in self.read_models]:
                work.result()

    def _index_one(self, read_model: ReadModel) -> None:
        with connected(self.connecting) as connection:
            index_beside(connection, read_model)

    def _catch_up(self, worker: psycopg.Connection[DictRow]) -> None:
        while ledgers := waiting(worker, self.read_models, live=False):
            if not sum(self.beside.advance(worker, [ledger_id]) for ledger_id in ledgers):
                time.sleep(OTHERS_SECONDS)  # what a killed worker held is about to be free

    def _check(self, worker: psycopg.Connection[DictRow]) -> None:
        behind = worker.execute(GOING_BACK, {"read_models": self._names}).fetchone()
        if behind is not None:
            for read_model in self.read_models:
                discard_beside(worker, read_model)
            raise RebuildStopped(**behind)

    def _compare(self, worker: psycopg.Connection[DictRow]) -> dict[str, Compared]:
        compared = Comparing(worker, self.read_models, live=self.live, beside=self.beside).compare(self.connecting)
        differences = [difference for each in compared.values() for difference in each.differences]
        if differences and not self.wanted.accept_difference:
            raise RebuildDiffers(differences)
        return compared

    def _report(
        self, worker: psycopg.Connection[DictRow], comparisons: Mapping[str, Compared], seconds: float
    ) -> list[Rebuilt]:
        events = recorded(worker)
        return [
            Rebuilt(
                read_model=model.name,
                generation=generation_of(worker, model, live=False) or 0,
                events=events,
                seconds=seconds,
                compared=comparisons[model.name],
            )
            for model in self.read_models
        ]

    def _switch(self, guard: psycopg.Connection[DictRow]) -> None:
        for attempt in range(1, MOST_SWITCHES + 1):
            try:
                with guard.transaction():
                    guard.execute(PATIENCE)
                    for read_model in self.read_models:
                        switch(guard, read_model)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                if attempt == MOST_SWITCHES:
                    raise
            else:
                return


def _enough(events: int) -> int:
    return (os.cpu_count() or 1) if events >= WORTH_PROCESSES else 1


def rebuild(
    datastore: PostgresDatastore,
    batches: BatchWriter,
    read_models: Sequence[ReadModel],
    progress: Progress,
    wanted: Wanted,
) -> list[Rebuilt]:
    """Build new generations of read models beside what is served, and serve them; see ``Rebuild.run``."""
    chosen = tuple(read_models)
    return Rebuild(
        connecting=connecting_of(datastore),
        read_models=chosen,
        beside=Steps(batches=batches, read_models=chosen, batch_size=EVENTS_IN_A_BATCH, live=False),
        live=Steps(batches=batches, read_models=chosen, batch_size=EVENTS_IN_A_BATCH),
        wanted=wanted,
    ).run(progress)
