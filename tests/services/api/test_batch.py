import json

from services.api.batch import MOST_ERRORS
from tests.services.api.conftest import Caller, Calls


def enrol(number: int, **change: object) -> str:
    data = {"member_no": f"M{number:04}", "person": {"name": "李强"}, "effective_on": "2026-02-01", **change}
    return json.dumps({"command": "enrol-member", "data": data})


def test_a_batch_is_recorded_whole(officer: Caller) -> None:
    answered = officer.batch(
        "\n".join(
            [
                enrol(2),
                "",
                enrol(3),
                '{"command":"issue-card","data":{"member_no":"M0003","effective_on":"2026-02-01"}}',
                "",
            ]
        )
    )

    assert answered.status_code == 201, answered.text
    assert answered.json()["position"] == 6
    assert [event["stream"] for event in answered.json()["events"]] == ["member/M0002", "member/M0003", "member/M0003"]


def test_an_array_is_read_as_lines_are(officer: Caller) -> None:
    answered = officer.batch(f"[{enrol(2)},{enrol(3)}]", "application/json")

    assert answered.json()["position"] == 5


def test_every_line_that_cannot_be_read_is_named_and_nothing_is_recorded(officer: Caller) -> None:
    lines = [
        enrol(2),
        "{",
        enrol(3, person={}),
        "",
        '{"command": "make-coffee", "data": {}}',
        '{"command": "enrol-member"}',
    ]
    answered = officer.batch("\n".join(lines))

    assert answered.status_code == 422
    named = [(error["line"], error["code"], error.get("path")) for error in answered.json()["errors"]]
    assert named == [
        (2, "malformed_json", None),
        (3, "invalid_input", "/data/person/name"),
        (5, "unknown_command", None),
        (6, "invalid_input", ""),
    ]
    assert officer.get("/events").json()["position"] == 3


def test_every_line_that_is_refused_is_named_with_its_number(officer: Caller) -> None:
    answered = officer.batch("\n".join([enrol(1), "", enrol(2), enrol(3, branch_id="B99"), enrol(2)]))

    assert (answered.status_code, answered.json()["code"]) == (409, "commands_refused")
    named = [(error["line"], error["code"]) for error in answered.json()["errors"]]
    assert named == [(1, "member_already_enrolled"), (4, "branch_unknown"), (5, "member_already_enrolled")]
    assert officer.get("/events").json()["position"] == 3


def test_errors_are_bounded(officer: Caller) -> None:
    answered = officer.batch("{\n" * (MOST_ERRORS + 10))

    assert len(answered.json()["errors"]) == MOST_ERRORS


def test_a_line_for_another_role_is_forbidden(officer: Caller) -> None:
    paid = {"member_no": "M0001", "period": "2026-05", "amount": "1", "method": "cash", "effective_on": "2026-05-10"}
    answered = officer.batch("\n".join([enrol(2), json.dumps({"command": "pay-dues", "data": paid})]))

    assert (answered.status_code, answered.json()["code"]) == (403, "role_not_allowed")
    assert [error["line"] for error in answered.json()["errors"]] == [2]
    assert officer.get("/events").json()["position"] == 3


def test_an_empty_batch_is_refused(officer: Caller) -> None:
    assert officer.batch("\n\n").status_code == 422
    assert officer.batch("[]", "application/json").status_code == 422
    assert officer.batch("{}", "application/json").status_code == 422


def test_a_repeated_batch_has_the_same_answer(calls: Calls) -> None:
    officer = calls.caller("officer")
    officer.http.headers["Idempotency-Key"] = "payroll-may"
    first, again = officer.batch(enrol(2)), officer.batch(enrol(2))

    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
