"""How an asset comes onto the books: bought, taken in without payment, or there before the books.

Both pairs stand in one posting. Source: notes on 162, 30104, 507 (财会〔2021〕7号) and 162, 301, 505 (财会〔2009〕7号).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line, Posting
from domain.accounting.policies import check_new_rule, rule_on
from domain.accounting.posting import (
    PLAIN,
    Dimensions,
    OpenDay,
    line,
    open_day,
    posting,
    taken_back,
)
from domain.activities.asset.commands import (
    AdoptAssetPolicy,
    BuyAsset,
    RegisterAsset,
    ReverseAssetEntry,
    TakeInAsset,
)
from domain.activities.asset.depreciating import FUND
from domain.activities.asset.events import (
    AssetBought,
    AssetCard,
    AssetCategory,
    AssetEntryReversed,
    AssetPolicyAdopted,
    AssetRegistered,
    AssetTakenIn,
)
from domain.activities.asset.refusals import (
    AssetBelowThreshold,
    AssetDepreciatedTooMuch,
    AssetInUseAlready,
    AssetNumberTaken,
    AssetRegisteredLate,
    AssetsNotDepreciated,
)
from domain.activities.asset.standing import known_asset
from domain.activities.asset.states import Asset, AssetPolicies
from domain.activities.expense import (
    Consequence,
    PaymentDisagrees,
    check_approval,
    check_return,
    give_back,
    means_of,
    use,
)
from domain.deciding import Asked
from domain.values import DocumentNo, Fen, PostingKind, PostingPart, RuleId, Text, month_of

ASSET_PART: Final = PostingPart("asset")
EXPENSE_PART: Final = PostingPart("expense")


def _usual(rule_id: str, general_fen: int, special_fen: int, valid_from: date, source: str) -> AssetPolicyAdopted:
    return AssetPolicyAdopted(
        rule_id=RuleId(rule_id),
        general_fen=Fen(general_fen),
        special_fen=Fen(special_fen),
        valid_from=valid_from,
        source=Text(source),
        effective_on=valid_from,
    )


USUAL_POLICIES: Final = (
    _usual("usual.fixed-asset-2009", 500_00, 800_00, date(2010, 1, 1), "财会〔2009〕7号 第二十五条"),
    _usual("usual.fixed-asset-2021", 1_000_00, 1_500_00, date(2022, 1, 1), "财会〔2021〕7号 第三十二条"),
)


def adopt_asset_policy(asked: Asked, command: AdoptAssetPolicy, adopted: AssetPolicies) -> Sequence[AssetPolicyAdopted]:
    """Put thresholds into force."""
    check_new_rule(adopted, command.rule_id, command.valid_from)
    asked.check_day(command.effective_on)
    return [
        AssetPolicyAdopted(
            rule_id=command.rule_id,
            general_fen=command.general_fen,
            special_fen=command.special_fen,
            valid_from=command.valid_from,
            source=command.source,
            effective_on=command.effective_on,
        )
    ]


def register_asset(asked: Asked, command: RegisterAsset, existing: Asset | None) -> Sequence[AssetRegistered]:
    """Enter the card of an asset whose value stands in the opening balances."""
    _check_number(command.asset_no, existing)
    kept_from = asked.books.kept_from
    if command.effective_on > kept_from:
        raise AssetRegisteredLate(effective_on=command.effective_on, kept_from=kept_from)
    if command.depreciated_fen > command.cost_fen:
        raise AssetDepreciatedTooMuch(depreciated_fen=command.depreciated_fen, cost_fen=command.cost_fen)
    if command.depreciated_fen and chart_on(kept_from) == "2009":
        raise AssetsNotDepreciated(period=month_of(kept_from))
    asked.check_day(command.effective_on)
    card = AssetCard(
        category=command.category,
        name=command.name,
        cost_fen=command.cost_fen,
        life_months=command.life_months,
        in_use_from=command.in_use_from,
        location=command.location,
        keeper=command.keeper,
    )
    return [
        AssetRegistered(
            asset_no=command.asset_no,
            card=card,
            depreciated_fen=command.depreciated_fen,
            effective_on=command.effective_on,
        )
    ]


def buy_asset(
    asked: Asked,
    command: BuyAsset,
    existing: Asset | None,
    policies: AssetPolicies,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[AssetBought | Consequence]:
    """Buy an asset: the asset against its fund, and the expense against money, in one posting."""
    _check_number(command.asset_no, existing)
    threshold_rule = _check_threshold(command, policies)
    asked.check_day(command.effective_on)
    means = means_of(means_states)
    unapproved_by = check_approval(asked, command, "fixed_asset", means, "buy-asset")
    posted = _purchase(open_day(asked, command.effective_on), command)
    event = AssetBought(
        asset_no=command.asset_no,
        document_no=command.document_no,
        card=_new_card(command, command.amount_fen),
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        approval_no=command.approval_no,
        approved_by=means.approved_by,
        unapproved_by=unapproved_by,
        threshold_rule=threshold_rule,
        attachments=command.attachments,
        paid_by=asked.actor,
        posting=posted,
        effective_on=command.effective_on,
    )
    return [event, *use(command, posted, means)]


def take_in_asset(asked: Asked, command: TakeInAsset, existing: Asset | None) -> Sequence[AssetTakenIn]:
    """Enter an asset for which nothing was paid: the asset against its fund."""
    _check_number(command.asset_no, existing)
    asked.check_day(command.effective_on)
    on = open_day(asked, command.effective_on)
    rule_id, pair = _asset_against_fund(on, command.category, command.cost_fen)
    return [
        AssetTakenIn(
            asset_no=command.asset_no,
            document_no=command.document_no,
            origin=command.origin,
            card=_new_card(command, command.cost_fen),
            taken_in_by=asked.actor,
            posting=posting(on, rule_id, pair, command.document_no),
            effective_on=command.effective_on,
        )
    ]


def reverse_asset_entry(
    asked: Asked,
    command: ReverseAssetEntry,
    existing: Asset | None,
    *means_states_and_held: Any,  # noqa: ANN401 - see means_of
) -> Sequence[AssetEntryReversed | Consequence]:
    """Take back a card that was entered wrongly, with its purchase, before anything was depreciated."""
    *means_states, held = means_states_and_held
    found = known_asset(command.asset_no, existing)
    _check_stated(command, found)
    depreciated_fen = held.depreciated_fen(command.asset_no)
    if depreciated_fen > found.brought_in_fen:
        raise AssetInUseAlready(asset_no=command.asset_no, depreciated_fen=depreciated_fen)
    asked.check_day_since(command.effective_on, found.changed_on)
    posted = None
    if found.posting is not None:
        posted = taken_back(open_day(asked, command.effective_on), found.posting, found.entered_on)
    event = AssetEntryReversed(
        asset_no=command.asset_no,
        cost_fen=found.card.cost_fen,
        approved_by=None if found.bought is None else found.bought.approved_by,
        entered_on=found.entered_on,
        reason=command.reason,
        posting=posted,
        effective_on=command.effective_on,
    )
    if found.bought is None:
        return [event]
    means = means_of(means_states)
    check_return(asked, means, "reverse-asset-entry")
    return [event, *give_back(command, found.bought.document_no, found.card.cost_fen, posted, means)]


def _check_stated(command: ReverseAssetEntry, found: Asset) -> None:
    bought = found.bought
    recorded = (bought.fund_class, bought.project, bought.approval_no) if bought else ("unrestricted", None, None)
    stated = (command.fund_class, command.project, command.approval_no)
    if command.paid_on != found.entered_on or stated != recorded:
        raise PaymentDisagrees(number=command.asset_no, paid_on=found.entered_on)


def _check_number(asset_no: DocumentNo, existing: Asset | None) -> None:
    if existing is not None:
        raise AssetNumberTaken(asset_no=asset_no, entered_on=existing.entered_on)


def _check_threshold(command: BuyAsset, policies: AssetPolicies) -> RuleId:
    rule = rule_on(policies, USUAL_POLICIES, command.effective_on)
    threshold_fen = rule.special_fen if command.category == "special" else rule.general_fen
    if command.amount_fen < threshold_fen:
        raise AssetBelowThreshold(cost_fen=command.amount_fen, threshold_fen=threshold_fen, rule_id=rule.rule_id)
    return rule.rule_id


def _new_card(command: BuyAsset | TakeInAsset, cost_fen: Fen) -> AssetCard:
    return AssetCard(
        category=command.category,
        name=command.name,
        cost_fen=cost_fen,
        life_months=command.life_months,
        in_use_from=month_of(command.effective_on),
        location=command.location,
        keeper=command.keeper,
    )


def _asset_against_fund(on: OpenDay, category: AssetCategory, cost_fen: Fen) -> tuple[RuleId, list[Line]]:
    rule = on.rule(PostingKind(f"fixed_asset.{category}"))
    pair = [
        line(on.code(rule, ASSET_PART), "D", cost_fen, PLAIN),
        line(on.code(rule, FUND), "C", cost_fen, PLAIN),
    ]
    return rule.rule_id, pair


def _purchase(on: OpenDay, command: BuyAsset) -> Posting:
    """Post both pairs. The money's class and project stand on the expense, not on the asset and its fund."""
    rule = on.rule(PostingKind(f"fixed_asset.{command.category}"))
    rule_id, pair = _asset_against_fund(on, command.category, command.amount_fen)
    dimensions = Dimensions(command.fund_class, command.project, command.party, command.economic_class)
    expense = [
        line(on.code(rule, EXPENSE_PART), "D", command.amount_fen, dimensions),
        line(on.money(command.place, dimensions), "C", command.amount_fen, dimensions),
    ]
    return posting(on, rule_id, [*pair, *expense], command.document_no)
