from dataclasses import replace
from datetime import date

import pytest

from domain.activities.dues import (
    AssessDues,
    DuesAlreadyPaid,
    DuesEntryAlreadyReversed,
    DuesEntryNeeded,
    DuesEntryUnknown,
    DuesMonthTooFarAhead,
    DuesNotOwed,
    DuesOverpaid,
    DuesPaid,
    DuesRefundTooLarge,
    DuesReversalNotReversible,
    DuesReversed,
    DuesWaiverTooLarge,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    WaiveDues,
)
from domain.activities.membership import DateBeforeEnrolment, MemberUnknown
from domain.errors import DateBeforeEarlierStep
from domain.values import NO_FEN, Count, Fen, Month, Text
from tests.domain.given import given
from tests.postings import amounting, posted, red
from tests.samples.dues import (
    ASSESSED,
    MAY,
    PAID_IN_PART,
    POLICY_ADOPTED,
    REFUNDED,
    WAGE_BASE_DECLARED,
    WAIVED,
    WAIVER_REVERSED,
)
from tests.samples.membership import ENROLLED, MEMBER, RETIRED, WITHDRAWN

PAY = PayDues(member_no=MEMBER, period=MAY, amount_fen=Fen(25_00), method="cash", effective_on=date(2025, 5, 10))
PAY_PART = replace(PAY, amount_fen=Fen(20_00))
PAY_ADVANCE = replace(PAY, period=Month("2027-12"))
REFUND = RefundDues(
    member_no=MEMBER,
    period=MAY,
    amount_fen=Fen(8_00),
    reason=Text("paid for a colleague by mistake"),
    method="cash",
    effective_on=date(2025, 5, 12),
)
WAIVE = WaiveDues(
    member_no=MEMBER, period=MAY, amount_fen=Fen(13_00), reason=Text("long illness"), effective_on=date(2025, 6, 3)
)
REVERSE_WAIVER = ReverseDuesEntry(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(4),
    reason=Text("waived for the wrong member"),
    effective_on=date(2025, 6, 4),
)
PAID = DuesPaid(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(2),
    method="cash",
    amount_fen=Fen(25_00),
    arrears_change_fen=Fen(-25_00),
    prepaid_change_fen=NO_FEN,
    posting=posted("2021.dues", "101", "401", 25_00),
    effective_on=date(2025, 5, 10),
)
PREPAID = replace(PAID, entry_no=Count(1), arrears_change_fen=NO_FEN, prepaid_change_fen=Fen(25_00))
READY = (ENROLLED, POLICY_ADOPTED, WAGE_BASE_DECLARED)
OWING = (*READY, ASSESSED)


def reverse(entry_no: int) -> ReverseDuesEntry:
    return replace(REVERSE_WAIVER, entry_no=Count(entry_no), reason=Text("wrong"))


def reversal(of: DuesPaid, *, entry_no: int, arrears_fen: int, prepaid_fen: int) -> DuesReversed:
    return DuesReversed(
        member_no=MEMBER,
        period=of.period,
        entry_no=Count(entry_no),
        reversed_entry_no=of.entry_no,
        reversed_kind="paid",
        amount_fen=of.amount_fen,
        reason=Text("wrong"),
        arrears_change_fen=Fen(arrears_fen),
        prepaid_change_fen=Fen(prepaid_fen),
        posting=red(of),
        effective_on=date(2025, 6, 4),
    )


