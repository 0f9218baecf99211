"""What the plant's union spends: a budget and its amendment, activities, goods, a projector, prizes, and its cash."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from domain.activities.asset import BuyAsset, DepreciateAssets
from domain.activities.award import ConferAward, OpenAward
from domain.activities.budget import AdoptBudget, AmendBudget, BudgetControl, PlannedLine
from domain.activities.cash import CountCash, MoveCash, PayAdvance, ResolveCashDifference, ReturnAdvance, SettleAdvance
from domain.activities.expense import AdoptExpensePolicy, ExpenseKind, PayExpense
from domain.activities.inventory import BuyStock, CountStock, IssueStock
from domain.activities.voucher import CorrectVoucher
from domain.values import (
    AccountCode,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    PartyId,
    ProgrammeCode,
    ProjectId,
    RuleId,
    Text,
    VoucherId,
    Year,
    last_day_of,
)
from services.demo.story import (
    Command,
    Spending,
    approval,
    balance,
    months_of_year,
    numbered,
    person,
    spent,
    yuan_fen,
)

YEAR: Final = Year(2025)
COMPETITION: Final = ProjectId("P-COMP-2025")
SKILL_AWARD: Final = ProgrammeCode("SKILL")
PRIZE_FEN: Final = yuan_fen(800)

BUDGET: Final[tuple[tuple[str, int, BudgetControl], ...]] = (
    ("401", 14_000, "report"),
    ("402", 33_000, "report"),
    ("501", 42_000, "refuse"),
    ("503", 20_000, "warn"),
    ("504", 30_000, "report"),
    ("505", 8_000, "warn"),
    ("507", 6_000, "refuse"),
)
"""Account, yuan, and what happens where a line does not reach."""
MISBOOKED_ON: Final = date(2025, 5, 16)
CORRECTED_ON: Final = date(2025, 6, 3)
_SPENT: Final[tuple[tuple[str, ExpenseKind, str, int, date, FundClass, ProjectId | None], ...]] = (
    ("HD-2025-01", "culture_sport", "元宵游艺会", 3_200, date(2025, 2, 11), "unrestricted", None),
    ("HD-2025-02", "culture_sport", "春季健步走", 5_600, date(2025, 4, 29), "unrestricted", None),
    ("HD-2025-03", "publicity", "职工夜校教材", 1_860, MISBOOKED_ON, "unrestricted", None),
    ("HD-2025-04", "member_activity", "会员生日慰问40人", 4_000, date(2025, 8, 15), "unrestricted", None),
    ("HD-2025-05", "culture_sport", "羽毛球赛", 6_800, date(2025, 9, 19), "unrestricted", None),
    ("JS-2025-01", "competition", "技能竞赛耗材", 9_000, date(2025, 9, 24), "restricted", COMPETITION),
    ("PX-2025-02", "training", "工会干部培训", 2_400, date(2025, 10, 15), "unrestricted", None),
    ("JJ-2025-01", "union_home", "职工之家维护", 2_600, date(2025, 11, 7), "unrestricted", None),
    ("HD-2025-06", "culture_sport", "职工文艺汇演", 7_450, date(2025, 11, 14), "unrestricted", None),
)
"""Document, kind, purpose, yuan, day of payment, and whose money it is."""
SPENDINGS: Final = tuple(
    Spending(
        document_no=document_no,
        kind=kind,
        purpose=purpose,
        amount_fen=yuan_fen(yuan),
        paid_on=paid_on,
        fund_class=fund_class,
        project=project,
    )
    for document_no, kind, purpose, yuan, paid_on, fund_class, project in _SPENT
)
PRESENTED_LATER: Final = {DocumentNo("HD-2025-02"): date(2025, 5, 6)}
"""The walk's cheque of 29 April came to the bank after the holidays."""

GIFTS: Final = DocumentNo("KC-001")
PROJECTOR: Final = DocumentNo("GD-001")
MONTHS_BEFORE: Final = 2
"""Months of the year before the projector was bought, in which there is nothing to depreciate."""

