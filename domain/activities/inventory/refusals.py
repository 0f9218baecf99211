"""How stock says no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import ChartVersion, DocumentNo


@dataclass(eq=False, kw_only=True)
class StockDocumentUsed(LedgerError):
    """A document is booked once for an item. Source: 财会〔2024〕12号 第二十一条（二）."""

    code = "stock_document_used"
    text = "Document {document_no} was booked for item {item_no} on {booked_on}. Use the number of another document."

    document_no: DocumentNo
    item_no: DocumentNo
    booked_on: date


@dataclass(eq=False, kw_only=True)
class StockStepUnknown(LedgerError):
    """Only a purchase or an issue that was made, and still stands, is taken back."""

    code = "stock_step_unknown"
    kind = "not_found"
    text = "No purchase or issue of item {item_no} by document {document_no} stands. Check both numbers."

    document_no: DocumentNo
    item_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class StockShort(LedgerError):
    """No more is taken out of stock than there is."""

    code = "stock_short"
    text = "{left} of item {item_no} are in stock; {asked} is more. Record what came in, or take out less."

    item_no: DocumentNo
    left: int
    asked: int


@dataclass(eq=False, kw_only=True)
class StockValueMixed(LedgerError):
    """A step is taken back at its own value only while the stock still carries that value."""

    code = "stock_value_mixed"
    text = "The stock of {item_no} does not carry the value of {document_no} any more. Correct it with count-stock."

    item_no: DocumentNo
    document_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class StockKindMissing(LedgerError):
    """Goods are an expense when they are bought (chart 2021) or when they are issued (chart 2009).

    Source: notes on 141 of 财会〔2021〕7号 附录1 and 财会〔2009〕7号.
    """

    code = "stock_kind_missing"
    kind = "invalid"
    text = "Under chart {chart} this step is the expense, so it needs its kind. Name expense_kind."

    chart: ChartVersion


@dataclass(eq=False, kw_only=True)
class StockKindNotPosted(LedgerError):
    """A step that is no expense has no kind of expense."""

    code = "stock_kind_not_posted"
    kind = "invalid"
    text = "Under chart {chart} this step is no expense. Leave expense_kind out."

    chart: ChartVersion


@dataclass(eq=False, kw_only=True)
class StockUnrestrictedOnly(LedgerError):
    """Under chart 2009 stock becomes an expense when issued, so money with a purpose is spent at once instead."""

    code = "stock_unrestricted_only"
    kind = "invalid"
    text = "Under chart 2009 stock is bought with unrestricted money. Use pay-expense for goods of a project."


@dataclass(eq=False, kw_only=True)
class StockRegisteredLate(LedgerError):
    """Only what was there before the books is entered without a posting."""

    code = "stock_registered_late"
    kind = "invalid"
    text = "{effective_on} is after the books began on {kept_from}. Use buy-stock or count-stock."

    effective_on: date
    kept_from: date


@dataclass(eq=False, kw_only=True)
class StockValueMissing(LedgerError):
    """What is found of an item that was not in stock has no average value."""

    code = "stock_value_missing"
    kind = "invalid"
    text = "Item {item_no} was not in stock, so what was found of it has no value yet. Name surplus."

    item_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class StockEmpty(LedgerError):
    """A stocktake is of items that are, or were, in stock."""

    code = "stock_empty"
    text = "Item {item_no} is not in stock, and none was counted. Nothing is to be recorded."

    item_no: DocumentNo
