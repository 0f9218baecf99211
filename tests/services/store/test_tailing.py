"""Whoever follows a ledger sees every event once and in order: shown with writers at work at the same time."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import Literal, NamedTuple

from eventsourcing.postgres import PostgresDatastore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.values import LedgerId
from services.store import LedgerLog, LedgerRecorder, StaleStream, read_recorded
from services.store.appending import MOST_EVENTS_IN_A_STATEMENT, append
from tests.services.store.given import many, origin, places, stored

NUMBERS: Iterator[int] = count()


class Step(NamedTuple):
    """One thing that a writer does: append so many events, well, in vain, or slowly."""

    events: int
    how: Literal["appends", "fails", "holds_then_commits", "holds_then_gives_up"]


STEPS = st.builds(
    Step,
    events=st.sampled_from([1, 2, 3, 7, MOST_EVENTS_IN_A_STATEMENT + 1]),
    how=st.sampled_from(["appends", "appends", "fails", "holds_then_commits", "holds_then_gives_up"]),
)
WRITERS = st.lists(st.lists(STEPS, min_size=1, max_size=5), min_size=2, max_size=6)


def write(datastore: PostgresDatastore, ledger_id: LedgerId, steps: list[Step]) -> int:
    """Do a writer's steps; return how many events were recorded."""
    recorder = LedgerRecorder(datastore, ledger_id)
    recorded = 0
    for step in steps:
        number = next(NUMBERS)
        events = many(step.events, prefix=f"branch/{number}-")
        if step.how == "fails":
            try:
                recorder.insert_events([*events, stored("branch/taken")])
            except StaleStream:
                continue
        if step.how == "appends":
            recorded += len(recorder.insert_events(events))
        else:
            commit = step.how == "holds_then_commits"
            with datastore.transaction(commit=commit) as cursor:
                append(cursor.connection, ledger_id, events, origin(f"request-{number}"))
                time.sleep(0.002)
            recorded += len(events) if commit else 0
    return recorded


def tail(datastore: PostgresDatastore, ledger_id: LedgerId, limit: int, done: Event) -> list[tuple[int, str, int]]:
    """Follow a ledger as a projector does, from its position on, until nobody writes any more."""
    seen: list[tuple[int, str, int]] = []
    with datastore.get_connection() as connection:
        while True:
            last_look = done.is_set()
            after = seen[-1][0] if seen else 0
            batch = read_recorded(connection, ledger_id, after=after, limit=limit)
            assert batch.unreadable is None
            seen.extend((event.position, event.stream_id, event.version) for event in batch.events)
            if last_look and not batch.events:
                return seen


@settings(
    max_examples=25,
    deadline=None,  # threads and fsyncs take the time they take
    # every example has a ledger of its own, so one database serves them all
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(writers=WRITERS, limit=st.sampled_from([1, 2, 5, 500]))
def test_a_tailing_reader_never_misses_or_reorders_an_event(
    datastore: PostgresDatastore, writers: list[list[Step]], limit: int
) -> None:
    ledger_id = LedgerId(f"union-{next(NUMBERS)}")
    LedgerRecorder(datastore, ledger_id).insert_events([stored("branch/taken")])
    done = Event()

    with ThreadPoolExecutor(len(writers) + 1) as threads:
        reader = threads.submit(tail, datastore, ledger_id, limit, done)
        try:
            writing = [threads.submit(write, datastore, ledger_id, steps) for steps in writers]
            recorded = 1 + sum(writer.result() for writer in writing)
        finally:
            done.set()
        seen = reader.result()

    assert [position for position, _, _ in seen] == list(range(1, recorded + 1))
    assert seen == places(datastore, ledger_id)
    assert LedgerLog(datastore).heads()[ledger_id] == recorded
