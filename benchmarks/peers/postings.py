"""The money in a log as two postings an event, for programs that keep accounts in plain text."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from domain.activities.aid import AidDisbursed, AidReversed
from domain.activities.dues import DuesAssessed, DuesPaid, DuesRefunded, DuesReversed, DuesWaived
from domain.values import LedgerId, yuan
from services.store import decode
from services.synth import SynthBatch


class Movement(NamedTuple):
    """An amount that goes from one account to another on a day."""

    day: date
    to_account: str
    from_account: str
    amount_fen: int


def movements(batches: Iterable[SynthBatch]) -> Iterator[Movement]:
    """Read the money out of a log: what members owe, what came in, what was given."""
    for batch in batches:
        for stored in batch.events:
            movement = _movement(batch.ledger_id, decode(stored.topic, stored.state))
            if movement is not None:
                yield movement


def _movement(ledger_id: LedgerId, event: Any) -> Movement | None:  # noqa: ANN401 - any event
    union = "U" + ledger_id.rpartition("-")[2]
    match event:
        case DuesAssessed():
            accounts = owed(union, event.member_no), f"Income:{union}:Dues"
        case DuesWaived():
            accounts = f"Income:{union}:Dues", owed(union, event.member_no)
        case DuesPaid():
            accounts = f"Assets:{union}:Cash", owed(union, event.member_no)
        case DuesRefunded() | DuesReversed():  # the workload reverses payments only
            accounts = owed(union, event.member_no), f"Assets:{union}:Cash"
        case AidDisbursed():
            accounts = aid(union, event.programme), f"Assets:{union}:Cash"
        case AidReversed():
            accounts = f"Assets:{union}:Cash", aid(union, event.programme)
        case _:
            return None
    return Movement(event.effective_on, *accounts, event.amount_fen)


def owed(union: str, member_no: str) -> str:
    """Name the account of what a member owes."""
    return f"Assets:{union}:Owed:{member_no}"


def aid(union: str, programme: str) -> str:
    """Name the account of what a programme gave."""
    return f"Expenses:{union}:{programme.replace('_', '-').title()}"


def write_hledger(file: Path, moved: Iterable[Movement]) -> None:
    """Write a journal for hledger."""
    with file.open("w", encoding="utf-8") as journal:
        for day, to_account, from_account, amount_fen in moved:
            amount = yuan(amount_fen)
            journal.write(f"{day} dues\n  {to_account}  {amount}\n  {from_account}  -{amount}\n\n")


def write_beancount(file: Path, moved: Iterable[Movement]) -> None:
    """Write a ledger for beancount, which wants every account opened."""
    opened: set[str] = set()
    with file.open("w", encoding="utf-8") as ledger:
        for day, to_account, from_account, amount_fen in moved:
            for account in {to_account, from_account} - opened:
                ledger.write(f"1950-01-01 open {account}\n")
                opened.add(account)
            amount = yuan(amount_fen)
            ledger.write(f'{day} * "dues"\n  {to_account}  {amount} CNY\n  {from_account}  -{amount} CNY\n\n')
