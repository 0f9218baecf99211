"""The pages of the books: statements, ledgers and vouchers, and the way from a figure down to its events."""

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from tests.books_given import VOUCHER, company_database
from tests.services.web.conftest import served
from tests.services.web.history import FOR_CITY_AND_SCHOOL, FOR_EVERY_UNION
from tests.services.web.test_pages import words

OF_COMPANY = "/ledgers/company"
EVERY_PAGE = (
    "/books",
    "/trial-balance",
    "/trial-balance?from=2025-02-01&to=2025-06-30",
    "/general-ledger?year=2025",
    "/accounts/102",
    "/accounts/50301?from=2025-07-01&to=2025-07-31",
    "/statements/balance-sheet?period=2025-06",
    "/statements/balance-sheet?year=2025",
    "/statements/income-statement?period=2025-06",
    "/statements/income-statement?year=2025",
    "/statements/income-statement/rows/R18?year=2025",
    "/vouchers?period=2025-01",
    f"/vouchers/{VOUCHER}",
    "/sources/2025-07-07.general.D18",
    "/finance-report?year=2025",
    "/reconciliations/2025-01",
    "/reconciliations/2025-01?account=102",
)


@pytest.fixture(scope="module")
def reader(server_url: str, template: str) -> Iterator[httpx.Client]:
    """Someone who may see every union, on a service with the company's year."""
    with company_database(server_url, template) as url, served(url) as shared:
        yield shared.reader(FOR_EVERY_UNION)


@pytest.fixture(scope="module")
def stranger(reader: httpx.Client) -> Iterator[httpx.Client]:
    """Someone who may not see the company, on the same service."""
    with httpx.Client(base_url=reader.base_url, headers=reader.headers, follow_redirects=True, timeout=60) as visitor:
        visitor.post("/sign-in", data={"token": FOR_CITY_AND_SCHOOL, "next": "/"})
        yield visitor


def page(reader: httpx.Client, path: str) -> str:
    answer = reader.get(OF_COMPANY + path)
    assert answer.status_code == 200
    return answer.text


def shown(reader: httpx.Client, path: str) -> str:
    return words(page(reader, path))


def link(html: str, label: str) -> str:
    found = re.search(rf'<a href="([^"]*)"[^>]*>{re.escape(label)}</a>', html)
    assert found is not None, label
    return unescape(found[1]).removeprefix(OF_COMPANY)


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_of_the_books_is_there_in_both_languages(reader: httpx.Client, path: str) -> None:
    joined = "&" if "?" in path else "?"
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        answer = reader.get(f"{OF_COMPANY}{path}{joined}lang={language}")
        assert (answer.status_code, f'<html lang="{tag}">' in answer.text) == (200, True)


@pytest.mark.parametrize("path", [*EVERY_PAGE, "/general-ledger?year=1999"])
def test_a_page_of_the_books_can_be_read_without_seeing_it(reader: httpx.Client, path: str) -> None:
    html = page(reader, path)

    assert html.count("<h1>") == 1
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert "<caption>" in table
        assert 'scope="col"' in table
        assert "<tbody>\n</tbody>" in table or 'scope="row"' in table
    for name in re.findall(r'<input id="([^"]+)"', html):
        assert f'<label for="{name}">' in html
    assert re.search(r"<script|<style| style=| on[a-z]+=", html) is None


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_nobody_sees_the_books_of_a_union_out_of_scope(stranger: httpx.Client, path: str) -> None:
    assert stranger.get(OF_COMPANY + path).status_code == 404


def test_the_sheet_shows_the_expected_totals_on_one_line_and_its_checks(reader: httpx.Client) -> None:
    sheet = shown(reader, "/statements/balance-sheet?year=2025&lang=en")
    assert (
        "A20 Total assets 2,786,500.00 4,008,701.96 N09 Total liabilities and net assets 2,786,500.00 4,008,701.96"
        in sheet
    )
    assert "X1 Assets are liabilities and net assets agrees" in sheet
    assert "may not be published" not in sheet


def test_from_a_figure_the_way_leads_down_to_the_event(reader: httpx.Client) -> None:
    statement = page(reader, "/statements/income-statement?year=2025&lang=en")
    cell = page(reader, link(statement, "108,300.00"))
    assert "Form 02 R18 Worker services" in words(cell)

    entries = page(reader, re.search(r'href="/ledgers/company(/accounts/50301[^"]*)"', cell)[1].replace("&amp;", "&"))  # type: ignore[index]
    assert "竞赛奖金 50301 Labour and skills competition expense" in words(entries)
    events = shown(reader, link(entries, "竞赛奖金"))
    assert "Document D18 was entered by bella: 竞赛奖金" in events


def test_a_voucher_prints_with_its_capitals_signatures_and_the_way_to_its_events(reader: httpx.Client) -> None:
    listed = page(reader, "/vouchers?period=2025-01&lang=zh")
    voucher = page(reader, link(listed, "收-1"))

    said = words(voucher)
    assert "收款凭证 化建公司工会 2025年1月31日 收-1 附件 2 张 单位：元" in said
    assert "合计 伍拾万伍仟玖佰贰拾元整 505,920.00 505,920.00" in said
    assert "制单：bella 审核： 出纳： 记账：boris 会计机构负责人：" in said
    assert "D1" in shown(reader, link(voucher, "会费"))


def test_the_journal_carries_its_balance_from_page_to_page(reader: httpx.Client) -> None:
    second = shown(reader, "/accounts/102?after=5&lang=en")
    assert "Brought forward 6,572,049.68" in second


def test_a_page_is_downloaded_as_a_workbook_and_as_csv(reader: httpx.Client) -> None:
    html = page(reader, "/trial-balance?to=2025-06-30&lang=en")
    for form, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfAccount")):
        file = reader.get(OF_COMPANY + link(html, form))
        assert (file.status_code, file.content[: len(begins)]) == (200, begins)
        assert f"company-trial-balance-2025-06-30.{form}" in file.headers["Content-Disposition"]


def test_each_bank_account_has_its_own_journal_and_reconciliations(demo_url: str) -> None:
    with served(demo_url) as shared:
        reader = shared.reader(FOR_EVERY_UNION)
        books = reader.get("/ledgers/plant/books?lang=zh").text
        sheet = reader.get("/ledgers/plant/reconciliations/2025-09?account=10201&lang=zh").text

    assert "日记账 102 银行存款 日记账 10201 代管经费" in words(books)
    assert 'href="/ledgers/plant/reconciliations/2025-09?account=10201"' in books
    assert "银行存款余额调节表 10201 代管经费 示范机械厂工会 2025年9月30日" in words(sheet)
    assert "调节后余额 3,000.00 调节后余额 3,000.00" in words(sheet)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/statements/cash-flow", 404),
        ("/statements/balance-sheet?period=June", 400),
        ("/statements/balance-sheet/rows/Z99?year=2025", 404),
        ("/accounts/999999", 404),
        ("/vouchers/2025-01-31.general.D99", 404),
        ("/periods/2025-01", 404),
        ("/exports/trial-balance?format=pdf", 400),
        ("/exports/hledger?format=xlsx", 400),
        ("/reconciliations/2025-01?account=10201", 400),
        ("/exports/reconciliation?period=2025-01&account=10201", 404),
        ("/exports/voucher?voucher_id=nothing", 400),
    ],
)
def test_what_is_not_there_is_said_on_a_page(reader: httpx.Client, path: str, status: int) -> None:
    assert reader.get(OF_COMPANY + path).status_code == status
