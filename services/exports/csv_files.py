"""Sheets as CSV: the columns' headings and the rows, nothing else, so that programs can read them.

UTF-8 with a byte order mark, without which Excel does not recognise Chinese. Amounts are plain yuan, ``-1234.50``;
a text that a spreadsheet would take for a formula is written with an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Final

from domain.values import yuan
from services.exports.sheets import Column, Sheet, Value

FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(sheets: Iterable[Sheet]) -> bytes:
    """Write sheets one below the other; of sheets with the same columns the headings stand once."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    headings: list[str] = []
    for sheet in sheets:
        wanted = [column.heading for column in sheet.columns]
        if wanted != headings:
            writer.writerow(wanted)
            headings = wanted
        for row in sheet.rows:
            writer.writerow([_written(column, value) for column, value in zip(sheet.columns, row.values, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _written(column: Column, value: Value) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case int() if column.type == "amount":
            return yuan(value)
        case str() if value.startswith(FORMULA_BEGINS):
            return f"'{value}"
        case _:
            return str(value)