COUNTED_FEN: Final = (
    *[Fen(300_00)] * 4,
    Fen(1_390_00),
    *[Fen(1_334_25)] * 3,
    *[Fen(1_134_25)] * 3,
    Fen(134_25),
)
"""What counts of the cash came to at the ends of the months; at that of June the books had five yuan more."""


def plant_spending() -> Iterable[Command]:
    """Tell all of it."""
    return chain(_budget(), spent(SPENDINGS), _correction(), _gifts(), _projector(), _prizes(), _cash())


def _budget() -> Iterator[Command]:
    yield AdoptExpensePolicy(
        rule_id=RuleId("ZC-2025"),
        unapproved_up_to_fen=yuan_fen(500),
        valid_from=date(2025, 1, 1),
        source=Text("工会经费开支审批办法：500元以下由经办人办理"),
        effective_on=date(2025, 1, 1),
    )
    yield AdoptBudget(
        year=YEAR,
        document_no=DocumentNo("YS-2025-01"),
        lines=tuple(
            PlannedLine(planned_fen=yuan_fen(yuan), account=AccountCode(account), control=control)
            for account, yuan, control in BUDGET
        ),
        effective_on=date(2025, 1, 10),
    )
    yield AmendBudget(
        year=YEAR,
        document_no=DocumentNo("YS-2025-02"),
        lines=(PlannedLine(planned_fen=yuan_fen(46_000), account=AccountCode("501"), control="refuse"),),
        reason=Text("增加文艺汇演"),
        effective_on=date(2025, 9, 5),
    )


def _correction() -> Iterator[Command]:
    """Annul a voucher of May, which is closed, and replace it in June: textbooks are education, not publicity."""
    cost_fen = yuan_fen(1_860)
    yield CorrectVoucher(
        voucher_id=VoucherId(f"{MISBOOKED_ON}.2021.expense.publicity.HD-2025-03"),
        manner="replace",
        lines=(balance("50101", "D", cost_fen), balance("102", "C", cost_fen)),
        reason=Text("职工夜校教材误记入宣传支出"),
        effective_on=CORRECTED_ON,
    )


def _gifts() -> Iterator[Command]:
    """Buy 90 parcels, give 40 away twice, and count the ten that are left."""
    yield approval("SP-KC-2025", "inventory", "节日慰问品90份", yuan_fen(8_100), date(2025, 4, 22))
    yield BuyStock(
        item_no=GIFTS,
        document_no=DocumentNo("KC-2025-01"),
        name=Text("节日慰问品"),
        quantity=Count(90),
        amount_fen=yuan_fen(8_100),
        attachments=Count(2),
        expense_kind="member_activity",
        approval_no=DocumentNo("SP-KC-2025"),
        effective_on=date(2025, 4, 25),
    )
    for document_no, purpose, day in (
        ("LY-2025-01", "五一慰问", date(2025, 4, 28)),
        ("LY-2025-02", "国庆慰问", date(2025, 9, 26)),
    ):
        yield IssueStock(
            item_no=GIFTS,
            document_no=DocumentNo(document_no),
            quantity=Count(40),
            purpose=Text(purpose),
            effective_on=day,
        )
    yield CountStock(
        item_no=GIFTS, document_no=DocumentNo("PD-2025-01"), counted=Count(10), effective_on=date(2025, 12, 30)
    )


def _projector() -> Iterator[Command]:
    """Buy a projector in March and depreciate it from then on, 100 a month."""
    yield approval("SP-GD-2025", "fixed_asset", "会议室投影仪", yuan_fen(4_800), date(2025, 3, 7))
    yield BuyAsset(
        asset_no=PROJECTOR,
        document_no=DocumentNo("SB-2025-01"),
        category="office",
        name=Text("投影仪"),
        amount_fen=yuan_fen(4_800),
        location=Text("职工之家"),
        attachments=Count(2),
        life_months=Count(48),
        approval_no=DocumentNo("SP-GD-2025"),
        effective_on=date(2025, 3, 12),
    )
    for period in months_of_year(YEAR)[MONTHS_BEFORE:]:
        yield DepreciateAssets(period=period, effective_on=last_day_of(period))


