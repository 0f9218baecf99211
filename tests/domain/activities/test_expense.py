from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from domain.accounting.books import Books
from domain.accounting.policies import PolicyRuleTaken
from domain.accounting.refusals import FundClassNotAllowed, FundInsufficient, PeriodClosed
from domain.activities.expense import (
    AdoptExpensePolicy,
    ApprovalAlreadyGiven,
    ApprovalExceeded,
    ApprovalForOther,
    ApprovalMissing,
    ApprovalOfOwnRequest,
    ApprovalUnknown,
    ApproveExpense,
    ExpenseAlreadyReversed,
    ExpenseDocumentUsed,
    ExpenseKind,
    ExpensePaid,
    ExpenseUnknown,
    PayExpense,
    PaymentDisagrees,
    ReverseExpense,
)
from domain.activities.fund import FundMoved
from domain.deciding import LedgerState
from domain.errors import DateBeforeEarlierStep, DateInFuture, SamePerson
from domain.values import AccountCode, DocumentNo, Fen, Month, ProjectId, RuleId
from tests.domain.given import COUNTY_LEDGER, LEDGER, given
from tests.samples.expense import APPROVAL, APPROVED, DOCUMENT, DRAWN, PAID, PAID_ON, POLICY_ADOPTED, PROJECT, REVERSED

FUND: Final = FundMoved(
    project=PROJECT,
    fund_class="restricted",
    change_fen=Fen(900_00),
    left_fen=Fen(900_00),
    effective_on=date(2025, 1, 10),
)
SPENT: Final = replace(FUND, change_fen=Fen(-800_00), left_fen=Fen(100_00), effective_on=PAID_ON)
APPROVE: Final = ApproveExpense(
    approval_no=APPROVAL,
    expense_kind="training",
    ceiling_fen=APPROVED.ceiling_fen,
    purpose=APPROVED.purpose,
    requested_by=APPROVED.requested_by,
    project=PROJECT,
    effective_on=APPROVED.effective_on,
)
PAY: Final = PayExpense(
    document_no=DOCUMENT,
    expense_kind="training",
    amount_fen=PAID.amount_fen,
    purpose=PAID.purpose,
    attachments=PAID.attachments,
    approval_no=APPROVAL,
    fund_class="restricted",
    project=PROJECT,
    economic_class=PAID.posting.lines[0].economic_class if PAID.posting else None,
    effective_on=PAID_ON,
)
PLAIN: Final = replace(PAY, fund_class="unrestricted", project=None, economic_class=None)
UNAPPROVED: Final = replace(PLAIN, approval_no=None, amount_fen=Fen(500_00))
TAKE_BACK: Final = ReverseExpense(
    document_no=DOCUMENT,
    paid_on=PAID_ON,
    reason=REVERSED.reason,
    approval_no=APPROVAL,
    fund_class="restricted",
    project=PROJECT,
    effective_on=REVERSED.effective_on,
)
HISTORY: Final = (APPROVED, FUND, PAID, DRAWN, SPENT)
GIVEN_BACK: Final = (
    replace(DRAWN, drawn_fen=Fen(-800_00), left_fen=Fen(1_000_00), effective_on=REVERSED.effective_on),
    replace(FUND, change_fen=Fen(800_00), left_fen=Fen(900_00), effective_on=REVERSED.effective_on),
)


def test_an_expense_is_approved_for_somebody_who_asked() -> None:
    given().when(APPROVE, actor="pavel").then(APPROVED)


def test_nobody_approves_what_they_asked_for() -> None:
    given().when(APPROVE, actor="olga").refused(ApprovalOfOwnRequest, actor="olga")


def test_an_approval_is_given_once() -> None:
    given(APPROVED).when(APPROVE, actor="pavel").refused(ApprovalAlreadyGiven, approved_on="2025-03-10")


def test_a_payment_draws_on_its_approval_and_on_the_money_of_its_project() -> None:
    given(APPROVED, FUND).when(PAY, actor="carl").then(PAID, DRAWN, SPENT)


def test_who_approved_does_not_pay() -> None:
    given(APPROVED, FUND).when(PAY, actor="pavel").refused(SamePerson, earlier="approve-expense", step="pay-expense")


