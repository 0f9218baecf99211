"""Vouchers as they are printed and exported: with their lines, the names of accounts, and who had which part in them.

They are read from the tables of the read model ``books``, many at a time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.accounting.charts import chart_on
from domain.accounting.lines import Side
from domain.accounting.vouchers import VoucherKind, VoucherType
from domain.values import (
    AccountCode,
    ActorId,
    ChartVersion,
    Fen,
    FundClass,
    LedgerId,
    Month,
    PartyId,
    ProjectId,
    VoucherId,
)
from projections.ledgers import Names, account_names, name_of

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of a voucher; a red line has an amount below zero."""

    line_no: int
    account: AccountCode
    name_zh: str
    name_en: str
    side: Side
    amount_fen: Fen
    fund_class: FundClass
    project: ProjectId | None
    party: PartyId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedVoucher:
    """A voucher with all that 规范 第五十一条（一） asks to stand on it. ``number`` is None until it is posted."""

    voucher_id: VoucherId
    source: str
    period: Month
    day: date
    type: VoucherType
    kind: VoucherKind
    number: int | None
    summary: str
    state: str
    attachments: int
    events: int
    corrects: VoucherId | None
    corrected_by: VoucherId | None
    prepared_by: ActorId
    reviewed_by: ActorId | None
    signed_by: ActorId | None
    posted_by: ActorId | None
    total_fen: Fen
    lines: tuple[PrintedLine, ...]


VOUCHERS: Final = """
SELECT voucher_id, source, period, day, type, kind, number, summary, state, attachments, events, corrects,
       corrected_by, prepared_by, reviewed_by, signed_by, posted_by
FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND state <> 'discarded'
  AND (%(voucher_id)s::text IS NULL OR voucher_id = %(voucher_id)s::text)
  AND period BETWEEN %(first)s AND %(last)s
ORDER BY period, type, number NULLS LAST, day, voucher_id
"""

LINES: Final = """
SELECT voucher_line.voucher_id, line_no, account, side, amount_fen, fund_class, project, party
FROM read_model.voucher_line
JOIN read_model.voucher USING (ledger_id, voucher_id)
WHERE ledger_id = %(ledger_id)s AND state <> 'discarded'
  AND (%(voucher_id)s::text IS NULL OR voucher_id = %(voucher_id)s::text)
  AND period BETWEEN %(first)s AND %(last)s
ORDER BY voucher_id, line_no
"""
FIRST: Final = Month("0001-01")
LAST: Final = Month("9999-12")


def printed_vouchers(
    connection: Connection, ledger_id: LedgerId, *, first: Month = FIRST, last: Month = LAST
) -> list[PrintedVoucher]:
    """List the vouchers of some months by month, type and number; those that were discarded are left out."""
    return _read(connection, ledger_id, {"voucher_id": None, "first": first, "last": last})


def printed_voucher(connection: Connection, ledger_id: LedgerId, voucher_id: VoucherId) -> PrintedVoucher | None:
    """Read one voucher; None if there is none of this id."""
    found = _read(connection, ledger_id, {"voucher_id": voucher_id, "first": FIRST, "last": LAST})
    return found[0] if found else None


def _read(connection: Connection, ledger_id: LedgerId, asked: dict[str, str | None]) -> list[PrintedVoucher]:
    rows = connection.execute(VOUCHERS, {"ledger_id": ledger_id, **asked}).fetchall()
    lines: dict[str, list[DictRow]] = defaultdict(list)
    for line in connection.execute(LINES, {"ledger_id": ledger_id, **asked}):
        lines[line.pop("voucher_id")].append(line)
    charts: set[ChartVersion] = {chart_on(row["day"]) for row in rows}
    names = {chart: account_names(connection, ledger_id, chart) for chart in charts}
    return [_voucher(row, _lines(lines[row["voucher_id"]], names[chart_on(row["day"])])) for row in rows]


def _lines(rows: Sequence[DictRow], names: Names) -> tuple[PrintedLine, ...]:
    return tuple(
        PrintedLine(**row, name_zh=name.name_zh, name_en=name.name_en)
        for row in rows
        for name in (name_of(names, row["account"]),)
    )


def _voucher(row: DictRow, lines: tuple[PrintedLine, ...]) -> PrintedVoucher:
    total_fen = sum(line.amount_fen for line in lines if line.side == "D")
    return PrintedVoucher(**row, total_fen=Fen(total_fen), lines=lines)
