import psycopg
import pytest
from eventsourcing.persistence import ProgrammingError
from eventsourcing.postgres import PostgresDatastore

from services import database
from services.database import ServerTooOld, migrate

EVENT = """
INSERT INTO ledger.ledger_event
VALUES (1, now(), 1, 1, 'demo', 'member/M1', 'member.enrolled', 'ann', 'r1', '\\x00', '{"a":1}')
"""


def test_the_service_may_append_and_read_events(datastore: PostgresDatastore) -> None:
    with datastore.transaction(commit=True) as cursor:
        cursor.execute(EVENT)
    with datastore.cursor() as cursor:
        row = cursor.execute("SELECT state ->> 'a' AS a FROM ledger.event_json").fetchone()
    assert row == {"a": "1"}


@pytest.mark.parametrize(
    "change",
    ["UPDATE ledger.ledger_event SET actor = 'x'", "DELETE FROM ledger.ledger_event", "TRUNCATE ledger.ledger_event"],
)
def test_nobody_changes_an_event(url: str, datastore: PostgresDatastore, change: str) -> None:
    with datastore.transaction(commit=True) as cursor:
        cursor.execute(EVENT)

    with pytest.raises(ProgrammingError, match="permission denied"), datastore.transaction() as cursor:
        cursor.execute(change)
    with (
        psycopg.connect(url) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="events are immutable"),
    ):
        owner.execute(change)


def test_migrating_twice_changes_nothing(url: str) -> None:
    assert migrate(url) == []


def test_a_server_older_than_the_schema_needs_is_refused_before_anything_is_made(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "OLDEST_SERVER", 990_000)
    with pytest.raises(ServerTooOld, match="99 or later is needed"):
        migrate(url)
