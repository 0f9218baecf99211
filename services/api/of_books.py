"""Questions about the books: what may be asked, how each is answered, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import DictRow

from domain.accounting.statements import FormName
from domain.errors import LedgerError
from domain.values import AccountCode, FundClass, LedgerId, Month, PartyId, ProjectId, Text, Year, month_of
from projections.ledgers import (
    Dimension,
    EntriesAsked,
    GeneralLedgerAccount,
    LedgerEntry,
    PeriodComparison,
    SubsidiaryRow,
    TrialBalance,
    days_with_entries,
    first_of_year,
    general_ledger,
    ledger_entries,
    period_comparison,
    subsidiary_balances,
    trial_balance,
)
from projections.statements import (
    Cell,
    CheckedStatement,
    FinanceReport,
    finance_report,
    period_statement,
    statement_cell,
    year_statement,
)
from services.api.asking import DEFAULT_PAGE, START, AsHappened, AsRecorded
from services.api.events import ReadEvent, read_event
from services.source_events import source_events
from services.wire.formats import PageSize, Position

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTrialBalance(AsHappened):
    """A trial balance at the end of ``day``, or of the last day in the books; turnover from ``from_day`` on."""

    ledger_id: LedgerId
    day: date | None = None
    from_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGeneralLedger(AsHappened):
    """The general ledger of a year, of one first-level account if named."""

    ledger_id: LedgerId
    year: Year
    account: AccountCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEntries(AsHappened):
    """A page of the entries of an account and those below it; without days, of the last year in the books."""

    ledger_id: LedgerId
    account: AccountCode
    from_day: date | None = None
    to_day: date | None = None
    fund_class: FundClass | None = None
    project: ProjectId | None = None
    party: PartyId | None = None
    after: Position = START
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSubsidiary(AsHappened):
    """What each party, project or class of money has on an account and those below it."""

    ledger_id: LedgerId
    account: AccountCode
    by: Dimension = "party"
    day: date | None = None
    from_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStatement(AsHappened):
    """A statement of a month, or of a year if ``year`` is named; without either, of the last month in the books."""

    ledger_id: LedgerId
    form: FormName
    period: Month | None = None
    year: Year | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCell(AsHappened):
    """One figure of a statement: its row, and which of the two columns."""

    ledger_id: LedgerId
    form: FormName
    row: Text
    period: Month | None = None
    year: Year | None = None
    second_column: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfReport(AsHappened):
    """The finance report of a year."""

    ledger_id: LedgerId
    year: Year


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSource(AsRecorded):
    """A page of the events of one source, as entries and vouchers name it."""

    ledger_id: LedgerId
    source: Text
    after: Position = START
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPeriod(AsHappened):
    """A month of the books."""

    ledger_id: LedgerId
    period: Month


@dataclass(eq=False, kw_only=True)
class BooksEmpty(LedgerError):
    """A reader asks for the books of a ledger in which nothing is posted."""

    code = "books_empty"
    kind = "not_found"
    text = "Nothing is posted in the books of {ledger_id}. Record opening balances or a money event first."

    ledger_id: LedgerId


@dataclass(eq=False, kw_only=True)
class RowUnknown(LedgerError):
    """A reader asks for a figure that the form does not have."""

    code = "row_unknown"
    kind = "not_found"
    text = "The form {form} has no figure in row {row} for this period and chart. Take a row from the statement."

    form: FormName
    row: str


@dataclass(eq=False, kw_only=True)
class PeriodNotClosed(LedgerError):
    """A reader asks what an open month reported at its close."""

    code = "period_not_closed"
    kind = "not_found"
    text = "{period} is not closed, so nothing was reported of it yet. Ask for a closed month."

    period: Month


def last_day(connection: Connection, ledger_id: LedgerId) -> date:
    """Name the last day in the books.

    Raises:
        BooksEmpty: there is none.
    """
    known = days_with_entries(connection, ledger_id)
    if known is None:
        raise BooksEmpty(ledger_id=ledger_id)
    return known[1]


def answer_trial_balance(connection: Connection, asked: OfTrialBalance) -> TrialBalance:
    """Make the trial balance."""
    day = asked.day or last_day(connection, asked.ledger_id)
    return trial_balance(connection, asked.ledger_id, day=day, from_day=asked.from_day)


def answer_general_ledger(connection: Connection, asked: OfGeneralLedger) -> Sequence[GeneralLedgerAccount]:
    """Make the general ledger."""
    return general_ledger(connection, asked.ledger_id, asked.year, account=asked.account)


def answer_entries(connection: Connection, asked: OfEntries) -> Sequence[LedgerEntry]:
    """List entries."""
    to_day = asked.to_day or last_day(connection, asked.ledger_id)
    wanted = EntriesAsked(
        account=asked.account,
        from_day=asked.from_day or first_of_year(to_day),
        to_day=to_day,
        fund_class=asked.fund_class,
        project=asked.project,
        party=asked.party,
    )
    return ledger_entries(connection, asked.ledger_id, wanted, after=asked.after, limit=asked.limit)


def answer_subsidiary(connection: Connection, asked: OfSubsidiary) -> Sequence[SubsidiaryRow]:
    """List balances by party, project or class of money."""
    day = asked.day or last_day(connection, asked.ledger_id)
    return subsidiary_balances(
        connection, asked.ledger_id, asked.by, account=asked.account, day=day, from_day=asked.from_day
    )


def answer_statement(connection: Connection, asked: OfStatement) -> CheckedStatement:
    """Make a statement."""
    if asked.year is not None:
        return year_statement(connection, asked.ledger_id, asked.form, asked.year)
    return period_statement(connection, asked.ledger_id, asked.form, _period(connection, asked))


def answer_cell(connection: Connection, asked: OfCell) -> Cell:
    """Take a figure apart.

    Raises:
        RowUnknown: the form has no such figure.
    """
    yearly = asked.year is not None
    found = statement_cell(
        connection,
        asked.ledger_id,
        asked.form,
        Month(f"{asked.year:04d}-12") if asked.year is not None else _period(connection, asked),
        asked.row,
        second_column=asked.second_column,
        yearly=yearly,
    )
    if found is None:
        raise RowUnknown(form=asked.form, row=asked.row)
    return found


def answer_source_events(connection: Connection, asked: OfSource) -> Sequence[ReadEvent]:
    """List the events of a source."""
    found = source_events(connection, asked.ledger_id, asked.source, after=asked.after, limit=asked.limit)
    return [read_event(entry) for entry in found]


def answer_report(connection: Connection, asked: OfReport) -> FinanceReport:
    """Make the yearly report."""
    return finance_report(connection, asked.ledger_id, asked.year)


def answer_comparison(connection: Connection, asked: OfPeriod) -> PeriodComparison:
    """Compare what a closed month reported with what is known now.

    Raises:
        PeriodNotClosed: it is open.
    """
    found = period_comparison(connection, asked.ledger_id, asked.period)
    if found is None:
        raise PeriodNotClosed(period=asked.period)
    return found


def _period(connection: Connection, asked: OfStatement | OfCell) -> Month:
    return asked.period or month_of(last_day(connection, asked.ledger_id))
