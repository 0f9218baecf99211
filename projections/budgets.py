"""Budgets: what is planned for each line of a year, and what was executed on it.

Executed is what the postings of the year came to, whatever activity posted them: on each account of income or
expense, also summed up at the first and second level, and as expense for each project. Closing entries and opening
balances are no execution.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row

from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, chart_on
from domain.accounting.lines import Side
from domain.accounting.sources import CLOSING, OPENING
from domain.activities.budget import (
    AdoptBudget,
    AmendBudget,
    BudgetAdopted,
    BudgetAmended,
    BudgetControl,
    BudgetExecution,
    BudgetLineSet,
    LineName,
)
from domain.catalogue import EVENT_TYPES
from domain.values import AccountCode, ChartVersion, Count, DocumentNo, Fen, LedgerId, ProjectId, Year
from projections.fold import MONEY_EVENTS, Changes, ReadModel, Table
from projections.posted import Posted

BUDGET: Final = Table(
    name="budget",
    key={"year": "integer"},
    values={"adopted_on": "date", "changed_on": "date", "document_no": "text", "revisions": "integer"},
)
BUDGET_LINE: Final = Table(
    name="budget_line",
    key={"year": "integer", "line": "text"},
    sums=("executed_fen",),
    values={"control": "text", "planned_fen": "bigint"},
)
"""A line, planned or not: an account at any level or a project. ``planned_fen`` is NULL without a plan."""

Handled = BudgetAdopted | BudgetAmended | BudgetLineSet
DETAIL_DIGITS: Final = 5
EXECUTED_SIDE: Final[Mapping[str, Side]] = {"income": "C", "expense": "D"}


def fold(event: Handled, _position: int, rows: Changes) -> None:
    """Set what is planned."""
    match event:
        case BudgetAdopted():
            day, document_no = event.effective_on, event.document_no
            rows.put(BUDGET, (event.year,), adopted_on=day, changed_on=day, document_no=document_no, revisions=0)
        case BudgetAmended():
            rows.put(BUDGET, (event.year,), changed_on=event.effective_on, revisions=event.revision)
        case BudgetLineSet():
            rows.put(BUDGET_LINE, (event.year, event.line), control=event.control, planned_fen=event.planned_fen)
        case _:
            assert_never(event)


def post(posted: Posted, rows: Changes) -> None:
    """Add what was executed: income on the credit side, expense on the debit side, nothing on other accounts."""
    for (day, rule_id, _, _), source in posted.items():
        if rule_id == OPENING or rule_id.startswith(CLOSING):
            continue
        chart = chart_on(day)
        for line, amount_fen in source.amounts.items():
            element = _element(chart, line.account)
            if element in EXECUTED_SIDE:
                executed_fen = amount_fen if line.side == EXECUTED_SIDE[element] else -amount_fen
                project = line.project if element == "expense" else None
                for name in _lines_of(line.account, project):
                    rows.add(BUDGET_LINE, (day.year, name), executed_fen=executed_fen)


def _lines_of(account: AccountCode, project: ProjectId | None) -> Iterator[str]:
    yield from {account[:FIRST_LEVEL_DIGITS], account[:DETAIL_DIGITS], account}
    if project:
        yield project


def _element(chart: ChartVersion, account: AccountCode) -> str:
    return CHARTS[chart].accounts[AccountCode(account[:FIRST_LEVEL_DIGITS])].element


BUDGETS: Final = ReadModel(
    name="budgets",
    version=1,
    tables=(BUDGET, BUDGET_LINE),
    folds={Handled: fold},
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - frozenset(get_args(Handled)) - MONEY_EVENTS,
    post=post,
)


LineKind = Literal["income", "expense", "project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLineRow:
    """A line of a year: planned, executed, and what is left of the plan (below zero: over it).

    A line without a plan has None for control, planned and left. An account is named as its chart names it; a
    project has no name here.
    """

    line: LineName
    kind: LineKind
    name_zh: str
    name_en: str
    control: BudgetControl | None
    planned_fen: Fen | None
    executed_fen: Fen
    left_fen: Fen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetYear:
    """A year's budget by line, in the order of accounts and then of projects; without a budget the execution alone.

    The totals are those of first-level accounts as executed; what is planned is the lines' own.
    """

    year: Year
    chart: ChartVersion
    adopted_on: date | None
    changed_on: date | None
    document_no: DocumentNo | None
    revisions: Count | None
    income_fen: Fen
    expense_fen: Fen
    lines: tuple[BudgetLineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resolution:
    adopted_on: date | None
    changed_on: date | None
    document_no: DocumentNo | None
    revisions: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    line: LineName
    control: BudgetControl | None
    planned_fen: Fen | None
    executed_fen: Fen


SELECT_BUDGET: Final = """
SELECT adopted_on, changed_on, document_no, revisions
FROM read_model.budget
WHERE ledger_id = %(ledger_id)s AND year = %(year)s
"""

SELECT_LINES: Final = """
SELECT line, control, planned_fen, executed_fen
FROM read_model.budget_line
WHERE ledger_id = %(ledger_id)s AND year = %(year)s AND (planned_fen IS NOT NULL OR executed_fen <> 0)
ORDER BY line COLLATE "C"
"""

SELECT_EXECUTED: Final = """
SELECT line, executed_fen
FROM read_model.budget_line
WHERE ledger_id = %(ledger_id)s AND year = %(year)s
"""


def budget_year(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, year: Year) -> BudgetYear:
    """Read a year's lines, planned or executed."""
    whose = {"ledger_id": ledger_id, "year": year}
    with connection.cursor(row_factory=class_row(_Resolution)) as cursor:
        resolution = cursor.execute(SELECT_BUDGET, whose).fetchone()
    with connection.cursor(row_factory=class_row(_Line)) as cursor:
        found = cursor.execute(SELECT_LINES, whose).fetchall()
    chart = chart_on(date(year, 1, 1))
    lines = tuple(_row(chart, line) for line in found)
    return BudgetYear(
        year=year,
        chart=chart,
        adopted_on=resolution.adopted_on if resolution else None,
        changed_on=resolution.changed_on if resolution else None,
        document_no=resolution.document_no if resolution else None,
        revisions=resolution.revisions if resolution else None,
        income_fen=_total(lines, "income"),
        expense_fen=_total(lines, "expense"),
        lines=lines,
    )


