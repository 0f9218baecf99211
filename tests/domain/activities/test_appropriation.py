from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.accounting.lines import Line
from domain.accounting.policies import PolicyRuleTaken
from domain.accounting.refusals import FundInsufficient, PeriodClosed
from domain.activities.appropriation import (
    AccrualOnlyAtYearEnd,
    AccrueAppropriation,
    AdoptAppropriationPolicy,
    AppropriationAmountMissing,
    AppropriationPolicyAdopted,
    AppropriationPolicyMissing,
    AppropriationPolicyUnusable,
    AppropriationReceived,
    AppropriationReversed,
    AppropriationSharesWrong,
    AppropriationTooSmall,
    CollectAccrual,
    PreparatoryLevyHeldWhole,
    ReceivePreparatoryLevy,
    RecordAppropriation,
    RefundPreparatoryLevy,
    ReverseAppropriation,
    SettlePreparatoryLevy,
    Shares,
)
from domain.activities.booking import (
    BookingAlreadyReversed,
    BookingDisagrees,
    DocumentAlreadyBooked,
    DocumentNotBooked,
)
from domain.activities.fund import FundMoved
from domain.activities.open_item import OpenItemExceeded, OpenItemUnknown
from domain.errors import DateBeforeEarlierStep, DateInFuture
from domain.values import (
    AccountCode,
    BasisPoints,
    DocumentNo,
    EnterpriseId,
    Fen,
    LedgerId,
    PartyId,
    ProjectId,
    RuleId,
    Text,
)
from tests.domain.given import COUNTY_LEDGER, LEDGER, given
from tests.domain.posted import after, balances, check_balanced, entry, turnover
from tests.samples.appropriation import POLICY_ADOPTED, TAX_POLICY_ADOPTED
from tests.samples.ledger import PERIOD_CLOSED

PAYER = PartyId("E11")
E11 = EnterpriseId("E11")
IN_2025 = date(2025, 3, 31)
IN_2015 = date(2015, 3, 31)
YEAR_END = date(2025, 12, 31)
NOTICE = DocumentNo("N-2025-03")
WRONG = Text("wrong document")


def record(**changed: Any) -> RecordAppropriation:  # noqa: ANN401 - fields of the command
    return RecordAppropriation(
        **{"document_no": NOTICE, "payer": PAYER, "total_fen": Fen(1_000_00), "effective_on": IN_2025, **changed}
    )


def reverse(document_no: DocumentNo = NOTICE, **changed: Any) -> ReverseAppropriation:  # noqa: ANN401 - fields of the command
    return ReverseAppropriation(
        **{"document_no": document_no, "reason": WRONG, "effective_on": date(2025, 12, 31), **changed}
    )


WITH_POLICY = given(POLICY_ADOPTED)
COUNTY = given(POLICY_ADOPTED, TAX_POLICY_ADOPTED, ledger=COUNTY_LEDGER)


@pytest.mark.parametrize(
    ("payroll_fen", "total_fen", "own_fen", "up_fen"),
    [
        (1_000_000_00, 20_000_00, 12_000_00, 8_000_00),
        (333_333_33, 6_666_67, 4_000_00, 2_666_67),
        (283_333_33, 5_666_67, 3_400_00, 2_266_67),
        (123_456_78, 2_469_14, 1_481_48, 987_66),
        (15_123_456_78, 302_469_14, 181_481_48, 120_987_66),
        (9_99, 20, 12, 8),
        (1_00, 2, 1, 1),
        (25, 1, 1, 0),
    ],
)
def test_two_percent_of_payroll_are_divided_sixty_to_forty_to_the_fen(
    payroll_fen: int, total_fen: int, own_fen: int, up_fen: int
) -> None:
    [received] = WITH_POLICY.when(record(payroll_fen=Fen(payroll_fen), total_fen=None)).events

    assert isinstance(received, AppropriationReceived)
    assert (received.total_fen, received.own_fen, received.up_fen) == (total_fen, own_fen, up_fen)
    assert received.rule_id == POLICY_ADOPTED.rule_id
    check_balanced([received])


