import re
from html import unescape

import httpx
import psycopg
import pytest

from domain.activities.membership import EnrolMember
from domain.values import LedgerId, MemberNo, PersonalData, Text
from tests.services.web.conftest import Served
from tests.services.web.history import FOR_EVERY_UNION, LI, ODD_NAME, OPENED, SCHOOL, open_ledger, record

EVERY_PAGE = (
    "/",
    "/ledgers/school",
    "/ledgers/school/members",
    "/ledgers/school/members/M0601",
    "/ledgers/school/feed",
)


def words(html: str) -> str:
    """What a page says, without its tags."""
    body = html.partition("<main")[2].partition("</footer>")[0]
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def shown(reader: httpx.Client, path: str) -> str:
    answer = reader.get(path)
    assert answer.status_code == 200
    return words(answer.text)


def test_the_first_page_shows_the_unions_in_scope_with_the_latest_year_of_each(reader: httpx.Client) -> None:
    page = shown(reader, "/")

    assert "示范市总工会 federation at county level 0 2016 ¥0.00 ¥0.00 ¥0.00 0" in page
    assert "示范小学工会 grassroots union 2 2015 ¥10.00 ¥0.00 ¥41,320.00 1 " in page
    assert "不公开的工会" not in page


def test_a_union_stands_under_the_one_it_reports_to(reader: httpx.Client) -> None:
    page = reader.get("/").text
    assert re.search(
        r'class="depth-0"><a href="/ledgers/city">.*class="depth-1"><a href="/ledgers/school">', page, re.DOTALL
    )


def test_a_ledgers_page_shows_balances_totals_and_programmes(reader: httpx.Client) -> None:
    page = shown(reader, "/ledgers/school")

    assert "Active members 1 Retired members 1 Dues assessed ¥16.30 Dues paid ¥10.00" in page
    assert "Dues in arrears ¥6.30" in page
    assert "Totals of 2015" in page
    assert "Aid paid: 送温暖 ¥41,320.00 1 1 1 –" in page
    assert "送温暖 WARMTH subsidy from the superior union restricted " in page
    assert " restricted ¥50,000.00 ¥60,000.00 ¥41,320.00 ¥18,680.00" in page
    assert "M0601 ¥16.30 ¥0.00 ¥10.00 ¥0.00 ¥6.30" in page


def test_another_year_can_be_asked_for(reader: httpx.Client) -> None:
    assert "Nothing was recorded for 2014." in shown(reader, "/ledgers/school?year=2014")


def test_the_members_are_found_by_branch_and_standing(reader: httpx.Client) -> None:
    assert "M0601" in shown(reader, "/ledgers/school/members?branch=U201&standing=active")
    assert "No member fits this search." in shown(reader, "/ledgers/school/members?branch=U201&standing=retired")
    retired = shown(reader, "/ledgers/school/members?standing=retired&number=&branch=")
    assert "M0602 李伟 no branch retired, membership kept 6 Jan 2015" in retired
    assert "M0601" not in retired


def test_a_search_by_number_leads_to_the_card(reader: httpx.Client) -> None:
    found = reader.get("/ledgers/school/members?number=M0602")
    assert found.url.path == "/ledgers/school/members/M0602"
    assert "There is no member M9999 in this ledger." in shown(reader, "/ledgers/school/members?number=M9999")


def test_members_come_in_pages(own: Served) -> None:
    reader = own.reader()
    more = [
        EnrolMember(member_no=MemberNo(f"N{number:03}"), person=PersonalData(name=Text("某")), effective_on=OPENED)
        for number in range(100)
    ]
    record(own.service, *((SCHOOL, "olga", command) for command in more))

    first = reader.get("/ledgers/school/members").text
    second = reader.get(_link(first, "Next page")).text

    assert ("N097" in words(first), "N098" in words(first)) == (True, False)
    assert ("N097" in words(second), "N098" in words(second)) == (False, True)
    assert "Next page" not in second
    assert "M0601" in shown(reader, _link(second, "First page"))


def _link(html: str, label: str) -> str:
    found = re.search(rf'<a href="([^"]*)"[^>]*>{label}</a>', html)
    assert found is not None
    return unescape(found[1])


def test_a_members_page_shows_card_dues_aid_and_honours(reader: httpx.Client) -> None:
    page = shown(reader, "/ledgers/school/members/M0601")

    assert "Dues in arrears ¥6.30" in page
    assert "Aid received ¥41,320.00 Aid payments 1" in page
    assert "M0601-01 valid 2 Feb 2015" in page
    assert "首席员工 2015 4 May 2015 ¥1,000.00" in page
    assert "Mar 2015 ¥16.30 ¥0.00 ¥10.00 ¥6.30 ¥0.00" in page
    assert "Total ¥16.30 ¥0.00 ¥10.00 ¥6.30 ¥0.00" in page


def test_a_members_numbers_and_address_are_shown_in_part(reader: httpx.Client) -> None:
    page = reader.get("/ledgers/school/members/M0601").text

    assert "••••••••••••••8515" in page
    assert "•••••••5678" in page
    assert "示范市示范区••••••" in page
    assert "110101" not in page
    assert "学院路" not in page


def test_a_name_is_shown_as_it_is_written_and_never_as_markup(reader: httpx.Client) -> None:
    for path in ("/ledgers/school/members", "/ledgers/school/members/M0601"):
        page = reader.get(path).text
        assert "&lt;b&gt;王&amp;芳&lt;/b&gt;" in page
        assert ODD_NAME not in page


