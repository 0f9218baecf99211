"""What may be asked about fixed assets. ``asset_no`` is the number of the asset's card (固定资产卡片)."""

from dataclasses import dataclass
from datetime import date

from domain.activities.asset.events import AssetCategory, AssetOrigin, DisposalManner
from domain.values import (
    NO_FEN,
    Count,
    DocumentNo,
    EconomicClass,
    Fen,
    FundClass,
    MoneyPlace,
    Month,
    PartyId,
    PositiveFen,
    ProjectId,
    RuleId,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptAssetPolicy:
    """Say from which unit cost on a thing is a fixed asset, from a day on, and by whose decision (``source``)."""

    rule_id: RuleId
    general_fen: PositiveFen
    special_fen: PositiveFen
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAsset:
    """Enter the card of an asset that was there before the books, with what is depreciated already."""

    asset_no: DocumentNo
    category: AssetCategory
    name: Text
    cost_fen: PositiveFen
    in_use_from: Month
    location: Text
    effective_on: date
    depreciated_fen: Fen = NO_FEN
    life_months: Count | None = None
    keeper: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyAsset:
    """Buy one fixed asset; a document that several were bought by is named for each."""

    asset_no: DocumentNo
    document_no: DocumentNo
    category: AssetCategory
    name: Text
    amount_fen: PositiveFen
    location: Text
    attachments: Count
    effective_on: date
    life_months: Count | None = None
    keeper: PartyId | None = None
    place: MoneyPlace = "bank"
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    economic_class: EconomicClass | None = None
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInAsset:
    """Enter an asset for which nothing was paid: donated, found in a stocktake, or handed over by another union."""

    asset_no: DocumentNo
    document_no: DocumentNo
    origin: AssetOrigin
    category: AssetCategory
    name: Text
    cost_fen: PositiveFen
    location: Text
    effective_on: date
    life_months: Count | None = None
    keeper: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAssetEntry:
    """Take back a card that was entered wrongly; the day, money and approval of a purchase are stated as they were."""

    asset_no: DocumentNo
    paid_on: date
    reason: Text
    effective_on: date
    approval_no: DocumentNo | None = None
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAsset:
    """Say where an asset stands and who keeps it from now on."""

    asset_no: DocumentNo
    location: Text
    effective_on: date
    keeper: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepreciateAssets:
    """Depreciate every asset up to a month, on a day of that month."""

    period: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAsset:
    """Say whether a stocktake found an asset; ``document_no`` is its sheet (盘点表)."""

    asset_no: DocumentNo
    document_no: DocumentNo
    found: bool
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposeAsset:
    """Approve that an asset leaves the books; what it was sold for goes to other income."""

    asset_no: DocumentNo
    document_no: DocumentNo
    manner: DisposalManner
    reason: Text
    effective_on: date
    proceeds_fen: Fen = NO_FEN
    place: MoneyPlace = "bank"
