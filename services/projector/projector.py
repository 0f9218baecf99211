"""The projector: keeps every read model up with the log, in this process and beside any number of others."""

import threading
from collections.abc import Sequence
from typing import Final

import structlog
from eventsourcing.postgres import PostgresDatastore

from domain.values import LedgerId
from projections.catalogue import READ_MODELS
from projections.fold import ReadModel
from services.projector.batches import BatchWriter
from services.projector.claiming import recorded, retry_stopped, waiting
from services.projector.generations import create_first, outdated
from services.projector.observing import NO_OBSERVER, Observer
from services.projector.outcomes import RebuildRunning, Rebuilt
from services.projector.rebuilding import DEFAULTS, Progress, Wanted, rebuild
from services.projector.stepping import Steps
from services.projector.turns import Turns

EVENTS_IN_A_BATCH: Final = 2_500
"""How many events one ledger may have folded before the next ledger has its turn."""
SOON_EVENTS: Final = 500
"""So few events are done within milliseconds: all ledgers with no more have their turn before long work."""
LONG_IN_A_ROUND: Final = 1
"""How many ledgers with long work have a turn before the projector looks anew. Ledgers move one after another: on two
cores a second one at the same time, beside whoever records, only made both wait. The 99th percentile from commit to
visible was 184 ms with two, 149 with one (each ledger in a transaction of its own), and a long tail no slower."""
POLL_SECONDS: Final = 0.5
POLLS_IN_A_LOOK: Final = 10
"""After so many polls that found nothing new, progress is looked at all the same: another projector may have died."""
PAUSE_SECONDS: Final = 1.0
"""How long to wait after a failure, such as a database that is gone."""
RENEW_SECONDS: Final = 60.0
"""How long to wait after a rebuild that a new version asked for has failed."""
OTHERS_SECONDS: Final = 0.01
"""How long to wait for another projector that works on what is left."""

log = structlog.get_logger("projector")


