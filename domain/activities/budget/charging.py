"""Within the budget: whatever posts an expense charges the lines that it meets, in the same append.

An activity says so of its command, and neither its decision nor its streams know anything of budgets:

    within_budget(CommandType(name="confer-award", ...), of_project)

What is charged is what the command's postings come to on accounts of expense, so what takes an expense back gives
back to its line, and an adjustment of an earlier year, which stands on net assets, leaves every budget alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line
from domain.activities.budget.events import BudgetLineCharged
from domain.activities.budget.lines import BudgetLine, budget_lines, is_expense
from domain.activities.budget.refusals import BudgetExceeded
from domain.deciding import Asked, CommandType, Stream
from domain.values import Fen, ProjectId

Projects = Callable[..., Iterable[ProjectId | None]]
"""Takes a command, and its evidence if it has any; names the projects that its expenses may be for, None for none."""


class ForProject(Protocol):
    """A command that says what its money is for."""

    @property
    def project(self) -> ProjectId | None:
        """What it is for."""


def of_project(command: ForProject, *_: object) -> Sequence[ProjectId | None]:
    """Name the project that a command states."""
    return (command.project,)


def of_no_project(*_: object) -> Sequence[ProjectId]:
    """Stand where an expense is for no project."""
    return ()


def within_budget(kind: CommandType, projects: Projects) -> CommandType:
    """Make a command charge its expenses to the budget of the year of its ``effective_on``, or give them back to it.

    The decision gets one more refusal, ``BudgetExceeded``: a line that refuses does not reach.
    """

    def lines_met(command: Any, *evidence: Any) -> Sequence[Stream[BudgetLine | None]]:  # noqa: ANN401 - any command
        return budget_lines(command.effective_on, projects(command, *evidence))

    def streams(command: Any, *evidence: Any) -> Sequence[Stream[Any]]:  # noqa: ANN401 - any command
        return (*lines_met(command, *evidence), *kind.streams(command, *evidence))

    def decide(asked: Asked, command: Any, *known: Any) -> Sequence[Any]:  # noqa: ANN401 - any command
        evidence = () if kind.evidence is None else known[-1:]
        count = len(lines_met(command, *evidence))
        events = kind.decide(asked, command, *known[count:])
        return [*events, *_charges(command.effective_on, events, known[:count])]

    return replace(kind, streams=streams, decide=decide)


def _charges(day: date, events: Iterable[Any], lines: Iterable[BudgetLine | None]) -> Sequence[BudgetLineCharged]:
    """Charge what the events spend to the lines that have a plan."""
    planned = [line for line in lines if line is not None]
    expenses = list(_expenses(day, events)) if planned else []
    charges = [(line, _charge_fen(line, expenses)) for line in planned]
    return [_charged(day, line, charged_fen) for line, charged_fen in charges if charged_fen]


def _expenses(day: date, events: Iterable[Any]) -> Iterable[Line]:
    chart = chart_on(day)
    postings = (getattr(event, "posting", None) for event in events)
    return (one for posting in postings if posting for one in posting.lines if is_expense(chart, one.account))


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
