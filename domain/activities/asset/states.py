"""What the events of assets come to. What is depreciated so far stands in the runs, and is read as evidence."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from domain.accounting.lines import Posting
from domain.activities.asset.events import (
    AssetBought,
    AssetCard,
    AssetCounted,
    AssetDisposed,
    AssetEntryReversed,
    AssetMoved,
    AssetPolicyAdopted,
    AssetProceedsReceived,
    AssetRegistered,
    AssetsDepreciated,
    AssetTakenIn,
)
from domain.deciding import Stream, StreamKind
from domain.values import NO_FEN, ActorId, DocumentNo, Fen, Month

AssetEvent = (
    AssetRegistered
    | AssetBought
    | AssetTakenIn
    | AssetEntryReversed
    | AssetMoved
    | AssetCounted
    | AssetDisposed
    | AssetProceedsReceived
)
AssetPolicies = tuple[AssetPolicyAdopted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """An asset: its card, how it came in, and where it stands. ``bought`` is None if nothing was paid for it.

    ``brought_in_fen`` is what was depreciated before the books; ``missing_by`` is who found it missing.
    """

    card: AssetCard
    brought_in_fen: Fen
    posting: Posting | None
    bought: AssetBought | None
    entered_on: date
    changed_on: date
    missing_by: ActorId | None = None
    gone_on: date | None = None


def _evolve(state: Asset | None, event: AssetEvent) -> Asset | None:
    match event:
        case AssetRegistered() | AssetBought() | AssetTakenIn():
            return _entered(event)
        case _:
            return None if state is None else _after(replace(state, changed_on=event.effective_on), event)


def _entered(event: AssetRegistered | AssetBought | AssetTakenIn) -> Asset:
    return Asset(
        card=event.card,
        brought_in_fen=event.depreciated_fen if isinstance(event, AssetRegistered) else NO_FEN,
        posting=None if isinstance(event, AssetRegistered) else event.posting,
        bought=event if isinstance(event, AssetBought) else None,
        entered_on=event.effective_on,
        changed_on=event.effective_on,
    )


def _after(
    asset: Asset, event: AssetEntryReversed | AssetMoved | AssetCounted | AssetDisposed | AssetProceedsReceived
) -> Asset:
    match event:
        case AssetMoved():
            return replace(asset, card=replace(asset.card, location=event.location, keeper=event.keeper))
        case AssetCounted():
            return replace(asset, missing_by=None if event.found else event.counted_by)
        case AssetEntryReversed() | AssetDisposed():
            return replace(asset, gone_on=event.effective_on)
        case AssetProceedsReceived():
            return asset
        case _:
            assert_never(event)


def _adopted(policies: AssetPolicies, event: AssetPolicyAdopted) -> AssetPolicies:
    return (*policies, event)


def _ran(_: Month | None, event: AssetsDepreciated) -> Month:
    return event.period


NO_ASSET: Final[Asset | None] = None
NO_POLICIES: Final[AssetPolicies] = ()
NO_RUN: Final[Month | None] = None
ASSET: Final = StreamKind(category="asset", initial=NO_ASSET, evolve=_evolve)
ASSET_POLICIES: Final = StreamKind(category="asset-policy", initial=NO_POLICIES, evolve=_adopted)
DEPRECIATION: Final = StreamKind(category="depreciation", initial=NO_RUN, evolve=_ran, growing=True)


def asset(asset_no: DocumentNo) -> Stream[Asset | None]:
    """Name an asset's stream."""
    return ASSET.at(asset_no)


def asset_policies(_: object = None) -> Stream[AssetPolicies]:
    """Name the one stream of the ledger's rules for assets."""
    return ASSET_POLICIES.at()


def depreciation(_: object = None) -> Stream[Month | None]:
    """Name the one stream of the runs of depreciation; it comes to the last month that was run."""
    return DEPRECIATION.at()
