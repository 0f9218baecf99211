"""A payment of aid on its voucher: prepared, reviewed, signed, posted, later corrected; and one that is discarded."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.voucher import (
    DocumentsAttached,
    EntryCorrected,
    Event,
    VoucherDiscarded,
    VoucherNumbered,
    VoucherPosted,
    VoucherPrepared,
    VoucherReviewed,
    VoucherSigned,
)
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, Month, RuleId, Text, VoucherId

AID: Final = AccountCode("50204")
BANK: Final = AccountCode("102")
MARCH: Final = Month("2015-03")
PAID_ON: Final = date(2015, 3, 15)
PREPARED_ON: Final = date(2015, 3, 16)
AID_RULE: Final = RuleId("2009.aid.hardship")
DOCUMENT: Final = DocumentNo("F-12")
AID_VOUCHER: Final = VoucherId("2015-03-15.2009.aid.hardship.F-12")

PREPARED: Final = VoucherPrepared(
    voucher_id=AID_VOUCHER,
    source=AID_VOUCHER,
    rule_id=AID_RULE,
    document_no=DOCUMENT,
    period=MARCH,
    day=PAID_ON,
    type="payment",
    kind="ordinary",
    summary=Text("困难职工帮扶费，单据F-12"),
    lines=(Line(AID, "D", Fen(230_00)), Line(BANK, "C", Fen(230_00))),
    events=Count(1),
    attachments=Count(1),
    corrects=None,
    approved_by=(ActorId("pavel"),),
    prepared_by=ActorId("ann"),
    effective_on=PREPARED_ON,
)
ATTACHED: Final = DocumentsAttached(
    voucher_id=AID_VOUCHER, attachments=Count(3), attached_by=ActorId("ann"), effective_on=PREPARED_ON
)
REVIEWED: Final = VoucherReviewed(voucher_id=AID_VOUCHER, reviewed_by=ActorId("rita"), effective_on=PREPARED_ON)
SIGNED: Final = VoucherSigned(voucher_id=AID_VOUCHER, signed_by=ActorId("carl"), effective_on=PREPARED_ON)
POSTED: Final = VoucherPosted(
    voucher_id=AID_VOUCHER,
    type="payment",
    period=MARCH,
    number=Count(1),
    posted_by=ActorId("bella"),
    effective_on=PREPARED_ON,
)
NUMBERED: Final = VoucherNumbered(
    type="payment", period=MARCH, number=Count(1), voucher_id=AID_VOUCHER, effective_on=PREPARED_ON
)
DISCARDED: Final = VoucherDiscarded(
    voucher_id=AID_VOUCHER,
    source=AID_VOUCHER,
    rule_id=AID_RULE,
    document_no=DOCUMENT,
    day=PAID_ON,
    lines=PREPARED.lines,
    events=Count(1),
    reason=Text("摘要不清"),
    discarded_by=ActorId("rita"),
    effective_on=PREPARED_ON,
)
CORRECTED: Final = EntryCorrected(
    voucher_id=AID_VOUCHER,
    kind="difference",
    posting=Posting(
        RuleId("correction.difference"),
        (Line(AID, "D", Fen(90_00)), Line(BANK, "C", Fen(90_00))),
        DocumentNo(AID_VOUCHER),
        AID_VOUCHER,
    ),
    summary=Text("订正3月15日付1号凭证"),
    reason=Text("金额少记"),
    account_rule_id=None,
    approved_by=(ActorId("pavel"),),
    recorded_by=ActorId("ann"),
    effective_on=date(2015, 4, 2),
)

POSTED_VOUCHER: Final[tuple[Event, ...]] = (PREPARED, REVIEWED, SIGNED, POSTED, NUMBERED)
SAMPLES: Final[tuple[Event, ...]] = (PREPARED, ATTACHED, *POSTED_VOUCHER[1:], DISCARDED, CORRECTED)
