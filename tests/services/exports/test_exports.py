"""Files that leave the program: read back with other programs than the one that wrote them."""

import csv
import io
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from shutil import which
from typing import Any

import psycopg
import pytest
import python_calamine
from psycopg.rows import DictRow

from domain.activities.bank import BankAccountUnknown
from domain.values import FEN_PER_YUAN, AccountCode, Month, VoucherId, Year, yuan
from projections.ledgers import trial_balance
from services.exports import (
    EXPORT_KINDS,
    ExportAsked,
    ExportFormat,
    ExportKind,
    ExportNeedsPeriod,
    ExportNotInFormat,
    VoucherNotFound,
    export_file,
)
from services.exports.csv_files import write_csv
from services.exports.sheets import Column, Row, Sheet
from services.exports.xlsx_files import write_xlsx
from tests.books_given import VOUCHER, company_books
from tests.company_year import COMPANY, LAST

JANUARY = Month("2025-01")
Connection = psycopg.Connection[DictRow]


@pytest.fixture(scope="module")
def books(server_url: str, template: str) -> Iterator[Connection]:
    with company_books(server_url, template) as connection:
        yield connection


def exported(books: Connection, kind: ExportKind, **asked: Any) -> bytes:  # noqa: ANN401 - fields of ExportAsked
    return export_file(books, ExportAsked(ledger_id=COMPANY, kind=kind, **asked)).content


def table(content: bytes, sheet: int = 0) -> list[list[Any]]:
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_index(sheet).to_python()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", EXPORT_KINDS)
def test_everything_can_be_exported_in_both_languages(books: Connection, kind: ExportKind) -> None:
    for language in ("zh", "en"):
        file = export_file(
            books, ExportAsked(ledger_id=COMPANY, kind=kind, period=JANUARY, voucher_id=VOUCHER, lang=language)
        )
        assert file.content
        assert file.name.startswith(f"company-{kind}-")


def test_a_statement_is_a_workbook_with_typed_cells_and_its_checks(books: Connection) -> None:
    content = exported(books, "income-statement", year=Year(2025))
    statement, checks = table(content), table(content, 1)

    assert statement[0][0] == "收入支出表（工会02表）"
    assert statement[1][0] == "化建公司工会  2025年"
    assert ["R05", "三、收入合计", 2853574.3] in [row[:3] for row in statement]
    assert ["X1", "资产总计等于负债与净资产总计", "相符", "年初", 2786500, 2786500] in checks


def test_a_balance_sheet_stands_in_two_halves_whose_totals_are_on_one_line(books: Connection) -> None:
    rows = table(exported(books, "balance-sheet", year=Year(2025)))
    total = next(row for row in rows if row[0] == "A20")
    assert (total[3], total[4], total[7]) == (4008701.96, "N09", 4008701.96)
    assert "A03" not in [row[0] for row in rows]


def test_a_table_is_the_same_as_csv_with_amounts_to_the_fen(books: Connection) -> None:
    rows = rows_of(exported(books, "trial-balance", day=LAST, format="csv"))
    bank = next(row for row in rows if row["科目编码"] == "102")

    assert (bank["科目名称"], bank["期初余额"], bank["余额"]) == ("银行存款", "2436500.00", "3645901.96")
    assert rows[-1]["余额"] == "0.00"


def test_the_journal_names_vouchers_and_sums_up_the_days(books: Connection) -> None:
    rows = rows_of(exported(books, "journal", period=Month("2025-01"), format="csv", lang="en"))

    assert [row["Balance"] for row in rows[:1]] == ["0.00"]
    assert [row["Voucher"] for row in rows if row["What"] == "会费"] == ["R-1"]
    assert rows[-1]["What"] == "Total of the day"
    assert rows[-1]["Debit"] == "4135549.68"


def test_a_voucher_prints_with_its_total_in_capital_letters_and_its_signatures(books: Connection) -> None:
    rows = table(exported(books, "voucher", voucher_id=VOUCHER))
    total = next(row for row in rows if row[0] == "合计")

    assert rows[0][0] == "收款凭证"
    assert rows[1][0] == "化建公司工会  2025年1月31日  收-1  附件 2 张"
    assert (total[1], total[4]) == ("伍拾万伍仟玖佰贰拾元整", 505920)
    assert rows[-1][0].split() == ["制单：bella", "审核：", "出纳：", "记账：boris", "会计机构负责人："]


def test_a_voucher_that_is_not_there_is_refused(books: Connection) -> None:
    with pytest.raises(VoucherNotFound):
        exported(books, "voucher", voucher_id=VoucherId("2025-01-31.general.D99"))


