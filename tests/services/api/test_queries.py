import pytest

from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import LedgerId, MemberNo, PersonalData, Text
from tests.services.api.conftest import OPENED, OTHER, ROLES, Caller, Calls


def member(number: int) -> EnrolMember:
    return EnrolMember(member_no=MemberNo(f"M{number:04}"), person=PersonalData(name=Text("李强")), effective_on=OPENED)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_ask(calls: Calls, role: str) -> None:
    caller = calls.caller(role)  # type: ignore[arg-type] # one of the roles

    for path in ("/members", "/balances", "/debtors", "/programmes", "/branches", "/annual-totals/2026", "/events"):
        answered = caller.get(path, min_position=3)
        assert answered.status_code == 200, answered.text
        assert answered.json()["ledger_id"] == calls.ledger
        assert answered.json()["position"] == 3


def test_a_card_shows_the_person_and_the_position_that_it_reflects(officer: Caller) -> None:
    card = officer.get("/members/M0001/card", min_position=3).json()

    assert card["position"] == 3
    assert card["data"]["person"] == {
        "name": "王芳",
        "phone": "13900000000",
        "identity_number": None,
        "address": None,
        "bank_account": None,
    }
    assert card["data"]["branch_id"] == "B01"
    assert card["data"]["paid"] == "0.00"


def test_a_member_who_is_not_there_is_not_found(officer: Caller) -> None:
    card, account = officer.get("/members/M9999/card"), officer.get("/members/M9999/account")

    assert (card.status_code, card.json()["code"]) == (404, "member_unknown")
    assert (account.status_code, account.json()["code"]) == (404, "member_unknown")


def test_a_ledger_that_nobody_opened_is_not_found(officer: Caller) -> None:
    answered = officer.get("/members", ledger="nobodys")

    assert (answered.status_code, answered.json()["code"]) == (404, "ledger_not_open")


