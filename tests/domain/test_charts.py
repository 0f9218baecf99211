"""The two charts of accounts, and what a day and a code mean in them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import pytest

from domain.accounting.charts import CHARTS, Account, chart_on, concordance, successor
from domain.accounting.lines import Line, Posting
from domain.accounting.posting import OpenDay, taken_back
from domain.activities.ledger import (
    AccountAdded,
    AccountNotDetail,
    AccountTaken,
    AddAccount,
    ApprovePostingRule,
    DraftPostingRule,
    PostingRuleApproved,
    PostingRuleDrafted,
    PostingRuleIdTaken,
    PostingRuleNotDrafted,
    PostingRuleTurnsExpense,
)
from domain.deciding import Asked
from domain.errors import SamePerson
from domain.values import AccountCode, ActorId, ChartVersion, Fen, PostingKind, PostingPart, RuleId, Text
from tests.domain.given import LEDGER, TODAY, given, keeping

DAY: Final = date(2026, 1, 5)
NOON: Final = datetime(2026, 1, 5, 4, tzinfo=UTC)
ADD: Final = AddAccount(chart="2021", account=AccountCode("5050101"), name=Text("工会干部培训"), effective_on=DAY)
DRAFT: Final = DraftPostingRule(
    rule_id=RuleId("OWN-1"),
    posting_kind=PostingKind("aid.HOSPITAL"),
    account=AccountCode("50404"),
    valid_from=DAY,
    source=Text("工会委员会决议"),
    effective_on=DAY,
)


def drafted() -> PostingRuleDrafted:
    (event,) = given().when(DRAFT, actor="ann").events
    assert isinstance(event, PostingRuleDrafted)
    return event


def test_the_chart_changes_with_the_year_2022() -> None:
    assert chart_on(date(2021, 12, 31)) == "2009"
    assert chart_on(date(2022, 1, 1)) == "2021"


def test_the_same_digits_mean_different_things() -> None:
    assert CHARTS["2009"].accounts[AccountCode("221")].name_zh == "应付上级经费"
    assert CHARTS["2021"].accounts[AccountCode("221")].name_zh == "代管经费"


def test_both_charts_have_the_accounts_that_the_standards_list() -> None:
    first = {version: [one for one in chart.accounts.values() if not one.parent] for version, chart in CHARTS.items()}
    assert {version: len(accounts) for version, accounts in first.items()} == {"2009": 42, "2021": 48}


def test_every_account_of_the_concordance_is_in_its_chart() -> None:
    for row in concordance():
        assert row.code_2009 in {"", *CHARTS["2009"].accounts}, row
        assert row.code_2021 in {"", *CHARTS["2021"].accounts}, row
    assert successor(AccountCode("231")) == "221"
    assert successor(AccountCode("221")) == "211"
    assert successor(AccountCode("331")) is None


def test_a_debt_of_2021_is_taken_back_from_its_successor_in_2022() -> None:
    asked = Asked(ledger_id=LEDGER.ledger_id, actor=ActorId("ann"), recorded_at=NOON, today=TODAY, ledger=LEDGER)
    earlier = Posting(
        RuleId("2009.appropriation"),
        (
            Line(AccountCode("102"), "D", Fen(500)),
            Line(AccountCode("402"), "C", Fen(300)),
            Line(AccountCode("221"), "C", Fen(200)),
        ),
    )
    on = OpenDay(asked=asked, day=date(2022, 2, 1), chart="2021")
    assert taken_back(on, earlier, date(2021, 12, 1)).lines == (
        Line(AccountCode("102"), "C", Fen(500)),
        Line(AccountCode("32201"), "D", Fen(300)),
        Line(AccountCode("211"), "D", Fen(200)),
    )


def own(chart: ChartVersion, code: str) -> Account:
    parent = CHARTS[chart].accounts[AccountCode(code[:-2])]
    return replace(parent, code=AccountCode(code), parent=parent.code)


def test_a_ledgers_own_detail_of_2021_goes_with_the_account_above_it_unless_it_was_added_anew() -> None:
    details = [own("2009", "13501"), own("2009", "10201"), own("2021", "10201")]
    ledger = keeping(accounts={(detail.chart, detail.code): detail for detail in details})
    asked = Asked(ledger_id=LEDGER.ledger_id, actor=ActorId("ann"), recorded_at=NOON, today=TODAY, ledger=ledger)
    advance = (Line(AccountCode("13501"), "D", Fen(5)), Line(AccountCode("10201"), "C", Fen(5)))
    on = OpenDay(asked=asked, day=date(2022, 2, 1), chart="2021")
    assert taken_back(on, Posting(RuleId("OWN-2"), advance), date(2021, 12, 1)).lines == (
        Line(AccountCode("135"), "C", Fen(5)),
        Line(AccountCode("10201"), "D", Fen(5)),
    )


def test_a_detail_account_is_added_below_a_prescribed_one() -> None:
    given().when(ADD).then(
        AccountAdded(
            chart="2021",
            account=AccountCode("5050101"),
            parent=AccountCode("50501"),
            name=Text("工会干部培训"),
            effective_on=DAY,
        )
    )


@pytest.mark.parametrize("code", ["509", "599", "59901"])
def test_first_level_accounts_are_not_added(code: str) -> None:
    asking = AddAccount(chart="2021", account=AccountCode(code), name=Text("甲"), effective_on=DAY)
    reason = AccountTaken if code == "509" else AccountNotDetail
    given().when(asking).refused(reason)


def test_an_account_is_added_once() -> None:
    (added,) = given().when(ADD).events
    given(added).when(ADD).refused(AccountTaken)


def test_a_posting_rule_has_no_effect_until_a_second_person_approves_it() -> None:
    approve = ApprovePostingRule(rule_id=RuleId("OWN-1"), effective_on=DAY)
    given(drafted()).when(approve, actor="ann").refused(SamePerson)
    given(drafted()).when(approve, actor="bob").then(
        PostingRuleApproved(rule_id=RuleId("OWN-1"), approved_by=ActorId("bob"), effective_on=DAY)
    )
    given().when(approve, actor="bob").refused(PostingRuleNotDrafted)


@pytest.mark.parametrize(
    ("kind", "part", "account"),
    [
        ("dues", "account", "50105"),
        ("aid.HOSPITAL", "account", "221"),
        ("expense.education", "account", "135"),
        ("cash_short", "pending", "510"),
        ("fixed_asset.office", "expense", "162"),
    ],
)
def test_a_rule_makes_nothing_an_expense_and_no_expense_something_else(kind: str, part: str, account: str) -> None:
    turning = replace(DRAFT, posting_kind=PostingKind(kind), part=PostingPart(part), account=AccountCode(account))
    given().when(turning).refused(PostingRuleTurnsExpense, posting_kind=kind, account=account)


def test_the_id_of_a_rule_is_used_once_and_not_that_of_a_built_in_one() -> None:
    given(drafted()).when(DRAFT).refused(PostingRuleIdTaken)
    built_in = DraftPostingRule(
        rule_id=RuleId("closing.mine"),
        posting_kind=PostingKind("dues"),
        account=AccountCode("408"),
        valid_from=DAY,
        source=Text("决议"),
        effective_on=DAY,
    )
    given().when(built_in).refused(PostingRuleIdTaken)
