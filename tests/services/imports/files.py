"""Real files for tests: spreadsheets made by xlsxwriter, csv in any encoding."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

More = Callable[[Workbook, Worksheet], object]


def xlsx(folder: Path, rows: Sequence[Sequence[object]], more: More | None = None) -> Path:
    """Write rows to a spreadsheet; ``more`` is given the workbook and its sheet, to do what rows cannot."""
    file = folder / "file.xlsx"
    with Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
        if more is not None:
            more(workbook, sheet)
    return file


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a csv file."""
    file = folder / "file.csv"
    file.write_bytes(text.encode(encoding))
    return file
