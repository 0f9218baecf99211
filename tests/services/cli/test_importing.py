"""``import`` and ``archive-list`` on the demo: files in, exceptions and refusals told row by row."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import orjson
import psycopg
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.services.cli.shell import union_ledger
from tests.services.imports.files import More, csv, xlsx

WHO = ("--ledger", "school", "--actor", "li.na")


def test_a_statement_is_imported_once_and_one_with_faults_not_at_all(demo_url: str, tmp_path: Path) -> None:
    rows = (
        ("日期", "收入", "支出", "流水号"),
        (date(2016, 1, 6), "25,00", None, "B1"),
        (date(2016, 1, 7), 25, None, "B2"),
    )
    statement = ("--role", "bookkeeper", "--period", "2016-01", "--opening", "85518.27", "--closing", "85543.27")
    wrong = union_ledger(demo_url, "import", "bank", xlsx(tmp_path, rows), *WHO, *statement)
    assert wrong.exit_code == 1
    assert "nothing was recorded; 1 fault(s)" in wrong.err
    assert "Row 2, column “收入”: “25,00” is no amount." in wrong.err

    right = csv(tmp_path, "日期,收入,支出,流水号\n2016-01-07,25.00,,B2\n")
    done = union_ledger(demo_url, "import", "bank", right, *WHO, *statement)
    assert (done.exit_code, "1 events recorded in ledger school" in done.err) == (0, True), done.err
    again = union_ledger(demo_url, "import", "bank", right, *WHO, *statement)
    assert (again.exit_code, "2016-01 are imported" in again.err) == (1, True), again.err


def merge(_: Workbook, sheet: Worksheet) -> None:
    sheet.merge_range("D2:D3", "B1")


def fail(_: Workbook, sheet: Worksheet) -> None:
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")


LINE: Final = (date(2026, 1, 7), 25, None, "B1")
HEADINGS: Final = ("日期", "收入", "支出", "流水号")
BAD_FILES: Final[tuple[tuple[Sequence[Sequence[object]], More | None, str, str], ...]] = (
    (((*HEADINGS, "手续费"), (*LINE, 1)), None, "10201", "Row 1: column “手续费” is not known."),
    ((HEADINGS, LINE, LINE), None, "10201", "Row 3 repeats row 2: reference, day and amount are the same."),
    (
        (HEADINGS, (date(2026, 1, 7), "二十五元", None, "B1")),
        None,
        "10201",
        "Row 2, column “收入”: “二十五元” is no amount.",
    ),
    ((HEADINGS, LINE, LINE), merge, "10201", "Row 2: the cells D2:D3 are merged."),
    ((HEADINGS, (date(2026, 1, 7), None, None, "B1")), fail, "10201", "Row 2, column “B”: a formula failed."),
    ((HEADINGS, LINE), None, "10299", "10299 is no bank account of this ledger under chart 2021."),
    ((HEADINGS, LINE), None, "101", "101 is no bank account of this ledger under chart 2021."),
)


def recorded_of_plant(demo_url: str) -> object:
    with psycopg.connect(demo_url) as connection:
        return connection.execute("SELECT size FROM ledger.ledger_head WHERE ledger_id = 'plant'").fetchone()


def test_of_a_bad_statement_the_row_and_the_rule_are_said_and_nothing_is_recorded(
    demo_url: str, tmp_path: Path
) -> None:
    frame = ("--role", "bookkeeper", "--period", "2026-01", "--opening", "3000.00", "--closing", "3025.00")
    of_plant = ("--ledger", "plant", "--actor", "li.na")
    before = recorded_of_plant(demo_url)
    for rows, more, account, said in BAD_FILES:
        file = xlsx(tmp_path, rows, more)
        refused = union_ledger(demo_url, "import", "bank", file, *of_plant, *frame, "--account", account)
        assert (refused.exit_code, said in refused.err) == (1, True), refused.err

    file = xlsx(tmp_path, (HEADINGS, LINE))
    wrong_account = union_ledger(demo_url, "import", "bank", file, *of_plant, *frame)
    assert "The statement of account 102 for 2026-01 opens with 3000.00" in wrong_account.err
    assert recorded_of_plant(demo_url) == before
    done = union_ledger(demo_url, "import", "bank", file, *of_plant, *frame, "--account", "10201")
    assert (done.exit_code, "1 events recorded in ledger plant" in done.err) == (0, True), done.err


def test_payroll_is_held_against_what_is_expected_and_the_good_rows_recorded(demo_url: str, tmp_path: Path) -> None:
    expected = union_ledger(
        demo_url, "import", "payroll", csv(tmp_path, "会员编号,月份,会费\nM9999,2016-01,1\n"), *WHO, "--json"
    )
    found = orjson.loads(expected.out)
    assert found["good"] == 0
    owing = {row["member_no"]: row["expected"] for row in found["exceptions"] if row["kind"] == "missing"}
    assert [row["member_no"] for row in found["exceptions"] if row["kind"] == "unknown"] == ["M9999"]
    (first, first_dues), (second, second_dues), *others = sorted(owing.items())
    assert others

    rows = f"会员编号,月份,会费\n{first},2016-01,{first_dues}\n{second},2016-01,999.00\n"
    file = csv(tmp_path, rows)
    refused = union_ledger(demo_url, "import", "payroll", file, *WHO, "--record", "all")
    assert (refused.exit_code, "nothing was recorded" in refused.err) == (1, True)
    done = union_ledger(demo_url, "import", "payroll", file, *WHO, "--record", "good", "--day", "2016-01-20")
    assert (done.exit_code, "2 events recorded" in done.err) == (0, True), done.err
    assert "over" in done.out
    assert second_dues in done.out
    again = union_ledger(demo_url, "import", "payroll", file, *WHO, "--record", "good", "--json")
    assert orjson.loads(again.out)["good"] == 0


def test_the_archive_list_says_from_when_on_records_may_go(demo_url: str) -> None:
    done = union_ledger(demo_url, "archive-list", "--ledger", "school", "--year", "2015", "--json")
    records = {row["what"]: row["destroy_from"] for row in orjson.loads(done.out)["data"]["records"]}
    assert (records["凭证"], records["年度报告"], records["银行对账单"]) == ("2046-01-01", None, "2026-01-01")
    assert "2046-01-01" in union_ledger(demo_url, "archive-list", "--ledger", "school", "--year", "2015").out
