"""The bank: lines of its statements, what the books say of each bank account, what is matched, and what is open.

A bank account is 102 or a detail account of it; every table is by account first. The books' side is folded here
from the same postings as in ``books``, by source and side, so that a sheet rests on one position and can be asked of
the past. A match counts in the sheet of a month if it is settled by its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row, scalar_row

from domain.accounting.charts import chart_on
from domain.accounting.sources import OPENING, named_source
from domain.activities import bank
from domain.activities.bank import OPENING_LINE, OpenBankItems, OpenEntry, OpenLine, bank_account_of
from domain.catalogue import EVENT_TYPES
from domain.values import (
    AccountCode,
    ActorId,
    BankLineId,
    ChartVersion,
    Count,
    Fen,
    LedgerId,
    Month,
    Text,
    first_day_of,
    last_day_of,
)
from projections.fold import MONEY_EVENTS, Changes, ReadModel, Table
from projections.ledgers import AccountName, account_names
from projections.posted import Posted

Connection = psycopg.Connection[DictRow]

NO_MATCH: Final = 0
NO_DAY_YET: Final = date(9999, 12, 31)

BANK_STATEMENT: Final = Table(
    name="bank_statement",
    key={"account": "text", "period": "text"},
    values={"opening_fen": "bigint", "closing_fen": "bigint", "lines": "integer", "follows": "text", "sha256": "text"},
)
BANK_LINE: Final = Table(
    name="bank_line",
    key={"account": "text", "period": "text", "line_no": "integer"},
    values={
        "day": "date",
        "change_fen": "bigint",
        "reference": "text",
        "counterparty": "text",
        "match_no": "bigint",
        "settled_on": "date",
    },
    indexes=(("account", "match_no"),),
)
"""A line of a statement; number 0 is the opening balance of the first one. ``match_no`` is 0 while it is open."""
BANK_ENTRY: Final = Table(
    name="bank_entry",
    key={
        "account": "text",
        "source": "text",
        "side": "text",
        "chart": "text",
        "day": "date",
        "document_no": "text",
        "is_opening": "boolean",
    },
    sums=("amount_fen",),
)
"""What a source came to on one side of a bank account. The books of a new chart open with balances of their own.

