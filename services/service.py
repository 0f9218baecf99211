"""The composition root: every part of the running service, put together in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from eventsourcing.postgres import PostgresDatastore

from services.clock import Clock, now
from services.database import open_datastore
from services.gathering import gathering
from services.metrics import Metrics
from services.projecting import ProjectingProcess
from services.projector import Projector
from services.recording import Recording
from services.settings import Settings
from services.store import LedgerLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What an interface (HTTP, pages, command line) may use.

    ``projector`` works in this process, for whoever runs it here; ``projecting`` is one beside it, while served.
    """

    settings: Settings
    datastore: PostgresDatastore
    log: LedgerLog
    recording: Recording
    projector: Projector
    projecting: ProjectingProcess
    clock: Clock
    metrics: Metrics


@contextmanager
def open_service(url: str, settings: Settings, clock: Clock = now) -> Iterator[Service]:
    """Put the service together on a migrated database; close its connections when the block ends.

    ``url`` is the database in use: the one that is set, or the embedded one that was started.
    """
    metrics = Metrics()
    with open_datastore(url, settings) as datastore:
        log = LedgerLog(datastore)
        projector = Projector(datastore, observer=metrics.projector)
        yield Service(
            settings=settings,
            datastore=datastore,
            log=log,
            recording=Recording(log, clock, observer=metrics, gather=gathering(datastore, projector)),
            projector=projector,
            projecting=ProjectingProcess(url, settings),
            clock=clock,
            metrics=metrics,
        )
