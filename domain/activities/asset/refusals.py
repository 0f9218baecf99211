"""How fixed assets say no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import DocumentNo, Fen, Month, RuleId


@dataclass(eq=False, kw_only=True)
class AssetNumberTaken(LedgerError):
    """A card's number is used once, also if the card was taken back."""

    code = "asset_number_taken"
    text = "Card {asset_no} was entered on {entered_on}. Use another number."

    asset_no: DocumentNo
    entered_on: date


@dataclass(eq=False, kw_only=True)
class AssetUnknown(LedgerError):
    """There is no such card."""

    code = "asset_unknown"
    kind = "not_found"
    text = "There is no card {asset_no}. Check the number."

    asset_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class AssetGone(LedgerError):
    """An asset that was disposed of, or whose card was taken back, takes no further step."""

    code = "asset_gone"
    text = "Asset {asset_no} left the books on {gone_on}. Nothing more can be done to it."

    asset_no: DocumentNo
    gone_on: date


@dataclass(eq=False, kw_only=True)
class AssetBelowThreshold(LedgerError):
    """A thing of small cost is no fixed asset. Source: 财会〔2021〕7号 第三十二条; 财会〔2009〕7号 第二十五条."""

    code = "asset_below_threshold"
    text = "{cost} is less than the {threshold} of a fixed asset by rule {rule_id}. Use buy-stock or pay-expense."

    cost_fen: Fen
    threshold_fen: Fen
    rule_id: RuleId


@dataclass(eq=False, kw_only=True)
class AssetRegisteredLate(LedgerError):
    """Only what was there before the books is entered without a posting."""

    code = "asset_registered_late"
    kind = "invalid"
    text = "{effective_on} is after the books began on {kept_from}. Use buy-asset or take-in-asset."

    effective_on: date
    kept_from: date


@dataclass(eq=False, kw_only=True)
class AssetDepreciatedTooMuch(LedgerError):
    """No more is depreciated than an asset cost."""

    code = "asset_depreciated_too_much"
    kind = "invalid"
    text = "{depreciated} is more than the cost of {cost}. Correct one of the two."

    depreciated_fen: Fen
    cost_fen: Fen


@dataclass(eq=False, kw_only=True)
class AssetsNotDepreciated(LedgerError):
    """Under the chart of 2009 assets stand in the books at cost. Source: 财会〔2009〕7号; 财会〔2021〕16号 二."""

    code = "assets_not_depreciated"
    kind = "invalid"
    text = "{period} is under chart 2009, which keeps no depreciation. The first month of depreciation is 2022-01."

    period: Month


@dataclass(eq=False, kw_only=True)
class DepreciationDayWrong(LedgerError):
    """A month's depreciation is dated in that month."""

    code = "depreciation_day_wrong"
    kind = "invalid"
    text = "{effective_on} is not in {period}. Use a day of that month."

    effective_on: date
    period: Month


@dataclass(eq=False, kw_only=True)
class AlreadyDepreciated(LedgerError):
    """No month is depreciated after a later one, whose run catches up by itself."""

    code = "already_depreciated"
    text = (
        "Assets are depreciated through {last_period}. Use that month or a later one: it catches up on what is missing."
    )

    last_period: Month


@dataclass(eq=False, kw_only=True)
class NothingToDepreciate(LedgerError):
    """No asset is due for depreciation."""

    code = "nothing_to_depreciate"
    text = "No asset has anything left to depreciate in {period}. Nothing is to be done."

    period: Month


@dataclass(eq=False, kw_only=True)
class DepreciationBehind(LedgerError):
    """Before an asset leaves the books, it is depreciated through the month before."""

    code = "depreciation_behind"
    text = "Asset {asset_no} is not depreciated through {period}. Run depreciate-assets first."

    asset_no: DocumentNo
    period: Month


@dataclass(eq=False, kw_only=True)
class DepreciationAhead(LedgerError):
    """The month in which an asset leaves is not depreciated any more, so it leaves in a month without a run."""

    code = "depreciation_ahead"
    text = "Assets are depreciated through {last_period} already. Date the step in a later month."

    last_period: Month


@dataclass(eq=False, kw_only=True)
class AssetNotMissing(LedgerError):
    """What is lost was missing in a stocktake, and what was missing is not sold or scrapped."""

    code = "asset_not_missing"
    text = "The last stocktake of asset {asset_no} says otherwise: only what is missing is lost. Do count-asset first."

    asset_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class AssetInUseAlready(LedgerError):
    """A card is taken back only before its asset was depreciated; later the asset is disposed of."""

    code = "asset_in_use_already"
    text = "Asset {asset_no} is depreciated by {depreciated} already. Dispose of it, and enter a new card."

    asset_no: DocumentNo
    depreciated_fen: Fen
