"""What a projector counts: events, batches, stops and rebuilds. An ``Observer`` that Prometheus can read."""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog
from prometheus_client import CollectorRegistry

from domain.values import LedgerId
from services.counting import Counts
from services.projector.outcomes import Rebuilt

TABLE_LABELS: Final = ("read_model", "table", "digest")

log = structlog.get_logger("metrics")


class ProjectorMetrics:
    """Counters of one projector, in a registry that it may share with others."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Start all counts at zero."""
        counts = Counts(registry)
        self._rebuilt_tables: dict[str, list[tuple[str, str, str]]] = {}
        self._projected = counts.counter("events_projected", "Events folded by this process.", "read_model")
        self._stops = counts.counter("projection_stops", "Times it met an event it cannot read.", "read_model")
        self._batch_seconds = counts.seconds("projection_batch", "Time to fold and apply one batch.")
        self._rebuild_done = counts.gauge("rebuild_events_done", "Events that the last rebuild folded.", "read_model")
        self._rebuild_total = counts.gauge("rebuild_events", "Events that it has to fold.", "read_model")
        self._rebuild_seconds = counts.gauge("rebuild_seconds", "How long the last rebuild took.", "read_model")
        self._rebuilds = counts.counter("rebuilds", "Generations that were built and are served.", "read_model")
        self._rebuilt_rows = counts.gauge(
            "rebuilt_rows", "Rows of a table when it was last rebuilt, with the digest of what they say.", *TABLE_LABELS
        )

    def projected(self, events: Mapping[str, int], seconds: float, /) -> None:
        """Count events that each read model reflects now, and the time of the batch."""
        for read_model, number in events.items():
            self._projected.labels(read_model).inc(number)
        self._batch_seconds.observe(seconds)

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
