"""Postings as events carry them, for what tests expect."""

from dataclasses import replace
from typing import Any

from domain.accounting.lines import Line, Posting
from domain.accounting.posting import PLAIN, Dimensions
from domain.accounting.sources import source_of
from domain.values import AccountCode, Fen, RuleId


def posted(  # noqa: PLR0913 - what an entry of two lines says
    rule_id: str,
    debit: str,
    credit: str,
    amount_fen: int,
    dimensions: Dimensions = PLAIN,
    *,
    corrects: str | None = None,
) -> Posting:
    """Debit one account and credit another; below zero both lines are red."""
    lines = (
        Line(AccountCode(debit), "D", Fen(amount_fen), *dimensions),
        Line(AccountCode(credit), "C", Fen(amount_fen), *dimensions),
    )
    return Posting(RuleId(rule_id), lines, corrects=corrects)


def red(event: Any) -> Posting:  # noqa: ANN401 - any event with a posting
    """Take an event back in its own year: the same lines with the amounts negated."""
    posting: Posting = event.posting
    lines = tuple(line.red for line in posting.lines)
    return posting._replace(lines=lines, corrects=source_of(posting, event.effective_on))


def against_prior_year(  # noqa: PLR0913 - what an entry of two lines says
    rule_id: str, debit: str, credit: str, amount_fen: int, dimensions: Dimensions = PLAIN, *, corrects: str
) -> Posting:
    """Take an entry of an earlier year back: the lines stand in the order of those they take back, credit first."""
    posting = posted(rule_id, debit, credit, amount_fen, dimensions, corrects=corrects)
    return posting._replace(lines=posting.lines[::-1])


def amounting(event: Any, amount_fen: int, **changes: object) -> Any:  # noqa: ANN401 - any event with an amount and a posting
    """Give an event, and the two lines of its posting, another amount; red lines stay red."""
    sign = 1 if event.posting.lines[0].amount_fen > 0 else -1
    lines = tuple(line._replace(amount_fen=Fen(sign * amount_fen)) for line in event.posting.lines)
    return replace(event, amount_fen=Fen(amount_fen), posting=event.posting._replace(lines=lines), **changes)
