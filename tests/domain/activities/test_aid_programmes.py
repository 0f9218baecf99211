from dataclasses import replace
from datetime import date

import pytest

from domain.activities.aid import (
    AidBudgetBelowSpent,
    AidBudgetUnchanged,
    AidPlanOutOfRange,
    AidProgrammeAlreadyOpen,
    AidProgrammeUnknown,
    AidReceiptAlreadyReversed,
    AidReceiptUnknown,
    AidReceiptUsed,
    AmendAidBudget,
    OpenAidProgramme,
    RecordAidFunds,
    ReverseAidFunds,
)
from domain.errors import DateBeforeEarlierStep, DateBeforeLedger, DateInFuture
from domain.values import CaseNo, Count, Fen, ProgrammeCode
from tests.domain.given import given
from tests.postings import posted
from tests.samples.aid import BUDGET_AMENDED, BUDGET_CHARGED, FUNDS_RAISED, FUNDS_REVERSED, OPENED, STUDY

WARMTH = ProgrammeCode("WARMTH")
OPEN = OpenAidProgramme(
    programme=STUDY,
    name=OPENED.name,
    purpose="study",
    fund_source="union",
    budget_fen=OPENED.budget_fen,
    cap_fen=OPENED.cap_fen,
    requires_membership=False,
    instalments=Count(4),
    effective_on=OPENED.effective_on,
)
AMEND = AmendAidBudget(
    programme=STUDY,
    budget_fen=BUDGET_AMENDED.budget_fen,
    reason=BUDGET_AMENDED.reason,
    effective_on=BUDGET_AMENDED.effective_on,
)
RAISE_FUNDS = RecordAidFunds(
    programme=STUDY,
    receipt_no=FUNDS_RAISED.receipt_no,
    fund_source="donation",
    amount_fen=FUNDS_RAISED.amount_fen,
    effective_on=FUNDS_RAISED.effective_on,
)


def test_a_programme_is_set_up() -> None:
    given().when(OPEN).then(OPENED)


def test_a_programme_is_for_members_and_pays_once_unless_said_otherwise() -> None:
    plain = OpenAidProgramme(
        programme=WARMTH,
        name=OPENED.name,
        fund_source="union",
        budget_fen=Fen(1_000_00),
        effective_on=OPENED.effective_on,
    )
    given().when(plain).then(
        replace(
            OPENED,
            programme=WARMTH,
            purpose="hardship",
            budget_fen=Fen(1_000_00),
            cap_fen=None,
            requires_membership=True,
            instalments=Count(1),
        )
    )


def test_a_programme_is_set_up_once() -> None:
    given(OPENED).when(OPEN).refused(AidProgrammeAlreadyOpen, opened_on="2015-01-05")


@pytest.mark.parametrize("instalments", [0, 49])
def test_a_programme_plans_a_few_instalments(instalments: int) -> None:
    command = replace(OPEN, instalments=Count(instalments))
    given().when(command).refused(AidPlanOutOfRange, instalments=instalments, most_instalments=48)


def test_a_budget_is_set_anew() -> None:
    given(OPENED).when(AMEND).then(BUDGET_AMENDED)


def test_a_budget_is_set_anew_from_the_last_figure() -> None:
    command = replace(AMEND, budget_fen=Fen(9_000_00))
    given(OPENED, BUDGET_AMENDED).when(command).then(
        replace(BUDGET_AMENDED, budget_fen=Fen(9_000_00), budget_change_fen=Fen(-3_000_00))
    )


def test_an_amendment_keeps_what_was_spent() -> None:
    command = replace(AMEND, effective_on=date(2015, 9, 1))
    given(OPENED, BUDGET_CHARGED).when(command).then(
        replace(BUDGET_AMENDED, spent_fen=Fen(2_000_00), effective_on=date(2015, 9, 1))
    )


def test_an_amendment_changes_the_budget() -> None:
    given(OPENED).when(replace(AMEND, budget_fen=OPENED.budget_fen)).refused(AidBudgetUnchanged, budget="10000.00")


