from dataclasses import replace
from datetime import date

import pytest

from domain.activities.branch import BranchUnknown
from domain.activities.dues import (
    AdoptDuesPolicy,
    AssessDues,
    DeclareWageBase,
    DuesAlreadyAssessed,
    DuesAlreadyTurnedIn,
    DuesAmountNotPositive,
    DuesMonthNotBegun,
    DuesMonthTooFarAhead,
    DuesNotOwed,
    DuesNotTurnedIn,
    DuesOnlyInGrassroots,
    DuesPolicyMissing,
    DuesPolicyMonthTaken,
    DuesPolicyUnusable,
    DuesRuleIdTaken,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    ReverseTurnIn,
    TurnInDues,
    WageBaseMissing,
    WageBaseNegative,
    WaiveDues,
    dues_fen,
)
from domain.activities.membership import DateBeforeEnrolment, MemberUnknown
from domain.errors import DateBeforeEarlierStep, DateInFuture
from domain.values import BasisPoints, Count, Fen, Month, RuleId, Text
from tests.domain.given import COUNTY_LEDGER, given
from tests.samples.branch import SECOND_LEVEL, SECOND_LEVEL_OPENED
from tests.samples.dues import (
    ASSESSED,
    MAY,
    POLICY_ADOPTED,
    RULE,
    TURN_IN_REVERSED,
    TURNED_IN,
    WAGE_BASE_DECLARED,
)
from tests.samples.membership import ENROLLED, MEMBER, READMITTED, RETIRED, WITHDRAWN

ADOPT = AdoptDuesPolicy(rule_id=RULE, valid_from=Month("2015-01"), effective_on=date(2015, 1, 1))
DECLARE = DeclareWageBase(
    member_no=MEMBER, base_fen=Fen(5000_00), valid_from=Month("2025-02"), effective_on=date(2025, 2, 10)
)
ASSESS = AssessDues(member_no=MEMBER, period=MAY, effective_on=date(2025, 5, 2))
TURN_IN = TurnInDues(branch_id=SECOND_LEVEL, period=MAY, amount_fen=Fen(1210_00), effective_on=date(2025, 6, 5))
REVERSE_TURN_IN = ReverseTurnIn(
    branch_id=SECOND_LEVEL, period=MAY, reason=TURN_IN_REVERSED.reason, effective_on=TURN_IN_REVERSED.effective_on
)
READY = (ENROLLED, POLICY_ADOPTED, WAGE_BASE_DECLARED)


class TestRate:
    def test_the_usual_policy_is_half_a_percent_of_full_ten_yuan(self) -> None:
        given().when(ADOPT).then(POLICY_ADOPTED)

    @pytest.mark.parametrize(
        ("base_fen", "expected_fen"),
        [
            (3268_75, 16_30),
            (5000_00, 25_00),
            (4999_99, 24_95),
            (12345_67, 61_70),
            (2190_00, 10_95),
            (3985_00, 19_90),
            (4720_40, 23_60),
            (10_00, 5),
            (19_99, 5),
            (9_99, 0),
            (0, 0),
        ],
    )
    def test_dues_of_the_reference_are_exact(self, base_fen: int, expected_fen: int) -> None:
        assert dues_fen(Fen(base_fen), POLICY_ADOPTED) == expected_fen

    def test_a_rate_that_does_not_divide_evenly_drops_the_part_of_a_fen(self) -> None:
        third = replace(POLICY_ADOPTED, rate_basis_points=BasisPoints(33), rounding_fen=Fen(1))
        assert dues_fen(Fen(999_99), third) == 3_29

    def test_one_policy_begins_in_a_month(self) -> None:
        other = replace(ADOPT, rule_id=RuleId("dues-2016"))
        given(POLICY_ADOPTED).when(other).refused(DuesPolicyMonthTaken, rule_id=RULE)

    def test_a_rule_id_means_one_policy_for_ever(self) -> None:
        later = replace(ADOPT, valid_from=Month("2016-01"))
        given(POLICY_ADOPTED).when(later).refused(DuesRuleIdTaken, valid_from="2015-01")

    @pytest.mark.parametrize(("rate", "rounding_fen"), [(0, 1000), (-1, 1000), (10_001, 1000), (50, 0)])
    def test_a_policy_must_make_sense(self, rate: int, rounding_fen: int) -> None:
        odd = replace(ADOPT, rate_basis_points=BasisPoints(rate), rounding_fen=Fen(rounding_fen))
        given().when(odd).refused(DuesPolicyUnusable)

    def test_a_policy_is_not_adopted_on_a_day_to_come(self) -> None:
        given().when(replace(ADOPT, effective_on=date(2026, 1, 6))).refused(DateInFuture)


