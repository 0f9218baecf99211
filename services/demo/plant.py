"""A small plant's union in 2025, under the chart of 2021: 40 members, the county federation above it, all of its money.

Members M7001 to M7040 pay dues by payroll. The employer's contribution is collected by the union itself, and the
county's share of it goes up every quarter; that of the second one is on its way when June ends. The members' own
money for whoever falls ill is at a bank account of its own, which has its own statements and reconciliations.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from domain.activities.aid import OpenAidProgramme, RecordAidFunds
from domain.activities.appropriation import AdoptAppropriationPolicy, RecordAppropriation
from domain.activities.dues import AdoptDuesPolicy, AssessDues, DeclareWageBase, PayDues
from domain.activities.entry import RecordOpeningBalance
from domain.activities.income import RecordIncome
from domain.activities.ledger import AddAccount, ApprovePostingRule, DraftPostingRule, OpenLedger
from domain.activities.membership import EnrolMember
from domain.activities.remittance import ConfirmRemittance, ReceiveRemittance, RemittanceKind, SendRemittance
from domain.values import (
    AccountCode,
    CaseNo,
    DocumentNo,
    Fen,
    FundClass,
    LedgerId,
    MemberNo,
    Month,
    PartyId,
    PostingKind,
    ProgrammeCode,
    ProjectId,
    RuleId,
    Text,
    Year,
)
from services.demo.plant_spending import COMPETITION, plant_spending
from services.demo.story import (
    Command,
    balance,
    day_of,
    months_of_year,
    numbered,
    pseudonym,
    single_payment,
    yuan_fen,
)

PLANT_YEAR: Final = Year(2025)
PLANT: Final = LedgerId("plant")
COUNTY: Final = LedgerId("county")
OPENED_ON: Final = date(2025, 1, 1)
EMPLOYER: Final = PartyId("E-PLANT")
IN_CUSTODY: Final = AccountCode("10201")
"""The bank account of money that is kept for others (代管经费)."""

MEMBERS: Final = [MemberNo(number) for number in numbered("M", 7001, 7040, 4)]
PAYERS: Final = (
    (MEMBERS[:20], Fen(4_600_00), Fen(23_00)),
    (MEMBERS[20:34], Fen(6_200_00), Fen(31_00)),
    (MEMBERS[34:], Fen(9_150_00), Fen(45_75)),
)
"""Members, their wage base, and the dues that they pay on it every month."""
ON_LEAVE: Final = (MEMBERS[-1], Month("2025-05"), date(2025, 6, 12))
"""A member whose dues were not withheld in a month, and the day on which they were paid in cash."""

PAYROLL_FEN: Final = Fen(231_400_50)
"""Of each month: 4,628.01 are due, of which 1,851.20 go up."""
UP_OF_QUARTER_FEN: Final = Fen(3 * 1_851_20)
SENT_UP: Final = (
    ("SJ-2025-Q1", date(2025, 4, 10), date(2025, 4, 11)),
    ("SJ-2025-Q2", date(2025, 6, 30), date(2025, 7, 2)),
    ("SJ-2025-Q3", date(2025, 10, 10), date(2025, 10, 11)),
    ("SJ-2025-Q4", date(2025, 12, 26), date(2025, 12, 29)),
)
"""Number, the day on which it was sent, and the day on which it arrived."""

HARDSHIP: Final = ProgrammeCode("HARDSHIP")
MUTUAL_AID: Final = ProgrammeCode("MUTUAL_AID")
GRANTED: Final[tuple[tuple[str, RemittanceKind, int, date, date, FundClass, ProjectId | None], ...]] = (
    ("BZ-2025-01", "general", 12_000, date(2025, 3, 18), date(2025, 3, 19), "unrestricted", None),
    ("BZ-2025-02", "assistance", 30_000, date(2025, 6, 16), date(2025, 6, 17), "restricted", ProjectId(HARDSHIP)),
)
"""What the county gave: number, kind, yuan, days of sending and arrival, whose money, and for which project."""
AIDED: Final = (
    ("M7003", 5_000, date(2025, 7, 8)),
    ("M7011", 5_000, date(2025, 7, 8)),
    ("M7019", 5_000, date(2025, 7, 9)),
    ("M7027", 5_000, date(2025, 7, 9)),
    ("M7033", 4_000, date(2025, 12, 12)),
)
INTEREST_FEN: Final = {
    date(2025, 3, 21): Fen(61_20),
    date(2025, 6, 21): Fen(58_75),
    date(2025, 9, 21): Fen(66_02),
    date(2025, 12, 21): Fen(63_11),
}


def plant() -> Iterable[Command]:
    """Tell the plant union's story."""
    return chain(
        _opening(), _members(), _dues(), _contributions(), _from_others(), _hardship(), _mutual_aid(), plant_spending()
    )


def _opening() -> Iterator[Command]:
    yield OpenLedger(
        name=Text("示范机械厂工会"),
        level="grassroots",
        chart="2021",
        parent_ledger_id=COUNTY,
        effective_on=OPENED_ON,
    )
    yield AddAccount(chart="2021", account=IN_CUSTODY, name=Text("代管经费"), effective_on=OPENED_ON)
    yield DraftPostingRule(
        rule_id=RuleId("DG-2025"),
        posting_kind=PostingKind("bank.custodial"),
        account=IN_CUSTODY,
        valid_from=OPENED_ON,
        source=Text("财会〔2021〕7号 附录1 102"),
        effective_on=OPENED_ON,
    )
    yield ApprovePostingRule(rule_id=RuleId("DG-2025"), effective_on=OPENED_ON)
    yield RecordOpeningBalance(
        lines=(
            balance("101", "D", yuan_fen(300)),
            balance("102", "D", yuan_fen(86_000)),
            balance(IN_CUSTODY, "D", yuan_fen(4_000), "custodial", ProjectId(MUTUAL_AID)),
            balance("221", "C", yuan_fen(4_000), "custodial", ProjectId(MUTUAL_AID)),
            balance("32205", "C", yuan_fen(86_300)),
        ),
        effective_on=OPENED_ON,
    )


