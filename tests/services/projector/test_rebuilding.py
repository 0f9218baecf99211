"""A rebuild works beside what is served, and takes its place whole or not at all."""

import threading
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.balances import BALANCES, ledger_balance
from projections.catalogue import READ_MODELS
from projections.member_cards import MEMBER_CARDS, standings
from projections.progress import position
from services.projector import Projector, RebuildDiffers, RebuildRunning, RebuildStopped, Wanted
from services.projector.generations import begin_beside, index_beside
from services.projector.loading import Loading
from tests.projections.histories import SAMPLES
from tests.projections.logs import SCHOOL, Log, count, digest_of_all
from tests.samples.dues import ASSESSED
from tests.samples.membership import ENROLLED
from tests.services.projector.test_projector import Watching

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'read_model'::regnamespace AND relkind = 'r'"


def tables(connection: psycopg.Connection[DictRow]) -> set[str]:
    """List the tables that are there, of all generations."""
    return {row["relname"] for row in connection.execute(TABLES).fetchall()}


def generations(connection: psycopg.Connection[DictRow]) -> dict[str, int]:
    """Say which generation of each read model is live; there is no other."""
    rows = connection.execute("SELECT read_model, generation, live FROM read_model.generation").fetchall()
    assert all(row["live"] for row in rows)
    return {row["read_model"]: row["generation"] for row in rows}


def live_generations(connection: psycopg.Connection[DictRow]) -> dict[str, int]:
    """Say which generation of each read model is live, whatever stands beside."""
    rows = connection.execute("SELECT read_model, generation FROM read_model.generation WHERE live").fetchall()
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


