"""Cash of a school's union in 2025: drawn, advanced, settled, counted."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting, Side
from domain.activities.cash import (
    AdvancePaid,
    AdvanceReturned,
    AdvanceSettled,
    AdvanceSettlementReversed,
    CashCounted,
    CashDifferenceFound,
    CashDifferenceResolved,
    CashEntryReversed,
    CashMoved,
    Event,
)
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, PartyId, RuleId, Text
from tests.postings import red

DRAWN_NO: Final = DocumentNo("QX-2025-01")
ADVANCE_NO: Final = DocumentNo("JK-2025-01")
SETTLED_NO: Final = DocumentNo("BX-2025-01")
COUNT_NO: Final = DocumentNo("PD-2025-03")
BORROWER: Final = PartyId("M0611")


def _posting(kind: str, document_no: DocumentNo, *lines: tuple[str, Side, int], party: str | None = None) -> Posting:
    of = None if party is None else PartyId(party)
    return Posting(
        RuleId(f"2021.{kind}"),
        tuple(Line(AccountCode(code), side, Fen(fen), party=of) for code, side, fen in lines),
        document_no,
    )


MOVED: Final = CashMoved(
    document_no=DRAWN_NO,
    direction="to_cash",
    amount_fen=Fen(2_000_00),
    fund_class="unrestricted",
    project=None,
    posting=_posting("cash_transfer", DRAWN_NO, ("101", "D", 2_000_00), ("102", "C", 2_000_00)),
    effective_on=date(2025, 3, 3),
)
ADVANCE_PAID: Final = AdvancePaid(
    document_no=ADVANCE_NO,
    party=BORROWER,
    purpose=Text("三八节活动"),
    amount_fen=Fen(1_800_00),
    place="cash",
    fund_class="unrestricted",
    project=None,
    posting=_posting("advance", ADVANCE_NO, ("135", "D", 1_800_00), ("101", "C", 1_800_00), party=BORROWER),
    effective_on=date(2025, 3, 4),
)
ADVANCE_SETTLED: Final = AdvanceSettled(
    document_no=SETTLED_NO,
    advance_no=ADVANCE_NO,
    expense_kind="member_activity",
    amount_fen=Fen(1_650_00),
    purpose=Text("三八节活动"),
    attachments=Count(4),
    fund_class="unrestricted",
    project=None,
    approval_no=DocumentNo("SP-2025-02"),
    approved_by=ActorId("pavel"),
    unapproved_by=None,
    posting=_posting(
        "expense.member_activity", SETTLED_NO, ("50105", "D", 1_650_00), ("135", "C", 1_650_00), party=BORROWER
    ),
    effective_on=date(2025, 3, 10),
)
SETTLEMENT_REVERSED: Final = AdvanceSettlementReversed(
    document_no=SETTLED_NO,
    advance_no=ADVANCE_NO,
    amount_fen=Fen(1_650_00),
    approved_by=ActorId("pavel"),
    paid_on=date(2025, 3, 10),
    reason=Text("wrong kind of expense"),
    posting=red(ADVANCE_SETTLED),
    effective_on=date(2025, 3, 11),
)
ADVANCE_RETURNED: Final = AdvanceReturned(
    document_no=DocumentNo("SJ-2025-01"),
    advance_no=ADVANCE_NO,
    amount_fen=Fen(150_00),
    place="cash",
    posting=_posting("advance", DocumentNo("SJ-2025-01"), ("101", "D", 150_00), ("135", "C", 150_00), party=BORROWER),
    effective_on=date(2025, 3, 10),
)
COUNTED: Final = CashCounted(
    document_no=COUNT_NO,
    counted_fen=Fen(340_00),
    book_fen=Fen(350_00),
    counted_by=ActorId("carol"),
    effective_on=date(2025, 3, 31),
)
DIFFERENCE_FOUND: Final = CashDifferenceFound(
    document_no=COUNT_NO,
    difference_fen=Fen(-10_00),
    counted_by=ActorId("carol"),
    posting=_posting("cash_short", COUNT_NO, ("182", "D", 10_00), ("101", "C", 10_00)),
    effective_on=date(2025, 3, 31),
)
DIFFERENCE_RESOLVED: Final = CashDifferenceResolved(
    document_no=DocumentNo("CL-2025-01"),
    count_no=COUNT_NO,
    outcome="expensed",
    amount_fen=Fen(10_00),
    party=None,
    reason=Text("the committee finds nobody at fault"),
    approved_by=ActorId("pavel"),
    posting=_posting("cash_short", DocumentNo("CL-2025-01"), ("510", "D", 10_00), ("182", "C", 10_00)),
    effective_on=date(2025, 4, 8),
)
ENTRY_REVERSED: Final = CashEntryReversed(
    document_no=DRAWN_NO,
    approved_by=None,
    booked_on=date(2025, 3, 3),
    reason=Text("drawn for another union"),
    posting=red(MOVED),
    effective_on=date(2025, 3, 3),
)

SAMPLES: Final[tuple[Event, ...]] = (
    MOVED,
    ADVANCE_PAID,
    ADVANCE_SETTLED,
    SETTLEMENT_REVERSED,
    ADVANCE_RETURNED,
    COUNTED,
    DIFFERENCE_FOUND,
    DIFFERENCE_RESOLVED,
    ENTRY_REVERSED,
)
