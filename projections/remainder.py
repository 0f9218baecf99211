"""What no voucher has taken up yet, and whose money a voucher is about: evidence for what is done with vouchers."""

from collections import defaultdict
from typing import Any, Final, Protocol, assert_never

import psycopg
from psycopg.rows import DictRow

from domain.accounting.charts import chart_on
from domain.accounting.evidence import FundsTouched, Remainder, SourceRemainder, VouchersReady
from domain.accounting.lines import Line
from domain.accounting.sources import named_source
from domain.activities.entry import ReverseOpeningBalance
from domain.activities.voucher import CorrectVoucher, PostVouchers, ReviewVouchers, SignVouchers
from domain.values import Count, DocumentNo, Fen, LedgerId, Month, RuleId, Text, first_day_of, last_day_of

Connection = psycopg.Connection[DictRow]

OPEN_LINES: Final = """
SELECT day, source, account, fund_class, project, party, economic_class,
       debit_fen - taken_debit_fen AS debit_fen, credit_fen - taken_credit_fen AS credit_fen
FROM read_model.entry_line
WHERE ledger_id = %(ledger_id)s AND day >= %(first)s AND day <= %(last)s
  AND (debit_fen <> taken_debit_fen OR credit_fen <> taken_credit_fen)
ORDER BY day, source, account, fund_class, project, party, economic_class
"""
OPEN_SOURCES: Final = """
SELECT day, rule_id, document_no, events - taken_events AS events, vouchers, summary, attachments,
       ARRAY(
           SELECT actor FROM read_model.source_approver AS approver
           WHERE approver.ledger_id = %(ledger_id)s AND approver.day = source.day
             AND approver.rule_id = source.rule_id AND approver.document_no = source.document_no
           ORDER BY actor
       ) AS approved_by
FROM read_model.source AS source
WHERE ledger_id = %(ledger_id)s AND day >= %(first)s AND day <= %(last)s AND events <> taken_events
ORDER BY day, rule_id, document_no
"""


READY: Final = """
SELECT voucher_id FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s AND period = %(period)s
  AND state || ' ' || type = ANY(%(ready)s::text[])
ORDER BY day, prepared_at
"""
READY_FOR: Final[dict[type, list[str]]] = {
    ReviewVouchers: ["prepared receipt", "prepared payment", "prepared transfer"],
    SignVouchers: ["reviewed receipt", "reviewed payment"],
    PostVouchers: ["signed receipt", "signed payment", "reviewed transfer"],
}
"""State and type of the vouchers that a step takes up."""
FUNDS_OF_VOUCHER: Final = """
SELECT DISTINCT fund_class, project FROM read_model.voucher_line
WHERE ledger_id = %(ledger_id)s AND voucher_id = %(voucher_id)s AND project IS NOT NULL
ORDER BY fund_class, project
"""
FUNDS_OF_OPENING: Final = """
SELECT DISTINCT fund_class, project FROM read_model.entry_line
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND opening_fen <> 0 AND project <> ''
ORDER BY fund_class, project
"""


class OfPeriod(Protocol):
    """A command that names a month."""

    @property
    def period(self) -> Month:
        """The month."""


def remainder(connection: Connection, ledger_id: LedgerId, command: OfPeriod) -> Remainder:
    """Read what waits for vouchers in the command's month, source by source."""
    asked = {"ledger_id": ledger_id, "first": first_day_of(command.period), "last": last_day_of(command.period)}
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in connection.execute(OPEN_LINES, asked):
        lines[row["source"]].extend(_lines(row))
    return Remainder(
        sources=tuple(_source(row, lines) for row in connection.execute(OPEN_SOURCES, asked)),
    )


def vouchers_ready(connection: Connection, ledger_id: LedgerId, command: OfPeriod) -> VouchersReady:
    """Read which vouchers of a month are ready for the step of the command."""
    asked = {"ledger_id": ledger_id, "period": command.period, "ready": READY_FOR[type(command)]}
    return VouchersReady(voucher_ids=tuple(row["voucher_id"] for row in connection.execute(READY, asked)))


def funds_touched(
    connection: Connection, ledger_id: LedgerId, command: CorrectVoucher | ReverseOpeningBalance
) -> FundsTouched:
    """Read which projects' money stands on the voucher, or in the opening balances, of a command."""
    match command:
        case CorrectVoucher():
            asked = {"ledger_id": ledger_id, "voucher_id": command.voucher_id}
            rows = connection.execute(FUNDS_OF_VOUCHER, asked)
        case ReverseOpeningBalance():
            asked = {"ledger_id": ledger_id, "chart": chart_on(command.effective_on)}
            rows = connection.execute(FUNDS_OF_OPENING, asked)
        case _:
            assert_never(command)
    return FundsTouched(funds=tuple((row["fund_class"], row["project"]) for row in rows))


def _source(row: DictRow, lines: dict[str, list[Line]]) -> SourceRemainder:
    document_no = DocumentNo(row["document_no"]) if row["document_no"] else None
    source = named_source(row["day"], row["rule_id"], document_no)
    return SourceRemainder(
        source=source,
        day=row["day"],
        rule_id=RuleId(row["rule_id"]),
        document_no=document_no,
        lines=tuple(lines[source]),
        events=Count(row["events"]),
        serial=Count(row["vouchers"] + 1),
        summary=Text(row["summary"]) if row["summary"] else None,
        attachments=Count(row["attachments"] or 0),
        approved_by=tuple(row["approved_by"]),
    )


def _lines(row: dict[str, Any]) -> list[Line]:
    dimensions = (row["fund_class"], row["project"] or None, row["party"] or None, row["economic_class"] or None)
    sides = (("D", row["debit_fen"]), ("C", row["credit_fen"]))
    return [Line(row["account"], side, Fen(amount), *dimensions) for side, amount in sides if amount]  # type: ignore[arg-type] # a side by its letter
