"""Dues of one member for May 2025 at 25.00 a month, and of one branch."""

from datetime import date
from typing import Final

from domain.accounting.posting import Dimensions
from domain.activities.dues import (
    DuesAssessed,
    DuesPaid,
    DuesPolicyAdopted,
    DuesRefunded,
    DuesReversed,
    DuesTurnedIn,
    DuesTurnInReversed,
    DuesWaived,
    WageBaseDeclared,
)
from domain.values import NO_FEN, BasisPoints, Count, Fen, Month, PartyId, RuleId, Text
from tests.postings import posted, red
from tests.samples.branch import SECOND_LEVEL
from tests.samples.membership import MEMBER

MAY: Final = Month("2025-05")
RULE: Final = RuleId("dues-2015")
OF_BRANCH: Final = Dimensions(party=PartyId(SECOND_LEVEL))

POLICY_ADOPTED: Final = DuesPolicyAdopted(
    rule_id=RULE,
    rate_basis_points=BasisPoints(50),
    rounding_fen=Fen(1000),
    valid_from=Month("2015-01"),
    effective_on=date(2015, 1, 1),
)
WAGE_BASE_DECLARED: Final = WageBaseDeclared(
    member_no=MEMBER, base_fen=Fen(5000_00), valid_from=Month("2025-02"), effective_on=date(2025, 2, 10)
)
ASSESSED: Final = DuesAssessed(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(1),
    base_fen=Fen(5000_00),
    rule_id=RULE,
    amount_fen=Fen(25_00),
    arrears_change_fen=Fen(25_00),
    prepaid_change_fen=NO_FEN,
    effective_on=date(2025, 5, 2),
)
PAID_IN_PART: Final = DuesPaid(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(2),
    method="cash",
    amount_fen=Fen(20_00),
    arrears_change_fen=Fen(-20_00),
    prepaid_change_fen=NO_FEN,
    posting=posted("2021.dues", "101", "401", 20_00),
    effective_on=date(2025, 5, 10),
)
REFUNDED: Final = DuesRefunded(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(3),
    method="cash",
    amount_fen=Fen(8_00),
    reason=Text("paid for a colleague by mistake"),
    arrears_change_fen=Fen(8_00),
    prepaid_change_fen=NO_FEN,
    posting=posted("2021.dues", "101", "401", -8_00, corrects="2025-05-10.2021.dues"),
    effective_on=date(2025, 5, 12),
)
WAIVED: Final = DuesWaived(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(4),
    amount_fen=Fen(13_00),
    reason=Text("long illness"),
    arrears_change_fen=Fen(-13_00),
    prepaid_change_fen=NO_FEN,
    effective_on=date(2025, 6, 3),
)
WAIVER_REVERSED: Final = DuesReversed(
    member_no=MEMBER,
    period=MAY,
    entry_no=Count(5),
    reversed_entry_no=Count(4),
    reversed_kind="waived",
    amount_fen=Fen(13_00),
    reason=Text("waived for the wrong member"),
    arrears_change_fen=Fen(13_00),
    prepaid_change_fen=NO_FEN,
    posting=None,
    effective_on=date(2025, 6, 4),
)
TURNED_IN: Final = DuesTurnedIn(
    branch_id=SECOND_LEVEL,
    period=MAY,
    amount_fen=Fen(1210_00),
    posting=posted("2021.dues", "102", "401", 1210_00, OF_BRANCH),
    effective_on=date(2025, 6, 5),
)

TURN_IN_REVERSED: Final = DuesTurnInReversed(
    branch_id=SECOND_LEVEL,
    period=MAY,
    amount_fen=Fen(1210_00),
    turned_in_on=date(2025, 6, 5),
    reason=Text("turned in for another branch"),
    posting=red(TURNED_IN),
    effective_on=date(2025, 6, 9),
)

SAMPLES: Final = (
    POLICY_ADOPTED,
    WAGE_BASE_DECLARED,
    ASSESSED,
    PAID_IN_PART,
    REFUNDED,
    WAIVED,
    WAIVER_REVERSED,
    TURNED_IN,
    TURN_IN_REVERSED,
)
