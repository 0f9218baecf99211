"""What a close must know of a month: balances at its end, and every check that does not hold.

Sources: 财会〔2024〕12号 第二十一、二十四条; 规范 第五十一、六十二、六十三条; 财会〔2021〕7号 account notes.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, LiteralString, Protocol

import psycopg
from psycopg.rows import DictRow, scalar_row

from domain.accounting.charts import chart_on
from domain.accounting.closing import LEFT_AFTER_YEAR_END, Balances, Cell, is_result
from domain.accounting.posting import CUSTODIAL, MONEY_ACCOUNTS, place_of
from domain.accounting.statements import checks
from domain.activities.closing import (
    ACCRUALS_NOT_STATED,
    NOT_CARRIED,
    PENDING_NOT_EXPLAINED,
    BalancesAtEnd,
    Finding,
    PeriodFound,
)
from domain.values import ChartVersion, LedgerId, Month, first_day_of, last_day_of, yuan
from projections.assets import assets_behind
from projections.remainder import OfPeriod
from projections.statements import read_checked

Connection = psycopg.Connection[DictRow]
DECEMBER: Final = 12
QUOTA: Final = "111"
PENDING: Final = "182"
BETWEEN_LEVELS: Final = "131/132/212"
CARRIED_AT_YEAR_END: Final = frozenset({"321", "322", "331", "332"})
MOST_OF_A_CHECK: Final = 20
"""Findings of one check that are named; further ones are counted."""

BALANCES: Final = """
SELECT account, fund_class, project, sum(opening_fen + debit_fen - credit_fen)::bigint AS balance_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s
GROUP BY account, fund_class, project
HAVING sum(opening_fen + debit_fen - credit_fen) <> 0
"""
NOT_ON_VOUCHERS: Final = """
SELECT DISTINCT source FROM read_model.entry_line
WHERE ledger_id = %(ledger_id)s AND day <= %(last)s
  AND (debit_fen <> taken_debit_fen OR credit_fen <> taken_credit_fen)
ORDER BY source LIMIT %(most)s
"""
NOT_POSTED: Final = """
SELECT voucher_id FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND period <= %(period)s AND state NOT IN ('posted', 'discarded')
ORDER BY voucher_id LIMIT %(most)s
"""
GAPS: Final = """
SELECT type || ' ' || count(*) || ' / ' || max(number) FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND period = %(period)s AND number IS NOT NULL
GROUP BY type HAVING count(*) <> max(number)
"""
TURNOVER: Final = """
SELECT sum(debit_fen) - sum(credit_fen) FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day BETWEEN %(first)s AND %(last)s
HAVING sum(debit_fen) <> sum(credit_fen)
"""
LEDGERS_DIFFER: Final = """
SELECT account FROM (
    SELECT account, debit_fen, credit_fen FROM read_model.account_day
    WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT account, -debit_fen, -credit_fen FROM read_model.entry_line
    WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day BETWEEN %(first)s AND %(last)s
) AS both_ledgers
GROUP BY account HAVING sum(debit_fen) <> 0 OR sum(credit_fen) <> 0
ORDER BY account LIMIT %(most)s
"""
CASH_BELOW_ZERO: Final = """
SELECT day::text FROM (
    SELECT day, account,
           sum(sum(opening_fen + debit_fen - credit_fen)) OVER (PARTITION BY account ORDER BY day) AS left_fen
    FROM read_model.account_day
    WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND left(account, 3) = ANY(%(accounts)s::text[])
      AND day <= %(last)s
    GROUP BY account, day
) AS days
WHERE left_fen < 0 AND day >= %(first)s
ORDER BY day LIMIT %(most)s
"""
NOT_RECONCILED: Final = """
SELECT account, coalesce(held.book_fen, 0) AS book_fen, signed.book_fen AS agreed_fen
FROM (
    SELECT left(account, 5) AS account, sum(opening_fen + debit_fen - credit_fen)::bigint AS book_fen
    FROM read_model.account_day
    WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND left(account, 3) = %(bank)s AND day <= %(last)s
    GROUP BY left(account, 5)
    HAVING sum(opening_fen + debit_fen - credit_fen) <> 0 OR max(day) >= %(first)s
) AS held
FULL JOIN (
    SELECT account FROM read_model.bank_statement
    WHERE ledger_id = %(ledger_id)s AND period <= %(period)s
    GROUP BY account
    HAVING (array_agg(closing_fen ORDER BY period DESC))[1] <> 0 OR bool_or(period = %(period)s AND lines > 0)
) AS shown USING (account)
LEFT JOIN (
    SELECT account, book_fen FROM read_model.bank_reconciliation
    WHERE ledger_id = %(ledger_id)s AND period = %(period)s
) AS signed USING (account)
WHERE signed.book_fen IS DISTINCT FROM coalesce(held.book_fen, 0)
ORDER BY account
"""
"""Bank accounts with a balance or a movement in the month, in the books or by the bank's last statement: their balance
in the books, and the one that was signed, if any.
"""
MOVED: Final = """
SELECT 1 FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND starts_with(account, %(account)s)
  AND day BETWEEN %(first)s AND %(last)s AND (debit_fen <> 0 OR credit_fen <> 0)
