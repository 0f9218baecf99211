from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from domain.accounting.refusals import FundInsufficient
from domain.activities.asset import (
    AdoptAssetPolicy,
    AlreadyDepreciated,
    AssetBelowThreshold,
    AssetBought,
    AssetCategory,
    AssetDepreciatedTooMuch,
    AssetDisposed,
    AssetGone,
    AssetInUseAlready,
    AssetNotMissing,
    AssetNumberTaken,
    AssetRegisteredLate,
    AssetsDepreciated,
    AssetsHeld,
    AssetsNotDepreciated,
    AssetUnknown,
    BuyAsset,
    CountAsset,
    DepreciateAssets,
    DepreciationAhead,
    DepreciationBehind,
    DepreciationDayWrong,
    DisposalManner,
    DisposeAsset,
    HeldAsset,
    MoveAsset,
    NothingToDepreciate,
    RegisterAsset,
    ReverseAssetEntry,
    TakeInAsset,
)
from domain.activities.budget import BudgetExceeded, LineName
from domain.activities.expense import ApprovalDrawn, ApprovalMissing, ExpenseApproved, PaymentDisagrees
from domain.activities.fund import FundMoved
from domain.errors import DateBeforeEarlierStep, SamePerson
from domain.values import Count, DocumentNo, Fen, Month, ProjectId
from tests.domain.given import given
from tests.samples import budget, expense
from tests.samples.asset import (
    BOUGHT,
    BOUGHT_BY,
    BOUGHT_ON,
    CARD,
    COUNTED,
    DEPRECIATED,
    DISPOSED,
    ENTRY_REVERSED,
    LAPTOP,
    MOVED,
    POLICY_ADOPTED,
    PROCEEDS,
    REGISTERED,
    SOLD_BY,
    TAKEN_IN,
)

APPROVED: Final = ExpenseApproved(
    approval_no=DocumentNo("AP-2025-08"),
    expense_kind="fixed_asset",
    ceiling_fen=Fen(5_000_00),
    purpose=CARD.name,
    project=None,
    requested_by=expense.APPROVED.requested_by,
    approved_by=expense.APPROVED.approved_by,
    effective_on=date(2025, 3, 1),
)
DRAWN: Final = ApprovalDrawn(
    approval_no=APPROVED.approval_no,
    document_no=BOUGHT_BY,
    drawn_fen=Fen(5_000_00),
    left_fen=Fen(0),
    effective_on=BOUGHT_ON,
)
BUY: Final = BuyAsset(
    asset_no=LAPTOP,
    document_no=BOUGHT_BY,
    category="office",
    name=CARD.name,
    amount_fen=CARD.cost_fen,
    location=CARD.location,
    attachments=Count(1),
    life_months=CARD.life_months,
    keeper=CARD.keeper,
    approval_no=APPROVED.approval_no,
    effective_on=BOUGHT_ON,
)
HELD: Final = HeldAsset(
    asset_no=LAPTOP,
    category="office",
    cost_fen=CARD.cost_fen,
    life_months=CARD.life_months,
    in_use_from=CARD.in_use_from,
    depreciated_fen=Fen(0),
)
NEW: Final = AssetsHeld(assets=(HELD,))
ONE_MONTH_OLD: Final = AssetsHeld(assets=(replace(HELD, depreciated_fen=Fen(69_44)),))
RUN: Final = DepreciateAssets(period=Month("2025-03"), effective_on=date(2025, 3, 31))
COUNT: Final = CountAsset(
    asset_no=LAPTOP, document_no=COUNTED.document_no, found=True, effective_on=COUNTED.effective_on
)
SELL: Final = DisposeAsset(
    asset_no=LAPTOP,
    document_no=SOLD_BY,
    manner="sold",
    reason=DISPOSED.reason,
    proceeds_fen=Fen(3_000_00),
    effective_on=DISPOSED.effective_on,
)
LOSE: Final = replace(SELL, manner="lost", proceeds_fen=Fen(0))
MISSING: Final = replace(COUNTED, found=False)
TAKE_BACK: Final = ReverseAssetEntry(
    asset_no=LAPTOP,
    paid_on=BOUGHT_ON,
    reason=ENTRY_REVERSED.reason,
    approval_no=APPROVED.approval_no,
    effective_on=ENTRY_REVERSED.effective_on,
)
OWNED: Final = (APPROVED, BOUGHT, DRAWN)
SOLD: Final = (*OWNED, DEPRECIATED, DISPOSED, PROCEEDS)


