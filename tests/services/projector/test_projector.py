"""The live tail: every event is reflected, exactly once, whatever the batches and whoever works beside."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.balances import ledger_balance
from projections.catalogue import READ_MODELS
from projections.progress import lags, position
from services.clock import now
from services.projector import Projector, Rebuilt
from tests.projections.histories import SAMPLES
from tests.projections.logs import SCHOOL, Log, digest_of_all
from tests.samples.dues import ASSESSED
from tests.samples.membership import ENROLLED

EVERY_MODEL = {model.name for model in READ_MODELS}


class Watching:
    """An observer that remembers."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.events: dict[str, int] = {}
        self.stops: list[tuple[str, LedgerId, int]] = []
        self.rebuilds: list[Rebuilt] = []

    def projected(self, events: Mapping[str, int], seconds: float, /) -> None:
        """Count the events of each read model."""
        assert seconds >= 0
        for read_model, number in events.items():
            self.events[read_model] = self.events.get(read_model, 0) + number

    def stopped(self, read_model: str, ledger_id: LedgerId, at: int, /) -> None:
        """Note where a read model stopped."""
        self.stops.append((read_model, ledger_id, at))

    def rebuilding(self, read_models: Sequence[str], done: int, total: int, /) -> None:
        """Note how far a rebuild came."""
        self.rebuilds_of = tuple(read_models)
        self.rebuild_progress = (done, total)

    def rebuilt(self, rebuilt: Rebuilt, /) -> None:
        """Note what was rebuilt."""
        self.rebuilds.append(rebuilt)


def positions(connection: psycopg.Connection[DictRow], ledger_id: LedgerId = SCHOOL) -> set[int]:
    """Say how far all read models have come in a ledger."""
    return {position(connection, model.name, ledger_id) for model in READ_MODELS}


def test_what_is_recorded_is_reflected_by_every_read_model(
    log: Log, datastore: PostgresDatastore, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    watching = Watching()
    log.append(*SAMPLES)
    assert Projector(datastore, observer=watching).run_until_idle() == len(SAMPLES)
    assert positions(connection) == {len(SAMPLES)}
    assert watching.events == dict.fromkeys(EVERY_MODEL, len(SAMPLES))
    assert projector.run_until_idle() == 0


def test_preparing_twice_or_together_changes_nothing(
    datastore: PostgresDatastore, log: Log, connection: psycopg.Connection[DictRow]
) -> None:
    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: Projector(datastore).prepare(), range(4)))
    log.append(ENROLLED)
    Projector(datastore).run_until_idle()
    Projector(datastore).prepare()
    assert positions(connection) == {1}


def test_batches_of_any_size_give_the_same_rows(
    log: Log, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES, *SAMPLES)
    seen = []
    for size in (1, 3, 1_000):
        projector = Projector(datastore, batch_size=size)
        projector.prepare()
        projector.run_until_idle()
        seen.append(digest_of_all(connection))
        forget_everything(connection)
    assert seen[0] == seen[1] == seen[2]


def forget_everything(connection: psycopg.Connection[DictRow]) -> None:
    """Remove all read models, as if there had never been any."""
    named = "SELECT relname FROM pg_class WHERE relnamespace = 'read_model'::regnamespace AND relname ~ '_[0-9]+$'"
    for row in connection.execute(named + " AND relkind = 'r'").fetchall():
        connection.execute(
            psycopg.sql.SQL("DROP TABLE read_model.{} CASCADE").format(psycopg.sql.Identifier(row["relname"]))
        )
    connection.execute("DELETE FROM read_model.generation")
    connection.execute("DELETE FROM read_model.progress")


def test_several_projectors_side_by_side_apply_nothing_twice(
    log: Log, datastore: PostgresDatastore, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    ledgers = [LedgerId(f"union-{number}") for number in range(3)]
    for ledger_id in ledgers:
        log.append(ENROLLED, *[ASSESSED] * 200, ledger_id=ledger_id)
    projectors: Sequence[Projector] = [Projector(datastore, batch_size=7) for _ in range(3)]
    with ThreadPoolExecutor(3) as together:
        moved = sum(together.map(lambda each: each.run_until_idle(), projectors))
    assert moved >= 3 * 201  # two may read the same events, each for read models that the other does not hold
    for ledger_id in ledgers:
        assert ledger_balance(connection, ledger_id).assessed_fen == 200 * ASSESSED.amount_fen
    assert projector.run_until_idle() == 0


def test_read_models_that_fell_apart_come_together_again(
    log: Log, datastore: PostgresDatastore, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    Projector(datastore, READ_MODELS[:2]).run_until_idle()
    assert positions(connection) == {0, 2}
    log.append(ASSESSED)
    assert projector.run_until_idle() == 3
    assert positions(connection) == {3}


def test_a_running_projector_is_woken_and_stopped(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    stop = threading.Event()
    running = threading.Thread(target=projector.run, args=(stop,))
    running.start()
    try:
        log.append(ENROLLED)
        projector.wake()
        wait_for = threading.Event()
        while positions(connection) != {1}:
            assert running.is_alive()
            wait_for.wait(0.01)
    finally:
        stop.set()
        projector.wake()
        running.join()


def test_lag_is_what_is_recorded_and_not_reflected(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    log.append(ENROLLED, ledger_id=LedgerId("other"))
    behind = lags(connection, now())
    assert {lag.read_model: lag.events for lag in behind} == dict.fromkeys(EVERY_MODEL, 3)
    assert all(lag.seconds > 0 for lag in behind)
    projector.run_until_idle()
    assert {(lag.events, lag.seconds, lag.stopped) for lag in lags(connection, now())} == {(0, 0.0, 0)}
