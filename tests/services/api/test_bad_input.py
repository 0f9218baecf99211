"""Whatever is wrong with a request, it is named, and nothing is recorded."""

from collections.abc import Iterator

import pytest

from services.api.commands import COMMAND_LIMIT_BYTES
from tests.services.api.conftest import Caller, Calls, demo_ledger

ENROL = {"member_no": "M0002", "person": {"name": "李强"}, "effective_on": "2026-02-01"}


@pytest.fixture(scope="module")
def calls(served: Calls) -> Iterator[Calls]:
    """One ledger for all: what is wrong changes nothing."""
    with demo_ledger(served) as calls:
        yield calls


@pytest.fixture(autouse=True)
def nothing_is_recorded(officer: Caller) -> Iterator[None]:
    yield
    assert officer.get("/events").json()["position"] == 3


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"member_no": }', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"{} {}", b"'a'", b'{"a": 01}', b'{"a": "\x00"}'],
)
def test_malformed_json_is_a_400(officer: Caller, text: bytes) -> None:
    answered = officer.raw("enrol-member", text)

    assert (answered.status_code, answered.json()["code"]) == (400, "malformed_json")
    assert {"line", "column", "reason"} == set(answered.json()["facts"])


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-ndjson", "", "application/json; charset=gbk", "multipart/form-data; boundary=x"],
)
def test_a_wrong_content_type_is_a_415(officer: Caller, content_type: str) -> None:
    answered = officer.raw("enrol-member", b"{}", content_type)

    assert (answered.status_code, answered.json()["code"]) == (415, "content_type_not_read")
    assert answered.json()["facts"] == {"allowed": "application/json"}


def test_a_packed_body_is_a_415(officer: Caller) -> None:
    officer.http.headers["Content-Encoding"] = "gzip"

    assert officer.raw("enrol-member", b"{}").status_code == 415


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; Charset=UTF-8"])
def test_a_content_type_may_be_written_in_any_case_and_name_its_charset(officer: Caller, content_type: str) -> None:
    assert officer.raw("enrol-member", b"{}", content_type).status_code == 422


def test_a_body_over_the_limit_is_a_413(officer: Caller) -> None:
    answered = officer.raw("enrol-member", b" " * (COMMAND_LIMIT_BYTES + 1))

    assert (answered.status_code, answered.json()["code"]) == (413, "body_too_large")


def test_a_body_in_chunks_is_measured_as_it_is_read(officer: Caller) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(COMMAND_LIMIT_BYTES // 1024 + 1):
            yield b" " * 1024

    answered = officer.http.post(
        f"/api/v1/ledgers/{officer.ledger}/commands/enrol-member",
        content=chunks(),
        headers={"Content-Type": "application/json"},
    )

    assert answered.status_code == 413


@pytest.mark.parametrize(
    ("amount", "allowed"),
    [
        ('"1.234"', "at most 2 decimals"),
        ('"-1"', "above 0"),
        ('"0"', "above 0"),
        ('"0.00"', "above 0"),
        ('"10000000000.01"', "at most 10000000000.00"),
        ('"99999999999999999999999"', "at most 10000000000.00"),
        ('"NaN"', "an amount in yuan"),
        ("NaN", "as a string"),
        ("Infinity", "as a string"),
        ('"1e3"', "an amount in yuan"),
        ('"１２"', "an amount in yuan"),
        ('"٣"', "an amount in yuan"),
        ('" 1"', "an amount in yuan"),
        ('"1\\n"', "an amount in yuan"),
        ('"+1"', "an amount in yuan"),
        ('"1,000"', "an amount in yuan"),
        ('"01"', "an amount in yuan"),
        ('"1."', "an amount in yuan"),
        ('""', "an amount in yuan"),
        ("41.5", "as a string"),
        ("41", "as a string"),
        ("true", "as a string"),
        ("null", "as a string"),
        ('["1"]', "as a string"),
    ],
)
def test_an_amount_that_is_not_admitted_is_named_with_what_is(cashier: Caller, amount: str, allowed: str) -> None:
    fields = '"member_no": "M0001", "period": "2026-05", "method": "cash", "effective_on": "2026-05-10"'
    answered = cashier.raw("pay-dues", f'{{{fields}, "amount": {amount}}}')

    assert answered.status_code == 422, answered.text
    (error,) = answered.json()["errors"]
    assert error["path"] == "/amount"
    assert allowed in error["detail"]


@pytest.mark.parametrize(
    ("change", "path", "allowed"),
    [
        ({"member_no": None}, "/member_no", "1 to 40 characters"),
        ({"member_no": "M/1"}, "/member_no", "1 to 40 characters"),
        ({"member_no": "М0002"}, "/member_no", "A-Z"),
        ({"member_no": "M" * 41}, "/member_no", "1 to 40 characters"),
        ({"member_no": 2}, "/member_no", "1 to 40 characters"),
        ({"person": {"name": "李\x00强"}}, "/person/name", "without control characters"),
        ({"person": {"name": "李\u202e强"}}, "/person/name", "without control characters"),
        ({"person": {"name": " "}}, "/person/name", "without space at either end"),
        ({"person": {"name": "李" * 201}}, "/person/name", "1 to 200 characters"),
        ({"person": {}}, "/person/name", "is missing"),
        ({"person": {"name": "李强", "e-mail/1": "x"}}, "/person/e-mail~11", "name, identity_number, phone"),
        ({"person": "李强"}, "/person", "must be an object"),
        ({"effective_on": "2026-02-30"}, "/effective_on", "a day that exists"),
        ({"effective_on": "2026-2-3"}, "/effective_on", "a day that exists"),
        ({"effective_on": "20260203"}, "/effective_on", "a day that exists"),
        ({"effective_on": "2026-02-03T00:00:00"}, "/effective_on", "a day that exists"),
        ({"effective_on": 1770076800}, "/effective_on", "a day that exists"),
        ({"basis": "born"}, "/basis", "'admitted' or 'brought_forward'"),
        ({"branch": "B01"}, "/branch", "the fields are member_no, person"),
    ],
)
def test_a_field_that_is_not_admitted_is_named_with_what_is(
    officer: Caller, change: dict[str, object], path: str, allowed: str
) -> None:
    answered = officer.command("enrol-member", {**ENROL, **change})

    assert answered.status_code == 422, answered.text
    (error,) = answered.json()["errors"]
    assert error["path"] == path
    assert allowed in error["detail"]


def test_every_error_of_a_command_is_named(officer: Caller) -> None:
    answered = officer.command("enrol-member", {"person": {"phone": 1}, "extra": 1})

    assert [error["path"] for error in answered.json()["errors"]] == [
        "/member_no",
        "/person/name",
        "/person/phone",
        "/effective_on",
        "/extra",
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"member_no": "M0002", "member_no": "M0003"}', "/member_no"),
        ('{"person": {"name": "a", "name": "b"}}', "/person/name"),
    ],
)
def test_a_field_that_stands_twice_is_refused(officer: Caller, text: str, path: str) -> None:
    answered = officer.raw("enrol-member", text)

    assert answered.status_code == 422
    assert answered.json()["errors"] == [{"path": path, "detail": "must stand once"}]


