"""What an operator watches: counts and times of one process, in Prometheus' terms.

Nothing here is labelled with a ledger, a member or an actor: the number of series stays small,
and a scrape gives no personal data away.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from platform import python_version
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from domain.values import LedgerId
from projections.progress import Lag
from services.projector.outcomes import Rebuilt

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
TABLE_LABELS: Final = ("read_model", "table", "digest")
POOL_MEASURES: Final = {
    "pool_size": "open",
    "pool_available": "idle",
    "requests_waiting": "awaited",
    "pool_max": "allowed",
}

log = structlog.get_logger("metrics")


class Metrics:
    """Counters of one process. It observes HTTP, recording and projecting, and is asked at a scrape."""

    def __init__(self) -> None:
        """Start all counts at zero, in a registry of this instance's own."""
        self.registry = CollectorRegistry(auto_describe=True)
        self._rebuilt_tables: dict[str, list[tuple[str, str, str]]] = {}
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._count_http()
        self._count_recording()
        self._count_projecting()
        self._database_up = self._gauge("database_up", "1 while the database answered at the last scrape.")
        self._connections = self._gauge("database_connections", "Connections of the pool, by state.", "state")
        built = self._gauge("build_info", "Always 1; the labels say what runs.", "version", "python")
        built.labels(version("union-ledger"), python_version()).set(1)

    def _count_http(self) -> None:
        self._http_seconds = Histogram(
            "union_ledger_http_request_seconds",
            "Time to answer HTTP requests, by route and status.",
            ("method", "route", "status"),
            buckets=SECONDS,
            registry=self.registry,
        )

    def _count_recording(self) -> None:
        self._events = self._counter("events_recorded", "Events recorded, by type.", "type")
        self._append_seconds = Histogram(
            "union_ledger_append_seconds",
            "Time to decide on a request and append its events.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self._conflicts = self._counter("append_conflicts", "Appends that met a stream changed since it was read.")
        self._retries = self._counter("append_retries", "Requests that were decided anew after a conflict.")
        self._repeats = self._counter("requests_repeated", "Requests answered from the log: recorded before.")

    def _count_projecting(self) -> None:
        self._projected = self._counter("events_projected", "Events folded by this process.", "read_model")
        self._stops = self._counter("projection_stops", "Times it met an event it cannot read.", "read_model")
        self._batch_seconds = Histogram(
            "union_ledger_projection_batch_seconds",
            "Time to fold and apply one batch.",
            ("read_model",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._lag_events = self._gauge(
            "projection_lag_events", "Events recorded and not yet reflected, over all ledgers.", "read_model"
        )
        self._lag_seconds = self._gauge(
            "projection_lag_seconds", "Age of the oldest event not yet reflected in some ledger.", "read_model"
        )
        self._stopped = self._gauge(
            "projection_stopped_ledgers", "Ledgers in which it waits at an event it cannot read.", "read_model"
        )
        self._count_rebuilding()

    def _count_rebuilding(self) -> None:
        self._rebuild_done = self._gauge("rebuild_events_done", "Events that the last rebuild folded.", "read_model")
        self._rebuild_total = self._gauge("rebuild_events", "Events that it has to fold.", "read_model")
        self._rebuild_seconds = self._gauge("rebuild_seconds", "How long the last rebuild took.", "read_model")
        self._rebuilds = self._counter("rebuilds", "Generations that were built and are served.", "read_model")
        self._rebuilt_rows = self._gauge(
            "rebuilt_rows", "Rows of a table when it was last rebuilt, with the digest of what they say.", *TABLE_LABELS
        )

    def answered(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count an HTTP request that was answered; ``route`` is a template, never a path."""
        known = method if method in METHODS else "OTHER"
        self._http_seconds.labels(known, route, str(status)).observe(seconds)

    def recorded(self, names: Sequence[str], seconds: float) -> None:
        """Count a request whose events were recorded, and the time it took."""
        self._append_seconds.observe(seconds)
        for name, events in Tally(names).items():
            self._events.labels(name).inc(events)

    def conflict(self) -> None:
        """Count an append that others were quicker than."""
        self._conflicts.inc()

    def retry(self) -> None:
        """Count a request that is decided anew."""
        self._retries.inc()

    def repeated(self) -> None:
        """Count a request that had been recorded before."""
        self._repeats.inc()

    def projected(self, read_model: str, events: int, seconds: float, /) -> None:
        """Count events that a read model reflects now, and the time of the batch."""
        self._projected.labels(read_model).inc(events)
        self._batch_seconds.labels(read_model).observe(seconds)

    def stopped(self, read_model: str, ledger_id: LedgerId, position: int, /) -> None:
        """Count a stop and log where: the metric names no ledger, the log does."""
        self._stops.labels(read_model).inc()
        log.error("projection_stopped", read_model=read_model, ledger_id=ledger_id, position=position)

    def rebuilding(self, read_models: Sequence[str], done: int, total: int, /) -> None:
        """Say how far a rebuild is."""
        for read_model in read_models:
            self._rebuild_done.labels(read_model).set(done)
            self._rebuild_total.labels(read_model).set(total)

    def rebuilt(self, rebuilt: Rebuilt, /) -> None:
        """Count a generation that is served now; its digests are labels, because a number here is inexact."""
        self._rebuilds.labels(rebuilt.read_model).inc()
        self._rebuild_seconds.labels(rebuilt.read_model).set(rebuilt.seconds)
        for table in self._rebuilt_tables.pop(rebuilt.read_model, ()):
            self._rebuilt_rows.remove(*table)
        for name, summed in rebuilt.compared.tables.items():
            table = (rebuilt.read_model, name, summed.text)
            self._rebuilt_tables.setdefault(rebuilt.read_model, []).append(table)
            self._rebuilt_rows.labels(*table).set(summed.rows)

    def measure_database(self, *, up: bool, pool: Mapping[str, int]) -> None:
        """Take over what was found at a scrape: whether the database answers, and the pool's use."""
        self._database_up.set(up)
        for measure, state in POOL_MEASURES.items():
            self._connections.labels(state).set(pool.get(measure, 0))

    def measure_lags(self, lags: Iterable[Lag]) -> None:
        """Take over how far each read model was behind at a scrape."""
        for gauge in (self._lag_events, self._lag_seconds, self._stopped):
            gauge.clear()
        for lag in lags:
            self._lag_events.labels(lag.read_model).set(lag.events)
            self._lag_seconds.labels(lag.read_model).set(lag.seconds)
            self._stopped.labels(lag.read_model).set(lag.stopped)

    def exposition(self) -> bytes:
        """Write all that is counted in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"union_ledger_{name}", meaning, labels, registry=self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"union_ledger_{name}", meaning, labels, registry=self.registry)
