from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from domain.activities.budget import BudgetLineCharged, LineName
from domain.activities.expense import ApprovalDrawn, ExpenseApproved, PaymentDisagrees
from domain.activities.inventory import (
    BuyStock,
    CountStock,
    IssueStock,
    Quantity,
    RegisterStock,
    ReverseStockStep,
    Stock,
    StockBought,
    StockCounted,
    StockDocumentUsed,
    StockEmpty,
    StockIssued,
    StockKindMissing,
    StockKindNotPosted,
    StockMoved,
    StockRegisteredLate,
    StockShort,
    StockStepReversed,
    StockStepUnknown,
    StockUnrestrictedOnly,
    StockValueMissing,
    StockValueMixed,
)
from domain.errors import SamePerson
from domain.values import Count, DocumentNo, Fen, ProjectId, Year
from tests.domain.given import given
from tests.samples import budget, expense
from tests.samples.inventory import (
    BOUGHT,
    BOUGHT_BY,
    BOUGHT_MOVED,
    BOUGHT_ON,
    COUNTED,
    FLASK,
    ISSUED,
    ISSUED_BY,
    REGISTERED,
    STEP_REVERSED,
)

APPROVED: Final = ExpenseApproved(
    approval_no=DocumentNo("AP-2025-09"),
    expense_kind="inventory",
    ceiling_fen=Fen(100_00),
    purpose=BOUGHT.name,
    project=None,
    requested_by=expense.APPROVED.requested_by,
    approved_by=expense.APPROVED.approved_by,
    effective_on=date(2015, 1, 5),
)
DRAWN: Final = ApprovalDrawn(
    approval_no=APPROVED.approval_no,
    document_no=BOUGHT_BY,
    drawn_fen=Fen(100_00),
    left_fen=Fen(0),
    effective_on=BOUGHT_ON,
)
BUY: Final = BuyStock(
    item_no=FLASK,
    document_no=BOUGHT_BY,
    name=BOUGHT.name,
    quantity=Count(3),
    amount_fen=Fen(100_00),
    attachments=Count(1),
    expense_kind="member_activity",
    approval_no=APPROVED.approval_no,
    effective_on=BOUGHT_ON,
)
ISSUE: Final = IssueStock(
    item_no=FLASK,
    document_no=ISSUED_BY,
    quantity=Count(1),
    purpose=ISSUED.purpose,
    effective_on=ISSUED.effective_on,
)
IN_STOCK: Final = (APPROVED, BOUGHT, BOUGHT_MOVED, DRAWN)
ISSUED_MOVED: Final = StockMoved(
    item_no=FLASK,
    document_no=ISSUED_BY,
    quantity_change=-1,
    value_change_fen=Fen(-33_33),
    quantity_left=Quantity(2),
    value_left_fen=Fen(66_67),
    effective_on=ISSUED.effective_on,
)
LEFT: Final = (*IN_STOCK, ISSUED, ISSUED_MOVED)
COUNT: Final = CountStock(
    item_no=FLASK, document_no=COUNTED.document_no, counted=Count(1), effective_on=COUNTED.effective_on
)
TAKE_BACK: Final = ReverseStockStep(
    item_no=FLASK,
    document_no=BOUGHT_BY,
    paid_on=BOUGHT_ON,
    reason=STEP_REVERSED.reason,
    approval_no=APPROVED.approval_no,
    effective_on=STEP_REVERSED.effective_on,
)
IN_2015: Final = date(2015, 6, 1)


def lines_of(event: object) -> list[tuple[str, str, int]]:
    assert isinstance(event, StockBought | StockIssued | StockCounted | StockStepReversed)
    assert event.posting is not None
    return [(line.account, line.side, line.amount_fen) for line in event.posting.lines]


def test_goods_bought_stand_against_their_fund_and_are_an_expense_in_one_posting() -> None:
    given(APPROVED).when(BUY, actor="carl").then(BOUGHT, BOUGHT_MOVED, DRAWN)


def test_under_the_chart_of_2009_goods_bought_are_no_expense_yet() -> None:
    events = given(APPROVED).when(replace(BUY, expense_kind=None, effective_on=IN_2015)).events
    assert lines_of(events[0]) == [("141", "D", 100_00), ("102", "C", 100_00)]


