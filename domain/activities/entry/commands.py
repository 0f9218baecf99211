"""What may be asked about entries by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting, Side
from domain.activities.fund import funds_of
from domain.values import (
    AccountCode,
    Count,
    DocumentNo,
    EconomicClass,
    FundClass,
    PartyId,
    PositiveFen,
    ProjectId,
    RuleId,
    Text,
)

ONE_DOCUMENT: Final = Count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A line as a person states it: see ``Line``. Red lines are not stated; corrections make them."""

    account: AccountCode
    side: Side
    amount_fen: PositiveFen
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    party: PartyId | None = None
    economic_class: EconomicClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpeningBalance:
    """Bring in the balances with which the books of a chart begin, on their first day.

    That is the first day of the books; for books kept since before 2022, the lines under the chart of 2021 are
    those of the transfer worksheet (财会〔2021〕16号 二、四), and the day is 2022-01-01.
    """

    lines: tuple[EntryLine, ...]
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseOpeningBalance:
    """Take back opening balances that are wrong, to record them anew; ``effective_on`` is their day."""

    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEntry:
    """Enter what no activity posts: the general journal voucher. ``attachments`` counts its source documents."""

    document_no: DocumentNo
    summary: Text
    lines: tuple[EntryLine, ...]
    effective_on: date
    attachments: Count = ONE_DOCUMENT


def stated(lines: Iterable[EntryLine]) -> tuple[Line, ...]:
    """Turn stated lines into those of a posting."""
    return tuple(
        Line(one.account, one.side, one.amount_fen, one.fund_class, one.project, one.party, one.economic_class)
        for one in lines
    )


def funds_stated(lines: Iterable[EntryLine]) -> Sequence[tuple[FundClass, ProjectId]]:
    """Name the funds that stated lines move, each once."""
    return funds_of(Posting(RuleId("stated"), stated(lines)))