A source is of one chart, day and document (``''`` for none): in the key, each is said once for many events.
"""
BANK_ENTRY_MATCH: Final = Table(
    name="bank_entry_match",
    key={"account": "text", "source": "text", "side": "text", "match_no": "bigint"},
    sums=("amount_fen",),
    values={"day": "date", "settled_on": "date"},
    indexes=(("account", "match_no"),),
)
BANK_RECONCILIATION: Final = Table(
    name="bank_reconciliation",
    key={"account": "text", "period": "text"},
    values={
        "bank_fen": "bigint",
        "book_fen": "bigint",
        "adjusted_fen": "bigint",
        "open_lines": "integer",
        "open_entries": "integer",
        "confirmed_by": "text",
        "confirmed_on": "date",
    },
)


def fold(event: bank.Event, _position: int, rows: Changes) -> None:
    """Keep what the bank says, and what of it belongs to what the books say."""
    match event:
        case bank.BankStatementImported():
            _fold_statement(event, rows)
        case bank.BankStatementWithdrawn():
            rows.drop(BANK_STATEMENT, (event.account, event.period))
            for line_no in range(OPENING_LINE, event.lines + 1):
                rows.drop(BANK_LINE, (event.account, event.period, line_no))
        case bank.BankLinesMatched() | bank.BankLinesUnmatched():
            _fold_match(event, rows)
        case bank.BankReconciled():
            rows.put(
                BANK_RECONCILIATION,
                (event.account, event.period),
                bank_fen=event.bank_fen,
                book_fen=event.book_fen,
                adjusted_fen=event.adjusted_fen,
                open_lines=len(event.open_lines),
                open_entries=len(event.open_entries),
                confirmed_by=event.confirmed_by,
                confirmed_on=event.effective_on,
            )
        case bank.BankPolicyAdopted():
            return
        case _:
            assert_never(event)


def post(posted: Posted, rows: Changes) -> None:
    """Keep what the books say of the bank."""
    for (day, rule_id, document_no, _), source in posted.items():
        chart, name = chart_on(day), named_source(day, rule_id, document_no)
        for line, amount_fen in source.amounts.items():
            account = bank_account_of(line.account)
            if account is not None:
                key = (account, name, line.side, chart, day, document_no or "", rule_id == OPENING)
                rows.add(BANK_ENTRY, key, amount_fen=amount_fen)


def _fold_statement(event: bank.BankStatementImported, rows: Changes) -> None:
    rows.put(
        BANK_STATEMENT,
        (event.account, event.period),
        opening_fen=event.opening_fen,
        closing_fen=event.closing_fen,
        lines=len(event.lines),
        follows=event.follows,
        sha256=event.file_sha256,
    )
    if event.follows is None and event.opening_fen:
        first_day = first_day_of(event.period)
        rows.put(
            BANK_LINE,
            (event.account, event.period, OPENING_LINE),
            day=first_day,
            change_fen=event.opening_fen,
            reference="",
            match_no=NO_MATCH,
        )
    for line_no, line in enumerate(event.lines, start=OPENING_LINE + 1):
        rows.put(
            BANK_LINE,
            (event.account, event.period, line_no),
            day=line.day,
            change_fen=line.change_fen,
            reference=line.reference,
            counterparty=line.counterparty,
            match_no=NO_MATCH,
        )


def _fold_match(event: bank.BankLinesMatched | bank.BankLinesUnmatched, rows: Changes) -> None:
    if isinstance(event, bank.BankLinesUnmatched):
        for line_id, _, _ in event.lines:
            rows.put(BANK_LINE, _line_key(event.account, line_id), match_no=NO_MATCH)
        for source, side, _, _ in event.entries:
            rows.drop(BANK_ENTRY_MATCH, (event.account, source, side, event.match_no))
        return
    for line_id, _, _ in event.lines:
        rows.put(BANK_LINE, _line_key(event.account, line_id), match_no=event.match_no, settled_on=event.settled_on)
    for source, side, day, amount_fen in event.entries:
        key = (event.account, source, side, event.match_no)
        rows.add(BANK_ENTRY_MATCH, key, amount_fen=amount_fen)
        rows.put(BANK_ENTRY_MATCH, key, day=day, settled_on=event.settled_on)


def _line_key(account: AccountCode, line_id: BankLineId) -> tuple[str, str, int]:
    period, _, line_no = line_id.partition(".")
    return account, period, int(line_no)


BANK: Final = ReadModel(
    name="bank",
    version=1,
    tables=(BANK_STATEMENT, BANK_LINE, BANK_ENTRY, BANK_ENTRY_MATCH, BANK_RECONCILIATION),
    folds={bank.Event: fold},
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - frozenset(get_args(bank.Event)) - MONEY_EVENTS,
    post=post,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankStatementLine:
    """A line of a statement as it was imported; ``match_no`` is None while it is open."""

    line_id: BankLineId
    day: date
    change_fen: Fen
    reference: Text
    counterparty: Text | None
    match_no: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationSheet:
    """The reconciliation of a month of a bank account (银行存款余额调节表).

    The books' balance, with what the bank received less what it paid that the books have not, is
    ``adjusted_book_fen``. The bank's balance, with what the books received less what they paid that the bank has
    not, is ``adjusted_bank_fen``. What went out is below zero. ``bank_fen`` is None without a statement.
    ``is_confirmed`` says that somebody signed just these balances.
    """

    account: AccountCode
    name_zh: str
    name_en: str
    period: Month
    day: date
    book_fen: Fen
    received_by_bank: tuple[OpenLine, ...]
    paid_by_bank: tuple[OpenLine, ...]
    adjusted_book_fen: Fen
    bank_fen: Fen | None
    received_in_books: tuple[OpenEntry, ...]
    paid_in_books: tuple[OpenEntry, ...]
    adjusted_bank_fen: Fen | None
    is_confirmed: bool
    confirmed_by: ActorId | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccountMonth:
    """How far the reconciliation of a bank account is for a month; ``bank_fen`` is None without a statement."""

    account: AccountCode
    name_zh: str
    name_en: str
    period: Month
    book_fen: Fen
    bank_fen: Fen | None
    open_lines: int
    open_entries: int
    is_confirmed: bool


SELECT_LINES: Final = """
SELECT period || '.' || line_no AS line_id, day, change_fen, reference, counterparty, nullif(match_no, 0) AS match_no
FROM read_model.bank_line
WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND period = %(period)s
ORDER BY line_no
"""

SELECT_OPEN_LINES: Final = """
SELECT period || '.' || line_no AS line_id, day, change_fen, reference, counterparty
FROM read_model.bank_line
WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND day <= %(day)s AND (match_no = 0 OR settled_on > %(day)s)
ORDER BY day, period, line_no
"""

SELECT_OPEN_ENTRIES: Final = """
WITH reopened AS (
    SELECT DISTINCT source, day, chart
    FROM read_model.bank_entry
    WHERE ledger_id = %(ledger_id)s AND is_opening AND chart = %(chart)s AND day <= %(day)s AND chart > (
        SELECT chart FROM read_model.bank_entry
        WHERE ledger_id = %(ledger_id)s AND account = %(account)s ORDER BY source LIMIT 1
    )
)
SELECT source, side, max(day) AS day, nullif(max(document_no), '') AS document_no, bool_or(is_opening) AS is_opening,
       (sum(amount_fen) * CASE side WHEN 'D' THEN 1 ELSE -1 END)::bigint AS change_fen
