"""What the archive of a year holds (会计档案): vouchers by type and number, books, reports, bank records, and how long.

It reads what ``books`` and ``bank`` have; nothing here or elsewhere removes any of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow, scalar_row

from domain.accounting.charts import chart_on
from domain.accounting.retention import RecordClass, earliest_destruction
from domain.values import LedgerId, Month, Year

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedVouchers:
    """The posted vouchers of a month and type: how many, their numbers, and the documents attached to them."""

    period: Month
    type: str
    vouchers: int
    first_number: int
    last_number: int
    attachments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRecords:
    """A class of records of the year: how many there are, and the first day on which they may be destroyed.

    ``destroy_from`` is None for what is kept for ever.
    """

    record_class: RecordClass
    what: str
    count: int
    destroy_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveList:
    """What the archive of a year holds. ``open_accounts`` are claims and debts that stood open at its end.

    What belongs to an open claim or debt is not destroyed, whatever its period. Source: 令第79号 第十九条.
    """

    year: Year
    records: tuple[ArchivedRecords, ...]
    vouchers: tuple[ArchivedVouchers, ...]
    open_accounts: tuple[str, ...]


SELECT_VOUCHERS: Final = """
SELECT period, type, count(*)::integer AS vouchers, min(number) AS first_number, max(number) AS last_number,
       coalesce(sum(attachments), 0)::integer AS attachments
FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND period >= %(first)s AND period <= %(last)s AND state = 'posted'
GROUP BY period, type
ORDER BY period, type
"""

SELECT_COUNTS: Final = """
SELECT
    (SELECT count(DISTINCT account) FROM read_model.account_day
     WHERE ledger_id = %(ledger_id)s AND day BETWEEN %(from_day)s AND %(to_day)s) AS accounts,
    (SELECT count(DISTINCT account) FROM read_model.account_day
     WHERE ledger_id = %(ledger_id)s AND day BETWEEN %(from_day)s AND %(to_day)s
       AND left(account, 3) IN ('101', '102')) AS journals,
    (SELECT count(DISTINCT extract(month FROM day)) FROM read_model.account_day
     WHERE ledger_id = %(ledger_id)s AND day BETWEEN %(from_day)s AND %(to_day)s) AS months,
    (SELECT count(*) FROM read_model.bank_statement
     WHERE ledger_id = %(ledger_id)s AND period BETWEEN %(first)s AND %(last)s) AS bank_statements,
    (SELECT count(*) FROM read_model.bank_reconciliation
     WHERE ledger_id = %(ledger_id)s AND period BETWEEN %(first)s AND %(last)s) AS reconciliations
"""

SELECT_OPEN_ACCOUNTS: Final = """
SELECT account
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(to_day)s AND account ~ '^(13|2)'
GROUP BY account
HAVING sum(opening_fen + debit_fen - credit_fen) <> 0
ORDER BY account
"""
"""Receivables (13…) and liabilities (2…) have the same first digits in both charts."""


def archive_list(connection: Connection, ledger_id: LedgerId, year: Year) -> ArchiveList:
    """List what the archive of a year holds, with the first day on which each class may be destroyed."""
    to_day = date(year, 12, 31)
    asked = {
        "ledger_id": ledger_id,
        "first": f"{year}-01",
        "last": f"{year}-12",
        "from_day": date(year, 1, 1),
        "to_day": to_day,
        "chart": chart_on(to_day),
    }
    vouchers = tuple(ArchivedVouchers(**row) for row in connection.execute(SELECT_VOUCHERS, asked))
    counts = connection.execute(SELECT_COUNTS, asked).fetchone() or {}
    with connection.cursor(row_factory=scalar_row) as cursor:
        open_accounts = tuple(cursor.execute(SELECT_OPEN_ACCOUNTS, asked))
    return ArchiveList(
        year=year,
        records=tuple(_records(year, vouchers, counts)),
        vouchers=vouchers,
        open_accounts=open_accounts,
    )


def _records(year: Year, vouchers: tuple[ArchivedVouchers, ...], counts: dict[str, Any]) -> Iterator[ArchivedRecords]:
    months = counts["months"]
    found: tuple[tuple[RecordClass, str, int], ...] = (
        ("vouchers", "凭证", sum(row.vouchers for row in vouchers)),
        ("vouchers", "原始凭证", sum(row.attachments for row in vouchers)),
        ("books", "总账与明细账科目", counts["accounts"]),
        ("books", "现金、银行存款日记账", counts["journals"]),
        ("interim_reports", "月度报告", months),
        ("yearly_reports", "年度报告", 1 if months else 0),
        ("bank_records", "银行对账单", counts["bank_statements"]),
        ("bank_records", "银行存款余额调节表", counts["reconciliations"]),
    )
    for record_class, what, count in found:
        yield ArchivedRecords(
            record_class=record_class,
            what=what,
            count=count,
            destroy_from=earliest_destruction(record_class, year),
        )