def test_a_budget_may_fall_to_what_was_spent() -> None:
    command = replace(AMEND, budget_fen=Fen(2_000_00))
    given(OPENED, BUDGET_CHARGED).when(command).then(
        replace(
            BUDGET_AMENDED,
            budget_fen=Fen(2_000_00),
            budget_change_fen=Fen(-8_000_00),
            spent_fen=Fen(2_000_00),
        )
    )


def test_a_budget_does_not_fall_below_what_was_spent() -> None:
    command = replace(AMEND, budget_fen=Fen(1_999_99))
    given(OPENED, BUDGET_CHARGED).when(command).refused(AidBudgetBelowSpent, budget="1999.99", spent="2000.00")


def test_money_is_raised_for_a_programme() -> None:
    given(OPENED).when(RAISE_FUNDS).then(FUNDS_RAISED)


def test_a_receipt_is_recorded_once_in_the_whole_ledger() -> None:
    elsewhere = replace(RAISE_FUNDS, programme=WARMTH)
    given(OPENED, replace(OPENED, programme=WARMTH), FUNDS_RAISED).when(elsewhere).refused(
        AidReceiptUsed, programme="AUTUMN_STUDY", received_on="2015-07-15"
    )


REVERSE_FUNDS = ReverseAidFunds(
    programme=STUDY,
    receipt_no=FUNDS_RAISED.receipt_no,
    reason=FUNDS_REVERSED.reason,
    effective_on=FUNDS_REVERSED.effective_on,
)


def test_a_receipt_is_taken_back_whole() -> None:
    given(OPENED, FUNDS_RAISED).when(REVERSE_FUNDS).then(FUNDS_REVERSED)


def test_a_receipt_is_taken_back_once_and_its_number_stays_used() -> None:
    history = (OPENED, FUNDS_RAISED, FUNDS_REVERSED)
    given(*history).when(REVERSE_FUNDS).refused(AidReceiptAlreadyReversed)
    given(*history).when(RAISE_FUNDS).refused(AidReceiptUsed)


def test_only_a_recorded_receipt_is_taken_back_and_not_before_it_came_in() -> None:
    given(OPENED).when(REVERSE_FUNDS).refused(AidReceiptUnknown)
    early = replace(REVERSE_FUNDS, effective_on=date(2015, 7, 14))
    given(OPENED, FUNDS_RAISED).when(early).refused(DateBeforeEarlierStep)


def test_several_sources_raise_money_for_one_programme() -> None:
    other = replace(RAISE_FUNDS, receipt_no=CaseNo("R-2015-0008"), fund_source="government_subsidy")
    given(OPENED, FUNDS_RAISED).when(other).then(
        replace(
            FUNDS_RAISED,
            receipt_no=CaseNo("R-2015-0008"),
            fund_source="government_subsidy",
            posting=posted("2009.government_subsidy", "102", "404", 20_200_00),
        )
    )


@pytest.mark.parametrize("command", [AMEND, RAISE_FUNDS])
def test_a_programme_is_set_up_before_money_moves(command: object) -> None:
    given().when(command).refused(AidProgrammeUnknown, programme="AUTUMN_STUDY")


@pytest.mark.parametrize("command", [AMEND, RAISE_FUNDS])
def test_no_money_moves_before_the_programme_was_set_up(command: AmendAidBudget | RecordAidFunds) -> None:
    early = replace(command, effective_on=date(2015, 1, 4))
    given(OPENED).when(early).refused(DateBeforeEarlierStep, earlier_on="2015-01-05")


def test_a_programme_is_not_older_than_the_books() -> None:
    given().when(replace(OPEN, effective_on=date(2014, 12, 31))).refused(DateBeforeLedger)


@pytest.mark.parametrize(("history", "command"), [([], OPEN), ([OPENED], AMEND), ([OPENED], RAISE_FUNDS)])
def test_nothing_is_recorded_before_its_day(history: list[object], command: object) -> None:
    given(*history).when(command, today=date(2015, 1, 1)).refused(DateInFuture)
