"""Contributions and levies of a county federation: one of each fact."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting, Side
from domain.activities.appropriation import (
    AccrualCollected,
    AppropriationAccrued,
    AppropriationPolicyAdopted,
    AppropriationReceived,
    AppropriationReversed,
    Event,
    PreparatoryLevyReceived,
    PreparatoryLevyRefunded,
    PreparatoryLevySettled,
)
from domain.values import AccountCode, BasisPoints, DocumentNo, EnterpriseId, Fen, PartyId, RuleId, Text
from tests.postings import red

PAYER: Final = PartyId("E11")
ENTERPRISE: Final = EnterpriseId("E52")
NOTICE: Final = DocumentNo("N-2025-03")
ACCRUAL: Final = DocumentNo("A-2025")
RULE: Final = RuleId("SHARES-2015")


def _posting(kind: str, document_no: str, party: str, *lines: tuple[str, Side, int]) -> Posting:
    return Posting(
        RuleId(f"2021.{kind}"),
        tuple(Line(AccountCode(code), side, Fen(fen), party=PartyId(party)) for code, side, fen in lines),
        DocumentNo(document_no),
    )


POLICY_ADOPTED: Final = AppropriationPolicyAdopted(
    rule_id=RULE,
    route="self_collected",
    rate_basis_points=BasisPoints(200),
    own_basis_points=BasisPoints(6_000),
    up_basis_points=BasisPoints(4_000),
    down_basis_points=BasisPoints(0),
    valid_from=date(2015, 2, 1),
    effective_on=date(2015, 1, 20),
)
TAX_POLICY_ADOPTED: Final = AppropriationPolicyAdopted(
    rule_id=RuleId("TAX-2015"),
    route="tax",
    rate_basis_points=BasisPoints(200),
    own_basis_points=BasisPoints(1_500),
    up_basis_points=BasisPoints(2_500),
    down_basis_points=BasisPoints(6_000),
    valid_from=date(2015, 2, 1),
    effective_on=date(2015, 1, 20),
)
RECEIVED: Final = AppropriationReceived(
    document_no=NOTICE,
    payer=PAYER,
    route="self_collected",
    payroll_fen=Fen(50_000_00),
    total_fen=Fen(1_000_00),
    own_fen=Fen(600_00),
    up_fen=Fen(400_00),
    down_fen=Fen(0),
    place="bank",
    fund_class="unrestricted",
    project=None,
    rule_id=RULE,
    posting=_posting(
        "appropriation", NOTICE, PAYER, ("102", "D", 1_000_00), ("402", "C", 600_00), ("211", "C", 400_00)
    ),
    effective_on=date(2025, 3, 31),
)
ACCRUED: Final = AppropriationAccrued(
    document_no=ACCRUAL,
    side="collecting",
    party=PAYER,
    payroll_fen=None,
    total_fen=Fen(1_000_00),
    own_fen=Fen(600_00),
    up_fen=Fen(400_00),
    down_fen=Fen(0),
    rule_id=RULE,
    posting=_posting(
        "appropriation", ACCRUAL, PAYER, ("132", "D", 1_000_00), ("402", "C", 600_00), ("211", "C", 400_00)
    ),
    effective_on=date(2024, 12, 31),
)
COLLECTED: Final = AccrualCollected(
    document_no=DocumentNo("C-2025-01"),
    accrual_no=ACCRUAL,
    amount_fen=Fen(300_00),
    place="bank",
    posting=_posting("appropriation", "C-2025-01", PAYER, ("102", "D", 300_00), ("132", "C", 300_00)),
    effective_on=date(2025, 1, 10),
)
LEVY_RECEIVED: Final = PreparatoryLevyReceived(
    document_no=DocumentNo("L-2025-01"),
    enterprise_id=ENTERPRISE,
    payroll_fen=None,
    total_fen=Fen(1_000_00),
    own_fen=Fen(0),
    up_fen=Fen(0),
    held_fen=Fen(1_000_00),
    place="bank",
    rule_id=None,
    posting=_posting("preparatory_levy", "L-2025-01", ENTERPRISE, ("102", "D", 1_000_00), ("215", "C", 1_000_00)),
    effective_on=date(2025, 4, 15),
)
LEVY_SETTLED: Final = PreparatoryLevySettled(
    document_no=DocumentNo("S-2025-01"),
    enterprise_id=ENTERPRISE,
    amount_fen=Fen(900_00),
    own_fen=Fen(135_00),
    up_fen=Fen(225_00),
    down_fen=Fen(540_00),
    rule_id=RuleId("LEVY-2025"),
    posting=_posting(
        "preparatory_levy",
        "S-2025-01",
        ENTERPRISE,
        ("215", "D", 900_00),
        ("402", "C", 135_00),
        ("211", "C", 225_00),
        ("21202", "C", 540_00),
    ),
    effective_on=date(2025, 9, 30),
)
LEVY_REFUNDED: Final = PreparatoryLevyRefunded(
    document_no=DocumentNo("R-2025-01"),
    enterprise_id=ENTERPRISE,
    amount_fen=Fen(100_00),
    place="bank",
    posting=_posting("preparatory_levy", "R-2025-01", ENTERPRISE, ("215", "D", 100_00), ("102", "C", 100_00)),
    effective_on=date(2025, 10, 8),
)
REVERSED: Final = AppropriationReversed(
    document_no=NOTICE,
    booked_on=date(2025, 3, 31),
    reason=Text("booked for another enterprise"),
    posting=red(RECEIVED),
    effective_on=date(2025, 4, 2),
)

SAMPLES: Final[tuple[Event, ...]] = (
    POLICY_ADOPTED,
    RECEIVED,
    ACCRUED,
    COLLECTED,
    LEVY_RECEIVED,
    LEVY_SETTLED,
    LEVY_REFUNDED,
    REVERSED,
)
