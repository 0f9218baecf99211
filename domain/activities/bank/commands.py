"""What may be asked about the bank. ``effective_on`` is the day on which it was done.

``account`` is the bank account: 102, or a detail account of it; of a union that has one, nobody need name it.
"""

from dataclasses import dataclass
from datetime import date

from domain.accounting.lines import Side
from domain.activities.bank.accounts import BANK
from domain.values import NO_FEN, AccountCode, BankLineId, Count, Fen, Month, PositiveFen, RuleId, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptBankPolicy:
    """Say from a day on how many days may lie between a line of a statement and the entry that it belongs to."""

    rule_id: RuleId
    window_days: Count
    valid_from: date
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """A line of a statement: either received or paid, under the bank's own reference."""

    day: date
    reference: Text
    received_fen: Fen = NO_FEN
    paid_fen: Fen = NO_FEN
    counterparty: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBankStatement:
    """Take in the bank's statement of a whole month; each follows the one of the month before."""

    period: Month
    opening_fen: Fen
    closing_fen: Fen
    lines: tuple[BankLine, ...]
    effective_on: date
    account: AccountCode = BANK
    file_sha256: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBankStatement:
    """Take the last statement away, as long as none of its lines is matched and its month is not reconciled."""

    period: Month
    reason: Text
    effective_on: date
    account: AccountCode = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchBankLines:
    """Match every line that has exactly one counterpart in the books, up to ``effective_on``. The rest stays open."""

    effective_on: date
    account: AccountCode = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPart:
    """What is taken of an open entry of the books: all of it, or an amount."""

    source: Text
    side: Side
    amount_fen: PositiveFen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchBankLine:
    """Join open lines and open entries by hand: one to many, many to one, or what cancels out on one side."""

    lines: tuple[BankLineId, ...]
    entries: tuple[EntryPart, ...]
    effective_on: date
    account: AccountCode = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchBankLine:
    """Undo a match; what it joined is open again."""

    match_no: Count
    reason: Text
    effective_on: date
    account: AccountCode = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBankReconciliation:
    """Sign the reconciliation of a month whose adjusted balances agree."""

    period: Month
    effective_on: date
    account: AccountCode = BANK
