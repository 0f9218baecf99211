"""``import`` and ``archive-list`` on the demo: files in, exceptions and refusals told row by row."""

from datetime import date
from pathlib import Path

import orjson

from tests.services.cli.shell import union_ledger
from tests.services.imports.files import csv, xlsx

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