@pytest.mark.parametrize("text", ["[" * 60_000, '{"a":' * 10_000, "9" * 5_000, '"x"', "[]", "null"])
def test_a_value_that_is_no_object_of_fields_is_refused(officer: Caller, text: str) -> None:
    assert officer.raw("enrol-member", text).status_code == 422


def test_half_a_surrogate_pair_is_no_text(officer: Caller) -> None:
    in_value = officer.raw(
        "enrol-member", '{"member_no":"M0002","person":{"name":"\\ud800"},"effective_on":"2026-02-01"}'
    )
    in_name = officer.raw("enrol-member", '{"\\ud800": 1}')

    assert in_value.json()["errors"][0]["path"] == "/person/name"
    assert in_name.status_code == 422


def test_true_is_no_number(admin: Caller) -> None:
    answered = admin.command(
        "adopt-dues-policy",
        {"rule_id": "R", "valid_from": "2026-01", "effective_on": "2026-01-01", "rate_basis_points": True},
    )

    assert answered.json()["errors"][0]["path"] == "/rate_basis_points"


def test_a_day_that_has_not_come_is_refused_by_a_rule(officer: Caller) -> None:
    refused = officer.command("enrol-member", {**ENROL, "effective_on": "2026-06-02"})

    assert (refused.status_code, refused.json()["code"]) == (409, "date_in_future")
    assert refused.json()["facts"] == {"effective_on": "2026-06-02", "today": "2026-06-01"}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/members?limit=0", "/query/limit"),
        ("/members?limit=1001", "/query/limit"),
        ("/members?limit=x", "/query/limit"),
        ("/members?limit=1&limit=2", "/query/limit"),
        ("/members?limits=1", "/query/limits"),
        ("/members?standing=gone", "/query/standing"),
        ("/members?min_position=-1", "/query/min_position"),
        ("/members?min_position=99999999999999999999", "/query/min_position"),
        ("/members/M%200/card", "/path/member_no"),
        ("/annual-totals/26", "/path/year"),
        ("/annual-totals/2026?tree=yes", "/query/tree"),
        ("/events?from_day=2026-02-30", "/query/from_day"),
        ("/events?type=member.born", "/query/type"),
    ],
)
def test_a_parameter_that_is_not_admitted_is_named(officer: Caller, path: str, where: str) -> None:
    answered = officer.get(path)

    assert answered.status_code == 422
    assert [error["path"] for error in answered.json()["errors"]] == [where]


def test_an_address_that_is_not_there_is_a_problem_too(officer: Caller) -> None:
    answered = officer.command("make-coffee", {})

    assert (answered.status_code, answered.json()["code"]) == (404, "address_unknown")


def test_a_method_that_is_not_answered_is_a_problem_too(officer: Caller) -> None:
    answered = officer.http.delete(f"/api/v1/ledgers/{officer.ledger}/members")

    assert (answered.status_code, answered.json()["code"]) == (405, "method_not_allowed")
    assert set(answered.headers["allow"].split(", ")) == {"GET", "HEAD"}
