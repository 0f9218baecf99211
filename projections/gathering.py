"""Evidence: what some decisions must know of a whole ledger, read from read models that reflect all of it.

The one list of readers. Each is asked in a snapshot in which its read models have caught up with the head.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow

from domain.accounting.evidence import FundsTouched, Remainder, VouchersReady
from domain.activities.asset import AssetsHeld
from domain.activities.bank import BankSheet, FoundBankMatch, FoundBankStatement, OpenBankItems
from domain.activities.budget import BudgetExecution
from domain.activities.closing import BalancesAtEnd, PeriodFound
from domain.values import LedgerId
from projections.assets import assets_held
from projections.bank import bank_sheet, found_bank_match, found_bank_statement, open_bank_items
from projections.budgets import budget_execution
from projections.period_checks import balances_at_end, period_found
from projections.remainder import funds_touched, remainder, vouchers_ready

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a kind of evidence for a command, and from which read models."""

    read_models: tuple[str, ...]
    read: Callable[[Connection, LedgerId, Any], object]


READERS: Final[Mapping[type, Reader]] = {
    Remainder: Reader(read_models=("books",), read=remainder),
    VouchersReady: Reader(read_models=("books",), read=vouchers_ready),
    FundsTouched: Reader(read_models=("books",), read=funds_touched),
    BalancesAtEnd: Reader(read_models=("books",), read=balances_at_end),
    OpenBankItems: Reader(read_models=("bank",), read=open_bank_items),
    FoundBankMatch: Reader(read_models=("bank",), read=found_bank_match),
    FoundBankStatement: Reader(read_models=("bank",), read=found_bank_statement),
    BankSheet: Reader(read_models=("bank", "books"), read=bank_sheet),
    BudgetExecution: Reader(read_models=("budgets",), read=budget_execution),
    AssetsHeld: Reader(read_models=("assets",), read=assets_held),
    PeriodFound: Reader(read_models=("books", "bank", "assets"), read=period_found),
}
