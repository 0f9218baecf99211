"""A made-up year of one union's books, the same in every run: entries, and what the bank says of them.

Six of ten entries are payments, a quarter receipts, the rest transfers that wait for a supplier's bill. Every
fifth payment is of money with a purpose, of which each project receives its part at the beginning of a month. The
bank shows the last day's payments on the second day of the next month, so every reconciliation has open items.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Final

from domain.activities.bank import BankLine, ImportBankStatement
from domain.activities.entry import EntryLine, RecordEntry, RecordOpeningBalance
from domain.activities.ledger import OpenLedger
from domain.values import NO_FEN, AccountCode, DocumentNo, Fen, Month, PartyId, ProjectId, Text, Year, last_day_of

YEAR: Final = Year(2025)
FIRST_DAY: Final = date(YEAR, 1, 1)
DONE_ON: Final = date(YEAR + 1, 1, 31)
"""The day on which the year is worked off."""
MONTHS: Final = tuple(Month(f"{YEAR}-{number:02d}") for number in range(1, 13))
PROJECTS: Final = 20
SUPPLIERS: Final = 500
SEED: Final = 2025
OPENED_WITH_FEN: Final = Fen(10_000_000_00)
PROJECT_FEN: Final = Fen(50_000_00)
RESTRICTED_EVERY: Final = 5
MOST_RESTRICTED_FEN: Final = 200_00
MOST_PAID_FEN: Final = 2_000_00
MOST_RECEIVED_FEN: Final = 6_000_00
KINDS: Final = ("payment", "receipt", "transfer")
WEIGHTS: Final = (60, 25, 15)
BANK: Final = AccountCode("102")
SUPPLIER_DEBTS: Final = AccountCode("215")
APPROPRIATED: Final = AccountCode("402")
ACCUMULATED: Final = AccountCode("32205")
INCOMES: Final = (AccountCode("401"), APPROPRIATED, AccountCode("408"))
EXPENSES: Final = (
    *(AccountCode("50101"), AccountCode("50102"), AccountCode("50103"), AccountCode("50105")),
    *(AccountCode("50301"), AccountCode("50302"), AccountCode("50402"), AccountCode("50404")),
    *(AccountCode("50405"), AccountCode("50501"), AccountCode("50502")),
)


def opening() -> tuple[OpenLedger, RecordOpeningBalance]:
    """Open the ledger with money in the bank."""
    lines = (
        EntryLine(account=BANK, side="D", amount_fen=OPENED_WITH_FEN),
        EntryLine(account=ACCUMULATED, side="C", amount_fen=OPENED_WITH_FEN),
    )
    return (
        OpenLedger(name=Text("一年"), level="grassroots", chart="2021", effective_on=FIRST_DAY),
        RecordOpeningBalance(lines=lines, effective_on=FIRST_DAY),
    )


def entries(period: Month, size: int) -> list[RecordEntry]:
    """Make up a month's entries, each with a document of its own, in the order of their days."""
    choose = random.Random(f"{SEED} {period}")  # noqa: S311 - makes amounts up
    days = last_day_of(period).day
    return [
        _entry(choose, number, date.fromisoformat(f"{period}-01") + _days(number * days // size))
        for number in range(size)
    ]


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _entry(choose: random.Random, number: int, day: date) -> RecordEntry:
    return RecordEntry(
        document_no=DocumentNo(f"{day:%m}-{number:05d}"),
        summary=Text(f"第{number}号单据"),
        lines=_project_receipt(number) if number < PROJECTS else _lines(choose, number),
        effective_on=day,
    )


def _project_receipt(number: int) -> tuple[EntryLine, EntryLine]:
    return (_restricted(BANK, "D", PROJECT_FEN, number), _restricted(APPROPRIATED, "C", PROJECT_FEN, number))


def _restricted(account: AccountCode, side: str, amount_fen: Fen, number: int) -> EntryLine:
    project = ProjectId(f"P{number % PROJECTS:02d}")
    return EntryLine(
        account=account,
        side="D" if side == "D" else "C",
        amount_fen=amount_fen,
        fund_class="restricted",
        project=project,
    )


def _lines(choose: random.Random, number: int) -> tuple[EntryLine, EntryLine]:
    kind = choose.choices(KINDS, WEIGHTS)[0]
    expense = choose.choice(EXPENSES)
    paid_fen, received_fen = Fen(choose.randint(1_00, MOST_PAID_FEN)), Fen(choose.randint(1_00, MOST_RECEIVED_FEN))
    if kind == "receipt":
        income = EntryLine(account=choose.choice(INCOMES), side="C", amount_fen=received_fen)
        return EntryLine(account=BANK, side="D", amount_fen=received_fen), income
    if kind == "transfer":
        supplier = PartyId(f"S{number % SUPPLIERS:03d}")
        debt = EntryLine(account=SUPPLIER_DEBTS, side="C", amount_fen=paid_fen, party=supplier)
        return EntryLine(account=expense, side="D", amount_fen=paid_fen), debt
    if number % RESTRICTED_EVERY == 0:
        small_fen = Fen(min(paid_fen, MOST_RESTRICTED_FEN))
        return _restricted(expense, "D", small_fen, number), _restricted(BANK, "C", small_fen, number)
    return (
        EntryLine(account=expense, side="D", amount_fen=paid_fen),
        EntryLine(account=BANK, side="C", amount_fen=paid_fen),
    )


class Bank:
    """The bank as it sees the year, month by month."""

    def __init__(self) -> None:
        """Begin with the money that the ledger opens with."""
        self._balance_fen: Fen = OPENED_WITH_FEN
        self._late: list[BankLine] = []

    def statement(self, period: Month, recorded: Sequence[RecordEntry]) -> ImportBankStatement:
        """Write the statement of a month, with what was late the month before."""
        last = last_day_of(period)
        second_of_next = last + _days(2)
        moved = [line for entry in recorded if (line := _on_bank(entry)) is not None]
        lines = [*self._late, *(line for line in moved if line.paid_fen == 0 or line.day < last)]
        self._late = [
            BankLine(day=second_of_next, reference=line.reference, paid_fen=line.paid_fen)
            for line in moved
            if line.paid_fen and line.day == last
        ]
        opened_fen = self._balance_fen
        self._balance_fen = Fen(opened_fen + sum(line.received_fen - line.paid_fen for line in lines))
        return ImportBankStatement(
            period=period,
            opening_fen=opened_fen,
            closing_fen=self._balance_fen,
            lines=tuple(lines),
            effective_on=DONE_ON,
        )


def _on_bank(entry: RecordEntry) -> BankLine | None:
    for line in entry.lines:
        if line.account == BANK:
            received_fen, paid_fen = (line.amount_fen, NO_FEN) if line.side == "D" else (NO_FEN, line.amount_fen)
            reference = Text(entry.document_no)
            return BankLine(day=entry.effective_on, reference=reference, received_fen=received_fen, paid_fen=paid_fen)
    return None


def in_requests(recorded: Sequence[RecordEntry], size: int) -> Iterator[tuple[RecordEntry, ...]]:
    """Cut entries into requests."""
    for start in count(0, size):
        if start >= len(recorded):
            return
        yield tuple(recorded[start : start + size])
