import pytest

from domain.catalogue import COMMAND_TYPES
from domain.deciding import CommandType
from services.api.openapi import document
from services.api.queries import QUERIES
from services.wire import parse_command
from tests.services.api.conftest import Caller, Calls

FEW_SERIES = 2_000


@pytest.fixture
def stranger(calls: Calls) -> Caller:
    """Someone without a token."""
    return calls.with_token(None)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json"])
def test_an_operator_needs_no_token(stranger: Caller, path: str) -> None:
    assert stranger.http.get(path).status_code == 200


def test_readiness_says_what_was_looked_at(stranger: Caller) -> None:
    assert stranger.http.get("/readyz").json() == {
        "status": "ok",
        "checks": {"database": "ok", "schema": "ok", "projector": "ok"},
    }


def test_metrics_count_requests_events_and_lags(officer: Caller) -> None:
    officer.command("enrol-member", {})
    officer.get("/members", min_position=3)
    seen = officer.http.get("/metrics")

    assert seen.headers["content-type"].startswith("text/plain")
    for series in (
        '_count{method="POST",route="/api/v1/ledgers/{ledger_id}/commands/enrol-member",status="422"}',
        'union_ledger_http_request_seconds_bucket{le="0.01",method="GET",route="/api/v1/ledgers/{ledger_id}/members"',
        'union_ledger_events_recorded_total{type="member.enrolled"}',
        "union_ledger_append_seconds_count",
        "union_ledger_append_conflicts_total",
        "union_ledger_append_retries_total",
        "union_ledger_requests_repeated_total",
        'union_ledger_projection_lag_events{read_model="balances"}',
        'union_ledger_projection_lag_seconds{read_model="balances"}',
        'union_ledger_projection_stopped_ledgers{read_model="balances"} 0.0',
        'union_ledger_events_projected_total{process="projector",read_model="balances"}',
        'union_ledger_database_connections{state="open"}',
        "union_ledger_database_up 1.0",
        'union_ledger_build_info{python="',
    ):
        assert series in seen.text, series


def test_metrics_name_no_ledger_and_no_path_that_is_not_there(officer: Caller) -> None:
    officer.http.get("/no/such/path")
    officer.http.request("BREW", "/healthz")
    seen = officer.http.get("/metrics").text

    assert officer.ledger not in seen
    assert "such" not in seen
    assert 'method="BREW"' not in seen
    assert seen.count("\n") < FEW_SERIES


def test_every_answer_carries_the_headers_of_a_careful_service(stranger: Caller) -> None:
    for path in ("/healthz", "/api/v1/ledgers", "/no/such/path", "/"):
        headers = stranger.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "referrer-policy" in headers
        assert "access-control-allow-origin" not in headers
        assert len(headers["request-id"]) == 32
        assert headers["cache-control"] == "no-store"


def test_a_fault_is_a_problem_that_tells_nothing_of_the_inside(
    officer: Caller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        message = "secret detail"
        raise RuntimeError(message)

    monkeypatch.setattr("services.api.reading.position", fail)
    answered = officer.get("/members")

    assert (answered.status_code, answered.json()["code"]) == (500, "internal_fault")
    assert answered.json()["facts"] == {"request_id": answered.headers["request-id"]}
    assert "secret" not in answered.text
    logged = capsys.readouterr()
    assert "secret detail" in logged.out + logged.err


def test_a_cashier_who_would_review_a_voucher_is_refused_by_the_rule_and_logged(
    calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    cashier = calls.caller("cashier", actor="carl")
    capsys.readouterr()

    refused = cashier.command("review-voucher", {"voucher_id": "2026-01-09.general.FP-1", "effective_on": "2026-01-31"})

    assert (refused.status_code, refused.json()["code"]) == (403, "role_not_allowed")
    assert refused.json()["facts"]["rule"] == "会计法 (2024) 第三十五条; 会计基础工作规范 第十二条"
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "review-voucher" in line]
    assert {"actor=carl", "status=403", "refusal=role_not_allowed"} <= set(line.split())


def test_the_access_log_holds_no_personal_data(officer: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    officer.command("enrol-member", {"member_no": "M0002", "person": {"name": "李强"}, "effective_on": "2026-02-01"})
    officer.get("/members/M0002/card", min_position=4)
    captured = capsys.readouterr()
    logged = captured.out + captured.err

    assert "/api/v1/ledgers/{ledger_id}/members/{member_no}/card" in logged
    assert "actor" in logged
    for private in ("李强", "M0002", officer.ledger, officer.http.headers["authorization"].split()[1]):
        assert private not in logged


def test_a_browser_sees_a_page_where_there_is_nothing(stranger: Caller) -> None:
    answered = stranger.http.get("/no/such/page", headers={"Accept": "text/html"})

    assert answered.status_code == 404
    assert answered.headers["content-type"].startswith("text/html")


def test_the_description_lists_every_command_and_query() -> None:
    described = {operation["operationId"] for path in document()["paths"].values() for operation in path.values()}

    assert {kind.name for kind in COMMAND_TYPES} | {query.name for query in QUERIES} <= described


@pytest.mark.parametrize("kind", COMMAND_TYPES, ids=lambda kind: kind.name)
def test_every_example_in_the_description_is_valid(kind: CommandType) -> None:
    schema = document()["components"]["schemas"][kind.command.__name__]
    for example in schema["examples"]:
        assert parse_command(kind.name, example)
