"""Deeds that spend or move the union's money: expenses, cash and advances, assets, stock, entries by hand."""

from domain.accounting.charts import CHART_2021_FROM
from domain.accounting.lines import Side
from domain.activities.asset import BuyAsset, DisposeAsset, ReverseAssetEntry, TakeInAsset
from domain.activities.budget import MoveBudgetFund, ReverseBudgetFundMove
from domain.activities.cash import (
    MoveCash,
    PayAdvance,
    ReturnAdvance,
    ReverseAdvanceSettlement,
    ReverseCashEntry,
    SettleAdvance,
)
from domain.activities.entry import EntryLine, RecordEntry
from domain.activities.expense import ApprovalKind, ApproveExpense, ExpenseKind, PayExpense, ReverseExpense
from domain.activities.inventory import BuyStock, CountStock, IssueStock, ReverseStockStep
from domain.activities.ledger.accounts import AddAccount
from domain.activities.ledger.posting_rules import ApprovePostingRule, DraftPostingRule
from domain.values import (
    AccountCode,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    PartyId,
    PostingKind,
    PostingPart,
    ProjectId,
    RuleId,
)
from tests.random_years.world import ADMIN, APPROVER, BOOKKEEPER, CASHIER, COMP, OFFICER, WHY, Deed, Purse, Step, World

KINDS: tuple[ExpenseKind, ...] = (
    "education",
    "culture_sport",
    "competition",
    "library",
    "training",
    "meeting",
    "other",
)
GIFTS, FLAGS = DocumentNo("GIFTS"), DocumentNo("FLAGS")
NO_APPROVAL_UP_TO_FEN = Fen(500_00)
Stated = tuple[str, Side, FundClass, ProjectId | None]


def _approval(world: World, kind: ApprovalKind, ceiling_fen: Fen) -> tuple[DocumentNo, Step]:
    approval_no = world.number("SP")
    approved = ApproveExpense(
        approval_no=approval_no,
        expense_kind=kind,
        ceiling_fen=ceiling_fen,
        purpose=WHY,
        requested_by=OFFICER,
        effective_on=world.day,
    )
    return approval_no, Step(APPROVER, approved)


def pay_expense(world: World) -> Deed:
    """Pay an expense, approved beforehand or small enough to need no approval."""
    kind, purse, paid_on, amount_fen = world.chance.choice(KINDS), world.purse(), world.day, world.fen(1_000_00)
    approval_no, approved = _approval(world, kind, Fen(1_000_00))
    small = amount_fen <= NO_APPROVAL_UP_TO_FEN and world.chance.random() < 0.5
    paid = PayExpense(
        document_no=world.number("FP"),
        expense_kind=kind,
        amount_fen=amount_fen,
        purpose=WHY,
        attachments=Count(1),
        place=world.place(),
        approval_no=None if small else approval_no,
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=paid_on,
    )
    return Deed(
        before=[] if small else [approved],
        itself=Step(CASHIER, paid),
        undo=lambda day: Step(
            CASHIER,
            ReverseExpense(
                document_no=paid.document_no,
                paid_on=paid_on,
                reason=WHY,
                effective_on=day,
                approval_no=paid.approval_no,
                fund_class=purse.fund_class,
                project=purse.project,
            ),
        ),
    )


def move_cash(world: World) -> Deed:
    """Pay cash into the bank, or draw some."""
    document_no = world.number("QX")
    moved = MoveCash(
        document_no=document_no,
        direction=world.chance.choice(("to_bank", "to_cash")),
        amount_fen=world.fen(),
        effective_on=world.day,
    )
    return Deed(
        itself=Step(CASHIER, moved),
        undo=lambda day: Step(CASHIER, ReverseCashEntry(document_no=document_no, reason=WHY, effective_on=day)),
    )


