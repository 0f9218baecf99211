"""One event of each kind of aid: a study-aid case that is paid, taken back and ended."""

from datetime import date
from typing import Final

from domain.accounting.posting import Dimensions
from domain.activities.aid import (
    AidApproved,
    AidBudgetAmended,
    AidBudgetCharged,
    AidCapCharged,
    AidCaseClosed,
    AidDisbursed,
    AidFundsRaised,
    AidFundsReversed,
    AidNeedClaimed,
    AidPolicyAdopted,
    AidProgrammeOpened,
    AidRequested,
    AidReversed,
    Event,
)
from domain.values import (
    ActorId,
    CaseNo,
    Count,
    Fen,
    HouseholdId,
    Month,
    PartyId,
    ProgrammeCode,
    RuleId,
    Subject,
    SubjectId,
    Text,
    Year,
)
from tests.postings import posted, red

STUDY: Final = ProgrammeCode("AUTUMN_STUDY")
CASE: Final = CaseNo("2015-0042")
STUDENT: Final = Subject(kind="person", id=SubjectId("B001"))
HOUSEHOLD: Final = HouseholdId("H0252")
FOR_STUDENT: Final = Dimensions(party=PartyId(STUDENT.id))

OPENED: Final = AidProgrammeOpened(
    programme=STUDY,
    name=Text("金秋助学"),
    purpose="study",
    fund_source="union",
    restricted=False,
    requires_membership=False,
    budget_fen=Fen(10_000_00),
    cap_fen=Fen(2_500_00),
    instalments=Count(4),
    effective_on=date(2015, 1, 5),
)
BUDGET_AMENDED: Final = AidBudgetAmended(
    programme=STUDY,
    budget_fen=Fen(12_000_00),
    budget_change_fen=Fen(2_000_00),
    spent_fen=Fen(0),
    reason=Text("more applications than planned"),
    effective_on=date(2015, 6, 1),
)
FUNDS_RAISED: Final = AidFundsRaised(
    programme=STUDY,
    receipt_no=CaseNo("R-2015-0007"),
    fund_source="donation",
    amount_fen=Fen(20_200_00),
    posting=posted("2009.donation", "102", "408", 20_200_00),
    effective_on=date(2015, 7, 15),
)
FUNDS_REVERSED: Final = AidFundsReversed(
    programme=STUDY,
    receipt_no=CaseNo("R-2015-0007"),
    fund_source="donation",
    amount_fen=Fen(20_200_00),
    raised_on=date(2015, 7, 15),
    reason=Text("given for another programme"),
    posting=red(FUNDS_RAISED),
    effective_on=date(2015, 7, 20),
)
REQUESTED: Final = AidRequested(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    household_id=HOUSEHOLD,
    amount_fen=Fen(8_000_00),
    instalments=Count(4),
    first_due=Month("2015-08"),
    months_between=Count(12),
    requested_by=ActorId("olga"),
    effective_on=date(2015, 8, 1),
)
APPROVED: Final = AidApproved(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    amount_fen=Fen(7_000_00),
    approved_by=ActorId("pavel"),
    effective_on=date(2015, 8, 3),
)
DISBURSED: Final = AidDisbursed(
    case_no=CASE,
    programme=STUDY,
    fund_source="union",
    subject=STUDENT,
    household_id=HOUSEHOLD,
    instalment=Count(1),
    amount_fen=Fen(2_000_00),
    person_times=Count(1),
    approved_by=ActorId("pavel"),
    paid_by=ActorId("carl"),
    posting=posted("2009.aid.study", "50205", "102", 2_000_00, FOR_STUDENT),
    effective_on=date(2015, 8, 20),
)
BUDGET_CHARGED: Final = AidBudgetCharged(
    programme=STUDY,
    case_no=CASE,
    charged_fen=Fen(2_000_00),
    budget_fen=Fen(10_000_00),
    spent_fen=Fen(2_000_00),
    effective_on=date(2015, 8, 20),
)
CAP_CHARGED: Final = AidCapCharged(
    programme=STUDY,
    year=Year(2015),
    subject=STUDENT,
    charged_fen=Fen(2_000_00),
    used_fen=Fen(2_000_00),
    effective_on=date(2015, 8, 20),
)
REVERSED: Final = AidReversed(
    case_no=CASE,
    programme=STUDY,
    fund_source="union",
    subject=STUDENT,
    household_id=HOUSEHOLD,
    instalment=Count(1),
    amount_fen=Fen(2_000_00),
    person_times=Count(1),
    approved_by=ActorId("pavel"),
    disbursed_on=date(2015, 8, 20),
    reason=Text("paid to a wrong account"),
    posting=red(DISBURSED),
    effective_on=date(2015, 8, 24),
)
CLOSED: Final = AidCaseClosed(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    outcome="terminated",
    reason=Text("the student left school"),
    effective_on=date(2015, 9, 1),
)
POLICY: Final = AidPolicyAdopted(
    rule_id=RuleId("BF-2015"),
    once_a_year=("study", "hardship"),
    valid_from=date(2015, 1, 1),
    source=Text("困难职工帮扶管理办法"),
    effective_on=date(2015, 1, 5),
)
NEED_CLAIMED: Final = AidNeedClaimed(
    subject=STUDENT,
    need="study",
    case_no=CASE,
    first_year=Year(2015),
    last_year=Year(2018),
    rule_id=POLICY.rule_id,
    effective_on=date(2015, 8, 1),
)

SAMPLES: Final[tuple[Event, ...]] = (
    OPENED,
    BUDGET_AMENDED,
    FUNDS_RAISED,
    FUNDS_REVERSED,
    REQUESTED,
    APPROVED,
    DISBURSED,
    BUDGET_CHARGED,
    CAP_CHARGED,
    REVERSED,
    CLOSED,
    POLICY,
    NEED_CLAIMED,
)