def test_of_a_payroll_too_small_for_a_fen_nothing_is_due() -> None:
    WITH_POLICY.when(record(payroll_fen=Fen(24), total_fen=None)).refused(AppropriationTooSmall, payroll="0.24")


@for_all(
    total_fen=st.integers(1, 10**12),
    own=st.integers(0, 10_000),
    up=st.integers(0, 10_000),
)
def test_shares_always_make_up_the_total(total_fen: int, own: int, up: int) -> None:
    own = min(own, 10_000 - up)
    policy = AppropriationPolicyAdopted(
        rule_id=RuleId("ANY"),
        route="tax",
        rate_basis_points=BasisPoints(200),
        own_basis_points=BasisPoints(own),
        up_basis_points=BasisPoints(up),
        down_basis_points=BasisPoints(10_000 - own - up),
        valid_from=date(2022, 1, 1),
        effective_on=date(2022, 1, 1),
    )
    events = given(policy).when(record(total_fen=Fen(total_fen), route="tax")).events

    [received] = events
    assert isinstance(received, AppropriationReceived)
    assert received.own_fen + received.up_fen + received.down_fen == total_fen
    check_balanced(events)


def test_a_contribution_goes_to_the_accounts_of_the_chart_of_its_day() -> None:
    events = WITH_POLICY.when(record()).events
    assert entry(*events) == ["D 102 1000.00", "C 402 600.00", "C 211 400.00"]

    earlier = WITH_POLICY.when(record(effective_on=IN_2015)).events
    assert entry(*earlier) == ["D 102 1000.00", "C 402 600.00", "C 221 400.00"]


def test_at_the_collecting_level_a_part_goes_down() -> None:
    events = COUNTY.when(record(total_fen=Fen(1_000_000_00), route="tax")).events
    assert entry(*events) == ["D 102 1000000.00", "C 402 150000.00", "C 211 250000.00", "C 21202 600000.00"]

    earlier = COUNTY.when(record(total_fen=Fen(1_000_000_00), route="tax", effective_on=IN_2015)).events
    assert entry(*earlier) == ["D 102 1000000.00", "C 402 150000.00", "C 221 250000.00", "C 22202 600000.00"]


def test_shares_that_the_notice_states_go_before_the_policy() -> None:
    shares = Shares(own_fen=Fen(100_00), up_fen=Fen(200_00), down_fen=Fen(700_00))
    [received] = given(ledger=COUNTY_LEDGER).when(record(route="tax", shares=shares)).events

    assert isinstance(received, AppropriationReceived)
    assert received.rule_id is None
    assert entry(received) == ["D 102 1000.00", "C 402 100.00", "C 211 200.00", "C 21202 700.00"]


def test_stated_shares_make_up_the_total() -> None:
    shares = Shares(own_fen=Fen(600_00), up_fen=Fen(399_99))
    WITH_POLICY.when(record(shares=shares)).refused(AppropriationSharesWrong, shares="999.99", total="1000.00")


def test_what_is_owed_to_the_superior_union_names_it() -> None:
    below_the_city = replace(LEDGER, parent_ledger_id=LedgerId("city"))
    [received] = given(POLICY_ADOPTED, ledger=below_the_city).when(record()).events

    assert isinstance(received, AppropriationReceived)
    assert Line(AccountCode("211"), "C", Fen(400_00), party=PartyId("city")) in received.posting.lines
    assert Line(AccountCode("402"), "C", Fen(600_00), party=PAYER) in received.posting.lines


def test_payroll_or_total_is_stated_and_not_both() -> None:
    WITH_POLICY.when(record(total_fen=None)).refused(AppropriationAmountMissing)
    WITH_POLICY.when(record(payroll_fen=Fen(50_000_00))).refused(AppropriationAmountMissing)


