"""What happens to fixed assets (固定资产): bought or taken in, depreciated, moved, counted, and disposed of."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.values import (
    ActorId,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    MoneyPlace,
    Month,
    PartyId,
    ProjectId,
    RuleId,
    Text,
)

AssetCategory = Literal["buildings", "office", "special", "vehicles", "network", "other"]
"""Each is posted by the rule of the kind ``fixed_asset.{category}``."""
AssetOrigin = Literal["donated", "found", "transferred"]
"""How an asset came in for which nothing was paid: 接受捐赠, 盘盈, 无偿调入."""
DisposalManner = Literal["scrapped", "sold", "lost", "transferred"]
"""报废, 出售, 盘亏, 无偿调出."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCard:
    """What stands on an asset's card (固定资产卡片) from the day on which it is entered.

    ``life_months`` is None for what is not depreciated, as books, relics and land. ``in_use_from`` is the month of
    entry, the first that is depreciated. ``keeper`` is pseudonymous.
    """

    category: AssetCategory
    name: Text
    cost_fen: Fen
    life_months: Count | None
    in_use_from: Month
    location: Text
    keeper: PartyId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetPolicyAdopted:
    """The ledger says from which unit cost on a thing is a fixed asset."""

    rule_id: RuleId
    general_fen: Fen
    special_fen: Fen
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRegistered:
    """An asset that was there before the books has a card; its value stands in the opening balances."""

    asset_no: DocumentNo
    card: AssetCard
    depreciated_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetBought:
    """An asset was bought; ``threshold_rule`` is the rule by which it is one."""

    asset_no: DocumentNo
    document_no: DocumentNo
    card: AssetCard
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    approval_no: DocumentNo | None
    approved_by: ActorId | None
    unapproved_by: RuleId | None
    threshold_rule: RuleId
    attachments: Count
    paid_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetTakenIn:
    """An asset came in for which nothing was paid, at its value by document or by estimate."""

    asset_no: DocumentNo
    document_no: DocumentNo
    origin: AssetOrigin
    card: AssetCard
    taken_in_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEntryReversed:
    """An asset's card was entered wrongly and is taken back, with its purchase if there was one."""

    asset_no: DocumentNo
    cost_fen: Fen
    approved_by: ActorId | None
    entered_on: date
    reason: Text
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMoved:
    """An asset stands elsewhere, or somebody else keeps it."""

    asset_no: DocumentNo
    location: Text
    keeper: PartyId | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Depreciation:
    """By how much one asset is depreciated in a run."""

    asset_no: DocumentNo
    amount_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetsDepreciated:
    """The assets of a category were depreciated up to a month, each exactly as far as it is due by then."""

    period: Month
    category: AssetCategory
    amount_fen: Fen
    assets: tuple[Depreciation, ...]
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCounted:
    """A stocktake (盘点) found an asset, or found it missing."""

    asset_no: DocumentNo
    document_no: DocumentNo
    found: bool
    counted_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetDisposed:
    """An asset left the books with its cost, its depreciation and what remained."""

    asset_no: DocumentNo
    document_no: DocumentNo
    manner: DisposalManner
    cost_fen: Fen
    depreciated_fen: Fen
    net_fen: Fen
    reason: Text
    approved_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetProceedsReceived:
    """Money came in for an asset that was disposed of."""

    asset_no: DocumentNo
    amount_fen: Fen
    place: MoneyPlace
    approved_by: ActorId
    posting: Posting
    effective_on: date


Event = (
    AssetPolicyAdopted
    | AssetRegistered
    | AssetBought
    | AssetTakenIn
    | AssetEntryReversed
    | AssetMoved
    | AssetsDepreciated
    | AssetCounted
    | AssetDisposed
    | AssetProceedsReceived
)
