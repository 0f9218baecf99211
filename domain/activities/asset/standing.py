"""Whether an asset is there, moving it, and counting it (盘点: at least once a year, 规范 第六十二条)."""

from collections.abc import Sequence

from domain.activities.asset.commands import CountAsset, MoveAsset
from domain.activities.asset.events import AssetCounted, AssetMoved
from domain.activities.asset.refusals import AssetGone, AssetUnknown
from domain.activities.asset.states import Asset
from domain.deciding import Asked
from domain.values import DocumentNo


def known_asset(asset_no: DocumentNo, found: Asset | None) -> Asset:
    """Give an asset that is in the books.

    Raises:
        AssetUnknown, AssetGone: it is not, or not any more.
    """
    if found is None:
        raise AssetUnknown(asset_no=asset_no)
    if found.gone_on is not None:
        raise AssetGone(asset_no=asset_no, gone_on=found.gone_on)
    return found


def move_asset(asked: Asked, command: MoveAsset, existing: Asset | None) -> Sequence[AssetMoved]:
    """Say where an asset stands and who keeps it."""
    found = known_asset(command.asset_no, existing)
    asked.check_day_since(command.effective_on, found.changed_on)
    return [
        AssetMoved(
            asset_no=command.asset_no,
            location=command.location,
            keeper=command.keeper,
            effective_on=command.effective_on,
        )
    ]


def count_asset(asked: Asked, command: CountAsset, existing: Asset | None) -> Sequence[AssetCounted]:
    """Note that an asset was found or is missing; what is missing leaves the books when that is approved."""
    found = known_asset(command.asset_no, existing)
    asked.check_day_since(command.effective_on, found.changed_on)
    return [
        AssetCounted(
            asset_no=command.asset_no,
            document_no=command.document_no,
            found=command.found,
            counted_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]