def test_a_document_is_paid_once() -> None:
    given(*HISTORY).when(PAY).refused(ExpenseDocumentUsed, document_no=DOCUMENT, paid_on="2025-03-20")


def test_a_document_that_was_taken_back_is_not_used_again() -> None:
    given(*HISTORY, REVERSED, *GIVEN_BACK).when(PAY).refused(ExpenseDocumentUsed)


def test_without_a_rule_of_the_ledger_every_expense_is_approved() -> None:
    given().when(UNAPPROVED).refused(ApprovalMissing, asked="500.00", limit="0.00", rule_id="usual.expense-approval")


def test_up_to_the_ledgers_own_limit_an_expense_needs_no_approval_and_names_the_rule() -> None:
    outcome = given(POLICY_ADOPTED).when(UNAPPROVED)
    (paid,) = outcome.events
    assert isinstance(paid, ExpensePaid)
    assert (paid.approval_no, paid.unapproved_by) == (None, "EXP-2025")


def test_above_the_limit_it_does() -> None:
    given(POLICY_ADOPTED).when(replace(UNAPPROVED, amount_fen=Fen(500_01))).refused(
        ApprovalMissing, limit="500.00", rule_id="EXP-2025"
    )


def test_the_limit_holds_from_its_day_on() -> None:
    earlier = replace(UNAPPROVED, effective_on=date(2024, 12, 31))
    given(POLICY_ADOPTED).when(earlier).refused(ApprovalMissing, rule_id="usual.expense-approval")


def test_two_rules_for_expenses_share_neither_id_nor_day() -> None:
    adopt = AdoptExpensePolicy(
        rule_id=RuleId("EXP-2"),
        unapproved_up_to_fen=Fen(0),
        valid_from=POLICY_ADOPTED.valid_from,
        source=POLICY_ADOPTED.source,
        effective_on=date(2025, 3, 1),
    )
    given(POLICY_ADOPTED).when(adopt).refused(PolicyRuleTaken, rule_id="EXP-2025")
    given(POLICY_ADOPTED).when(replace(adopt, rule_id=POLICY_ADOPTED.rule_id, valid_from=date(2025, 4, 1))).refused(
        PolicyRuleTaken
    )


def test_a_payment_names_an_approval_that_there_is() -> None:
    given(FUND).when(PAY).refused(ApprovalUnknown, approval_no=APPROVAL)


@pytest.mark.parametrize(
    "payment", [replace(PAY, expense_kind="meeting"), replace(PAY, project=ProjectId("P-OTHER")), PLAIN]
)
def test_an_approval_is_for_its_kind_and_project(payment: PayExpense) -> None:
    given(APPROVED, FUND).when(payment).refused(ApprovalForOther, expense_kind="training")


def test_payments_stay_within_the_ceiling() -> None:
    second = replace(PAY, document_no=DocumentNo("INV-2"), amount_fen=Fen(200_01))
    given(*HISTORY).when(second).refused(ApprovalExceeded, left="200.00", asked="200.01")


def test_restricted_money_is_spent_as_far_as_it_reaches() -> None:
    given(APPROVED, replace(FUND, left_fen=Fen(799_99))).when(PAY).refused(
        FundInsufficient, project=PROJECT, left="799.99", asked="800.00"
    )


def test_restricted_money_needs_its_project() -> None:
    given(replace(APPROVED, project=None)).when(replace(PAY, project=None)).refused(FundClassNotAllowed)


def test_custodial_money_is_no_expense() -> None:
    given(APPROVED).when(replace(PAY, fund_class="custodial")).refused(FundClassNotAllowed, fund_class="custodial")


def test_nothing_is_paid_before_its_approval_or_before_its_day() -> None:
    given(APPROVED, FUND).when(replace(PAY, effective_on=date(2025, 3, 9))).refused(DateBeforeEarlierStep)
    given(APPROVED, FUND).when(PAY, today=date(2025, 3, 19)).refused(DateInFuture)


def test_a_closed_month_takes_no_payment() -> None:
    closed = replace(LEDGER, books=Books(kept_from=date(2015, 1, 1), closed_through=Month("2025-03")))
    given(APPROVED, FUND, ledger=closed).when(PAY).refused(PeriodClosed, closed_through="2025-03")


