"""Budget lines: what is planned and used on each, and how an expense is charged to every line that it belongs to.

An expense on 50102 for a project belongs to the lines 50102, 501 and the project's, as far as the budget has them.
A line's stream grows; its last event says how it stands, so two expenses at once cannot both use the same rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, chart_on
from domain.accounting.lines import Line, Posting
from domain.activities.budget.events import BudgetControl, BudgetLineCharged, BudgetLineSet, LineName
from domain.activities.budget.refusals import BudgetExceeded
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
def _expense_accounts(chart: ChartVersion) -> tuple[AccountCode, ...]:
    return tuple(code for code in CHARTS[chart].accounts if is_expense(chart, code))


def budget_lines(day: date, project: ProjectId | None) -> tuple[Stream[BudgetLine | None], ...]:
    """Name every line that an expense of a day, for a project, may belong to.

    Which account it goes to is known only when it is decided, so these are all accounts of expense.
    """
    accounts = [budget_line(day.year, code) for code in _expense_accounts(chart_on(day))]
    return (*accounts, budget_line(day.year, project)) if project else tuple(accounts)


def charge_budget(
    day: date, posting: Posting | None, lines: Iterable[BudgetLine | None]
) -> Sequence[BudgetLineCharged]:
    """Charge a posting's expenses, or what takes them back, to the lines of ``budget_lines`` that have a plan.

    Raises:
        BudgetExceeded: a line that refuses does not reach.
    """
    if posting is None:
        return []
    chart = chart_on(day)
    expenses = [one for one in posting.lines if is_expense(chart, one.account)]
    charges = [(line, _charge_fen(line, expenses)) for line in lines if line is not None]
    return [_charged(day, line, charged_fen) for line, charged_fen in charges if charged_fen]


def _charge_fen(line: BudgetLine, expenses: Iterable[Line]) -> Fen:
    return Fen(sum(one.debit_fen - one.credit_fen for one in expenses if line.takes(one)))


def _charged(day: date, line: BudgetLine, charged_fen: Fen) -> BudgetLineCharged:
    used_fen = Fen(line.used_fen + charged_fen)
    over_fen = Fen(max(0, used_fen - line.planned_fen))
    if line.control == "refuse" and charged_fen > 0 and over_fen:
        raise BudgetExceeded(
            year=line.year,
            line=line.line,
            planned_fen=line.planned_fen,
            used_fen=line.used_fen,
            asked_fen=charged_fen,
        )
    return BudgetLineCharged(
        year=line.year,
        line=line.line,
        control=line.control,
        charged_fen=charged_fen,
        planned_fen=line.planned_fen,
        used_fen=used_fen,
        over_fen=over_fen,
        effective_on=day,
    )
