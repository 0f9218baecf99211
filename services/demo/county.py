"""The plant's county federation in 2025, under the chart of 2021.

It receives what the plant's union sends up, and what the tax office collects from others; passes their shares on;
is given fiscal money and a subsidy of the government; and gives to the plant's union out of that.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from domain.activities.appropriation import (
    AdoptAppropriationPolicy,
    ReceivePreparatoryLevy,
    RecordAppropriation,
    RefundPreparatoryLevy,
    SettlePreparatoryLevy,
    Shares,
)
from domain.activities.asset import DepreciateAssets, RegisterAsset
from domain.activities.budget import AdoptBudget, BudgetControl, MoveBudgetFund, PlannedLine
from domain.activities.entry import RecordOpeningBalance
from domain.activities.expense import ExpenseKind
from domain.activities.income import IncomeKind, RecordIncome
from domain.activities.ledger import OpenLedger
from domain.activities.remittance import ConfirmRemittance, ReceiveRemittance, RemittanceKind, SendRemittance
from domain.values import (
    AccountCode,
    BasisPoints,
    Count,
    DocumentNo,
    EnterpriseId,
    Fen,
    FundClass,
    LedgerId,
    Month,
    PartyId,
    ProjectId,
    RuleId,
    Text,
    last_day_of,
)
from services.demo.plant import GRANTED, OPENED_ON, PLANT, PLANT_YEAR, SENT_UP, UP_OF_QUARTER_FEN
from services.demo.story import Command, Spending, approval, balance, day_of, months_of_year, spent, yuan_fen

SUPERIOR: Final = LedgerId("province-union")
"""The union above, which keeps no books here; nor do those below beside the plant's."""
HARDSHIP: Final = ProjectId("HARDSHIP")
OFFICE: Final = DocumentNo("GD-001")

COLLECTED: Final = (
    ("SW-2025-01", date(2025, 3, 31), date(2025, 4, 15)),
    ("SW-2025-02", date(2025, 6, 30), date(2025, 7, 15)),
    ("SW-2025-03", date(2025, 9, 30), date(2025, 10, 15)),
    ("SW-2025-04", date(2025, 12, 15), date(2025, 12, 24)),
)
"""What the tax office transferred each quarter: document, day, and the day on which the shares went on."""
COLLECTED_YUAN: Final = 240_000
"""Each time: 36,000 are the county's own, 60,000 go up, 144,000 down."""
PASSED_ON: Final[tuple[tuple[str, RemittanceKind, str, int], ...]] = (
    ("SJ", "upstream", SUPERIOR, 60_000),
    ("ZB1", "passed_down", "bus-union", 80_000),
    ("ZB2", "passed_down", "textile-union", 64_000),
)
UP_OF_PLANT_FEN: Final = Fen(4 * 2_082_60)
"""The superior union's share of what the plant's sent in the year."""

BUDGET: Final[tuple[tuple[str, int, BudgetControl], ...]] = (
    ("402", 160_000, "report"),
    ("502", 50_000, "warn"),
    ("505", 12_000, "warn"),
    ("506", 140_000, "refuse"),
    ("508", 60_000, "refuse"),
)
_SPENT: Final[tuple[tuple[str, ExpenseKind, str, int, date], ...]] = (
    ("PX-2025-01", "training", "基层工会主席培训", 6_500, date(2025, 5, 21)),
    ("HD-2025-01", "culture_sport", "全县职工运动会", 28_000, date(2025, 6, 20)),
    ("FY-2025-01", "legal_aid", "职工法律援助", 4_000, date(2025, 8, 13)),
    ("LD-2025-01", "labour_relations", "集体协商指导", 3_600, date(2025, 9, 4)),
    ("HD-2025-02", "culture_sport", "职工书画展", 18_600, date(2025, 11, 21)),
)
SPENDINGS: Final = tuple(
    Spending(document_no=document_no, kind=kind, purpose=purpose, amount_fen=yuan_fen(yuan), paid_on=paid_on)
    for document_no, kind, purpose, yuan, paid_on in _SPENT
)
MONTHLY: Final[tuple[tuple[str, ExpenseKind, str, int, int, FundClass], ...]] = (
    ("GZ", "wages", "在职人员工资", 8_000, 10, "fiscal"),
    ("BG", "goods_and_services", "办公及水电", 3_200, 24, "unrestricted"),
)
"""Document, kind, purpose, yuan and day of each month, and whose money it is."""
INCOME: Final[tuple[tuple[str, IncomeKind, Fen, date, FundClass, ProjectId | None], ...]] = (
    ("CZ-2025-01", "fiscal_appropriation", yuan_fen(96_000), date(2025, 1, 8), "fiscal", None),
    ("ZF-2025-01", "government_subsidy", yuan_fen(50_000), date(2025, 4, 22), "restricted", HARDSHIP),
    ("LX-2025-03", "interest", Fen(612_40), date(2025, 3, 21), "unrestricted", None),
    ("LX-2025-06", "interest", Fen(580_15), date(2025, 6, 21), "unrestricted", None),
    ("LX-2025-09", "interest", Fen(655_08), date(2025, 9, 21), "unrestricted", None),
    ("LX-2025-12", "interest", Fen(640_92), date(2025, 12, 21), "unrestricted", None),
)
FOUNDING: Final = EnterpriseId("E901")
"""An enterprise that paid the preparatory levy in March and had its union in September."""


