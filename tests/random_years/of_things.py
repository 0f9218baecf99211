"""Deeds with things: fixed assets and goods in stock."""

from domain.accounting.charts import CHART_2021_FROM
from domain.activities.asset import BuyAsset, DisposeAsset, ReverseAssetEntry, TakeInAsset
from domain.activities.expense import ExpenseKind
from domain.activities.inventory import BuyStock, CountStock, IssueStock, ReverseStockStep
from domain.values import Count, DocumentNo, Fen
from tests.random_years.of_spending import approval
from tests.random_years.world import APPROVER, CASHIER, OFFICER, WHY, Deed, Step, World

GIFTS, FLAGS = DocumentNo("GIFTS"), DocumentNo("FLAGS")


def _purchase(world: World) -> tuple[Step, BuyAsset]:
    purse, amount_fen = world.purse(), Fen(2_000_00 + world.fen())
    approval_no, approved = approval(world, "fixed_asset", amount_fen)
    bought = BuyAsset(
        asset_no=world.number("GD"),
        document_no=world.number("SB"),
        category=world.chance.choice(("office", "special", "network")),
        name=WHY,
        amount_fen=amount_fen,
        location=WHY,
        attachments=Count(1),
        life_months=Count(world.chance.choice((7, 36, 60))),
        approval_no=approval_no,
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=world.day,
    )
    return approved, bought


def buy_asset(world: World) -> Deed:
    """Buy a fixed asset."""
    approved, bought = _purchase(world)
    return Deed(
        before=[approved],
        itself=Step(CASHIER, bought),
        undo=lambda day: Step(
            CASHIER,
            ReverseAssetEntry(
                asset_no=bought.asset_no,
                paid_on=bought.effective_on,
                reason=WHY,
                effective_on=day,
                approval_no=bought.approval_no,
                fund_class=bought.fund_class,
                project=bought.project,
            ),
        ),
    )


def take_in_asset(world: World) -> Deed:
    """Enter an asset that was given."""
    asset_no, paid_on = world.number("GD"), world.day
    taken_in = TakeInAsset(
        asset_no=asset_no,
        document_no=world.number("JZ"),
        origin="donated",
        category="other",
        name=WHY,
        cost_fen=world.fen(),
        location=WHY,
        life_months=world.chance.choice((None, Count(24))),
        effective_on=paid_on,
    )
    return Deed(
        itself=Step(OFFICER, taken_in),
        undo=lambda day: Step(
            OFFICER, ReverseAssetEntry(asset_no=asset_no, paid_on=paid_on, reason=WHY, effective_on=day)
        ),
    )


def dispose_of_asset(world: World) -> Deed:
    """Buy an asset and sell it at once."""
    approved, bought = _purchase(world)
    disposed = DisposeAsset(
        asset_no=bought.asset_no,
        document_no=world.number("CZ"),
        manner="sold",
        reason=WHY,
        proceeds_fen=world.fen(),
        effective_on=world.day,
    )
    return Deed(before=[approved, Step(CASHIER, bought)], itself=Step(APPROVER, disposed))


def _expense_when(world: World, kind: ExpenseKind, *, bought: bool) -> ExpenseKind | None:
    """Stock is an expense when bought from 2022 on, before that when issued."""
    return kind if bought == (world.day >= CHART_2021_FROM) else None


def _purchase_of_stock(world: World) -> tuple[Step, BuyStock]:
    amount_fen = world.fen()
    approval_no, approved = approval(world, "inventory", amount_fen)
    bought = BuyStock(
        item_no=world.chance.choice((GIFTS, FLAGS)),
        document_no=world.number("KC"),
        name=WHY,
        quantity=Count(world.chance.randint(5, 30)),
        amount_fen=amount_fen,
        attachments=Count(1),
        expense_kind=_expense_when(world, "member_activity", bought=True),
        approval_no=approval_no,
        effective_on=world.day,
    )
    return approved, bought


def buy_stock(world: World) -> Deed:
    """Buy goods for stock."""
    approved, bought = _purchase_of_stock(world)
    return Deed(
        before=[approved],
        itself=Step(CASHIER, bought),
        undo=lambda day: Step(
            CASHIER,
            ReverseStockStep(
                item_no=bought.item_no,
                document_no=bought.document_no,
                paid_on=bought.effective_on,
                reason=WHY,
                effective_on=day,
                approval_no=bought.approval_no,
            ),
        ),
    )


def issue_stock(world: World) -> Deed:
    """Buy goods and give some of the stock out."""
    approved, bought = _purchase_of_stock(world)
    issued = IssueStock(
        item_no=bought.item_no,
        document_no=world.number("LY"),
        quantity=Count(world.chance.randint(1, 5)),
        purpose=WHY,
        expense_kind=_expense_when(world, "member_activity", bought=False),
        effective_on=world.day,
    )
    return Deed(
        before=[approved, Step(CASHIER, bought)],
        itself=Step(OFFICER, issued),
        undo=lambda day: Step(
            OFFICER,
            ReverseStockStep(
                item_no=issued.item_no,
                document_no=issued.document_no,
                paid_on=issued.effective_on,
                reason=WHY,
                effective_on=day,
            ),
        ),
    )


def count_stock(world: World) -> Deed:
    """Approve what a stocktake found."""
    counted = CountStock(
        item_no=world.chance.choice((GIFTS, FLAGS)),
        document_no=world.number("PD"),
        counted=Count(world.chance.randint(1, 20)),
        surplus_fen=world.fen(50_00),
        effective_on=world.day,
    )
    return Deed(itself=Step(APPROVER, counted))


OF_THINGS = (buy_asset, take_in_asset, dispose_of_asset, buy_stock, issue_stock, count_stock)
