"""Worker processes that load ledgers side by side, each with a connection of its own.

They take no orders and share no memory but a count: the rows of progress say what is to be done. A worker
ends with whoever started it, however that ended.
"""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import c_longlong
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Final

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow, dict_row

from services.projector.loading import Loading

LOOK_SECONDS: Final = 0.1
UNHURRIED: Final = "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = ANY(%(limits)s)"
LIMITS: Final = ("statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout")


class WorkerDied(Exception):
    """A worker process ended before its work was done."""

    def __init__(self, exit_code: int | None) -> None:
        """Say how it ended."""
        super().__init__(
            f"A worker of the rebuild ended with {exit_code}. What was served before is served still; "
            "rebuild again, and the ledgers that are done will not be done anew."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """So many processes on one database; one is this process itself."""

    connecting: Mapping[str, Any]
    processes: int

    def load(self, loading: Loading, progress: Callable[[int], None]) -> None:
        """Have every ledger loaded; ``progress`` is told how many events were folded in all.

        Raises:
            WorkerDied: not all of the work is done.
        """
        if self.processes > 1:
            self._load_in_processes(loading, progress)
            return
        done = 0

        def told(events: int) -> None:
            nonlocal done
            done += events
            progress(done)

        with connected(self.connecting) as connection:
            loading.work(connection, told)

    def _load_in_processes(self, loading: Loading, progress: Callable[[int], None]) -> None:
        forking = get_context("forkserver")
        forking.set_forkserver_preload(["__main__", __name__])
        done: Synchronized[int] = forking.Value(c_longlong)
        workers = [
            forking.Process(target=_work, args=(dict(self.connecting), loading, done), daemon=True)
            for _ in range(self.processes)
        ]
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                while worker.is_alive():
                    worker.join(LOOK_SECONDS)
                    progress(done.value)
                if worker.exitcode:
                    raise WorkerDied(worker.exitcode)
        finally:
            for worker in workers:
                worker.kill()
                worker.join()


@contextmanager
def connected(connecting: Mapping[str, Any]) -> Iterator[psycopg.Connection[DictRow]]:
    """Open a connection beside the pool, whose statements may take as long as they need."""
    given = {name: value for name, value in connecting.items() if name != "row_factory"}
    connection = psycopg.Connection[DictRow].connect(**given, row_factory=dict_row, autocommit=True)
    with connection:
        connection.execute(UNHURRIED, {"limits": list(LIMITS)})
        yield connection


def connecting_of(datastore: PostgresDatastore) -> dict[str, Any]:
    """Return what the pool connects with."""
    given = datastore.pool.kwargs
    return given if isinstance(given, dict) else {}


def _work(connecting: Mapping[str, Any], loading: Loading, done: "Synchronized[int]") -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # a fold makes no cycles; looking for them among all these rows takes time for nothing

    def told(events: int) -> None:
        with done.get_lock():
            done.value += events

    with connected(connecting) as connection:
        loading.work(connection, told)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
