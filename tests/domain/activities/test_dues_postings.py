"""Dues as they stand in the books: where the money lies, which income it is, and what takes it back."""

from dataclasses import replace
from datetime import date

import pytest

from domain.accounting.lines import merged
from domain.accounting.refusals import PeriodClosed
from domain.activities.dues import (
    DuesPaid,
    DuesRefundOverYears,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    ReverseTurnIn,
    TurnInDues,
)
from domain.errors import DateBeforeEarlierStep
from domain.values import AccountCode, ChartVersion, Count, Fen, MoneyPlace, Month, PaymentMethod, PostingKind, Text
from tests.domain.given import Outcome, given, keeping
from tests.postings import against_prior_year, amounting, posted, red
from tests.samples.branch import SECOND_LEVEL, SECOND_LEVEL_OPENED
from tests.samples.dues import (
    ASSESSED,
    MAY,
    OF_BRANCH,
    PAID_IN_PART,
    POLICY_ADOPTED,
    REFUNDED,
    TURN_IN_REVERSED,
    TURNED_IN,
    WAGE_BASE_DECLARED,
    WAIVED,
)
from tests.samples.ledger import ACCOUNT_ADDED, RULE_APPROVED, RULE_DRAFTED
from tests.samples.membership import ENROLLED, MEMBER

MAY_CLOSED = keeping(closed_through=MAY)
IN_DECEMBER = date(2025, 12, 20)
NEXT_YEAR = date(2026, 1, 5)
OWING = (ENROLLED, POLICY_ADOPTED, WAGE_BASE_DECLARED, ASSESSED)
PAY = PayDues(member_no=MEMBER, period=MAY, amount_fen=Fen(20_00), method="cash", effective_on=date(2025, 5, 10))
REFUND = RefundDues(
    member_no=MEMBER,
    period=MAY,
    amount_fen=Fen(8_00),
    reason=REFUNDED.reason,
    method="cash",
    effective_on=date(2025, 5, 12),
)
TURN_IN = TurnInDues(branch_id=SECOND_LEVEL, period=MAY, amount_fen=Fen(1210_00), effective_on=date(2025, 6, 5))
REVERSE_TURN_IN = ReverseTurnIn(
    branch_id=SECOND_LEVEL, period=MAY, reason=TURN_IN_REVERSED.reason, effective_on=TURN_IN_REVERSED.effective_on
)
PAID_TO_THE_BRANCH = replace(PAID_IN_PART, method="branch", posting=None)
PAID_NEXT_YEAR = amounting(
    PAID_IN_PART,
    5_00,
    entry_no=Count(3),
    arrears_change_fen=Fen(-5_00),
    effective_on=NEXT_YEAR,
)


def reverse(entry_no: int, on: date) -> ReverseDuesEntry:
    return ReverseDuesEntry(
        member_no=MEMBER, period=MAY, entry_no=Count(entry_no), reason=Text("wrong"), effective_on=on
    )


def posting_of(outcome: Outcome) -> object:
    """Give the posting of the one event that a command came to."""
    if outcome.refusal is not None:
        raise outcome.refusal
    (event,) = outcome.events
    return event.posting  # type: ignore[attr-defined] # a money event


