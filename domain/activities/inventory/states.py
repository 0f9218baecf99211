"""What the events of an item and of its documents come to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple, assert_never

from domain.activities.inventory.events import (
    Quantity,
    Step,
    StockBought,
    StockCounted,
    StockIssued,
    StockMoved,
    StockRegistered,
    StockStepReversed,
)
from domain.deciding import Stream, StreamKind
from domain.values import NO_FEN, DocumentNo, Fen


class Stock(NamedTuple):
    """What is in stock of an item, and what it is worth."""

    quantity: Quantity
    value_fen: Fen

    def worth_fen(self, quantity: int) -> Fen:
        """Value some of the stock by the weighted average, rounded to the fen; all of it is worth all that is left.

        Weighted average (加权平均法) is one of the methods in use for unions' stock; the choice is a policy value.
        """
        return Fen((self.value_fen * quantity * 2 + self.quantity) // (2 * self.quantity))


@dataclass(frozen=True, slots=True, kw_only=True)
class StockStep:
    """What was booked for an item by a document; ``step`` is None when it was taken back."""

    booked_on: date
    step: StockBought | StockIssued | None


def _evolve(state: StockStep | None, event: Step) -> StockStep | None:
    match event:
        case StockBought() | StockIssued():
            return StockStep(booked_on=event.effective_on, step=event)
        case StockRegistered() | StockCounted():
            return StockStep(booked_on=event.effective_on, step=None)
        case StockStepReversed():
            return None if state is None else replace(state, step=None)
        case _:
            assert_never(event)


def _moved(_: Stock, event: StockMoved) -> Stock:
    return Stock(event.quantity_left, event.value_left_fen)


NO_STEP: Final[StockStep | None] = None
EMPTY: Final = Stock(Quantity(0), NO_FEN)
STEP: Final = StreamKind(category="stock-step", initial=NO_STEP, evolve=_evolve)
STOCK: Final = StreamKind(category="stock", initial=EMPTY, evolve=_moved, growing=True)


def stock_step(document_no: DocumentNo, item_no: DocumentNo) -> Stream[StockStep | None]:
    """Name the stream of what a document booked for an item."""
    return STEP.at(document_no, item_no)


def stock(item_no: DocumentNo) -> Stream[Stock]:
    """Name the stream of what is in stock of an item."""
    return STOCK.at(item_no)
