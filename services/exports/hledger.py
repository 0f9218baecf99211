"""A year of the books as an hledger journal, so that an outside tool can recompute every balance.

One transaction for what the year opened with, one for each voucher, and one for each source that no voucher has taken
up yet. An account is ``asset:102 银行存款``, then its details, then the class of the money and its project:
``expense:504 维权支出:50405 送温暖支出:restricted:P-WARM``. Amounts are in CNY, debits above zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, chart_on
from domain.values import AccountCode, ChartVersion, LedgerId, Month, Year, yuan
from projections.ledgers import Names, account_names, name_of
from projections.printed_vouchers import PrintedVoucher, printed_vouchers

Connection = psycopg.Connection[DictRow]
DETAIL_DIGITS: Final = 2
SEPARATORS: Final = str.maketrans({":": "：", ";": "；"})

OPENED_WITH: Final = """
SELECT account, fund_class, project,
       sum(CASE WHEN day < %(first)s THEN opening_fen + debit_fen - credit_fen ELSE opening_fen END)::bigint
           AS moved_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s
GROUP BY account, fund_class, project
ORDER BY account, fund_class, project
"""

NOT_ON_VOUCHERS: Final = """
SELECT day, source, account, fund_class, project,
       sum(debit_fen - taken_debit_fen - credit_fen + taken_credit_fen)::bigint AS moved_fen
FROM read_model.entry_line
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day BETWEEN %(first)s AND %(last)s
  AND (debit_fen <> taken_debit_fen OR credit_fen <> taken_credit_fen)
GROUP BY day, source, account, fund_class, project
ORDER BY day, source, account, fund_class, project
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """A transaction of the journal: its postings are accounts and amounts in fen, debits above zero."""

    day: date
    description: str
    tags: Mapping[str, str]
    postings: Sequence[tuple[str, int]]


def hledger_journal(connection: Connection, ledger_id: LedgerId, year: Year) -> str:
    """Write the year's books as a journal."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    chart = chart_on(last)
    names = account_names(connection, ledger_id, chart)
    asked = {"ledger_id": ledger_id, "chart": chart, "first": first, "last": last}
    opened = connection.execute(OPENED_WITH, asked).fetchall()
    vouchers = printed_vouchers(connection, ledger_id, first=Month(f"{year:04d}-01"), last=Month(f"{year:04d}-12"))
    waiting = connection.execute(NOT_ON_VOUCHERS, asked).fetchall()
    transactions = [
        *_opening(chart, names, first, opened),
        *sorted(
            (
                *(_of_voucher(chart, names, voucher) for voucher in vouchers),
                *_of_sources(chart, names, waiting),
            ),
            key=lambda transaction: transaction.day,
        ),
    ]
    heading = f"; {ledger_id} {year}, chart {chart}\ncommodity 1000.00 CNY\ndecimal-mark .\n"
    return heading + "".join(map(_written, transactions))


def account_path(chart: ChartVersion, names: Names, account: AccountCode, fund_class: str, project: str | None) -> str:
    """Name an account as hledger reads it, from its element down to the project."""
    element = CHARTS[chart].accounts[AccountCode(account[:FIRST_LEVEL_DIGITS])].element
    codes = [account[:length] for length in range(FIRST_LEVEL_DIGITS, len(account) + 1, DETAIL_DIGITS)]
    named = [f"{code} {_plain(name_of(names, AccountCode(code)).name_zh)}" for code in codes]
    return ":".join([element, *named, fund_class, *([project] if project else [])])


def _plain(text: str) -> str:
    """Take out of a text what has a meaning to hledger: separators and several spaces."""
    return " ".join(text.translate(SEPARATORS).split())


def _opening(chart: ChartVersion, names: Names, first: date, rows: Sequence[DictRow]) -> Iterator[Transaction]:
    postings = [(_path(chart, names, row), row["moved_fen"]) for row in rows if row["moved_fen"]]
    if postings:
        yield Transaction(day=first, description="年初余额", tags={}, postings=postings)


def _of_voucher(chart: ChartVersion, names: Names, voucher: PrintedVoucher) -> Transaction:
    return Transaction(
        day=voucher.day,
        description=_plain(voucher.summary),
        tags={"voucher": voucher.voucher_id, "number": f"{voucher.type}-{voucher.number or ''}"},
        postings=[
            (
                account_path(chart, names, line.account, line.fund_class, line.project),
                line.amount_fen if line.side == "D" else -line.amount_fen,
            )
            for line in voucher.lines
        ],
    )


def _of_sources(chart: ChartVersion, names: Names, rows: Sequence[DictRow]) -> Iterator[Transaction]:
    sources: dict[tuple[date, str], list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        sources[row["day"], row["source"]].append((_path(chart, names, row), row["moved_fen"]))
    for (day, source), postings in sources.items():
        yield Transaction(day=day, description=_plain(source), tags={"source": source}, postings=postings)


def _path(chart: ChartVersion, names: Names, row: DictRow) -> str:
    return account_path(chart, names, row["account"], row["fund_class"], row["project"])


def _written(transaction: Transaction) -> str:
    tags = ", ".join(f"{name}:{value}" for name, value in transaction.tags.items())
    heading = f"\n{transaction.day.isoformat()} {transaction.description}{'  ; ' + tags if tags else ''}\n"
    return heading + "".join(f"    {account}  {yuan(fen)} CNY\n" for account, fen in transaction.postings)