class TestPayment:
    def test_a_month_is_paid_in_full(self) -> None:
        given(*OWING).when(PAY).then(PAID)

    def test_a_month_is_paid_in_part(self) -> None:
        given(*OWING).when(PAY_PART).then(PAID_IN_PART)

    def test_the_rest_is_paid_later(self) -> None:
        rest = replace(PAY, amount_fen=Fen(5_00), method="transfer")
        given(*OWING, PAID_IN_PART).when(rest).then(
            replace(
                PAID,
                entry_no=Count(3),
                method="transfer",
                amount_fen=Fen(5_00),
                arrears_change_fen=Fen(-5_00),
                posting=posted("2021.dues", "102", "401", 5_00),
            )
        )

    def test_dues_for_a_month_are_paid_once(self) -> None:
        given(*OWING, PAID).when(PAY).refused(DuesAlreadyPaid, member_no=MEMBER, period="2025-05")

    def test_a_month_let_off_takes_no_money(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED, WAIVED).when(PAY).refused(DuesAlreadyPaid)

    def test_no_more_is_taken_than_is_open(self) -> None:
        given(*OWING, PAID_IN_PART).when(replace(PAY, amount_fen=Fen(5_01))).refused(
            DuesOverpaid, open="5.00", amount="5.01"
        )

    def test_a_stranger_pays_nothing(self) -> None:
        given().when(PAY).refused(MemberUnknown)

    def test_nothing_is_paid_before_enrolment(self) -> None:
        given(*READY).when(replace(PAY, effective_on=date(2025, 2, 9))).refused(DateBeforeEnrolment)

    def test_a_former_member_still_pays_what_is_open(self) -> None:
        late = replace(PAY, effective_on=date(2025, 9, 1))
        given(*OWING, WITHDRAWN).when(late).then(replace(PAID, effective_on=late.effective_on))


class TestPrepayment:
    def test_a_month_may_be_paid_before_it_is_assessed(self) -> None:
        given(*READY).when(PAY).then(PREPAID)

    def test_money_is_taken_in_advance_up_to_the_end_of_next_year(self) -> None:
        given(*READY).when(PAY_ADVANCE).then(replace(PREPAID, period=Month("2027-12")))

    def test_no_money_is_taken_for_later_months(self) -> None:
        given(*READY).when(replace(PAY, period=Month("2028-01"))).refused(DuesMonthTooFarAhead, last_period="2027-12")

    def test_an_assessment_uses_up_what_was_prepaid(self) -> None:
        assess = AssessDues(member_no=MEMBER, period=MAY, effective_on=date(2025, 5, 2))
        prepaid = replace(PREPAID, amount_fen=Fen(30_00), prepaid_change_fen=Fen(30_00))
        given(*READY, prepaid).when(assess).then(
            replace(ASSESSED, entry_no=Count(2), arrears_change_fen=NO_FEN, prepaid_change_fen=Fen(-25_00))
        )

    def test_an_assessment_above_what_was_prepaid_leaves_arrears(self) -> None:
        assess = AssessDues(member_no=MEMBER, period=MAY, effective_on=date(2025, 5, 2))
        prepaid = replace(PREPAID, amount_fen=Fen(10_00), prepaid_change_fen=Fen(10_00))
        given(*READY, prepaid).when(assess).then(
            replace(ASSESSED, entry_no=Count(2), arrears_change_fen=Fen(15_00), prepaid_change_fen=Fen(-10_00))
        )

    def test_a_retired_member_pays_nothing_in_advance(self) -> None:
        july = replace(PAY, period=Month("2025-07"), effective_on=date(2025, 7, 1))
        given(*READY, RETIRED).when(july).refused(DuesNotOwed, standing="retired", since="2025-06-15")

    def test_nothing_is_paid_for_a_month_before_enrolment(self) -> None:
        given(*READY).when(replace(PAY, period=Month("2025-01"))).refused(DuesNotOwed)


class TestRefund:
    def test_money_goes_back_and_is_owed_again(self) -> None:
        given(*OWING, PAID_IN_PART).when(REFUND).then(REFUNDED)

    def test_money_paid_in_advance_goes_back(self) -> None:
        given(*READY, PREPAID).when(REFUND).then(
            replace(REFUNDED, entry_no=Count(2), arrears_change_fen=NO_FEN, prepaid_change_fen=Fen(-8_00))
        )

    def test_no_more_goes_back_than_was_paid_net(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED).when(replace(REFUND, amount_fen=Fen(12_01))).refused(
            DuesRefundTooLarge, paid="12.00", amount="12.01"
        )

    def test_all_that_was_paid_may_go_back(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED).when(replace(REFUND, amount_fen=Fen(12_00))).then(
            amounting(REFUNDED, 12_00, entry_no=Count(4), arrears_change_fen=Fen(12_00))
        )

    def test_of_nothing_nothing_goes_back(self) -> None:
        given(*OWING).when(REFUND).refused(DuesRefundTooLarge, paid="0.00")


