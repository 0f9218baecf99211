"""Disposing of assets: what remains of the cost goes against the asset's fund, what comes in is other income.

The approver's decision posts at once, so nothing waits on 182 in between (posting of the note on 162).
"""

from collections.abc import Sequence

from domain.accounting.charts import CHART_2021_FROM, chart_on
from domain.accounting.lines import Line, Posting
from domain.accounting.posting import OpenDay, open_day, posting, received
from domain.activities.asset.commands import DisposeAsset
from domain.activities.asset.depreciating import DEPRECIATION, FUND, AssetsHeld
from domain.activities.asset.entering import ASSET_PART
from domain.activities.asset.events import AssetDisposed, AssetProceedsReceived
from domain.activities.asset.refusals import AssetNotMissing, DepreciationAhead, DepreciationBehind
from domain.activities.asset.standing import known_asset
from domain.activities.asset.states import Asset
from domain.deciding import Asked
from domain.errors import SamePerson
from domain.values import NO_FEN, DocumentNo, Fen, Month, PostingKind, month_of


def dispose_asset(
    asked: Asked, command: DisposeAsset, existing: Asset | None, last_run: Month | None, held: AssetsHeld
) -> Sequence[AssetDisposed | AssetProceedsReceived]:
    """Take an asset out of the books, and what it was sold for into them."""
    found = known_asset(command.asset_no, existing)
    if (command.manner == "lost") != (found.missing_by is not None):
        raise AssetNotMissing(asset_no=command.asset_no)
    if found.missing_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="count-asset", step="dispose-asset")
    asked.check_day_since(command.effective_on, found.changed_on)
    on = open_day(asked, command.effective_on)
    depreciated_fen = _depreciated(on, command.asset_no, last_run, held)
    net_fen = Fen(found.card.cost_fen - depreciated_fen)
    disposed = AssetDisposed(
        asset_no=command.asset_no,
        document_no=command.document_no,
        manner=command.manner,
        cost_fen=found.card.cost_fen,
        depreciated_fen=depreciated_fen,
        net_fen=net_fen,
        reason=command.reason,
        approved_by=asked.actor,
        posting=_posting(on, command, found, depreciated_fen),
        effective_on=command.effective_on,
    )
    return [disposed, *_proceeds(on, command)]


def _depreciated(on: OpenDay, asset_no: DocumentNo, last_run: Month | None, held: AssetsHeld) -> Fen:
    """Say what is depreciated, after checking that it is so through the month before, and not beyond.

    Raises:
        DepreciationAhead, DepreciationBehind: it is not.
    """
    if chart_on(on.day) == "2009":
        return NO_FEN
    if last_run is not None and month_of(on.day) <= last_run:
        raise DepreciationAhead(last_period=last_run)
    before = _month_before(month_of(on.day))
    since = max(month_of(CHART_2021_FROM), month_of(on.asked.books.kept_from))
    for asset in held.assets:
        if asset.asset_no == asset_no and before >= since and asset.due_fen(before) > asset.depreciated_fen:
            raise DepreciationBehind(asset_no=asset_no, period=before)
    return held.depreciated_fen(asset_no)


def _month_before(period: Month) -> Month:
    index = int(period[:4]) * 12 + int(period[5:]) - 2
    return Month(f"{index // 12:04d}-{index % 12 + 1:02d}")


def _posting(on: OpenDay, command: DisposeAsset, found: Asset, depreciated_fen: Fen) -> Posting:
    rule = on.rule(PostingKind(f"fixed_asset.{found.card.category}"))
    cost_fen = found.card.cost_fen
    lines = [Line(on.code(rule, ASSET_PART), "C", cost_fen)]
    if depreciated_fen < cost_fen:
        lines.insert(0, Line(on.code(rule, FUND), "D", Fen(cost_fen - depreciated_fen)))
    if depreciated_fen:
        lines.insert(0, Line(on.code(rule, DEPRECIATION), "D", depreciated_fen))
    return posting(on, rule.rule_id, lines, command.document_no)


def _proceeds(on: OpenDay, command: DisposeAsset) -> Sequence[AssetProceedsReceived]:
    if not command.proceeds_fen:
        return []
    posted = received(
        on,
        PostingKind("other_income"),
        command.proceeds_fen,
        command.place,
        document_no=command.document_no,
    )
    return [
        AssetProceedsReceived(
            asset_no=command.asset_no,
            amount_fen=command.proceeds_fen,
            place=command.place,
            approved_by=on.asked.actor,
            posting=posted,
            effective_on=command.effective_on,
        )
    ]
