import time
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from services.database import database_url
from tests.services.web.conftest import Served

PATIENCE_SECONDS = 60


@pytest.mark.parametrize(
    "path",
    ["/ledgers/none", "/ledgers/school/members/M9999", "/ledgers/%00", "/ledgers/school/members/%00", "/nothing"],
)
def test_what_is_not_there_is_said_so_in_both_languages(reader: httpx.Client, path: str) -> None:
    english = reader.get(path)
    chinese = reader.get(path, headers={"Accept-Language": "zh"})

    assert (english.status_code, chinese.status_code) == (404, 404)
    assert "There is nothing here that you may see." in english.text
    assert "这里没有您可以查看的内容。" in chinese.text


@pytest.mark.parametrize(
    ("path", "name", "hint"),
    [
        ("/ledgers/school?year=20x5", "year", "Use a year with four digits"),
        ("/ledgers/school?year=0001", "year", "Use a year with four digits"),
        ("/ledgers/school?year=２０１５", "year", "Use a year with four digits"),
        ("/ledgers/school?tree=yes", "tree", "Use 1, or leave it out."),
        ("/ledgers/school?after=%00", "after", "Use letters, digits"),
        ("/?after=-1", "after", "Go back to the first page."),
        ("/?after=9999999999999999999", "after", "Go back to the first page."),
        ("/ledgers/school/members?number=%00", "number", "Use letters, digits"),
        ("/ledgers/school/members?branch=U999", "branch", "Choose a branch from the list."),
        ("/ledgers/school/members?standing=dead", "standing", "Choose a standing from the list."),
        ("/ledgers/school/feed?kind=dues.payed", "kind", "Choose a kind of event from the list."),
        ("/ledgers/school/feed?from=2015-02-30", "from", "Use a date such as 2015-06-30."),
        ("/ledgers/school/feed?to=20150630", "to", "Use a date such as 2015-06-30."),
        ("/ledgers/school/feed?before=1e3", "before", "Go back to the first page."),
        ("/ledgers/school/feed?member=a%2Fb", "member", "Use letters, digits"),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_what_is(
    reader: httpx.Client, path: str, name: str, hint: str
) -> None:
    answer = reader.get(path)

    assert answer.status_code == 400
    assert f"The value of “{name}” in the address is not allowed. {hint}" in answer.text


def test_a_value_that_is_not_allowed_is_named_in_chinese_too(reader: httpx.Client) -> None:
    answer = reader.get("/ledgers/school?year=20x5", headers={"Accept-Language": "zh"})
    assert "网址中“year”的值不符合要求。请使用四位数的年份，如 2015。" in answer.text


def test_a_page_beyond_the_end_is_empty(reader: httpx.Client) -> None:
    assert "There is no ledger here yet." in reader.get("/?after=100").text
    assert "No member fits this search." in reader.get("/ledgers/school/members?after=ZZZ").text


def test_a_database_that_is_gone_is_said_so_and_pages_come_back_with_it(server_url: str, url: str, own: Served) -> None:
    reader = own.reader()
    name = urlsplit(url).path.removeprefix("/")
    with psycopg.connect(database_url(server_url, "postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        gone = reader.get("/ledgers/school")
        admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")

    assert (gone.status_code, gone.headers["retry-after"]) == (503, "5")
    assert "The database does not answer." in gone.text
    assert _comes_back(reader)


def _comes_back(reader: httpx.Client) -> bool:
    """Whether the page is shown again, after what its reader is asked to wait, or a few times that."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while reader.get("/ledgers/school").status_code != 200:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