class TestPayment:
    @pytest.mark.parametrize(
        ("method", "account"), [("payroll", "102"), ("transfer", "102"), ("cash", "101")], ids=lambda value: value
    )
    def test_a_payment_is_income_in_the_bank_or_in_cash(self, method: PaymentMethod, account: str) -> None:
        paid = given(*OWING).when(replace(PAY, method=method))
        assert posting_of(paid) == posted("2021.dues", account, "401", 20_00)

    def test_what_the_branch_takes_is_not_in_the_books_yet(self) -> None:
        given(*OWING).when(replace(PAY, method="branch")).then(PAID_TO_THE_BRANCH)

    @pytest.mark.parametrize(("day", "chart"), [(date(2021, 12, 31), "2009"), (date(2022, 1, 1), "2021")], ids=str)
    def test_the_day_says_which_chart_is_in_force(self, day: date, chart: ChartVersion) -> None:
        early = replace(ENROLLED, effective_on=date(2020, 1, 1))
        paid = given(early).when(replace(PAY, period=Month("2021-12"), effective_on=day))
        assert posting_of(paid) == posted(f"{chart}.dues", "101", "401", 20_00)

    def test_the_ledgers_own_rule_goes_first(self) -> None:
        drafted = replace(RULE_DRAFTED, posting_kind=PostingKind("dues"), chart="2021", account=AccountCode("40101"))
        added = replace(ACCOUNT_ADDED, chart="2021", account=AccountCode("40101"), parent=AccountCode("401"))
        paid = given(added, drafted, RULE_APPROVED, *OWING).when(PAY)
        assert posting_of(paid) == posted(drafted.rule_id, "101", "40101", 20_00)

    def test_a_closed_month_takes_no_money(self) -> None:
        given(*OWING, ledger=MAY_CLOSED).when(PAY).refused(
            PeriodClosed, effective_on="2025-05-10", closed_through="2025-05"
        )

    def test_what_the_branch_took_in_a_closed_month_is_recorded_all_the_same(self) -> None:
        given(*OWING, ledger=MAY_CLOSED).when(replace(PAY, method="branch")).then(PAID_TO_THE_BRANCH)

    def test_a_payment_before_the_books_is_evidence(self) -> None:
        given(*OWING, ledger=keeping(kept_from=date(2025, 6, 1))).when(PAY).then(replace(PAID_IN_PART, posting=None))


class TestRefund:
    @pytest.mark.parametrize(
        ("method", "account"), [("payroll", "102"), ("transfer", "102"), ("cash", "101")], ids=lambda value: value
    )
    def test_income_of_this_year_shrinks_by_red_lines(self, method: PaymentMethod, account: str) -> None:
        refunded = given(*OWING, PAID_IN_PART).when(replace(REFUND, method=method))
        assert posting_of(refunded) == posted("2021.dues", account, "401", -8_00, corrects="2025-05-10.2021.dues")

    def test_it_goes_by_bank_transfer_unless_said_otherwise(self) -> None:
        plain = RefundDues(
            member_no=MEMBER, period=MAY, amount_fen=Fen(8_00), reason=REFUNDED.reason, effective_on=IN_DECEMBER
        )
        assert posting_of(given(*OWING, PAID_IN_PART).when(plain)) == posted(
            "2021.dues", "102", "401", -8_00, corrects="2025-05-10.2021.dues"
        )

    def test_what_the_branch_gives_back_was_never_in_the_books(self) -> None:
        by_branch = replace(REFUND, method="branch")
        given(*OWING, PAID_TO_THE_BRANCH).when(by_branch).then(replace(REFUNDED, method="branch", posting=None))

    def test_income_of_an_earlier_year_goes_back_through_net_assets(self) -> None:
        refunded = given(*OWING, PAID_IN_PART).when(replace(REFUND, effective_on=NEXT_YEAR))
        assert posting_of(refunded) == against_prior_year(
            "2021.prior_year", "32201", "101", 8_00, corrects="2025-05-10.2021.dues"
        )

    def test_what_this_year_took_in_goes_back_first(self) -> None:
        paid_twice = (*OWING, PAID_IN_PART, PAID_NEXT_YEAR)
        this_year = replace(REFUND, amount_fen=Fen(5_00), effective_on=NEXT_YEAR)
        assert posting_of(given(*paid_twice).when(this_year)) == posted(
            "2021.dues", "101", "401", -5_00, corrects=red(PAID_NEXT_YEAR).corrects
        )

    def test_one_refund_is_of_one_year(self) -> None:
        both = replace(REFUND, effective_on=NEXT_YEAR)
        given(*OWING, PAID_IN_PART, PAID_NEXT_YEAR).when(both).refused(
            DuesRefundOverYears, period="2025-05", paid="5.00", amount="8.00"
        )

    def test_once_this_years_is_given_back_the_rest_is_of_the_earlier_year(self) -> None:
        given_back = amounting(REFUNDED, 5_00, entry_no=Count(4), arrears_change_fen=Fen(5_00), effective_on=NEXT_YEAR)
        refunded = given(*OWING, PAID_IN_PART, PAID_NEXT_YEAR, given_back).when(replace(REFUND, effective_on=NEXT_YEAR))
        assert posting_of(refunded) == against_prior_year(
            "2021.prior_year", "32201", "101", 8_00, corrects="2025-05-10.2021.dues"
        )

    def test_nothing_goes_back_before_it_came(self) -> None:
        given(*OWING, PAID_IN_PART).when(replace(REFUND, effective_on=date(2025, 5, 9))).refused(
            DateBeforeEarlierStep, earlier_on="2025-05-10"
        )

    def test_nothing_goes_back_in_a_closed_month(self) -> None:
        given(*OWING, PAID_IN_PART, ledger=MAY_CLOSED).when(REFUND).refused(PeriodClosed)

    def test_a_refund_before_the_books_is_evidence(self) -> None:
        evidence = replace(PAID_IN_PART, posting=None)
        given(*OWING, evidence, ledger=keeping(kept_from=date(2025, 6, 1))).when(REFUND).then(
            replace(REFUNDED, posting=None)
        )