def lines_of(event: object) -> list[tuple[str, str, int]]:
    assert isinstance(event, AssetBought | AssetDisposed | AssetsDepreciated)
    return [(line.account, line.side, line.amount_fen) for line in event.posting.lines]


def test_an_asset_bought_stands_against_its_fund_and_is_an_expense_in_one_posting() -> None:
    given(APPROVED).when(BUY, actor="carl").then(BOUGHT, DRAWN)


def test_under_the_chart_of_2009_the_fund_is_301() -> None:
    day = date(2015, 6, 1)
    events = given(replace(APPROVED, effective_on=day)).when(replace(BUY, category="special", effective_on=day)).events
    assert lines_of(events[0]) == [
        ("162", "D", 5_000_00),
        ("301", "C", 5_000_00),
        ("50503", "D", 5_000_00),
        ("102", "C", 5_000_00),
    ]


@pytest.mark.parametrize(
    ("category", "day", "threshold", "rule"),
    [
        ("office", date(2025, 3, 12), 1_000_00, "usual.fixed-asset-2021"),
        ("special", date(2025, 3, 12), 1_500_00, "usual.fixed-asset-2021"),
        ("office", date(2021, 12, 31), 500_00, "usual.fixed-asset-2009"),
        ("special", date(2021, 12, 31), 800_00, "usual.fixed-asset-2009"),
        ("office", date(2025, 7, 1), 2_000_00, "FA-2025"),
        ("special", date(2025, 7, 1), 3_000_00, "FA-2025"),
    ],
)
def test_below_the_threshold_of_its_day_a_thing_is_no_fixed_asset(
    category: AssetCategory, day: date, threshold: int, rule: str
) -> None:
    history = (POLICY_ADOPTED, replace(APPROVED, effective_on=date(2021, 1, 1)))
    buy = replace(BUY, category=category, effective_on=day)
    given(*history).when(replace(buy, amount_fen=Fen(threshold - 1))).refused(AssetBelowThreshold, rule_id=rule)
    bought, *_ = given(*history).when(replace(buy, amount_fen=Fen(threshold))).events
    assert isinstance(bought, AssetBought)
    assert bought.threshold_rule == rule


def test_a_purchase_needs_an_approval_money_and_a_budget_like_any_expense() -> None:
    given().when(replace(BUY, approval_no=None)).refused(ApprovalMissing)
    given(APPROVED).when(BUY, actor="pavel").refused(SamePerson, step="buy-asset")
    restricted = replace(BUY, fund_class="restricted", project=ProjectId("P-IT"))
    given(APPROVED).when(restricted).refused(FundInsufficient, project="P-IT", left="0.00")
    line = replace(budget.LINE_SET, line=LineName("507"))
    given(APPROVED, budget.ADOPTED, line).when(BUY).refused(BudgetExceeded, line="507", asked="5000.00")


def test_restricted_money_stands_on_the_expense_and_not_on_the_asset() -> None:
    project = ProjectId("P-IT")
    fund = FundMoved(
        project=project,
        fund_class="restricted",
        change_fen=Fen(5_000_00),
        left_fen=Fen(5_000_00),
        effective_on=date(2025, 1, 10),
    )
    bought, *_ = given(APPROVED, fund).when(replace(BUY, fund_class="restricted", project=project)).events
    assert isinstance(bought, AssetBought)
    classes = {line.account: (line.fund_class, line.project) for line in bought.posting.lines}
    assert classes == {
        "162": ("unrestricted", None),
        "30104": ("unrestricted", None),
        "50702": ("restricted", project),
        "102": ("restricted", project),
    }


