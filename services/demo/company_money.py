"""The company union's money beside dues and aid: opening balances, the employer's 2 %, grants, activities, equipment.

The figures are those of the scenario; where it states a sum only, the parts are invented and come to it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Final

from domain.activities.appropriation import AdoptAppropriationPolicy, RecordAppropriation
from domain.activities.asset import BuyAsset, RegisterAsset
from domain.activities.entry import RecordEntry, RecordOpeningBalance
from domain.activities.income import RecordIncome
from domain.activities.remittance import ConfirmRemittance, SendRemittance
from domain.values import Count, DocumentNo, Fen, LedgerId, Month, PartyId, ProjectId, RuleId, Text
from services.demo.company_aid import MUTUAL_AID
from services.demo.story import Command, Spending, approval, balance, day_of, months_of_year, spent, yuan_fen

OPENED_ON: Final = date(2015, 1, 1)
EMPLOYER: Final = PartyId("E-COMPANY")
SUPERIOR: Final = LedgerId("superior-union")
"""The union above, which keeps no books here."""
PAYROLL_FEN: Final = Fen(15_123_456_78)
"""Of each month."""
UP_FEN: Final = Fen(120_987_66)
"""What of each month's contribution goes up."""
COMPETITION: Final = ProjectId("P-COMP")

ASSETS: Final = (
    ("GD-001", "职工活动中心设备", 210_000),
    ("GD-002", "职工书屋设备", 90_000),
    ("GD-003", "办公设备", 50_000),
)
"""Number, name and cost in yuan of what was there before the books: 350,000 in all."""
NAMED_ACTIVITIES: Final = (
    ("元宵灯谜", 18_600),
    ("三八健步走", 22_400),
    ("职工羽毛球赛", 24_800),
    ("五四歌咏会", 36_500),
    ("安全知识竞赛", 19_700),
    ("职工篮球赛", 41_200),
    ("消夏晚会", 23_200),
)
"""Name and cost in yuan, on the 14th of February to August: 186,400 in all."""
OTHER_ACTIVITIES: Final = 105
OTHER_ACTIVITY_YUAN: Final = 12_380
LAST_ACTIVITY_YUAN: Final = 12_480
"""The last of them costs a little more, so that all come to 1,300,000."""
OTHER_ACTIVITIES_BEGAN_ON: Final = date(2015, 1, 5)
INTEREST_FEN: Final = {
    date(2015, 3, 21): Fen(2_400_10),
    date(2015, 6, 21): Fen(2_450_20),
    date(2015, 9, 21): Fen(2_500_12),
    date(2015, 12, 21): Fen(2_526_12),
}
SPENDINGS: Final = (
    Spending(
        document_no="ZDH-2015-02",
        kind="meeting",
        purpose="工会会员代表大会",
        amount_fen=yuan_fen(12_000),
        paid_on=date(2015, 2, 4),
        attachments=6,
    ),
    Spending(
        document_no="PX-2015-01",
        kind="training",
        purpose="新任分会主席培训两期",
        amount_fen=yuan_fen(5_600),
        paid_on=date(2015, 5, 14),
        attachments=2,
    ),
    Spending(
        document_no="TA-2015-01",
        kind="competition",
        purpose="优秀提案奖励9件",
        amount_fen=yuan_fen(9 * 200),
        paid_on=date(2015, 9, 25),
        attachments=9,
    ),
    Spending(
        document_no="PX-2015-02",
        kind="training",
        purpose="参加省总工会培训6人",
        amount_fen=yuan_fen(3_000),
        paid_on=date(2015, 10, 28),
        attachments=6,
    ),
    Spending(
        document_no="JS-2015-01",
        kind="competition",
        purpose="安康杯劳动竞赛奖励",
        amount_fen=yuan_fen(92_500),
        paid_on=date(2015, 11, 27),
        attachments=3,
        fund_class="restricted",
        project=COMPETITION,
    ),
    Spending(
        document_no="JD-2015-01",
        kind="labour_protection",
        purpose="群众安全监督员补贴43人",
        amount_fen=yuan_fen(43 * 100),
        paid_on=date(2015, 12, 18),
        attachments=43,
    ),
)


def company_money() -> Iterable[Command]:
    """Tell what came in and went out beside dues and aid."""
    return chain(_brought_forward(), _contributions(), _grants(), _activities(), _equipment(), spent(SPENDINGS))


