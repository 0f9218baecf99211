"""Depreciation by the straight line (年限平均法): monthly, from the month of entry, to the last fen of the cost.

What is due is worked out from the card alone, so whatever a run missed, the next one catches up on: an asset
recorded late, and all assets of earlier years in the first month of chart 2021.
Source: posting of 163 and 30104 by 财会〔2021〕7号 附录1; catch-up by 财会〔2021〕16号 二. That nothing is kept back as
a residual value, and how long an asset lives, are policy values: the life stands on the card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line
from domain.accounting.posting import OpenDay, open_day, posting
from domain.activities.asset.commands import DepreciateAssets
from domain.activities.asset.events import AssetCategory, AssetsDepreciated, Depreciation
from domain.activities.asset.refusals import (
    AlreadyDepreciated,
    AssetsNotDepreciated,
    DepreciationDayWrong,
    NothingToDepreciate,
)
from domain.deciding import Asked
from domain.values import NO_FEN, Count, DocumentNo, Fen, Month, PostingKind, PostingPart, month_of

FUND: Final = PostingPart("fund")
DEPRECIATION: Final = PostingPart("depreciation")
CATEGORIES: Final[tuple[AssetCategory, ...]] = get_args(AssetCategory)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAsset:
    """What depreciation must know of an asset in the books: its card's figures, and what is depreciated so far."""

    asset_no: DocumentNo
    category: AssetCategory
    cost_fen: Fen
    life_months: Count | None
    in_use_from: Month
    depreciated_fen: Fen

    def due_fen(self, period: Month) -> Fen:
        """Say how much of the cost is depreciated through a month: all of it at the end of its life."""
        if self.life_months is None:
            return self.depreciated_fen
        months = min(max(0, _months_through(self.in_use_from, period)), self.life_months)
        return Fen(self.cost_fen * months // self.life_months)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetsHeld:
    """The assets in the books that a command is about: all of them for a run, otherwise the one that it names."""

    assets: tuple[HeldAsset, ...]

    def depreciated_fen(self, asset_no: DocumentNo) -> Fen:
        """Say how much of an asset is depreciated."""
        return next((held.depreciated_fen for held in self.assets if held.asset_no == asset_no), NO_FEN)


def _months_through(first: Month, last: Month) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1


def depreciate_assets(
    asked: Asked, command: DepreciateAssets, last_run: Month | None, held: AssetsHeld
) -> Sequence[AssetsDepreciated]:
    """Depreciate every asset as far as it is due, with one event for each category.

    The month that was run last may be run again: an asset recorded late is depreciated before the month is closed.
    """
    if month_of(command.effective_on) != command.period:
        raise DepreciationDayWrong(effective_on=command.effective_on, period=command.period)
    if chart_on(command.effective_on) == "2009":
        raise AssetsNotDepreciated(period=command.period)
    if last_run is not None and command.period < last_run:
        raise AlreadyDepreciated(last_period=last_run)
    asked.check_day(command.effective_on)
    on = open_day(asked, command.effective_on)
    runs = [_run(on, command, category, held) for category in CATEGORIES]
    events = [run for run in runs if run is not None]
    if not events:
        raise NothingToDepreciate(period=command.period)
    return events


def _run(on: OpenDay, command: DepreciateAssets, category: AssetCategory, held: AssetsHeld) -> AssetsDepreciated | None:
    due = [(asset, asset.due_fen(command.period) - asset.depreciated_fen) for asset in held.assets]
    rows = tuple(
        Depreciation(asset_no=asset.asset_no, amount_fen=Fen(amount))
        for asset, amount in due
        if amount > 0 and asset.category == category
    )
    if not rows:
        return None
    total_fen = Fen(sum(row.amount_fen for row in rows))
    rule = on.rule(PostingKind(f"fixed_asset.{category}"))
    lines = [Line(on.code(rule, FUND), "D", total_fen), Line(on.code(rule, DEPRECIATION), "C", total_fen)]
    return AssetsDepreciated(
        period=command.period,
        category=category,
        amount_fen=total_fen,
        assets=rows,
        posting=posting(on, rule.rule_id, lines, DocumentNo(f"depreciation-{command.period}")),
        effective_on=command.effective_on,
    )
