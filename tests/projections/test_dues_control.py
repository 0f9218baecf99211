"""Expected dues, uneven months and arrears by age, read back from what happened; and the archive of a year."""

from dataclasses import replace
from datetime import date
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.activities.dues import DuesAssessed
from domain.values import BasisPoints, Fen, MemberNo, Month, RuleId, Year
from projections.archive import archive_list
from projections.dues_control import accounts_of_month, arrears_by_age, dues_exceptions, expected_of_month
from tests.projections.logs import SCHOOL, Projected
from tests.samples.bank import RECONCILED, STATEMENT_IMPORTED
from tests.samples.dues import ASSESSED, MAY, PAID_IN_PART, POLICY_ADOPTED, WAGE_BASE_DECLARED
from tests.samples.entry import ENTRY_RECORDED, OPENING_RECORDED
from tests.samples.membership import ENROLLED, MEMBER, READMITTED, RETIRED
from tests.samples.voucher import POSTED, PREPARED, REVIEWED, SIGNED

Connection = psycopg.Connection[DictRow]
OTHER: Final = MemberNo("M0602")
JULY: Final = Month("2025-07")


def assessed(period: str, amount_fen: int, member_no: MemberNo = MEMBER) -> DuesAssessed:
    return replace(
        ASSESSED,
        member_no=member_no,
        period=Month(period),
        amount_fen=Fen(amount_fen),
        arrears_change_fen=Fen(amount_fen),
    )


def test_what_is_expected_follows_the_policy_the_base_and_the_standing_of_the_month(
    projected: Projected, connection: Connection
) -> None:
    higher = replace(WAGE_BASE_DECLARED, base_fen=Fen(6000_00), valid_from=JULY)
    dearer = replace(
        POLICY_ADOPTED, rule_id=RuleId("dues-2026"), rate_basis_points=BasisPoints(100), valid_from=Month("2025-12")
    )
    projected(
        POLICY_ADOPTED,
        dearer,
        ENROLLED,
        WAGE_BASE_DECLARED,
        higher,
        RETIRED,
        READMITTED,
        replace(ENROLLED, member_no=OTHER),
    )
    shown = {
        period: [(row.member_no, row.standing, row.dues_fen) for row in expected_of_month(connection, SCHOOL, period)]
        for period in (Month("2025-01"), MAY, JULY, Month("2025-12"))
    }
    assert shown == {
        "2025-01": [(MEMBER, "not_yet", None), (OTHER, "not_yet", None)],
        MAY: [(MEMBER, "owes", 25_00), (OTHER, "owes", None)],
        JULY: [(MEMBER, "retired", None), (OTHER, "owes", None)],  # admitted again in November
        "2025-12": [(MEMBER, "owes", 60_00), (OTHER, "owes", None)],
    }
    (page,) = expected_of_month(connection, SCHOOL, MAY, after=MEMBER, limit=1)
    assert page.member_no == OTHER


def test_uneven_months_and_the_age_of_arrears(projected: Projected, connection: Connection) -> None:
    old = [assessed("2024-04", 1_00), assessed("2024-05", 2_00), assessed("2024-11", 4_00), assessed("2025-01", 8_00)]
    projected(
        ENROLLED, *old, ASSESSED, PAID_IN_PART, assessed("2025-05", 25_00, OTHER), assessed("2025-06", 9_00, OTHER)
    )

    assert [(row.member_no, row.arrears_fen) for row in dues_exceptions(connection, SCHOOL, MAY)] == [
        (MEMBER, 5_00),
        (OTHER, 25_00),
    ]
    assert accounts_of_month(connection, SCHOOL, MAY)[MEMBER].paid_fen == 20_00
    mine, others = arrears_by_age(connection, SCHOOL, MAY)
    assert (mine.months, mine.oldest, mine.arrears_fen) == (5, "2024-04", 20_00)
    assert (mine.to_3_months_fen, mine.to_6_months_fen) == (5_00, 8_00 + 4_00)
    assert (mine.to_12_months_fen, mine.over_12_months_fen) == (2_00, 1_00)
    assert (others.arrears_fen, others.to_3_months_fen) == (25_00, 25_00)


def test_the_archive_of_a_year_names_what_it_holds_and_how_long(projected: Projected, connection: Connection) -> None:
    of_2015 = [
        replace(STATEMENT_IMPORTED, period=Month("2015-01")),
        replace(RECONCILED, period=Month("2015-01")),
    ]
    projected(OPENING_RECORDED, ENTRY_RECORDED, PREPARED, REVIEWED, SIGNED, POSTED, *of_2015, STATEMENT_IMPORTED)
    found = archive_list(connection, SCHOOL, Year(2015))
    assert [(row.period, row.type, row.vouchers, row.first_number, row.last_number) for row in found.vouchers] == [
        ("2015-03", "payment", 1, 1, 1)
    ]
    assert [(row.what, row.count, row.destroy_from) for row in found.records] == [
        ("凭证", 1, date(2046, 1, 1)),
        ("原始凭证", 1, date(2046, 1, 1)),
        ("总账与明细账科目", 4, date(2046, 1, 1)),
        ("现金、银行存款日记账", 1, date(2046, 1, 1)),
        ("月度报告", 2, date(2026, 1, 1)),
        ("年度报告", 1, None),
        ("银行对账单", 1, date(2026, 1, 1)),
        ("银行存款余额调节表", 1, date(2026, 1, 1)),
    ]
    assert found.open_accounts == ()
    assert archive_list(connection, SCHOOL, Year(2014)).vouchers == ()
