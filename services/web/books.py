"""The books of a ledger on pages: statements, ledgers, vouchers, and the way from any figure down to its events.

Every page shows the sheets that the exports write, with links where a figure comes apart. They print on A4 with
their heading on every page, page numbers and the places for signatures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, get_args
from urllib.parse import quote, urlencode

from starlette.responses import Response

from domain.accounting.charts import chart_on
from domain.accounting.posting import place_of
from domain.accounting.statements import FormName, StatementLine
from domain.activities.bank import BANK, bank_account_of
from domain.errors import LedgerError
from domain.values import (
    ACCOUNT_PATTERN,
    MONTH_PATTERN,
    AccountCode,
    LedgerId,
    MoneyPlace,
    Month,
    VoucherId,
    Year,
    first_day_of,
    last_day_of,
    month_of,
)
from projections.bank import bank_accounts, reconciliation_sheet
from projections.ledgers import (
    EntriesAsked,
    account_names,
    closed_periods,
    days_with_entries,
    first_of_year,
    general_ledger,
    ledger_entries,
    name_of,
    opening_of,
    period_comparison,
    trial_balance,
)
from projections.organisation import LedgerRow
from projections.printed_vouchers import printed_voucher, printed_vouchers
from projections.statements import (
    Cell,
    CheckedStatement,
    finance_report,
    period_statement,
    statement_cell,
    year_statement,
)
from services.api.exporting import download
from services.api.parameters import parameters
from services.exports import ExportAsked, ExportNeedsPeriod, ExportNotInFormat, export_file
from services.exports.bank_made import reconciliation
from services.exports.made import (
    entries_sheet,
    general_ledger_sheets,
    source_sheet,
    trial_balance_sheet,
    voucher_list_sheet,
    voucher_sheet,
)
from services.exports.reports_made import cell_sheet, comparison_sheets, halves, report_sheets, statement_sheets
from services.exports.sheets import Sheet
from services.exports.texts import Texts
from services.source_events import source_events
from services.web.asking import BadQuery, choice, day, flag, month, position, year
from services.web.feed import told
from services.web.rendering import address, language_of
from services.web.visiting import Download, NothingHere, Page, Visit, reflected
from services.wire import InvalidInput

FORMS: Final[Mapping[str, FormName]] = {name.replace("_", "-"): name for name in get_args(FormName)}
"""How the forms are called in addresses."""
PAGE_SIZE: Final = 200
SOURCE_PATTERN: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.[A-Za-z0-9._~-]{1,120}"
ROW_PATTERN: Final = r"[A-Z][0-9]{2,3}"
MONTHS_SHOWN: Final = 24
OF_JOURNALS: Final[frozenset[MoneyPlace | None]] = frozenset({"cash", "bank"})
Links = Mapping[tuple[int, int], str]
"""Where a cell leads, by its row and its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A sheet on a page, and where its cells lead."""

    sheet: Sheet
    links: Links = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that a page may be asked for: its name in the address, the type of its field, and what is asked now."""

    name: str
    type: str
    value: str


def _facts(  # noqa: PLR0913 - all that the template shows
    visit: Visit,
    ledger: LedgerRow,
    shown: Sequence[Shown],
    *,
    choices: Sequence[Choice] = (),
    export: Mapping[str, str] | None = None,
    blocked: Sequence[str] = (),
    following: str | None = None,
) -> dict[str, Any]:
    """Gather what the template shows; ``export`` says which export the page can be downloaded as."""
    asked = {key: value for key, value in (export or {}).items() if key != "kind"}
    base = f"/ledgers/{ledger.ledger_id}/exports/{export['kind']}" if export else None
    return {
        "tab": "books",
        "ledger": ledger,
        "shown": shown,
        "choices": choices,
        "blocked": blocked,
        "first": address(visit.request, after=None, lang=None) if visit.query.get("after") else None,
        "next": following,
        "downloads": [
            (form, f"{base}?{urlencode({**asked, 'format': form, 'lang': language_of(visit.request)})}")
            for form in (("xlsx", "csv") if base else ())
        ],
        "reflects": reflected(visit, ledger.ledger_id, "books"),
    }


def _texts(visit: Visit) -> Texts:
    return Texts(language_of(visit.request))


