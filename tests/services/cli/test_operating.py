"""``serve``, ``demo``, ``project``, ``rebuild`` and ``token``: what an operator does."""

import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import orjson
import psycopg
import pytest

from projections.catalogue import READ_MODELS
from services.database import create_database, database_url, drop_database
from services.identity import find_principal
from services.service import open_service
from services.settings import Settings
from tests.services.cli.shell import PATIENCE_SECONDS, UNION_LEDGER, environment, union_ledger
from tests.services.cli.test_recording_files import MEMBERS, OPENING, recorded, written


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    name = f"empty_{uuid.uuid4().hex}"
    create_database(server_url, name)
    yield database_url(server_url, name)
    drop_database(server_url, name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(url: str, said: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("wb") as output:
        process = subprocess.Popen(
            [UNION_LEDGER, *arguments], env=environment(url), stdout=subprocess.DEVNULL, stderr=output
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_served(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        time.sleep(0.1)
    pytest.fail("the service did not come up")


def test_serve_migrates_answers_and_stops_at_ctrl_c(empty_url: str, tmp_path: Path) -> None:
    port = free_port()
    with running(empty_url, tmp_path / "said", "serve", "--port", str(port)) as process:
        wait_until_served(f"127.0.0.1:{port}")

        process.send_signal(signal.SIGINT)

        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    said = (tmp_path / "said").read_text()
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said


def test_an_address_in_use_is_named(url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = union_ledger(url, "serve", "--port", str(port))

    assert done.exit_code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.err
    assert "Traceback" not in done.err


def test_serve_without_migrating_leaves_an_empty_database_alone(empty_url: str) -> None:
    done = union_ledger(empty_url, "serve", "--no-migrate")

    assert done.exit_code == 3
    assert "union-ledger migrate" in done.err


def test_the_demo_is_recorded_into_an_empty_database_and_only_once(empty_url: str) -> None:
    first, second = (union_ledger(empty_url, "demo", "--no-serve") for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "demo-cashier" in first.out
    assert "recorded now" in first.err
    assert "all recorded before" in second.err


def test_the_demo_stays_away_from_real_ledgers(url: str, tmp_path: Path) -> None:
    recorded(url, written(tmp_path, OPENING), "admin")

    done = union_ledger(url, "demo", "--no-serve")

    assert done.exit_code == 2
    assert "this database holds other ledgers (test)" in done.err
    with open_service(url, Settings(database_url=url)) as service:
        assert list(service.log.heads()) == ["test"]


def test_a_projector_process_keeps_up_and_stops_when_told(url: str, tmp_path: Path) -> None:
    with running(url, tmp_path / "said", "project") as process:
        recorded(url, written(tmp_path, OPENING, "opening"), "admin")
        recorded(url, written(tmp_path, MEMBERS), "officer")
        wait_until_projected(url, 3)

        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=PATIENCE_SECONDS) == 0


def wait_until_projected(url: str, position: int) -> None:
    query = "SELECT count(*) AS there FROM read_model.progress WHERE ledger_id = 'test' AND position = %s"
    deadline = time.monotonic() + PATIENCE_SECONDS
    with open_service(url, Settings(database_url=url)) as service, service.datastore.get_connection() as connection:
        while time.monotonic() < deadline:
            row = connection.execute(query, (position,)).fetchone()
            if row is not None and row["there"] == len(READ_MODELS):
                return
            time.sleep(0.05)
    pytest.fail("the projector did not keep up")


def test_read_models_are_rebuilt_to_the_same_figures(demo_url: str) -> None:
    asked = ("show", "totals", "--ledger", "company", "--year", "2015", "--json")
    before = union_ledger(demo_url, *asked)
    with psycopg.connect(demo_url) as owner:
        owner.execute("UPDATE read_model.annual_total SET amount_fen = 0 WHERE ledger_id = 'company'")

    refused = union_ledger(demo_url, "rebuild", "annual_totals")
    assert refused.exit_code == 1
    assert "of ledger company, read_model.annual_total_2 has" in refused.err
    assert union_ledger(demo_url, *asked).out != before.out

    done = union_ledger(demo_url, "rebuild", "annual_totals", "--accept-difference")

    assert done.exit_code == 0
    assert "Rebuilt annual_totals" in done.err
    assert union_ledger(demo_url, *asked).out == before.out


def test_all_read_models_are_rebuilt(demo_url: str) -> None:
    done = union_ledger(demo_url, "rebuild", "--all")

    assert done.exit_code == 0
    assert all(model.name in done.err for model in READ_MODELS)


def test_where_read_models_stopped_is_listed_and_tried_again(demo_url: str) -> None:
    none = union_ledger(demo_url, "show", "stopped")
    assert "none" in none.err
    with psycopg.connect(demo_url) as owner:
        owner.execute(
            "UPDATE read_model.progress SET stopped_at = position, stopped_because = 'spoilt' "
            "WHERE ledger_id = 'company' AND read_model = 'balances'"
        )

    listed = union_ledger(demo_url, "show", "stopped", "--json")
    (stop,) = orjson.loads(listed.out)["data"]
    assert (stop["ledger_id"], stop["read_model"], stop["reason"]) == ("company", "balances", "spoilt")

    done = union_ledger(demo_url, "retry-stopped", "balances")
    assert done.exit_code == 0
    assert "Tried 1 stops again; 0 remain" in done.err


def test_a_token_is_made_listed_and_revoked(url: str) -> None:
    made = union_ledger(
        url, "token", "create", "till", "--actor", "wang.fang", "--role", "cashier", "--ledger", "school"
    )
    secret = made.out.strip()

    with open_service(url, Settings(database_url=url)) as service, service.datastore.get_connection() as connection:
        found = find_principal(connection, secret)
        assert found is not None
        assert (found.actor, found.role, found.ledger_ids) == ("wang.fang", "cashier", frozenset({"school"}))

        listed = union_ledger(url, "token", "list", "--json")
        assert [row["token_name"] for row in orjson.loads(listed.out)] == ["till"]
        assert secret not in listed.out
        assert "wang.fang" in union_ledger(url, "token", "list").out

        assert union_ledger(url, "token", "revoke", "till").exit_code == 0
        assert find_principal(connection, secret) is None


def test_a_tokens_name_is_used_once_and_an_unknown_one_cannot_be_revoked(url: str) -> None:
    asked = ("token", "create", "till", "--actor", "wang.fang", "--role", "cashier")
    union_ledger(url, *asked)

    again, unknown = union_ledger(url, *asked), union_ledger(url, "token", "revoke", "nobody")

    assert (again.exit_code, unknown.exit_code) == (1, 1)
    assert "There is a token named till already" in again.err
    assert "no open token named nobody" in unknown.err


def test_synth_records_made_up_ledgers_once(empty_url: str) -> None:
    asked = ("synth", "--events", "2000", "--ledgers", "2", "--members", "30", "--seed", "7")

    made = union_ledger(empty_url, *asked)
    again = union_ledger(empty_url, *asked)

    assert (made.exit_code, made.err.strip()) == (0, "Recorded 2,000 events in 2 ledgers.")
    assert (again.exit_code, "there already" in again.err) == (1, True)
    shown = orjson.loads(union_ledger(empty_url, "show", "ledgers", "--json").out)
    assert {(row["ledger_id"], row["position"]) for row in shown["data"]} == {
        ("synth-0001", 1000),
        ("synth-0002", 1000),
    }


def test_synth_says_which_numbers_make_no_history(empty_url: str) -> None:
    refused = union_ledger(empty_url, "synth", "--events", "10", "--ledgers", "2", "--members", "30")

    assert refused.exit_code == 1
    assert "at least 1 ledger, 1 member and 100 events a ledger" in refused.err