class TestWageBase:
    def test_a_wage_base_is_declared(self) -> None:
        given(ENROLLED).when(DECLARE).then(WAGE_BASE_DECLARED)

    def test_a_base_may_be_nothing(self) -> None:
        given(ENROLLED).when(replace(DECLARE, base_fen=Fen(0))).then(replace(WAGE_BASE_DECLARED, base_fen=Fen(0)))

    def test_a_base_is_not_negative(self) -> None:
        given(ENROLLED).when(replace(DECLARE, base_fen=Fen(-1))).refused(WageBaseNegative, base="-0.01")

    def test_a_stranger_has_no_base(self) -> None:
        given().when(DECLARE).refused(MemberUnknown)


class TestAssessment:
    def test_dues_are_worked_out_from_base_and_policy(self) -> None:
        given(*READY).when(ASSESS).then(ASSESSED)

    def test_the_policy_of_the_month_applies(self) -> None:
        doubled = replace(
            POLICY_ADOPTED,
            rule_id=RuleId("dues-2025"),
            rate_basis_points=BasisPoints(100),
            valid_from=MAY,
        )
        later = replace(POLICY_ADOPTED, rule_id=RuleId("dues-2026"), valid_from=Month("2025-06"))
        given(*READY, later, doubled).when(ASSESS).then(
            replace(ASSESSED, rule_id=doubled.rule_id, amount_fen=Fen(50_00), arrears_change_fen=Fen(50_00))
        )

    def test_the_base_of_the_month_applies(self) -> None:
        from_june = replace(WAGE_BASE_DECLARED, base_fen=Fen(9000_00), valid_from=Month("2025-06"))
        given(*READY, from_june).when(ASSESS).then(ASSESSED)

    def test_a_later_declaration_for_the_same_month_takes_the_place_of_the_first(self) -> None:
        corrected = replace(WAGE_BASE_DECLARED, base_fen=Fen(4999_99))
        given(*READY, corrected).when(ASSESS).then(
            replace(ASSESSED, base_fen=Fen(4999_99), amount_fen=Fen(24_95), arrears_change_fen=Fen(24_95))
        )

    def test_a_month_may_come_to_nothing(self) -> None:
        given(*READY, replace(WAGE_BASE_DECLARED, base_fen=Fen(9_99))).when(ASSESS).then(
            replace(ASSESSED, base_fen=Fen(9_99), amount_fen=Fen(0), arrears_change_fen=Fen(0))
        )

    def test_a_month_is_assessed_once(self) -> None:
        given(*READY, ASSESSED).when(ASSESS).refused(DuesAlreadyAssessed, entry_no=1)

    def test_without_a_policy_nothing_is_assessed(self) -> None:
        given(ENROLLED, WAGE_BASE_DECLARED).when(ASSESS).refused(DuesPolicyMissing, period="2025-05")

    def test_a_policy_does_not_reach_back(self) -> None:
        from_june = replace(POLICY_ADOPTED, valid_from=Month("2025-06"))
        given(ENROLLED, WAGE_BASE_DECLARED, from_june).when(ASSESS).refused(DuesPolicyMissing)

    def test_without_a_base_nothing_is_assessed(self) -> None:
        given(ENROLLED, POLICY_ADOPTED).when(ASSESS).refused(WageBaseMissing, member_no=MEMBER)

    def test_a_stranger_owes_nothing(self) -> None:
        given(POLICY_ADOPTED).when(ASSESS).refused(MemberUnknown)

    def test_a_month_is_not_assessed_before_it_begins(self) -> None:
        given(*READY).when(replace(ASSESS, period=Month("2025-06"))).refused(DuesMonthNotBegun, period="2025-06")

    def test_nothing_is_assessed_before_enrolment(self) -> None:
        too_early = replace(ASSESS, period=Month("2025-02"), effective_on=date(2025, 2, 9))
        given(*READY).when(too_early).refused(DateBeforeEnrolment)


LIFE = (ENROLLED, RETIRED, replace(WITHDRAWN, was_retired=True), READMITTED)


class TestLiability:
    """Enrolled in February 2025; retired in June; withdrew in August; came back in November."""

    @pytest.mark.parametrize("period", ["2025-02", "2025-03", "2025-06", "2025-11", "2025-12"])
    def test_dues_are_owed_for_months_of_active_membership(self, period: str) -> None:
        command = replace(ASSESS, period=Month(period), effective_on=date(2025, 12, 31))
        expected = replace(ASSESSED, period=Month(period), effective_on=date(2025, 12, 31))
        given(*LIFE, POLICY_ADOPTED, WAGE_BASE_DECLARED).when(command).then(expected)

    @pytest.mark.parametrize("period", ["2025-01", "2025-07", "2025-08", "2025-10"])
    def test_no_dues_are_owed_before_after_and_in_between(self, period: str) -> None:
        command = replace(ASSESS, period=Month(period), effective_on=date(2025, 12, 31))
        given(*LIFE, POLICY_ADOPTED, WAGE_BASE_DECLARED).when(command).refused(DuesNotOwed, period=period)

    def test_dues_stop_in_the_month_after_withdrawal(self) -> None:
        august = replace(ASSESS, period=Month("2025-08"), effective_on=date(2025, 12, 31))
        september = replace(august, period=Month("2025-09"))
        given(*READY, WITHDRAWN).when(august).then(
            replace(ASSESSED, period=august.period, effective_on=august.effective_on)
        )
        given(*READY, WITHDRAWN).when(september).refused(DuesNotOwed, standing="withdrawn", since="2025-08-20")

    def test_a_retirement_on_the_first_of_a_month_leaves_that_month_owed(self) -> None:
        retired = replace(RETIRED, effective_on=date(2025, 5, 1))
        given(*READY, retired).when(ASSESS).then(ASSESSED)