def _advance(world: World, advance_no: DocumentNo, purse: Purse) -> PayAdvance:
    return PayAdvance(
        document_no=advance_no,
        party=PartyId("M1"),
        purpose=WHY,
        amount_fen=Fen(300_00 + world.fen(300_00)),
        place=world.place(),
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=world.day,
    )


def pay_advance(world: World) -> Deed:
    """Advance money to somebody."""
    advanced = _advance(world, world.number("JK"), world.purse())
    return Deed(
        itself=Step(CASHIER, advanced),
        undo=lambda day: Step(
            CASHIER,
            ReverseCashEntry(
                document_no=advanced.document_no,
                reason=WHY,
                effective_on=day,
                fund_class=advanced.fund_class,
                project=advanced.project,
                advance_no=advanced.document_no,
            ),
        ),
    )


def settle_advance(world: World) -> Deed:
    """Advance money and book what was spent of it."""
    purse, kind, day = world.purse(), world.chance.choice(KINDS), world.day
    advanced = _advance(world, world.number("JK"), purse)
    settled = SettleAdvance(
        document_no=world.number("BX"),
        advance_no=advanced.document_no,
        expense_kind=kind,
        amount_fen=world.fen(300_00),
        purpose=WHY,
        attachments=Count(1),
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=day,
    )
    return Deed(
        before=[Step(CASHIER, advanced)],
        itself=Step(CASHIER, settled),
        undo=lambda later: Step(
            CASHIER,
            ReverseAdvanceSettlement(
                document_no=settled.document_no,
                advance_no=advanced.document_no,
                paid_on=day,
                reason=WHY,
                effective_on=later,
                fund_class=purse.fund_class,
                project=purse.project,
            ),
        ),
    )


def return_advance(world: World) -> Deed:
    """Advance money and take some of it back."""
    advanced, document_no = _advance(world, world.number("JK"), world.purse()), world.number("HK")
    returned = ReturnAdvance(
        document_no=document_no,
        advance_no=advanced.document_no,
        amount_fen=world.fen(300_00),
        place=world.place(),
        effective_on=world.day,
    )
    return Deed(
        before=[Step(CASHIER, advanced)],
        itself=Step(CASHIER, returned),
        undo=lambda day: Step(
            CASHIER,
            ReverseCashEntry(
                document_no=document_no,
                reason=WHY,
                effective_on=day,
                fund_class=advanced.fund_class,
                project=advanced.project,
                advance_no=advanced.document_no,
            ),
        ),
    )


def _purchase(world: World) -> tuple[Step, BuyAsset]:
    purse, amount_fen = world.purse(), Fen(2_000_00 + world.fen())
    approval_no, approved = _approval(world, "fixed_asset", amount_fen)
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
    approval_no, approved = _approval(world, "inventory", amount_fen)
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


def move_budget_fund(world: World) -> Deed:
    """Provide for the budget stabilisation fund, or use it."""
    document_no, moved_on = world.number("YT"), world.day
    moved = MoveBudgetFund(
        document_no=document_no,
        move=world.chance.choice(("use", "provide")),
        amount_fen=world.fen(100_00),
        effective_on=moved_on,
    )
    return Deed(
        itself=Step(APPROVER, moved),
        undo=lambda day: Step(
            ADMIN,
            ReverseBudgetFundMove(document_no=document_no, moved_on=moved_on, reason=WHY, effective_on=day),
        ),
    )


