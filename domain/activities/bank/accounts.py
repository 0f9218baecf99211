"""Which account at the bank: 102 (银行存款), or a detail account of it that the ledger added.

Each has its own statements, its own matches and its own monthly reconciliation.
Source: 财会〔2021〕7号 附录1 account note 102 (a journal and a reconciliation for each bank account).
"""

from datetime import date
from functools import lru_cache
from typing import Final

from domain.accounting.charts import FIRST_LEVEL_DIGITS, chart_on
from domain.accounting.posting import MONEY_ACCOUNTS, place_of
from domain.activities.bank.refusals import BankAccountUnknown
from domain.deciding import Asked
from domain.values import AccountCode

BANK: Final = MONEY_ACCOUNTS["bank"]
"""The account of a union that keeps one: what is meant where none is named."""
DETAIL_DIGITS: Final = FIRST_LEVEL_DIGITS + 2
CODES_AT_HAND: Final = 1_000


@lru_cache(CODES_AT_HAND)
def bank_account_of(code: AccountCode) -> AccountCode | None:
    """Say to which bank account a line on an account belongs; None if it is no money at the bank.

    102 itself has the lines without a detail, and a detail has those of its own details too, so that every line
    belongs to one bank account.
    """
    return AccountCode(code[:DETAIL_DIGITS]) if place_of(code) == "bank" else None


def check_bank_account(asked: Asked, account: AccountCode, day: date) -> None:
    """Refuse an account that is none at the bank, or that the ledger does not have under the chart of a day.

    Raises:
        BankAccountUnknown: so it is.
    """
    chart = chart_on(day)
    if bank_account_of(account) != account or asked.books.account(chart, account) is None:
        raise BankAccountUnknown(account=account, chart=chart)
