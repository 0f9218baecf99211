"""Fixed assets by card, and goods in stock by item.

``depreciated_fen`` of a card is the sum of its runs and of what was brought in; a card that left keeps its figures.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row

from domain.activities import asset, inventory
from domain.activities.asset import AssetCard, AssetCategory, AssetsHeld, DepreciateAssets, HeldAsset
from domain.catalogue import EVENT_TYPES
from domain.values import Count, DocumentNo, Fen, LedgerId, Month, PartyId, Text, last_day_of
from projections.fold import Changes, ReadModel, Table

Entered = asset.AssetRegistered | asset.AssetBought | asset.AssetTakenIn
Handled = (
    Entered
    | asset.AssetEntryReversed
    | asset.AssetMoved
    | asset.AssetsDepreciated
    | asset.AssetCounted
    | asset.AssetDisposed
    | inventory.StockRegistered
    | inventory.StockBought
    | inventory.StockMoved
)

ASSET_CARD: Final = Table(
    name="asset_card",
    key={"asset_no": "text"},
    sums=("depreciated_fen",),
    values={
        "category": "text",
        "name": "text",
        "cost_fen": "bigint",
        "life_months": "integer",
        "in_use_from": "text",
        "location": "text",
        "keeper": "text",
        "entered_on": "date",
        "state": "text",
        "counted_on": "date",
        "gone_on": "date",
    },
)
"""``keeper`` is '' where nobody is named; ``state`` is held, missing, disposed, or reversed."""
STOCK_ITEM: Final = Table(
    name="stock_item", key={"item_no": "text"}, sums=("quantity", "value_fen"), values={"name": "text"}
)


def fold(event: Handled, _position: int, rows: Changes) -> None:
    """Write an asset's card on, or an item's stock."""
    match event:
        case asset.AssetRegistered():
            _enter(event, rows)
            rows.add(ASSET_CARD, (event.asset_no,), depreciated_fen=event.depreciated_fen)
        case asset.AssetBought() | asset.AssetTakenIn():
            _enter(event, rows)
        case asset.AssetMoved():
            rows.put(ASSET_CARD, (event.asset_no,), location=event.location, keeper=event.keeper or "")
        case asset.AssetsDepreciated():
            for row in event.assets:
                rows.add(ASSET_CARD, (row.asset_no,), depreciated_fen=row.amount_fen)
        case asset.AssetCounted():
            state = "held" if event.found else "missing"
            rows.put(ASSET_CARD, (event.asset_no,), state=state, counted_on=event.effective_on)
        case asset.AssetDisposed() | asset.AssetEntryReversed():
            state = "disposed" if isinstance(event, asset.AssetDisposed) else "reversed"
            rows.put(ASSET_CARD, (event.asset_no,), state=state, gone_on=event.effective_on)
        case inventory.StockRegistered() | inventory.StockBought():
            rows.put(STOCK_ITEM, (event.item_no,), name=event.name)
        case inventory.StockMoved():
            rows.add(STOCK_ITEM, (event.item_no,), quantity=event.quantity_change, value_fen=event.value_change_fen)
        case _:
            assert_never(event)


def _enter(event: Entered, rows: Changes) -> None:
    card: AssetCard = event.card
    life = {} if card.life_months is None else {"life_months": card.life_months}
    rows.put(
        ASSET_CARD,
        (event.asset_no,),
        category=card.category,
        name=card.name,
        cost_fen=card.cost_fen,
        in_use_from=card.in_use_from,
        location=card.location,
        keeper=card.keeper or "",
        entered_on=event.effective_on,
        state="held",
        **life,
    )


ASSETS: Final = ReadModel(
    name="assets",
    version=1,
    tables=(ASSET_CARD, STOCK_ITEM),
    folds={Handled: fold},
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - frozenset(get_args(Handled)),
)

AssetState = Literal["held", "missing", "disposed", "reversed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRow:
    """An asset's card; ``net_fen`` is its cost less what is depreciated. ``keeper`` is None where nobody is named."""

    asset_no: DocumentNo
    category: AssetCategory
    name: Text
    cost_fen: Fen
    depreciated_fen: Fen
    net_fen: Fen
    life_months: Count | None
    in_use_from: Month
    location: Text
    keeper: PartyId | None
    entered_on: date
    state: AssetState
    counted_on: date | None
    gone_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """What is in stock of an item. ``name`` is None for one that only a stocktake found."""

    item_no: DocumentNo
    name: Text | None
    quantity: int
    value_fen: Fen


SELECT_CARDS: Final = """
SELECT asset_no, category, name, cost_fen, depreciated_fen, cost_fen - depreciated_fen AS net_fen, life_months,
       in_use_from, location, nullif(keeper, '') AS keeper, entered_on, state, counted_on, gone_on
FROM read_model.asset_card
WHERE ledger_id = %(ledger_id)s AND asset_no > %(after)s AND (%(state)s::text IS NULL OR state = %(state)s::text)
ORDER BY asset_no
LIMIT %(limit)s
"""

SELECT_STOCK: Final = """
SELECT item_no, name, quantity, value_fen
FROM read_model.stock_item
WHERE ledger_id = %(ledger_id)s AND item_no > %(after)s
ORDER BY item_no
LIMIT %(limit)s
"""

SELECT_HELD: Final = """
SELECT asset_no, category, cost_fen, life_months, in_use_from, depreciated_fen
FROM read_model.asset_card
WHERE ledger_id = %(ledger_id)s AND state IN ('held', 'missing')
  AND (%(asset_no)s::text IS NULL OR asset_no = %(asset_no)s::text)
  AND (%(entered_by)s::date IS NULL OR entered_on <= %(entered_by)s::date)
ORDER BY asset_no
"""


def asset_cards(
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    *,
    state: AssetState | None = None,
    after: DocumentNo | None = None,
    limit: int = 100,
) -> list[AssetRow]:
    """List assets by the number of their cards, those in one state if named."""
    asked = {"ledger_id": ledger_id, "state": state, "after": after or "", "limit": limit}
    with connection.cursor(row_factory=class_row(AssetRow)) as cursor:
        return cursor.execute(SELECT_CARDS, asked).fetchall()


def stock_items(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, *, after: DocumentNo | None = None, limit: int = 100
) -> list[StockRow]:
    """List goods in stock by item, also those of which none is left."""
    asked = {"ledger_id": ledger_id, "after": after or "", "limit": limit}
    with connection.cursor(row_factory=class_row(StockRow)) as cursor:
        return cursor.execute(SELECT_STOCK, asked).fetchall()


def assets_held(
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    command: DepreciateAssets | asset.DisposeAsset | asset.ReverseAssetEntry,
) -> AssetsHeld:
    """Read what a run must know of every asset in the books, or another command of the one that it names."""
    asset_no = None if isinstance(command, DepreciateAssets) else command.asset_no
    return AssetsHeld(assets=tuple(_held(connection, ledger_id, asset_no=asset_no)))


def assets_behind(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, period: Month) -> list[DocumentNo]:
    """Name the assets in the books since a month or longer that are not depreciated as far as is due through it."""
    held = _held(connection, ledger_id, entered_by=last_day_of(period))
    return [found.asset_no for found in held if found.due_fen(period) > found.depreciated_fen]


def _held(
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    *,
    asset_no: DocumentNo | None = None,
    entered_by: date | None = None,
) -> list[HeldAsset]:
    asked = {"ledger_id": ledger_id, "asset_no": asset_no, "entered_by": entered_by}
    with connection.cursor(row_factory=class_row(HeldAsset)) as cursor:
        return cursor.execute(SELECT_HELD, asked).fetchall()