def test_a_card_has_a_number_of_its_own() -> None:
    given(*OWNED).when(BUY).refused(AssetNumberTaken, asset_no=LAPTOP, entered_on="2025-03-12")
    given(*OWNED, ENTRY_REVERSED).when(BUY).refused(AssetNumberTaken)


def test_an_asset_for_which_nothing_was_paid_stands_against_its_fund() -> None:
    take_in = TakeInAsset(
        asset_no=TAKEN_IN.asset_no,
        document_no=TAKEN_IN.document_no,
        origin="donated",
        category="office",
        name=CARD.name,
        cost_fen=CARD.cost_fen,
        location=CARD.location,
        life_months=CARD.life_months,
        keeper=CARD.keeper,
        effective_on=BOUGHT_ON,
    )
    given().when(take_in, actor="pavel").then(TAKEN_IN)


REGISTER: Final = RegisterAsset(
    asset_no=REGISTERED.asset_no,
    category="other",
    name=REGISTERED.card.name,
    cost_fen=REGISTERED.card.cost_fen,
    in_use_from=REGISTERED.card.in_use_from,
    location=REGISTERED.card.location,
    effective_on=REGISTERED.effective_on,
)


def test_an_asset_from_before_the_books_has_a_card_and_no_posting() -> None:
    given().when(REGISTER).then(REGISTERED)


def test_what_came_later_is_not_registered_without_a_posting() -> None:
    given().when(replace(REGISTER, effective_on=date(2015, 1, 2))).refused(AssetRegisteredLate, kept_from="2015-01-01")


def test_a_registered_asset_is_depreciated_by_its_cost_at_most_and_not_under_chart_2009() -> None:
    given().when(replace(REGISTER, depreciated_fen=Fen(900_01))).refused(AssetDepreciatedTooMuch, cost="900.00")
    given().when(replace(REGISTER, depreciated_fen=Fen(1))).refused(AssetsNotDepreciated, period="2015-01")


def test_an_asset_is_depreciated_from_the_month_of_entry_on() -> None:
    given(*OWNED).when(RUN, evidence=NEW).then(DEPRECIATED)


def test_each_category_is_posted_by_its_own_rule() -> None:
    van = replace(HELD, asset_no=DocumentNo("FA-9"), category="vehicles")
    desk = replace(HELD, asset_no=DocumentNo("FA-8"))
    events = given().when(RUN, evidence=AssetsHeld(assets=(HELD, van, desk))).events
    runs = [event for event in events if isinstance(event, AssetsDepreciated)]
    assert [(run.category, run.amount_fen, run.posting.rule_id) for run in runs] == [
        ("office", 138_88, "2021.fixed_asset.office"),
        ("vehicles", 69_44, "2021.fixed_asset.vehicles"),
    ]


def test_the_months_of_a_life_sum_up_to_the_cost() -> None:
    held, amounts = HELD, []
    for month in range(75):
        period = Month(f"{2025 + (month + 2) // 12}-{(month + 2) % 12 + 1:02d}")
        amounts.append(held.due_fen(period) - held.depreciated_fen)
        held = replace(held, depreciated_fen=held.due_fen(period))
    assert sum(amounts[:72]) == 5_000_00
    assert set(amounts[:72]) == {69_44, 69_45}
    assert amounts[72:] == [0, 0, 0]


def test_what_an_earlier_run_missed_the_next_one_catches_up_on() -> None:
    run = DepreciateAssets(period=Month("2025-05"), effective_on=date(2025, 5, 31))
    (event,) = given(DEPRECIATED).when(run, evidence=NEW).events
    assert isinstance(event, AssetsDepreciated)
    assert event.amount_fen == 208_33


def test_no_month_is_depreciated_after_a_later_one() -> None:
    earlier = DepreciateAssets(period=Month("2025-02"), effective_on=date(2025, 2, 28))
    given(DEPRECIATED).when(earlier, evidence=NEW).refused(AlreadyDepreciated, last_period="2025-03")


