"""Rebuilding all read models, beside raw COPY out of the same events and the library's projection runner."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

import psycopg
from eventsourcing.persistence import StoredEvent

from benchmarks.harness import Bench, in_turns, seconds_of
from benchmarks.peers.library_projection import filled, project_all
from benchmarks.peers.limits import copy_out
from benchmarks.workload import made_up, settle, stored
from projections.catalogue import READ_MODELS
from services.projector import Projector

OURS: Final = "union ledger, rebuild of all read models"
COPY: Final = "raw COPY out of the same events"
LIBRARY: Final = "eventsourcing, projection runner, two sums"
LIVE: Final = "union ledger, live tail of all read models, two projectors"


def rebuild_all(bench: Bench) -> None:
    """Rebuild of all read models from 1 M events, beside raw COPY out and the library's projection runner."""
    workload = stored(bench, bench.size(1_000_000, 20_000))
    projector, events = Projector(workload.datastore), workload.events
    with psycopg.connect(workload.url, autocommit=True) as connection:
        seconds = in_turns(
            {OURS: lambda: seconds_of(projector.rebuild), COPY: lambda: seconds_of(lambda: copy_out(connection))},
            bench.size(3, 1),
        )
    settle(workload.url)
    library, live = _library(bench), events / workload.project_seconds
    rates = {OURS: events / seconds[OURS], LIVE: live, COPY: events / seconds[COPY], LIBRARY: library}
    rows = [(name, rate, rates[OURS] / rate) for name, rate in rates.items()]
    bench.table(f"{len(READ_MODELS)} read models, {events:,} events", ("", "events/s", "rebuild ÷ this"), rows)
    bench.ratio("rebuild_all_time_vs_copy_out", seconds[OURS] / seconds[COPY], at_most=2.5)
    bench.ratio("rebuild_all_vs_library_runner", rates[OURS] / library, at_least=100)
    bench.ratio("live_tail_events_per_second", live, at_least=50_000)


def _library(bench: Bench) -> float:
    """Project fewer events, because the runner commits each of them; return events a second."""
    events = bench.size(10_000, 500)
    stored = list(islice(first_ledger(events), events))
    with bench.fresh_database(migrated=False) as url, filled(url, stored) as environment:
        return len(stored) / seconds_of(lambda: project_all(environment, len(stored)))


def first_ledger(events: int) -> Iterator[StoredEvent]:
    """Give a ledger that has at least so many events."""
    batches = iter(made_up(2 * events))
    first = next(batches)
    yield from first.events
    for batch in batches:
        if batch.ledger_id != first.ledger_id:
            return
        yield from batch.events
