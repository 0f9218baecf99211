"""Statements: the rows of a form with their two columns, for a month or a year."""

from dataclasses import dataclass
from typing import Literal

from domain.accounting.statements.forms import Form, FormName, Row, RowKind
from domain.accounting.statements.formulas import evaluate
from domain.accounting.statements.sums import Sums
from domain.values import ChartVersion, Fen

ColumnName = Literal["opening", "closing", "month", "year_to_date", "year", "last_year"]
"""年初余额, 期末（年末）余额, 本月数, 本年累计数, 本年数, 上年数."""
Values = dict[str, Fen]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A row of a statement. A heading has no figures; a column that nothing is known of is empty."""

    row: str
    kind: RowKind
    name_zh: str
    name_en: str
    first_fen: Fen | None
    second_fen: Fen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement: which form in which version under which chart, what its two columns are, and its lines."""

    form: FormName
    chart: ChartVersion
    version: str
    first_column: ColumnName
    second_column: ColumnName
    lines: tuple[StatementLine, ...]


def balance_sheet(form: Form, year_to_date: Sums, *, yearly: bool) -> Statement:
    """Make 工会01表 from the sums of a year up to the day of the sheet."""
    return Statement(
        form=form.name,
        chart=form.chart,
        version=form.version,
        first_column="opening",
        second_column="closing",
        lines=_lines(form, values_at_opening(form, year_to_date), values_at_closing(form, year_to_date), yearly=yearly),
    )


def monthly_income_statement(form: Form, month: Sums, year_to_date: Sums) -> Statement:
    """Make the monthly 工会02表: 本月数 and 本年累计数."""
    first, second = values_at_closing(form, month), values_at_closing(form, year_to_date)
    return Statement(
        form=form.name,
        chart=form.chart,
        version=form.version,
        first_column="month",
        second_column="year_to_date",
        lines=_lines(form, first, second, yearly=False),
    )


def yearly_income_statement(form: Form, year: Sums, last_year: Sums | None) -> Statement:
    """Make the yearly 工会02表: 本年数 and 上年数, which is empty where last year had another chart or no books.

    Source: 财会〔2021〕16号 六.
    """
    second = None if last_year is None else values_at_closing(form, last_year)
    return Statement(
        form=form.name,
        chart=form.chart,
        version=form.version,
        first_column="year",
        second_column="last_year",
        lines=_lines(form, values_at_closing(form, year), second, yearly=True),
    )


def values_at_opening(form: Form, sums: Sums) -> Values:
    """Compute every row as it stood when the span began."""
    return evaluate(form.formulas, sums, "opening")


def values_at_closing(form: Form, sums: Sums) -> Values:
    """Compute every row as it stands when the span ends."""
    return evaluate(form.formulas, sums, "closing")


def _lines(form: Form, first: Values | None, second: Values | None, *, yearly: bool) -> tuple[StatementLine, ...]:
    return tuple(_line(row, first, second) for row in form.rows_shown(yearly=yearly))


def _line(row: Row, first: Values | None, second: Values | None) -> StatementLine:
    heading = row.kind == "heading"
    return StatementLine(
        row=row.row,
        kind=row.kind,
        name_zh=row.name_zh,
        name_en=row.name_en,
        first_fen=None if heading or first is None else first[row.row],
        second_fen=None if heading or second is None else second[row.row],
    )
