"""What an operator watches: counts and times of one process, in Prometheus' terms.

Nothing here is labelled with a ledger, a member or an actor: the number of series stays small,
and a scrape gives no personal data away.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from platform import python_version
from typing import Final

from prometheus_client import CollectorRegistry, Metric, generate_latest

from projections.progress import Lag
from services.counting import Counts, Together, process_registry
from services.projector.metrics import ProjectorMetrics

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
POOL_MEASURES: Final = {
    "pool_size": "open",
    "pool_available": "idle",
    "requests_waiting": "awaited",
    "pool_max": "allowed",
}


class Metrics:
    """Counters of one process. It observes HTTP and recording, ``projector`` a projector; all is asked at a scrape."""

    def __init__(self) -> None:
        """Start all counts at zero, in a registry of this instance's own."""
        self._registry = process_registry()
        counts = Counts(self._registry)
        self.projector = ProjectorMetrics(self._registry)
        self._http_seconds = counts.seconds(
            "http_request", "Time to answer HTTP requests, by route and status.", "method", "route", "status"
        )
        self._count_recording(counts)
        self._measure_projecting(counts)
        self._database_up = counts.gauge("database_up", "1 while the database answered at the last scrape.")
        self._connections = counts.gauge("database_connections", "Connections of the pool, by state.", "state")
        built = counts.gauge("build_info", "Always 1; the labels say what runs.", "version", "python")
        built.labels(version("union-ledger"), python_version()).set(1)

    def _count_recording(self, counts: Counts) -> None:
        self._events = counts.counter("events_recorded", "Events recorded, by type.", "type")
        self._append_seconds = counts.seconds("append", "Time to decide on a request and append its events.")
        self._conflicts = counts.counter("append_conflicts", "Appends that met a stream changed since it was read.")
        self._retries = counts.counter("append_retries", "Requests that were decided anew after a conflict.")
        self._repeats = counts.counter("requests_repeated", "Requests answered from the log: recorded before.")

    def _measure_projecting(self, counts: Counts) -> None:
        self._lag_events = counts.gauge(
            "projection_lag_events", "Events recorded and not yet reflected, over all ledgers.", "read_model"
        )
        self._lag_seconds = counts.gauge(
            "projection_lag_seconds", "Age of the oldest event not yet reflected in some ledger.", "read_model"
        )
        self._stopped = counts.gauge(
            "projection_stopped_ledgers", "Ledgers in which it waits at an event it cannot read.", "read_model"
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

    def exposition(self, of_projector: Iterable[Metric] = ()) -> bytes:
        """Write all that is counted in Prometheus' text format, and what the projector's own process counted."""
        together = CollectorRegistry()
        together.register(Together(self._registry, "projector", of_projector))
        return generate_latest(together)
