"""Files from outside: what is right becomes commands, and every fault is named with its row and column."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.activities.bank import BankLine
from domain.activities.dues_control import Withheld
from domain.values import AccountCode, Fen, MemberNo, Month, Text
from services.imports import Frame, ImportRefused, read_bank_statement, read_payroll
from services.imports.refusals import (
    ImportAmountWrong,
    ImportBalanceDiffers,
    ImportCellMissing,
    ImportCellsMerged,
    ImportColumnMissing,
    ImportColumnRepeated,
    ImportColumnUnknown,
    ImportDayWrong,
    ImportEmpty,
    ImportFileUnreadable,
    ImportFormulaFailed,
    ImportLineRepeated,
    ImportMemberRepeated,
    ImportMonthWrong,
    ImportNumberWrong,
    ImportOutsideMonth,
    ImportSheetsMany,
    ImportSidesWrong,
    ImportTextWrong,
)
from tests.services.imports.files import More, csv, xlsx

FRAME: Final = Frame(
    period=Month("2026-02"),
    opening_fen=Fen(1_250_00),
    closing_fen=Fen(1_500_00),
    effective_on=date(2026, 3, 2),
)
HEADINGS: Final = ("日期", "收入", "支出", "流水号", "对方户名", "余额", "摘要")
FEB_3, FEB_20 = date(2026, 2, 3), date(2026, 2, 20)
RECEIVED: Final = (FEB_3, 300, None, "B1", "县总工会", 1550, "拨款")
PAID: Final = (FEB_20, None, 50.0, "B2", None, 1500, "手续费")
LINES: Final = (
    BankLine(day=FEB_3, reference=Text("B1"), received_fen=Fen(300_00), counterparty=Text("县总工会")),
    BankLine(day=FEB_20, reference=Text("B2"), paid_fen=Fen(50_00)),
)


def faults(read: Callable[[], object]) -> list[tuple[type, dict[str, Any]]]:
    with pytest.raises(ImportRefused) as refused:
        read()
    assert all(str(problem) for problem in refused.value.problems)
    return [(type(problem), problem.facts()) for problem in refused.value.problems]


def statement_faults(
    folder: Path, *rows: Sequence[object], more: More | None = None
) -> list[tuple[type, dict[str, Any]]]:
    file = xlsx(folder, (HEADINGS, *rows), more)
    return faults(lambda: read_bank_statement(file, FRAME))


def test_a_spreadsheet_of_a_bank_becomes_a_statement(tmp_path: Path) -> None:
    file = xlsx(tmp_path, (HEADINGS, RECEIVED, PAID))
    read = read_bank_statement(file, FRAME)
    assert read.lines == LINES
    assert read.file_sha256 == sha256(file.read_bytes()).hexdigest()
    assert (read.period, read.opening_fen, read.closing_fen) == ("2026-02", 1_250_00, 1_500_00)


def test_a_statement_is_of_the_bank_account_that_its_frame_names_or_of_102(tmp_path: Path) -> None:
    file = xlsx(tmp_path, (HEADINGS, RECEIVED, PAID))
    assert read_bank_statement(file, FRAME).account == "102"
    assert read_bank_statement(file, replace(FRAME, account=AccountCode("10201"))).account == "10201"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_says_the_same_in_any_of_its_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        "交易日期,贷方发生额,借方发生额,交易流水号,对方户名\n2026-02-03,300.00,,B1,县总工会\n\n2026/2/20,,50.00,B2,\n"
    )
    assert read_bank_statement(csv(tmp_path, text, encoding), FRAME).lines == LINES


def test_english_headings_do_as_well(tmp_path: Path) -> None:
    file = xlsx(tmp_path, (("Date", "Received", "Paid", "Reference"), (20260203, 300, None, "B1")))
    assert [line.day for line in read_bank_statement(file, FRAME).lines] == [FEB_3]


def test_amounts_are_read_to_the_fen_however_the_spreadsheet_keeps_them(tmp_path: Path) -> None:
    amounts = (16.3, 0.1 + 0.2, "1,234.50", "7", 12345678.9, 0)
    rows = [("M1", f"2026-{month:02d}", amount) for month, amount in enumerate(amounts, 1)]
    read = read_payroll(xlsx(tmp_path, (("会员编号", "月份", "会费"), *rows)))
    assert [row.amount_fen for row in read] == [16_30, 30, 1_234_50, 7_00, 12_345_678_90, 0]


@pytest.mark.parametrize("amount", ["12,34.00", "约300", "1.234", -5, 16.305, "=300", "1e3", True])
def test_what_is_no_amount_is_named_with_its_row_and_column(tmp_path: Path, amount: object) -> None:
    def write(_: Workbook, sheet: Worksheet) -> None:
        if isinstance(amount, str):
            sheet.write_string(1, 1, amount)
        else:
            sheet.write(1, 1, amount)

    found = statement_faults(tmp_path, (FEB_3, None, None, "B1"), more=write)
    assert [(kind, facts["row"], facts["column"]) for kind, facts in found] == [(ImportAmountWrong, 2, "收入")]


@pytest.mark.parametrize("day", ["2026-02-30", "二月三日", 3, "03/02/2026"])
def test_what_is_no_day_is_named(tmp_path: Path, day: object) -> None:
    ((kind, facts),) = statement_faults(tmp_path, (day, 300, None, "B1"))
    assert (kind, facts["row"], facts["column"]) == (ImportDayWrong, 2, "日期")


def test_every_faulty_row_is_listed(tmp_path: Path) -> None:
    found = statement_faults(
        tmp_path,
        ("x", 300, None, "B1"),
        RECEIVED,
        (FEB_3, "y", None, None),
        (FEB_20, 1, 1, "B3"),
        (FEB_20, 0, None, "B4"),
    )
    assert [(kind, facts["row"]) for kind, facts in found] == [
        (ImportDayWrong, 2),
        (ImportAmountWrong, 4),
        (ImportCellMissing, 4),
        (ImportSidesWrong, 5),
        (ImportSidesWrong, 6),
    ]


def test_no_more_than_a_thousand_faults_are_listed(tmp_path: Path) -> None:
    assert len(statement_faults(tmp_path, *[("x", 1, None, f"B{number}") for number in range(1_200)])) == 1_000


def test_columns_that_are_unknown_repeated_or_missing_are_named(tmp_path: Path) -> None:
    file = xlsx(tmp_path, (("日期", "收入", "收入金额", "手续费", "支出"), (FEB_3, 300, 300, 1, None)))
    found = faults(lambda: read_bank_statement(file, FRAME))
    assert [(kind, facts.get("column", facts.get("headings"))) for kind, facts in found] == [
        (ImportColumnRepeated, "收入金额"),
        (ImportColumnUnknown, "手续费"),
        (ImportColumnMissing, "流水号 / 交易流水号 / 凭证号 / reference"),
    ]


def test_a_column_without_a_heading_is_unknown_if_anything_stands_in_it(tmp_path: Path) -> None:
    ((kind, facts),) = statement_faults(tmp_path, (*RECEIVED, "note"))
    assert (kind, facts["column"]) == (ImportColumnUnknown, "H")


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("D3:D4", "B2")

    assert statement_faults(tmp_path, RECEIVED, more=merge) == [(ImportCellsMerged, {"row": 3, "cells": "D3:D4"})]


def test_a_formula_that_failed_is_no_empty_cell(tmp_path: Path) -> None:
    def fail(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_string("B4", "#REF!")

    found = statement_faults(tmp_path, RECEIVED, PAID, (FEB_20, None, None, "B3"), more=fail)
    assert [(kind, facts["row"], facts["column"]) for kind, facts in found] == [
        (ImportFormulaFailed, 3, "C"),
        (ImportFormulaFailed, 4, "收入"),
    ]


def test_a_formula_that_works_counts_with_its_value(tmp_path: Path) -> None:
    def add(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("B2", "=100+200", None, 300)

    file = xlsx(tmp_path, (HEADINGS, (FEB_3, None, None, "B1")), add)
    assert read_bank_statement(file, FRAME).lines[0].received_fen == 300_00


def test_a_line_that_stands_twice_is_named_with_the_first(tmp_path: Path) -> None:
    again = (*RECEIVED[:5], 1850, None)
    assert statement_faults(tmp_path, RECEIVED, again) == [(ImportLineRepeated, {"row": 3, "first_row": 2})]


def test_a_row_of_another_month_is_refused(tmp_path: Path) -> None:
    ((kind, facts),) = statement_faults(tmp_path, (date(2026, 3, 1), 300, None, "B1"))
    assert (kind, facts["row"]) == (ImportOutsideMonth, 2)


def test_a_missing_row_shows_in_the_running_balance_once(tmp_path: Path) -> None:
    found = statement_faults(tmp_path, PAID, (FEB_20, 10, None, "B3", None, 1510))
    assert found == [(ImportBalanceDiffers, {"row": 2, "balance": "1500.00", "reached": "1200.00"})]


def test_a_long_number_kept_as_a_number_has_lost_digits(tmp_path: Path) -> None:
    ((kind, facts),) = statement_faults(tmp_path, (FEB_3, 300, None, 12345678901234567))
    assert (kind, facts["row"], facts["column"]) == (ImportTextWrong, 2, "流水号")
    read = read_bank_statement(xlsx(tmp_path, (HEADINGS, (FEB_3, 300, None, 20260203001))), FRAME)
    assert read.lines[0].reference == "20260203001"


def test_two_sheets_with_data_leave_open_which_counts(tmp_path: Path) -> None:
    def second(workbook: Workbook, _: Worksheet) -> None:
        workbook.add_worksheet().write(0, 0, "x")

    assert statement_faults(tmp_path, RECEIVED, more=second) == [(ImportSheetsMany, {"sheets": 2})]


def test_an_empty_sheet_beside_does_no_harm(tmp_path: Path) -> None:
    file = xlsx(tmp_path, (HEADINGS, RECEIVED), lambda workbook, _: workbook.add_worksheet())
    assert len(read_bank_statement(file, FRAME).lines) == 1


@pytest.mark.parametrize("rows", [(), (HEADINGS,)])
def test_a_file_without_rows_is_refused(tmp_path: Path, rows: Sequence[Sequence[object]]) -> None:
    file = xlsx(tmp_path, rows)
    assert faults(lambda: read_bank_statement(file, FRAME)) == [(ImportEmpty, {})]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"no spreadsheet"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18)),
        ("a.csv", b"\xff\xff\xff"),
        ("a.csv", b'a,"b\n'),
        ("a.ods", b""),
        ("a", b""),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ((kind, _),) = faults(lambda: read_bank_statement(file, FRAME))
    assert kind is ImportFileUnreadable


def test_a_payroll_file_names_members_months_and_amounts(tmp_path: Path) -> None:
    headings = ("会员编号", "姓名", "月份", "会费", "会费基数")
    rows = (("M0001", "甲", "2026年2月", 25, 5000), (10023, "乙", date(2026, 2, 1), "16.30", None))
    assert read_payroll(xlsx(tmp_path, (headings, *rows))) == [
        Withheld(row=2, member_no=MemberNo("M0001"), period=FRAME.period, amount_fen=Fen(25_00), base_fen=Fen(5000_00)),
        Withheld(row=3, member_no=MemberNo("10023"), period=FRAME.period, amount_fen=Fen(16_30)),
    ]


def test_a_payroll_file_with_faults_names_each(tmp_path: Path) -> None:
    rows = (
        ("M1", "2026-02", 25),
        ("M1", 202602, 25),
        ("M 2", "2026-02", 25),
        ("M3", "2026-13", 25),
        ("M4", "二月", 25),
    )
    file = xlsx(tmp_path, (("会员编号", "月份", "会费"), *rows))
    assert [(kind, facts["row"]) for kind, facts in faults(lambda: read_payroll(file))] == [
        (ImportNumberWrong, 4),
        (ImportMonthWrong, 5),
        (ImportMonthWrong, 6),
        (ImportMemberRepeated, 3),
    ]
