"""One event of each kind of stock: thermos flasks bought, issued and counted."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.inventory import (
    Event,
    Quantity,
    StockBought,
    StockCounted,
    StockIssued,
    StockMoved,
    StockRegistered,
    StockStepReversed,
)
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, RuleId, Text
from tests.postings import red

FLASK: Final = DocumentNo("ST-01")
BOUGHT_BY: Final = DocumentNo("INV-2025-0300")
ISSUED_BY: Final = DocumentNo("OUT-2025-01")
INVENTORY: Final = RuleId("2021.inventory")
STOCK: Final = AccountCode("141")
FUND: Final = AccountCode("30101")
BOUGHT_ON: Final = date(2025, 3, 3)
PURCHASE: Final = Posting(
    INVENTORY,
    (
        Line(STOCK, "D", Fen(100_00)),
        Line(FUND, "C", Fen(100_00)),
        Line(AccountCode("50105"), "D", Fen(100_00)),
        Line(AccountCode("102"), "C", Fen(100_00)),
    ),
    BOUGHT_BY,
)

REGISTERED: Final = StockRegistered(
    item_no=FLASK,
    document_no=DocumentNo("OPENING"),
    name=Text("thermos flask"),
    quantity=Quantity(2),
    value_fen=Fen(60_00),
    effective_on=date(2015, 1, 1),
)
BOUGHT: Final = StockBought(
    item_no=FLASK,
    document_no=BOUGHT_BY,
    name=Text("thermos flask"),
    quantity=Quantity(3),
    value_fen=Fen(100_00),
    expense_kind="member_activity",
    place="bank",
    fund_class="unrestricted",
    project=None,
    approval_no=DocumentNo("AP-2025-09"),
    approved_by=ActorId("pavel"),
    unapproved_by=None,
    attachments=Count(1),
    paid_by=ActorId("carl"),
    posting=PURCHASE,
    effective_on=BOUGHT_ON,
)
BOUGHT_MOVED: Final = StockMoved(
    item_no=FLASK,
    document_no=BOUGHT_BY,
    quantity_change=3,
    value_change_fen=Fen(100_00),
    quantity_left=Quantity(3),
    value_left_fen=Fen(100_00),
    effective_on=BOUGHT_ON,
)
ISSUED: Final = StockIssued(
    item_no=FLASK,
    document_no=ISSUED_BY,
    quantity=Quantity(1),
    value_fen=Fen(33_33),
    purpose=Text("Women's Day"),
    party=None,
    posting=Posting(INVENTORY, (Line(FUND, "D", Fen(33_33)), Line(STOCK, "C", Fen(33_33))), ISSUED_BY),
    effective_on=date(2025, 3, 8),
)
COUNTED: Final = StockCounted(
    item_no=FLASK,
    document_no=DocumentNo("COUNT-2025"),
    booked=Quantity(2),
    counted=Quantity(1),
    change_fen=Fen(-33_34),
    approved_by=ActorId("pavel"),
    posting=Posting(INVENTORY, (Line(FUND, "D", Fen(33_34)), Line(STOCK, "C", Fen(33_34))), DocumentNo("COUNT-2025")),
    effective_on=date(2025, 6, 30),
)
STEP_REVERSED: Final = StockStepReversed(
    item_no=FLASK,
    document_no=BOUGHT_BY,
    quantity=Quantity(3),
    value_fen=Fen(100_00),
    approved_by=ActorId("pavel"),
    taken_on=BOUGHT_ON,
    reason=Text("never delivered"),
    posting=red(BOUGHT),
    effective_on=date(2025, 3, 5),
)

SAMPLES: Final[tuple[Event, ...]] = (REGISTERED, BOUGHT, BOUGHT_MOVED, ISSUED, COUNTED, STEP_REVERSED)
