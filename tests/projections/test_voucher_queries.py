"""Which vouchers there are, how far they are, and what they were made from."""

from dataclasses import replace

import psycopg
from psycopg.rows import DictRow

from domain.accounting.evidence import FundsTouched
from domain.activities.entry import ReverseOpeningBalance
from domain.activities.voucher import CorrectVoucher, PrepareVouchers
from domain.values import Count, DocumentNo, Month, Text, VoucherId
from projections.remainder import funds_touched, remainder
from projections.voucher_queries import events_of_voucher, vouchers
from tests.projections.logs import SCHOOL, Projected
from tests.samples.entry import ENTRY_RECORDED, OPENING_RECORDED, WARMTH
from tests.samples.ledger import LEDGER_OPENED
from tests.samples.voucher import (
    AID_VOUCHER,
    CORRECTED,
    DISCARDED,
    MARCH,
    POSTED_VOUCHER,
    PREPARED,
    PREPARED_ON,
)

ENTRY_SOURCE = "2015-03-10.general.J-001"
ENTRY_VOUCHER = replace(
    PREPARED,
    voucher_id=VoucherId(ENTRY_SOURCE),
    source=ENTRY_SOURCE,
    rule_id=ENTRY_RECORDED.posting.rule_id,
    document_no=ENTRY_RECORDED.document_no,
    day=ENTRY_RECORDED.effective_on,
    type="receipt",
    lines=ENTRY_RECORDED.posting.lines,
    summary=ENTRY_RECORDED.summary,
    attachments=Count(2),
)
PREPARE = PrepareVouchers(period=MARCH, effective_on=PREPARED_ON)


def test_vouchers_are_listed_by_month_type_and_state(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(LEDGER_OPENED, ENTRY_RECORDED, ENTRY_VOUCHER, *POSTED_VOUCHER)

    listed = vouchers(connection, SCHOOL, period=MARCH)
    assert [(row.voucher_id, row.state, row.number) for row in listed] == [
        (ENTRY_SOURCE, "prepared", None),
        (AID_VOUCHER, "posted", 1),
    ]
    assert [row.voucher_id for row in vouchers(connection, SCHOOL, state="posted")] == [AID_VOUCHER]
    assert [row.voucher_id for row in vouchers(connection, SCHOOL, voucher_type="receipt")] == [ENTRY_SOURCE]
    assert [row.voucher_id for row in vouchers(connection, SCHOOL, limit=1)] == [ENTRY_SOURCE]
    assert [row.voucher_id for row in vouchers(connection, SCHOOL, after=VoucherId(ENTRY_SOURCE))] == [AID_VOUCHER]


def test_a_voucher_leads_to_the_events_that_it_was_made_from(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    other_document = DocumentNo("J-002")
    other = replace(
        ENTRY_RECORDED,
        document_no=other_document,
        posting=ENTRY_RECORDED.posting._replace(document_no=other_document),
    )
    projected(LEDGER_OPENED, ENTRY_RECORDED, other, ENTRY_VOUCHER)

    (event,) = events_of_voucher(connection, SCHOOL, VoucherId(ENTRY_SOURCE))
    assert (event.position, event.name) == (2, "entry.recorded")
    assert events_of_voucher(connection, SCHOOL, AID_VOUCHER) == []


def test_what_waits_is_what_vouchers_are_prepared_from(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(LEDGER_OPENED, OPENING_RECORDED, ENTRY_RECORDED)
    (waiting,) = remainder(connection, SCHOOL, PREPARE).sources
    assert (waiting.source, waiting.serial, waiting.events) == (ENTRY_SOURCE, 1, 1)
    assert (waiting.summary, waiting.attachments) == (ENTRY_RECORDED.summary, 2)
    assert set(waiting.lines) == set(ENTRY_RECORDED.posting.lines)

    projected(ENTRY_VOUCHER)
    assert remainder(connection, SCHOOL, PREPARE).sources == ()

    projected(
        replace(
            DISCARDED,
            voucher_id=ENTRY_VOUCHER.voucher_id,
            source=ENTRY_SOURCE,
            rule_id=ENTRY_VOUCHER.rule_id,
            document_no=ENTRY_VOUCHER.document_no,
            day=ENTRY_VOUCHER.day,
            lines=ENTRY_VOUCHER.lines,
        )
    )
    assert remainder(connection, SCHOOL, PREPARE).sources == (replace(waiting, serial=2),)


def test_a_correction_waits_for_a_voucher_with_the_summary_that_names_what_it_corrects(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(LEDGER_OPENED, *POSTED_VOUCHER, CORRECTED)

    april = replace(PREPARE, period=Month("2015-04"))
    (waiting,) = remainder(connection, SCHOOL, april).sources
    assert (waiting.summary, waiting.document_no) == (CORRECTED.summary, DocumentNo(AID_VOUCHER))


def test_the_money_of_projects_that_a_command_takes_back_is_found(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    restricted = replace(
        PREPARED, lines=tuple(line._replace(fund_class="restricted", project=WARMTH) for line in PREPARED.lines)
    )
    projected(LEDGER_OPENED, OPENING_RECORDED, restricted)
    warmth = FundsTouched(funds=(("restricted", WARMTH),))

    take_back = ReverseOpeningBalance(reason=Text("错"), effective_on=OPENING_RECORDED.effective_on)
    assert funds_touched(connection, SCHOOL, take_back) == warmth
    correct = CorrectVoucher(
        voucher_id=AID_VOUCHER, manner="replace", lines=(), reason=Text("错"), effective_on=CORRECTED.effective_on
    )
    assert funds_touched(connection, SCHOOL, correct) == warmth
