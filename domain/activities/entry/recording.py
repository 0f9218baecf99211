"""Decisions on entries by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from domain.accounting.charts import CHART_2021_FROM, chart_on
from domain.accounting.posting import OpenDay, open_day, posting, taken_back
from domain.accounting.sources import OPENING
from domain.activities.entry.commands import (
    RecordEntry,
    RecordOpeningBalance,
    ReverseOpeningBalance,
    funds_stated,
    stated,
)
from domain.activities.entry.events import EntryRecorded, OpeningBalanceRecorded, OpeningBalanceReversed
from domain.activities.entry.refusals import EntryExists, OpeningAlreadyRecorded, OpeningDayWrong, OpeningNotRecorded
from domain.activities.fund import FundMoved, move_funds
from domain.deciding import Asked
from domain.values import Fen, FundClass, ProjectId, RuleId

OPENING_RULE: Final = RuleId(OPENING)
GENERAL_RULE: Final = RuleId("general")


def record_opening_balance(
    asked: Asked, command: RecordOpeningBalance, opening: OpeningBalanceRecorded | None, *left: Fen
) -> Sequence[OpeningBalanceRecorded | FundMoved]:
    """Bring in opening balances, once for each chart.

    At the change of charts the money of projects is in the funds already, so these move for the first chart only.
    """
    on = _opening_day(asked, command.effective_on)
    if opening is not None:
        raise OpeningAlreadyRecorded(chart=on.chart)
    made = posting(on, OPENING_RULE, stated(command.lines))
    known = dict(zip(funds_stated(command.lines), left, strict=True))
    moved = move_funds(on.day, made, known) if _begins_books(on) else ()
    recorded = OpeningBalanceRecorded(
        chart=on.chart, posting=made, recorded_by=asked.actor, effective_on=command.effective_on
    )
    return [recorded, *moved]


def reverse_opening_balance(
    asked: Asked,
    command: ReverseOpeningBalance,
    opening: OpeningBalanceRecorded | None,
    *known: Any,  # noqa: ANN401 - what is left of each fund, then the evidence
) -> Sequence[OpeningBalanceReversed | FundMoved]:
    """Take opening balances back as long as their first month is open and their money is not spent."""
    *left, touched = known
    funds: dict[tuple[FundClass, ProjectId], Fen] = dict(zip(touched.funds, left, strict=True))
    on = _opening_day(asked, command.effective_on)
    if opening is None:
        raise OpeningNotRecorded(chart=on.chart)
    made = taken_back(on, opening.posting, opening.effective_on)
    moved = move_funds(on.day, made, funds) if _begins_books(on) else ()
    reversed_ = OpeningBalanceReversed(
        chart=on.chart,
        posting=made,
        reason=command.reason,
        reversed_by=asked.actor,
        effective_on=command.effective_on,
    )
    return [reversed_, *moved]


def record_entry(
    asked: Asked, command: RecordEntry, entry: EntryRecorded | None, *left: Fen
) -> Sequence[EntryRecorded | FundMoved]:
    """Enter a document by hand, once."""
    if entry is not None:
        raise EntryExists(document_no=command.document_no, recorded_on=entry.effective_on)
    asked.check_day(command.effective_on)
    on = open_day(asked, command.effective_on)
    made = posting(on, GENERAL_RULE, stated(command.lines), command.document_no)
    recorded = EntryRecorded(
        document_no=command.document_no,
        summary=command.summary,
        posting=made,
        attachments=command.attachments,
        recorded_by=asked.actor,
        effective_on=command.effective_on,
    )
    return [recorded, *move_funds(on.day, made, dict(zip(funds_stated(command.lines), left, strict=True)))]


def _opening_day(asked: Asked, day: date) -> OpenDay:
    asked.check_day(day)
    on = open_day(asked, day)
    kept_from = asked.books.kept_from
    opens_on = kept_from if chart_on(kept_from) == on.chart else CHART_2021_FROM
    if day != opens_on:
        raise OpeningDayWrong(effective_on=day, chart=on.chart, opens_on=opens_on)
    return on


def _begins_books(on: OpenDay) -> bool:
    return on.day == on.asked.books.kept_from