def _row(chart: ChartVersion, found: _Line) -> BudgetLineRow:
    is_account = found.line[0].isdigit()
    account = CHARTS[chart].accounts.get(AccountCode(found.line)) if is_account else None
    kind: LineKind = "project"
    if is_account:
        kind = "income" if _element(chart, AccountCode(found.line)) == "income" else "expense"
    return BudgetLineRow(
        line=found.line,
        kind=kind,
        name_zh=account.name_zh if account else "",
        name_en=account.name_en if account else "",
        control=found.control,
        planned_fen=found.planned_fen,
        executed_fen=found.executed_fen,
        left_fen=None if found.planned_fen is None else Fen(found.planned_fen - found.executed_fen),
    )


def _total(lines: tuple[BudgetLineRow, ...], kind: LineKind) -> Fen:
    of_kind = (line for line in lines if line.kind == kind and len(line.line) == FIRST_LEVEL_DIGITS)
    return Fen(sum(line.executed_fen for line in of_kind))


def budget_execution(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, command: AdoptBudget | AmendBudget
) -> BudgetExecution:
    """Read what a year's postings came to so far, for a resolution on its budget."""
    rows = connection.execute(SELECT_EXECUTED, {"ledger_id": ledger_id, "year": command.year})
    return BudgetExecution(executed={row["line"]: row["executed_fen"] for row in rows})