def test_a_policy_is_in_force_from_its_day_until_the_next_of_its_route() -> None:
    later = AdoptAppropriationPolicy(
        rule_id=RuleId("SHARES-2025-07"),
        valid_from=date(2025, 7, 1),
        own_basis_points=BasisPoints(7_000),
        up_basis_points=BasisPoints(3_000),
        effective_on=date(2025, 6, 1),
    )
    both = after(WITH_POLICY, later)

    assert entry(*both.when(record(effective_on=date(2025, 6, 30))).events)[1] == "C 402 600.00"
    assert entry(*both.when(record(effective_on=date(2025, 7, 1))).events)[1] == "C 402 700.00"


def test_without_a_policy_of_its_route_a_contribution_is_not_divided() -> None:
    WITH_POLICY.when(record(route="finance")).refused(AppropriationPolicyMissing, route="finance")
    WITH_POLICY.when(record(effective_on=date(2015, 1, 31))).refused(AppropriationPolicyMissing)


def test_the_shares_of_a_policy_make_up_the_whole() -> None:
    adopt = AdoptAppropriationPolicy(
        rule_id=RuleId("R9"), valid_from=IN_2025, own_basis_points=BasisPoints(6_001), effective_on=IN_2025
    )
    given().when(adopt).refused(AppropriationPolicyUnusable, shares_basis_points=10_001)


def test_of_one_route_one_policy_begins_on_a_day() -> None:
    adopt = AdoptAppropriationPolicy(rule_id=RuleId("R9"), valid_from=POLICY_ADOPTED.valid_from, effective_on=IN_2025)
    WITH_POLICY.when(adopt).refused(PolicyRuleTaken, rule_id=POLICY_ADOPTED.rule_id)


def test_a_document_is_booked_once() -> None:
    after(WITH_POLICY, record()).when(record()).refused(DocumentAlreadyBooked, booked_on="2025-03-31")


def test_a_contribution_may_be_meant_for_a_project_which_gets_the_own_share() -> None:
    restricted = record(fund_class="restricted", project=ProjectId("P-COMP"))
    received, moved = WITH_POLICY.when(restricted).events

    assert getattr(moved, "left_fen", None) == 600_00
    assert balances([received]) == {
        ("102", "restricted", "P-COMP"): 600_00,
        ("102", "unrestricted", None): 400_00,
        ("402", "restricted", "P-COMP"): -600_00,
        ("211", "unrestricted", None): -400_00,
    }


def test_a_closed_month_takes_no_contribution() -> None:
    given(POLICY_ADOPTED, PERIOD_CLOSED).when(record(effective_on=date(2015, 1, 31))).refused(PeriodClosed)


def test_a_contribution_of_tomorrow_is_not_recorded() -> None:
    WITH_POLICY.when(record(effective_on=date(2026, 1, 6))).refused(DateInFuture)


def test_a_contribution_is_taken_back_in_red_in_the_same_year() -> None:
    booked = after(WITH_POLICY, record())
    [reversal] = booked.when(reverse()).events

    assert entry(reversal) == ["D 102 -1000.00", "C 402 -600.00", "C 211 -400.00"]
    assert turnover([*booked.events, reversal]) == {}


def test_a_contribution_of_last_year_is_taken_back_as_a_prior_year_adjustment() -> None:
    [reversal] = after(WITH_POLICY, record(effective_on=date(2024, 3, 31))).when(reverse()).events
    assert entry(reversal) == ["C 102 1000.00", "D 32201 600.00", "D 211 400.00"]


def test_a_reversal_is_made_once_and_never_reversed() -> None:
    after(WITH_POLICY, record(), reverse()).when(reverse()).refused(BookingAlreadyReversed, reversed_on="2025-12-31")


def test_a_document_whose_booking_was_taken_back_is_booked_anew() -> None:
    right = after(WITH_POLICY, record(), reverse(), record(total_fen=Fen(900_00)))
    assert balances(right.events)["102", "unrestricted", None] == 900_00


def test_only_what_was_booked_is_taken_back_and_not_before_its_day() -> None:
    WITH_POLICY.when(reverse()).refused(DocumentNotBooked)
    after(WITH_POLICY, record()).when(reverse(effective_on=date(2025, 3, 30))).refused(DateBeforeEarlierStep)


