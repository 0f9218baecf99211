"""Deeds that spend the union's money: expenses, cash, and advances."""

from domain.activities.cash import (
    MoveCash,
    PayAdvance,
    ReturnAdvance,
    ReverseAdvanceSettlement,
    ReverseCashEntry,
    SettleAdvance,
)
from domain.activities.expense import ApprovalKind, ApproveExpense, ExpenseKind, PayExpense, ReverseExpense
from domain.values import Count, DocumentNo, Fen, PartyId
from tests.random_years.world import APPROVER, CASHIER, OFFICER, WHY, Deed, Purse, Step, World

KINDS: tuple[ExpenseKind, ...] = (
    "education",
    "culture_sport",
    "competition",
    "library",
    "training",
    "meeting",
    "other",
)
NO_APPROVAL_UP_TO_FEN = Fen(500_00)


def approval(world: World, kind: ApprovalKind, ceiling_fen: Fen) -> tuple[DocumentNo, Step]:
    approval_no = world.number("SP")
    approved = ApproveExpense(
        approval_no=approval_no,
        expense_kind=kind,
        ceiling_fen=ceiling_fen,
        purpose=WHY,
        requested_by=OFFICER,
        effective_on=world.day,
    )
    return approval_no, Step(APPROVER, approved)


def pay_expense(world: World) -> Deed:
    """Pay an expense, approved beforehand or small enough to need no approval."""
    kind, purse, paid_on, amount_fen = world.chance.choice(KINDS), world.purse(), world.day, world.fen(1_000_00)
    approval_no, approved = approval(world, kind, Fen(1_000_00))
    small = amount_fen <= NO_APPROVAL_UP_TO_FEN and world.chance.random() < 0.5
    paid = PayExpense(
        document_no=world.number("FP"),
        expense_kind=kind,
        amount_fen=amount_fen,
        purpose=WHY,
        attachments=Count(1),
        place=world.place(),
        approval_no=None if small else approval_no,
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=paid_on,
    )
    return Deed(
        before=[] if small else [approved],
        itself=Step(CASHIER, paid),
        undo=lambda day: Step(
            CASHIER,
            ReverseExpense(
                document_no=paid.document_no,
                paid_on=paid_on,
                reason=WHY,
                effective_on=day,
                approval_no=paid.approval_no,
                fund_class=purse.fund_class,
                project=purse.project,
            ),
        ),
    )


def move_cash(world: World) -> Deed:
    """Pay cash into the bank, or draw some."""
    document_no = world.number("QX")
    moved = MoveCash(
        document_no=document_no,
        direction=world.chance.choice(("to_bank", "to_cash")),
        amount_fen=world.fen(),
        effective_on=world.day,
    )
    return Deed(
        itself=Step(CASHIER, moved),
        undo=lambda day: Step(CASHIER, ReverseCashEntry(document_no=document_no, reason=WHY, effective_on=day)),
    )


def _advance(world: World, advance_no: DocumentNo, purse: Purse) -> PayAdvance:
    return PayAdvance(
        document_no=advance_no,
        party=PartyId("M1"),
        purpose=WHY,
        amount_fen=Fen(300_00 + world.fen(300_00)),
        place=world.place(),
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=world.day,
    )


def pay_advance(world: World) -> Deed:
    """Advance money to somebody."""
    advanced = _advance(world, world.number("JK"), world.purse())
    return Deed(
        itself=Step(CASHIER, advanced),
        undo=lambda day: Step(
            CASHIER,
            ReverseCashEntry(
                document_no=advanced.document_no,
                reason=WHY,
                effective_on=day,
                fund_class=advanced.fund_class,
                project=advanced.project,
                advance_no=advanced.document_no,
            ),
        ),
    )


def settle_advance(world: World) -> Deed:
    """Advance money and book what was spent of it."""
    purse, kind, day = world.purse(), world.chance.choice(KINDS), world.day
    advanced = _advance(world, world.number("JK"), purse)
    settled = SettleAdvance(
        document_no=world.number("BX"),
        advance_no=advanced.document_no,
        expense_kind=kind,
        amount_fen=world.fen(300_00),
        purpose=WHY,
        attachments=Count(1),
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=day,
    )
    return Deed(
        before=[Step(CASHIER, advanced)],
        itself=Step(CASHIER, settled),
        undo=lambda later: Step(
            CASHIER,
            ReverseAdvanceSettlement(
                document_no=settled.document_no,
                advance_no=advanced.document_no,
                paid_on=day,
                reason=WHY,
                effective_on=later,
                fund_class=purse.fund_class,
                project=purse.project,
            ),
        ),
    )


def return_advance(world: World) -> Deed:
    """Advance money and take some of it back."""
    advanced, document_no = _advance(world, world.number("JK"), world.purse()), world.number("HK")
    returned = ReturnAdvance(
        document_no=document_no,
        advance_no=advanced.document_no,
        amount_fen=world.fen(300_00),
        place=world.place(),
        effective_on=world.day,
    )
    return Deed(
        before=[Step(CASHIER, advanced)],
        itself=Step(CASHIER, returned),
        undo=lambda day: Step(
            CASHIER,
            ReverseCashEntry(
                document_no=document_no,
                reason=WHY,
                effective_on=day,
                fund_class=advanced.fund_class,
                project=advanced.project,
                advance_no=advanced.document_no,
            ),
        ),
    )


OF_SPENDING = (pay_expense, pay_expense, pay_expense, move_cash, pay_advance, settle_advance, return_advance)
