"""Where money stands at the bank and in cash: on the account of the place, or on a detail that a rule names."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from domain.accounting.closing import Cell
from domain.accounting.lines import Line, Posting
from domain.accounting.posting import OpenDay, taken_back
from domain.accounting.refusals import PostingRuleMissing
from domain.accounting.vouchers import type_of
from domain.activities.cash import CashCounted, CountCash, MoveCash
from domain.activities.closing import BalancesAtEnd
from domain.activities.entry import EntryLine, RecordEntry
from domain.activities.income import PayCustodialFunds, ReceiveCustodialFunds, RecordIncome, ReverseIncome
from domain.activities.ledger import (
    AddAccount,
    ApprovePostingRule,
    DraftPostingRule,
    MoneyAccountWrong,
)
from domain.deciding import Asked
from domain.values import (
    AccountCode,
    ActorId,
    ChartVersion,
    DocumentNo,
    Fen,
    PostingKind,
    PostingPart,
    ProjectId,
    RuleId,
    Text,
)
from tests.domain.given import LEDGER, Given, History, given
from tests.domain.posted import after, entry, postings

DAY, LATER = date(2025, 3, 4), date(2025, 3, 10)
IN_CUSTODY: Final = AccountCode("10201")
CASH_IN_CUSTODY: Final = AccountCode("10101")
FOR_OTHERS: Final = ProjectId("P-SURV")
RECEIVED: Final = ReceiveCustodialFunds(
    document_no=DocumentNo("DG-1"), project=FOR_OTHERS, amount_fen=Fen(500_00), effective_on=DAY
)
DONATED: Final = RecordIncome(
    document_no=DocumentNo("JZ-1"), income_kind="donation", amount_fen=Fen(80_00), effective_on=DAY
)


def added(account: AccountCode) -> AddAccount:
    return AddAccount(chart="2021", account=account, name=Text("代管经费"), effective_on=DAY)


def rule(kind: str, account: AccountCode, **changed: Any) -> DraftPostingRule:  # noqa: ANN401 - fields of the command
    draft = DraftPostingRule(
        rule_id=RuleId(f"R-{kind}"),
        posting_kind=PostingKind(kind),
        account=account,
        valid_from=DAY,
        source=Text("附录1 102"),
        effective_on=DAY,
    )
    return replace(draft, **changed)


def ruled(*drafts: DraftPostingRule) -> Given:
    """Give a ledger with details of 101 and 102, and with rules that are approved."""
    ledger = after(given(), added(IN_CUSTODY), added(CASH_IN_CUSTODY))
    for draft in drafts:
        drafted = after(ledger, draft)
        approval = ApprovePostingRule(rule_id=draft.rule_id, effective_on=DAY)
        approved = drafted.when(approval, actor="bob")
        ledger = Given(events=(*drafted.events, *approved.events), ledger=drafted.ledger)
    return ledger


APART: Final = ruled(rule("bank.custodial", IN_CUSTODY), rule("cash.custodial", CASH_IN_CUSTODY))


def test_money_of_a_class_stands_on_the_detail_that_the_ledgers_rule_names() -> None:
    assert entry(*APART.when(RECEIVED).events) == ["D 10201 500.00", "C 221 500.00"]
    assert entry(*APART.when(DONATED).events) == ["D 102 80.00", "C 408 80.00"]
    assert entry(*ruled().when(RECEIVED).events) == ["D 102 500.00", "C 221 500.00"]


def test_a_rule_of_a_place_holds_from_its_first_day_on() -> None:
    later = ruled(rule("bank.custodial", IN_CUSTODY, valid_from=LATER))
    paid = PayCustodialFunds(
        document_no=DocumentNo("DG-2"), project=FOR_OTHERS, amount_fen=Fen(200_00), effective_on=LATER
    )
    before = after(later, RECEIVED)
    assert entry(before.events[-2]) == ["D 102 500.00", "C 221 500.00"]
    assert entry(*before.when(paid).events) == ["D 221 200.00", "C 10201 200.00"]


def test_money_in_custody_is_taken_back_from_where_it_went() -> None:
    back = ReverseIncome(
        document_no=DocumentNo("DG-1"),
        project=FOR_OTHERS,
        reason=Text("wrong"),
        fund_class="custodial",
        effective_on=LATER,
    )
    assert entry(*after(APART, RECEIVED).when(back).events) == ["D 10201 -500.00", "C 221 -500.00"]


def test_cash_and_bank_of_one_class_are_moved_between_their_own_accounts() -> None:
    moved = MoveCash(
        document_no=DocumentNo("QX-1"),
        direction="to_bank",
        amount_fen=Fen(90_00),
        fund_class="custodial",
        project=FOR_OTHERS,
        effective_on=DAY,
    )
    assert entry(*APART.when(moved).events) == ["D 10201 90.00", "C 10101 90.00"]


def test_an_entry_may_move_money_between_two_bank_accounts_and_is_a_payment() -> None:
    of_others = EntryLine(
        account=IN_CUSTODY, side="D", amount_fen=Fen(40_00), fund_class="custodial", project=FOR_OTHERS
    )
    lines = (of_others, replace(of_others, account=AccountCode("102"), side="C"))
    between = RecordEntry(document_no=DocumentNo("ZZ-1"), summary=Text("划转"), lines=lines, effective_on=DAY)
    recorded = APART.when(between).events
    assert entry(*recorded) == ["D 10201 40.00", "C 102 40.00"]
    assert type_of(postings(recorded)[0].lines) == "payment"


def test_a_count_of_the_cash_counts_its_details_too() -> None:
    held = {
        Cell(AccountCode("101"), "unrestricted", None): 30_00,
        Cell(CASH_IN_CUSTODY, "custodial", FOR_OTHERS): 20_00,
        Cell(AccountCode("102"), "unrestricted", None): 70_00,
    }
    count = CountCash(document_no=DocumentNo("PD-1"), counted_fen=Fen(50_00), effective_on=DAY)
    (counted,) = APART.when(count, evidence=BalancesAtEnd(balances=held)).events
    assert isinstance(counted, CashCounted)
    assert counted.book_fen == 50_00


@pytest.mark.parametrize(("kind", "account"), [("bank.custodial", "10101"), ("cash.restricted", "221")])
def test_money_at_a_place_stands_on_no_account_of_another_kind(kind: str, account: str) -> None:
    ruled().when(rule(kind, AccountCode(account))).refused(MoneyAccountWrong, account=account)


def test_a_rule_of_a_place_that_names_no_account_is_found_out() -> None:
    of_a_part = ruled(rule("bank.custodial", IN_CUSTODY, part=PostingPart("own")))
    of_a_part.when(RECEIVED).refused(PostingRuleMissing, posting_kind="bank.custodial.account")


@pytest.mark.parametrize(("charts", "account"), [(("2009",), "102"), (("2009", "2021"), "10201")])
def test_what_was_at_a_bank_account_of_2021_is_taken_back_from_the_account_of_2022(
    charts: tuple[ChartVersion, ...], account: str
) -> None:
    lines = (Line(IN_CUSTODY, "D", Fen(500)), Line(AccountCode("221"), "C", Fen(500)))
    history = History()
    for chart in charts:
        history.ask(replace(added(IN_CUSTODY), chart=chart))
    now = datetime(2026, 1, 5, 4, tzinfo=UTC)
    asked = Asked(
        ledger_id=LEDGER.ledger_id, actor=ActorId("ann"), recorded_at=now, today=now.date(), ledger=history.ledger
    )
    on = OpenDay(asked=asked, day=date(2022, 2, 1), chart="2021")
    back = taken_back(on, Posting(RuleId("general"), lines), date(2021, 12, 1))
    assert [line.account for line in back.lines] == [account, "211"]