def _members() -> Iterator[Command]:
    for member_no in MEMBERS:
        yield EnrolMember(
            member_no=member_no, person=pseudonym(member_no), basis="brought_forward", effective_on=OPENED_ON
        )


def _dues() -> Iterator[Command]:
    first, *_ = months = months_of_year(PLANT_YEAR)
    yield AdoptDuesPolicy(rule_id=RuleId("HF-2025"), valid_from=first, effective_on=OPENED_ON)
    for members, base_fen, _ in PAYERS:
        for member_no in members:
            yield DeclareWageBase(
                member_no=member_no, base_fen=base_fen, valid_from=first, effective_on=date(2025, 1, 3)
            )
    for period in months:
        for member_no in MEMBERS:
            yield AssessDues(member_no=member_no, period=period, effective_on=day_of(period, 5))
        yield from _withheld(period)


def _withheld(period: Month) -> Iterator[Command]:
    """Take in what was withheld from wages; who was on leave pays in cash later."""
    absent, missed, paid_on = ON_LEAVE
    for members, _, dues_fen in PAYERS:
        for member_no in members:
            in_cash = (member_no, period) == (absent, missed)
            yield PayDues(
                member_no=member_no,
                period=period,
                amount_fen=dues_fen,
                method="cash" if in_cash else "payroll",
                effective_on=paid_on if in_cash else day_of(period, 12),
            )


def _contributions() -> Iterator[Command]:
    yield AdoptAppropriationPolicy(rule_id=RuleId("BJ-2025"), valid_from=OPENED_ON, effective_on=OPENED_ON)
    for period in months_of_year(PLANT_YEAR):
        yield RecordAppropriation(
            document_no=DocumentNo(f"BJ-{period}"),
            payer=EMPLOYER,
            payroll_fen=PAYROLL_FEN,
            effective_on=day_of(period, 20),
        )
    for remittance_no, sent_on, arrived_on in SENT_UP:
        yield SendRemittance(
            remittance_no=DocumentNo(remittance_no),
            remittance_kind="upstream",
            to_ledger_id=COUNTY,
            amount_fen=UP_OF_QUARTER_FEN,
            effective_on=sent_on,
        )
        yield ConfirmRemittance(
            remittance_no=DocumentNo(remittance_no), received_fen=UP_OF_QUARTER_FEN, effective_on=arrived_on
        )


def _from_others() -> Iterator[Command]:
    """Take in what the county and the employer give, and interest."""
    for remittance_no, kind, yuan, sent_on, arrived_on, fund_class, project in GRANTED:
        yield ReceiveRemittance(
            remittance_no=DocumentNo(remittance_no),
            remittance_kind=kind,
            from_ledger_id=COUNTY,
            sent_on=sent_on,
            sent_fen=yuan_fen(yuan),
            amount_fen=yuan_fen(yuan),
            fund_class=fund_class,
            project=project,
            effective_on=arrived_on,
        )
    for document_no, yuan, day, project in (
        ("XZ-2025-01", 24_000, date(2025, 2, 20), None),
        ("XZ-2025-02", 15_000, date(2025, 4, 8), COMPETITION),
    ):
        yield RecordIncome(
            document_no=DocumentNo(document_no),
            income_kind="employer_subsidy",
            amount_fen=yuan_fen(yuan),
            fund_class="restricted" if project else "unrestricted",
            project=project,
            party=EMPLOYER,
            effective_on=day,
        )
    for day, amount_fen in INTEREST_FEN.items():
        yield RecordIncome(
            document_no=DocumentNo(f"LX-{day:%Y-%m}"), income_kind="interest", amount_fen=amount_fen, effective_on=day
        )


def _hardship() -> Iterator[Command]:
    """Spend the county's subsidy on members in hardship: 24,000 of 30,000 in this year."""
    yield OpenAidProgramme(
        programme=HARDSHIP,
        name=Text("困难职工帮扶"),
        purpose="hardship",
        fund_source="superior_subsidy",
        budget_fen=yuan_fen(30_000),
        cap_fen=yuan_fen(8_000),
        restricted=True,
        effective_on=date(2025, 6, 10),
    )
    for member_no, yuan, paid_on in AIDED:
        yield from single_payment(HARDSHIP, member_no, paid_on, yuan_fen(yuan))


def _mutual_aid() -> Iterator[Command]:
    """Keep the members' own money for whoever falls ill: neither income nor expense."""
    yield OpenAidProgramme(
        programme=MUTUAL_AID,
        name=Text("大病互助"),
        purpose="hospital",
        fund_source="custodial",
        budget_fen=yuan_fen(6_000),
        effective_on=OPENED_ON,
    )
    yield RecordAidFunds(
        programme=MUTUAL_AID,
        receipt_no=CaseNo("HZ-2025-01"),
        fund_source="custodial",
        amount_fen=yuan_fen(50 * len(MEMBERS)),
        effective_on=date(2025, 1, 15),
    )
    yield from single_payment(MUTUAL_AID, "M7008", date(2025, 9, 16), yuan_fen(3_000))
