"""Sheets as xlsx: typed cells, and a layout that prints on A4 with the heading on every page and page numbers."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.values import FEN_PER_YUAN
from services.exports.sheets import CellType, Column, RowStyle, Sheet, Value

A4: Final = 9
FONT: Final = "SimSun"
NUMBER_FORMATS: Final[Mapping[CellType, str]] = {
    "amount": "#,##0.00;[Red]-#,##0.00;0.00",
    "day": "yyyy-mm-dd",
    "count": "0",
    "text": "@",
}
TITLE_ROW, UNION_ROW, HEADING_ROW = 0, 1, 2
LONGEST_NAME: Final = 31
SPACE_TO_SIGN: Final = " " * 16
FORBIDDEN_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))

Formats = dict[tuple[CellType, RowStyle], Format]


def write_xlsx(sheets: Iterable[Sheet], page_of: str) -> bytes:
    """Write sheets into one workbook; ``page_of`` is the footer, as ``第 &P 页 共 &N 页``."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as workbook:
        formats = _formats(workbook)
        names: set[str] = set()
        for sheet in sheets:
            worksheet = workbook.add_worksheet(_name(sheet.name, names))
            _write(workbook, worksheet, sheet, formats)
            _lay_out(worksheet, sheet, page_of)
    return written.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """Name a sheet as the format admits names, each once whatever its case."""
    plain = wanted.translate(FORBIDDEN_IN_NAMES)[:LONGEST_NAME]
    name, number = plain, 2
    while name.lower() in taken:
        ending = f"~{number}"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name


def _formats(workbook: Any) -> Formats:  # noqa: ANN401 - the library has no types
    def made(cell_type: CellType, style: RowStyle) -> Format:
        return workbook.add_format(
            {
                "font_name": FONT,
                "font_size": 10,
                "border": 1,
                "bold": style != "plain",
                "num_format": NUMBER_FORMATS[cell_type],
                "align": "right" if cell_type in {"amount", "count"} else "left",
                "valign": "vcenter",
                "text_wrap": cell_type == "text",
            }
        )

    styles: tuple[RowStyle, ...] = ("plain", "heading", "total")
    return {(cell_type, style): made(cell_type, style) for cell_type in NUMBER_FORMATS for style in styles}


def _write(workbook: Any, worksheet: Worksheet, sheet: Sheet, formats: Formats) -> None:  # noqa: ANN401 - see above
    last = len(sheet.columns) - 1
    plain = {"font_name": FONT, "font_size": 10}
    title = workbook.add_format({**plain, "font_size": 16, "bold": True, "align": "center"})
    side = workbook.add_format(plain)
    right = workbook.add_format({**plain, "align": "right"})
    heading = workbook.add_format({**plain, "bold": True, "border": 1, "align": "center", "text_wrap": True})
    worksheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, sheet.title, title)
    worksheet.set_row(TITLE_ROW, 28)
    worksheet.write_string(UNION_ROW, 0, f"{sheet.union}  {sheet.when}", side)
    worksheet.write_string(UNION_ROW, last, sheet.unit, right)
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width)
        worksheet.write_string(HEADING_ROW, place, column.heading, heading)
    at = HEADING_ROW + 1
    for at, row in enumerate(sheet.rows, start=HEADING_ROW + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row.values, strict=True)):
            _write_cell(worksheet, (at, place), column, value, formats[column.type, row.style])
    _write_below(worksheet, at + 2, sheet, side)


def _write_cell(worksheet: Worksheet, place: tuple[int, int], column: Column, value: Value, style: Format) -> None:
    match value:
        case None:
            worksheet.write_blank(*place, None, style)
        case date():
            worksheet.write_datetime(*place, datetime.combine(value, time()), style)
        case int():
            worksheet.write_number(*place, Fraction(value, FEN_PER_YUAN if column.type == "amount" else 1), style)
        case str():
            worksheet.write_string(*place, value, style)


def _write_below(worksheet: Worksheet, at: int, sheet: Sheet, style: Format) -> None:
    """Write notes, and on one line where people sign (财会〔2021〕7号 第六十四条)."""
    for number, note in enumerate(sheet.notes):
        worksheet.write_string(at + number, 0, note, style)
    worksheet.write_string(at + len(sheet.notes), 0, SPACE_TO_SIGN.join(sheet.signatures), style)


def _lay_out(worksheet: Worksheet, sheet: Sheet, page_of: str) -> None:
    worksheet.set_paper(A4)
    if sheet.landscape:
        worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(TITLE_ROW, HEADING_ROW)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.center_horizontally()
    worksheet.set_footer(f"&L{sheet.union.replace('&', '&&')}&C{page_of}&R&D")
    worksheet.freeze_panes(HEADING_ROW + 1, 0)
