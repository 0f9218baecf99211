"""Cards of fixed assets, and stock by item."""

from dataclasses import replace
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.activities.asset import AssetsHeld, DepreciateAssets, DisposeAsset, HeldAsset
from domain.values import DocumentNo, Fen
from projections.assets import AssetState, StockRow, asset_cards, assets_held, stock_items
from tests.domain.activities.test_asset import HELD, ONE_MONTH_OLD, RUN, SELL
from tests.projections.logs import SCHOOL, Projected
from tests.samples import asset, inventory

Connection = psycopg.Connection[DictRow]
SECOND: Final = replace(asset.TAKEN_IN, asset_no=DocumentNo("FA-0002"))


def test_a_card_shows_cost_depreciation_and_what_is_left(projected: Projected, connection: Connection) -> None:
    projected(asset.BOUGHT, asset.DEPRECIATED)
    (card,) = asset_cards(connection, SCHOOL)
    assert (card.cost_fen, card.depreciated_fen, card.net_fen) == (5_000_00, 69_44, 4_930_56)
    assert (card.name, card.category, card.life_months, card.in_use_from) == ("laptop", "office", 72, "2025-03")
    assert (card.location, card.keeper, card.state, card.gone_on) == ("room 201", "M0601", "held", None)


def test_a_card_follows_its_asset(projected: Projected, connection: Connection) -> None:
    projected(asset.BOUGHT, asset.MOVED, asset.COUNTED)
    (card,) = asset_cards(connection, SCHOOL)
    assert (card.location, card.keeper, card.counted_on) == ("room 305", "M0602", asset.COUNTED.effective_on)
    projected(replace(asset.MOVED, keeper=None), replace(asset.COUNTED, found=False))
    (card,) = asset_cards(connection, SCHOOL)
    assert (card.keeper, card.state) == (None, "missing")
    projected(asset.DISPOSED, asset.PROCEEDS)
    (card,) = asset_cards(connection, SCHOOL)
    assert (card.state, card.gone_on) == ("disposed", asset.DISPOSED.effective_on)


def test_a_registered_card_begins_with_what_was_depreciated(projected: Projected, connection: Connection) -> None:
    projected(replace(asset.REGISTERED, depreciated_fen=Fen(400_00)))
    (card,) = asset_cards(connection, SCHOOL)
    assert (card.net_fen, card.life_months, card.keeper) == (500_00, None, None)


def test_cards_are_listed_by_number_and_state_page_by_page(projected: Projected, connection: Connection) -> None:
    projected(asset.REGISTERED, asset.BOUGHT, SECOND, asset.ENTRY_REVERSED)

    def numbers(state: AssetState | None = None, after: str = "", limit: int = 9) -> list[str]:
        return [
            row.asset_no for row in asset_cards(connection, SCHOOL, state=state, after=DocumentNo(after), limit=limit)
        ]

    assert numbers(limit=2) == ["FA-0000", "FA-0001"]
    assert numbers(after="FA-0001") == ["FA-0002"]
    assert numbers("held") == ["FA-0000", "FA-0002"]
    assert numbers("reversed") == ["FA-0001"]


def test_a_run_is_told_all_assets_in_the_books_and_another_step_its_own(
    projected: Projected, connection: Connection
) -> None:
    projected(asset.BOUGHT, asset.DEPRECIATED, asset.REGISTERED, SECOND, replace(asset.COUNTED, found=False))
    run: DepreciateAssets = RUN
    cabinet = HeldAsset(
        asset_no=asset.CABINET,
        category="other",
        cost_fen=Fen(900_00),
        life_months=None,
        in_use_from=asset.REGISTERED.card.in_use_from,
        depreciated_fen=Fen(0),
    )
    (laptop,) = ONE_MONTH_OLD.assets
    second = replace(HELD, asset_no=SECOND.asset_no)
    assert assets_held(connection, SCHOOL, run) == AssetsHeld(assets=(cabinet, laptop, second))
    step: DisposeAsset = SELL
    assert assets_held(connection, SCHOOL, step) == ONE_MONTH_OLD
    projected(asset.DISPOSED)
    assert assets_held(connection, SCHOOL, step) == AssetsHeld(assets=())


def test_stock_is_what_came_in_less_what_went_out(projected: Projected, connection: Connection) -> None:
    issued = replace(inventory.BOUGHT_MOVED, quantity_change=-1, value_change_fen=Fen(-33_33))
    projected(inventory.BOUGHT, inventory.BOUGHT_MOVED, inventory.ISSUED, issued)
    found = replace(inventory.BOUGHT_MOVED, item_no=DocumentNo("ST-02"), quantity_change=1, value_change_fen=Fen(7))
    projected(inventory.COUNTED, found)
    flask = StockRow(item_no=inventory.FLASK, name=inventory.BOUGHT.name, quantity=2, value_fen=Fen(66_67))
    assert stock_items(connection, SCHOOL) == [
        flask,
        StockRow(item_no=DocumentNo("ST-02"), name=None, quantity=1, value_fen=Fen(7)),
    ]
    assert stock_items(connection, SCHOOL, limit=1) == [flask]