def _last_day(visit: Visit, ledger_id: LedgerId) -> date:
    """Name the last day in the books, or today if they are empty."""
    known = days_with_entries(visit.connection, ledger_id)
    return visit.today if known is None else known[1]


def _entries_address(ledger_id: LedgerId, account: str, first: date | None, last: date) -> str:
    days = {"to": last.isoformat()} if first is None else {"from": first.isoformat(), "to": last.isoformat()}
    return f"/ledgers/{ledger_id}/accounts/{account}?{urlencode(days)}"


def books(visit: Visit) -> dict[str, Any]:
    """Find what the first page of the books shows: which statements, ledgers and vouchers there are."""
    ledger = visit.ledger()
    known = days_with_entries(visit.connection, ledger.ledger_id)
    texts = _texts(visit)
    years = range(known[1].year, known[0].year - 1, -1) if known else ()
    chart = chart_on(_last_day(visit, ledger.ledger_id))
    names = account_names(visit.connection, ledger.ledger_id, chart)
    return {
        "tab": "books",
        "ledger": ledger,
        "base": f"/ledgers/{ledger.ledger_id}",
        "forms": FORMS,
        "years": list(years),
        "months": _months(known),
        "closed": closed_periods(visit.connection, ledger.ledger_id)[-MONTHS_SHOWN:][::-1],
        "money": {code: texts.name(names[code]) for code in sorted(names) if place_of(code) in OF_JOURNALS},
        "banks": [code for code in sorted(names) if bank_account_of(code) == code],
        "s": texts,
        "reflects": reflected(visit, ledger.ledger_id, "books"),
    }


def _months(known: tuple[date, date] | None) -> list[Month]:
    """List months with entries, the last one first, as many as a page shows."""
    if known is None:
        return []
    first, at = month_of(known[0]), known[1]
    months: list[Month] = []
    while month_of(at) >= first and len(months) < MONTHS_SHOWN:
        months.append(month_of(at))
        at = date(at.year - (at.month == 1), (at.month - 2) % 12 + 1, 1)
    return months


def trial_balance_page(visit: Visit) -> dict[str, Any]:
    """Show the trial balance; each account leads to its entries."""
    ledger = visit.ledger()
    last = day(visit.query, "to") or _last_day(visit, ledger.ledger_id)
    first = day(visit.query, "from") or first_of_year(last)
    found = trial_balance(visit.connection, ledger.ledger_id, day=last, from_day=first)
    sheet = trial_balance_sheet(_texts(visit), ledger.name, found)
    links = {
        (place, 1): _entries_address(ledger.ledger_id, row.account, first, last) for place, row in enumerate(found.rows)
    }
    return _facts(
        visit,
        ledger,
        [Shown(sheet=sheet, links=links)],
        choices=_days(first, last),
        export={"kind": "trial-balance", "day": last.isoformat()},
    )


def _days(first: date, last: date) -> tuple[Choice, ...]:
    return (
        Choice(name="from", type="date", value=first.isoformat()),
        Choice(name="to", type="date", value=last.isoformat()),
    )


def general_ledger_page(visit: Visit) -> dict[str, Any]:
    """Show the general ledger of a year."""
    ledger = visit.ledger()
    asked = year(visit.query) or Year(_last_day(visit, ledger.ledger_id).year)
    texts = _texts(visit)
    accounts = general_ledger(visit.connection, ledger.ledger_id, asked)
    shown = []
    for account, sheet in zip(
        accounts, general_ledger_sheets(texts, ledger.name, texts("year", year=asked), accounts), strict=True
    ):
        whole = _entries_address(ledger.ledger_id, account.account, date(asked, 1, 1), date(asked, 12, 31))
        shown.append(Shown(sheet=sheet, links={(0, 0): whole}))
    return _facts(visit, ledger, shown, choices=_year(asked), export={"kind": "general-ledger", "year": str(asked)})


def _year(asked: int) -> tuple[Choice, ...]:
    return (Choice(name="year", type="number", value=str(asked)),)


