"""A log and a projector on this test's own database."""

from collections.abc import Iterator

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from services.projector import Projector
from tests.projections.logs import SCHOOL, Log, Projected


@pytest.fixture
def log(datastore: PostgresDatastore) -> Log:
    """An empty log."""
    return Log(datastore)


@pytest.fixture
def projector(datastore: PostgresDatastore) -> Projector:
    """A projector of all read models, with its tables made."""
    made = Projector(datastore)
    made.prepare()
    return made


@pytest.fixture
def connection(datastore: PostgresDatastore) -> Iterator[psycopg.Connection[DictRow]]:
    """A connection to look at what was projected."""
    with datastore.get_connection() as opened:
        yield opened


@pytest.fixture
def projected(log: Log, projector: Projector) -> Projected:
    """Record events in a ledger, the school's if none is named, and project them."""

    def record(*events: object, ledger_id: LedgerId = SCHOOL) -> None:
        log.append(*events, ledger_id=ledger_id)
        projector.run_until_idle()

    return record
