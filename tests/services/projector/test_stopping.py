"""An event that cannot be reflected stops one read model of one ledger; everything else goes on."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event, Thread

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.accounting.lines import Line
from domain.activities.dues import DuesAssessed
from domain.values import AccountCode, Fen, LedgerId, Text
from projections.balances import BALANCES
from projections.catalogue import READ_MODELS
from projections.fold import Changes, Entry, ReadModel
from projections.progress import Stop, lags, position, stops
from services.clock import now
from services.projector import Projector
from services.store import encode
from tests.projections.logs import SCHOOL, Log
from tests.samples.branch import SECOND_LEVEL_OPENED
from tests.samples.dues import ASSESSED, PAID_IN_PART, WAIVER_REVERSED
from tests.samples.membership import ENROLLED
from tests.services.projector.test_projector import Watching

OTHER = LedgerId("other")
NAMES = sorted(model.name for model in READ_MODELS)


def where(connection: psycopg.Connection[DictRow], ledger_id: LedgerId = SCHOOL) -> dict[str, int]:
    """Say how far each read model has come."""
    return {name: position(connection, name, ledger_id) for name in NAMES}


def mend(url: str, event: object) -> None:
    """Do what only the database's owner can: put a readable event in the place of the spoilt one."""
    topic, state = encode(event)
    with psycopg.connect(url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "UPDATE ledger.ledger_event SET topic = %s, state = %s WHERE version = 0 AND position = 2", [topic, state]
        )


def test_an_unreadable_event_stops_its_ledger_and_no_other(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    watching = Watching()
    log.append(ENROLLED)
    log.append_unreadable()
    log.append(ASSESSED)
    log.append(ENROLLED, ASSESSED, ledger_id=OTHER)
    Projector(datastore, observer=watching).run_until_idle()
    assert where(connection) == dict.fromkeys(NAMES, 1)
    assert where(connection, OTHER) == dict.fromkeys(NAMES, 2)
    assert sorted(watching.stops) == [(name, SCHOOL, 2) for name in NAMES]
    assert [(stop.read_model, stop.ledger_id, stop.position) for stop in stops(connection)] == sorted(watching.stops)
    assert "dues.forgotten" in stops(connection)[0].reason
    assert {(lag.events, lag.stopped) for lag in lags(connection, now())} == {(2, 1)}
    assert projector.run_until_idle() == 0


def refusing(event: object, _position: int, _rows: Changes) -> None:
    """Fold nothing but assessments."""
    if not isinstance(event, DuesAssessed):
        raise KeyError(type(event).__name__)


def refusing_together(entries: Sequence[Entry], rows: Changes) -> None:
    """Sum nothing but assessments."""
    for at, event in entries:
        refusing(event, at, rows)


@pytest.mark.parametrize(
    "choosy",
    [
        replace(BALANCES, folds=dict.fromkeys((*BALANCES.folds, *BALANCES.sums), refusing), sums={}),
        replace(BALANCES, sums=dict.fromkeys(BALANCES.sums, refusing_together)),
    ],
    ids=["one by one", "together"],
)
def test_an_event_that_a_fold_refuses_stops_that_read_model_only(
    log: Log,
    datastore: PostgresDatastore,
    projector: Projector,
    connection: psycopg.Connection[DictRow],
    choosy: ReadModel,
) -> None:
    assert projector.run_until_idle() == 0
    log.append(ASSESSED, WAIVER_REVERSED, ASSESSED)
    Projector(datastore, [choosy if model is BALANCES else model for model in READ_MODELS]).run_until_idle()
    assert where(connection) == {**dict.fromkeys(NAMES, 3), "balances": 1}
    assert stops(connection) == [
        Stop(read_model="balances", ledger_id=SCHOOL, position=2, reason="KeyError: 'DuesReversed'")
    ]


def test_a_posting_that_a_read_model_refuses_stops_that_read_model_only(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    assert PAID_IN_PART.posting is not None
    unheard_of = PAID_IN_PART.posting._replace(lines=(Line(AccountCode("999"), "D", Fen(1)),))
    log.append(ENROLLED, ASSESSED, replace(PAID_IN_PART, posting=unheard_of), ASSESSED)
    projector.run_until_idle()
    assert where(connection) == {**dict.fromkeys(NAMES, 4), "budgets": 2}
    assert stops(connection) == [Stop(read_model="budgets", ledger_id=SCHOOL, position=3, reason="KeyError: '999'")]


def test_a_change_that_cannot_be_stored_stops_at_its_event(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, replace(SECOND_LEVEL_OPENED, name=Text("a\x00b")), ASSESSED)
    log.append(ENROLLED, ASSESSED, ledger_id=OTHER)
    projector.run_until_idle()
    assert where(connection) == {**dict.fromkeys(NAMES, 3), "organisation": 1}
    assert where(connection, OTHER) == dict.fromkeys(NAMES, 2)
    (stopped,) = stops(connection)
    assert (stopped.read_model, stopped.position) == ("organisation", 2)


def test_a_restart_tries_again(
    log: Log, projector: Projector, url: str, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED)
    log.append_unreadable()
    projector.run_until_idle()
    mend(url, ASSESSED)
    assert projector.run_until_idle() == 0
    stop = Event()
    running = Thread(target=projector.run, args=(stop,))
    running.start()
    try:
        while where(connection) != dict.fromkeys(NAMES, 2):
            assert running.is_alive()
            stop.wait(0.01)
    finally:
        stop.set()
        running.join()
    assert stops(connection) == []


@pytest.mark.parametrize("mended", [True, False])
def test_a_rebuild_tries_again(
    log: Log, projector: Projector, url: str, connection: psycopg.Connection[DictRow], *, mended: bool
) -> None:
    log.append(ENROLLED)
    log.append_unreadable()
    projector.run_until_idle()
    if mended:
        mend(url, ASSESSED)
    projector.rebuild()
    assert where(connection) == dict.fromkeys(NAMES, 2 if mended else 1)
    assert [stop.position for stop in stops(connection)] == ([] if mended else [2] * len(NAMES))


def test_a_stop_can_be_tried_again_once_it_was_seen_to(
    log: Log, projector: Projector, url: str, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED)
    log.append_unreadable()
    projector.run_until_idle()
    assert projector.retry_stopped(["balances"]) == 1
    projector.run_until_idle()
    assert len(stops(connection)) == len(NAMES)
    mend(url, ASSESSED)
    assert projector.retry_stopped() == len(NAMES)
    projector.run_until_idle()
    assert stops(connection) == []
    assert where(connection) == dict.fromkeys(NAMES, 2)