def test_a_reversal_names_the_fund_that_the_contribution_moved() -> None:
    restricted = after(WITH_POLICY, record(fund_class="restricted", project=ProjectId("P-COMP")))
    restricted.when(reverse()).refused(BookingDisagrees, moved=["restricted P-COMP"])
    reversal, moved = restricted.when(reverse(fund_class="restricted", project=ProjectId("P-COMP"))).events

    assert isinstance(reversal, AppropriationReversed)
    assert getattr(moved, "left_fen", None) == 0


def test_restricted_money_that_was_spent_is_not_taken_back() -> None:
    restricted: dict[str, Any] = {"fund_class": "restricted", "project": ProjectId("P-COMP")}
    received, moved = WITH_POLICY.when(record(**restricted)).events
    assert isinstance(moved, FundMoved)
    spent = replace(moved, change_fen=Fen(-1), left_fen=Fen(599_99))
    given(POLICY_ADOPTED, received, spent).when(reverse(**restricted)).refused(FundInsufficient, left="599.99")


ACCRUE = AccrueAppropriation(
    document_no=DocumentNo("A-2025"), side="collecting", party=PAYER, total_fen=Fen(1_000_00), effective_on=YEAR_END
)


def collect(amount_fen: int, no: str = "C-1", **changed: Any) -> CollectAccrual:  # noqa: ANN401 - fields of the command
    return CollectAccrual(
        **{
            "document_no": DocumentNo(no),
            "accrual_no": ACCRUE.document_no,
            "amount_fen": Fen(amount_fen),
            "effective_on": date(2026, 1, 5),
            **changed,
        }
    )


def test_at_the_years_end_a_contribution_that_is_due_is_accrued_and_collected_later() -> None:
    accrued = after(COUNTY, ACCRUE)
    assert entry(*accrued.events) == ["D 132 1000.00", "C 402 600.00", "C 211 400.00"]

    collected = after(accrued, collect(300_00), collect(700_00, "C-2"))
    assert ("132", "unrestricted", None) not in balances(collected.events)
    collected.when(collect(1, "C-3")).refused(OpenItemExceeded, left="0.00", asked="0.01")


def test_what_the_superior_union_owes_is_accrued_as_this_unions_own() -> None:
    shares = Shares(own_fen=Fen(400_00), down_fen=Fen(600_00))
    accrual = AccrueAppropriation(
        document_no=ACCRUE.document_no,
        side="receiving",
        party=PartyId("province"),
        total_fen=Fen(1_000_00),
        shares=shares,
        effective_on=YEAR_END,
    )
    accrued = after(COUNTY, accrual)
    assert entry(*accrued.events) == ["D 13102 1000.00", "C 402 400.00", "C 21202 600.00"]
    assert entry(*after(accrued, collect(1_000_00)).events)[-2:] == ["D 102 1000.00", "C 13102 1000.00"]


def test_contributions_are_accrued_in_december_only_but_at_any_time_under_chart_2009() -> None:
    COUNTY.when(replace(ACCRUE, effective_on=date(2025, 11, 30))).refused(AccrualOnlyAtYearEnd)

    accrued = COUNTY.when(replace(ACCRUE, effective_on=IN_2015)).events
    assert entry(*accrued) == ["D 132 1000.00", "C 402 600.00", "C 221 400.00"]


def test_an_accrual_that_nobody_made_is_not_collected() -> None:
    COUNTY.when(collect(1)).refused(OpenItemUnknown)


def test_an_accrual_is_taken_back_only_while_nothing_of_it_is_collected() -> None:
    collected = after(COUNTY, ACCRUE, collect(300_00))
    whole = reverse(ACCRUE.document_no, accrual_no=ACCRUE.document_no, effective_on=date(2026, 1, 5))
    collected.when(whole).refused(OpenItemExceeded, left="700.00", asked="1000.00")

    collection = reverse(DocumentNo("C-1"), accrual_no=ACCRUE.document_no, effective_on=date(2026, 1, 5))
    restored = after(collected, collection)
    assert balances(restored.events)["132", "unrestricted", None] == 1_000_00
    after(restored, whole)