def test_the_feed_tells_every_event_newest_first(reader: httpx.Client) -> None:
    page = shown(reader, "/ledgers/school/feed")

    assert "Member M0601 paid ¥10.00 for Mar 2015: payroll deduction." in page
    assert page.index("“首席员工” 2015 was conferred on M0601") < page.index("were opened. Reports to: city.")
    assert "15 Mar 2015" in page
    assert "10 Mar 2016, 12:00 carl" in page


def test_the_feed_is_filtered_by_kind_member_and_day(reader: httpx.Client) -> None:
    assert _positions(reader, "kind=member.enrolled") == ["4", "3"]
    assert _positions(reader, "member=M0602") == ["5", "4"]
    assert _positions(reader, "from=2015-05-01&to=2015-05-03") == ["19"]
    assert "No event fits." in shown(reader, "/ledgers/school/feed?kind=aid.reversed")


def test_the_feed_comes_in_pages(own: Served) -> None:
    reader = own.reader()
    more = [
        EnrolMember(member_no=MemberNo(f"N{number:03}"), person=PersonalData(name=Text("某")), effective_on=OPENED)
        for number in range(50)
    ]
    record(own.service, *((SCHOOL, "olga", command) for command in more))

    first = reader.get("/ledgers/school/feed").text
    second = _positions(reader, _link(first, "Next page").partition("?")[2])

    assert second[0] == "20"
    assert second[-1] == "1"


def _positions(reader: httpx.Client, query: str) -> list[str]:
    return re.findall(r'<tr id="p(\d+)"', reader.get(f"/ledgers/school/feed?{query}").text)


def test_an_event_that_cannot_be_read_is_named_and_the_others_are_told(url: str, own: Served) -> None:
    with psycopg.connect(url) as owner:
        owner.execute("ALTER TABLE ledger.ledger_event DISABLE TRIGGER ledger_event_immutable")
        owner.execute("UPDATE ledger.ledger_event SET topic = 'dues.paid/9' WHERE topic = 'dues.paid'")

    page = shown(own.reader(), "/ledgers/school/feed")
    assert "Dues paid This event could not be read. It is stored as dues.paid/9." in page
    assert "Member M0601 owes ¥16.30 for Mar 2015" in page


@pytest.mark.parametrize("path", EVERY_PAGE[1:])
def test_a_page_says_which_position_it_reflects_and_when_that_was_recorded(reader: httpx.Client, path: str) -> None:
    page = shown(reader, path)
    assert "Reflects this ledger's events up to position 20, recorded 10 Mar 2016, 12:00." in page


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_speaks_both_languages(reader: httpx.Client, path: str) -> None:
    english = reader.get(path)
    chinese = reader.get(path, headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    assert '<html lang="en">' in english.text
    assert '<html lang="zh-CN">' in chinese.text
    assert "只读页面" in chinese.text
    assert "Read-only pages" not in chinese.text


def test_a_chosen_language_is_remembered(reader: httpx.Client) -> None:
    assert "工会台账" in reader.get("/?lang=zh").text
    assert "工会台账" in reader.get("/ledgers/school").text
    assert "Union Ledger" in reader.get("/ledgers/school?lang=en").text
    assert "Union Ledger" in reader.get("/?lang=tlh").text


def test_choosing_a_language_keeps_what_was_asked_for(reader: httpx.Client) -> None:
    page = reader.get("/ledgers/school/feed?kind=dues.paid").text
    assert 'href="/ledgers/school/feed?kind=dues.paid&amp;lang=zh"' in page


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_can_be_read_without_seeing_it(reader: httpx.Client, path: str) -> None:
    page = reader.get(path).text

    assert page.index('href="#content"') < page.index("<header") < page.index('<main id="content"')
    assert page.count("<h1>") == 1
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        assert "<caption>" in table
        assert 'scope="col"' in table
        assert 'scope="row"' in table
    for field in re.findall(r'<(?:input|select) id="([^"]+)"', page):
        assert f'<label for="{field}">' in page


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_needs_no_script_and_no_inline_style(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path)

    assert re.search(r"<script|<style| style=| on[a-z]+=", answer.text) is None
    assert "default-src 'none'; style-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_stylesheet_and_the_mark_are_kept_by_browsers(reader: httpx.Client) -> None:
    page = reader.get("/").text
    for kind, mime in (("style.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")):
        address = re.search(rf'href="(/{re.escape(kind)}\?v=[0-9a-f]+)"', page)
        assert address is not None
        answer = reader.get(address[1])
        assert answer.headers["content-type"] == mime
        assert "immutable" in answer.headers["cache-control"]


def test_nothing_recorded_is_said_in_words(empty: Served) -> None:
    assert "There is no ledger here yet." in shown(empty.reader(), "/")


def test_a_ledger_in_which_nothing_happened_has_pages(overseer: httpx.Client) -> None:
    page = shown(overseer, "/ledgers/hidden")
    assert "No aid programme has been opened." in page
    assert "Nobody owes dues." in page
    assert "No member fits this search." in shown(overseer, "/ledgers/hidden/members")


def test_a_member_with_nothing_has_a_card(reader: httpx.Client) -> None:
    page = shown(reader, f"/ledgers/school/members/{LI}")
    assert "No card was issued." in page
    assert "No honour was conferred." in page
    assert "Nothing was assessed or paid yet." in page


def test_a_ring_of_parents_is_shown_once(empty: Served) -> None:
    ring = {LedgerId("a-union"): LedgerId("b-union"), LedgerId("b-union"): LedgerId("a-union")}
    record(empty.service, *((name, "admin", open_ledger(name, above)) for name, above in ring.items()))

    page = empty.reader(FOR_EVERY_UNION).get("/").text
    assert [page.count(f'href="/ledgers/{name}"') for name in ring] == [1, 1]
