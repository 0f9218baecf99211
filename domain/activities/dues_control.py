"""Dues control (会费核对): what members are expected to pay for a month, held against what was withheld from wages.

What is expected follows from the policy and the wage base in force, or from what is assessed already; what was
paid before is taken off. Only rows that agree to the fen are recorded; everything else is for people to look at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.activities.dues.events import DuesPolicyAdopted, WageBaseDeclared
from domain.activities.dues.rate import dues_fen, in_force
from domain.activities.membership import Member
from domain.values import NO_FEN, Fen, MemberNo, Month, RuleId, month_of

Standing = Literal["owes", "retired", "withdrawn", "not_yet"]
"""Whether a member owes dues for a month, and if not, why: retired, withdrawn, or not a member yet."""
ExceptionKind = Literal[
    "missing", "short", "over", "unknown", "retired", "withdrawn", "not_yet", "no_base", "other_base"
]
"""Why a member's month needs somebody's eye.

``missing``: nothing was withheld. ``short``, ``over``: less or more than expected. ``unknown``: no such member.
``no_base``: no policy or wage base says what is expected. ``other_base``: the file names another wage base.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDues:
    """What a member should pay for a month. ``dues_fen`` is None where no policy or wage base says it."""

    member_no: MemberNo
    period: Month
    standing: Standing
    base_fen: Fen | None = None
    rule_id: RuleId | None = None
    dues_fen: Fen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesSoFar:
    """What is in a member's account for a month already."""

    is_assessed: bool = False
    assessed_fen: Fen = NO_FEN
    waived_fen: Fen = NO_FEN
    paid_fen: Fen = NO_FEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A row of a payroll file: its number, and what it says."""

    row: int
    member_no: MemberNo
    period: Month
    amount_fen: Fen
    base_fen: Fen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesException:
    """A member's month that does not agree: what was withheld, and what was expected. ``row`` is None without one."""

    kind: ExceptionKind
    row: int | None
    member_no: MemberNo
    period: Month
    withheld_fen: Fen
    expected_fen: Fen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A payroll file held against what is expected: rows that agree, and exceptions by member and month."""

    good: tuple[Withheld, ...]
    exceptions: tuple[DuesException, ...]


Accounts = Mapping[tuple[MemberNo, Month], DuesSoFar]
Expectations = Mapping[tuple[MemberNo, Month], ExpectedDues]
NOTHING_YET = DuesSoFar()


def expected_dues(
    member_no: MemberNo,
    period: Month,
    member: Member,
    bases: Sequence[WageBaseDeclared],
    policies: Sequence[DuesPolicyAdopted],
) -> ExpectedDues:
    """Say what a member should pay for a month, by the rules that an assessment would use."""
    if not member.owes_dues_for(period):
        return ExpectedDues(member_no=member_no, period=period, standing=_standing_in(period, member))
    base, policy = in_force(bases, period), in_force(policies, period)
    if base is None or policy is None:
        return ExpectedDues(member_no=member_no, period=period, standing="owes")
    return ExpectedDues(
        member_no=member_no,
        period=period,
        standing="owes",
        base_fen=base.base_fen,
        rule_id=policy.rule_id,
        dues_fen=dues_fen(base.base_fen, policy),
    )


def _standing_in(period: Month, member: Member) -> Standing:
    """Say why a member owes nothing for a month."""
    standing: Standing = "not_yet"
    for change in member.standings:
        if month_of(change.since) <= period and change.standing != "active":
            standing = change.standing
    return standing


def open_fen(expected: ExpectedDues, so_far: DuesSoFar) -> Fen | None:
    """Say what is still to be paid: of what is assessed, or else of what would be; None if nobody knows."""
    if so_far.is_assessed:
        return Fen(so_far.assessed_fen - so_far.waived_fen - so_far.paid_fen)
    return None if expected.dues_fen is None else Fen(expected.dues_fen - so_far.paid_fen)


def control(rows: Sequence[Withheld], expected: Expectations, accounts: Accounts) -> Control:
    """Hold the rows of a payroll file against what is expected of every member in the months of the file."""
    exceptions = [*_of_rows(rows, expected, accounts), *_without_row(rows, expected, accounts)]
    bad = {exception.row for exception in exceptions}
    return Control(
        good=tuple(row for row in rows if row.row not in bad and row.amount_fen),
        exceptions=tuple(sorted(exceptions, key=lambda found: (found.period, found.member_no))),
    )


def _of_rows(rows: Sequence[Withheld], expected: Expectations, accounts: Accounts) -> Iterator[DuesException]:
    for row in rows:
        expectation = expected.get((row.member_no, row.period))
        so_far = accounts.get((row.member_no, row.period), NOTHING_YET)
        due_fen = None if expectation is None else open_fen(expectation, so_far)
        kind = "unknown" if expectation is None else _kind(row, expectation, due_fen)
        if kind is not None:
            yield DuesException(
                kind=kind,
                row=row.row,
                member_no=row.member_no,
                period=row.period,
                withheld_fen=row.amount_fen,
                expected_fen=due_fen,
            )


def _kind(row: Withheld, expected: ExpectedDues, due_fen: Fen | None) -> ExceptionKind | None:
    if expected.standing != "owes" and (due_fen or NO_FEN) <= NO_FEN:
        return expected.standing if row.amount_fen else None
    if due_fen is None:
        return "no_base"
    if row.amount_fen > due_fen:
        return "over"
    if row.amount_fen < due_fen:
        return "short" if row.amount_fen else "missing"
    if row.base_fen is not None and row.base_fen != expected.base_fen:
        return "other_base"
    return None


def _without_row(rows: Sequence[Withheld], expected: Expectations, accounts: Accounts) -> Iterator[DuesException]:
    """Find the members of whom the file says nothing although they owe for one of its months."""
    named = {(row.member_no, row.period) for row in rows}
    periods = {row.period for row in rows}
    for key, expectation in expected.items():
        if key in named or expectation.period not in periods or expectation.standing != "owes":
            continue
        due_fen = open_fen(expectation, accounts.get(key, NOTHING_YET))
        if due_fen is None or due_fen > NO_FEN:
            yield DuesException(
                kind="missing" if due_fen is not None else "no_base",
                row=None,
                member_no=expectation.member_no,
                period=expectation.period,
                withheld_fen=NO_FEN,
                expected_fen=due_fen,
            )
