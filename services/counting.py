"""Prometheus' registries and metrics, made alike everywhere."""

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def process_registry() -> CollectorRegistry:
    """Make a registry that measures this process: its memory, its processor time, its collector."""
    registry = CollectorRegistry(auto_describe=True)
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


class Counts:
    """Makes metrics in a registry, with names that begin as all of ours do."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Count in a registry."""
        self.registry = registry

    def counter(self, name: str, meaning: str, *labels: str) -> Counter:
        """Make a count that only grows."""
        return Counter(f"union_ledger_{name}", meaning, labels, registry=self.registry)

    def gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        """Make a measure that goes up and down."""
        return Gauge(f"union_ledger_{name}", meaning, labels, registry=self.registry)

    def seconds(self, name: str, meaning: str, *labels: str) -> Histogram:
        """Make a distribution of times."""
        return Histogram(f"union_ledger_{name}_seconds", meaning, labels, buckets=SECONDS, registry=self.registry)


class Together(Collector):
    """The metrics of a registry, and beside them those of another process, labelled with its name."""

    def __init__(self, registry: CollectorRegistry, process: str, beside: Iterable[Metric]) -> None:
        """``beside`` is what the other process has collected."""
        self._registry = registry
        self._process = process
        self._beside = beside

    def collect(self) -> Iterator[Metric]:
        """Give each metric once, with the samples of both."""
        found = {metric.name: metric for metric in self._registry.collect()}
        for metric in self._beside:
            ours = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
            ours.samples.extend(
                sample._replace(labels={**sample.labels, "process": self._process}) for sample in metric.samples
            )
        yield from found.values()
