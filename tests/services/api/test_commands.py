import uuid

import httpx
import pytest

from domain.values import ActorId
from services.identity import create_token, revoke_token
from tests.services.api.conftest import NOW, OTHER, Caller, Calls

M0002 = {"member_no": "M0002", "person": {"name": "李强"}, "effective_on": "2026-02-01"}
PAID = {"member_no": "M0001", "period": "2026-05", "amount": "41.50", "method": "cash", "effective_on": "2026-05-10"}


def test_a_command_is_recorded_and_answered_with_its_receipt(officer: Caller) -> None:
    answered = officer.command("enrol-member", M0002, key="first")

    assert answered.status_code == 201
    assert answered.json() == {
        "ledger_id": officer.ledger,
        "position": 4,
        "request_id": "first",
        "recorded_at": NOW.isoformat(),
        "events": [{"position": 4, "type": "member.enrolled", "stream": "member/M0002"}],
    }
    assert answered.headers["idempotency-key"] == "first"


def test_a_recorded_event_carries_the_actor_of_its_token(officer: Caller) -> None:
    officer.command("enrol-member", M0002)

    (event,) = officer.get("/events", min_position=4, after=3).json()["data"]
    assert event["actor"] == "ann"
    assert event["data"]["person"]["name"] == "李强"


def test_amounts_are_decimal_strings_in_yuan(cashier: Caller) -> None:
    paid = cashier.command("pay-dues", PAID)

    assert paid.status_code == 201, paid.text
    account = cashier.get("/members/M0001/account", min_position=4).json()["data"]
    assert account["paid"] == account["prepaid"] == "41.50"


def test_a_repeated_request_has_the_same_answer_and_is_marked(officer: Caller) -> None:
    first = officer.command("enrol-member", M0002, key="same")
    again = officer.command("enrol-member", M0002, key="same")

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert officer.get("/events", min_position=4).json()["position"] == 4


def test_a_key_that_was_used_for_another_command_is_refused(officer: Caller) -> None:
    officer.command("enrol-member", M0002, key="same")
    other = officer.command("enrol-member", {**M0002, "member_no": "M0003"}, key="same")

    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_key_reused"


def test_without_a_key_the_server_makes_one_and_returns_it(officer: Caller) -> None:
    answered = officer.command("enrol-member", M0002)

    assert uuid.UUID(answered.headers["idempotency-key"]).version == 4
    assert answered.json()["request_id"] == answered.headers["idempotency-key"]


@pytest.mark.parametrize("key", ["", "a b", "a" * 129, "钥匙"])
def test_a_key_is_visible_ascii_and_not_too_long(officer: Caller, key: str) -> None:
    answered = officer.http.post(
        f"/api/v1/ledgers/{officer.ledger}/commands/enrol-member",
        json=M0002,
        headers={b"Idempotency-Key": key.encode()},
    )

    assert answered.status_code == 422
    assert answered.json()["errors"][0]["path"] == "/header/Idempotency-Key"


def test_a_refusal_carries_its_code_its_facts_and_what_to_do(officer: Caller) -> None:
    refused = officer.command("enrol-member", {**M0002, "branch_id": "B99"})

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert problem["type"] == "urn:union-ledger:problem:branch_unknown"
    assert problem["code"] == "branch_unknown"
    assert problem["status"] == 409
    assert problem["facts"] == {"branch_id": "B99"}
    assert "open-branch" in problem["detail"]


def test_a_refusal_is_told_in_the_language_that_is_asked_for(officer: Caller) -> None:
    officer.http.headers["Accept-Language"] = "zh-CN"
    refused = officer.command("enrol-member", {**M0002, "branch_id": "B99"})

    assert refused.headers["content-language"] == "zh"
    assert "B99" in refused.json()["detail"]
    assert "branch" not in refused.json()["detail"].lower().replace("open-branch", "")


def test_a_command_to_a_ledger_that_nobody_opened_is_not_found(officer: Caller) -> None:
    refused = officer.command("enrol-member", M0002, ledger="nobodys")

    assert (refused.status_code, refused.json()["code"]) == (404, "ledger_not_open")


@pytest.mark.parametrize("token", [None, "ul_unknown", "x y", "王"])
def test_without_a_known_token_nothing_is_told(calls: Calls, token: str | None) -> None:
    caller = calls.with_token(None)
    if token:
        caller.http.headers = httpx.Headers({b"Authorization": f"Bearer {token}".encode()})
    answers = [
        caller.command("enrol-member", {}, ledger=None),
        caller.command("enrol-member", {}, ledger="nobodys"),
        caller.get("/members", ledger=None),
        caller.get("/members", ledger="nobodys"),
        caller.http.get("/api/v1/ledgers"),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].headers["www-authenticate"].startswith("Bearer")


def test_a_revoked_token_opens_nothing(calls: Calls) -> None:
    name = uuid.uuid4().hex
    with calls.service.datastore.get_connection() as connection:
        token = create_token(connection, name=name, actor=ActorId("leaver"), role="officer", ledger_ids=None, now=NOW)
    caller = calls.with_token(token)
    assert caller.get("/members").status_code == 200

    with calls.service.datastore.get_connection() as connection:
        assert revoke_token(connection, name=name, now=NOW)

    assert caller.get("/members").status_code == 401


def test_another_ledger_is_forbidden_whether_it_exists_or_not(calls: Calls) -> None:
    caller = calls.caller("officer", scope=frozenset({OTHER}))
    exists = [caller.command("enrol-member", M0002), caller.get("/members"), caller.batch("")]
    missing = [
        caller.command("enrol-member", M0002, ledger="nobodys"),
        caller.get("/members", ledger="nobodys"),
        caller.get("/members/M0001/card", ledger="nobodys"),
    ]

    assert {answer.status_code for answer in (*exists, *missing)} == {403}
    assert {answer.json()["code"] for answer in (*exists, *missing)} == {"ledger_out_of_scope"}
    assert exists[0].text.replace(calls.ledger, "nobodys") == missing[0].text


@pytest.mark.parametrize(
    ("role", "rule"),
    [
        ("approver", "财会〔2024〕12号 第二十一条（二）"),
        ("cashier", "财会〔2024〕12号 第二十一条（二）"),
        ("auditor", "工会法 第四十五条"),
        ("admin", "good practice: who administers does not post"),
    ],
)
def test_a_command_is_only_for_its_roles_and_an_administrator_is_no_exception(
    calls: Calls, role: str, rule: str
) -> None:
    caller = calls.caller(role)  # type: ignore[arg-type] # one of the roles
    refused = caller.command("enrol-member", M0002)

    assert (refused.status_code, refused.json()["code"]) == (403, "role_not_allowed")
    assert refused.json()["facts"] == {"role": role, "command": "enrol-member", "allowed": "officer", "rule": rule}
    assert caller.events() == 3
