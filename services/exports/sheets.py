"""A sheet before it is written: its heading, its columns with their types, and its rows. Amounts are in fen."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

CellType = Literal["text", "amount", "day", "count"]
Value = str | int | date | None
RowStyle = Literal["plain", "heading", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, what its cells hold, and its width in characters. An amount is a whole number of fen."""

    heading: str
    type: CellType
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one value for each column. A heading and a total are set in bold."""

    values: tuple[Value, ...]
    style: RowStyle = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One printable table: title, whose books (编制单位), of when, and the unit; signatures stand below it."""

    name: str
    title: str
    union: str
    when: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    landscape: bool = False
