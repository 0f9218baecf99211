from collections.abc import Iterator
from shutil import which

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.services.web.conftest import Served
from tests.services.web.history import FOR_CITY_AND_SCHOOL, ODD_NAME

FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    chromium = which("chromium")
    if chromium is None:
        pytest.fail("This test needs chromium on the PATH. On Debian: apt install chromium", pytrace=False)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=FLAGS)


def test_a_reader_walks_from_signing_in_to_the_feed_in_both_languages(browser: Browser, history: Served) -> None:
    complaints: list[str] = []
    page = browser.new_context(locale="en-GB", base_url=history.address).new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))

    page.goto("/")
    page.get_by_label("Token").fill(FOR_CITY_AND_SCHOOL)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="示范小学工会").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示范小学工会")
    page.get_by_role("link", name="Members").click()
    page.get_by_label("Member number").fill("M0601")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ODD_NAME)
    page.get_by_role("link", name="Activity of this member").click()
    expect(page.get_by_text("Member M0601 paid ¥10.00 for Mar 2015: payroll deduction.")).to_be_visible()
    assert _is_styled(page)

    page.get_by_role("link", name="中文").click()
    expect(page.get_by_text("会员 M0601 缴纳2015年3月会费 ¥10.00（工资代扣）。")).to_be_visible()
    page.get_by_label("事件类别").select_option("会员入会")
    page.get_by_role("button", name="显示").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="概览").click()
    expect(page.get_by_role("heading", name="2015 年合计")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert complaints == []


def _is_styled(page: Page) -> bool:
    """Whether the stylesheet took effect: figures stand at the right of their columns."""
    aligned: str = page.locator("th.n").first.evaluate("cell => getComputedStyle(cell).textAlign")
    return aligned == "right"
