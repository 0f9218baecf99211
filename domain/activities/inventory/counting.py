"""Counting stock (盘点, 规范 第六十二条): what an approver accepts as short or over is posted at once.

Chart 2021: against the stock's fund. Chart 2009: short is other expense, over is other income (policy value).
"""

from collections.abc import Sequence

from domain.accounting.lines import Line, Posting
from domain.accounting.posting import OpenDay, open_day, posting
from domain.activities.inventory.commands import CountStock
from domain.activities.inventory.events import Quantity, StockCounted, StockMoved
from domain.activities.inventory.refusals import StockEmpty, StockValueMissing
from domain.activities.inventory.states import Stock, StockStep
from domain.activities.inventory.taking import ASSET, FUND, INVENTORY, check_document, moved
from domain.deciding import Asked
from domain.values import NO_FEN, AccountCode, Fen, PostingKind


def count_stock(
    asked: Asked, command: CountStock, existing: StockStep | None, stock: Stock
) -> Sequence[StockCounted | StockMoved]:
    """Set an item's stock to what was counted."""
    check_document(command.document_no, command.item_no, existing)
    counted = command.counted or 0
    if not counted and not stock.quantity:
        raise StockEmpty(item_no=command.item_no)
    asked.check_day(command.effective_on)
    on = open_day(asked, command.effective_on)
    change = counted - stock.quantity
    change_fen = _change_fen(command, stock, change)
    posted = _posting(on, command, change_fen) if change_fen else None
    event = StockCounted(
        item_no=command.item_no,
        document_no=command.document_no,
        booked=stock.quantity,
        counted=Quantity(counted),
        change_fen=change_fen,
        approved_by=asked.actor,
        posting=posted,
        effective_on=command.effective_on,
    )
    difference = [moved(command, stock, change, change_fen)] if change else []
    return [event, *difference]


def _change_fen(command: CountStock, stock: Stock, change: int) -> Fen:
    if change > 0 and not stock.quantity:
        if command.surplus_fen is None:
            raise StockValueMissing(item_no=command.item_no)
        return command.surplus_fen
    value_fen = stock.worth_fen(abs(change)) if change else NO_FEN
    return value_fen if change > 0 else Fen(-value_fen)


def _posting(on: OpenDay, command: CountStock, change_fen: Fen) -> Posting:
    rule = on.rule(INVENTORY)
    stock, amount_fen = on.code(rule, ASSET), Fen(abs(change_fen))
    other = _against(on, is_over=change_fen > 0)
    debited, credited = (stock, other) if change_fen > 0 else (other, stock)
    lines = [Line(debited, "D", amount_fen), Line(credited, "C", amount_fen)]
    return posting(on, rule.rule_id, lines, command.document_no)


def _against(on: OpenDay, *, is_over: bool) -> AccountCode:
    if on.chart == "2021":
        return on.code(on.rule(INVENTORY), FUND)
    return on.code(on.rule(PostingKind("other_income" if is_over else "expense.other")))