def test_under_the_chart_of_2009_goods_are_an_expense_of_their_kind_when_issued_and_charge_its_budget() -> None:
    line = replace(budget.LINE_SET, year=Year(2015), line=LineName("501"))
    issue = replace(ISSUE, expense_kind="member_activity", effective_on=IN_2015)
    issued, _, charged = given(BOUGHT_MOVED, line).when(issue).events
    assert lines_of(issued) == [("50104", "D", 33_33), ("141", "C", 33_33)]
    assert isinstance(charged, BudgetLineCharged)
    assert (charged.line, charged.charged_fen) == ("501", 33_33)


def test_the_step_that_is_the_expense_names_its_kind_and_the_other_does_not() -> None:
    given(APPROVED).when(replace(BUY, expense_kind=None)).refused(StockKindMissing, chart="2021")
    given(APPROVED).when(replace(BUY, effective_on=IN_2015)).refused(StockKindNotPosted, chart="2009")
    given(*IN_STOCK).when(replace(ISSUE, effective_on=IN_2015)).refused(StockKindMissing, chart="2009")
    given(*IN_STOCK).when(replace(ISSUE, expense_kind="other")).refused(StockKindNotPosted, chart="2021")


def test_under_the_chart_of_2009_money_with_a_purpose_buys_no_stock() -> None:
    restricted = replace(
        BUY, expense_kind=None, fund_class="restricted", project=ProjectId("P-X"), effective_on=IN_2015
    )
    given(APPROVED).when(restricted).refused(StockUnrestrictedOnly)


def test_goods_are_issued_at_the_average_value() -> None:
    given(*IN_STOCK).when(ISSUE).then(ISSUED, ISSUED_MOVED)


def test_the_last_goods_take_all_that_is_left_of_the_value() -> None:
    issued, moved = given(*LEFT).when(replace(ISSUE, document_no=DocumentNo("OUT-2"), quantity=Count(2))).events
    assert isinstance(issued, StockIssued)
    assert isinstance(moved, StockMoved)
    assert (issued.value_fen, moved.quantity_left, moved.value_left_fen) == (66_67, 0, 0)


def test_goods_worth_nothing_are_issued_without_a_posting() -> None:
    worthless = replace(BOUGHT_MOVED, quantity_left=Quantity(3), value_left_fen=Fen(1))
    issued, moved = given(worthless).when(ISSUE).events
    assert isinstance(issued, StockIssued)
    assert isinstance(moved, StockMoved)
    assert (issued.value_fen, issued.posting, moved.value_left_fen) == (0, None, 1)


@pytest.mark.parametrize(
    ("quantity", "value", "taken", "worth"), [(3, 100_00, 2, 66_67), (2, 1, 1, 1), (7, 100, 7, 100), (6, 3, 1, 1)]
)
def test_a_value_is_rounded_to_the_fen(quantity: int, value: int, taken: int, worth: int) -> None:
    assert Stock(Quantity(quantity), Fen(value)).worth_fen(taken) == worth


def test_no_more_is_issued_than_there_is() -> None:
    given(*IN_STOCK).when(replace(ISSUE, quantity=Count(4))).refused(StockShort, left=3, asked=4)


def test_a_document_is_booked_once_for_an_item() -> None:
    given(*IN_STOCK).when(BUY).refused(StockDocumentUsed, booked_on="2025-03-03")
    given(*LEFT).when(ISSUE).refused(StockDocumentUsed)


def test_goods_from_before_the_books_are_registered_without_a_posting() -> None:
    register = RegisterStock(
        item_no=FLASK,
        document_no=REGISTERED.document_no,
        name=REGISTERED.name,
        quantity=Count(2),
        value_fen=Fen(60_00),
        effective_on=REGISTERED.effective_on,
    )
    registered, moved = given().when(register).events
    assert registered == REGISTERED
    assert isinstance(moved, StockMoved)
    assert (moved.quantity_left, moved.value_left_fen) == (2, 60_00)
    given().when(replace(register, effective_on=date(2015, 1, 2))).refused(StockRegisteredLate)


def test_what_a_count_finds_short_leaves_at_the_average_value() -> None:
    counted, moved = given(*LEFT).when(COUNT, actor="pavel").events
    assert counted == COUNTED
    assert isinstance(moved, StockMoved)
    assert (moved.quantity_change, moved.quantity_left, moved.value_left_fen) == (-1, 1, 33_33)


def test_what_a_count_finds_over_comes_in_at_the_average_value() -> None:
    counted, moved = given(*LEFT).when(replace(COUNT, counted=Count(4))).events
    assert lines_of(counted) == [("141", "D", 66_67), ("30101", "C", 66_67)]
    assert isinstance(moved, StockMoved)
    assert (moved.quantity_left, moved.value_left_fen) == (4, 133_34)