FROM (
    SELECT source, side, day, document_no, is_opening, amount_fen
    FROM read_model.bank_entry
    WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND day <= %(day)s
      AND source NOT IN (SELECT source FROM reopened)
    UNION ALL
    SELECT reopened.source, 'D', reopened.day, '', false,
           amount_fen * CASE side WHEN 'D' THEN 1 ELSE -1 END
               * CASE WHEN entry.chart < reopened.chart THEN -1 ELSE 1 END
    FROM reopened
    JOIN read_model.bank_entry AS entry
      ON entry.ledger_id = %(ledger_id)s AND entry.account = %(account)s AND entry.day <= %(day)s
     AND (entry.chart < reopened.chart OR entry.source = reopened.source)
    UNION ALL
    SELECT source, side, day, '', false, -amount_fen
    FROM read_model.bank_entry_match
    WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND settled_on <= %(day)s
) AS moved
GROUP BY source, side
HAVING sum(amount_fen) <> 0
ORDER BY day, source, side
"""
"""The balances with which a second chart begins say again what the first one's entries said. An entry is only by how
much they differ, as where money in custody is from then on at a bank account of its own.

Entries and matches are added up, not joined: a join is slow while the server's statistics lag behind a month's import.
"""

SELECT_BOOK_BALANCE: Final = """
SELECT coalesce(sum(amount_fen * CASE side WHEN 'D' THEN 1 ELSE -1 END), 0)::bigint
FROM read_model.bank_entry
WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND chart = %(chart)s AND day <= %(day)s
"""

SELECT_STATEMENT: Final = """
SELECT statement.opening_fen, statement.closing_fen, statement.follows, statement.lines,
       (SELECT count(*) FROM read_model.bank_line AS line
        WHERE line.ledger_id = statement.ledger_id AND line.account = statement.account
          AND line.period = statement.period AND line.match_no <> 0
       )::integer AS matched_lines