def _prizes() -> Iterator[Command]:
    """Honour six skilled workers with the employer's money for the competition; 1,200 of it are left."""
    yield OpenAward(
        award=SKILL_AWARD,
        year=YEAR,
        name=Text("岗位技能竞赛"),
        subject_kind="person",
        project=COMPETITION,
        effective_on=date(2025, 9, 1),
    )
    for member_no in numbered("M", 7021, 7026, 4):
        yield ConferAward(
            award=SKILL_AWARD,
            year=YEAR,
            recipient=person(member_no),
            prize_fen=PRIZE_FEN,
            project=COMPETITION,
            effective_on=date(2025, 10, 17),
        )


def _cash() -> Iterator[Command]:
    """Draw cash, advance some, pay small things, count it every month: once five yuan are missing."""
    yield MoveCash(
        document_no=DocumentNo("QX-2025-01"),
        direction="to_cash",
        amount_fen=yuan_fen(3_000),
        effective_on=date(2025, 5, 6),
    )
    yield from _advance()
    for document_no, purpose, amount_fen, day in (
        ("XJ-2025-01", "横幅制作", Fen(180_00), date(2025, 5, 22)),
        ("XJ-2025-02", "饮用水", Fen(96_50), date(2025, 6, 10)),
        ("XJ-2025-03", "奖状框", Fen(200_00), date(2025, 9, 23)),
    ):
        yield PayExpense(
            document_no=DocumentNo(document_no),
            expense_kind="other_activity",
            amount_fen=amount_fen,
            purpose=Text(purpose),
            attachments=Count(1),
            place="cash",
            effective_on=day,
        )
    yield MoveCash(
        document_no=DocumentNo("CX-2025-01"),
        direction="to_bank",
        amount_fen=yuan_fen(1_000),
        effective_on=date(2025, 12, 30),
    )
    yield from _counts()


def _advance() -> Iterator[Command]:
    yield approval("SP-PX-2025-01", "training", "外出培训", yuan_fen(2_000), date(2025, 5, 7))
    yield PayAdvance(
        document_no=DocumentNo("JK-2025-01"),
        party=PartyId("M7002"),
        purpose=Text("外出培训借款"),
        amount_fen=yuan_fen(2_000),
        effective_on=date(2025, 5, 8),
    )
    yield SettleAdvance(
        document_no=DocumentNo("PX-2025-01"),
        advance_no=DocumentNo("JK-2025-01"),
        expense_kind="training",
        amount_fen=yuan_fen(1_730),
        purpose=Text("外出培训"),
        attachments=Count(5),
        approval_no=DocumentNo("SP-PX-2025-01"),
        effective_on=date(2025, 5, 20),
    )
    yield ReturnAdvance(
        document_no=DocumentNo("HK-2025-01"),
        advance_no=DocumentNo("JK-2025-01"),
        amount_fen=yuan_fen(270),
        effective_on=date(2025, 5, 20),
    )


def _counts() -> Iterator[Command]:
    for period, counted_fen in zip(months_of_year(YEAR), COUNTED_FEN, strict=True):
        yield CountCash(
            document_no=DocumentNo(f"PK-{period}"), counted_fen=counted_fen, effective_on=last_day_of(period)
        )
    yield ResolveCashDifference(
        document_no=DocumentNo("CL-2025-01"),
        count_no=DocumentNo("PK-2025-06"),
        outcome="expensed",
        amount_fen=Fen(5_00),
        reason=Text("原因不明，经批准列支"),
        effective_on=date(2025, 7, 3),
    )