def levy(no: str = "L-1", **changed: Any) -> ReceivePreparatoryLevy:  # noqa: ANN401 - fields of the command
    return ReceivePreparatoryLevy(
        **{
            "document_no": DocumentNo(no),
            "enterprise_id": E11,
            "total_fen": Fen(1_000_00),
            "effective_on": IN_2025,
            **changed,
        }
    )


def settle(amount_fen: int, no: str = "S-1", **changed: Any) -> SettlePreparatoryLevy:  # noqa: ANN401 - fields of the command
    return SettlePreparatoryLevy(
        **{
            "document_no": DocumentNo(no),
            "enterprise_id": E11,
            "amount_fen": Fen(amount_fen),
            "effective_on": YEAR_END,
            **changed,
        }
    )


LEVY_POLICY = AdoptAppropriationPolicy(
    rule_id=RuleId("LEVY"),
    route="preparatory",
    own_basis_points=BasisPoints(1_500),
    up_basis_points=BasisPoints(2_500),
    down_basis_points=BasisPoints(6_000),
    valid_from=date(2015, 1, 1),
    effective_on=date(2015, 1, 1),
)
WITH_LEVY_POLICY = after(COUNTY, LEVY_POLICY)


def test_a_levy_is_held_until_it_is_divided() -> None:
    held = after(WITH_LEVY_POLICY, levy())
    assert entry(*held.events) == ["D 102 1000.00", "C 215 1000.00"]

    events = held.when(settle(1_000_00)).events
    assert entry(*events) == ["D 215 1000.00", "C 402 150.00", "C 211 250.00", "C 21202 600.00"]


def test_a_levy_is_not_divided_when_it_comes_in() -> None:
    WITH_LEVY_POLICY.when(levy(shares=Shares(own_fen=Fen(1_000_00)))).refused(PreparatoryLevyHeldWhole)


def test_under_chart_2009_only_the_future_unions_part_of_a_levy_is_held() -> None:
    held = after(WITH_LEVY_POLICY, levy(effective_on=IN_2015))
    assert entry(*held.events) == ["D 102 1000.00", "C 402 150.00", "C 221 250.00", "C 22203 600.00"]

    no_union_in_time = held.when(settle(600_00, effective_on=date(2015, 12, 31))).events
    assert entry(*no_union_in_time) == ["D 22203 600.00", "C 402 225.00", "C 221 375.00"]


def test_a_levy_is_paid_out_to_the_union_that_was_founded() -> None:
    refund = RefundPreparatoryLevy(
        document_no=DocumentNo("R-1"), enterprise_id=E11, amount_fen=Fen(600_00), effective_on=date(2015, 12, 31)
    )
    events = after(WITH_LEVY_POLICY, levy(effective_on=IN_2015)).when(refund).events
    assert entry(*events) == ["D 22203 600.00", "C 102 600.00"]


def test_levies_of_an_enterprise_add_up_and_no_more_is_settled_than_is_held() -> None:
    held = after(WITH_LEVY_POLICY, levy(), levy("L-2"))
    held.when(settle(2_000_01)).refused(OpenItemExceeded, left="2000.00", asked="2000.01")
    after(held, settle(2_000_00))


def test_a_levy_that_was_settled_is_not_taken_back_before_its_settlement() -> None:
    settled = after(WITH_LEVY_POLICY, levy(), settle(1_000_00))
    settled.when(reverse(DocumentNo("L-1"), enterprise_id=E11)).refused(OpenItemExceeded)
    settled.when(reverse(DocumentNo("L-1"))).refused(BookingDisagrees, moved=["preparatory_levy E11"])

    undone = after(
        settled, reverse(DocumentNo("S-1"), enterprise_id=E11), reverse(DocumentNo("L-1"), enterprise_id=E11)
    )
    assert turnover(undone.events) == {}
