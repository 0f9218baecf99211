"""One event of each kind of budget: adopted, amended, charged, and its stabilisation fund."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.budget import (
    BudgetAdopted,
    BudgetAmended,
    BudgetFundMoved,
    BudgetFundMoveReversed,
    BudgetLineCharged,
    BudgetLineSet,
    BudgetPolicyAdopted,
    Event,
    LineName,
)
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, RuleId, Text, Year
from tests.postings import red

YEAR: Final = Year(2025)
RESOLUTION: Final = DocumentNo("R-2025-01")
BUSINESS: Final = LineName("505")
MOVED_ON: Final = date(2025, 12, 31)
FUND_POSTING: Final = Posting(
    RuleId("2021.budget_fund_provided"),
    (
        Line(AccountCode("521"), "D", Fen(10_000_00)),
        Line(AccountCode("341"), "C", Fen(10_000_00)),
    ),
    DocumentNo("BF-2025-1"),
)

POLICY_ADOPTED: Final = BudgetPolicyAdopted(
    rule_id=RuleId("BUD-2025"),
    revisions=Count(2),
    valid_from=date(2025, 1, 1),
    source=Text("resolution 12 of the committee"),
    effective_on=date(2025, 1, 2),
)
ADOPTED: Final = BudgetAdopted(
    year=YEAR,
    document_no=RESOLUTION,
    lines=Count(1),
    adopted_by=ActorId("pavel"),
    effective_on=date(2025, 2, 1),
)
LINE_SET: Final = BudgetLineSet(
    year=YEAR,
    line=BUSINESS,
    control="refuse",
    planned_fen=Fen(1_000_00),
    used_fen=Fen(0),
    effective_on=date(2025, 2, 1),
)
LINE_CHARGED: Final = BudgetLineCharged(
    year=YEAR,
    line=BUSINESS,
    control="refuse",
    charged_fen=Fen(800_00),
    planned_fen=Fen(1_000_00),
    used_fen=Fen(800_00),
    over_fen=Fen(0),
    effective_on=date(2025, 3, 20),
)
AMENDED: Final = BudgetAmended(
    year=YEAR,
    document_no=DocumentNo("R-2025-09"),
    revision=Count(1),
    rule_id=RuleId("usual.budget-revisions"),
    reason=Text("more courses than planned"),
    amended_by=ActorId("pavel"),
    effective_on=date(2025, 9, 1),
)
FUND_MOVED: Final = BudgetFundMoved(
    document_no=DocumentNo("BF-2025-1"),
    move="provide",
    amount_fen=Fen(10_000_00),
    approved_by=ActorId("pavel"),
    posting=FUND_POSTING,
    effective_on=MOVED_ON,
)
FUND_MOVE_REVERSED: Final = BudgetFundMoveReversed(
    document_no=DocumentNo("BF-2025-1"),
    move="provide",
    amount_fen=Fen(10_000_00),
    approved_by=ActorId("pavel"),
    moved_on=MOVED_ON,
    reason=Text("resolved for the next year only"),
    posting=red(FUND_MOVED),
    effective_on=MOVED_ON,
)

SAMPLES: Final[tuple[Event, ...]] = (
    POLICY_ADOPTED,
    ADOPTED,
    LINE_SET,
    LINE_CHARGED,
    AMENDED,
    FUND_MOVED,
    FUND_MOVE_REVERSED,
)