def county() -> Iterable[Command]:
    """Tell the federation's story."""
    return chain(
        _opening(),
        _policies(),
        _from_below(),
        _from_the_tax_office(),
        _levy(),
        _income(),
        _granted(),
        spent(SPENDINGS),
        _administration(),
        _assets(),
    )


def _opening() -> Iterator[Command]:
    yield OpenLedger(name=Text("示范县总工会"), level="county", chart="2021", effective_on=OPENED_ON)
    yield RecordOpeningBalance(
        lines=(
            balance("102", "D", yuan_fen(760_000)),
            balance("102", "D", yuan_fen(60_000), "restricted", HARDSHIP),
            balance("162", "D", yuan_fen(260_000)),
            balance("163", "C", yuan_fen(130_000)),
            balance("30104", "C", yuan_fen(130_000)),
            balance("32104", "C", yuan_fen(60_000), "restricted", HARDSHIP),
            balance("32205", "C", yuan_fen(660_000)),
            balance("341", "C", yuan_fen(100_000)),
        ),
        effective_on=OPENED_ON,
    )


def _policies() -> Iterator[Command]:
    yield AdoptAppropriationPolicy(
        rule_id=RuleId("SW-2025"),
        route="tax",
        valid_from=OPENED_ON,
        own_basis_points=BasisPoints(1_500),
        up_basis_points=BasisPoints(2_500),
        down_basis_points=BasisPoints(6_000),
        effective_on=OPENED_ON,
    )
    yield AdoptAppropriationPolicy(
        rule_id=RuleId("SJ-2025"),
        route="remitted",
        valid_from=OPENED_ON,
        own_basis_points=BasisPoints(6_250),
        up_basis_points=BasisPoints(3_750),
        effective_on=OPENED_ON,
    )
    yield AdoptBudget(
        year=PLANT_YEAR,
        document_no=DocumentNo("YS-2025-01"),
        lines=tuple(
            PlannedLine(planned_fen=yuan_fen(yuan), account=AccountCode(account), control=control)
            for account, yuan, control in BUDGET
        ),
        effective_on=date(2025, 1, 6),
    )


def _from_below() -> Iterator[Command]:
    """Receive what the plant's union sent, and send the superior union's share of the year on in December."""
    for remittance_no, sent_on, arrived_on in SENT_UP:
        yield ReceiveRemittance(
            remittance_no=DocumentNo(remittance_no),
            remittance_kind="upstream",
            from_ledger_id=PLANT,
            sent_on=sent_on,
            sent_fen=UP_OF_QUARTER_FEN,
            amount_fen=UP_OF_QUARTER_FEN,
            effective_on=arrived_on,
        )
    yield from _sent("SJ-2025-12", "upstream", SUPERIOR, UP_OF_PLANT_FEN, date(2025, 12, 30))


def _sent(number: str, kind: RemittanceKind, union: str, amount_fen: Fen, on: date) -> Iterator[Command]:
    """Send money to a union that keeps no books here, which says on the same day that it arrived."""
    yield SendRemittance(
        remittance_no=DocumentNo(number),
        remittance_kind=kind,
        to_ledger_id=LedgerId(union),
        amount_fen=amount_fen,
        effective_on=on,
    )
    yield ConfirmRemittance(remittance_no=DocumentNo(number), received_fen=amount_fen, effective_on=on)


