"""The synthetic workload in a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from eventsourcing.postgres import PostgresDatastore

from benchmarks.harness import Bench
from domain.values import LedgerId
from services.database import open_datastore
from services.settings import Settings
from services.store import LedgerLog
from services.synth import SynthBatch, load_synth, synth

SEED: Final = 2026
EVENTS_OF_A_LEDGER: Final = 50_000
EVENTS_OF_A_MEMBER: Final = 100
PATIENT_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A log of made-up ledgers, with no read model built yet."""

    url: str
    datastore: PostgresDatastore
    events: int
    ledger_ids: list[LedgerId]


@contextmanager
def synthetic(bench: Bench, events: int) -> Iterator[Workload]:
    """Load so many events, spread over ledgers of 50,000, a hundred for each member."""
    with (
        bench.fresh_database() as url,
        open_datastore(url, Settings(database_url=url, statement_timeout_seconds=PATIENT_SECONDS)) as datastore,
    ):
        log = LedgerLog(datastore)
        load_synth(log, made_up(events))
        settle(url)
        yield Workload(url=url, datastore=datastore, events=events, ledger_ids=sorted(log.heads()))


def made_up(events: int) -> Iterator[SynthBatch]:
    """Make the workload of that size up."""
    ledgers = max(2, events // EVENTS_OF_A_LEDGER)
    return synth(events=events, ledgers=ledgers, members=max(ledgers, events // EVENTS_OF_A_MEMBER), seed=SEED)


def settle(url: str) -> None:
    """Let the server come to rest: dead rows gone, statistics fresh, pages written."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