class TestTurningIn:
    def test_a_branch_turns_in_a_month_as_one_sum(self) -> None:
        given(SECOND_LEVEL_OPENED).when(TURN_IN).then(TURNED_IN)

    def test_a_branch_turns_in_a_month_once(self) -> None:
        given(SECOND_LEVEL_OPENED, TURNED_IN).when(TURN_IN).refused(DuesAlreadyTurnedIn, period="2025-05")

    def test_a_branch_turns_in_every_month(self) -> None:
        june = replace(TURN_IN, period=Month("2025-06"))
        given(SECOND_LEVEL_OPENED, TURNED_IN).when(june).then(replace(TURNED_IN, period=june.period))

    def test_what_was_turned_in_is_taken_back_whole(self) -> None:
        given(SECOND_LEVEL_OPENED, TURNED_IN).when(REVERSE_TURN_IN).then(TURN_IN_REVERSED)

    def test_it_is_taken_back_once_and_may_then_be_turned_in_again(self) -> None:
        history = (SECOND_LEVEL_OPENED, TURNED_IN, TURN_IN_REVERSED)
        given(*history).when(REVERSE_TURN_IN).refused(DuesNotTurnedIn, period="2025-05")
        again = replace(TURN_IN, effective_on=TURN_IN_REVERSED.effective_on)
        given(*history).when(again).then(replace(TURNED_IN, effective_on=again.effective_on))

    def test_it_is_not_taken_back_before_it_was_turned_in(self) -> None:
        early = replace(REVERSE_TURN_IN, effective_on=date(2025, 6, 4))
        given(SECOND_LEVEL_OPENED, TURNED_IN).when(early).refused(DateBeforeEarlierStep, earlier_on="2025-06-05")

    def test_the_branch_must_exist(self) -> None:
        given().when(TURN_IN).refused(BranchUnknown)

    def test_a_month_far_ahead_is_a_slip(self) -> None:
        given(SECOND_LEVEL_OPENED).when(replace(TURN_IN, period=Month("2028-01"))).refused(
            DuesMonthTooFarAhead, last_period="2027-12"
        )


PAY = PayDues(member_no=MEMBER, period=MAY, amount_fen=Fen(1), method="cash", effective_on=date(2025, 5, 10))
REFUND = RefundDues(
    member_no=MEMBER, period=MAY, amount_fen=Fen(1), reason=Text("moved"), effective_on=date(2025, 5, 10)
)
WAIVE = WaiveDues(member_no=MEMBER, period=MAY, amount_fen=Fen(1), reason=Text("ill"), effective_on=date(2025, 5, 10))
REVERSE = ReverseDuesEntry(
    member_no=MEMBER, period=MAY, entry_no=Count(1), reason=Text("wrong"), effective_on=date(2025, 5, 10)
)


@pytest.mark.parametrize("command", [ADOPT, DECLARE, ASSESS, PAY, REFUND, WAIVE, REVERSE, TURN_IN])
def test_a_federation_takes_no_dues(command: object) -> None:
    given(*READY, SECOND_LEVEL_OPENED, ASSESSED, ledger=COUNTY_LEDGER).when(command).refused(
        DuesOnlyInGrassroots, ledger_id="city"
    )


@pytest.mark.parametrize("amount_fen", [0, -1])
@pytest.mark.parametrize("command", [PAY, REFUND, WAIVE, TURN_IN])
def test_money_that_moves_is_more_than_nothing(
    command: PayDues | RefundDues | WaiveDues | TurnInDues, amount_fen: int
) -> None:
    given(*READY, SECOND_LEVEL_OPENED, ASSESSED).when(replace(command, amount_fen=Fen(amount_fen))).refused(
        DuesAmountNotPositive
    )


@pytest.mark.parametrize("command", [DECLARE, ASSESS, PAY, REFUND, WAIVE, REVERSE, TURN_IN])
def test_what_has_not_happened_is_not_recorded(
    command: DeclareWageBase | AssessDues | PayDues | RefundDues | WaiveDues | ReverseDuesEntry | TurnInDues,
) -> None:
    tomorrow = replace(command, effective_on=date(2026, 1, 6))
    given(*READY, SECOND_LEVEL_OPENED, ASSESSED).when(tomorrow).refused(DateInFuture)
