"""The bank: lines of its statements, what the books say of account 102, what is matched, and what is open.

The books' side is folded here from the same postings as in ``books``, by source and side, so that a sheet rests
on one position and can be asked of the past. A match counts in the sheet of a month if it is settled by its end.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row, scalar_row

from domain.accounting.charts import chart_on
from domain.accounting.lines import Posting
from domain.accounting.sources import OPENING
from domain.activities import bank
from domain.activities.bank import OPENING_LINE, OpenBankItems, OpenEntry, OpenLine
from domain.catalogue import EVENT_TYPES
from domain.values import ActorId, BankLineId, Count, Fen, LedgerId, Month, Text, first_day_of, last_day_of
from projections.books import MONEY_EVENTS, source_on
from projections.fold import Changes, Entry, ReadModel, Table

Connection = psycopg.Connection[DictRow]

BANK_ACCOUNT: Final = "102"
"""The same digits in both charts; a ledger's own details begin with them."""
NO_MATCH: Final = 0
NO_DAY_YET: Final = date(9999, 12, 31)

BANK_STATEMENT: Final = Table(
    name="bank_statement",
    key={"period": "text"},
    values={"opening_fen": "bigint", "closing_fen": "bigint", "lines": "integer", "follows": "text", "sha256": "text"},
)
BANK_LINE: Final = Table(
    name="bank_line",
    key={"period": "text", "line_no": "integer"},
    values={
        "day": "date",
        "change_fen": "bigint",
        "reference": "text",
        "counterparty": "text",
        "match_no": "bigint",
        "settled_on": "date",
    },
    indexes=(("match_no",),),
)
"""A line of a statement; number 0 is the opening balance of the first one. ``match_no`` is 0 while it is open."""
BANK_ENTRY: Final = Table(
    name="bank_entry",
    key={
        "source": "text",
        "side": "text",
        "chart": "text",
        "day": "date",
        "document_no": "text",
        "is_opening": "boolean",
    },
    sums=("amount_fen",),
)
"""What a source came to on one side of account 102. The books of a new chart open with balances of their own.

A source is of one chart, day and document (``''`` for none): in the key, each is said once for many events.
"""
BANK_ENTRY_MATCH: Final = Table(
    name="bank_entry_match",
    key={"source": "text", "side": "text", "match_no": "bigint"},
    sums=("amount_fen",),
    values={"day": "date", "settled_on": "date"},
    indexes=(("match_no",),),
)
BANK_RECONCILIATION: Final = Table(
    name="bank_reconciliation",
    key={"period": "text"},
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

BANK_EVENTS: Final[frozenset[type]] = frozenset(get_args(bank.Event))


def fold(entry: Entry, rows: Changes) -> None:
    """Keep what the bank says, what the books say of it, and which of these belong together."""
    if type(entry.event) not in BANK_EVENTS:
        _fold_posting(entry.event, rows)
        return
    event: bank.Event = entry.event
    match event:
        case bank.BankStatementImported():
            _fold_statement(event, rows)
        case bank.BankStatementWithdrawn():
            rows.drop(BANK_STATEMENT, (event.period,))
            for line_no in range(OPENING_LINE, event.lines + 1):
                rows.drop(BANK_LINE, (event.period, line_no))
        case bank.BankLinesMatched() | bank.BankLinesUnmatched():
            _fold_match(event, rows)
        case bank.BankReconciled():
            rows.put(
                BANK_RECONCILIATION,
                (event.period,),
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


def _fold_posting(event: Any, rows: Changes) -> None:  # noqa: ANN401 - any money event
    posting: Posting | None = event.posting
    if posting is None:
        return
    rule_id, lines, document_no, _ = posting
    for line in lines:
        if line.account.startswith(BANK_ACCOUNT):
            day: date = event.effective_on
            chart, source = source_on(day, rule_id, document_no)
            key = (source, line.side, chart, day, document_no or "", rule_id == OPENING)
            rows.add_all(BANK_ENTRY, key, {"amount_fen": line.amount_fen})


def _fold_statement(event: bank.BankStatementImported, rows: Changes) -> None:
    rows.put(
        BANK_STATEMENT,
        (event.period,),
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
            (event.period, OPENING_LINE),
            day=first_day,
            change_fen=event.opening_fen,
            reference="",
            match_no=NO_MATCH,
        )
    for line_no, line in enumerate(event.lines, start=OPENING_LINE + 1):
        rows.put(
            BANK_LINE,
            (event.period, line_no),
            day=line.day,
            change_fen=line.change_fen,
            reference=line.reference,
            counterparty=line.counterparty,
            match_no=NO_MATCH,
        )


def _fold_match(event: bank.BankLinesMatched | bank.BankLinesUnmatched, rows: Changes) -> None:
    if isinstance(event, bank.BankLinesUnmatched):
        for line_id, _, _ in event.lines:
            rows.put(BANK_LINE, _line_key(line_id), match_no=NO_MATCH)
        for source, side, _, _ in event.entries:
            rows.drop(BANK_ENTRY_MATCH, (source, side, event.match_no))
        return
    for line_id, _, _ in event.lines:
        rows.put(BANK_LINE, _line_key(line_id), match_no=event.match_no, settled_on=event.settled_on)
    for source, side, day, amount_fen in event.entries:
        key = (source, side, event.match_no)
        rows.add(BANK_ENTRY_MATCH, key, amount_fen=amount_fen)
        rows.put(BANK_ENTRY_MATCH, key, day=day, settled_on=event.settled_on)


def _line_key(line_id: BankLineId) -> tuple[str, int]:
    period, _, line_no = line_id.partition(".")
    return period, int(line_no)


BANK: Final = ReadModel(
    name="bank",
    version=1,
    tables=(BANK_STATEMENT, BANK_LINE, BANK_ENTRY, BANK_ENTRY_MATCH, BANK_RECONCILIATION),
    fold=fold,
    handles=BANK_EVENTS | MONEY_EVENTS,
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - BANK_EVENTS - MONEY_EVENTS,
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
    """The reconciliation of a month (银行存款余额调节表).

    The books' balance, with what the bank received less what it paid that the books have not, is
    ``adjusted_book_fen``. The bank's balance, with what the books received less what they paid that the bank has
    not, is ``adjusted_bank_fen``. What went out is below zero. ``bank_fen`` is None without a statement.
    ``is_confirmed`` says that somebody signed just these balances.
    """

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


SELECT_LINES: Final = """
SELECT period || '.' || line_no AS line_id, day, change_fen, reference, counterparty, nullif(match_no, 0) AS match_no
FROM read_model.bank_line
WHERE ledger_id = %(ledger_id)s AND period = %(period)s
ORDER BY line_no
"""

SELECT_OPEN_LINES: Final = """
SELECT period || '.' || line_no AS line_id, day, change_fen, reference, counterparty
FROM read_model.bank_line
WHERE ledger_id = %(ledger_id)s AND day <= %(day)s AND (match_no = 0 OR settled_on > %(day)s)
ORDER BY day, period, line_no
"""

SELECT_OPEN_ENTRIES: Final = """
SELECT source, side, max(day) AS day, nullif(max(document_no), '') AS document_no, bool_or(is_opening) AS is_opening,
       (sum(amount_fen) * CASE side WHEN 'D' THEN 1 ELSE -1 END)::bigint AS change_fen
FROM (
    SELECT source, side, day, document_no, is_opening, amount_fen
    FROM read_model.bank_entry
    WHERE ledger_id = %(ledger_id)s AND day <= %(day)s AND NOT (is_opening AND chart > (
        SELECT chart FROM read_model.bank_entry WHERE ledger_id = %(ledger_id)s ORDER BY source LIMIT 1
    ))
    UNION ALL
    SELECT source, side, day, '', false, -amount_fen
    FROM read_model.bank_entry_match
    WHERE ledger_id = %(ledger_id)s AND settled_on <= %(day)s
) AS moved
GROUP BY source, side
HAVING sum(amount_fen) <> 0
ORDER BY day, source, side
"""
"""The balances with which a second chart begins say again what the first one's entries said.

Entries and matches are added up, not joined: a join is slow while the server's statistics lag behind a month's import.
"""

SELECT_BOOK_BALANCE: Final = """
SELECT coalesce(sum(amount_fen * CASE side WHEN 'D' THEN 1 ELSE -1 END), 0)::bigint
FROM read_model.bank_entry
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(day)s
"""

SELECT_STATEMENT: Final = """
SELECT statement.opening_fen, statement.closing_fen, statement.follows, statement.lines,
       (SELECT count(*) FROM read_model.bank_line AS line
        WHERE line.ledger_id = statement.ledger_id AND line.period = statement.period AND line.match_no <> 0
       )::integer AS matched_lines
FROM read_model.bank_statement AS statement
WHERE statement.ledger_id = %(ledger_id)s AND statement.period = %(period)s
"""

SELECT_RECONCILIATION: Final = """
SELECT bank_fen, book_fen, confirmed_by, confirmed_on
FROM read_model.bank_reconciliation
WHERE ledger_id = %(ledger_id)s AND period = %(period)s
"""

SELECT_MATCHED_LINES: Final = """
SELECT period || '.' || line_no AS line_id, day, change_fen, settled_on
FROM read_model.bank_line
WHERE ledger_id = %(ledger_id)s AND match_no = %(match_no)s
ORDER BY period, line_no
"""

SELECT_MATCHED_ENTRIES: Final = """
SELECT source, side, day, amount_fen, settled_on
FROM read_model.bank_entry_match
WHERE ledger_id = %(ledger_id)s AND match_no = %(match_no)s
ORDER BY source, side
"""

SELECT_CASHIERS: Final = """
SELECT DISTINCT signed_by
FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND period = %(period)s AND signed_by IS NOT NULL
"""


def bank_lines(connection: Connection, ledger_id: LedgerId, period: Month) -> list[BankStatementLine]:
    """List the lines of a month's statement, the opening balance first where it is a line of its own."""
    with connection.cursor(row_factory=class_row(BankStatementLine)) as cursor:
        return cursor.execute(SELECT_LINES, {"ledger_id": ledger_id, "period": period}).fetchall()


def open_items(connection: Connection, ledger_id: LedgerId, day: date = NO_DAY_YET) -> OpenBankItems:
    """List what is open on either side at the end of a day, or now."""
    asked = {"ledger_id": ledger_id, "day": day}
    with connection.cursor(row_factory=class_row(OpenLine)) as cursor:
        lines = cursor.execute(SELECT_OPEN_LINES, asked).fetchall()
    with connection.cursor(row_factory=class_row(OpenEntry)) as cursor:
        entries = cursor.execute(SELECT_OPEN_ENTRIES, asked).fetchall()
    return OpenBankItems(lines=tuple(lines), entries=tuple(entries))


def reconciliation_sheet(connection: Connection, ledger_id: LedgerId, period: Month) -> ReconciliationSheet:
    """Draw up the reconciliation of a month as it stands."""
    day = last_day_of(period)
    items = open_items(connection, ledger_id, day)
    book_fen, bank_fen = _book_fen(connection, ledger_id, day), _bank_fen(connection, ledger_id, period)
    signed = connection.execute(SELECT_RECONCILIATION, {"ledger_id": ledger_id, "period": period}).fetchone() or {}
    return ReconciliationSheet(
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


def _book_fen(connection: Connection, ledger_id: LedgerId, day: date) -> Fen:
    asked = {"ledger_id": ledger_id, "chart": chart_on(day), "day": day}
    with connection.cursor(row_factory=scalar_row) as cursor:
        return Fen(cursor.execute(SELECT_BOOK_BALANCE, asked).fetchone() or 0)


def _bank_fen(connection: Connection, ledger_id: LedgerId, period: Month) -> Fen | None:
    found = connection.execute(SELECT_STATEMENT, {"ledger_id": ledger_id, "period": period}).fetchone()
    return None if found is None else Fen(found["closing_fen"])


def open_bank_items(connection: Connection, ledger_id: LedgerId, _: object) -> OpenBankItems:
    """Read the evidence of matching: all that is open now."""
    return open_items(connection, ledger_id)


def bank_sheet(connection: Connection, ledger_id: LedgerId, command: bank.ConfirmBankReconciliation) -> bank.BankSheet:
    """Read the evidence of a reconciliation: the sheet of the month, and who signed its vouchers as cashier."""
    day = last_day_of(command.period)
    asked = {"ledger_id": ledger_id, "period": command.period}
    with connection.cursor(row_factory=scalar_row) as cursor:
        cashiers = frozenset(map(ActorId, cursor.execute(SELECT_CASHIERS, asked)))
    return bank.BankSheet(
        bank_fen=_bank_fen(connection, ledger_id, command.period),
        book_fen=_book_fen(connection, ledger_id, day),
        items=open_items(connection, ledger_id, day),
        cashiers=cashiers,
    )


def found_bank_match(connection: Connection, ledger_id: LedgerId, command: bank.UnmatchBankLine) -> bank.FoundBankMatch:
    """Read the evidence of undoing a match: what it joined."""
    asked = {"ledger_id": ledger_id, "match_no": command.match_no}
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
    found = connection.execute(SELECT_STATEMENT, {"ledger_id": ledger_id, "period": command.period}).fetchone() or {}
    return bank.FoundBankStatement(
        opening_fen=Fen(found.get("opening_fen", 0)),
        follows=found.get("follows"),
        lines=found.get("lines", 0),
        matched_lines=found.get("matched_lines", 0),
    )