FROM read_model.bank_statement AS statement
WHERE statement.ledger_id = %(ledger_id)s AND statement.account = %(account)s AND statement.period = %(period)s
"""

SELECT_RECONCILIATION: Final = """
SELECT bank_fen, book_fen, confirmed_by, confirmed_on
FROM read_model.bank_reconciliation
WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND period = %(period)s
"""

SELECT_MATCHED_LINES: Final = """
SELECT period || '.' || line_no AS line_id, day, change_fen, settled_on
FROM read_model.bank_line
WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND match_no = %(match_no)s
ORDER BY period, line_no
"""

SELECT_MATCHED_ENTRIES: Final = """
SELECT source, side, day, amount_fen, settled_on
FROM read_model.bank_entry_match
WHERE ledger_id = %(ledger_id)s AND account = %(account)s AND match_no = %(match_no)s
ORDER BY source, side
"""

SELECT_CASHIERS: Final = """
SELECT DISTINCT signed_by
FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND period = %(period)s AND signed_by IS NOT NULL
"""


def bank_accounts(connection: Connection, ledger_id: LedgerId, chart: ChartVersion) -> dict[AccountCode, AccountName]:
    """Name the bank accounts that a ledger has under a chart: 102, and the details of it that it added."""
    names = account_names(connection, ledger_id, chart)
    return {code: names[code] for code in sorted(names) if bank_account_of(code) == code}


def named_bank_account(
    connection: Connection, ledger_id: LedgerId, account: AccountCode, day: date = NO_DAY_YET
) -> AccountName:
    """Give the name of a bank account.

    Raises:
        BankAccountUnknown: the ledger has no such bank account under the chart of the day.
    """
    chart = chart_on(day)
    found = bank_accounts(connection, ledger_id, chart).get(account)
    if found is None:
        raise bank.BankAccountUnknown(account=account, chart=chart)
    return found


def bank_accounts_of_month(connection: Connection, ledger_id: LedgerId, period: Month) -> list[BankAccountMonth]:
    """Say of each bank account how far its reconciliation of a month is."""
    accounts = bank_accounts(connection, ledger_id, chart_on(last_day_of(period)))
    return [_month_of(reconciliation_sheet(connection, ledger_id, account, period)) for account in accounts]


def _month_of(sheet: ReconciliationSheet) -> BankAccountMonth:
    return BankAccountMonth(
        account=sheet.account,
        name_zh=sheet.name_zh,
        name_en=sheet.name_en,
        period=sheet.period,
        book_fen=sheet.book_fen,
        bank_fen=sheet.bank_fen,
        open_lines=len(sheet.received_by_bank) + len(sheet.paid_by_bank),
        open_entries=len(sheet.received_in_books) + len(sheet.paid_in_books),
        is_confirmed=sheet.is_confirmed,
    )


def bank_lines(
    connection: Connection, ledger_id: LedgerId, account: AccountCode, period: Month
) -> list[BankStatementLine]:
    """List the lines of an account's statement of a month, the opening balance first where it is a line of its own."""
    with connection.cursor(row_factory=class_row(BankStatementLine)) as cursor:
        return cursor.execute(SELECT_LINES, {"ledger_id": ledger_id, "account": account, "period": period}).fetchall()


def open_items(
    connection: Connection, ledger_id: LedgerId, account: AccountCode, day: date = NO_DAY_YET
) -> OpenBankItems:
    """List what is open of an account on either side at the end of a day, or now."""
    asked = {"ledger_id": ledger_id, "account": account, "chart": chart_on(day), "day": day}
    with connection.cursor(row_factory=class_row(OpenLine)) as cursor:
        lines = cursor.execute(SELECT_OPEN_LINES, asked).fetchall()
    with connection.cursor(row_factory=class_row(OpenEntry)) as cursor:
        entries = cursor.execute(SELECT_OPEN_ENTRIES, asked).fetchall()
    return OpenBankItems(lines=tuple(lines), entries=tuple(entries))


def reconciliation_sheet(
    connection: Connection, ledger_id: LedgerId, account: AccountCode, period: Month
) -> ReconciliationSheet:
    """Draw up the reconciliation of a month of an account as it stands.

    Raises:
        BankAccountUnknown: the ledger has no such bank account in that month.
    """
    day = last_day_of(period)
    name = named_bank_account(connection, ledger_id, account, day)
    asked = {"ledger_id": ledger_id, "account": account, "period": period}
    items = open_items(connection, ledger_id, account, day)
    book_fen, bank_fen = _book_fen(connection, ledger_id, account, day), _bank_fen(connection, asked)
    signed = connection.execute(SELECT_RECONCILIATION, asked).fetchone() or {}
    return ReconciliationSheet(
        account=account,
        name_zh=name.name_zh,
        name_en=name.name_en,
        period=period,
        day=day,
        book_fen=book_fen,
        received_by_bank=tuple(line for line in items.lines if line.change_fen > 0),
        paid_by_bank=tuple(line for line in items.lines if line.change_fen < 0),
        adjusted_book_fen=bank.adjusted_book_fen(book_fen, items.lines),
        bank_fen=bank_fen,
        received_in_books=tuple(entry for entry in items.entries if entry.change_fen > 0),
        paid_in_books=tuple(entry for entry in items.entries if entry.change_fen < 0),
        adjusted_bank_fen=None if bank_fen is None else bank.adjusted_bank_fen(bank_fen, items.entries),
        is_confirmed=(signed.get("book_fen"), signed.get("bank_fen")) == (book_fen, bank_fen),
        confirmed_by=signed.get("confirmed_by"),
        confirmed_on=signed.get("confirmed_on"),
    )