def entries_page(visit: Visit) -> dict[str, Any]:
    """Show the entries of an account: a detail ledger, or the cash or bank journal; each leads to its events."""
    ledger = visit.ledger()
    account = AccountCode(visit.named("account", ACCOUNT_PATTERN))
    last = day(visit.query, "to") or _last_day(visit, ledger.ledger_id)
    first = day(visit.query, "from") or first_of_year(last)
    after = position(visit.query, "after")
    asked = EntriesAsked(account=account, from_day=first, to_day=last)
    found = ledger_entries(visit.connection, ledger.ledger_id, asked, after=after, limit=PAGE_SIZE + 1)
    entries = found[:PAGE_SIZE]
    texts = _texts(visit)
    name = name_of(account_names(visit.connection, ledger.ledger_id, chart_on(last)), account)
    title = f"{texts('journal' if place_of(account) else 'detail_ledger')} {account} {texts.name(name)}"
    opening_fen = _balance_before(visit, ledger.ledger_id, asked, after)
    when = texts("from_to", first=texts.day(first), last=texts.day(last))
    sheet = entries_sheet(texts, ledger.name, (title, when), opening_fen, entries)
    return _facts(
        visit,
        ledger,
        [Shown(sheet=sheet, links=_entry_links(ledger.ledger_id, sheet, entries))],
        choices=_days(first, last),
        export={"kind": "journal", "account": account, "day": last.isoformat()},
        following=address(visit.request, after=str(entries[-1].line_no), lang=None)
        if len(found) > len(entries)
        else None,
    )


def _balance_before(visit: Visit, ledger_id: LedgerId, asked: EntriesAsked, after: int) -> int:
    """Give the balance above the first entry of a page."""
    if after:
        before = ledger_entries(visit.connection, ledger_id, asked, after=after - 1, limit=1)
        return before[0].balance_fen if before else 0
    return opening_of(visit.connection, ledger_id, asked)


def _entry_links(ledger_id: LedgerId, sheet: Sheet, entries: Sequence[Any]) -> Links:
    """Lead from each entry to its source; totals of days stand between the entries."""
    places = [place for place, row in enumerate(sheet.rows) if row.style == "plain"][1:]
    return {
        (place, 2): f"/ledgers/{ledger_id}/sources/{quote(entry.source)}"
        for place, entry in zip(places, entries, strict=True)
    }


def statement_page(visit: Visit) -> dict[str, Any]:
    """Show a statement of a month or a year; each figure leads to what it is made from."""
    ledger = visit.ledger()
    form = _form(visit)
    found = _statement(visit, ledger.ledger_id, form)
    texts = _texts(visit)
    sheet, checks = statement_sheets(texts, ledger.name, found)
    which = {"year": found.period[:4]} if found.yearly else {"period": found.period}
    return _facts(
        visit,
        ledger,
        [Shown(sheet=sheet, links=_cell_links(ledger.ledger_id, found, which)), Shown(sheet=checks)],
        choices=(
            Choice(name="period", type="month", value="" if found.yearly else found.period),
            Choice(name="year", type="number", value=found.period[:4] if found.yearly else ""),
        ),
        export={"kind": form.replace("_", "-"), **which},
        blocked=found.blocked_by,
    )


def _form(visit: Visit) -> FormName:
    found = FORMS.get(visit.request.path_params["form"])
    if found is None:
        raise NothingHere
    return found


def _statement(visit: Visit, ledger_id: LedgerId, form: FormName) -> CheckedStatement:
    of_year, period = year(visit.query), month(visit.query, "period")
    if of_year is not None and period is None:
        return year_statement(visit.connection, ledger_id, form, of_year)
    return period_statement(visit.connection, ledger_id, form, period or month_of(_last_day(visit, ledger_id)))


def _cell_links(ledger_id: LedgerId, found: CheckedStatement, which: Mapping[str, str]) -> Links:
    statement = found.statement
    base = f"/ledgers/{ledger_id}/statements/{statement.form.replace('_', '-')}/rows"
    side_by_side: Sequence[Sequence[StatementLine | None]] = (
        halves(statement) if statement.form == "balance_sheet" else (statement.lines,)
    )
    return {
        (place, half * 4 + 2 + second): f"{base}/{line.row}?{urlencode({**which, **({'second': 1} if second else {})})}"
        for half, lines in enumerate(side_by_side)
        for place, line in enumerate(lines)
        if line is not None
        for second, amount_fen in enumerate((line.first_fen, line.second_fen))
        if amount_fen
    }


