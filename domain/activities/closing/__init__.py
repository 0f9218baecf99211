"""Closing a month (结账): results are carried to net assets, everything is checked, and the month is closed for ever.

A closed period is never reopened (反结账 is not offered); later findings are corrected in an open one.
Source: 规范 第五十一、六十三条; 财会〔2024〕12号 第二十四条; 《工会会计制度》 notes on 321, 322, 331, 332.
"""

from typing import Final

from domain.activities.closing.carrying import CarryResults, NothingToCarry, NotPeriodEnd, ResultsCarried, carry_results
from domain.activities.closing.closing import ClosePeriod, PeriodNotReady, PeriodOutOfOrder, close_period
from domain.activities.closing.evidence import (
    ACCRUALS_NOT_STATED,
    CHECKS,
    NOT_CARRIED,
    PENDING_NOT_EXPLAINED,
    BalancesAtEnd,
    Finding,
    PeriodFound,
)
from domain.activities.fund import fund
from domain.activities.ledger import the_ledger
from domain.deciding import BOOKKEEPER, Activity, CommandType, EventType, Stream, StreamKind
from domain.values import Month, month_of


def _count(entries: int, _: ResultsCarried) -> int:
    return entries + 1


CARRIED: Final = StreamKind(category="carried", initial=0, evolve=_count)


def carried(period: Month) -> Stream[int]:
    """Name the stream of a month's closing entries."""
    return CARRIED.at(period)


Event = ResultsCarried

ACTIVITY: Final = Activity(
    name="closing",
    events=(
        EventType(
            name="closing.results_carried",
            event=ResultsCarried,
            stream=lambda event: carried(month_of(event.effective_on)),
        ),
    ),
    commands=(
        CommandType(
            name="carry-results",
            command=CarryResults,
            roles=BOOKKEEPER,
            streams=lambda command, _: (
                carried(month_of(command.effective_on)),
                *(fund("restricted", finished.project) for finished in command.finished_projects),
            ),
            decide=carry_results,
            evidence=BalancesAtEnd,
        ),
        CommandType(
            name="close-period",
            command=ClosePeriod,
            roles=BOOKKEEPER,
            streams=lambda *_: (the_ledger(),),
            decide=close_period,
            evidence=PeriodFound,
        ),
    ),
)

__all__ = [
    "ACCRUALS_NOT_STATED",
    "ACTIVITY",
    "CHECKS",
    "NOT_CARRIED",
    "PENDING_NOT_EXPLAINED",
    "BalancesAtEnd",
    "CarryResults",
    "ClosePeriod",
    "Event",
    "Finding",
    "NotPeriodEnd",
    "NothingToCarry",
    "PeriodFound",
    "PeriodNotReady",
    "PeriodOutOfOrder",
    "ResultsCarried",
    "carried",
]
