"""Bytes on disk per event, as events come in large requests and as they come one by one."""

from hashlib import sha256
from itertools import islice
from typing import Final
from uuid import uuid4

import psycopg
from psycopg.rows import DictRow, dict_row

from benchmarks.harness import Bench
from benchmarks.rebuilding import first_ledger
from benchmarks.workload import settle, stored
from domain.values import ActorId, LedgerId
from services.clock import now
from services.database import open_datastore
from services.recording.requests import DIGEST_BYTES
from services.settings import Settings
from services.store import LedgerLog, Origin

ACTOR: Final = ActorId("officer.lin")
SELECT_SIZES: Final = """
SELECT relname AS name, pg_relation_size(pg_class.oid) AS bytes
FROM pg_class
WHERE oid = 'ledger.ledger_event'::regclass
   OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'ledger.ledger_event'::regclass)
ORDER BY relname
"""


def disk(bench: Bench) -> None:
    """Bytes on disk per event, indexes included: requests of 10,000 events, and requests of one event each."""
    large, single = bench.size(1_000_000, 20_000), bench.size(20_000, 2_000)
    imported = _sizes(stored(bench, large).url, large)
    with bench.fresh_database() as url:
        _record_singly(url, single)
        settle(url)
        recorded = _sizes(url, single)
    rows = [(name, imported[name], recorded[name]) for name in imported]
    totals = ("all", sum(imported.values()), sum(recorded.values()))
    head = ("bytes per event", f"{large:,} in large requests", f"{single:,} one by one")
    bench.table("The log on disk", head, [*rows, totals])
    bench.ratio("bytes_per_event_imported", totals[1], at_most=450)
    bench.ratio("bytes_per_event_single", totals[2], at_most=450)


def _record_singly(url: str, events: int) -> None:
    with open_datastore(url, Settings(database_url=url)) as datastore:
        recorder = LedgerLog(datastore).recorder(LedgerId("synth-0001"))
        for event in islice(first_ledger(events), events):
            digest = sha256(event.state).digest()[:DIGEST_BYTES]
            origin = Origin(recorded_at=now(), actor=ACTOR, request_id=str(uuid4()), digest=digest)
            recorder.insert_events([event], origin=origin)


def _sizes(url: str, events: int) -> dict[str, float]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return dict(_per_event(connection, events))


def _per_event(connection: psycopg.Connection[DictRow], events: int) -> list[tuple[str, float]]:
    return [(row["name"], row["bytes"] / events) for row in connection.execute(SELECT_SIZES)]