def test_a_month_that_is_run_again_takes_up_what_was_recorded_late_and_nothing_else() -> None:
    given(DEPRECIATED).when(RUN, evidence=ONE_MONTH_OLD).refused(NothingToDepreciate, period="2025-03")
    late = replace(HELD, asset_no=DocumentNo("FA-LATE"))
    both = AssetsHeld(assets=(*ONE_MONTH_OLD.assets, late))
    (event,) = given(DEPRECIATED).when(RUN, evidence=both).events
    assert isinstance(event, AssetsDepreciated)
    assert [row.asset_no for row in event.assets] == ["FA-LATE"]


def test_a_run_has_something_to_depreciate() -> None:
    books = replace(HELD, life_months=None)
    given().when(RUN, evidence=AssetsHeld(assets=(books,))).refused(NothingToDepreciate, period="2025-03")


def test_a_run_is_dated_in_its_month() -> None:
    given().when(replace(RUN, effective_on=date(2025, 4, 1)), evidence=NEW).refused(DepreciationDayWrong)


def test_the_chart_of_2009_keeps_no_depreciation() -> None:
    run = DepreciateAssets(period=Month("2021-12"), effective_on=date(2021, 12, 31))
    given().when(run, evidence=NEW).refused(AssetsNotDepreciated, period="2021-12")


def test_the_first_month_of_chart_2021_catches_up_on_the_years_before() -> None:
    old = replace(HELD, in_use_from=Month("2021-01"))
    run = DepreciateAssets(period=Month("2022-01"), effective_on=date(2022, 1, 31))
    (event,) = given().when(run, evidence=AssetsHeld(assets=(old,))).events
    assert isinstance(event, AssetsDepreciated)
    assert event.amount_fen == 5_000_00 * 13 // 72


def test_an_asset_moves_and_is_counted() -> None:
    move = MoveAsset(asset_no=LAPTOP, location=MOVED.location, keeper=MOVED.keeper, effective_on=MOVED.effective_on)
    given(*OWNED).when(move).then(MOVED)
    given(*OWNED).when(COUNT, actor="olga").then(COUNTED)
    given(*OWNED, MOVED).when(replace(COUNT, effective_on=date(2025, 3, 31))).refused(DateBeforeEarlierStep)


def test_an_asset_sold_leaves_with_its_depreciation_and_brings_other_income() -> None:
    given(*OWNED, DEPRECIATED).when(SELL, actor="pavel", evidence=ONE_MONTH_OLD).then(DISPOSED, PROCEEDS)


def test_an_asset_depreciated_to_the_end_leaves_without_touching_the_fund() -> None:
    old = AssetsHeld(assets=(replace(HELD, depreciated_fen=Fen(5_000_00)),))
    (event,) = given(*OWNED).when(replace(SELL, proceeds_fen=Fen(0)), evidence=old).events
    assert lines_of(event) == [("163", "D", 5_000_00), ("162", "C", 5_000_00)]


def test_under_the_chart_of_2009_an_asset_leaves_at_its_cost() -> None:
    day = date(2016, 1, 1)
    (event,) = (
        given(REGISTERED)
        .when(
            replace(SELL, asset_no=REGISTERED.asset_no, manner="scrapped", proceeds_fen=Fen(0), effective_on=day),
            evidence=AssetsHeld(assets=()),
        )
        .events
    )
    assert lines_of(event) == [("301", "D", 900_00), ("162", "C", 900_00)]


def test_before_an_asset_leaves_it_is_depreciated_through_the_month_before() -> None:
    given(*OWNED).when(SELL, evidence=NEW).refused(DepreciationBehind, period="2025-03")


def test_the_month_in_which_an_asset_leaves_is_not_depreciated() -> None:
    given(*OWNED, replace(DEPRECIATED, period=Month("2025-04"))).when(SELL, evidence=ONE_MONTH_OLD).refused(
        DepreciationAhead, last_period="2025-04"
    )


