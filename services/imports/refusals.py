"""How an import says no. A row is counted as a spreadsheet counts it: the headings usually stand in row 1."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.errors import LedgerError
from domain.values import Fen, Month

MOST_PROBLEMS: Final = 1_000


@dataclass(eq=False, kw_only=True)
class ImportRefused(LedgerError):
    """A file has faults, so nothing of it is recorded. ``problems`` holds the first 1,000."""

    code = "import_refused"
    kind = "invalid"
    text = "The file has {count} fault(s), so nothing was recorded. The first: {first}"

    problems: tuple[LedgerError, ...]

    def facts(self) -> dict[str, str | int | list[str] | None]:
        """Count the faults and show the first; each has facts of its own."""
        return {"count": len(self.problems), "first": str(self.problems[0])}


@dataclass(eq=False, kw_only=True)
class ImportFileUnreadable(LedgerError):
    """A file is not what its name says, or too large."""

    code = "import_file_unreadable"
    kind = "invalid"
    text = "The file cannot be read: {reason}. Save it as .xlsx, or as .csv in UTF-8 or GB 18030."

    reason: str


@dataclass(eq=False, kw_only=True)
class ImportSheetsMany(LedgerError):
    """Which of several sheets is meant, nobody can know."""

    code = "import_sheets_many"
    kind = "invalid"
    text = "The file has {sheets} sheets with data. Leave one."

    sheets: int


@dataclass(eq=False, kw_only=True)
class ImportEmpty(LedgerError):
    """A file holds headings and at least one row."""

    code = "import_empty"
    kind = "invalid"
    text = "The file holds no rows below its headings. Check that it is the right file."


@dataclass(eq=False, kw_only=True)
class ImportColumnUnknown(LedgerError):
    """A column that nobody expects may hold what matters, so it is not passed over."""

    code = "import_column_unknown"
    kind = "invalid"
    text = "Row {row}: column “{column}” is not known. Known are: {known}. Rename the column or remove it."

    row: int
    column: str
    known: str


@dataclass(eq=False, kw_only=True)
class ImportColumnRepeated(LedgerError):
    """Two columns of one meaning leave open which counts."""

    code = "import_column_repeated"
    kind = "invalid"
    text = "Row {row}: column “{column}” says what another column says already. Leave one of them."

    row: int
    column: str


@dataclass(eq=False, kw_only=True)
class ImportColumnMissing(LedgerError):
    """A column that every row needs is not there."""

    code = "import_column_missing"
    kind = "invalid"
    text = "Row {row}: there is no column {headings}. Add it."

    row: int
    headings: str


@dataclass(eq=False, kw_only=True)
class ImportCellsMerged(LedgerError):
    """A merged cell has its value in one row and none in the others."""

    code = "import_cells_merged"
    kind = "invalid"
    text = "Row {row}: the cells {cells} are merged. Unmerge them and fill in each."

    row: int
    cells: str


@dataclass(eq=False, kw_only=True)
class ImportFormulaFailed(LedgerError):
    """A formula that fails has no value."""

    code = "import_formula_failed"
    kind = "invalid"
    text = "Row {row}, column “{column}”: a formula failed. Correct it, or put the value in its place."

    row: int
    column: str


@dataclass(eq=False, kw_only=True)
class ImportCellMissing(LedgerError):
    """A cell that must be filled in is empty."""

    code = "import_cell_missing"
    kind = "invalid"
    text = "Row {row}, column “{column}”: the cell is empty. Fill it in."

    row: int
    column: str


@dataclass(eq=False, kw_only=True)
class ImportAmountWrong(LedgerError):
    """An amount is a number of yuan, 0 or more, with at most two decimals."""

    code = "import_amount_wrong"
    kind = "invalid"
    text = "Row {row}, column “{column}”: “{given}” is no amount. Write yuan with at most 2 decimals, as 1,250.00."

    row: int
    column: str
    given: str


@dataclass(eq=False, kw_only=True)
class ImportDayWrong(LedgerError):
    """A day is one that exists."""

    code = "import_day_wrong"
    kind = "invalid"
    text = "Row {row}, column “{column}”: “{given}” is no day. Write it as 2026-03-31."

    row: int
    column: str
    given: str


@dataclass(eq=False, kw_only=True)
class ImportMonthWrong(LedgerError):
    """A month is named by its year and number."""

    code = "import_month_wrong"
    kind = "invalid"
    text = "Row {row}, column “{column}”: “{given}” is no month. Write it as 2026-03."

    row: int
    column: str
    given: str


@dataclass(eq=False, kw_only=True)
class ImportNumberWrong(LedgerError):
    """A member's number has 1 to 40 letters, digits, '.', '_' and '-'."""

    code = "import_number_wrong"
    kind = "invalid"
    text = "Row {row}, column “{column}”: “{given}” is no member's number. Use letters, digits, '.', '_' and '-'."

    row: int
    column: str
    given: str


@dataclass(eq=False, kw_only=True)
class ImportTextWrong(LedgerError):
    """A text is one line of at most 200 characters; a long number kept as a number has lost its last digits."""

    code = "import_text_wrong"
    kind = "invalid"
    text = (
        "Row {row}, column “{column}”: “{given}” is no text of 1 to 200 characters, or a number beyond 15 digits. "
        "Format the column as text."
    )

    row: int
    column: str
    given: str


@dataclass(eq=False, kw_only=True)
class ImportLineRepeated(LedgerError):
    """The same reference, day and amount is the same line of a bank statement."""

    code = "import_line_repeated"
    kind = "invalid"
    text = "Row {row} repeats row {first_row}: reference, day and amount are the same. Remove one of them."

    row: int
    first_row: int


@dataclass(eq=False, kw_only=True)
class ImportMemberRepeated(LedgerError):
    """Dues of a member and month are withheld once."""

    code = "import_member_repeated"
    kind = "invalid"
    text = "Row {row} repeats row {first_row}: member and month are the same. Leave one of them."

    row: int
    first_row: int


@dataclass(eq=False, kw_only=True)
class ImportSidesWrong(LedgerError):
    """A line of a bank statement is either money received or money paid."""

    code = "import_sides_wrong"
    kind = "invalid"
    text = "Row {row}: an amount above 0 must stand either as received or as paid. Fill in one of the two."

    row: int


@dataclass(eq=False, kw_only=True)
class ImportOutsideMonth(LedgerError):
    """The rows of a statement lie in its month."""

    code = "import_outside_month"
    kind = "invalid"
    text = "Row {row}: {day} does not lie in {period}. Import each month by itself."

    row: int
    day: date
    period: Month


@dataclass(eq=False, kw_only=True)
class ImportBalanceDiffers(LedgerError):
    """The running balance of a statement follows from the one before it."""

    code = "import_balance_differs"
    kind = "invalid"
    text = "Row {row}: the balance is {balance}, but the rows so far lead to {reached}. Look for a missing row."

    row: int
    balance_fen: Fen
    reached_fen: Fen
