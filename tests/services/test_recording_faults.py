"""The database is gone, busy or slow: a bounded wait, a clear answer, and nothing acknowledged is lost."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from threading import Event

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore

from domain.values import LedgerId
from services.database import create_database, database_url, migrate, open_datastore
from services.embedded import embedded_server
from services.recording import LedgerUnavailable, Receipt, Recording, Request
from services.settings import Settings
from services.store import LedgerLog
from tests.services import recording_given as given
from tests.services.recording_given import OPEN_BRANCH, OPEN_LEDGER, clock, enrol, request
from tests.services.store.given import places

WRITERS = 4
PATIENCE = 300


@pytest.fixture
def impatient(url: str, settings: Settings) -> Iterator[PostgresDatastore]:
    """A service with two connections and little patience."""
    hasty = settings.model_copy(update={"pool_size": 2, "pool_timeout_seconds": 0.2, "statement_timeout_seconds": 0.2})
    with open_datastore(url, hasty) as datastore:
        yield datastore


def test_no_free_connection_ends_in_unavailable_and_then_recovers(impatient: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(impatient)

    with impatient.get_connection(), impatient.get_connection(), pytest.raises(LedgerUnavailable):
        recording.record(request(OPEN_BRANCH))

    assert recording.record(request(OPEN_BRANCH)).position == 2


def test_a_ledger_held_too_long_ends_in_unavailable_and_then_recovers(url: str, impatient: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(impatient)

    with psycopg.connect(url) as holder:
        holder.execute("SELECT FROM ledger.ledger_head FOR UPDATE")
        with pytest.raises(LedgerUnavailable, match="timeout"):
            recording.record(request(OPEN_BRANCH))

    assert recording.record(request(OPEN_BRANCH)).position == 2


def test_a_connection_that_breaks_costs_at_most_its_own_request(url: str, impatient: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(impatient)
    asked = request(OPEN_BRANCH)

    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert until_acknowledged(recording, asked).position == 2


def until_acknowledged(recording: Recording, asked: Request) -> Receipt:
    """Send a request again under its key until it is answered, as a caller does who was told to come back."""
    for _ in range(PATIENCE):
        try:
            return recording.record(asked)
        except LedgerUnavailable:
            time.sleep(0.05)
    return recording.record(asked)


def kill_server(home: Path) -> None:
    """Kill the postmaster as a crash would, with no chance to finish anything."""
    os.kill(int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


def start_again(home: Path, url: str, running: ExitStack) -> None:
    """Start the server on the same data, once the killed one's processes have let go of it."""
    for _ in range(PATIENCE):
        try:
            running.enter_context(embedded_server(home))
            psycopg.connect(url).close()
        except (subprocess.CalledProcessError, psycopg.OperationalError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server does not start again")


def keep_recording(recording: Recording, writer: int, crashed: Event, restarted: Event) -> list[Receipt]:
    """Record one request after another until some were recorded after the restart; return all receipts."""
    ledger_id = LedgerId(f"union-{writer}")
    receipts = [until_acknowledged(recording, request(OPEN_LEDGER, ledger_id=ledger_id))]
    after_restart = 0
    while after_restart < 3:
        asked = request(enrol(f"M{len(receipts)}"), ledger_id=ledger_id)
        receipts.append(until_acknowledged(recording, asked))
        if len(receipts) == 20:
            crashed.set()
        after_restart += restarted.is_set()
    return receipts


def keep_opening_ledgers(recording: Recording) -> None:
    """Record until it fails."""
    for number in count():
        recording.record(request(OPEN_LEDGER, ledger_id=LedgerId(f"opened-{number}")))


def test_no_acknowledged_event_is_lost_and_none_is_recorded_twice_when_the_server_is_killed() -> None:
    crash_now, restarted = Event(), Event()
    with tempfile.TemporaryDirectory(prefix="union-ledger-test-") as folder, ExitStack() as running:
        home = Path(folder)
        home.chmod(0o755)
        server_url = running.enter_context(embedded_server(home))
        create_database(server_url, "crash")
        url = database_url(server_url, "crash")
        migrate(url)
        settings = Settings().model_copy(update={"pool_timeout_seconds": 1.0, "pool_size": WRITERS})
        datastore = running.enter_context(open_datastore(url, settings))
        recording = Recording(LedgerLog(datastore), clock)

        with ThreadPoolExecutor(WRITERS) as threads:
            writing = [
                threads.submit(keep_recording, recording, writer, crash_now, restarted) for writer in range(WRITERS)
            ]
            crash_now.wait()
            kill_server(home)
            with pytest.raises(LedgerUnavailable):
                keep_opening_ledgers(recording)
            start_again(home, url, running)
            restarted.set()
            acknowledged = [writer.result() for writer in writing]

        for writer, receipts in enumerate(acknowledged):
            in_the_log = [
                (position, stream_id) for position, stream_id, _ in places(datastore, LedgerId(f"union-{writer}"))
            ]
            assert in_the_log == [(event.position, event.stream_id) for receipt in receipts for event in receipt.events]
            assert [position for position, _ in in_the_log] == list(range(1, len(receipts) + 1))