@pytest.mark.parametrize(("found", "accounts"), [(1, ["508", "141"]), (3, ["141", "408"])])
def test_under_the_chart_of_2009_a_difference_is_other_expense_or_income(found: int, accounts: list[str]) -> None:
    counted, _ = given(*LEFT).when(replace(COUNT, counted=Count(found), effective_on=IN_2015)).events
    assert [account for account, _, _ in lines_of(counted)] == accounts


def test_a_count_that_agrees_is_recorded_and_changes_nothing() -> None:
    (counted,) = given(*LEFT).when(replace(COUNT, counted=Count(2))).events
    assert isinstance(counted, StockCounted)
    assert (counted.booked, counted.counted, counted.posting) == (2, 2, None)


def test_what_was_not_in_stock_is_found_at_a_value_that_is_named() -> None:
    given().when(replace(COUNT, counted=None)).refused(StockEmpty)
    given().when(COUNT).refused(StockValueMissing, item_no=FLASK)
    counted, _ = given().when(replace(COUNT, surplus_fen=Fen(30_00))).events
    assert lines_of(counted) == [("141", "D", 30_00), ("30101", "C", 30_00)]


def test_a_purchase_is_taken_back_at_its_own_value_with_what_it_drew() -> None:
    given(*IN_STOCK).when(TAKE_BACK, actor="carl").then(
        STEP_REVERSED,
        replace(
            BOUGHT_MOVED,
            quantity_change=-3,
            value_change_fen=Fen(-100_00),
            quantity_left=Quantity(0),
            value_left_fen=Fen(0),
            effective_on=TAKE_BACK.effective_on,
        ),
        replace(DRAWN, drawn_fen=Fen(-100_00), left_fen=Fen(100_00), effective_on=TAKE_BACK.effective_on),
    )


def test_an_issue_is_taken_back_and_the_goods_are_in_stock_again() -> None:
    take_back = replace(TAKE_BACK, document_no=ISSUED_BY, paid_on=ISSUED.effective_on, approval_no=None)
    back = replace(take_back, effective_on=date(2025, 3, 9))
    reversed_step, moved = given(*LEFT).when(back).events
    assert isinstance(moved, StockMoved)
    assert (moved.quantity_change, moved.quantity_left, moved.value_left_fen) == (1, 3, 100_00)
    given(*LEFT, reversed_step, moved).when(back).refused(StockStepUnknown)


def test_what_the_old_chart_booked_is_taken_back_under_the_new_one_with_the_stocks_fund() -> None:
    purchase, in_stock, drawn = given(APPROVED).when(replace(BUY, expense_kind=None, effective_on=IN_2015)).events
    back = replace(TAKE_BACK, paid_on=IN_2015)
    taken_back, *_ = given(APPROVED, purchase, in_stock, drawn).when(back, actor="carl").events
    assert lines_of(taken_back) == [
        ("141", "C", 100_00),
        ("102", "D", 100_00),
        ("30101", "D", 100_00),
        ("32201", "C", 100_00),
    ]

    issue = replace(ISSUE, expense_kind="member_activity", effective_on=IN_2015)
    issued, out_of_stock, *_ = given(in_stock).when(issue).events
    back = replace(TAKE_BACK, document_no=ISSUED_BY, paid_on=IN_2015, approval_no=None)
    taken_back, *_ = given(issued, out_of_stock).when(back).events
    assert lines_of(taken_back) == [("30101", "C", 33_33), ("141", "D", 33_33)]


def test_a_purchase_is_not_taken_back_when_its_goods_are_gone() -> None:
    given(*LEFT).when(replace(TAKE_BACK, effective_on=date(2025, 3, 9))).refused(StockShort, left=2, asked=3)
    cheaper = replace(ISSUED_MOVED, quantity_left=Quantity(5), value_left_fen=Fen(99_99))
    given(*IN_STOCK, cheaper).when(replace(TAKE_BACK, effective_on=date(2025, 3, 9))).refused(StockValueMixed)


def test_only_what_was_bought_or_issued_is_taken_back_as_it_was_and_not_by_its_approver() -> None:
    given().when(TAKE_BACK).refused(StockStepUnknown)
    given(*IN_STOCK).when(replace(TAKE_BACK, approval_no=None)).refused(PaymentDisagrees, paid_on="2025-03-03")
    given(*IN_STOCK).when(TAKE_BACK, actor="pavel").refused(SamePerson, step="reverse-stock-step")