LIMIT 1
"""
COUNTED: Final = """
SELECT counted_fen FROM read_model.cash_count WHERE ledger_id = %(ledger_id)s AND day = %(last)s
"""


class OnDay(Protocol):
    """A command of a day."""

    @property
    def effective_on(self) -> date:
        """The day."""


def balances_at_end(connection: Connection, ledger_id: LedgerId, command: OnDay) -> BalancesAtEnd:
    """Read what stands in each cell at the end of the command's day."""
    day = command.effective_on
    return BalancesAtEnd(balances=_balances(connection, ledger_id, chart_on(day), day))


def period_found(connection: Connection, ledger_id: LedgerId, command: OfPeriod) -> PeriodFound:
    """Read a month's balances and check it."""
    period, last = command.period, last_day_of(command.period)
    chart = chart_on(first_day_of(period))
    balances = _balances(connection, ledger_id, chart, last)
    with connection.cursor(row_factory=scalar_row) as cursor:
        head = cursor.execute("SELECT size FROM ledger.ledger_head WHERE ledger_id = %s", (ledger_id,)).fetchone()
        findings = (
            *_in_tables(cursor, ledger_id, period),
            *_of_money(connection, ledger_id, period, balances),
            *_in_balances(balances, period, chart),
            *_in_sheet(connection, ledger_id, period),
            *_of_assets(connection, ledger_id, period, chart),
        )
    return PeriodFound(balances=balances, findings=findings, position=head or 0)


def _balances(connection: Connection, ledger_id: LedgerId, chart: ChartVersion, last: date) -> Balances:
    rows = connection.execute(BALANCES, {"ledger_id": ledger_id, "chart": chart, "last": last})
    return {Cell(row["account"], row["fund_class"], row["project"] or None): row["balance_fen"] for row in rows}


def _in_tables(cursor: psycopg.Cursor[str], ledger_id: LedgerId, period: Month) -> Iterator[Finding]:
    asked = {
        "ledger_id": ledger_id,
        "period": period,
        "chart": chart_on(first_day_of(period)),
        "accounts": list(MONEY_ACCOUNTS.values()),
        "first": first_day_of(period),
        "last": last_day_of(period),
        "most": MOST_OF_A_CHECK,
    }
    checks: tuple[tuple[str, LiteralString], ...] = (
        ("not_on_a_voucher", NOT_ON_VOUCHERS),
        ("voucher_not_posted", NOT_POSTED),
        ("voucher_numbers_with_gaps", GAPS),
        ("ledgers_differ", LEDGERS_DIFFER),
        ("money_below_zero", CASH_BELOW_ZERO),
    )
    for check, query in checks:
        for where in cursor.execute(query, asked):
            yield Finding(check, where)
    for difference in cursor.execute(TURNOVER, asked):
        yield Finding("turnover_not_equal", yuan(int(difference)))


