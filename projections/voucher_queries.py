"""Questions about vouchers: which there are and how far they are, and the events that one was made from.

They read the tables of the read model ``books``; the events stand in the log, found by their day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import psycopg
from psycopg.rows import DictRow, class_row

from domain.accounting.vouchers import VoucherKind, VoucherType
from domain.activities.voucher import VoucherState
from domain.values import ActorId, LedgerId, Month, VoucherId
from projections.activity_feed import FeedEntry

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherRow:
    """A voucher in a list. ``number`` is None until it is posted; ``events`` counts what it was made from."""

    voucher_id: VoucherId
    period: Month
    day: date
    type: VoucherType
    kind: VoucherKind
    number: int | None
    state: VoucherState
    summary: str
    events: int
    attachments: int
    corrects: VoucherId | None
    corrected_by: VoucherId | None
    prepared_by: ActorId
    reviewed_by: ActorId | None
    signed_by: ActorId | None
    posted_by: ActorId | None


LISTED: Final = """
SELECT voucher_id, period, day, type, kind, number, state, summary, events, attachments, corrects, corrected_by,
       prepared_by, reviewed_by, signed_by, posted_by
FROM read_model.voucher
WHERE ledger_id = %(ledger_id)s
  AND (%(period)s::text IS NULL OR period = %(period)s::text)
  AND (%(type)s::text IS NULL OR type = %(type)s::text)
  AND (%(state)s::text IS NULL OR state = %(state)s::text)
  AND (%(after)s::text IS NULL OR voucher_id > %(after)s::text)
ORDER BY voucher_id
LIMIT %(limit)s
"""

MADE_FROM: Final = """
SELECT position, stream_id, event.version, split_part(topic, '/', 1) AS name, topic, state, recorded_at, actor,
       request_id, source.day AS effective_on
FROM (
    SELECT voucher.ledger_id, voucher.day, voucher.prepared_at, source.rule_id, source.document_no, (
        SELECT coalesce(max(earlier.prepared_at), 0)
        FROM read_model.voucher AS earlier
        WHERE earlier.ledger_id = voucher.ledger_id AND earlier.source = voucher.source
          AND earlier.state <> 'discarded' AND earlier.prepared_at < voucher.prepared_at
    ) AS taken_before
    FROM read_model.voucher AS voucher
    JOIN read_model.source AS source
      ON source.ledger_id = voucher.ledger_id AND source.day = voucher.day
     AND voucher.source = concat_ws('.', source.day::text, source.rule_id, nullif(source.document_no, ''))
    WHERE voucher.ledger_id = %(ledger_id)s AND voucher.voucher_id = %(voucher_id)s
) AS source
CROSS JOIN LATERAL (
    SELECT DISTINCT block
    FROM read_model.activity_block
    WHERE ledger_id = %(ledger_id)s AND effective_on = source.day
      AND block >= source.taken_before >> 8 AND block <= source.prepared_at >> 8
) AS found
CROSS JOIN LATERAL (
    SELECT *
    FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s
      AND position >= found.block << 8 AND position < (found.block + 1) << 8
      AND position > source.taken_before AND position < source.prepared_at AND position > %(after)s
      AND convert_from(state, 'UTF8')::json ->> 'effective_on' = source.day::text
      AND convert_from(state, 'UTF8')::json -> 'posting' ->> 0 = source.rule_id
      AND coalesce(convert_from(state, 'UTF8')::json -> 'posting' ->> 2, '') = source.document_no
) AS event
ORDER BY position
LIMIT %(limit)s
"""
"""A block is 256 positions (see ``projections.activity_feed``); a posting is ``[rule_id, lines, document_no]``."""


def vouchers(  # noqa: PLR0913 - one argument for each way to search
    connection: Connection,
    ledger_id: LedgerId,
    *,
    period: Month | None = None,
    voucher_type: VoucherType | None = None,
    state: VoucherState | None = None,
    after: VoucherId | None = None,
    limit: int = 100,
) -> list[VoucherRow]:
    """List vouchers by id, which begins with their day; discarded ones too unless a state is asked for."""
    asked = {
        "ledger_id": ledger_id,
        "period": period,
        "type": voucher_type,
        "state": state,
        "after": after,
        "limit": limit,
    }
    with connection.cursor(row_factory=class_row(VoucherRow)) as cursor:
        return cursor.execute(LISTED, asked, prepare=False).fetchall()


def events_of_voucher(
    connection: Connection, ledger_id: LedgerId, voucher_id: VoucherId, *, after: int = 0, limit: int = 100
) -> list[FeedEntry]:
    """List the events that a voucher was made from, behind the position ``after``.

    These are the events of its source recorded before it, and after the voucher of this source before it that
    stands. Needs the read model ``activity_feed`` too.
    """
    asked = {"ledger_id": ledger_id, "voucher_id": voucher_id, "after": after, "limit": limit}
    with connection.cursor(row_factory=class_row(FeedEntry)) as cursor:
        return cursor.execute(MADE_FROM, asked, prepare=False).fetchall()
