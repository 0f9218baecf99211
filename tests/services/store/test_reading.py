from datetime import date

import psycopg
import pytest
from eventsourcing.persistence import EventStore, StoredEvent
from eventsourcing.postgres import PostgresDatastore
from psycopg import sql

from domain.activities.branch import BranchOpened
from domain.values import BranchId, LedgerId, Text
from services.database import open_datastore
from services.settings import Settings
from services.store import Batch, LedgerMapper, LedgerRecorder, Placed, read_entries, read_recorded
from tests.services.store.given import NOON, SCHOOL, many, origin, stored

BRANCH = BranchOpened(
    branch_id=BranchId("B1"), name=Text("Branch"), level=2, parent_branch_id=None, effective_on=date(2026, 3, 2)
)


def read(datastore: PostgresDatastore, *, after: int = 0, limit: int = 100, upto: int | None = None) -> Batch:
    with datastore.get_connection() as connection:
        return read_recorded(connection, SCHOOL, after=after, limit=limit, upto=upto)


def test_a_recorded_event_carries_what_was_said_and_how_it_came(datastore: PostgresDatastore) -> None:
    LedgerRecorder(datastore, SCHOOL).insert_events([stored("branch/B1", 7)], origin=origin("r1"))

    batch = read(datastore)

    assert batch.unreadable is None
    assert [tuple(event) for event in batch.events] == [
        (SCHOOL, 1, "branch/B1", 7, "branch.opened", BRANCH, NOON, "ann", "r1")
    ]


@pytest.mark.parametrize(
    ("after", "limit", "upto", "positions"),
    [
        (0, 100, None, [1, 2, 3, 4, 5]),
        (2, 100, None, [3, 4, 5]),
        (1, 2, None, [2, 3]),
        (1, 100, 3, [2, 3]),
        (5, 100, None, []),
    ],
)
def test_a_stretch_of_one_ledger_is_read(
    datastore: PostgresDatastore, after: int, limit: int, upto: int | None, positions: list[int]
) -> None:
    LedgerRecorder(datastore, SCHOOL).insert_events(many(5))
    LedgerRecorder(datastore, LedgerId("city")).insert_events(many(9))

    batch = read(datastore, after=after, limit=limit, upto=upto)

    assert [event.position for event in batch.events] == positions


def test_an_event_that_cannot_be_read_ends_the_batch_and_is_named(datastore: PostgresDatastore) -> None:
    unreadable = StoredEvent("branch/B9", 1, "branch.vanished", b"{}")
    LedgerRecorder(datastore, SCHOOL).insert_events([*many(2), unreadable, stored("branch/behind")])

    batch = read(datastore)

    assert [event.position for event in batch.events] == [1, 2]
    assert batch.unreadable is not None
    assert batch.unreadable.position == 3
    assert "branch.vanished" in batch.unreadable.reason


@pytest.mark.parametrize(
    "states",
    [
        (b"{}",),
        (b"no JSON",),
        (b'{"branch_id":"B1"', b'"name":"Branch"}'),
        (b'{"branch_id":"B1"},{"branch_id":"B2"}',),
    ],
)
def test_what_folds_see_ends_before_the_first_event_that_cannot_be_read(
    datastore: PostgresDatastore, states: tuple[bytes, ...]
) -> None:
    unreadable = [StoredEvent(f"branch/{state.hex()}", 1, "branch.opened", state) for state in states]
    LedgerRecorder(datastore, SCHOOL).insert_events([*many(2), *unreadable, stored("branch/behind")])

    with datastore.get_connection() as connection:
        seen = read_entries(connection, SCHOOL, after=0, limit=100)

    assert [position for position, _ in seen.entries] == [1, 2]
    assert seen.unreadable is not None
    assert seen.unreadable.position == 3


@pytest.mark.parametrize(("after", "limit", "upto"), [(0, 100, None), (1, 2, None), (1, 100, 3), (5, 100, None)])
def test_folds_see_what_is_recorded(datastore: PostgresDatastore, after: int, limit: int, upto: int | None) -> None:
    LedgerRecorder(datastore, SCHOOL).insert_events(many(5))

    with datastore.get_connection() as connection:
        seen = read_entries(connection, SCHOOL, after=after, limit=limit, upto=upto)

    recorded = read(datastore, after=after, limit=limit, upto=upto).events
    assert seen.entries == [(event.position, event.event) for event in recorded]


def test_the_librarys_event_store_works_with_our_mapper_and_recorder(datastore: PostgresDatastore) -> None:
    store = EventStore(LedgerMapper(), LedgerRecorder(datastore, SCHOOL))
    placed = [Placed("branch/B1", version, BRANCH) for version in (1, 2, 3)]

    recordings = store.put(placed, origin=origin("r1"))

    assert [recording.notification.id for recording in recordings] == [1, 2, 3]
    assert list(store.get("branch/B1")) == placed
    assert list(store.get("branch/B1", gt=1, desc=True, limit=1)) == placed[2:]


def test_recorded_at_is_utc_whatever_the_servers_own_zone(url: str, settings: Settings) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(
            sql.SQL("ALTER DATABASE {} SET timezone TO 'Asia/Shanghai'").format(sql.Identifier(owner.info.dbname))
        )
    with open_datastore(url, settings) as datastore:
        LedgerRecorder(datastore, SCHOOL).insert_events([stored("branch/B1")], origin=origin("r1"))

        recorded_at = read(datastore).events[0].recorded_at

    assert recorded_at.isoformat() == NOON.isoformat()