def _brought_forward() -> Iterator[Command]:
    yield RecordOpeningBalance(
        lines=(
            balance("102", "D", yuan_fen(2_400_000)),
            balance("102", "D", yuan_fen(36_500), "custodial", ProjectId(MUTUAL_AID)),
            balance("162", "D", yuan_fen(350_000)),
            balance("231", "C", yuan_fen(36_500), "custodial", ProjectId(MUTUAL_AID)),
            balance("301", "C", yuan_fen(350_000)),
            balance("331", "C", yuan_fen(2_400_000)),
        ),
        effective_on=OPENED_ON,
    )
    for asset_no, name, cost_yuan in ASSETS:
        yield RegisterAsset(
            asset_no=DocumentNo(asset_no),
            category="office",
            name=Text(name),
            cost_fen=yuan_fen(cost_yuan),
            in_use_from=Month("2011-06"),
            location=Text("职工活动中心"),
            effective_on=OPENED_ON,
        )
    # What came back of an earlier year's costs is no income: chart 2009 has no adjustment account, so 331 takes it.
    yield RecordEntry(
        document_no=DocumentNo("TK-2014-01"),
        summary=Text("收回2014年文体活动费"),
        lines=(balance("102", "D", yuan_fen(1_200)), balance("331", "C", yuan_fen(1_200))),
        effective_on=date(2015, 5, 8),
    )


def _contributions() -> Iterator[Command]:
    """Take in the employer's 2 % each month, and send the superior union its share of a month in the next."""
    yield AdoptAppropriationPolicy(rule_id=RuleId("BJ-2015"), valid_from=OPENED_ON, effective_on=OPENED_ON)
    months = months_of_year()
    for period in months:
        yield RecordAppropriation(
            document_no=DocumentNo(f"BJ-{period}"),
            payer=EMPLOYER,
            payroll_fen=PAYROLL_FEN,
            effective_on=day_of(period, 28),
        )
    for period, following in pairwise(months):
        yield SendRemittance(
            remittance_no=DocumentNo(f"SJ-{period}"),
            remittance_kind="upstream",
            to_ledger_id=SUPERIOR,
            amount_fen=UP_FEN,
            effective_on=day_of(following, 10),
        )
        yield ConfirmRemittance(
            remittance_no=DocumentNo(f"SJ-{period}"), received_fen=UP_FEN, effective_on=day_of(following, 13)
        )


def _grants() -> Iterator[Command]:
    yield RecordIncome(
        document_no=DocumentNo("XZ-2015-01"),
        income_kind="employer_subsidy",
        amount_fen=yuan_fen(100_000),
        fund_class="restricted",
        project=COMPETITION,
        party=EMPLOYER,
        effective_on=date(2015, 3, 10),
    )
    for day, amount_fen in INTEREST_FEN.items():
        yield RecordIncome(
            document_no=DocumentNo(f"LX-{day:%Y-%m}"), income_kind="interest", amount_fen=amount_fen, effective_on=day
        )


def _activities() -> Iterator[Command]:
    for month, (name, cost_yuan) in enumerate(NAMED_ACTIVITIES, start=2):
        yield from Spending(
            document_no=f"HD-2015-{month:02d}",
            kind="culture_sport",
            purpose=name,
            amount_fen=yuan_fen(cost_yuan),
            paid_on=date(2015, month, 14),
            attachments=3,
        ).commands()
    # Of the others, the year's plan was approved as a whole and each payment draws on it.
    plan = "SP-HD-2015"
    ceiling_yuan = (OTHER_ACTIVITIES - 1) * OTHER_ACTIVITY_YUAN + LAST_ACTIVITY_YUAN
    yield approval(plan, "culture_sport", "分会文体活动年度计划", yuan_fen(ceiling_yuan), date(2015, 1, 4))
    for number in range(1, OTHER_ACTIVITIES + 1):
        yield Spending(
            document_no=f"FH-2015-{number:03d}",
            kind="culture_sport",
            purpose=f"分会文体活动之{number}",
            amount_fen=yuan_fen(LAST_ACTIVITY_YUAN if number == OTHER_ACTIVITIES else OTHER_ACTIVITY_YUAN),
            paid_on=OTHER_ACTIVITIES_BEGAN_ON + timedelta(days=3 * (number - 1)),
        ).payment(plan)


def _equipment() -> Iterator[Command]:
    yield approval("SP-SB-2015", "fixed_asset", "办公设备", yuan_fen(12_800), date(2015, 8, 24))
    for number in (4, 5):
        yield BuyAsset(
            asset_no=DocumentNo(f"GD-{number:03d}"),
            document_no=DocumentNo("SB-2015-01"),
            category="office",
            name=Text("台式计算机"),
            amount_fen=yuan_fen(6_400),
            location=Text("工会办公室"),
            attachments=Count(1),
            approval_no=DocumentNo("SP-SB-2015"),
            effective_on=date(2015, 8, 26),
        )
