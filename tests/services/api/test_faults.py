"""The database goes away or is slow: the service says so, keeps what it acknowledged, and recovers by itself."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from domain.values import MemberNo
from services.database import DATABASE, create_database, database_url, migrate
from services.embedded import embedded_server
from services.settings import Settings
from tests.processes import until
from tests.services.api.conftest import ENROL_WANG, OPEN_B01, OPEN_DEMO, Caller, Calls, running

M0002 = {"member_no": "M0002", "person": {"name": "李强"}, "effective_on": "2026-02-01"}


def impatient_settings(url: str) -> Settings:
    return Settings(database_url=url, pool_timeout_seconds=0.5, statement_timeout_seconds=0.5)


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory that the embedded server's own user can reach."""
    with tempfile.TemporaryDirectory(prefix="union-ledger-test-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        yield home


def is_unavailable(caller: Caller) -> None:
    for answered in (caller.command("enrol-member", M0002), caller.get("/members"), caller.batch("{}")):
        assert (answered.status_code, answered.json()["code"]) == (503, "service_unavailable"), answered.text
        assert int(answered.headers["retry-after"]) > 0


def is_ready(caller: Caller) -> bool:
    return caller.http.get("/readyz").status_code == 200


def test_a_database_that_goes_away_and_comes_back(home: Path) -> None:
    with ExitStack() as first_life:
        server_url = first_life.enter_context(embedded_server(home))
        create_database(server_url, DATABASE)
        url = database_url(server_url, DATABASE)
        migrate(url)
        with running(url, impatient_settings(url)) as calls:
            calls.record(OPEN_DEMO, OPEN_B01, ENROL_WANG)
            officer = calls.caller("officer")
            until(lambda: is_ready(officer))
            acknowledged = officer.command("enrol-member", M0002, key="first")
            assert acknowledged.status_code == 201

            first_life.close()

            is_unavailable(officer)
            not_ready = officer.http.get("/readyz")
            assert (not_ready.status_code, not_ready.json()["checks"]["database"]) == (503, "failed")
            assert officer.http.get("/healthz").status_code == 200
            assert "union_ledger_database_up 0.0" in officer.http.get("/metrics").text

            with embedded_server(home):
                until(lambda: is_ready(officer))

                repeated = officer.command("enrol-member", M0002, key="first")
                assert repeated.json() == acknowledged.json()
                assert (
                    officer.command("issue-card", {"member_no": "M0002", "effective_on": "2026-02-02"}).json()[
                        "position"
                    ]
                    == 5
                )
                until(lambda: officer.get("/members", min_position=5).status_code == 200)
                assert "union_ledger_database_up 1.0" in officer.http.get("/metrics").text


@pytest.fixture
def impatient(url: str) -> Iterator[Calls]:
    with running(url, impatient_settings(url)) as calls:
        calls.record(OPEN_DEMO, OPEN_B01, ENROL_WANG)
        yield calls


def test_a_database_that_is_too_slow_is_not_waited_for(url: str, impatient: Calls) -> None:
    officer = impatient.caller("officer")
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE ledger.ledger_head IN ACCESS EXCLUSIVE MODE")
        slow = officer.command("enrol-member", M0002, key="slow")

    assert (slow.status_code, slow.json()["code"]) == (503, "service_unavailable")
    assert officer.command("enrol-member", M0002, key="slow").status_code == 201


def test_a_pool_without_a_free_connection_is_not_waited_for(impatient: Calls) -> None:
    datastore = impatient.service.datastore
    officer = impatient.caller("officer")
    with ExitStack() as held:
        for _ in range(datastore.pool.max_size):
            try:
                held.enter_context(datastore.pool.connection(timeout=0.2))
            except psycopg.OperationalError:
                break
        is_unavailable(officer)

    assert officer.command("enrol-member", M0002).status_code == 201


def test_an_event_that_cannot_be_read_shows_in_the_metrics(url: str, impatient: Calls) -> None:
    with psycopg.connect(url) as owner:
        owner.execute(
            "INSERT INTO ledger.ledger_event VALUES "
            "(1, now(), 1, 1, 'broken', 'ledger/self', 'nobody.knows', 'ann', 'r1', '\\x00', '{}')"
        )
        owner.execute("INSERT INTO ledger.ledger_head VALUES ('broken', 1, 1, now())")
    auditor = impatient.caller("auditor")
    impatient.service.projecting.wake()
    stopped = 'union_ledger_projection_stopped_ledgers{read_model="balances"} 1.0'
    until(lambda: stopped in auditor.http.get("/metrics").text)

    impatient.record(replace(ENROL_WANG, member_no=MemberNo("M0009")))
