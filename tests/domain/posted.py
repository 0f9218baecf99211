"""What events post, written as an accountant reads it, and what the accounts come to."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from domain.accounting.lines import Line, Posting, imbalance_fen
from domain.values import yuan
from tests.domain.given import Given


def after(earlier: Given, *commands: object) -> Given:
    """Let what is asked happen, one command after another."""
    events = earlier.events
    for command in commands:
        outcome = Given(events=events, ledger=earlier.ledger).when(command)
        if outcome.refusal is not None:
            raise outcome.refusal
        events = (*events, *outcome.events)
    return Given(events=events, ledger=earlier.ledger)


def postings(events: Iterable[Any]) -> list[Posting]:
    """Give what the events post, in their order."""
    return [event.posting for event in events if getattr(event, "posting", None) is not None]


def entry(*events: Any) -> list[str]:  # noqa: ANN401 - any events
    """Write the lines of the events as ``"D 102 1200.00"``."""
    return [f"{line.side} {line.account} {yuan(line.amount_fen)}" for one in postings(events) for line in one.lines]


def balances(events: Iterable[Any]) -> dict[tuple[str, str, str | None], int]:
    """Sum up debits less credits by account, class of money and project, zeros left out."""
    sums: Counter[tuple[str, str, str | None]] = Counter()
    for one in postings(events):
        for line in one.lines:
            sums[line.account, line.fund_class, line.project] += line.debit_fen - line.credit_fen
    return {cell: amount for cell, amount in sums.items() if amount}


def turnover(events: Iterable[Any]) -> dict[tuple[Line, str], int]:
    """Sum up each side of each account with its dimensions, zeros left out."""
    sums: Counter[tuple[Line, str]] = Counter()
    for one in postings(events):
        for line in one.lines:
            sums[line._replace(amount_fen=type(line.amount_fen)(0)), line.side] += line.amount_fen
    return {line: amount for line, amount in sums.items() if amount}


def check_balanced(events: Iterable[Any]) -> None:
    """See that debits equal credits in each posting, and that no line is zero."""
    for one in postings(events):
        assert imbalance_fen(one.lines) == 0
        assert all(line.amount_fen for line in one.lines)