class TestReversal:
    @pytest.mark.parametrize("method", ["payroll", "cash"])
    def test_a_reversal_in_the_same_year_restores_every_account(self, method: PaymentMethod) -> None:
        (paid,) = given(*OWING).when(replace(PAY, method=method)).events
        assert isinstance(paid, DuesPaid)
        assert paid.posting is not None
        taken_back = posting_of(given(*OWING, paid).when(reverse(2, IN_DECEMBER)))
        assert taken_back == red(paid)
        assert merged((*paid.posting.lines, *red(paid).lines)) == ()

    def test_a_reversal_in_a_later_year_leaves_this_years_income_alone(self) -> None:
        taken_back = given(*OWING, PAID_IN_PART).when(reverse(2, NEXT_YEAR))
        assert posting_of(taken_back) == against_prior_year(
            "2021.prior_year", "32201", "101", 20_00, corrects="2025-05-10.2021.dues"
        )

    def test_a_refund_taken_back_is_income_again(self) -> None:
        taken_back = given(*OWING, PAID_IN_PART, REFUNDED).when(reverse(3, IN_DECEMBER))
        assert posting_of(taken_back) == posted("2021.dues", "101", "401", 8_00, corrects="2025-05-10.2021.dues")

    @pytest.mark.parametrize(
        ("history", "entry_no"), [((), 1), ((PAID_TO_THE_BRANCH,), 2), ((PAID_IN_PART, REFUNDED, WAIVED), 4)]
    )
    def test_what_posted_nothing_is_taken_back_without_a_posting(
        self, history: tuple[object, ...], entry_no: int
    ) -> None:
        taken_back = given(*OWING, *history).when(reverse(entry_no, IN_DECEMBER))
        assert posting_of(taken_back) is None

    def test_nothing_is_taken_back_in_a_closed_month(self) -> None:
        given(*OWING, PAID_IN_PART, ledger=MAY_CLOSED).when(reverse(2, date(2025, 5, 31))).refused(PeriodClosed)

    def test_a_payment_of_a_closed_month_is_taken_back_in_an_open_one(self) -> None:
        taken_back = given(*OWING, PAID_IN_PART, ledger=MAY_CLOSED).when(reverse(2, date(2025, 6, 1)))
        assert posting_of(taken_back) == red(PAID_IN_PART)


class TestTurningIn:
    @pytest.mark.parametrize(("place", "account"), [("bank", "102"), ("cash", "101")], ids=lambda value: value)
    def test_it_is_income_that_says_from_which_branch(self, place: MoneyPlace, account: str) -> None:
        turned_in = given(SECOND_LEVEL_OPENED).when(replace(TURN_IN, place=place))
        assert posting_of(turned_in) == posted("2021.dues", account, "401", 1210_00, OF_BRANCH)

    def test_a_closed_month_takes_no_dues_of_a_branch(self) -> None:
        june_closed = keeping(closed_through=Month("2025-06"))
        given(SECOND_LEVEL_OPENED, ledger=june_closed).when(TURN_IN).refused(PeriodClosed)

    def test_it_is_taken_back_by_red_lines_in_the_same_year(self) -> None:
        taken_back = given(SECOND_LEVEL_OPENED, TURNED_IN).when(REVERSE_TURN_IN)
        assert posting_of(taken_back) == red(TURNED_IN)

    def test_it_is_taken_back_through_net_assets_in_a_later_year(self) -> None:
        taken_back = given(SECOND_LEVEL_OPENED, TURNED_IN).when(replace(REVERSE_TURN_IN, effective_on=NEXT_YEAR))
        assert posting_of(taken_back) == against_prior_year(
            "2021.prior_year", "32201", "102", 1210_00, OF_BRANCH, corrects="2025-06-05.2021.dues"
        )
