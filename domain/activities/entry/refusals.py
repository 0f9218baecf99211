"""How entries by hand say no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import ChartVersion, DocumentNo


@dataclass(eq=False, kw_only=True)
class EntryExists(LedgerError):
    """A source document is entered once. Source: 财会〔2024〕12号 第二十一条（二）."""

    code = "entry_exists"
    text = "Document {document_no} was entered on {recorded_on}. Check the number; a wrong entry is corrected."

    document_no: DocumentNo
    recorded_on: date


@dataclass(eq=False, kw_only=True)
class OpeningDayWrong(LedgerError):
    """Opening balances stand on the first day of the books of their chart. Source: 规范 第六十三条."""

    code = "opening_day_wrong"
    kind = "invalid"
    text = "{effective_on} is not the day on which the books of chart {chart} begin. Use {opens_on}."

    effective_on: date
    chart: ChartVersion
    opens_on: date


@dataclass(eq=False, kw_only=True)
class OpeningAlreadyRecorded(LedgerError):
    """Opening balances are recorded once for a chart."""

    code = "opening_already_recorded"
    text = "Chart {chart} has its opening balances. Take them back with reverse-opening-balance first."

    chart: ChartVersion


@dataclass(eq=False, kw_only=True)
class OpeningNotRecorded(LedgerError):
    """There are no opening balances to take back."""

    code = "opening_not_recorded"
    text = "Chart {chart} has no opening balances. Record them with record-opening-balance."

    chart: ChartVersion
