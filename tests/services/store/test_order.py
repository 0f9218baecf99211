"""Positions have no gaps and stand in the order of commits, whatever writers do at the same time."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore

from domain.values import LedgerId
from services.store import LedgerLog, LedgerRecorder, StaleStream
from services.store.appending import append
from tests.services.store.given import SCHOOL, many, origin, places, stored

WRITERS = 16
ONE_LEDGER = [SCHOOL] * WRITERS
OWN_LEDGERS = [LedgerId(f"union-{number}") for number in range(WRITERS)]


def together(works: Sequence[Callable[[], None]]) -> None:
    """Do all of it at once, and raise what goes wrong."""
    with ThreadPoolExecutor(len(works)) as threads:
        for done in [threads.submit(work) for work in works]:
            done.result()


def seen_prefixes(datastore: PostgresDatastore, ledger_id: LedgerId, stop: Event) -> list[list[int]]:
    """Look at a ledger again and again: what is visible at once, in what order it became visible."""
    seen = []
    while not stop.is_set():
        seen.append([position for position, _, _ in places(datastore, ledger_id)])
    return seen


@pytest.mark.parametrize("ledgers", [ONE_LEDGER, OWN_LEDGERS], ids=["one-ledger", "16-ledgers"])
def test_sixteen_writers_leave_no_gap_even_when_appends_fail_in_between(
    datastore: PostgresDatastore, ledgers: list[LedgerId]
) -> None:
    for ledger_id in set(ledgers):
        LedgerRecorder(datastore, ledger_id).insert_events([stored("branch/taken")])

    def write(number: int) -> None:
        recorder = LedgerRecorder(datastore, ledgers[number])
        for turn in range(20):
            recorder.insert_events(many(1 + turn % 3, prefix=f"branch/{number}-{turn}-"))
            with suppress(StaleStream):
                recorder.insert_events([*many(2, prefix=f"branch/{number}-{turn}-failed-"), stored("branch/taken")])

    together([lambda number=number: write(number) for number in range(WRITERS)])  # type: ignore[misc] # bound early

    of_a_writer = sum(1 + turn % 3 for turn in range(20))
    for ledger_id in set(ledgers):
        found = places(datastore, ledger_id)
        assert [position for position, _, _ in found] == list(range(1, len(found) + 1))
        assert len(found) == 1 + of_a_writer * ledgers.count(ledger_id)
        assert not any("failed" in stream_id for _, stream_id, _ in found)
        assert LedgerLog(datastore).heads()[ledger_id] == len(found)


def test_what_is_visible_is_always_the_beginning_of_the_log(datastore: PostgresDatastore) -> None:
    stop = Event()

    def write(number: int) -> None:
        for turn in range(25):
            LedgerRecorder(datastore, SCHOOL).insert_events(many(2, prefix=f"branch/{number}-{turn}-"))

    with ThreadPoolExecutor(1) as reader:
        looking = reader.submit(seen_prefixes, datastore, SCHOOL, stop)
        try:
            together([lambda number=number: write(number) for number in range(12)])  # type: ignore[misc] # bound early
        finally:
            stop.set()
    seen = [positions for positions in looking.result() if positions]
    assert seen
    assert all(positions == list(range(1, len(positions) + 1)) for positions in seen)
    assert all(len(positions) % 2 == 0 for positions in seen), "half an append was visible"


def test_a_writer_held_open_keeps_its_ledger_in_order_and_no_other_waiting(
    url: str, datastore: PostgresDatastore
) -> None:
    recorder = LedgerRecorder(datastore, SCHOOL)
    with (
        psycopg.connect(url, row_factory=psycopg.rows.dict_row) as held_open,
        ThreadPoolExecutor(1) as behind,
    ):
        assert append(held_open, SCHOOL, [stored("branch/held")], origin("held")).positions == range(1, 2)
        waiting = behind.submit(recorder.insert_events, [stored("branch/behind")])
        wait_for_a_lock(url)

        assert LedgerRecorder(datastore, LedgerId("city")).insert_events([stored("branch/other")]) == [1]
        assert places(datastore) == []
        assert not waiting.done()

        held_open.commit()
        assert waiting.result() == [2]
    assert places(datastore) == [(1, "branch/held", 1), (2, "branch/behind", 1)]


def test_a_writer_that_gives_up_leaves_its_position_to_the_next(url: str, datastore: PostgresDatastore) -> None:
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as held_open, ThreadPoolExecutor(1) as behind:
        append(held_open, SCHOOL, [stored("branch/held")], origin("held"))
        waiting = behind.submit(LedgerRecorder(datastore, SCHOOL).insert_events, [stored("branch/behind")])
        wait_for_a_lock(url)

        held_open.rollback()

        assert waiting.result() == [1]
    assert places(datastore) == [(1, "branch/behind", 1)]


def wait_for_a_lock(url: str) -> None:
    """Return once somebody in this database waits for a lock."""
    waits = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(1000):
            if connection.execute(waits).fetchone() is not None:
                return
            time.sleep(0.01)
    pytest.fail("nobody waits for a lock")
