"""Dues control: what each member is expected to pay for a month, what is amiss with it, and arrears by age.

Policies, wage bases and standings are kept here; what was assessed and paid stands in ``balances``.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row

from domain.activities import dues, membership
from domain.activities.dues_control import DuesSoFar, ExpectedDues, expected_dues
from domain.activities.membership.members import StandingChange
from domain.catalogue import EVENT_TYPES
from domain.values import Fen, LedgerId, MemberNo, Month
from projections.fold import Changes, ReadModel, Table

Connection = psycopg.Connection[DictRow]
Handled = (
    dues.DuesPolicyAdopted
    | dues.WageBaseDeclared
    | membership.MemberEnrolled
    | membership.MemberRetired
    | membership.MemberWithdrawn
    | membership.MemberReadmitted
)
MONTHS_PER_YEAR: Final = 12
AGES: Final = (3, 6, 12)
"""The last month of each age but the oldest: arrears of 0 to 3, 4 to 6, 7 to 12, and more months."""

DUES_POLICY: Final = Table(
    name="dues_policy",
    key={"valid_from": "text"},
    values={"rule_id": "text", "rate_basis_points": "integer", "rounding_fen": "bigint", "adopted_on": "date"},
)
WAGE_BASE: Final = Table(
    name="wage_base",
    key={"member_no": "text", "valid_from": "text"},
    values={"base_fen": "bigint", "declared_on": "date"},
)
MEMBER_STANDING: Final = Table(
    name="dues_standing",
    key={"member_no": "text", "position": "bigint"},
    values={"standing": "text", "since": "date"},
)


def fold(event: Handled, position: int, rows: Changes) -> None:
    """Keep what a month's dues follow from."""
    match event:
        case dues.DuesPolicyAdopted():
            rows.put(
                DUES_POLICY,
                (event.valid_from,),
                rule_id=event.rule_id,
                rate_basis_points=event.rate_basis_points,
                rounding_fen=event.rounding_fen,
                adopted_on=event.effective_on,
            )
        case dues.WageBaseDeclared():
            key = (event.member_no, event.valid_from)
            rows.put(WAGE_BASE, key, base_fen=event.base_fen, declared_on=event.effective_on)
        case (
            membership.MemberEnrolled()
            | membership.MemberRetired()
            | membership.MemberWithdrawn()
            | membership.MemberReadmitted()
        ):
            key_of_change = (event.member_no, position)
            rows.put(MEMBER_STANDING, key_of_change, standing=_standing(event), since=event.effective_on)
        case _:
            assert_never(event)


def _standing(event: Any) -> membership.Standing:  # noqa: ANN401 - one of the changes above
    match event:
        case membership.MemberRetired():
            return "retired"
        case membership.MemberWithdrawn():
            return "withdrawn"
        case _:
            return "active"


