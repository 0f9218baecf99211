import tempfile

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError
from eventsourcing.postgres import PostgresDatastore

from domain.values import LedgerId
from services.database import open_datastore
from services.settings import Settings
from services.store import LedgerLog, LedgerRecorder, Part, RepeatedRequest, StaleStream
from services.store.appending import MOST_EVENTS_IN_A_STATEMENT, HeadBehindLog
from tests.services.store.given import NOON, SCHOOL, many, origin, places, stored

SIZES = [1, 2, MOST_EVENTS_IN_A_STATEMENT, MOST_EVENTS_IN_A_STATEMENT + 1, 100_000]


@pytest.fixture
def recorder(datastore: PostgresDatastore) -> LedgerRecorder:
    return LedgerRecorder(datastore, SCHOOL)


def messages_of_an_append(url: str, settings: Settings, size: int) -> list[str]:
    """Let libpq write down what goes to the server (F) and what comes back (B) in the second of two appends."""
    one_connection = settings.model_copy(update={"pool_size": 1})
    with open_datastore(url, one_connection) as datastore, tempfile.TemporaryFile() as trace:
        recorder = LedgerRecorder(datastore, SCHOOL)
        recorder.insert_events(many(size, prefix="branch/A"))
        with datastore.get_connection() as connection:
            connection.pgconn.trace(trace.fileno())
            connection.pgconn.set_trace_flags(psycopg.pq.Trace.SUPPRESS_TIMESTAMPS)
        recorder.insert_events(many(size, prefix="branch/B"))
        with datastore.get_connection() as connection:
            connection.pgconn.untrace()
        trace.seek(0)
        lines = trace.read().decode(errors="replace").splitlines()
        return [f"{fields[0]} {fields[2]}" for line in lines if len(fields := line.split("\t")) > 2]


def test_an_append_is_one_round_trip_of_a_prepared_statement(url: str, settings: Settings) -> None:
    messages = messages_of_an_append(url, settings, 2)

    sent = [message for message in messages if message.startswith("F ")]
    assert sent == ["F Bind", "F Describe", "F Execute", "F Sync"]
    assert messages.count("B ReadyForQuery") == 1


def test_a_large_append_is_copied(url: str, settings: Settings) -> None:
    """PostgreSQL's protocol has no COPY in pipeline mode, so this shows also that it is not used."""
    messages = messages_of_an_append(url, settings, MOST_EVENTS_IN_A_STATEMENT + 1)

    assert "F CopyData" in messages
    assert "B CopyInResponse" in messages


@pytest.mark.parametrize("size", SIZES)
def test_an_append_of_any_size_gets_the_next_positions(recorder: LedgerRecorder, size: int) -> None:
    recorder.insert_events([stored("branch/earlier")])

    positions = recorder.insert_events(many(size), origin=origin("r1"))

    assert positions == list(range(2, size + 2))
    recorded = places(recorder.datastore)[1:]
    assert recorded == [(number + 2, f"branch/B{number}", 1) for number in range(size)]
    assert LedgerLog(recorder.datastore).heads() == {SCHOOL: size + 1}


@pytest.mark.parametrize("size", SIZES)
def test_an_append_of_any_size_is_all_or_nothing(recorder: LedgerRecorder, size: int) -> None:
    recorder.insert_events([stored("branch/taken")])
    last_is_stale = [*many(size - 1), stored("branch/taken")]

    with pytest.raises(StaleStream):
        recorder.insert_events(last_is_stale)

    assert places(recorder.datastore) == [(1, "branch/taken", 1)]
    assert recorder.insert_events([stored("branch/next")]) == [2]


@pytest.mark.parametrize("size", [1, MOST_EVENTS_IN_A_STATEMENT + 1])
def test_a_request_is_recorded_once(recorder: LedgerRecorder, size: int) -> None:
    recorder.insert_events(many(size), origin=origin("r1"))

    with pytest.raises(RepeatedRequest):
        recorder.insert_events(many(size, prefix="branch/C"), origin=origin("r1"))

    assert len(places(recorder.datastore)) == size


