"""Dues control: what is expected of each member, and what does not agree with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities.dues_control import Control, DuesSoFar, ExpectedDues, Withheld, control, expected_dues
from domain.activities.membership import Member
from domain.activities.membership.members import StandingChange
from domain.values import NO_FEN, Fen, MemberNo, Month, RuleId
from tests.samples.dues import POLICY_ADOPTED, WAGE_BASE_DECLARED

MAY: Final = Month("2025-05")
M1, M2 = MemberNo("M1"), MemberNo("M2")
ACTIVE: Final = Member(
    standings=(StandingChange(standing="active", since=date(2025, 2, 10)),),
    branch_id=None,
    changed_on=date(2025, 2, 10),
)
RETIRED: Final = replace(
    ACTIVE, standings=(*ACTIVE.standings, StandingChange(standing="retired", since=date(2025, 4, 1)))
)
OWED: Final = ExpectedDues(
    member_no=M1,
    period=MAY,
    standing="owes",
    base_fen=Fen(5000_00),
    rule_id=RuleId("dues-2015"),
    dues_fen=Fen(25_00),
)
ROW: Final = Withheld(row=2, member_no=M1, period=MAY, amount_fen=Fen(25_00))


def held(
    rows: Sequence[Withheld], *expected: ExpectedDues, so_far: DuesSoFar | None = None
) -> tuple[list[int], list[tuple[str, str, Fen | None]]]:
    """Control rows; return the numbers of the good ones, and the exceptions."""
    accounts = {} if so_far is None else {(M1, MAY): so_far}
    found: Control = control(rows, {(one.member_no, one.period): one for one in expected}, accounts)
    exceptions = [(str(one.kind), str(one.member_no), one.expected_fen) for one in found.exceptions]
    return [row.row for row in found.good], exceptions


def test_expectation_follows_from_policy_and_wage_base() -> None:
    expected = expected_dues(M1, MAY, ACTIVE, [WAGE_BASE_DECLARED], [POLICY_ADOPTED])
    assert (expected.standing, expected.dues_fen, expected.rule_id) == ("owes", 25_00, POLICY_ADOPTED.rule_id)


def test_nothing_is_expected_where_no_base_or_policy_says_it() -> None:
    assert expected_dues(M1, MAY, ACTIVE, [], [POLICY_ADOPTED]).dues_fen is None
    assert expected_dues(M1, MAY, ACTIVE, [WAGE_BASE_DECLARED], []).dues_fen is None


def test_the_retired_and_those_not_yet_members_owe_nothing() -> None:
    assert expected_dues(M1, MAY, RETIRED, [WAGE_BASE_DECLARED], [POLICY_ADOPTED]).standing == "retired"
    january = expected_dues(M1, Month("2025-01"), ACTIVE, [WAGE_BASE_DECLARED], [POLICY_ADOPTED])
    assert (january.standing, january.dues_fen) == ("not_yet", None)


def test_a_row_that_agrees_is_good() -> None:
    assert held([ROW], OWED) == ([2], [])


@pytest.mark.parametrize(
    ("amount_fen", "kind"), [(24_99, "short"), (25_01, "over"), (0, "missing")], ids=["short", "over", "missing"]
)
def test_a_row_of_another_amount_is_an_exception(amount_fen: int, kind: str) -> None:
    assert held([replace(ROW, amount_fen=Fen(amount_fen))], OWED) == ([], [(kind, "M1", 25_00)])


def test_a_member_of_whom_the_file_says_nothing_is_missing() -> None:
    assert held([ROW], OWED, replace(OWED, member_no=M2)) == ([2], [("missing", "M2", 25_00)])


def test_months_that_the_file_does_not_name_are_not_looked_at() -> None:
    assert held([ROW], OWED, replace(OWED, member_no=M2, period=Month("2025-06"))) == ([2], [])


def test_an_unknown_member_is_an_exception() -> None:
    assert held([ROW]) == ([], [("unknown", "M1", None)])


@pytest.mark.parametrize("standing", ["retired", "withdrawn", "not_yet"])
def test_money_of_one_who_owes_none_is_an_exception(standing: str) -> None:
    nothing = ExpectedDues(member_no=M1, period=MAY, standing=standing)  # type: ignore[arg-type] # one of them
    assert held([ROW], nothing) == ([], [(standing, "M1", None)])
    assert held([replace(ROW, amount_fen=NO_FEN)], nothing) == ([], [])


def test_without_a_wage_base_nobody_can_say_whether_it_is_right() -> None:
    unknown = replace(OWED, dues_fen=None, base_fen=None, rule_id=None)
    assert held([ROW], unknown) == ([], [("no_base", "M1", None)])
    assert held([replace(ROW, member_no=M2)], replace(OWED, member_no=M2), unknown)[1] == [("no_base", "M1", None)]


def test_another_wage_base_in_the_file_is_an_exception_though_the_amount_agrees() -> None:
    assert held([replace(ROW, base_fen=Fen(5009_99))], OWED) == ([], [("other_base", "M1", 25_00)])
    assert held([replace(ROW, base_fen=Fen(5000_00))], OWED) == ([2], [])


def test_what_was_paid_or_waived_before_is_taken_off() -> None:
    in_advance = DuesSoFar(paid_fen=Fen(25_00))
    in_part = DuesSoFar(is_assessed=True, assessed_fen=Fen(30_00), waived_fen=Fen(2_00), paid_fen=Fen(3_00))
    assert held([ROW], OWED, so_far=in_advance) == ([], [("over", "M1", 0)])
    assert held([ROW], OWED, so_far=in_part) == ([2], [])
    assert held([], OWED, so_far=in_advance) == ([], [])


def test_what_a_retired_member_still_owes_may_be_withheld() -> None:
    owed = DuesSoFar(is_assessed=True, assessed_fen=Fen(25_00))
    assert held([ROW], ExpectedDues(member_no=M1, period=MAY, standing="retired"), so_far=owed) == ([2], [])


@given(st.lists(st.integers(0, 30_00), max_size=6), st.lists(st.integers(1, 30_00), max_size=6))
def test_every_row_is_good_an_exception_or_nothing_at_all(amounts: list[int], dues: list[int]) -> None:
    rows = [
        Withheld(row=number + 2, member_no=MemberNo(f"M{number}"), period=MAY, amount_fen=Fen(amount))
        for number, amount in enumerate(amounts)
    ]
    expected = {
        (MemberNo(f"M{number}"), MAY): replace(OWED, member_no=MemberNo(f"M{number}"), dues_fen=Fen(amount))
        for number, amount in enumerate(dues)
    }
    found = control(rows, expected, {})
    looked_at = {row.row for row in found.good} | {one.row for one in found.exceptions if one.row is not None}
    assert looked_at == {row.row for row in rows}
    assert sum(row.amount_fen for row in found.good) == sum(
        amount for amount, due in zip(amounts, dues, strict=False) if amount == due
    )
    if rows:
        named = {row.member_no for row in rows} | {one.member_no for one in found.exceptions}
        assert {member_no for member_no, _ in expected} <= named
