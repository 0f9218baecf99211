"""What happens to goods in stock (库存物品): brought in, bought, issued, counted; and what that leaves of an item."""

from dataclasses import dataclass
from datetime import date
from typing import NewType

from domain.accounting.lines import Posting
from domain.activities.expense import ExpenseKind
from domain.values import (
    ActorId,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    MoneyPlace,
    PartyId,
    ProjectId,
    RuleId,
    Text,
)

Quantity = NewType("Quantity", int)
"""A number of pieces, boxes, … of an item, 0 or more in stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRegistered:
    """Goods that were there before the books are in stock; their value stands in the opening balances."""

    item_no: DocumentNo
    document_no: DocumentNo
    name: Text
    quantity: Quantity
    value_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StockBought:
    """Goods were bought for stock. ``expense_kind`` is None under chart 2009, where stock is an expense when issued."""

    item_no: DocumentNo
    document_no: DocumentNo
    name: Text
    quantity: Quantity
    value_fen: Fen
    expense_kind: ExpenseKind | None
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    approval_no: DocumentNo | None
    approved_by: ActorId | None
    unapproved_by: RuleId | None
    attachments: Count
    paid_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StockIssued:
    """Goods were issued at their average value. ``posting`` is None if they were worth nothing any more."""

    item_no: DocumentNo
    document_no: DocumentNo
    quantity: Quantity
    value_fen: Fen
    purpose: Text
    party: PartyId | None
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCounted:
    """A stocktake (盘点) was approved; ``change_fen`` is the value of what was found over, below zero if short."""

    item_no: DocumentNo
    document_no: DocumentNo
    booked: Quantity
    counted: Quantity
    change_fen: Fen
    approved_by: ActorId
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StockStepReversed:
    """A purchase or an issue was taken back whole, at the value that it had."""

    item_no: DocumentNo
    document_no: DocumentNo
    quantity: Quantity
    value_fen: Fen
    approved_by: ActorId | None
    taken_on: date
    reason: Text
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMoved:
    """An item's stock rose, or fell (below zero); carries what is left of it."""

    item_no: DocumentNo
    document_no: DocumentNo
    quantity_change: int
    value_change_fen: Fen
    quantity_left: Quantity
    value_left_fen: Fen
    effective_on: date


Step = StockRegistered | StockBought | StockIssued | StockCounted | StockStepReversed
Event = Step | StockMoved