def test_a_conflict_is_the_librarys_integrity_error() -> None:
    assert issubclass(StaleStream, IntegrityError)
    assert issubclass(RepeatedRequest, IntegrityError)


def test_a_head_that_was_set_back_is_told_from_a_conflict(url: str, recorder: LedgerRecorder) -> None:
    recorder.insert_events(many(2))
    with psycopg.connect(url) as owner:
        owner.execute("UPDATE ledger.ledger_head SET size = 1")

    with pytest.raises(HeadBehindLog):
        recorder.insert_events([stored("branch/next")])


def test_every_event_says_when_by_whom_and_for_which_request(recorder: LedgerRecorder) -> None:
    for size, request_id in ((2, "small"), (MOST_EVENTS_IN_A_STATEMENT + 1, "large")):
        recorder.insert_events(many(size, prefix=f"branch/{request_id}"), origin=origin(request_id, b"d"))

    with recorder.datastore.cursor() as cursor:
        rows = cursor.execute(
            """
            SELECT recorded_at, actor, request_id, request_size, request_digest
            FROM ledger.ledger_event
            ORDER BY position
            """
        ).fetchall()
    large = MOST_EVENTS_IN_A_STATEMENT + 1
    assert {(row["recorded_at"], row["actor"]) for row in rows} == {(NOON, "ann")}
    assert [row["request_id"] for row in rows] == ["small"] * 2 + ["large"] * large
    sources = [(row["request_size"], row["request_digest"]) for row in rows]
    assert sources == [(2, b"d"), (0, b""), (large, b"d"), *[(0, b"")] * (large - 1)]


@pytest.mark.parametrize("size", [1, MOST_EVENTS_IN_A_STATEMENT])
def test_several_requests_are_appended_as_one(recorder: LedgerRecorder, size: int) -> None:
    parts = [
        Part.of(origin("r1", b"one"), many(2, prefix="branch/A")),
        Part.of(origin("r2", b"two"), many(size, prefix="branch/B")),
    ]

    appended = recorder.append(parts)

    assert appended == (range(1, size + 3), NOON)
    past = LedgerLog(recorder.datastore).past(SCHOOL, (), ["r1", "r2", "r3"])
    found = {request_id: (request.digest, len(request.events)) for request_id, request in past.requests.items()}
    assert found == {"r1": (b"one", 2), "r2": (b"two", size)}
    assert [event.position for event in past.requests["r2"].events] == list(range(3, size + 3))


def test_several_requests_are_all_appended_or_none(recorder: LedgerRecorder) -> None:
    recorder.insert_events([stored("branch/taken")], origin=origin("r1"))

    for conflict, late in (
        (StaleStream, Part.of(origin("r3"), [stored("branch/taken")])),
        (RepeatedRequest, Part.of(origin("r1"), many(1))),
    ):
        with pytest.raises(conflict):
            recorder.append([Part.of(origin("r2"), many(3, prefix="branch/C")), late])

    assert places(recorder.datastore) == [(1, "branch/taken", 1)]


def test_the_ledgers_do_not_share_positions_streams_or_requests(datastore: PostgresDatastore) -> None:
    for ledger_id in (SCHOOL, LedgerId("city")):
        assert LedgerRecorder(datastore, ledger_id).insert_events([stored("branch/B1")], origin=origin("r1")) == [1]

    assert LedgerLog(datastore).heads() == {"school": 1, "city": 1}


def test_a_view_shows_the_state_as_json(recorder: LedgerRecorder) -> None:
    recorder.insert_events([stored("branch/B1")], origin=origin("r1"))

    with recorder.datastore.cursor() as cursor:
        row = cursor.execute(
            "SELECT position, stream_id, topic, state ->> 'name' AS name, actor, request_id FROM ledger.event_json"
        ).fetchone()

    assert row == {
        "position": 1,
        "stream_id": "branch/B1",
        "topic": "branch.opened",
        "name": "Branch",
        "actor": "ann",
        "request_id": "r1",
    }
