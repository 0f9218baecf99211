"""Fixed assets (固定资产): a card for each, its cost against the asset fund, depreciated, counted and disposed of.

Under chart 2021 the fund 30104 always equals 162 less 163; under chart 2009 the fund 301 always equals 162.
"""

from typing import Final

from domain.activities.asset.commands import (
    AdoptAssetPolicy,
    BuyAsset,
    CountAsset,
    DepreciateAssets,
    DisposeAsset,
    MoveAsset,
    RegisterAsset,
    ReverseAssetEntry,
    TakeInAsset,
)
from domain.activities.asset.depreciating import AssetsHeld, HeldAsset, depreciate_assets
from domain.activities.asset.disposing import dispose_asset
from domain.activities.asset.entering import (
    adopt_asset_policy,
    buy_asset,
    register_asset,
    reverse_asset_entry,
    take_in_asset,
)
from domain.activities.asset.events import (
    AssetBought,
    AssetCard,
    AssetCategory,
    AssetCounted,
    AssetDisposed,
    AssetEntryReversed,
    AssetMoved,
    AssetOrigin,
    AssetPolicyAdopted,
    AssetProceedsReceived,
    AssetRegistered,
    AssetsDepreciated,
    AssetTakenIn,
    Depreciation,
    DisposalManner,
    Event,
)
from domain.activities.asset.refusals import (
    AlreadyDepreciated,
    AssetBelowThreshold,
    AssetDepreciatedTooMuch,
    AssetGone,
    AssetInUseAlready,
    AssetNotMissing,
    AssetNumberTaken,
    AssetRegisteredLate,
    AssetsNotDepreciated,
    AssetUnknown,
    DepreciationAhead,
    DepreciationBehind,
    DepreciationDayWrong,
    NothingToDepreciate,
)
from domain.activities.asset.standing import count_asset, move_asset
from domain.activities.asset.states import Asset, AssetEvent, asset, asset_policies, depreciation
from domain.activities.budget import of_project, within_budget
from domain.activities.expense import means_streams
from domain.deciding import (
    ADMIN,
    APPROVER,
    BOOKKEEPER,
    CASHIER,
    OFFICER,
    Activity,
    CommandType,
    EventType,
    Stream,
)


def _asset(event: AssetEvent) -> Stream[Asset | None]:
    return asset(event.asset_no)


ACTIVITY: Final = Activity(
    name="asset",
    events=(
        EventType(name="asset.policy_adopted", event=AssetPolicyAdopted, stream=asset_policies),
        EventType(name="asset.registered", event=AssetRegistered, stream=_asset),
        EventType(name="asset.bought", event=AssetBought, stream=_asset),
        EventType(name="asset.taken_in", event=AssetTakenIn, stream=_asset),
        EventType(name="asset.entry_reversed", event=AssetEntryReversed, stream=_asset),
        EventType(name="asset.moved", event=AssetMoved, stream=_asset),
        EventType(name="asset.depreciated", event=AssetsDepreciated, stream=depreciation),
        EventType(name="asset.counted", event=AssetCounted, stream=_asset),
        EventType(name="asset.disposed", event=AssetDisposed, stream=_asset),
        EventType(name="asset.proceeds_received", event=AssetProceedsReceived, stream=_asset),
    ),
    commands=(
        CommandType(
            name="adopt-asset-policy",
            command=AdoptAssetPolicy,
            roles=ADMIN,
            streams=lambda command: (asset_policies(command),),
            decide=adopt_asset_policy,
        ),
        CommandType(
            name="register-asset",
            command=RegisterAsset,
            roles=OFFICER,
            streams=lambda command: (asset(command.asset_no),),
            decide=register_asset,
        ),
        within_budget(
            CommandType(
                name="buy-asset",
                command=BuyAsset,
                roles=CASHIER,
                streams=lambda command: (asset(command.asset_no), asset_policies(), *means_streams(command)),
                decide=buy_asset,
            ),
            of_project,
        ),
        CommandType(
            name="take-in-asset",
            command=TakeInAsset,
            roles=APPROVER,
            streams=lambda command: (asset(command.asset_no),),
            decide=take_in_asset,
        ),
        within_budget(
            CommandType(
                name="reverse-asset-entry",
                command=ReverseAssetEntry,
                roles=CASHIER,
                streams=lambda command, _: (asset(command.asset_no), *means_streams(command)),
                decide=reverse_asset_entry,
                evidence=AssetsHeld,
            ),
            of_project,
        ),
        CommandType(
            name="move-asset",
            command=MoveAsset,
            roles=OFFICER,
            streams=lambda command: (asset(command.asset_no),),
            decide=move_asset,
        ),
        CommandType(
            name="depreciate-assets",
            command=DepreciateAssets,
            roles=BOOKKEEPER,
            streams=lambda *_: (depreciation(),),
            decide=depreciate_assets,
            evidence=AssetsHeld,
        ),
        CommandType(
            name="count-asset",
            command=CountAsset,
            roles=OFFICER,
            streams=lambda command: (asset(command.asset_no),),
            decide=count_asset,
        ),
        CommandType(
            name="dispose-asset",
            command=DisposeAsset,
            roles=APPROVER,
            streams=lambda command, _: (asset(command.asset_no), depreciation()),
            decide=dispose_asset,
            evidence=AssetsHeld,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "AdoptAssetPolicy",
    "AlreadyDepreciated",
    "AssetBelowThreshold",
    "AssetBought",
    "AssetCard",
    "AssetCategory",
    "AssetCounted",
    "AssetDepreciatedTooMuch",
    "AssetDisposed",
    "AssetEntryReversed",
    "AssetGone",
    "AssetInUseAlready",
    "AssetMoved",
    "AssetNotMissing",
    "AssetNumberTaken",
    "AssetOrigin",
    "AssetPolicyAdopted",
    "AssetProceedsReceived",
    "AssetRegistered",
    "AssetRegisteredLate",
    "AssetTakenIn",
    "AssetUnknown",
    "AssetsDepreciated",
    "AssetsHeld",
    "AssetsNotDepreciated",
    "BuyAsset",
    "CountAsset",
    "DepreciateAssets",
    "Depreciation",
    "DepreciationAhead",
    "DepreciationBehind",
    "DepreciationDayWrong",
    "DisposalManner",
    "DisposeAsset",
    "Event",
    "HeldAsset",
    "MoveAsset",
    "NothingToDepreciate",
    "RegisterAsset",
    "ReverseAssetEntry",
    "TakeInAsset",
    "asset",
    "depreciation",
]
