import httpx
import pytest

from services.identity import revoke_token
from tests.services.web.conftest import Served
from tests.services.web.history import FOR_CITY_AND_SCHOOL, FOR_EVERY_UNION, NOW

PAGES = (
    "/",
    "/ledgers/school",
    "/ledgers/school/members",
    "/ledgers/school/members/M0601",
    "/ledgers/school/feed",
    "/ledgers/none",
)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_reads_a_page_without_signing_in(history: Served, path: str) -> None:
    visitor = history.visitor()

    answer = visitor.get(path, follow_redirects=False)
    assert (answer.status_code, answer.text) == (303, "")
    assert "Sign in" in visitor.get(path).text


def test_who_signs_in_goes_on_to_the_page_that_was_asked_for(history: Served) -> None:
    visitor = history.visitor()
    asked = visitor.get("/ledgers/school/feed?kind=dues.paid")
    assert 'name="next" value="/ledgers/school/feed?kind=dues.paid"' in asked.text

    answer = visitor.post(
        "/sign-in", data={"token": f" {FOR_CITY_AND_SCHOOL}\n", "next": "/ledgers/school/feed?kind=dues.paid"}
    )
    assert str(answer.url) == f"{history.address}/ledgers/school/feed?kind=dues.paid"
    assert "Signed in as anna, auditor" in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/a\nb", "/\t/evil.example", ""]
)
def test_signing_in_never_leads_to_another_site(history: Served, elsewhere: str) -> None:
    answer = history.visitor().post(
        "/sign-in", data={"token": FOR_CITY_AND_SCHOOL, "next": elsewhere}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("token", ["", "  ", "wrong", "\x00", "令牌", "\udc80".encode("utf-8", "surrogatepass").hex()])
def test_an_unknown_token_opens_nothing(history: Served, token: str) -> None:
    answer = history.visitor().post("/sign-in", data={"token": token, "next": "/"})

    assert answer.status_code == 403
    assert "This token is not known or was revoked." in answer.text
    assert "set-cookie" not in answer.headers


def test_the_session_is_kept_from_scripts_and_other_sites(history: Served) -> None:
    answer = history.visitor().post("/sign-in", data={"token": FOR_CITY_AND_SCHOOL}, follow_redirects=False)
    assert answer.headers["set-cookie"] == (
        f"union_ledger_session={FOR_CITY_AND_SCHOOL}; HttpOnly; Path=/; SameSite=strict"
    )


def test_who_signs_out_has_to_sign_in_again(history: Served) -> None:
    reader = history.reader()
    reader.post("/sign-out")
    assert reader.get("/").url.path == "/sign-in"


def test_a_revoked_token_ends_its_sessions_at_once(own: Served) -> None:
    reader = own.reader()
    with own.service.datastore.get_connection() as connection:
        revoke_token(connection, name=FOR_CITY_AND_SCHOOL, now=NOW)

    assert reader.get("/ledgers/school").url.path == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_another_site_signs_nobody_in_or_out(history: Served, path: str) -> None:
    answer = history.reader().post(
        path, data={"token": FOR_EVERY_UNION, "next": "/"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body", [b"token=%ff%fe", b"\xff\xfe", b"token=" + b"x" * 9000, b"a=1&b=2&c=3&token=x"], ids=lambda body: body[:12]
)
def test_a_form_that_cannot_be_read_is_said_so(history: Served, body: bytes) -> None:
    answer = history.visitor().post(
        "/sign-in", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert "This form cannot be read" in answer.text


@pytest.mark.parametrize("page", ["", "/members", "/members/M0601", "/feed"])
def test_a_union_out_of_scope_is_answered_like_one_that_does_not_exist(reader: httpx.Client, page: str) -> None:
    out_of_scope = reader.get(f"/ledgers/hidden{page}")
    missing = reader.get(f"/ledgers/hiddex{page}")

    assert out_of_scope.status_code == missing.status_code == 404
    assert out_of_scope.text.replace("hidden", "hiddex") == missing.text


def test_sums_over_a_tree_are_for_those_who_may_see_all_of_it(reader: httpx.Client, overseer: httpx.Client) -> None:
    assert "With the unions below it" not in reader.get("/ledgers/city?tree=1").text
    assert "41,320.00" not in reader.get("/ledgers/city?tree=1&year=2015").text

    assert "With the unions below it" in overseer.get("/ledgers/city").text
    assert "41,320.00" not in overseer.get("/ledgers/city?year=2015").text
    assert "Aid paid: 送温暖" in overseer.get("/ledgers/city?year=2015&tree=1").text


def test_the_union_above_is_named_only_to_those_who_may_see_it(own: Served) -> None:
    assert "Reports to" in own.reader().get("/ledgers/school").text
    with own.service.datastore.get_connection() as connection:
        connection.execute("UPDATE ledger.api_token SET ledger_ids = '{school}'")

    assert "Reports to" not in own.reader().get("/ledgers/school").text
