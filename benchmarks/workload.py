"""The synthetic workload, loaded and projected once in a run for all benchmarks that ask for its size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Final

import psycopg
from eventsourcing.postgres import PostgresDatastore

from benchmarks.harness import Bench, seconds_of
from domain.values import LedgerId
from services.database import open_datastore
from services.projector import Projector
from services.settings import Settings
from services.store import LedgerLog
from services.synth import SynthBatch, load_synth, synth, synth_ledger

SEED: Final = 2026
EVENTS_OF_A_LEDGER: Final = 50_000
EVENTS_OF_A_MEMBER: Final = 100
PATIENT_SECONDS: Final = 3600.0
START_SECONDS: Final = 120.0
PROCESSES: Final = 2
"""One for each core that the goals are set for. ``serve`` has one projector, ``union-ledger project`` is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A log of made-up ledgers with all read models up to date, and how long two processes took to get there.

    Loading includes making the events up. Projecting is the live tail: all read models, batch by batch.
    """

    url: str
    datastore: PostgresDatastore
    events: int
    ledger_ids: list[LedgerId]
    load_seconds: float
    project_seconds: float


def stored(bench: Bench, events: int) -> Workload:
    """Give the workload of that size; it is made for the first who asks, and stays until the run ends."""
    return bench.shared(f"{events:,} events", synthetic(bench, events))


@contextmanager
def synthetic(bench: Bench, events: int) -> Iterator[Workload]:
    """Load so many events, spread over ledgers of 50,000, a hundred for each member, and project them."""
    with bench.fresh_database() as url, open_datastore(url, patient(url)) as datastore:
        load_seconds = _side_by_side(_load, url, events)
        settle(url)
        Projector(datastore).prepare()
        project_seconds = _side_by_side(_project, url, events)
        settle(url)
        yield Workload(
            url=url,
            datastore=datastore,
            events=events,
            ledger_ids=sorted(LedgerLog(datastore).heads()),
            load_seconds=load_seconds,
            project_seconds=project_seconds,
        )


def patient(url: str) -> Settings:
    """Let statements take the time that ten million events take."""
    return Settings(database_url=url, statement_timeout_seconds=PATIENT_SECONDS)


def made_up(events: int) -> Iterator[SynthBatch]:
    """Make the workload of that size up."""
    ledgers, members = _sizes(events)
    return synth(events=events, ledgers=ledgers, members=members, seed=SEED)


def settle(url: str) -> None:
    """Let the server come to rest: dead rows gone, statistics fresh, pages written."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _sizes(events: int) -> tuple[int, int]:
    ledgers = max(2, events // EVENTS_OF_A_LEDGER)
    return ledgers, max(ledgers, events // EVENTS_OF_A_MEMBER)


Work = Callable[[str, int, int, Barrier], None]
"""What one of the processes does with a database and a number of events: which process it is, and when to begin."""


def _side_by_side(work: Work, url: str, events: int) -> float:
    """Let the processes do their parts; return the seconds from the moment when all were ready."""
    spawning = get_context("spawn")
    begin = spawning.Barrier(PROCESSES + 1)
    processes = [
        spawning.Process(target=work, args=(url, events, number, begin), daemon=True) for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    begin.wait(START_SECONDS)  # one that failed before would never come

    def done() -> None:
        for process in processes:
            process.join()

    seconds = seconds_of(done)
    if any(process.exitcode for process in processes):
        message = f"{work.__name__} failed in one of its processes"
        raise RuntimeError(message)
    return seconds


def _load(url: str, events: int, process: int, begin: Barrier) -> None:
    ledgers, members = _sizes(events)
    with open_datastore(url, patient(url)) as datastore:
        begin.wait()
        for number in range(process, ledgers, PROCESSES):
            made = synth_ledger(number, events=events, ledgers=ledgers, members=members, seed=SEED)
            load_synth(LedgerLog(datastore), made)


def _project(url: str, _events: int, _process: int, begin: Barrier) -> None:
    with open_datastore(url, patient(url)) as datastore:
        projector = Projector(datastore)
        begin.wait()
        projector.run_until_idle()
