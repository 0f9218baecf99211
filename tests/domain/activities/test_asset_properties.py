"""Over random histories: every entry balances, what assets and stock are worth always equals their funds (X9)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Final, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.accounting.lines import Posting, imbalance_fen
from domain.activities.asset import (
    AssetBought,
    AssetCategory,
    AssetDisposed,
    AssetEntryReversed,
    AssetsDepreciated,
    AssetsHeld,
    AssetTakenIn,
    BuyAsset,
    CountAsset,
    DepreciateAssets,
    DisposeAsset,
    HeldAsset,
    ReverseAssetEntry,
    TakeInAsset,
)
from domain.activities.expense import AdoptExpensePolicy
from domain.activities.inventory import BuyStock, CountStock, IssueStock, ReverseStockStep, Stock, stock
from domain.errors import LedgerError
from domain.values import Count, DocumentNo, Fen, Month, RuleId, Text
from tests.domain import any_command
from tests.domain.given import History

ITEMS: Final = (DocumentNo("ST1"), DocumentNo("ST2"))
CHOSEN: Final[dict[str, Sequence[object]]] = {
    "asset_no": [DocumentNo(f"FA{number}") for number in range(6)],
    "document_no": [DocumentNo(f"D{number}") for number in range(12)],
    "item_no": [*ITEMS, ITEMS[0]],
    "amount_fen": [Fen(1_000_00), Fen(1_499_99), Fen(7_777_77)],
    "cost_fen": [Fen(1), Fen(2_345_67)],
    "surplus_fen": [None, Fen(7)],
    "proceeds_fen": [Fen(0), Fen(99)],
    "life_months": [None, Count(1), Count(3), Count(7)],
    "effective_on": [date(2025, month, 15) for month in range(1, 13)] + [date(2026, 1, 5)],
    "paid_on": [date(2025, month, 15) for month in range(1, 13)],
    "fund_class": ["unrestricted"],
    "project": [None],
    "approval_no": [None],
    "expense_kind": [None, "member_activity", "library"],
    "economic_class": [None],
    "party": [None],
    "keeper": [None],
    "found": [True, False],
}
COMMANDS: Final = any_command.of(
    *(BuyAsset, TakeInAsset, ReverseAssetEntry, CountAsset, DisposeAsset),
    *(BuyStock, IssueStock, CountStock, ReverseStockStep),
    **CHOSEN,
)
RUNS: Final = [
    DepreciateAssets(period=Month(f"2025-{month:02d}"), effective_on=date(2025, month, 28)) for month in range(1, 13)
]
NO_APPROVALS: Final = AdoptExpensePolicy(
    rule_id=RuleId("EXP"),
    unapproved_up_to_fen=Fen(10_000_00),
    valid_from=date(2025, 1, 1),
    source=Text("甲"),
    effective_on=date(2025, 1, 1),
)
CHANCE: Final = st.randoms(use_true_random=True)
CATEGORIES: Final = st.sampled_from(get_args(AssetCategory))
RANDOM: Final = settings(max_examples=20, deadline=None)
PAIRS: Final = (("162", "163", "30104"), ("141", "", "30101"))


class Books:
    """A ledger's balances by account, debit above zero, and its assets, kept beside a history."""

    def __init__(self) -> None:
        self.history = History()
        self.balances: Counter[str] = Counter()
        self.held: dict[DocumentNo, HeldAsset] = {}
        self.gone = 0
        self.history.ask(NO_APPROVALS)

    def ask(self, command: object, actor: str) -> None:
        evidence = AssetsHeld(assets=tuple(self.held.values()))
        try:
            events = self.history.ask(command, actor=actor, evidence=evidence)
        except LedgerError:
            return
        for event in events:
            self.take(event)

    def take(self, event: object) -> None:
        posting = getattr(event, "posting", None)
        if isinstance(posting, Posting):
            assert imbalance_fen(posting.lines) == 0
            for line in posting.lines:
                self.balances[line.account] += line.debit_fen - line.credit_fen
        match event:
            case AssetBought() | AssetTakenIn():
                card = event.card
                self.held[event.asset_no] = HeldAsset(
                    asset_no=event.asset_no,
                    category=card.category,
                    cost_fen=card.cost_fen,
                    life_months=card.life_months,
                    in_use_from=card.in_use_from,
                    depreciated_fen=Fen(0),
                )
            case AssetDisposed() | AssetEntryReversed():
                del self.held[event.asset_no]
                self.gone += 1
            case AssetsDepreciated():
                for row in event.assets:
                    asset = self.held[row.asset_no]
                    depreciated_fen = Fen(asset.depreciated_fen + row.amount_fen)
                    self.held[row.asset_no] = replace(asset, depreciated_fen=depreciated_fen)
            case _:
                pass

    def stock(self) -> list[Stock]:
        return [self.history.state(stock(item)) for item in ITEMS]


def lived_through(chance: Random) -> Books:
    books = Books()
    commands = [*chance.choices(COMMANDS, k=200), *chance.sample(RUNS, k=8)]
    for command in sorted(commands, key=lambda command: (command.effective_on, chance.random())):
        books.ask(command, chance.choice(["bob", "eve"]))
    return books


@given(CHANCE)
@RANDOM
def test_assets_and_stock_always_equal_their_funds(chance: Random) -> None:
    balances = lived_through(chance).balances
    assert sum(balances.values()) == 0
    for cost, depreciated, fund in PAIRS:
        assert balances[cost] + balances[depreciated] == -balances[fund]


@given(CHANCE)
@RANDOM
def test_cards_and_stock_cards_agree_with_the_books(chance: Random) -> None:
    books = lived_through(chance)
    held = books.held.values()
    assert books.balances["162"] == sum(asset.cost_fen for asset in held)
    assert -books.balances["163"] == sum(asset.depreciated_fen for asset in held)
    assert all(0 <= asset.depreciated_fen <= asset.cost_fen for asset in held)
    stocks = books.stock()
    assert books.balances["141"] == sum(one.value_fen for one in stocks)
    assert all(one.value_fen >= 0 if one.quantity else one.value_fen == 0 for one in stocks)


def test_random_histories_buy_depreciate_and_dispose_of_assets_and_move_stock() -> None:
    books = [lived_through(Random(seed)) for seed in range(20)]  # noqa: S311 - nothing secret: the same in every run
    assert sum(one.gone for one in books) > 20
    assert sum(-one.balances["163"] for one in books) > 0
    assert sum(one.value_fen for each in books for one in each.stock()) > 0


@given(
    cost=st.integers(1, 10**9),
    life=st.integers(1, 600),
    last=st.integers(0, 700),
    category=CATEGORIES,
)
def test_whatever_the_months_of_the_runs_a_life_comes_to_the_cost(
    cost: int, life: int, last: int, category: AssetCategory
) -> None:
    held = HeldAsset(
        asset_no=DocumentNo("FA"),
        category=category,
        cost_fen=Fen(cost),
        life_months=Count(life),
        in_use_from=Month("2025-01"),
        depreciated_fen=Fen(0),
    )
    due = held.due_fen(Month(f"{2025 + last // 12}-{last % 12 + 1:02d}"))
    assert due == cost if last + 1 >= life else due == cost * (last + 1) // life
