"""What is entered in the books by hand: balances brought in, and whatever no activity posts."""

from dataclasses import dataclass
from datetime import date

from domain.accounting.lines import Posting
from domain.values import ActorId, ChartVersion, Count, DocumentNo, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBalanceRecorded:
    """The balances with which the books of a chart begin (年初余额, 上年结转). Source: 规范 第六十三条."""

    chart: ChartVersion
    posting: Posting
    recorded_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBalanceReversed:
    """The opening balances were taken back as wrong, before their first month closed, to be recorded anew."""

    chart: ChartVersion
    posting: Posting
    reason: Text
    reversed_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecorded:
    """Something was entered by hand, because no activity posts it."""

    document_no: DocumentNo
    summary: Text
    posting: Posting
    attachments: Count
    recorded_by: ActorId
    effective_on: date


Event = OpeningBalanceRecorded | OpeningBalanceReversed | EntryRecorded
