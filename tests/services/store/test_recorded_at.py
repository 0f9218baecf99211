"""What was known at an instant is the beginning of the log: ``recorded_at`` never goes back inside a ledger."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, pairwise
from typing import Final

import pytest
from eventsourcing.postgres import PostgresDatastore
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from domain.values import LedgerId
from services.store import LedgerLog, LedgerRecorder, Part, read_recorded
from services.store.appending import MOST_EVENTS_IN_A_STATEMENT
from tests.services.store.given import NOON, SCHOOL, many, origin, stored

EXAMPLES: Final = count()
CLOCKS = st.lists(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=6), min_size=2, max_size=6)
"""For each writer what its clock says at each of its appends, in milliseconds from noon."""


def recorded_instants(datastore: PostgresDatastore, ledger_id: LedgerId) -> list[datetime]:
    with datastore.get_connection() as connection:
        return [event.recorded_at for event in read_recorded(connection, ledger_id, after=0, limit=10_000).events]


@pytest.mark.filterwarnings("ignore:Do not use the `random` module")  # the pool of connections does, in threads
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clocks=CLOCKS)
def test_writers_whose_clocks_disagree_leave_a_log_that_never_goes_back(
    datastore: PostgresDatastore, clocks: list[list[int]]
) -> None:
    ledger_id = LedgerId(f"union-{next(EXAMPLES)}")

    def write(writer: int) -> dict[int, datetime]:
        recorder = LedgerRecorder(datastore, ledger_id)
        given_instants: dict[int, datetime] = {}
        for turn, milliseconds in enumerate(clocks[writer]):
            asked = replace(origin(f"{writer}-{turn}"), recorded_at=NOON + timedelta(milliseconds=milliseconds))
            appended = recorder.append([Part.of(asked, many(1 + turn % 2, prefix=f"branch/{writer}-{turn}-"))])
            given_instants |= dict.fromkeys(appended.positions, appended.recorded_at)
            assert appended.recorded_at >= asked.recorded_at
        return given_instants

    with ThreadPoolExecutor(len(clocks)) as threads:
        told = list(threads.map(write, range(len(clocks))))

    instants = recorded_instants(datastore, ledger_id)
    assert all(earlier <= later for earlier, later in pairwise(instants))
    assert max(instants) == NOON + timedelta(milliseconds=max(max(clock) for clock in clocks))
    assert {position: instant for of_one in told for position, instant in of_one.items()} == dict(
        enumerate(instants, start=1)
    )


@pytest.mark.parametrize("size", [1, MOST_EVENTS_IN_A_STATEMENT + 1])
def test_a_clock_that_was_set_back_is_overruled_by_the_ledger(datastore: PostgresDatastore, size: int) -> None:
    recorder = LedgerRecorder(datastore, SCHOOL)
    recorder.insert_events([stored("branch/first")], origin=origin("r1"))

    slow = replace(origin("r2"), recorded_at=NOON - timedelta(hours=1))
    appended = recorder.insert_events(many(size), origin=slow)

    assert set(recorded_instants(datastore, SCHOOL)) == {NOON}
    assert LedgerLog(datastore).past(SCHOOL, (), ["r2"]).requests["r2"].recorded_at == NOON
    assert len(appended) == size