def test_a_payment_before_the_books_is_evidence_only() -> None:
    later = replace(LEDGER, books=Books(kept_from=date(2025, 7, 1)))
    given(APPROVED, ledger=later).when(PAY, actor="carl").then(replace(PAID, posting=None), DRAWN)


@pytest.mark.parametrize(
    ("kind", "day", "ledger", "account"),
    [
        ("culture_sport", date(2025, 3, 20), LEDGER, "50102"),
        ("culture_sport", date(2025, 3, 20), COUNTY_LEDGER, "502"),
        ("culture_sport", date(2015, 3, 20), COUNTY_LEDGER, "50102"),
        ("other_service", date(2025, 3, 20), LEDGER, "50305"),
        ("legal_aid", date(2015, 3, 20), LEDGER, "50203"),
        ("goods_and_services", date(2025, 3, 20), COUNTY_LEDGER, "50602"),
        ("affiliated_unit", date(2025, 3, 20), COUNTY_LEDGER, "509"),
        ("affiliated_unit", date(2015, 3, 20), COUNTY_LEDGER, "507"),
        ("other", date(2025, 3, 20), LEDGER, "510"),
    ],
)
def test_each_kind_goes_to_the_account_of_its_chart_and_level(
    kind: ExpenseKind, day: date, ledger: LedgerState, account: str
) -> None:
    approved = replace(APPROVED, expense_kind=kind, project=None, effective_on=day)
    paid, _ = given(approved, ledger=ledger).when(replace(PLAIN, expense_kind=kind, effective_on=day)).events
    assert isinstance(paid, ExpensePaid)
    assert paid.posting is not None
    debit, credit = paid.posting.lines
    assert (debit.account, debit.side, credit.account, credit.side) == (account, "D", "102", "C")
    assert debit.amount_fen == credit.amount_fen == 800_00


def test_a_payment_taken_back_restores_account_approval_and_money() -> None:
    given(*HISTORY).when(TAKE_BACK, actor="carl").then(REVERSED, *GIVEN_BACK)


def test_a_payment_of_an_earlier_year_is_taken_back_through_the_prior_year_account() -> None:
    later = replace(TAKE_BACK, effective_on=date(2026, 1, 5))
    taken_back, _, back = given(*HISTORY).when(later, actor="carl").events
    lines = getattr(taken_back, "posting").lines  # noqa: B009 - the event's class is told by its fields here
    assert [(line.account, line.side, line.amount_fen, line.project) for line in lines] == [
        (AccountCode("32101"), "C", 800_00, PROJECT),
        (AccountCode("102"), "D", 800_00, PROJECT),
    ]
    assert back == replace(FUND, change_fen=Fen(800_00), left_fen=Fen(900_00), effective_on=later.effective_on)


def test_a_payment_is_taken_back_once() -> None:
    given(*HISTORY, REVERSED, *GIVEN_BACK).when(TAKE_BACK).refused(ExpenseAlreadyReversed)


def test_only_what_was_paid_is_taken_back() -> None:
    given(APPROVED).when(TAKE_BACK).refused(ExpenseUnknown, document_no=DOCUMENT)


@pytest.mark.parametrize(
    "stated",
    [
        replace(TAKE_BACK, paid_on=date(2025, 3, 19)),
        replace(TAKE_BACK, fund_class="unrestricted"),
        replace(TAKE_BACK, project=None),
        replace(TAKE_BACK, approval_no=None),
    ],
)
def test_what_is_taken_back_is_stated_as_it_was(stated: ReverseExpense) -> None:
    given(*HISTORY).when(stated).refused(PaymentDisagrees, paid_on="2025-03-20")


def test_who_approved_does_not_take_back() -> None:
    given(*HISTORY).when(TAKE_BACK, actor="pavel").refused(SamePerson, step="reverse-expense")


def test_nothing_is_taken_back_before_it_was_paid() -> None:
    given(*HISTORY).when(replace(TAKE_BACK, effective_on=date(2025, 3, 19))).refused(DateBeforeEarlierStep)
