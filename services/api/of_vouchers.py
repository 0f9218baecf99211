"""Questions about vouchers and about how far a month is on its way to its close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import DictRow

from domain.accounting.vouchers import VoucherType
from domain.activities.voucher import VoucherState, VoucherUnknown
from domain.values import ActorId, LedgerId, Month, VoucherId
from projections.period_checks import period_found
from projections.printed_vouchers import PrintedVoucher, printed_voucher
from projections.voucher_queries import VoucherRow, events_of_voucher, vouchers
from services.api.asking import DEFAULT_PAGE, START, AsRecorded
from services.api.events import ReadEvent, read_event
from services.messages import finding_text
from services.wire.formats import PageSize, Position

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfVouchers(AsRecorded):
    """A page of vouchers by id, of a month, of a type or in a state if named."""

    ledger_id: LedgerId
    period: Month | None = None
    type: VoucherType | None = None
    state: VoucherState | None = None
    after: VoucherId | None = None
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfVoucher(AsRecorded):
    """One voucher."""

    ledger_id: LedgerId
    voucher_id: VoucherId


@dataclass(frozen=True, slots=True, kw_only=True)
class OfVoucherEvents(AsRecorded):
    """A page of the events that a voucher was made from."""

    ledger_id: LedgerId
    voucher_id: VoucherId
    after: Position = START
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPeriodChecks(AsRecorded):
    """A month, checked as ``close-period`` would check it."""

    ledger_id: LedgerId
    period: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNotMet:
    """A check of a close that does not hold: which one, where, and both said in words."""

    check: str
    where: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodChecks:
    """Whether a month is closed, by whom and when, and what stands in the way of closing it."""

    period: Month
    closed_on: date | None
    closed_by: ActorId | None
    findings: list[CheckNotMet]


CLOSE_OF = """
SELECT closed_on, closed_by FROM read_model.closed_period
WHERE ledger_id = %(ledger_id)s AND period = %(period)s
"""


def answer_vouchers(connection: Connection, asked: OfVouchers) -> Sequence[VoucherRow]:
    """List vouchers."""
    return vouchers(
        connection,
        asked.ledger_id,
        period=asked.period,
        voucher_type=asked.type,
        state=asked.state,
        after=asked.after,
        limit=asked.limit,
    )


def answer_voucher(connection: Connection, asked: OfVoucher) -> PrintedVoucher:
    """Show a voucher.

    Raises:
        VoucherUnknown: there is none of this id.
    """
    found = printed_voucher(connection, asked.ledger_id, asked.voucher_id)
    if found is None:
        raise VoucherUnknown(voucher_id=asked.voucher_id)
    return found


def answer_voucher_events(connection: Connection, asked: OfVoucherEvents) -> Sequence[ReadEvent]:
    """List the events that a voucher was made from."""
    found = events_of_voucher(connection, asked.ledger_id, asked.voucher_id, after=asked.after, limit=asked.limit)
    return [read_event(entry) for entry in found]


def answer_period(connection: Connection, asked: OfPeriodChecks) -> PeriodChecks:
    """Check a month."""
    closed = connection.execute(CLOSE_OF, {"ledger_id": asked.ledger_id, "period": asked.period}).fetchone()
    found = period_found(connection, asked.ledger_id, asked)
    return PeriodChecks(
        period=asked.period,
        closed_on=closed["closed_on"] if closed else None,
        closed_by=closed["closed_by"] if closed else None,
        findings=[
            CheckNotMet(
                check=finding.check,
                where=finding.where,
                text_zh=finding_text("zh", finding),
                text_en=finding_text("en", finding),
            )
            for finding in found.findings
        ],
    )
