"""Opening a ledger, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.accounting.books import ClosingMode
from domain.activities.ledger.events import LedgerOpened
from domain.deciding import Asked, LedgerState
from domain.errors import DateBeforeLedger, LedgerError
from domain.values import ChartVersion, LedgerId, Level, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLedger:
    """Open the ledger of one union. The chart is the one in force on ``effective_on``.

    ``books_from`` is the day from which money is posted, the day of opening unless it is named.
    """

    name: Text
    level: Level
    chart: ChartVersion
    effective_on: date
    parent_ledger_id: LedgerId | None = None
    books_from: date | None = None
    closing_mode: ClosingMode = "monthly"


@dataclass(eq=False, kw_only=True)
class LedgerAlreadyOpen(LedgerError):
    """A ledger is opened once."""

    code = "ledger_already_open"
    text = "Ledger {ledger_id} is open since {opened_on}. Choose another id."

    ledger_id: LedgerId
    opened_on: date


@dataclass(eq=False, kw_only=True)
class LedgerOwnParent(LedgerError):
    """The organisation tree has no loops."""

    code = "ledger_own_parent"
    kind = "invalid"
    text = "Ledger {ledger_id} cannot report to itself. Name the ledger of the union above it, or leave it out."

    ledger_id: LedgerId


def open_ledger(asked: Asked, command: OpenLedger, ledger: LedgerState | None) -> Sequence[LedgerOpened]:
    """Open the books, once."""
    if ledger is not None:
        raise LedgerAlreadyOpen(ledger_id=asked.ledger_id, opened_on=ledger.opened_on)
    if command.parent_ledger_id == asked.ledger_id:
        raise LedgerOwnParent(ledger_id=asked.ledger_id)
    asked.check_day(command.effective_on)
    books_from = command.books_from or command.effective_on
    if books_from < command.effective_on:
        raise DateBeforeLedger(effective_on=books_from, opened_on=command.effective_on)
    return [
        LedgerOpened(
            ledger_id=asked.ledger_id,
            name=command.name,
            level=command.level,
            parent_ledger_id=command.parent_ledger_id,
            chart=command.chart,
            books_from=books_from,
            closing_mode=command.closing_mode,
            effective_on=command.effective_on,
        )
    ]