def test_what_was_found_missing_is_lost_when_somebody_else_approves_it() -> None:
    history = (*OWNED, DEPRECIATED, MISSING)
    given(*history).when(LOSE, actor="olga", evidence=ONE_MONTH_OLD).refused(SamePerson, earlier="count-asset")
    given(*history).when(LOSE, actor="pavel", evidence=ONE_MONTH_OLD).then(replace(DISPOSED, manner="lost"))


@pytest.mark.parametrize(("counted", "manner"), [(MISSING, "sold"), (MISSING, "scrapped"), (COUNTED, "lost")])
def test_the_stocktake_says_what_may_be_done(counted: object, manner: DisposalManner) -> None:
    given(*OWNED, DEPRECIATED, counted).when(replace(SELL, manner=manner), evidence=ONE_MONTH_OLD).refused(
        AssetNotMissing
    )


def test_what_turns_up_again_is_not_lost() -> None:
    found = replace(COUNTED, effective_on=date(2025, 4, 5))
    given(*OWNED, DEPRECIATED, MISSING, found).when(LOSE, evidence=ONE_MONTH_OLD).refused(AssetNotMissing)


@pytest.mark.parametrize("step", [SELL, TAKE_BACK])
def test_what_left_the_books_takes_no_further_step(step: object) -> None:
    given(*SOLD).when(step, evidence=NEW).refused(AssetGone, gone_on="2025-04-10")
    given(*SOLD).when(COUNT).refused(AssetGone)


def test_only_what_has_a_card_is_disposed_of() -> None:
    given().when(SELL, evidence=NEW).refused(AssetUnknown, asset_no=LAPTOP)


def test_a_wrong_purchase_is_taken_back_with_what_it_drew() -> None:
    given(*OWNED).when(TAKE_BACK, actor="carl", evidence=NEW).then(
        ENTRY_REVERSED,
        replace(DRAWN, drawn_fen=Fen(-5_000_00), left_fen=Fen(5_000_00), effective_on=TAKE_BACK.effective_on),
    )


def test_a_wrong_card_without_a_purchase_is_taken_back_alone() -> None:
    take_back = replace(TAKE_BACK, asset_no=REGISTERED.asset_no, paid_on=REGISTERED.effective_on, approval_no=None)
    (event,) = given(REGISTERED).when(take_back, evidence=AssetsHeld(assets=())).events
    assert event == replace(
        ENTRY_REVERSED,
        asset_no=REGISTERED.asset_no,
        cost_fen=Fen(900_00),
        approved_by=None,
        entered_on=REGISTERED.effective_on,
        posting=None,
    )


def test_what_is_depreciated_already_is_disposed_of_instead() -> None:
    given(*OWNED, DEPRECIATED).when(TAKE_BACK, evidence=ONE_MONTH_OLD).refused(AssetInUseAlready, depreciated="69.44")


@pytest.mark.parametrize("stated", [{"paid_on": date(2025, 3, 13)}, {"approval_no": None}])
def test_a_purchase_taken_back_is_stated_as_it_was(stated: dict[str, date | None]) -> None:
    command = replace(TAKE_BACK, **stated)  # type: ignore[arg-type] # one of two fields, by name
    given(*OWNED).when(command, evidence=NEW).refused(PaymentDisagrees, number=LAPTOP, paid_on="2025-03-12")


def test_who_approved_does_not_take_back() -> None:
    given(*OWNED).when(TAKE_BACK, actor="pavel", evidence=NEW).refused(SamePerson, step="reverse-asset-entry")


def test_thresholds_are_adopted() -> None:
    adopt = AdoptAssetPolicy(
        rule_id=POLICY_ADOPTED.rule_id,
        general_fen=POLICY_ADOPTED.general_fen,
        special_fen=POLICY_ADOPTED.special_fen,
        valid_from=POLICY_ADOPTED.valid_from,
        source=POLICY_ADOPTED.source,
        effective_on=POLICY_ADOPTED.effective_on,
    )
    given().when(adopt).then(POLICY_ADOPTED)
