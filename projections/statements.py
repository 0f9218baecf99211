"""Statements read from the books: 工会01表, 工会02表, their checks, where figures come from, and the year's report.

The forms and every rule stand in ``domain.accounting.statements``; here the sums of accounts are read for them from
the read model ``books``: for a month or a year, at most four reads of one table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import psycopg
from psycopg.rows import DictRow

from domain.accounting.charts import chart_on
from domain.accounting.statements import (
    AccountSums,
    Check,
    CheckedYear,
    CheckId,
    ColumnName,
    FormName,
    Statement,
    StatementLine,
    Sums,
    Term,
    balance_sheet,
    blocked_by,
    checks,
    form,
    leaves,
    monthly_income_statement,
    yearly_income_statement,
)
from domain.values import (
    AccountCode,
    ChartVersion,
    Fen,
    FundClass,
    LedgerId,
    Month,
    ProjectId,
    Year,
    first_day_of,
    last_day_of,
    month_of,
)
from projections.ledgers import Names, account_names, days_with_entries, first_of_year, name_of

Connection = psycopg.Connection[DictRow]
Measure = Literal["balance", "turnover"]
DECEMBER: Final = 12
ONE_DAY: Final = timedelta(days=1)
LARGEST_SHOWN: Final = 20

SUMS: Final = """
SELECT account, fund_class,
       sum(CASE WHEN day < %(first)s THEN opening_fen + debit_fen - credit_fen ELSE opening_fen END)::bigint
           AS opening_fen,
       coalesce(sum(debit_fen - carried_debit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS debit_fen,
       coalesce(sum(credit_fen - carried_credit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS credit_fen,
       coalesce(sum(carried_debit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS carried_debit_fen,
       coalesce(sum(carried_credit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS carried_credit_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s
GROUP BY account, fund_class
ORDER BY account, fund_class
"""

SUPERIOR_SUBSIDIES: Final = """
SELECT sum(debit_fen - credit_fen - carried_debit_fen + carried_credit_fen)::bigint AS granted_fen
FROM read_model.entry_line
WHERE ledger_id = (
    SELECT convert_from(state, 'UTF8')::json ->> 'parent_ledger_id' FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s AND stream_id = 'ledger/self' AND version = %(first_version)s
  )
  AND chart = '2021' AND account LIKE '508%%' AND party = %(ledger_id)s AND day BETWEEN %(first)s AND %(last)s
"""

PROJECTS: Final = """
SELECT project, left(account, 1) AS element,
       coalesce(sum(credit_fen - debit_fen - carried_credit_fen + carried_debit_fen)
                FILTER (WHERE day >= %(first)s), 0)::bigint AS moved_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s AND project <> ''
  AND left(account, 1) IN ('4', '5')
GROUP BY 1, 2
ORDER BY 1, 2
"""

PROJECTS_LEFT: Final = """
SELECT project, -sum(opening_fen + debit_fen - credit_fen)::bigint AS left_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s AND project <> ''
  AND (left(account, 1) IN ('4', '5') OR left(account, 3) = ANY(%(accounts)s))
GROUP BY 1
ORDER BY 1
"""
WITH_PURPOSE: Final[dict[ChartVersion, list[str]]] = {
    "2021": ["221", "321", "322", "331", "332"],
    "2009": ["231", "331"],
}
"""Where money with a purpose stands beside income and expense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedStatement:
    """A statement of a month or a year, its checks, and those that forbid publishing it."""

    period: Month
    yearly: bool
    from_day: date
    day: date
    statement: Statement
    checks: tuple[Check, ...]
    blocked_by: tuple[CheckId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPart:
    """What one account adds to a figure: its amount with its sign, and the days of its entries.

    The entries between ``from_day`` and ``day`` (query ``ledger-entries``) lead to sources, vouchers and events.
    ``from_day`` is None where the balance begins with the books.
    """

    account: AccountCode
    name_zh: str
    name_en: str
    fund_class: FundClass
    measure: Measure
    from_day: date | None
    day: date
    amount_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure of a statement and what it is made from; the parts add up to it."""

    form: FormName
    row: str
    name_zh: str
    name_en: str
    column: ColumnName
    amount_fen: Fen
    parts: tuple[CellPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A figure of the yearly report, with the row and the column of the statement that it stands in."""

    form: FormName
    row: str
    column: ColumnName
    name_zh: str
    name_en: str
    amount_fen: Fen
    last_year_fen: Fen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """Money with a purpose: what a project received and spent in the year, and what is left of it."""

    project: ProjectId
    income_fen: Fen
    expense_fen: Fen
    left_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestLine:
    """An account of expense by its amount in the year: the main programmes of work."""

    account: AccountCode
    name_zh: str
    name_en: str
    amount_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceReport:
    """The yearly finance report to the congress and for disclosure. Source: 章程 第二十六条; 工会法 第四十五条.

    ``opening``, ``difference`` and ``closing`` are the carried forward and surplus of the year.
    """

    year: Year
    chart: ChartVersion
    opening: tuple[ReportLine, ...]
    income: tuple[ReportLine, ...]
    expense: tuple[ReportLine, ...]
    difference: tuple[ReportLine, ...]
    closing: tuple[ReportLine, ...]
    position: tuple[ReportLine, ...]
    projects: tuple[ProjectLine, ...]
    largest: tuple[LargestLine, ...]
    blocked_by: tuple[CheckId, ...]


REPORT_ROWS: Final[dict[ChartVersion, dict[str, tuple[str, ...]]]] = {
    "2021": {
        "opening": ("R01", "R02", "R03"),
        "income": ("R05",),
        "expense": ("R15",),
        "difference": ("R04", "R27"),
        "closing": ("R28", "R29", "R30"),
        "position": ("A02", "A20", "L05", "L06", "N08"),
    },
    "2009": {
        "opening": (),
        "income": ("R499",),
        "expense": ("R599",),
        "difference": ("R600",),
        "closing": (),
        "position": ("A101", "A102", "A999", "L231", "L999", "N331", "N998"),
    },
}
"""The rows of the forms that the yearly report gathers; of income and expense, their parts come first."""


def read_sums(connection: Connection, ledger_id: LedgerId, chart: ChartVersion, first: date, last: date) -> Sums:
    """Read the sums of a span of days."""
    asked = {"ledger_id": ledger_id, "chart": chart, "first": first, "last": last}
    return Sums(chart, (AccountSums(**row) for row in connection.execute(SUMS, asked)))


def period_statement(connection: Connection, ledger_id: LedgerId, name: FormName, period: Month) -> CheckedStatement:
    """Make a monthly statement with its checks."""
    return _statement(connection, ledger_id, name, period, yearly=False)


def year_statement(connection: Connection, ledger_id: LedgerId, name: FormName, year: Year) -> CheckedStatement:
    """Make a yearly statement with its checks."""
    return _statement(connection, ledger_id, name, Month(f"{year:04d}-{DECEMBER}"), yearly=True)


def _statement(
    connection: Connection, ledger_id: LedgerId, name: FormName, period: Month, *, yearly: bool
) -> CheckedStatement:
    checked = read_checked(connection, ledger_id, period, yearly=yearly)
    day = last_day_of(period)
    made = checks(checked, yearly=yearly)
    return CheckedStatement(
        period=period,
        yearly=yearly,
        from_day=first_of_year(day) if yearly else first_day_of(period),
        day=day,
        statement=_made(checked, name, yearly=yearly),
        checks=made,
        blocked_by=blocked_by(made),
    )


def _made(checked: CheckedYear, name: FormName, *, yearly: bool) -> Statement:
    layout = form(name, checked.year_to_date.chart)
    if name == "balance_sheet":
        return balance_sheet(layout, checked.year_to_date, yearly=yearly)
    if yearly:
        return yearly_income_statement(layout, checked.year_to_date, checked.last_year)
    return monthly_income_statement(layout, checked.month, checked.year_to_date)


def read_checked(connection: Connection, ledger_id: LedgerId, period: Month, *, yearly: bool) -> CheckedYear:
    """Read all sums that the statements of a month or a year and their checks are made from."""
    month_first, last = first_day_of(period), last_day_of(period)
    first, chart = first_of_year(last), chart_on(last)
    before_last = month_first - ONE_DAY
    return CheckedYear(
        year_to_date=read_sums(connection, ledger_id, chart, first, last),
        month=read_sums(connection, ledger_id, chart, month_first, last),
        before=read_sums(connection, ledger_id, chart, first, before_last) if before_last >= first else None,
        last_year=_last_year(connection, ledger_id, chart, first),
        superior_subsidies_fen=_granted(connection, ledger_id, first, last) if yearly else None,
    )


def _last_year(connection: Connection, ledger_id: LedgerId, chart: ChartVersion, first: date) -> Sums | None:
    """Read the year before, if it had the same chart and its books began before it ended."""
    known = days_with_entries(connection, ledger_id)
    last = first - ONE_DAY
    if known is None or known[0] > last or chart_on(last) != chart:
        return None
    return read_sums(connection, ledger_id, chart, first_of_year(last), last)


def _granted(connection: Connection, ledger_id: LedgerId, first: date, last: date) -> Fen | None:
    asked = {"ledger_id": ledger_id, "first": first, "last": last, "first_version": 0}
    row = connection.execute(SUPERIOR_SUBSIDIES, asked).fetchone()
    return None if row is None or row["granted_fen"] is None else Fen(row["granted_fen"])


def statement_cell(  # noqa: PLR0913 - which figure of which statement of whom
    connection: Connection,
    ledger_id: LedgerId,
    name: FormName,
    period: Month,
    row: str,
    *,
    second_column: bool,
    yearly: bool,
) -> Cell | None:
    """Take a figure of a statement apart into the accounts that it is made from; None if the form has no such row."""
    last = last_day_of(period)
    layout = form(name, chart_on(last))
    found = next((each for each in layout.rows_shown(yearly=yearly) if each.row == row and each.formula), None)
    if found is None:
        return None
    column = _column(name, second=second_column, yearly=yearly)
    first, last = _span(column, period)
    sums = read_sums(connection, ledger_id, chart_on(last), first, last)
    names = account_names(connection, ledger_id, layout.chart)
    at_opening = column == "opening"
    terms = leaves(layout.formulas, row)
    parts = tuple(part for term in terms for part in _parts(term, sums, names, first, last, at_opening=at_opening))
    return Cell(
        form=name,
        row=row,
        name_zh=found.name_zh,
        name_en=found.name_en,
        column=column,
        amount_fen=Fen(sum(part.amount_fen for part in parts)),
        parts=parts,
    )


def _column(name: FormName, *, second: bool, yearly: bool) -> ColumnName:
    if name == "balance_sheet":
        return "closing" if second else "opening"
    if yearly:
        return "last_year" if second else "year"
    return "year_to_date" if second else "month"


def _span(column: ColumnName, period: Month) -> tuple[date, date]:
    last = last_day_of(period)
    match column:
        case "month":
            return first_day_of(period), last
        case "last_year":
            last = first_of_year(last) - ONE_DAY
            return first_of_year(last), last
        case _:
            return first_of_year(last), last


def _parts(  # noqa: PLR0913 - a term, and how it is looked at
    term: Term, sums: Sums, names: Names, first: date, last: date, *, at_opening: bool
) -> Iterator[CellPart]:
    """Give what each account and class of money adds to a term, without those that add nothing."""
    turnover = term.kind == "turn"
    opening = term.kind == "open" or (at_opening and not turnover)
    for row in sums.rows:
        if not _belongs(term, row, sums):
            continue
        debit_fen = row.opening_fen if opening else row.debit_fen - row.credit_fen if turnover else row.closing_fen
        amount_fen = term.sign * _normal(term, row, sums, debit_fen)
        if amount_fen:
            name = name_of(names, row.account)
            yield CellPart(
                account=row.account,
                name_zh=name.name_zh,
                name_en=name.name_en,
                fund_class=row.fund_class,
                measure="turnover" if turnover else "balance",
                from_day=first if turnover else None,
                day=first - ONE_DAY if opening else last,
                amount_fen=Fen(amount_fen),
            )


def _belongs(term: Term, row: AccountSums, sums: Sums) -> bool:
    if term.kind == "result":
        return row.fund_class == term.name and sums.element(row.account) in {"income", "expense"}
    return row.account.startswith(term.name)


def _normal(term: Term, row: AccountSums, sums: Sums, debit_fen: int) -> int:
    """Turn debits less credits to the side on which the figure stands: a result stands on the credit side."""
    return -debit_fen if term.kind == "result" or sums.normal_side(row.account) == "credit" else debit_fen


def finance_report(connection: Connection, ledger_id: LedgerId, year: Year) -> FinanceReport:
    """Make the yearly report from the year's statements."""
    period = Month(f"{year:04d}-{DECEMBER}")
    checked = read_checked(connection, ledger_id, period, yearly=True)
    chart = checked.year_to_date.chart
    sheet = _made(checked, "balance_sheet", yearly=True)
    income = _made(checked, "income_statement", yearly=True)
    lines = {line.row: _report_line(statement, line) for statement in (sheet, income) for line in statement.lines}
    rows = REPORT_ROWS[chart]
    return FinanceReport(
        year=year,
        chart=chart,
        opening=tuple(lines[row] for row in rows["opening"]),
        income=_with_parts(chart, lines, rows["income"][0]),
        expense=_with_parts(chart, lines, rows["expense"][0]),
        difference=tuple(lines[row] for row in rows["difference"]),
        closing=tuple(lines[row] for row in rows["closing"]),
        position=tuple(lines[row] for row in rows["position"]),
        projects=tuple(_projects(connection, ledger_id, chart, year)),
        largest=_largest(checked.year_to_date, account_names(connection, ledger_id, chart)),
        blocked_by=blocked_by(checks(checked, yearly=True)),
    )


def _report_line(statement: Statement, line: StatementLine) -> ReportLine:
    """Take the column that the report shows: what stands at the year's end, or what the year came to."""
    of_sheet = statement.form == "balance_sheet"
    this, last = (line.second_fen, line.first_fen) if of_sheet else (line.first_fen, line.second_fen)
    return ReportLine(
        form=statement.form,
        row=line.row,
        column="closing" if of_sheet else "year",
        name_zh=line.name_zh,
        name_en=line.name_en,
        amount_fen=this or Fen(0),
        last_year_fen=last,
    )


def _with_parts(chart: ChartVersion, lines: dict[str, ReportLine], total: str) -> tuple[ReportLine, ...]:
    """List the rows that a total adds up, without those that are empty in both years, and the total."""
    parts = (term.name for term in form("income_statement", chart).formulas[total])
    shown = (lines[row] for row in parts if lines[row].amount_fen or lines[row].last_year_fen)
    return (*shown, lines[total])


def _projects(connection: Connection, ledger_id: LedgerId, chart: ChartVersion, year: Year) -> Iterable[ProjectLine]:
    first, last = date(year, 1, 1), date(year, DECEMBER, 31)
    asked = {"ledger_id": ledger_id, "chart": chart, "first": first, "last": last, "accounts": WITH_PURPOSE[chart]}
    moved: dict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(PROJECTS, asked):
        moved[row["project"]][row["element"]] = row["moved_fen"]
    left = {row["project"]: row["left_fen"] for row in connection.execute(PROJECTS_LEFT, asked)}
    for project in sorted({*moved, *left}):
        line = ProjectLine(
            project=ProjectId(project),
            income_fen=Fen(moved[project].get("4", 0)),
            expense_fen=Fen(-moved[project].get("5", 0)),
            left_fen=Fen(left.get(project, 0)),
        )
        if line.income_fen or line.expense_fen or line.left_fen:
            yield line


def _largest(sums: Sums, names: Names) -> tuple[LargestLine, ...]:
    accounts = sorted({row.account for row in sums.rows if sums.element(row.account) == "expense"})
    spent = [(sums.turnover(account), account) for account in accounts]
    return tuple(
        LargestLine(
            account=account,
            name_zh=name_of(names, account).name_zh,
            name_en=name_of(names, account).name_en,
            amount_fen=amount_fen,
        )
        for amount_fen, account in sorted(spent, key=lambda pair: (-pair[0], pair[1]))[:LARGEST_SHOWN]
        if amount_fen
    )


def last_period(connection: Connection, ledger_id: LedgerId) -> Month | None:
    """Name the last month in which anything stands in the books."""
    known = days_with_entries(connection, ledger_id)
    return None if known is None else month_of(known[1])
