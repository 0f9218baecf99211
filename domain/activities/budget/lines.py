"""Budget lines: what is planned and used on each, and how an expense is charged to every line that it belongs to.

An expense on 50102 for a project belongs to the lines 50102, 501 and the project's, as far as the budget has them.
A line's stream grows; its last event says how it stands, so two expenses at once cannot both use the same rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, chart_on
from domain.accounting.lines import Line
from domain.activities.budget.events import BudgetControl, BudgetLineCharged, BudgetLineSet, LineName
from domain.deciding import Stream, StreamKind
from domain.values import NO_FEN, AccountCode, ChartVersion, Fen, ProjectId, Year


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """How a line of a year's budget stands."""

    year: Year
    line: LineName
    control: BudgetControl
    planned_fen: Fen
    used_fen: Fen

    def takes(self, one: Line) -> bool:
        """Say whether a line of a posting, on an account of expense, belongs to this budget line."""
        return one.project == ProjectId(self.line) or one.account.startswith(self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetExecution:
    """What a year's postings came to so far: income or expense on each account with its details, expense by project."""

    executed: Mapping[LineName, Fen]

    def on(self, line: LineName) -> Fen:
        """Give what was executed on a line."""
        return self.executed.get(line, NO_FEN)


def _evolve(_: BudgetLine | None, event: BudgetLineSet | BudgetLineCharged) -> BudgetLine:
    return BudgetLine(
        year=event.year,
        line=event.line,
        control=event.control,
        planned_fen=event.planned_fen,
        used_fen=event.used_fen,
    )


NO_LINE: Final[BudgetLine | None] = None
BUDGET_LINE: Final = StreamKind(category="budget-line", initial=NO_LINE, evolve=_evolve, growing=True)


def budget_line(year: int, line: str) -> Stream[BudgetLine | None]:
    """Name the stream of a line."""
    return BUDGET_LINE.at(year, line)


def is_expense(chart: ChartVersion, account: AccountCode) -> bool:
    """Say whether an account, be it the ledger's own, is one of expense."""
    return CHARTS[chart].accounts[AccountCode(account[:FIRST_LEVEL_DIGITS])].element == "expense"


@cache
def _account_lines(year: int) -> tuple[Stream[BudgetLine | None], ...]:
    chart = chart_on(date(year, 1, 1))
    return tuple(budget_line(year, code) for code in CHARTS[chart].accounts if is_expense(chart, code))


def budget_lines(day: date, projects: Iterable[ProjectId | None]) -> tuple[Stream[BudgetLine | None], ...]:
    """Name every line that an expense of a day, for some of these projects, may belong to.

    Which account it goes to is known only when it is decided, so these are all accounts of expense.
    """
    named = dict.fromkeys(project for project in projects if project)
    return (*_account_lines(day.year), *(budget_line(day.year, project) for project in named))