class Projector:
    """Projects the log into read models. ``wake`` and ``catch_up`` may be called from any thread, the rest from one."""

    def __init__(
        self,
        datastore: PostgresDatastore,
        read_models: Sequence[ReadModel] = READ_MODELS,
        observer: Observer = NO_OBSERVER,
        batch_size: int = EVENTS_IN_A_BATCH,
    ) -> None:
        """Take the database to work on; nothing is read or written yet."""
        self._datastore = datastore
        self._read_models = {read_model.name: read_model for read_model in read_models}
        self._all = tuple(read_models)
        self._observer = observer
        self._batches = BatchWriter(read_models=self._read_models, observer=observer)
        self._live = Steps(batches=self._batches, read_models=self._all, batch_size=batch_size)
        self._turns = Turns(SOON_EVENTS, LONG_IN_A_ROUND)
        self._woken = threading.Event()
        self._idle_at: int | None = None
        self._idle_polls = 0

    def prepare(self) -> None:
        """Make the tables of read models that have none."""
        with self._datastore.get_connection() as connection:
            for read_model in self._all:
                create_first(connection, read_model)

    def renew(self) -> list[Rebuilt]:
        """Rebuild the read models whose fold has another version now than when they were built.

        What the old version built is served meanwhile, and kept up by programs that still have it.

        Raises:
            RebuildRunning, RebuildStopped: as ``rebuild``.
        """
        with self._datastore.get_connection() as connection:
            changed = outdated(connection, self._all)
        return self.rebuild([read_model.name for read_model in changed]) if changed else []

    def run_until_idle(self) -> int:
        """Project until every read model reflects all that it can; return how many events were read."""
        total = 0
        while turns := self._waiting():
            moved = sum(map(self._advance, turns))
            total += moved
            if not moved:
                self._woken.wait(OTHERS_SECONDS)
        return total

    def catch_up(self, ledger_id: LedgerId) -> None:
        """Project one ledger to its end, in the thread of whoever asks; what another projector holds is left to it."""
        while self._advance([ledger_id]):
            pass

    def run(self, stop: threading.Event) -> None:
        """Project until ``stop`` is set: when woken, and at every poll. Failures are logged and tried again.

        What had stopped at an event that could not be read is tried once more at the beginning, and what
        another version of a fold built is rebuilt beside the work.
        """
        renewing = threading.Thread(target=self._renew_until, args=(stop,), name="renewing", daemon=True)
        self._retry_stopped_until(stop)
        renewing.start()
        while not stop.is_set():
            self._woken.clear()
            self._round(stop)

    def wake(self) -> None:
        """Say that something was recorded; the projector looks at once instead of at the next poll."""
        self._woken.set()

    def rebuild(
        self,
        names: Sequence[str] | None = None,
        progress: Progress = lambda _done, _total: None,
        wanted: Wanted = DEFAULTS,
    ) -> list[Rebuilt]:
        """Build read models anew from the whole log, all if none is named, and serve them when they are complete.

        Raises:
            KeyError: there is no read model of that name.
            RebuildRunning: one of them is being rebuilt already.
            RebuildStopped: an event cannot be reflected; what was served is served still.
            RebuildDiffers: the log says something else than what is served, which was not accepted.
            WorkerDied: a process ended early; the next rebuild goes on from there.
        """
        chosen = [self._read_models[name] for name in (names or self._read_models)]

        def tell(done: int, total: int) -> None:
            self._observer.rebuilding([model.name for model in chosen], done, total)
            progress(done, total)

        rebuilt = rebuild(self._datastore, self._batches, chosen, tell, wanted)
        for each in rebuilt:
            self._observer.rebuilt(each)
        return rebuilt

    def retry_stopped(self, names: Sequence[str] | None = None) -> int:
        """Let read models, all if none is named, go on from where they stopped; return how many stops there were.

        Raises:
            KeyError: there is no read model of that name.
        """
        chosen = [self._read_models[name].name for name in (names or self._read_models)]
        with self._datastore.get_connection() as connection:
            return retry_stopped(connection, chosen)

    def _waiting(self) -> list[list[LedgerId]]:
        with self._datastore.get_connection() as connection:
            return self._turns.take(waiting(connection, self._all))

    def _waiting_anew(self) -> list[list[LedgerId]]:
        """Look which ledgers wait, unless nothing was recorded since none did: most polls end at one number."""
        with self._datastore.get_connection() as connection:
            size = recorded(connection)
            if size == self._idle_at:
                self._idle_polls += 1
                if self._idle_polls < POLLS_IN_A_LOOK:
                    return []
            ledgers = waiting(connection, self._all)
        self._idle_at, self._idle_polls = (size if not ledgers else None), 0
        return self._turns.take(ledgers)

    def _advance(self, ledger_ids: Sequence[LedgerId]) -> int:
        with self._datastore.get_connection() as connection:
            return self._live.advance(connection, ledger_ids)

    def _round(self, stop: threading.Event) -> None:
        try:
            moved = sum(map(self._advance, self._waiting_anew()))
        except Exception:
            log.exception("projecting failed", retry_seconds=PAUSE_SECONDS)
            stop.wait(PAUSE_SECONDS)
            return
        if not moved:
            self._woken.wait(POLL_SECONDS)

    def _retry_stopped_until(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.retry_stopped()
            except Exception:
                log.exception("projecting has not begun", retry_seconds=PAUSE_SECONDS)
                stop.wait(PAUSE_SECONDS)
            else:
                return

    def _renew_until(self, stop: threading.Event) -> None:
        """Rebuild what an earlier version of a fold built, unless another program is at it."""
        while not stop.is_set():
            try:
                self.renew()
            except RebuildRunning:
                stop.wait(PAUSE_SECONDS)
            except Exception:
                log.exception("renewing failed", retry_seconds=RENEW_SECONDS)
                stop.wait(RENEW_SECONDS)
            else:
                return