DUES_CONTROL: Final = ReadModel(
    name="dues_control",
    version=1,
    tables=(DUES_POLICY, WAGE_BASE, MEMBER_STANDING),
    folds={Handled: fold},
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - frozenset(get_args(Handled)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesOfMonth:
    """A member's month that is assessed and not even: ``arrears_fen`` still owed, or ``prepaid_fen`` too much."""

    member_no: MemberNo
    assessed_fen: Fen
    waived_fen: Fen
    paid_fen: Fen
    arrears_fen: Fen
    prepaid_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsByAge:
    """A member's arrears by how many months old they are in the month asked of; that month's own are 0 old."""

    member_no: MemberNo
    months: int
    oldest: Month
    arrears_fen: Fen
    to_3_months_fen: Fen
    to_6_months_fen: Fen
    to_12_months_fen: Fen
    over_12_months_fen: Fen


SELECT_POLICIES: Final = """
SELECT rule_id, rate_basis_points, rounding_fen, valid_from, adopted_on AS effective_on
FROM read_model.dues_policy
WHERE ledger_id = %(ledger_id)s AND valid_from <= %(period)s
"""

SELECT_BASES: Final = """
SELECT DISTINCT ON (member_no) member_no, base_fen, valid_from, declared_on AS effective_on
FROM read_model.wage_base
WHERE ledger_id = %(ledger_id)s AND valid_from <= %(period)s AND member_no > %(after)s
ORDER BY member_no, valid_from DESC
"""

SELECT_STANDINGS: Final = """
SELECT member_no, standing, since
FROM read_model.dues_standing
WHERE ledger_id = %(ledger_id)s AND member_no > %(after)s
ORDER BY member_no, position
"""

SELECT_ACCOUNTS: Final = """
SELECT member_no, assessed_fen, waived_fen, paid_fen, arrears_fen, prepaid_fen
FROM read_model.member_month
WHERE ledger_id = %(ledger_id)s AND period = %(period)s
"""

SELECT_UNEVEN: Final = """
SELECT member_no, assessed_fen, waived_fen, paid_fen, arrears_fen, prepaid_fen
FROM read_model.member_month
WHERE ledger_id = %(ledger_id)s AND period = %(period)s AND member_no > %(after)s
  AND (arrears_fen > 0 OR prepaid_fen > 0)
ORDER BY member_no
LIMIT %(limit)s
"""

SELECT_ARREARS: Final = """
SELECT member_no, count(*)::integer AS months, min(period) AS oldest, sum(arrears_fen)::bigint AS arrears_fen,
       coalesce(sum(arrears_fen) FILTER (WHERE age <= %(to_3)s), 0)::bigint AS to_3_months_fen,
       coalesce(sum(arrears_fen) FILTER (WHERE age > %(to_3)s AND age <= %(to_6)s), 0)::bigint AS to_6_months_fen,
       coalesce(sum(arrears_fen) FILTER (WHERE age > %(to_6)s AND age <= %(to_12)s), 0)::bigint AS to_12_months_fen,
       coalesce(sum(arrears_fen) FILTER (WHERE age > %(to_12)s), 0)::bigint AS over_12_months_fen
FROM (
    SELECT member_no, period, arrears_fen,
           %(index)s::integer - (left(period, 4)::integer * 12 + right(period, 2)::integer) AS age
    FROM read_model.member_month
    WHERE ledger_id = %(ledger_id)s AND member_no > %(after)s AND period <= %(period)s AND arrears_fen > 0
) AS owed
GROUP BY member_no
ORDER BY member_no
LIMIT %(limit)s
"""


def expected_of_month(
    connection: Connection,
    ledger_id: LedgerId,
    period: Month,
    *,
    after: MemberNo | None = None,
    limit: int | None = None,
) -> list[ExpectedDues]:
    """Say what each member should pay for a month, by number; those who owe nothing stand with the reason."""
    asked = {"ledger_id": ledger_id, "period": period, "after": after or ""}
    with connection.cursor(row_factory=class_row(dues.DuesPolicyAdopted)) as cursor:
        policies = cursor.execute(SELECT_POLICIES, asked).fetchall()
    with connection.cursor(row_factory=class_row(dues.WageBaseDeclared)) as cursor:
        bases = {base.member_no: base for base in cursor.execute(SELECT_BASES, asked)}
    found: list[ExpectedDues] = []
    for member_no, member in _members(connection, asked):
        if len(found) == limit:
            break
        base = bases.get(member_no)
        found.append(expected_dues(member_no, period, member, [] if base is None else [base], policies))
    return found


def _members(connection: Connection, asked: dict[str, str]) -> Iterator[tuple[MemberNo, membership.Member]]:
    standings: dict[MemberNo, list[StandingChange]] = defaultdict(list)
    for row in connection.execute(SELECT_STANDINGS, asked):
        standings[row["member_no"]].append(StandingChange(standing=row["standing"], since=row["since"]))
    for member_no, changes in standings.items():
        yield member_no, _member(changes)


def _member(changes: Sequence[StandingChange]) -> membership.Member:
    return membership.Member(standings=tuple(changes), branch_id=None, changed_on=changes[-1].since)


def accounts_of_month(connection: Connection, ledger_id: LedgerId, period: Month) -> dict[MemberNo, DuesSoFar]:
    """Read what is in the members' accounts for a month already."""
    rows = connection.execute(SELECT_ACCOUNTS, {"ledger_id": ledger_id, "period": period})
    return {
        row["member_no"]: DuesSoFar(
            # What was waived was assessed; what was assessed at nothing is no different from what was not.
            is_assessed=row["assessed_fen"] > 0,
            assessed_fen=row["assessed_fen"],
            waived_fen=row["waived_fen"],
            paid_fen=row["paid_fen"],
        )
        for row in rows
    }


def dues_exceptions(
    connection: Connection,
    ledger_id: LedgerId,
    period: Month,
    *,
    after: MemberNo | None = None,
    limit: int = 100,
) -> list[DuesOfMonth]:
    """List the members whose month is not even, by number: owed and not paid, or paid and not owed."""
    asked = {"ledger_id": ledger_id, "period": period, "after": after or "", "limit": limit}
    with connection.cursor(row_factory=class_row(DuesOfMonth)) as cursor:
        return cursor.execute(SELECT_UNEVEN, asked).fetchall()


def arrears_by_age(
    connection: Connection,
    ledger_id: LedgerId,
    period: Month,
    *,
    after: MemberNo | None = None,
    limit: int = 100,
) -> list[ArrearsByAge]:
    """List arrears up to a month by member and age."""
    to_3, to_6, to_12 = AGES
    asked = {
        "ledger_id": ledger_id,
        "period": period,
        "index": int(period[:4]) * MONTHS_PER_YEAR + int(period[5:]),
        "to_3": to_3,
        "to_6": to_6,
        "to_12": to_12,
        "after": after or "",
        "limit": limit,
    }
    with connection.cursor(row_factory=class_row(ArrearsByAge)) as cursor:
        return cursor.execute(SELECT_ARREARS, asked).fetchall()
