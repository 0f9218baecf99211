"""Carrying results to net assets at the end of a month, and the year's details to the accumulated ones in December."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.accounting.closing import ClosingEntry, after, results_carried, year_end
from domain.accounting.lines import Posting
from domain.accounting.posting import open_day
from domain.accounting.sources import CLOSING
from domain.activities.fund import FundMoved, move_funds
from domain.deciding import Asked
from domain.errors import LedgerError
from domain.values import Fen, FundClass, ProjectId, RuleId, last_day_of, month_of

DECEMBER: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedProject:
    """A project that was found finished at the year's end: what is left of its money becomes surplus."""

    project: ProjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryResults:
    """Carry income and expense to net assets on the last day of a month; in December, the year's details too.

    ``finished_projects`` are those that the year-end review found finished (step 5 of the closing).
    """

    effective_on: date
    finished_projects: tuple[FinishedProject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsCarried:
    """One closing entry of a month. Its posting is no turnover (发生额)."""

    step: str
    posting: Posting
    effective_on: date


@dataclass(eq=False, kw_only=True)
class NotPeriodEnd(LedgerError):
    """Closing entries are dated the last day of a month."""

    code = "not_period_end"
    kind = "invalid"
    text = "{effective_on} is not the last day of a month. Use {last_day}."

    effective_on: date
    last_day: date


@dataclass(eq=False, kw_only=True)
class NothingToCarry(LedgerError):
    """There is no result that is not carried yet."""

    code = "nothing_to_carry"
    text = "Nothing is left to carry to net assets on {effective_on}. Go on with close-period."

    effective_on: date


def carry_results(
    asked: Asked,
    command: CarryResults,
    _carried: int,
    *known: Any,  # noqa: ANN401 - what is left of each finished project's fund, then the evidence
) -> Sequence[ResultsCarried | FundMoved]:
    """Carry what is not carried yet; in December also the details of 321, 322, 331 and 332 (chart 2021)."""
    *left, found = known
    day = command.effective_on
    last_day = last_day_of(month_of(day))
    if day != last_day:
        raise NotPeriodEnd(effective_on=day, last_day=last_day)
    asked.check_day(day)
    on = open_day(asked, day)
    finished = [project.project for project in command.finished_projects]
    entries = list(results_carried(on.chart, found.balances))
    if day.month == DECEMBER and on.chart == "2021":
        balances = after(found.balances, (line for entry in entries for line in entry.lines))
        entries += year_end(balances, frozenset(finished))
    if not entries:
        raise NothingToCarry(effective_on=day)
    carried = [_carried_event(entry, day) for entry in entries]
    funds: dict[tuple[FundClass, ProjectId], Fen] = {
        ("restricted", project): left_fen for project, left_fen in zip(finished, left, strict=True)
    }
    moved = [
        move for event in carried if event.step == "finished_projects" for move in move_funds(day, event.posting, funds)
    ]
    return [*carried, *moved]


def _carried_event(entry: ClosingEntry, day: date) -> ResultsCarried:
    return ResultsCarried(
        step=entry.step, posting=Posting(RuleId(f"{CLOSING}.{entry.step}"), entry.lines), effective_on=day
    )
