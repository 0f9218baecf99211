"""From a file to a table of cells: the first row that is not empty holds the headings.

A spreadsheet keeps numbers in binary. They are read with the 15 digits that it shows, as decimals; so no amount
ever passes through binary arithmetic here.
"""

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from domain.errors import LedgerError
from services.imports.refusals import (
    ImportCellsMerged,
    ImportEmpty,
    ImportFileUnreadable,
    ImportFormulaFailed,
    ImportRefused,
    ImportSheetsMany,
)

Cell = str | Decimal | date | bool | None
"""What a cell holds; None if nothing."""

MOST_BYTES: Final = 20 * 2**20
MOST_BYTES_UNPACKED: Final = 200 * 2**20
MOST_ROWS: Final = 200_000
ENCODINGS: Final = ("utf-8-sig", "gb18030")
LETTERS: Final = 26
FAILED: Final = frozenset(
    {"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
WORKSHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
CELL_TAG: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*>")
FAILED_CELL: Final = re.compile(rb"""\st=["']e["']""")
CELL_NAME: Final = re.compile(rb"""\sr=["']([A-Z]+)([0-9]+)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row under the headings, and its number in the file, from 1."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The headings of a file, the row that they stand in, and the rows below that are not empty."""

    headings_row: int
    headings: Sequence[str]
    rows: Sequence[Row]


def read_table(file: Path) -> Table:
    """Read the table that a file holds.

    Raises:
        ImportRefused: with each merged cell and each formula that failed, or with why it is no table.
    """
    if file.stat().st_size > MOST_BYTES:
        raise _refused(ImportFileUnreadable(reason=f"it is larger than {MOST_BYTES // 2**20} MB"))
    content = file.read_bytes()
    match file.suffix.lower():
        case ".xlsx":
            rows, problems = _spreadsheet(content)
        case ".csv":
            rows, problems = _separated(content), []
        case other:
            raise _refused(ImportFileUnreadable(reason=f"its name ends in “{other}”"))
    filled = [row for row in rows if any(cell is not None for cell in row.cells)]
    if len(filled) > MOST_ROWS:
        raise _refused(ImportFileUnreadable(reason=f"it has more than {MOST_ROWS:,} rows"))
    if not filled:
        raise _refused(ImportEmpty())
    table = Table(
        headings_row=filled[0].number,
        headings=["" if cell is None else str(cell) for cell in filled[0].cells],
        rows=filled[1:],
    )
    problems += _failed_formulas(table)
    if problems:
        raise ImportRefused(problems=tuple(problems[:1_000]))
    return table


def column_name(table: Table, index: int) -> str:
    """Name a column by its heading, and one without by its letters."""
    heading = table.headings[index] if index < len(table.headings) else ""
    return heading or _letters(index)


def _refused(problem: LedgerError) -> ImportRefused:
    return ImportRefused(problems=(problem,))


def _separated(content: bytes) -> list[Row]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            lines = list(csv.reader(StringIO(text, newline=""), strict=True))
        except csv.Error as problem:
            raise _refused(ImportFileUnreadable(reason=str(problem))) from problem
        return [Row(number=number, cells=[_cell(text) for text in line]) for number, line in enumerate(lines, 1)]
    raise _refused(ImportFileUnreadable(reason="its text is neither UTF-8 nor GB 18030"))


def _spreadsheet(content: bytes) -> tuple[list[Row], list[LedgerError]]:
    try:
        failed = list(_failed_cells(content))
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [workbook.get_sheet_by_index(index) for index in range(len(workbook.sheet_names))]
    except (CalamineError, zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
        raise _refused(ImportFileUnreadable(reason="it is no spreadsheet")) from problem
    filled = [sheet for sheet in sheets if sheet.start is not None]
    if len(filled) > 1:
        raise _refused(ImportSheetsMany(sheets=len(filled)))
    if not filled:
        raise _refused(ImportEmpty())
    rows = [
        Row(number=number, cells=[_cell(value) for value in values])
        for number, values in enumerate(filled[0].to_python(skip_empty_area=False), 1)
    ]
    problems: list[LedgerError] = [*_merged(filled[0])]
    problems += [ImportFormulaFailed(row=row, column=letters) for letters, row in failed]
    return rows, problems


def _failed_cells(content: bytes) -> Iterator[tuple[str, int]]:
    """Find the cells whose formula failed: the library reads them as empty, so the file itself is looked at."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_BYTES_UNPACKED:
            raise _refused(ImportFileUnreadable(reason="it is too large when unpacked"))
        for name in archive.namelist():
            if WORKSHEET.fullmatch(name) is None:
                continue
            for tag in CELL_TAG.findall(archive.read(name)):
                place = CELL_NAME.search(tag)
                if place is not None and FAILED_CELL.search(tag) is not None:
                    yield place[1].decode(), int(place[2])


def _merged(sheet: CalamineSheet) -> Iterator[LedgerError]:
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        cells = f"{_letters(first_column)}{first_row + 1}:{_letters(last_column)}{last_row + 1}"
        yield ImportCellsMerged(row=first_row + 1, cells=cells)


def _failed_formulas(table: Table) -> Iterator[LedgerError]:
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            if cell in FAILED:
                yield ImportFormulaFailed(row=row.number, column=column_name(table, index))


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever a cell may hold
    match value:
        case bool():
            return value
        case int() | float():
            return Decimal(f"{value:.15g}")
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value).strip() or None


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
