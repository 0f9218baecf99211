"""Detail accounts of a ledger's own (明细科目). First-level accounts are prescribed.

Source: 财会〔2021〕7号 附录1 第一部分 一; 财会〔2009〕7号 第一部分 一、二.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.accounting.charts import CHARTS, DETAIL_DIGITS, FIRST_LEVEL_DIGITS
from domain.activities.ledger.events import AccountAdded
from domain.deciding import Asked, LedgerState
from domain.errors import LedgerError
from domain.values import AccountCode, ChartVersion, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAccount:
    """Add a detail account: the code of the account above it and two more digits."""

    chart: ChartVersion
    account: AccountCode
    name: Text
    effective_on: date


@dataclass(eq=False, kw_only=True)
class AccountTaken(LedgerError):
    """A code names one account of a chart, for ever."""

    code = "account_taken"
    text = "Account {account} of chart {chart} is {name}. Choose another code."

    account: AccountCode
    chart: ChartVersion
    name: str


@dataclass(eq=False, kw_only=True)
class AccountNotDetail(LedgerError):
    """Accounts of the first level are neither added nor changed: they are prescribed."""

    code = "account_not_detail"
    kind = "invalid"
    text = "Account {account} is not two digits more than an account of chart {chart}. Add details below an account."

    account: AccountCode
    chart: ChartVersion


def add_account(asked: Asked, command: AddAccount, _: LedgerState | None) -> Sequence[AccountAdded]:
    """Add a detail account below a prescribed one."""
    taken = asked.books.account(command.chart, command.account)
    if taken is not None:
        raise AccountTaken(account=command.account, chart=command.chart, name=taken.name_zh)
    parent = AccountCode(command.account[:-DETAIL_DIGITS])
    if len(parent) < FIRST_LEVEL_DIGITS or parent not in CHARTS[command.chart].accounts:
        raise AccountNotDetail(account=command.account, chart=command.chart)
    asked.check_day(command.effective_on)
    return [
        AccountAdded(
            chart=command.chart,
            account=command.account,
            parent=parent,
            name=command.name,
            effective_on=command.effective_on,
        )
    ]