def test_members_come_in_pages(calls: Calls, officer: Caller) -> None:
    calls.record(*(member(number) for number in range(2, 8)))
    seen: list[str] = []
    after: dict[str, str] = {}
    for _ in range(4):
        page = officer.get("/members", limit=3, min_position=9, **after).json()
        seen += [row["member_no"] for row in page["data"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}

    assert seen == [f"M{number:04}" for number in range(1, 8)]


def test_events_come_in_pages_by_position_and_by_what_is_asked_for(calls: Calls, officer: Caller) -> None:
    calls.record(*(member(number) for number in range(2, 6)))
    officer.get("/events", min_position=7)

    first = officer.get("/events", limit=4).json()
    rest = officer.get("/events", limit=4, after=first["next"]).json()
    assert [event["position"] for event in first["data"] + rest["data"]] == [1, 2, 3, 4, 5, 6, 7]
    assert rest["next"] is None

    assert [event["position"] for event in officer.get("/events", type="branch.opened").json()["data"]] == [2]
    assert [event["position"] for event in officer.get("/events", member_no="M0003").json()["data"]] == [5]
    assert officer.get("/events", from_day="2026-01-02").json()["data"] == []
    newest = officer.get("/events", newest_first="true", limit=2).json()
    assert [event["position"] for event in newest["data"]] == [7, 6]
    assert newest["next"] == 6


def test_an_event_shows_its_fields_as_they_were_given(officer: Caller) -> None:
    (event,) = officer.get("/events", type="branch.opened", min_position=3).json()["data"]

    assert event["stream"] == "branch/B01"
    assert event["actor"] == "given"
    assert event["effective_on"] == "2026-01-01"
    assert event["data"] == {
        "branch_id": "B01",
        "name": "One",
        "level": 2,
        "parent_branch_id": None,
        "effective_on": "2026-01-01",
    }


def test_the_ledgers_in_scope_are_listed(calls: Calls) -> None:
    scoped = calls.caller("auditor", scope=frozenset({calls.ledger, OTHER}))
    (row,) = scoped.http.get("/api/v1/ledgers").json()["data"]

    assert (row["ledger_id"], row["name"], row["opened_on"]) == (calls.ledger, "Demo", "2026-01-01")
    assert row["position"] == 3
    assert calls.caller("auditor", scope=frozenset({OTHER})).http.get("/api/v1/ledgers").json()["data"] == []


def test_totals_roll_up_the_tree(served: Calls, calls: Calls, officer: Caller) -> None:
    under = Calls(served.service, served.address)
    under.record(
        OpenLedger(
            name=Text("Under"),
            level="grassroots",
            chart="2021",
            effective_on=OPENED,
            parent_ledger_id=LedgerId(calls.ledger),
        ),
        member(1),
        member(2),
    )
    under.caller("auditor").get("/annual-totals/2026", min_position=3)
    under.close()
    officer.get("/annual-totals/2026", min_position=3)

    def enrolments(**query: str) -> int:
        totals = officer.get("/annual-totals/2026", **query).json()["data"]
        return sum(total["occurrences"] for total in totals if total["kind"] == "enrolment")

    assert enrolments() == 1
    assert enrolments(tree="true") == 3

    of_the_top_alone = calls.caller("officer", scope=frozenset({LedgerId(calls.ledger)}))
    refused = of_the_top_alone.get("/annual-totals/2026", tree="true")
    assert (refused.status_code, refused.json()["code"]) == (403, "tree_out_of_scope")


def test_a_position_that_is_not_recorded_is_refused_at_once(officer: Caller) -> None:
    answered = officer.get("/members", min_position=99)

    assert (answered.status_code, answered.json()["code"]) == (409, "position_not_recorded")
    assert answered.json()["facts"]["last_position"] == 3


def test_a_position_that_is_not_reflected_in_time_is_a_503(
    calls: Calls, officer: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.api.reading.WAIT_SECONDS", 0.1)
    with calls.service.datastore.transaction() as held:
        held.execute("LOCK TABLE read_model.progress IN SHARE MODE")
        officer.command("enrol-member", {"member_no": "M0002", "person": {"name": "a"}, "effective_on": "2026-02-01"})
        answered = officer.get("/members", min_position=4)

    assert (answered.status_code, answered.json()["code"]) == (503, "position_not_reached")
    assert int(answered.headers["retry-after"]) > 0


def test_a_reader_waits_for_what_was_just_written(officer: Caller) -> None:
    for number in range(2, 12):
        data = {"member_no": f"M{number:04}", "person": {"name": "a"}, "effective_on": "2026-02-01"}
        position = officer.command("enrol-member", data).json()["position"]
        assert officer.get(f"/members/M{number:04}/card", min_position=position).status_code == 200


def test_an_earlier_position_is_answered_as_it_was_then(calls: Calls, officer: Caller) -> None:
    calls.record(member(2))

    then, now = officer.get("/members", as_of_position=3), officer.get("/members", min_position=4)

    assert (then.json()["position"], now.json()["position"]) == (3, 4)
    assert [row["member_no"] for row in then.json()["data"]] == ["M0001"]
    assert [row["member_no"] for row in now.json()["data"]] == ["M0001", "M0002"]


@pytest.mark.parametrize("path", ["/members/M0001/card", "/members/M0001/account", "/balances", "/events", "/debtors"])
def test_every_question_may_be_asked_of_an_instant(officer: Caller, path: str) -> None:
    now = officer.get(path, min_position=3)

    assert officer.get(path, as_of="2100-01-01T00:00:00Z").json() == now.json()
    assert officer.get(path, as_of="2001-01-01T00:00:00Z").json()["code"] == "ledger_not_open"


def test_what_took_effect_after_a_day_is_left_out(officer: Caller) -> None:
    assert officer.get("/members", as_of_day=OPENED.isoformat()).json()["data"] != []
    assert officer.get("/members", as_of_day="2001-01-01").json()["data"] == []
    assert officer.get("/events", as_of_day="2001-01-01").status_code == 422


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"as_of_position": 99}, 409, "position_not_recorded"),
        ({"as_of_position": 3, "tree": "true"}, 409, "past_of_one_ledger"),
        ({"as_of": "yesterday"}, 422, "invalid_input"),
    ],
)
def test_an_earlier_point_that_cannot_be_asked_for_is_named(
    officer: Caller, query: dict[str, str | int], status: int, code: str
) -> None:
    answered = officer.get("/balances", ledger=None, **query)

    assert (answered.status_code, answered.json()["code"]) == (status, code)