def _from_the_tax_office() -> Iterator[Command]:
    for document_no, came_on, passed_on in COLLECTED:
        yield RecordAppropriation(
            document_no=DocumentNo(document_no),
            payer=PartyId("TAX-OFFICE"),
            total_fen=yuan_fen(COLLECTED_YUAN),
            route="tax",
            effective_on=came_on,
        )
        for number, kind, union, yuan in PASSED_ON:
            yield from _sent(f"{number}-{document_no}", kind, union, yuan_fen(yuan), passed_on)


def _levy() -> Iterator[Command]:
    """Hold the levy of an enterprise without a union; most of it goes to the new union, the rest is divided."""
    yield ReceivePreparatoryLevy(
        document_no=DocumentNo("CB-2025-01"),
        enterprise_id=FOUNDING,
        total_fen=yuan_fen(24_000),
        effective_on=date(2025, 3, 20),
    )
    yield RefundPreparatoryLevy(
        document_no=DocumentNo("CB-2025-02"),
        enterprise_id=FOUNDING,
        amount_fen=yuan_fen(14_400),
        effective_on=date(2025, 9, 10),
    )
    yield SettlePreparatoryLevy(
        document_no=DocumentNo("CB-2025-03"),
        enterprise_id=FOUNDING,
        amount_fen=yuan_fen(9_600),
        shares=Shares(own_fen=yuan_fen(3_600), up_fen=yuan_fen(6_000)),
        effective_on=date(2025, 9, 18),
    )
    yield from _sent("SJ-2025-09", "upstream", SUPERIOR, yuan_fen(6_000), date(2025, 9, 25))


def _income() -> Iterator[Command]:
    for document_no, kind, amount_fen, day, fund_class, project in INCOME:
        yield RecordIncome(
            document_no=DocumentNo(document_no),
            income_kind=kind,
            amount_fen=amount_fen,
            fund_class=fund_class,
            project=project,
            effective_on=day,
        )


def _granted() -> Iterator[Command]:
    """Give to the plant's union: what is for members in hardship comes from money for these."""
    for remittance_no, kind, yuan, sent_on, arrived_on, fund_class, project in GRANTED:
        yield SendRemittance(
            remittance_no=DocumentNo(remittance_no),
            remittance_kind=kind,
            to_ledger_id=PLANT,
            amount_fen=yuan_fen(yuan),
            fund_class=fund_class,
            project=HARDSHIP if project else None,
            effective_on=sent_on,
        )
        yield ConfirmRemittance(
            remittance_no=DocumentNo(remittance_no), received_fen=yuan_fen(yuan), effective_on=arrived_on
        )


def _administration() -> Iterator[Command]:
    """Pay wages from fiscal money, and the office, each by an approval for the year; then put something aside."""
    months = months_of_year(PLANT_YEAR)
    for document, kind, purpose, yuan, day, fund_class in MONTHLY:
        approval_no = f"SP-{document}-{PLANT_YEAR}"
        yield approval(approval_no, kind, purpose, yuan_fen(yuan * len(months)), date(2025, 1, 7))
        for period in months:
            yield Spending(
                document_no=f"{document}-{period}",
                kind=kind,
                purpose=purpose,
                amount_fen=yuan_fen(yuan),
                paid_on=day_of(period, day),
                fund_class=fund_class,
            ).payment(approval_no)
    yield MoveBudgetFund(
        document_no=DocumentNo("TJ-2025-01"),
        move="provide",
        amount_fen=yuan_fen(40_000),
        effective_on=date(2025, 12, 22),
    )


def _assets() -> Iterator[Command]:
    """Depreciate the office, half of which is depreciated when the books begin."""
    yield RegisterAsset(
        asset_no=OFFICE,
        category="office",
        name=Text("办公设备一批"),
        cost_fen=yuan_fen(260_000),
        depreciated_fen=yuan_fen(130_000),
        life_months=Count(120),
        in_use_from=Month("2020-01"),
        location=Text("机关办公楼"),
        effective_on=OPENED_ON,
    )
    for period in months_of_year(PLANT_YEAR):
        yield DepreciateAssets(period=period, effective_on=last_day_of(period))