def test_what_a_rebuild_that_was_broken_off_had_done_is_not_done_again(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    def break_off(done: int, _total: int) -> None:
        if done > 51:
            raise KeyboardInterrupt

    log.append(ENROLLED, *[ASSESSED] * 50)
    log.append(ENROLLED, ASSESSED, ledger_id=LedgerId("smaller"))
    projector.run_until_idle()
    before = digest_of_all(connection)
    with pytest.raises(KeyboardInterrupt):
        projector.rebuild(None, break_off)
    assert digest_of_all(connection) == before
    assert {model.name: 1 for model in READ_MODELS} == live_generations(connection)
    told = list[tuple[int, int]]()
    projector.rebuild(None, lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]
    assert digest_of_all(connection) == before
    assert set(generations(connection).values()) == {2}


def test_a_rebuild_may_be_asked_to_begin_afresh(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()
    begin_beside(connection, BALANCES)
    connection.execute("UPDATE read_model.progress SET position = 2 WHERE generation = 2")
    told = list[tuple[int, int]]()
    projector.rebuild(["balances"], lambda done, total: told.append((done, total)), Wanted(afresh=True))
    assert told == [(2, 2)]
    assert ledger_balance(connection, SCHOOL).assessed_fen == ASSESSED.amount_fen


def test_what_another_fold_left_unfinished_is_removed(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES)
    projector.run_until_idle()
    before = digest_of_all(connection)
    begin_beside(connection, replace(BALANCES, version=7))
    connection.execute("INSERT INTO read_model.member_balance_2 (ledger_id, member_no) VALUES ('school', 'half built')")
    projector.rebuild(["balances"])
    assert digest_of_all(connection) == before
    assert generations(connection)["balances"] == 2


def test_a_difference_is_told_and_not_served_unless_it_is_accepted(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    log.append(ENROLLED, ledger_id=LedgerId("other"))
    projector.run_until_idle()
    connection.execute("UPDATE read_model.member_balance SET paid_fen = 1 WHERE ledger_id = 'school'")
    with pytest.raises(RebuildDiffers, match=r"ledger school, read_model\.member_balance_2 has 1 rows") as raised:
        projector.rebuild()
    assert [(found.ledger_id, found.served_table) for found in raised.value.differences] == [
        (SCHOOL, "member_balance_1")
    ]
    assert "member_balance_2" in tables(connection)
    assert set(live_generations(connection).values()) == {1}
    rebuilt = {each.read_model: each for each in projector.rebuild(None, wanted=Wanted(accept_difference=True))}
    assert [found.rebuilt_table for found in rebuilt["balances"].compared.differences] == ["member_balance_2"]
    assert rebuilt["organisation"].compared.differences == []
    assert count(connection, "SELECT sum(paid_fen) FROM read_model.member_balance") == 0


def test_what_is_served_is_brought_up_before_it_is_compared(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()
    log.append(ASSESSED)
    (rebuilt,) = projector.rebuild(["balances"])
    assert rebuilt.compared.ledgers == 1
    assert (rebuilt.generation, rebuilt.events) == (2, 3)
    assert ledger_balance(connection, SCHOOL).assessed_fen == 2 * ASSESSED.amount_fen


def test_more_rows_than_memory_is_to_hold_are_written_as_they_come(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES, *SAMPLES)
    projector.run_until_idle()
    before = digest_of_all(connection)
    for model in READ_MODELS:
        begin_beside(connection, model)
        index_beside(connection, model)
    loading = Loading(read_models=READ_MODELS, in_parts=True, rows_in_memory=10, events_in_a_read=3)
    loading.work(connection, lambda _events: None)
    projector.rebuild()
    assert digest_of_all(connection) == before


def test_whoever_measures_is_told_of_progress_and_digests(log: Log, datastore: PostgresDatastore) -> None:
    watching = Watching()
    projector = Projector(datastore, observer=watching)
    projector.prepare()
    log.append(*SAMPLES)
    projector.run_until_idle()
    projector.rebuild(["member_cards"])
    assert (watching.rebuilds_of, watching.rebuild_progress) == (("member_cards",), (len(SAMPLES), len(SAMPLES)))
    (rebuilt,) = watching.rebuilds
    assert rebuilt.compared.tables["member"].rows > 0
    assert len(rebuilt.compared.tables["member"].text) == 16


def test_a_changed_fold_is_rebuilt_when_the_projector_is_renewed(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(*SAMPLES)
    projector.run_until_idle()
    changed = replace(MEMBER_CARDS, version=2, tables=tuple(t for t in MEMBER_CARDS.tables if t.name != "person_aid"))
    changed = replace(changed, folds=dict.fromkeys(MEMBER_CARDS.folds, lambda _event, _position, _rows: None))
    Projector(datastore, [changed]).renew()
    assert generations(connection)["member_cards"] == 2
    assert standings(connection, SCHOOL) == {}
    assert not {name for name in tables(connection) if name.startswith("person_aid")}
    assert position(connection, "member_cards", SCHOOL) == len(SAMPLES)


def test_a_program_leaves_alone_what_another_version_of_a_fold_built(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    changed = replace(BALANCES, version=2)
    newer = Projector(datastore, [changed])
    newer.prepare()
    log.append(ENROLLED, ASSESSED)
    assert newer.run_until_idle() == 0
    projector.run_until_idle()
    assert ledger_balance(connection, SCHOOL).assessed_fen == ASSESSED.amount_fen
    newer.renew()
    log.append(ASSESSED)
    projector.run_until_idle()
    assert position(connection, "balances", SCHOOL) == 2
    assert projector.renew() == []
    newer.run_until_idle()
    assert ledger_balance(connection, SCHOOL).assessed_fen == 2 * ASSESSED.amount_fen


def test_a_running_projector_renews_what_an_earlier_version_built_beside_its_work(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()
    stop = threading.Event()
    newer = Projector(datastore, [replace(BALANCES, version=2)])
    running = threading.Thread(target=newer.run, args=(stop,))
    running.start()
    try:
        while live_generations(connection)["balances"] == 1:
            assert running.is_alive()
            stop.wait(0.01)
    finally:
        stop.set()
        newer.wake()
        running.join()
    assert ledger_balance(connection, SCHOOL).assessed_fen == ASSESSED.amount_fen


def test_an_unknown_read_model_is_not_rebuilt(projector: Projector) -> None:
    with pytest.raises(KeyError, match="forgotten"):
        projector.rebuild(["forgotten"])