def cell_page(visit: Visit) -> dict[str, Any]:
    """Take a figure of a statement apart; each part leads to the entries of its account.

    Raises:
        NothingHere: the form has no such row.
    """
    ledger = visit.ledger()
    form, row = _form(visit), visit.named("row", ROW_PATTERN)
    of_year, period = year(visit.query), month(visit.query, "period")
    yearly = of_year is not None and period is None
    asked = period or Month(f"{of_year or _last_day(visit, ledger.ledger_id).year:04d}-12")
    second = flag(visit.query, "second")
    found = statement_cell(visit.connection, ledger.ledger_id, form, asked, row, second_column=second, yearly=yearly)
    if found is None:
        raise NothingHere
    sheet = cell_sheet(_texts(visit), ledger.name, found)
    return _facts(visit, ledger, [Shown(sheet=sheet, links=_part_links(ledger.ledger_id, found))])


def _part_links(ledger_id: LedgerId, cell: Cell) -> Links:
    return {
        (place, 0): _entries_address(ledger_id, part.account, part.from_day, part.day)
        for place, part in enumerate(cell.parts)
    }


def vouchers_page(visit: Visit) -> dict[str, Any]:
    """Show the vouchers of a month; each leads to its own page."""
    ledger = visit.ledger()
    period = month(visit.query, "period") or month_of(_last_day(visit, ledger.ledger_id))
    found = printed_vouchers(visit.connection, ledger.ledger_id, first=period, last=period)
    texts = _texts(visit)
    sheet = voucher_list_sheet(texts, ledger.name, texts.month(period), found)
    lines = [voucher for voucher in found for _ in voucher.lines]
    links = {
        (place, 0): f"/ledgers/{ledger.ledger_id}/vouchers/{quote(voucher.voucher_id)}"
        for place, voucher in enumerate(lines)
    }
    return _facts(
        visit,
        ledger,
        [Shown(sheet=sheet, links=links)],
        choices=(Choice(name="period", type="month", value=period),),
        export={"kind": "vouchers", "period": period},
    )


def voucher_page(visit: Visit) -> dict[str, Any]:
    """Show one voucher as it prints; its lines lead to the events that it was made from.

    Raises:
        NothingHere: there is no such voucher.
    """
    ledger = visit.ledger()
    found = printed_voucher(visit.connection, ledger.ledger_id, VoucherId(visit.named("voucher_id", SOURCE_PATTERN)))
    if found is None:
        raise NothingHere
    sheet = voucher_sheet(_texts(visit), ledger.name, found)
    source = f"/ledgers/{ledger.ledger_id}/sources/{quote(found.source)}"
    return _facts(
        visit,
        ledger,
        [Shown(sheet=sheet, links={(place, 0): source for place, _ in enumerate(found.lines)})],
        export={"kind": "voucher", "voucher_id": found.voucher_id},
    )


def source_page(visit: Visit) -> dict[str, Any]:
    """Show the events of a source: the end of every way down."""
    ledger = visit.ledger()
    source = visit.named("source", SOURCE_PATTERN)
    after = position(visit.query, "after")
    found = source_events(visit.connection, ledger.ledger_id, source, after=after, limit=PAGE_SIZE + 1)
    events = [told(language_of(visit.request), entry) for entry in found[:PAGE_SIZE]]
    sheet = source_sheet(_texts(visit), ledger.name, source, [(each.entry, each.says) for each in events])
    following = address(visit.request, after=str(events[-1].entry.position)) if len(found) > len(events) else None
    facts = _facts(visit, ledger, [Shown(sheet=sheet)], following=following)
    return {**facts, "reflects": reflected(visit, ledger.ledger_id, "activity_feed")}


def finance_report_page(visit: Visit) -> dict[str, Any]:
    """Show the yearly report; each figure leads to what it is made from."""
    ledger = visit.ledger()
    asked = year(visit.query) or Year(_last_day(visit, ledger.ledger_id).year)
    report = finance_report(visit.connection, ledger.ledger_id, asked)
    first, *further = report_sheets(_texts(visit), ledger.name, report)
    groups = (report.opening, report.income, report.expense, report.difference, report.closing, report.position)
    figures = (line for lines in groups for line in lines)
    places = [place for place, row in enumerate(first.rows) if row.style == "plain"]
    links = {
        (place, 1): f"/ledgers/{ledger.ledger_id}/statements/{line.form.replace('_', '-')}/rows/{line.row}"
        f"?year={asked}{'&second=1' if line.column == 'closing' else ''}"
        for place, line in zip(places, figures, strict=True)
    }
    return _facts(
        visit,
        ledger,
        [Shown(sheet=first, links=links), *(Shown(sheet=sheet) for sheet in further)],
        choices=_year(asked),
        export={"kind": "finance-report", "year": str(asked)},
        blocked=report.blocked_by,
    )