@pytest.mark.parametrize(("kind", "wanted"), [("hledger", "xlsx"), ("vouchers", "hledger")])
def test_a_format_that_does_not_fit_is_refused(books: Connection, kind: ExportKind, wanted: ExportFormat) -> None:
    with pytest.raises(ExportNotInFormat):
        exported(books, kind, format=wanted)


def test_the_reconciliation_sheet_lists_what_the_bank_does_not_have_yet_and_adds_up(books: Connection) -> None:
    rows = table(exported(books, "reconciliation", period=JANUARY))
    adjusted = next(row for row in rows if row[0] == "调节后余额")

    assert rows[0][0] == "银行存款余额调节表 102 银行存款"
    assert ["单位账面余额", 6572049.68] in [row[:2] for row in rows]
    assert ["2025年1月31日 D1", 505920] in [row[2:] for row in rows]
    assert adjusted[1] == 6572049.68


def test_a_reconciliation_is_of_a_bank_account_of_the_ledger(books: Connection) -> None:
    assert exported(books, "reconciliation", period=JANUARY, account=AccountCode("102"))
    with pytest.raises(BankAccountUnknown):
        exported(books, "reconciliation", period=JANUARY, account=AccountCode("10201"))


def test_a_reconciliation_is_of_a_month_that_is_named(books: Connection) -> None:
    with pytest.raises(ExportNeedsPeriod):
        exported(books, "reconciliation")


def hledger(journal: bytes, *arguments: str) -> str:
    program = which("hledger")
    if program is None:
        pytest.fail("This test needs hledger on the PATH. On Debian: apt install hledger", pytrace=False)
    done = subprocess.run(
        [program, "-f", "-", *arguments],
        input=journal,
        capture_output=True,
        check=False,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin"},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def recomputed(journal: bytes, *arguments: str) -> dict[AccountCode, int]:
    """What hledger makes of a journal: balances in fen by the code of the account that was posted to."""
    found: dict[AccountCode, int] = {}
    for account, amount in list(csv.reader(io.StringIO(hledger(journal, "bal", "--flat", "-O", "csv", *arguments))))[
        1:
    ]:
        if account != "total":
            code = AccountCode([part.split(" ")[0] for part in account.split(":") if part[0].isdigit()][-1])
            fen = int(Decimal(amount.removesuffix(" CNY")) * FEN_PER_YUAN)
            found[code] = found.get(code, 0) + fen
    return {code: fen for code, fen in found.items() if fen}


@pytest.mark.parametrize("day", [date(2025, 1, 31), date(2025, 6, 30), LAST])
def test_hledger_recomputes_every_balance_to_the_fen(books: Connection, day: date) -> None:
    journal = exported(books, "hledger", year=Year(2025))
    rows = trial_balance(books, COMPANY, day=day).rows

    balances = recomputed(journal, "--end", date.fromordinal(day.toordinal() + 1).isoformat())
    assert balances == {row.account: row.balance_fen for row in rows if row.balance_fen}


def test_hledger_finds_the_vouchers_and_what_is_on_none(books: Connection) -> None:
    journal = exported(books, "hledger", year=Year(2025))
    by_voucher = hledger(journal, "bal", "asset:102", "tag:number=receipt-1", "-N", "--flat")
    assert by_voucher.split() == ["505920.00", "CNY", "asset:102", "银行存款:unrestricted"]
    assert "2025-02-10" in hledger(journal, "print", "tag:source=2025-02-10")


def sheet(*rows: Row, name: str = "A") -> Sheet:
    columns = (
        Column(heading="text", type="text", width=9),
        Column(heading="yuan", type="amount", width=9),
        Column(heading="day", type="day", width=9),
    )
    return Sheet(name=name, title="T", union="=cmd|' /C calc'!A0", when="", unit="", columns=columns, rows=rows)


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    formula = sheet(Row(("=1+1", -5, date(2025, 1, 1))))

    assert rows_of(write_csv([formula])) == [{"text": "'=1+1", "yuan": "-0.05", "day": "2025-01-01"}]
    assert table(write_xlsx([formula], ""))[3] == ["=1+1", -0.05, date(2025, 1, 1)]


def test_amounts_keep_every_fen_in_a_workbook() -> None:
    amounts = (1, 10**12 + 1, -(10**13) - 99, 33)
    cells = [row[1] for row in table(write_xlsx([sheet(*(Row(("", fen, None)) for fen in amounts))], ""))[3:7]]
    assert [f"{cell:.2f}" for cell in cells] == [yuan(fen) for fen in amounts]


def test_sheets_have_names_that_a_workbook_admits() -> None:
    names = ("科目/明细", "科目:明细", "x" * 40, "X" * 40)
    content = write_xlsx([sheet(name=name) for name in names], "")
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert workbook.sheet_names == ["科目-明细", "科目-明细~2", "x" * 31, "X" * 29 + "~2"]
