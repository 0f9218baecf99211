"""What can be exported, in which formats: one list, which the API, the pages and the command line go by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal, get_args

import psycopg
from psycopg.rows import DictRow

from domain.accounting.charts import chart_on
from domain.accounting.posting import place_of
from domain.accounting.statements import FormName
from domain.activities.bank import BANK
from domain.errors import LedgerError
from domain.values import AccountCode, LedgerId, Month, VoucherId, Year, first_day_of, last_day_of, month_of
from projections.bank import reconciliation_sheet
from projections.ledgers import (
    EntriesAsked,
    account_names,
    first_of_year,
    name_of,
    opening_of,
    trial_balance,
    union_name,
)
from projections.ledgers import general_ledger as read_general_ledger
from projections.ledgers import ledger_entries as read_entries
from projections.printed_vouchers import printed_voucher, printed_vouchers
from projections.statements import CheckedStatement, finance_report, period_statement, year_statement
from services.api.asking import AsHappened
from services.api.of_books import last_day
from services.exports.bank_made import reconciliation
from services.exports.csv_files import write_csv
from services.exports.hledger import hledger_journal
from services.exports.made import (
    entries_sheet,
    general_ledger_sheets,
    trial_balance_sheet,
    voucher_list_sheet,
    voucher_sheet,
)
from services.exports.reports_made import report_sheets, statement_sheets
from services.exports.sheets import Sheet
from services.exports.texts import Texts
from services.exports.xlsx_files import write_xlsx
from services.messages import Language

Connection = psycopg.Connection[DictRow]
ExportKind = Literal[
    "trial-balance",
    "general-ledger",
    "journal",
    "voucher",
    "vouchers",
    "balance-sheet",
    "income-statement",
    "finance-report",
    "reconciliation",
    "hledger",
]
ExportFormat = Literal["xlsx", "csv", "hledger"]
EXPORT_KINDS: Final[tuple[ExportKind, ...]] = get_args(ExportKind)
READ_MODEL_OF: Final[Mapping[ExportKind, str]] = MappingProxyType(
    {kind: "bank" if kind == "reconciliation" else "books" for kind in EXPORT_KINDS}
)
"""What each export is answered from."""
MOST_ENTRIES: Final = 1_000_000

MEDIA_TYPES: Final[Mapping[ExportFormat, str]] = MappingProxyType(
    {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
        "hledger": "text/plain; charset=utf-8",
    }
)
ENDINGS: Final[Mapping[ExportFormat, str]] = MappingProxyType({"xlsx": "xlsx", "csv": "csv", "hledger": "journal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(AsHappened):
    """What is to be exported, in which format (xlsx, or hledger for the journal), and of when.

    Of a month if ``period`` is named, of a year if ``year`` is, up to ``day`` if that is; without any, of the last
    month in the books (statements and vouchers) or of its last year (ledgers). ``account`` is that of a journal or a
    reconciliation (102 if none is named), ``voucher_id`` the one voucher.
    """

    ledger_id: LedgerId
    kind: ExportKind
    format: ExportFormat | None = None
    period: Month | None = None
    year: Year | None = None
    day: date | None = None
    account: AccountCode | None = None
    voucher_id: VoucherId | None = None
    lang: Language = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to hand over: what to call it, its media type, and its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(eq=False, kw_only=True)
class ExportNotInFormat(LedgerError):
    """Tables are exported as xlsx or csv, the hledger journal as itself."""

    code = "export_not_in_format"
    kind = "invalid"
    text = "{export} is not exported as {format}. Ask for {allowed}."

    export: str
    format: str
    allowed: str


@dataclass(eq=False, kw_only=True)
class ExportNeedsPeriod(LedgerError):
    """Some exports are of one month, which is not guessed."""

    code = "export_needs_period"
    kind = "invalid"
    text = "{export} is drawn up for one month. Name it as period."

    export: str


@dataclass(eq=False, kw_only=True)
class VoucherNotFound(LedgerError):
    """A reader asks for a voucher that is not there."""

    code = "voucher_not_found"
    kind = "not_found"
    text = "There is no voucher {voucher_id}. Check its id in the list of vouchers."

    voucher_id: str


Making = Callable[[Connection, ExportAsked, Texts, str], Sequence[Sheet]]


def export_file(connection: Connection, asked: ExportAsked) -> File:
    """Make the file that is asked for.

    Raises:
        ExportNotInFormat, VoucherNotFound, BooksEmpty: there is no such file.
    """
    wanted = asked.format or ("hledger" if asked.kind == "hledger" else "xlsx")
    if (wanted == "hledger") != (asked.kind == "hledger"):
        allowed = "hledger" if asked.kind == "hledger" else "xlsx, csv"
        raise ExportNotInFormat(export=asked.kind, format=wanted, allowed=allowed)
    texts = Texts(asked.lang)
    if wanted == "hledger":
        content = hledger_journal(connection, asked.ledger_id, _year(connection, asked)).encode()
    else:
        content = _written(
            wanted, _SHEETS[asked.kind](connection, asked, texts, union_name(connection, asked.ledger_id)), texts
        )
    return File(name=f"{_stem(connection, asked)}.{ENDINGS[wanted]}", media_type=MEDIA_TYPES[wanted], content=content)


def _written(wanted: ExportFormat, sheets: Sequence[Sheet], texts: Texts) -> bytes:
    """Write sheets; CSV holds one table, so of sheets with other columns the first is written."""
    if wanted == "xlsx":
        return write_xlsx(sheets, texts("page_of"))
    return write_csv(sheet for sheet in sheets if sheet.columns == sheets[0].columns)


def _stem(connection: Connection, asked: ExportAsked) -> str:
    when = (
        asked.voucher_id or asked.day or asked.period or asked.year or month_of(last_day(connection, asked.ledger_id))
    )
    which = f"{asked.kind}-{asked.account}" if asked.account else asked.kind
    return f"{asked.ledger_id}-{which}-{when}".replace("~", "-")


def _year(connection: Connection, asked: ExportAsked) -> Year:
    if asked.period is not None:
        return Year(int(asked.period[:4]))
    return asked.year or Year((asked.day or last_day(connection, asked.ledger_id)).year)


def _days(connection: Connection, asked: ExportAsked) -> tuple[date, date]:
    """Give the first and the last day of a ledger: of the month, of the year, or of the year up to a day."""
    if asked.period is not None:
        return first_day_of(asked.period), last_day_of(asked.period)
    year = _year(connection, asked)
    last = asked.day or date(year, 12, 31)
    return first_of_year(last), last


def _trial_balance(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    first, last = _days(connection, asked)
    return [trial_balance_sheet(t, union, trial_balance(connection, asked.ledger_id, day=last, from_day=first))]


def _general_ledger(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    year = _year(connection, asked)
    accounts = read_general_ledger(connection, asked.ledger_id, year, account=asked.account)
    return list(general_ledger_sheets(t, union, t("year", year=year), accounts))


def _journal(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    first, last = _days(connection, asked)
    wanted = EntriesAsked(account=asked.account or BANK, from_day=first, to_day=last)
    entries = read_entries(connection, asked.ledger_id, wanted, limit=MOST_ENTRIES)
    name = name_of(account_names(connection, asked.ledger_id, chart_on(last)), wanted.account)
    title = f"{t('journal' if place_of(wanted.account) else 'detail_ledger')} {wanted.account} {t.name(name)}"
    when = t("from_to", first=t.day(first), last=t.day(last))
    return [entries_sheet(t, union, (title, when), opening_of(connection, asked.ledger_id, wanted), entries)]


def _voucher(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    wanted = asked.voucher_id or VoucherId("")
    found = printed_voucher(connection, asked.ledger_id, wanted)
    if found is None:
        raise VoucherNotFound(voucher_id=wanted)
    return [voucher_sheet(t, union, found)]


def _vouchers(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    first, last = _days(connection, asked)
    found = printed_vouchers(connection, asked.ledger_id, first=month_of(first), last=month_of(last))
    return [voucher_list_sheet(t, union, t("from_to", first=t.day(first), last=t.day(last)), found)]


def _statement(form: FormName) -> Making:
    def make(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
        return list(statement_sheets(t, union, _checked(connection, asked, form)))

    return make


def _checked(connection: Connection, asked: ExportAsked, form: FormName) -> CheckedStatement:
    if asked.year is not None and asked.period is None:
        return year_statement(connection, asked.ledger_id, form, asked.year)
    period = asked.period or month_of(asked.day or last_day(connection, asked.ledger_id))
    return period_statement(connection, asked.ledger_id, form, period)


def _reconciliation(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    if asked.period is None:
        raise ExportNeedsPeriod(export=asked.kind)
    found = reconciliation_sheet(connection, asked.ledger_id, asked.account or BANK, asked.period)
    return [reconciliation(t, union, found)]


def _finance_report(connection: Connection, asked: ExportAsked, t: Texts, union: str) -> Sequence[Sheet]:
    return list(report_sheets(t, union, finance_report(connection, asked.ledger_id, _year(connection, asked))))


_SHEETS: Final[Mapping[ExportKind, Making]] = {
    "trial-balance": _trial_balance,
    "general-ledger": _general_ledger,
    "journal": _journal,
    "voucher": _voucher,
    "vouchers": _vouchers,
    "balance-sheet": _statement("balance_sheet"),
    "income-statement": _statement("income_statement"),
    "finance-report": _finance_report,
    "reconciliation": _reconciliation,
}