def comparison_page(visit: Visit) -> dict[str, Any]:
    """Show a closed month as reported then and as known now.

    Raises:
        NothingHere: the month is not closed.
    """
    ledger = visit.ledger()
    period = Month(visit.named("period", MONTH_PATTERN))
    found = period_comparison(visit.connection, ledger.ledger_id, period)
    if found is None:
        raise NothingHere
    balances, corrections = comparison_sheets(_texts(visit), ledger.name, found)
    first, last = first_day_of(period), last_day_of(period)
    entries = {
        (place, 0): _entries_address(ledger.ledger_id, row.account, first, last) for place, row in enumerate(found.rows)
    }
    sources = {
        (place, 1): f"/ledgers/{ledger.ledger_id}/sources/{quote(each.source)}"
        for place, each in enumerate(found.corrections)
    }
    return _facts(visit, ledger, [Shown(sheet=balances, links=entries), Shown(sheet=corrections, links=sources)])


def reconciliation_page(visit: Visit) -> dict[str, Any]:
    """Show the reconciliation of a bank account for a month."""
    ledger = visit.ledger()
    period = Month(visit.named("period", MONTH_PATTERN))
    accounts = bank_accounts(visit.connection, ledger.ledger_id, chart_on(last_day_of(period)))
    account = choice(visit.query, "account", accounts) or BANK
    found = reconciliation_sheet(visit.connection, ledger.ledger_id, account, period)
    facts = _facts(
        visit,
        ledger,
        [Shown(sheet=reconciliation(_texts(visit), ledger.name, found))],
        export={"kind": "reconciliation", "account": account, "period": period},
    )
    return {**facts, "reflects": reflected(visit, ledger.ledger_id, "bank")}


def export(visit: Visit) -> Response:
    """Hand over a file.

    Raises:
        BadQuery: what is asked for is no export.
        NothingHere: there is nothing to export.
    """
    ledger = visit.ledger()
    try:
        asked = parameters(ExportAsked, visit.request)
        file = export_file(visit.connection, asked)
    except (InvalidInput, ExportNotInFormat, ExportNeedsPeriod) as problem:
        raise BadQuery(name="format", hint="export") from problem
    except LedgerError as problem:
        raise NothingHere from problem
    return download(file, reflected(visit, ledger.ledger_id, "books").position)


EXPORTS: Final = ("/ledgers/{ledger_id}/exports/{kind}", Download(answer=export))
BOOK_PAGES: Final[tuple[tuple[str, Page], ...]] = (
    ("/ledgers/{ledger_id}/books", Page(template="books.html", facts=books)),
    ("/ledgers/{ledger_id}/trial-balance", Page(template="sheets.html", facts=trial_balance_page)),
    ("/ledgers/{ledger_id}/general-ledger", Page(template="sheets.html", facts=general_ledger_page)),
    ("/ledgers/{ledger_id}/accounts/{account}", Page(template="sheets.html", facts=entries_page)),
    ("/ledgers/{ledger_id}/statements/{form}", Page(template="sheets.html", facts=statement_page)),
    ("/ledgers/{ledger_id}/statements/{form}/rows/{row}", Page(template="sheets.html", facts=cell_page)),
    ("/ledgers/{ledger_id}/vouchers", Page(template="sheets.html", facts=vouchers_page)),
    ("/ledgers/{ledger_id}/vouchers/{voucher_id}", Page(template="sheets.html", facts=voucher_page)),
    ("/ledgers/{ledger_id}/sources/{source}", Page(template="sheets.html", facts=source_page)),
    ("/ledgers/{ledger_id}/finance-report", Page(template="sheets.html", facts=finance_report_page)),
    ("/ledgers/{ledger_id}/reconciliations/{period}", Page(template="sheets.html", facts=reconciliation_page)),
    ("/ledgers/{ledger_id}/periods/{period}", Page(template="sheets.html", facts=comparison_page)),
)
