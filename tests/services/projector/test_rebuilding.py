"""A rebuild works beside what is served, and takes its place whole or not at all."""

import threading
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from projections.balances import BALANCES, ledger_balance
from projections.catalogue import READ_MODELS
from projections.member_cards import MEMBER_CARDS, standings
from projections.progress import position
from services.projector import Projector, RebuildRunning, RebuildStopped
from services.projector.generations import create_beside
from tests.projections.histories import SAMPLES
from tests.projections.logs import SCHOOL, Log, digest_of_all
from tests.samples.dues import ASSESSED
from tests.samples.membership import ENROLLED

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'read_model'::regnamespace AND relkind = 'r'"


def tables(connection: psycopg.Connection[DictRow]) -> set[str]:
    """List the tables that are there, of all generations."""
    return {row["relname"] for row in connection.execute(TABLES).fetchall()}


def generations(connection: psycopg.Connection[DictRow]) -> dict[str, int]:
    """Say which generation of each read model is live; there is no other."""
    rows = connection.execute("SELECT read_model, generation, live FROM read_model.generation").fetchall()
    assert all(row["live"] for row in rows)
    return {row["read_model"]: row["generation"] for row in rows}


def once(do: Callable[[], object]) -> Callable[[int, int], None]:
    """Make a progress report that does something in the middle of a rebuild, the first time."""
    done: list[object] = []

    def report(_done: int, _total: int) -> None:
        if not done:
            done.append(None)
            do()

    return report


def test_a_rebuilt_read_model_has_the_same_rows_in_new_tables(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES)
    projector.run_until_idle()
    before, told = digest_of_all(connection), list[tuple[int, int]]()
    projector.rebuild(["balances"], lambda done, total: told.append((done, total)))
    assert digest_of_all(connection) == before
    assert generations(connection) == {**{model.name: 1 for model in READ_MODELS}, "balances": 2}
    assert {"member_balance_2", "member_1"} <= tables(connection)
    assert "member_balance_1" not in tables(connection)
    assert told[-1] == (len(SAMPLES), len(SAMPLES))


def test_what_is_recorded_and_projected_meanwhile_is_in_the_new_generation(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    def go_on() -> None:
        log.append(ASSESSED)
        Projector(datastore).run_until_idle()
        assert ledger_balance(connection, SCHOOL).assessed_fen == 2 * ASSESSED.amount_fen
        log.append(ASSESSED)

    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()
    projector.rebuild(None, once(go_on))
    assert {position(connection, model.name, SCHOOL) for model in READ_MODELS} == {4}
    assert ledger_balance(connection, SCHOOL).assessed_fen == 3 * ASSESSED.amount_fen
    assert set(generations(connection).values()) == {2}


def test_readers_see_complete_generations_only(log: Log, projector: Projector, datastore: PostgresDatastore) -> None:
    log.append(ENROLLED, *[ASSESSED] * 50)
    projector.run_until_idle()
    seen: set[tuple[int, int]] = set()
    failures: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        try:
            with datastore.get_connection() as connection:
                while not stop.is_set():
                    seen.add((ledger_balance(connection, SCHOOL).assessed_fen, standings(connection, SCHOOL)["active"]))
        except Exception as problem:  # noqa: BLE001 - told to the test
            failures.append(problem)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        projector.rebuild()
    stop.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert seen == {(50 * ASSESSED.amount_fen, 1)}


def test_a_second_rebuild_of_the_same_read_model_is_refused(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    def again() -> None:
        with pytest.raises(RebuildRunning):
            Projector(datastore).rebuild(["balances"])
        Projector(datastore).rebuild(["organisation"])

    log.append(ENROLLED)
    projector.rebuild(["balances"], once(again))
    found = generations(connection)
    assert (found["balances"], found["organisation"]) == (2, 2)


def test_a_rebuild_that_fails_leaves_what_is_served_and_nothing_else(
    log: Log, projector: Projector, url: str, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()
    before = (digest_of_all(connection), tables(connection), generations(connection))
    with psycopg.connect(url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE ledger.ledger_event SET topic = 'dues.forgotten' WHERE position = 2")
    with pytest.raises(RebuildStopped, match=r"position 1 of ledger school: .*dues\.forgotten"):
        projector.rebuild()
    assert (digest_of_all(connection), tables(connection), generations(connection)) == before


def test_a_rebuild_that_is_broken_off_leaves_what_is_served_and_nothing_else(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    def break_off() -> None:
        raise KeyboardInterrupt

    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()
    before = (digest_of_all(connection), tables(connection), generations(connection))
    with pytest.raises(KeyboardInterrupt):
        projector.rebuild(None, once(break_off))
    assert (digest_of_all(connection), tables(connection), generations(connection)) == before


def test_what_a_killed_rebuild_left_is_removed_by_the_next(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES)
    projector.run_until_idle()
    before = digest_of_all(connection)
    create_beside(connection, BALANCES)
    connection.execute("INSERT INTO read_model.member_balance_2 (ledger_id, member_no) VALUES ('school', 'half built')")
    assert digest_of_all(connection) == before
    projector.rebuild(["balances"])
    assert digest_of_all(connection) == before
    assert generations(connection)["balances"] == 2


def test_a_changed_fold_is_rebuilt_when_the_projector_is_prepared(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES)
    projector.run_until_idle()
    changed = replace(MEMBER_CARDS, version=2, tables=tuple(t for t in MEMBER_CARDS.tables if t.name != "person_aid"))
    changed = replace(changed, fold=lambda _recorded, _rows: None)
    Projector(datastore, [changed]).prepare()
    assert generations(connection)["member_cards"] == 2
    assert standings(connection, SCHOOL) == {}
    assert not {name for name in tables(connection) if name.startswith("person_aid")}
    assert position(connection, "member_cards", SCHOOL) == len(SAMPLES)


def test_an_unknown_read_model_is_not_rebuilt(projector: Projector) -> None:
    with pytest.raises(KeyError, match="forgotten"):
        projector.rebuild(["forgotten"])
