"""From a table to rows of values: each kind of file says which columns it has and how their cells are read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from domain import values
from domain.errors import LedgerError
from domain.values import month_of
from services.imports.refusals import (
    MOST_PROBLEMS,
    ImportAmountWrong,
    ImportCellMissing,
    ImportColumnMissing,
    ImportColumnRepeated,
    ImportColumnUnknown,
    ImportDayWrong,
    ImportEmpty,
    ImportMonthWrong,
    ImportNumberWrong,
    ImportRefused,
    ImportTextWrong,
)
from services.imports.tables import Cell, Row, Table, column_name
from services.wire.formats import FORMATS

GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?")
DAY: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")
MONTH: Final = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})月?")
DIGITS_KEPT: Final = Decimal(10**15)

Read = Callable[[Cell], Any]
"""Turns a cell that is not empty into a value, or raises ``ValueError``."""
Wrong = Callable[..., LedgerError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of value: how a cell is read, and how it is said that it cannot be."""

    read: Read
    wrong: Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its headings, the first of them shown; without ``kind`` it is known and not kept."""

    name: str
    headings: tuple[str, ...]
    kind: Kind | None
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The values of a row by column, None for an empty cell, and its number in the file."""

    row: int
    of: Mapping[str, Any]


def read_rows(table: Table, columns: Sequence[Column]) -> tuple[list[Values], list[LedgerError]]:
    """Read the rows of a table; return those without fault, and every fault.

    Raises:
        ImportRefused: the headings are not those of the columns, or no row is below them.
    """
    places = _places(table, columns)
    if not table.rows:
        raise ImportRefused(problems=(ImportEmpty(),))
    rows: list[Values] = []
    problems: list[LedgerError] = []
    for row in table.rows:
        found = list(_wrong_cells(table, row, places))
        problems += found
        if not found:
            of = {column.name: _value(row, index, column) for index, column in places.items() if column.kind}
            rows.append(Values(row=row.number, of=of))
        if len(problems) >= MOST_PROBLEMS:
            break
    return rows, problems


def refuse(problems: Iterable[LedgerError]) -> None:
    """Refuse a file that has faults.

    Raises:
        ImportRefused: with the first 1,000.
    """
    found = tuple(problems)[:MOST_PROBLEMS]
    if found:
        raise ImportRefused(problems=found)


def _places(table: Table, columns: Sequence[Column]) -> dict[int, Column]:
    known = {_plain(heading): column for column in columns for heading in column.headings}
    places: dict[int, Column] = {}
    problems: list[LedgerError] = []
    width = max((len(row.cells) for row in table.rows), default=0)
    for index in range(max(len(table.headings), width)):
        heading = column_name(table, index)
        column = known.get(_plain(heading))
        if column is None:
            if _is_used(table, index):
                names = ", ".join(column.headings[0] for column in columns)
                problems.append(ImportColumnUnknown(row=table.headings_row, column=heading, known=names))
        elif column in places.values():
            problems.append(ImportColumnRepeated(row=table.headings_row, column=heading))
        else:
            places[index] = column
    missing = [column for column in columns if column.required and column not in places.values()]
    problems += [
        ImportColumnMissing(row=table.headings_row, headings=" / ".join(column.headings)) for column in missing
    ]
    refuse(problems)
    return places


def _is_used(table: Table, index: int) -> bool:
    """Say whether a column has a heading or anything below it."""
    named = index < len(table.headings) and bool(table.headings[index])
    return named or any(_at(row, index) is not None for row in table.rows)


def _plain(heading: str) -> str:
    return "".join(heading.split()).casefold()


def _at(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _value(row: Row, index: int, column: Column) -> object:
    cell = _at(row, index)
    return None if cell is None or column.kind is None else column.kind.read(cell)


def _wrong_cells(table: Table, row: Row, places: Mapping[int, Column]) -> Iterable[LedgerError]:
    for index, column in places.items():
        cell, heading = _at(row, index), column_name(table, index)
        if cell is None:
            if column.required and column.kind is not None and column.kind is not AMOUNT_OR_NOTHING:
                yield ImportCellMissing(row=row.number, column=heading)
        elif column.kind is not None:
            try:
                column.kind.read(cell)
            except ValueError:
                yield column.kind.wrong(row=row.number, column=heading, given=str(cell))


def _plain_number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _amount(cell: Cell) -> Any:  # noqa: ANN401 - an amount in fen
    match cell:
        case Decimal():
            text = _plain_number(cell)
        case str() if GROUPED.fullmatch(cell):
            text = cell.replace(",", "")
        case str():
            text = cell
        case _:
            raise ValueError
    return FORMATS[values.Fen].read(text)


def _day(cell: Cell) -> date:
    if isinstance(cell, date):
        return cell
    found = DAY.fullmatch(_plain_number(cell) if isinstance(cell, Decimal) else str(cell))
    if found is None:
        raise ValueError
    year, month, day = [int(part) for part in found.groups() if part is not None]
    return date(year, month, day)


def _month(cell: Cell) -> Any:  # noqa: ANN401 - a month
    if isinstance(cell, date):
        return month_of(cell)
    found = MONTH.fullmatch(_plain_number(cell) if isinstance(cell, Decimal) else str(cell))
    if found is None:
        raise ValueError
    return FORMATS[values.Month].read(f"{found[1]}-{int(found[2]):02d}")


def _line_of_text(cell: Cell) -> str:
    match cell:
        case Decimal() if abs(cell) < DIGITS_KEPT:
            return _plain_number(cell)
        case str():
            return cell
        case _:
            raise ValueError


def _text(cell: Cell) -> Any:  # noqa: ANN401 - a text
    return FORMATS[values.Text].read(_line_of_text(cell))


def _member_no(cell: Cell) -> Any:  # noqa: ANN401 - a member's number
    return FORMATS[values.MemberNo].read(_line_of_text(cell))


AMOUNT: Final = Kind(read=_amount, wrong=ImportAmountWrong)
AMOUNT_OR_NOTHING: Final = Kind(read=_amount, wrong=ImportAmountWrong)
"""An amount whose column must be there, while its cells may be empty."""
DAY_KIND: Final = Kind(read=_day, wrong=ImportDayWrong)
MONTH_KIND: Final = Kind(read=_month, wrong=ImportMonthWrong)
TEXT: Final = Kind(read=_text, wrong=ImportTextWrong)
MEMBER_NO: Final = Kind(read=_member_no, wrong=ImportNumberWrong)
