"""What is done at the end of each month of a story: vouchers, the bank, the results, the close."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from domain.accounting.charts import chart_on
from domain.accounting.closing import is_result
from domain.accounting.lines import Line
from domain.accounting.sources import OPENING
from domain.accounting.vouchers import of_money
from domain.activities.closing import CarryResults, ClosePeriod
from domain.activities.closing.carrying import DECEMBER, FinishedProject
from domain.activities.voucher import PostVouchers, PrepareVouchers, ReviewVouchers, SignVouchers
from domain.values import Month, last_day_of, month_of
from services.demo.bank_statements import bank_work
from services.demo.rehearsal import Posted
from services.demo.story import Command, Story, months_of_year


def month_ends(story: Story, commands: Sequence[Command], posted: Sequence[Posted]) -> Iterator[Command]:
    """Put every month of the story's year on vouchers, reconcile the bank, carry the results, and close it.

    ``posted`` is what the story's ``commands`` come to.
    """
    at_the_bank = bank_work(story, commands, posted)
    for period in months_of_year(story.year):
        of_month = [one for one in posted if month_of(one.day) == period and one.posting.rule_id != OPENING]
        last_day = last_day_of(period)
        written_through = date.min
        for day in (*(day for day in story.voucher_days if month_of(day) == period), last_day):
            yield from _on_vouchers(period, day, [one for one in of_month if written_through < one.day <= day])
            written_through = day
        yield from at_the_bank[period]
        if _has_results(of_month) or (last_day.month == DECEMBER and chart_on(last_day) == "2021"):
            yield from _carried(story, period, last_day)
        yield ClosePeriod(period=period, effective_on=last_day, accruals_done=last_day.month == DECEMBER)


def _on_vouchers(period: Month, day: date, fresh: Sequence[Posted]) -> Iterator[Command]:
    if not fresh:
        return
    yield PrepareVouchers(period=period, effective_on=day)
    yield ReviewVouchers(period=period, effective_on=day)
    if any(of_money(line) for one in fresh for line in one.posting.lines):
        yield SignVouchers(period=period, effective_on=day)
    yield PostVouchers(period=period, effective_on=day)


def _carried(story: Story, period: Month, last_day: date) -> Iterator[Command]:
    finished = story.finished_projects if last_day.month == DECEMBER else ()
    yield CarryResults(
        effective_on=last_day, finished_projects=tuple(FinishedProject(project=project) for project in finished)
    )
    yield PrepareVouchers(period=period, effective_on=last_day)
    yield ReviewVouchers(period=period, effective_on=last_day)
    yield PostVouchers(period=period, effective_on=last_day)


def _has_results(of_month: Sequence[Posted]) -> bool:
    sums: dict[tuple[object, ...], int] = defaultdict(int)
    for one in of_month:
        for line in one.posting.lines:
            if is_result(line.account):
                sums[_cell(line)] += line.debit_fen - line.credit_fen
    return any(sums.values())


def _cell(line: Line) -> tuple[object, ...]:
    return line.account, line.fund_class, line.project
