"""What happens between the union and its bank: statements come in, meet the books, and months are reconciled.

``account`` is the bank account, 102 or a detail account of it. Numbers of lines and of matches are its own.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.accounting.lines import Side
from domain.values import AccountCode, ActorId, BankLineId, Count, Fen, Month, RuleId, Text


class StatementLine(NamedTuple):
    """A line of a bank statement: by how much it changed the balance (paid out below zero), and the bank's reference.

    ``counterparty`` is what the bank prints of the other side.
    """

    day: date
    change_fen: Fen
    reference: Text
    counterparty: Text | None = None


class MatchedLine(NamedTuple):
    """A line of a statement as a match or a reconciliation names it."""

    line_id: BankLineId
    day: date
    change_fen: Fen


class MatchedEntry(NamedTuple):
    """What a match takes of the books: a source, the side of its bank account, and how much of it (red below zero)."""

    source: Text
    side: Side
    day: date
    amount_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPolicyAdopted:
    """From a day on, a line and an entry of equal amount belong together if they lie at most so many days apart."""

    rule_id: RuleId
    window_days: Count
    valid_from: date
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankStatementImported:
    """The bank's statement of a month: what it opened and closed with, and its lines in order.

    ``follows`` is the month of the statement before it. The first one has none; its opening balance is then a
    line of its own, number 0, which the books must explain. ``file_sha256`` is the digest of the file it came in.
    """

    account: AccountCode
    period: Month
    opening_fen: Fen
    closing_fen: Fen
    lines: tuple[StatementLine, ...]
    follows: Month | None
    file_sha256: Text | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankStatementWithdrawn:
    """The last statement was wrong and is taken away with its ``lines`` lines; it opened with what is left."""

    account: AccountCode
    period: Month
    opening_fen: Fen
    lines: int
    follows: Month | None
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLinesMatched:
    """Lines of statements and what the books say are the same money.

    ``rule_id`` is the policy by which the program found it, None for a match by hand. The match counts in
    reconciliations from ``settled_on`` on: the latest day of all that it joins, or the day of matching if that
    day's month is closed.
    """

    account: AccountCode
    match_no: Count
    lines: tuple[MatchedLine, ...]
    entries: tuple[MatchedEntry, ...]
    rule_id: RuleId | None
    settled_on: date
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLinesUnmatched:
    """A match was wrong; what it joined is open again. ``last_match_no`` is the number given out last."""

    account: AccountCode
    match_no: Count
    lines: tuple[MatchedLine, ...]
    entries: tuple[MatchedEntry, ...]
    reason: Text
    last_match_no: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReconciled:
    """The bank's balance and the books' agree at the end of a month but for what is listed (银行存款余额调节表).

    ``open_lines`` the bank has and the books have not; ``open_entries`` the books have and the bank has not.
    """

    account: AccountCode
    period: Month
    bank_fen: Fen
    book_fen: Fen
    adjusted_fen: Fen
    open_lines: tuple[MatchedLine, ...]
    open_entries: tuple[MatchedEntry, ...]
    confirmed_by: ActorId
    effective_on: date


Event = (
    BankPolicyAdopted
    | BankStatementImported
    | BankStatementWithdrawn
    | BankLinesMatched
    | BankLinesUnmatched
    | BankReconciled
)
