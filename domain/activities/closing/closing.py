"""Closing a month for ever, once everything about it is in order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.accounting.charts import chart_on
from domain.activities.closing.carrying import DECEMBER
from domain.activities.closing.evidence import (
    ACCRUALS_NOT_STATED,
    NOT_CARRIED,
    PENDING_NOT_EXPLAINED,
    Finding,
    PeriodFound,
)
from domain.activities.ledger import ClosedBalance, PeriodClosed
from domain.deciding import Asked, LedgerState
from domain.errors import LedgerError
from domain.values import AccountCode, Fen, Month, Text, last_day_of, month_of, months_from


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePeriod:
    """Close a month: nothing is posted to it any more.

    Who closes December under chart 2021 states that what is owed between levels (131, 132, 212) was accrued, which no
    book can tell, and why something waits on 182 (待处理财产损溢) if it does.
    """

    period: Month
    effective_on: date
    accruals_done: bool = False
    pending_reason: Text | None = None


@dataclass(eq=False, kw_only=True)
class PeriodOutOfOrder(LedgerError):
    """Months are closed one after another, each after its last day."""

    code = "period_out_of_order"
    text = "The month to close next is {next_period}, from {from_day} on; asked was {period}."

    period: Month
    next_period: Month
    from_day: date


@dataclass(eq=False, kw_only=True)
class PeriodNotReady(LedgerError):
    """A month is closed when all checks hold. Source: 财会〔2024〕12号 第二十四条; 规范 第六十二、六十三条."""

    code = "period_not_ready"
    text = "{period} cannot be closed yet: {findings}. Put these in order, then close it."

    period: Month
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        """Say it in English, each finding in a sentence of its own."""
        return self.text.format(period=self.period, findings="; ".join(finding.text for finding in self.findings))


def close_period(
    asked: Asked, command: ClosePeriod, _: LedgerState | None, found: PeriodFound
) -> Sequence[PeriodClosed]:
    """Close the month that comes next, if every check holds; what stands on each account is kept with the close."""
    books = asked.books
    following = _after(books.closed_through) if books.closed_through else month_of(books.kept_from)
    last_day = last_day_of(following)
    if command.period != following or asked.today < last_day:
        raise PeriodOutOfOrder(period=command.period, next_period=following, from_day=last_day)
    asked.check_day_since(command.effective_on, last_day)
    met = _met(command, waits=books.closing_mode == "statement_only" and last_day.month != DECEMBER)
    findings = tuple(finding for finding in found.findings if finding.check not in met)
    if findings:
        raise PeriodNotReady(period=command.period, findings=findings)
    by_account: dict[AccountCode, int] = defaultdict(int)
    for cell, balance_fen in found.balances.items():
        by_account[cell.account] += balance_fen
    return [
        PeriodClosed(
            period=command.period,
            chart=chart_on(last_day),
            position=found.position,
            balances=tuple(
                ClosedBalance(account=account, balance_fen=Fen(balance_fen))
                for account, balance_fen in sorted(by_account.items())
                if balance_fen
            ),
            accruals_done=command.accruals_done,
            pending_reason=command.pending_reason,
            closed_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]


def _met(command: ClosePeriod, *, waits: bool) -> set[str]:
    """Name the checks that hold by what the command states, or because results are carried in December only."""
    stated = {
        NOT_CARRIED: waits,
        ACCRUALS_NOT_STATED: command.accruals_done,
        PENDING_NOT_EXPLAINED: command.pending_reason is not None,
    }
    return {check for check, holds in stated.items() if holds}


def _after(period: Month) -> Month:
    months = months_from(period, 1)
    next(months)
    return next(months)