PAIRS_2021: tuple[tuple[Stated, ...], ...] = (
    (("50502", "D", "unrestricted", None), ("102", "C", "unrestricted", None)),
    (("50102", "D", "restricted", COMP), ("102", "C", "restricted", COMP)),
    (("102", "D", "unrestricted", None), ("408", "C", "unrestricted", None)),
    (("102", "D", "unrestricted", None), ("215", "C", "unrestricted", None)),
    (("102", "D", "unrestricted", None), ("32201", "C", "unrestricted", None)),
    (("32202", "D", "unrestricted", None), ("32102", "C", "restricted", COMP)),
    (
        ("151", "D", "unrestricted", None),
        ("30102", "C", "unrestricted", None),
        ("32205", "D", "unrestricted", None),
        ("102", "C", "unrestricted", None),
    ),
    (
        ("161", "D", "unrestricted", None),
        ("30103", "C", "unrestricted", None),
        ("50701", "D", "unrestricted", None),
        ("102", "C", "unrestricted", None),
    ),
)
PAIRS_2009: tuple[tuple[Stated, ...], ...] = (
    (("50302", "D", "unrestricted", None), ("102", "C", "unrestricted", None)),
    (("50102", "D", "restricted", COMP), ("102", "C", "restricted", COMP)),
    (("102", "D", "unrestricted", None), ("408", "C", "unrestricted", None)),
    (("102", "D", "unrestricted", None), ("225", "C", "unrestricted", None)),
    (("331", "D", "unrestricted", None), ("102", "C", "unrestricted", None)),
    (
        ("151", "D", "unrestricted", None),
        ("102", "C", "unrestricted", None),
        ("331", "D", "unrestricted", None),
        ("311", "C", "unrestricted", None),
    ),
)
"""Entries by hand: expenses, income, debts, matters of earlier years, money set aside, investments, construction."""


def record_entry(world: World) -> Deed:
    """Enter by hand what no activity posts."""
    amount_fen = world.fen(500_00)
    stated = world.chance.choice(PAIRS_2021 if world.day >= CHART_2021_FROM else PAIRS_2009)
    lines = tuple(
        EntryLine(
            account=AccountCode(account), side=side, amount_fen=amount_fen, fund_class=fund_class, project=project
        )
        for account, side, fund_class, project in stated
    )
    entry = RecordEntry(document_no=world.number("JZ"), summary=WHY, lines=lines, effective_on=world.day)
    return Deed(itself=Step(BOOKKEEPER, entry))


OWN_RULES: tuple[tuple[PostingKind, PostingPart, AccountCode, AccountCode], ...] = tuple(
    (PostingKind(kind), PostingPart(part), AccountCode(under_2021), AccountCode(under_2009))
    for kind, part, under_2021, under_2009 in (
        ("expense.education", "account", "5010101", "5010101"),
        ("expense.training", "account", "5050101", "5030101"),
        ("dues", "account", "40101", "40101"),
        ("donation", "account", "40801", "40801"),
        ("advance", "account", "13501", "13501"),
        ("upstream_remittance", "account", "21101", "22101"),
        ("aid.HARDSHIP", "account", "5040401", "5020401"),
    )
)
"""Kinds and parts that a union may have a rule of its own for, and the account of its own under either chart."""


def adopt_posting_rule(world: World) -> Deed:
    """Have something go to an account of the union's own from now on."""
    kind, part, *accounts = world.chance.choice(OWN_RULES)
    under_2021 = world.day >= CHART_2021_FROM
    account, rule_id, day = accounts[0 if under_2021 else 1], RuleId(world.number("own")), world.day
    added = AddAccount(chart="2021" if under_2021 else "2009", account=account, name=WHY, effective_on=day)
    drafted = DraftPostingRule(
        rule_id=rule_id,
        posting_kind=kind,
        account=account,
        valid_from=day,
        source=WHY,
        effective_on=day,
        part=part,
    )
    return Deed(
        before=[Step(BOOKKEEPER, added), Step(BOOKKEEPER, drafted)],
        itself=Step(APPROVER, ApprovePostingRule(rule_id=rule_id, effective_on=day)),
    )


OF_SPENDING = (
    adopt_posting_rule,
    adopt_posting_rule,
    pay_expense,
    pay_expense,
    pay_expense,
    move_cash,
    pay_advance,
    settle_advance,
    return_advance,
    buy_asset,
    take_in_asset,
    dispose_of_asset,
    buy_stock,
    issue_stock,
    count_stock,
    record_entry,
    record_entry,
)
