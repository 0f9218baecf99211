"""What decisions about the bank must know of the whole ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.accounting.lines import Side
from domain.activities.bank.events import MatchedEntry, MatchedLine
from domain.values import ActorId, BankLineId, DocumentNo, Fen, Month, Text

OPENING_LINE: Final = 0
"""The number of the line that stands for the opening balance of the first statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """A line of a statement that no match has; ``change_fen`` is below zero for money that went out."""

    line_id: BankLineId
    day: date
    change_fen: Fen
    reference: Text
    counterparty: Text | None

    @property
    def is_opening(self) -> bool:
        """Say whether it stands for the opening balance of the first statement."""
        return self.line_id.endswith(f".{OPENING_LINE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEntry:
    """What no match has of a source on one side of the bank account; ``change_fen`` as the bank should show it."""

    source: Text
    side: Side
    day: date
    document_no: DocumentNo | None
    is_opening: bool
    change_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBankItems:
    """All that is open on either side."""

    lines: tuple[OpenLine, ...]
    entries: tuple[OpenEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankMatch:
    """A match that stands."""

    lines: tuple[MatchedLine, ...]
    entries: tuple[MatchedEntry, ...]
    settled_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBankMatch:
    """The match of the number that a command names, if it stands."""

    match: BankMatch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBankStatement:
    """The statement of the month that a command names: its lines, and how many of them a match has."""

    opening_fen: Fen
    follows: Month | None
    lines: int
    matched_lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSheet:
    """The reconciliation of a month as it stands: what each side shows, what only one of them has, and who is cashier.

    ``bank_fen`` is None if the month has no statement.
    """

    bank_fen: Fen | None
    book_fen: Fen
    items: OpenBankItems
    cashiers: frozenset[ActorId]


def adjusted_book_fen(book_fen: Fen, lines: Iterable[OpenLine]) -> Fen:
    """Give the books' balance with what only the bank has."""
    return Fen(book_fen + sum(line.change_fen for line in lines))


def adjusted_bank_fen(bank_fen: Fen, entries: Iterable[OpenEntry]) -> Fen:
    """Give the bank's balance with what only the books have."""
    return Fen(bank_fen + sum(entry.change_fen for entry in entries))