class TestWaiver:
    def test_what_is_open_may_be_let_off(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED).when(WAIVE).then(WAIVED)

    def test_no_more_is_let_off_than_is_open(self) -> None:
        given(*OWING, PAID_IN_PART).when(WAIVE).refused(DuesWaiverTooLarge, arrears="5.00", amount="13.00")

    def test_what_is_not_assessed_is_not_let_off(self) -> None:
        given(*READY).when(WAIVE).refused(DuesWaiverTooLarge, arrears="0.00")


class TestReversal:
    def test_a_waiver_is_taken_back(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED, WAIVED).when(REVERSE_WAIVER).then(WAIVER_REVERSED)

    def test_a_payment_is_taken_back_and_owed_again(self) -> None:
        given(*OWING, PAID).when(reverse(2)).then(reversal(PAID, entry_no=3, arrears_fen=25_00, prepaid_fen=0))

    def test_a_payment_in_advance_is_taken_back(self) -> None:
        given(*READY, PREPAID).when(reverse(1)).then(reversal(PREPAID, entry_no=2, arrears_fen=0, prepaid_fen=-25_00))

    def test_without_its_assessment_what_was_paid_is_prepaid(self) -> None:
        given(*OWING, PAID).when(reverse(1)).then(
            replace(
                reversal(PAID, entry_no=3, arrears_fen=0, prepaid_fen=25_00),
                reversed_entry_no=Count(1),
                reversed_kind="assessed",
                posting=None,
            )
        )

    def test_without_its_refund_a_month_is_paid_again(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED).when(reverse(3)).then(
            replace(
                WAIVER_REVERSED,
                entry_no=Count(4),
                reversed_entry_no=Count(3),
                reversed_kind="refunded",
                amount_fen=Fen(8_00),
                reason=Text("wrong"),
                arrears_change_fen=Fen(-8_00),
                posting=posted("2021.dues", "101", "401", 8_00, corrects="2025-05-10.2021.dues"),
            )
        )

    def test_a_month_is_assessed_anew_after_its_reversal(self) -> None:
        assess = AssessDues(member_no=MEMBER, period=MAY, effective_on=date(2025, 6, 4))
        taken_back = replace(
            reversal(PAID, entry_no=2, arrears_fen=-25_00, prepaid_fen=0),
            reversed_entry_no=Count(1),
            reversed_kind="assessed",
        )
        given(*OWING, taken_back).when(assess).then(replace(ASSESSED, entry_no=Count(3), effective_on=date(2025, 6, 4)))

    @pytest.mark.parametrize("entry_no", [-1, 0, 2])
    def test_the_entry_must_be_there(self, entry_no: int) -> None:
        given(*OWING).when(reverse(entry_no)).refused(DuesEntryUnknown, entry_no=entry_no)

    def test_the_entry_must_be_of_that_month(self) -> None:
        given(*OWING).when(replace(reverse(1), period=Month("2025-06"))).refused(DuesEntryUnknown, period="2025-06")

    def test_an_entry_is_taken_back_once(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED, WAIVED, WAIVER_REVERSED).when(REVERSE_WAIVER).refused(
            DuesEntryAlreadyReversed, entry_no=4
        )

    def test_a_reversal_is_final(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED, WAIVED, WAIVER_REVERSED).when(reverse(5)).refused(
            DuesReversalNotReversible, entry_no=5
        )

    def test_a_payment_that_was_refunded_stays_until_the_refund_is_taken_back(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED).when(reverse(2)).refused(
            DuesEntryNeeded, entry_no=2, first_entry_no=3, first_kind="refunded"
        )

    def test_an_assessment_that_was_waived_stays_until_the_waiver_is_taken_back(self) -> None:
        given(*OWING, PAID_IN_PART, REFUNDED, WAIVED).when(reverse(1)).refused(
            DuesEntryNeeded, entry_no=1, first_entry_no=4, first_kind="waived"
        )

    def test_a_reversal_is_not_dated_before_its_entry(self) -> None:
        given(*OWING).when(replace(reverse(1), effective_on=date(2025, 5, 1))).refused(
            DateBeforeEarlierStep, earlier_on="2025-05-02"
        )
