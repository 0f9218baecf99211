"""Questions about budgets, fixed assets and stock: what may be asked, and who answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import DictRow

from domain.values import DocumentNo, LedgerId, Year
from projections.assets import AssetRow, AssetState, StockRow, asset_cards, stock_items
from projections.budgets import BudgetYear, budget_year
from services.api.asking import DEFAULT_PAGE, AsHappened
from services.wire.formats import PageSize

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBudget(AsHappened):
    """The budget of a year of a ledger."""

    ledger_id: LedgerId
    year: Year


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAssets(AsHappened):
    """A page of fixed assets, those in one state if named."""

    ledger_id: LedgerId
    state: AssetState | None = None
    after: DocumentNo | None = None
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStock(AsHappened):
    """A page of goods in stock."""

    ledger_id: LedgerId
    after: DocumentNo | None = None
    limit: PageSize = DEFAULT_PAGE


def answer_budget(connection: Connection, asked: OfBudget) -> BudgetYear:
    """Read a year's lines."""
    return budget_year(connection, asked.ledger_id, asked.year)


def answer_assets(connection: Connection, asked: OfAssets) -> Sequence[AssetRow]:
    """List assets."""
    return asset_cards(connection, asked.ledger_id, state=asked.state, after=asked.after, limit=asked.limit)


def answer_stock(connection: Connection, asked: OfStock) -> Sequence[StockRow]:
    """List goods in stock."""
    return stock_items(connection, asked.ledger_id, after=asked.after, limit=asked.limit)
