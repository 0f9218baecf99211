"""Goods in stock (库存物品), by item: quantity and value, both exact, issued at the weighted average.

Under chart 2021 the fund 30101 always equals 141.
"""

from typing import Final

from domain.activities.budget import of_no_project, of_project, within_budget
from domain.activities.expense import means_streams
from domain.activities.inventory.commands import BuyStock, CountStock, IssueStock, RegisterStock, ReverseStockStep
from domain.activities.inventory.counting import count_stock
from domain.activities.inventory.events import (
    Event,
    Quantity,
    Step,
    StockBought,
    StockCounted,
    StockIssued,
    StockMoved,
    StockRegistered,
    StockStepReversed,
)
from domain.activities.inventory.refusals import (
    StockDocumentUsed,
    StockEmpty,
    StockKindMissing,
    StockKindNotPosted,
    StockRegisteredLate,
    StockShort,
    StockStepUnknown,
    StockUnrestrictedOnly,
    StockValueMissing,
    StockValueMixed,
)
from domain.activities.inventory.states import Stock, StockStep, stock, stock_step
from domain.activities.inventory.taking import buy_stock, issue_stock, register_stock
from domain.activities.inventory.taking_back import reverse_stock_step
from domain.deciding import APPROVER, CASHIER, OFFICER, Activity, CommandType, EventType, Stream


def _step(
    named: Step | BuyStock | CountStock | IssueStock | RegisterStock | ReverseStockStep,
) -> Stream[StockStep | None]:
    return stock_step(named.document_no, named.item_no)


ACTIVITY: Final = Activity(
    name="inventory",
    events=(
        EventType(name="inventory.registered", event=StockRegistered, stream=_step),
        EventType(name="inventory.bought", event=StockBought, stream=_step),
        EventType(name="inventory.issued", event=StockIssued, stream=_step),
        EventType(name="inventory.counted", event=StockCounted, stream=_step),
        EventType(name="inventory.step_reversed", event=StockStepReversed, stream=_step),
        EventType(name="inventory.moved", event=StockMoved, stream=lambda event: stock(event.item_no)),
    ),
    commands=(
        CommandType(
            name="register-stock",
            command=RegisterStock,
            roles=OFFICER,
            streams=lambda command: (_step(command), stock(command.item_no)),
            decide=register_stock,
        ),
        within_budget(
            CommandType(
                name="buy-stock",
                command=BuyStock,
                roles=CASHIER,
                streams=lambda command: (_step(command), stock(command.item_no), *means_streams(command)),
                decide=buy_stock,
            ),
            of_project,
        ),
        within_budget(
            CommandType(
                name="issue-stock",
                command=IssueStock,
                roles=OFFICER,
                streams=lambda command: (_step(command), stock(command.item_no)),
                decide=issue_stock,
            ),
            of_no_project,
        ),
        within_budget(
            CommandType(
                name="count-stock",
                command=CountStock,
                roles=APPROVER,
                streams=lambda command: (_step(command), stock(command.item_no)),
                decide=count_stock,
            ),
            of_no_project,
        ),
        within_budget(
            CommandType(
                name="reverse-stock-step",
                command=ReverseStockStep,
                roles=CASHIER,
                streams=lambda command: (_step(command), stock(command.item_no), *means_streams(command)),
                decide=reverse_stock_step,
            ),
            of_project,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "BuyStock",
    "CountStock",
    "Event",
    "IssueStock",
    "Quantity",
    "RegisterStock",
    "ReverseStockStep",
    "Stock",
    "StockBought",
    "StockCounted",
    "StockDocumentUsed",
    "StockEmpty",
    "StockIssued",
    "StockKindMissing",
    "StockKindNotPosted",
    "StockMoved",
    "StockRegistered",
    "StockRegisteredLate",
    "StockShort",
    "StockStepReversed",
    "StockStepUnknown",
    "StockUnrestrictedOnly",
    "StockValueMissing",
    "StockValueMixed",
    "stock",
    "stock_step",
]
