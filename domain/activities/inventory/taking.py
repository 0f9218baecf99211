"""Buying and issuing goods in stock.

Chart 2021: stock stands against its fund 30101 and is an expense when bought; chart 2009: an expense when issued.
Source: notes on 141 and 30101 of 财会〔2021〕7号 附录1; note on 141 of 财会〔2009〕7号.
"""

from collections.abc import Sequence
from typing import Any, Final

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line, Posting
from domain.accounting.posting import Dimensions, OpenDay, line, open_day, posting
from domain.activities.expense import (
    Consequence,
    ExpenseKind,
    check_approval,
    means_of,
    use,
)
from domain.activities.inventory.commands import BuyStock, CountStock, IssueStock, RegisterStock, ReverseStockStep
from domain.activities.inventory.events import (
    Quantity,
    StockBought,
    StockIssued,
    StockMoved,
    StockRegistered,
)
from domain.activities.inventory.refusals import (
    StockDocumentUsed,
    StockKindMissing,
    StockKindNotPosted,
    StockRegisteredLate,
    StockShort,
    StockUnrestrictedOnly,
    StockValueMixed,
)
from domain.activities.inventory.states import Stock, StockStep
from domain.deciding import Asked
from domain.values import ChartVersion, DocumentNo, Fen, PostingKind, PostingPart

INVENTORY: Final = PostingKind("inventory")
ASSET: Final = PostingPart("asset")
FUND: Final = PostingPart("fund")


def register_stock(
    asked: Asked, command: RegisterStock, existing: StockStep | None, stock: Stock
) -> Sequence[StockRegistered | StockMoved]:
    """Enter goods whose value stands in the opening balances."""
    check_document(command.document_no, command.item_no, existing)
    kept_from = asked.books.kept_from
    if command.effective_on > kept_from:
        raise StockRegisteredLate(effective_on=command.effective_on, kept_from=kept_from)
    asked.check_day(command.effective_on)
    registered = StockRegistered(
        item_no=command.item_no,
        document_no=command.document_no,
        name=command.name,
        quantity=Quantity(command.quantity),
        value_fen=command.value_fen,
        effective_on=command.effective_on,
    )
    return [registered, moved(command, stock, command.quantity, command.value_fen)]


def buy_stock(
    asked: Asked,
    command: BuyStock,
    existing: StockStep | None,
    stock: Stock,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[StockBought | StockMoved | Consequence]:
    """Buy goods for stock."""
    check_document(command.document_no, command.item_no, existing)
    chart = chart_on(command.effective_on)
    _check_kind(command.expense_kind, chart, expense_under="2021")
    if chart == "2009" and (command.fund_class != "unrestricted" or command.project):
        raise StockUnrestrictedOnly
    asked.check_day(command.effective_on)
    means = means_of(means_states)
    unapproved_by = check_approval(asked, command, "inventory", means, "buy-stock")
    posted = _purchase(open_day(asked, command.effective_on), command)
    bought = StockBought(
        item_no=command.item_no,
        document_no=command.document_no,
        name=command.name,
        quantity=Quantity(command.quantity),
        value_fen=command.amount_fen,
        expense_kind=command.expense_kind,
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        approval_no=command.approval_no,
        approved_by=means.approved_by,
        unapproved_by=unapproved_by,
        attachments=command.attachments,
        paid_by=asked.actor,
        posting=posted,
        effective_on=command.effective_on,
    )
    rise = moved(command, stock, command.quantity, command.amount_fen)
    return [bought, rise, *use(command, posted, means)]


def _purchase(on: OpenDay, command: BuyStock) -> Posting:
    """Post the stock, under chart 2021 against its fund; the money's class and project stand on the expense."""
    rule = on.rule(INVENTORY)
    dimensions = Dimensions(command.fund_class, command.project, command.party, command.economic_class)
    lines = [
        Line(on.code(rule, ASSET), "D", command.amount_fen),
        line(on.money(command.place, dimensions), "C", command.amount_fen, dimensions),
    ]
    if command.expense_kind is not None:
        expense = on.code(on.rule(PostingKind(f"expense.{command.expense_kind}")))
        lines.insert(1, Line(on.code(rule, FUND), "C", command.amount_fen))
        lines.insert(2, line(expense, "D", command.amount_fen, dimensions))
    return posting(on, rule.rule_id, lines, command.document_no)


def issue_stock(
    asked: Asked, command: IssueStock, existing: StockStep | None, stock: Stock
) -> Sequence[StockIssued | StockMoved]:
    """Issue goods at the average value of the stock."""
    check_document(command.document_no, command.item_no, existing)
    _check_kind(command.expense_kind, chart_on(command.effective_on), expense_under="2009")
    if command.quantity > stock.quantity:
        raise StockShort(item_no=command.item_no, left=stock.quantity, asked=command.quantity)
    asked.check_day(command.effective_on)
    on = open_day(asked, command.effective_on)
    value_fen = stock.worth_fen(command.quantity)
    posted = _issue(on, command, value_fen) if value_fen else None
    issued = StockIssued(
        item_no=command.item_no,
        document_no=command.document_no,
        quantity=Quantity(command.quantity),
        value_fen=value_fen,
        purpose=command.purpose,
        party=command.party,
        posting=posted,
        effective_on=command.effective_on,
    )
    return [issued, moved(command, stock, -command.quantity, Fen(-value_fen))]


def _issue(on: OpenDay, command: IssueStock, value_fen: Fen) -> Posting:
    rule = on.rule(INVENTORY)
    kind = command.expense_kind
    debited = on.code(rule, FUND) if kind is None else on.code(on.rule(PostingKind(f"expense.{kind}")))
    lines = [Line(debited, "D", value_fen), Line(on.code(rule, ASSET), "C", value_fen)]
    return posting(on, rule.rule_id, lines, command.document_no)


def check_document(document_no: DocumentNo, item_no: DocumentNo, existing: StockStep | None) -> None:
    """Refuse a document that was booked for the item before."""
    if existing is not None:
        raise StockDocumentUsed(document_no=document_no, item_no=item_no, booked_on=existing.booked_on)


def _check_kind(kind: ExpenseKind | None, chart: ChartVersion, *, expense_under: ChartVersion) -> None:
    if chart == expense_under and kind is None:
        raise StockKindMissing(chart=chart)
    if chart != expense_under and kind is not None:
        raise StockKindNotPosted(chart=chart)


def moved(
    command: RegisterStock | BuyStock | IssueStock | CountStock | ReverseStockStep,
    stock: Stock,
    change: int,
    change_fen: Fen,
) -> StockMoved:
    """Change an item's stock.

    Raises:
        StockShort: there are not so many.
        StockValueMixed: there are, but not of that value.
    """
    left, left_fen = stock.quantity + change, stock.value_fen + change_fen
    if left < 0:
        raise StockShort(item_no=command.item_no, left=stock.quantity, asked=-change)
    if left_fen < 0 or (left == 0 and left_fen):
        raise StockValueMixed(item_no=command.item_no, document_no=command.document_no)
    return StockMoved(
        item_no=command.item_no,
        document_no=command.document_no,
        quantity_change=change,
        value_change_fen=change_fen,
        quantity_left=Quantity(left),
        value_left_fen=Fen(left_fen),
        effective_on=command.effective_on,
    )