def _of_money(connection: Connection, ledger_id: LedgerId, period: Month, balances: Balances) -> Iterator[Finding]:
    """Compare each bank account with its reconciliation of the month, and cash with the count on its last day.

    Where an account is empty at the end and did not move there is nothing to reconcile or to count.
    """
    first, last = first_day_of(period), last_day_of(period)
    asked = {"ledger_id": ledger_id, "period": period, "first": first, "last": last}
    at_bank = {**asked, "chart": chart_on(first), "bank": MONEY_ACCOUNTS["bank"]}
    for row in connection.execute(NOT_RECONCILED, at_bank):
        yield Finding("bank_not_reconciled", f"{row['account']} {_compared(row['agreed_fen'], row['book_fen'])}")
    cash_fen = sum(fen for cell, fen in balances.items() if place_of(cell.account) == "cash")
    counted = connection.execute(COUNTED, asked).fetchone()
    counted_fen = None if counted is None else counted["counted_fen"]
    cash = {**asked, "chart": chart_on(first), "account": MONEY_ACCOUNTS["cash"]}
    needed = cash_fen or connection.execute(MOVED, cash).fetchone() is not None
    if needed and counted_fen != cash_fen:
        yield Finding("cash_not_counted", _compared(counted_fen, cash_fen))


def _compared(agreed_fen: int | None, book_fen: int) -> str:
    return yuan(book_fen) if agreed_fen is None else f"{yuan(agreed_fen)} / {yuan(book_fen)}"


def _in_balances(balances: Balances, period: Month, chart: ChartVersion) -> Iterator[Finding]:
    total = sum(balances.values())
    if total:
        yield Finding("trial_balance_not_zero", yuan(total))
    custodial = sum(fen for cell, fen in balances.items() if cell.fund_class == "custodial")
    if custodial:
        yield Finding("custodial_money_differs", f"{CUSTODIAL[chart]} {yuan(custodial)}")
    for account in sorted({cell.account for cell in balances if is_result(cell.account)}):
        yield Finding(NOT_CARRIED, account)
    if int(period[5:]) == DECEMBER and chart == "2021":
        yield from _at_year_end(balances)


def _in_sheet(connection: Connection, ledger_id: LedgerId, period: Month) -> Iterator[Finding]:
    """Make the month's balance sheet and see that its two sides agree, whether or not the results are carried."""
    made = checks(read_checked(connection, ledger_id, period, yearly=False), yearly=False)
    for check in made:
        if check.check == "X1" and check.state == "failed":
            sides = [figure for figure in check.comparisons if not figure.agrees]
            yield from (Finding("sheet_not_balanced", f"{yuan(s.left_fen)} / {yuan(s.right_fen)}") for s in sides)


def _of_assets(connection: Connection, ledger_id: LedgerId, period: Month, chart: ChartVersion) -> Iterator[Finding]:
    """Name assets without their depreciation, which chart 2009 does not know."""
    if chart == "2021":
        behind = assets_behind(connection, ledger_id, period)
        yield from (Finding("not_depreciated", asset_no) for asset_no in behind[:MOST_OF_A_CHECK])


def _at_year_end(balances: Balances) -> Iterator[Finding]:
    """Check what chart 2021 asks of December. Whoever closes it states what no book can tell."""
    for account, check in ((QUOTA, "quota_not_zero"), (PENDING, PENDING_NOT_EXPLAINED)):
        fen = sum(amount for cell, amount in balances.items() if cell.account.startswith(account))
        if fen:
            yield Finding(check, yuan(fen))
    details = {cell.account for cell in balances if cell.account[:3] in CARRIED_AT_YEAR_END}
    for account in sorted(details - LEFT_AFTER_YEAR_END):
        yield Finding("details_not_carried", account)
    yield Finding(ACCRUALS_NOT_STATED, BETWEEN_LEVELS)