def _book_fen(connection: Connection, ledger_id: LedgerId, account: AccountCode, day: date) -> Fen:
    asked = {"ledger_id": ledger_id, "account": account, "chart": chart_on(day), "day": day}
    with connection.cursor(row_factory=scalar_row) as cursor:
        return Fen(cursor.execute(SELECT_BOOK_BALANCE, asked).fetchone() or 0)


def _bank_fen(connection: Connection, asked: Mapping[str, str]) -> Fen | None:
    found = connection.execute(SELECT_STATEMENT, asked).fetchone()
    return None if found is None else Fen(found["closing_fen"])


def open_bank_items(
    connection: Connection, ledger_id: LedgerId, command: bank.MatchBankLines | bank.MatchBankLine
) -> OpenBankItems:
    """Read the evidence of matching: all that is open of the account now."""
    return open_items(connection, ledger_id, command.account)


def bank_sheet(connection: Connection, ledger_id: LedgerId, command: bank.ConfirmBankReconciliation) -> bank.BankSheet:
    """Read the evidence of a reconciliation: the sheet of the month, and who signed its vouchers as cashier."""
    account, day = command.account, last_day_of(command.period)
    asked = {"ledger_id": ledger_id, "account": account, "period": command.period}
    with connection.cursor(row_factory=scalar_row) as cursor:
        cashiers = frozenset(map(ActorId, cursor.execute(SELECT_CASHIERS, asked)))
    return bank.BankSheet(
        bank_fen=_bank_fen(connection, asked),
        book_fen=_book_fen(connection, ledger_id, account, day),
        items=open_items(connection, ledger_id, account, day),
        cashiers=cashiers,
    )


def found_bank_match(connection: Connection, ledger_id: LedgerId, command: bank.UnmatchBankLine) -> bank.FoundBankMatch:
    """Read the evidence of undoing a match: what it joined."""
    asked = {"ledger_id": ledger_id, "account": command.account, "match_no": command.match_no}
    lines = connection.execute(SELECT_MATCHED_LINES, asked).fetchall()
    entries = connection.execute(SELECT_MATCHED_ENTRIES, asked).fetchall()
    settled = [row["settled_on"] for row in (*lines, *entries)]
    if not settled:
        return bank.FoundBankMatch(match=None)
    return bank.FoundBankMatch(
        match=bank.BankMatch(
            lines=tuple(bank.MatchedLine(row["line_id"], row["day"], row["change_fen"]) for row in lines),
            entries=tuple(
                bank.MatchedEntry(row["source"], row["side"], row["day"], row["amount_fen"]) for row in entries
            ),
            settled_on=settled[0],
        )
    )


def found_bank_statement(
    connection: Connection, ledger_id: LedgerId, command: bank.WithdrawBankStatement
) -> bank.FoundBankStatement:
    """Read the evidence of withdrawing a statement; one that is not there has nothing."""
    asked = {"ledger_id": ledger_id, "account": command.account, "period": command.period}
    found = connection.execute(SELECT_STATEMENT, asked).fetchone() or {}
    return bank.FoundBankStatement(
        opening_fen=Fen(found.get("opening_fen", 0)),
        follows=found.get("follows"),
        lines=found.get("lines", 0),
        matched_lines=found.get("matched_lines", 0),
    )
