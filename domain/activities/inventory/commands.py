"""What may be asked about goods in stock. ``item_no`` is the number of the item's stock card."""

from dataclasses import dataclass
from datetime import date

from domain.activities.expense import ExpenseKind
from domain.values import (
    Count,
    DocumentNo,
    EconomicClass,
    FundClass,
    MoneyPlace,
    PartyId,
    PositiveFen,
    ProjectId,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterStock:
    """Enter goods that were there before the books."""

    item_no: DocumentNo
    document_no: DocumentNo
    name: Text
    quantity: Count
    value_fen: PositiveFen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyStock:
    """Buy goods for stock. From 2022 on they are an expense of a kind when bought; before, when issued."""

    item_no: DocumentNo
    document_no: DocumentNo
    name: Text
    quantity: Count
    amount_fen: PositiveFen
    attachments: Count
    effective_on: date
    expense_kind: ExpenseKind | None = None
    place: MoneyPlace = "bank"
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    economic_class: EconomicClass | None = None
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStock:
    """Issue goods for use. Before 2022 this is the expense, of the kind that is named."""

    item_no: DocumentNo
    document_no: DocumentNo
    quantity: Count
    purpose: Text
    effective_on: date
    expense_kind: ExpenseKind | None = None
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountStock:
    """Approve what a stocktake found of an item: None if nothing. ``document_no`` is its sheet (盘点表).

    What is found over is worth the average of the stock, or ``surplus_fen`` if there was none.
    """

    item_no: DocumentNo
    document_no: DocumentNo
    effective_on: date
    counted: Count | None = None
    surplus_fen: PositiveFen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseStockStep:
    """Take back a purchase or an issue; the day, money and approval of a purchase are stated as they were."""

    item_no: DocumentNo
    document_no: DocumentNo
    paid_on: date
    reason: Text
    effective_on: date
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
