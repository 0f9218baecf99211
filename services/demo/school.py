"""The primary school's union: 64 members with dues on their own accounts, visits, condolence, three awards, two rules.

M0601 to M0660 pay dues; M0661 to M0664 are retired and pay none.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from domain.activities.aid import AidPurpose, OpenAidProgramme
from domain.activities.appropriation import AdoptAppropriationPolicy, RecordAppropriation
from domain.activities.award import ConferAward, OpenAward
from domain.activities.dues import AdoptDuesPolicy, AssessDues, DeclareWageBase, PayDues
from domain.activities.entry import RecordOpeningBalance
from domain.activities.expense import ExpenseKind
from domain.activities.governance import AdoptPolicy
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember, RetireMember
from domain.activities.remittance import SendRemittance
from domain.values import DocumentNo, Fen, LedgerId, MemberNo, PartyId, ProgrammeCode, RuleId, Text
from services.demo.story import (
    YEAR,
    Command,
    Spending,
    balance,
    day_of,
    months_of_year,
    numbered,
    person,
    pseudonym,
    single_payment,
    spent,
    yuan_fen,
)

OPENED_ON: Final = date(2015, 1, 1)
MEMBERS: Final = [MemberNo(number) for number in numbered("M", 601, 664, 4)]
RETIRED: Final = MEMBERS[60:]
PAYERS: Final = (
    (MEMBERS[:24], Fen(326_875), Fen(1_630)),
    (MEMBERS[24:44], Fen(398_500), Fen(1_990)),
    (MEMBERS[44:60], Fen(472_040), Fen(2_360)),
)
"""Members, their wage base, and the dues that they pay on it every month."""

_ACTIVITIES: Final[tuple[tuple[str, ExpenseKind, str, int, date], ...]] = (
    ("HD-2015-01", "member_activity", "三八节慰问女教职工33人", 33 * 50, date(2015, 3, 6)),
    ("HD-2015-02", "culture_sport", "乒乓球赛", 1_200, date(2015, 4, 24)),
    ("HD-2015-03", "culture_sport", "歌咏会", 800, date(2015, 6, 5)),
    ("HD-2015-04", "culture_sport", "教师节趣味活动", 1_500, date(2015, 9, 10)),
    ("HD-2015-05", "culture_sport", "秋游", 4_500, date(2015, 10, 23)),
    ("HD-2015-06", "culture_sport", "读书征文", 600, date(2015, 11, 6)),
    ("HD-2015-07", "culture_sport", "读书交流", 400, date(2015, 11, 20)),
)
"""Document, kind, purpose, cost in yuan and day of payment."""

VISIT: Final = ProgrammeCode("VISIT")
CONDOLENCE: Final = ProgrammeCode("CONDOLENCE")
TEACHERS_DAY: Final = ProgrammeCode("TEACHERS_DAY")
PROGRAMMES: Final[tuple[tuple[ProgrammeCode, str, AidPurpose], ...]] = (
    (VISIT, "走访慰问", "hospital"),
    (CONDOLENCE, "丧事慰问", "condolence"),
)
BUDGET_YUAN: Final = 3_000
"""Of each of the two."""

PAYROLL_FEN: Final = Fen(283_333_33)
"""Of each month."""
UP_FEN: Final = Fen(2_266_67)
"""What of each month's contribution goes up."""
SPENDINGS: Final = tuple(
    Spending(document_no=document_no, kind=kind, purpose=purpose, amount_fen=yuan_fen(yuan), paid_on=paid_on)
    for document_no, kind, purpose, yuan, paid_on in _ACTIVITIES
)


def school() -> Iterable[Command]:
    """Tell the school union's story."""
    return chain(_opening(), _members(), _rules(), _dues(), _contributions(), _aid(), _teachers_day(), spent(SPENDINGS))


def _opening() -> Iterator[Command]:
    # The scenario names three separate unions. A primary school's union stands under the federation of
    # its county, so the demo puts it there: its totals show in the city's when these roll up the tree.
    yield OpenLedger(
        name=Text("示范小学工会"),
        level="grassroots",
        chart="2009",
        parent_ledger_id=LedgerId("city"),
        effective_on=OPENED_ON,
    )
    yield RecordOpeningBalance(
        lines=(balance("102", "D", yuan_fen(42_000)), balance("331", "C", yuan_fen(42_000))),
        effective_on=OPENED_ON,
    )


def _members() -> Iterator[Command]:
    for member_no in MEMBERS:
        yield EnrolMember(
            member_no=member_no, person=pseudonym(member_no), basis="brought_forward", effective_on=OPENED_ON
        )
    for member_no in RETIRED:
        yield RetireMember(member_no=member_no, effective_on=OPENED_ON)


def _rules() -> Iterator[Command]:
    for document_no, title in (("ZD-2015-01", "工会工作制度"), ("ZD-2015-02", "工会财务管理制度")):
        yield AdoptPolicy(document_no=DocumentNo(document_no), title=Text(title), effective_on=date(2015, 1, 20))


def _dues() -> Iterator[Command]:
    first, *_ = months = months_of_year()
    yield AdoptDuesPolicy(rule_id=RuleId("DUES-2015"), valid_from=first, effective_on=OPENED_ON)
    for members, base_fen, _ in PAYERS:
        for member_no in members:
            yield DeclareWageBase(
                member_no=member_no, base_fen=base_fen, valid_from=first, effective_on=date(2015, 1, 4)
            )
    for period in months:
        for members, _, _ in PAYERS:
            for member_no in members:
                yield AssessDues(member_no=member_no, period=period, effective_on=day_of(period, 5))
        for members, _, dues_fen in PAYERS:
            for member_no in members:
                yield PayDues(
                    member_no=member_no,
                    period=period,
                    amount_fen=dues_fen,
                    method="payroll",
                    effective_on=day_of(period, 10),
                )


def _contributions() -> Iterator[Command]:
    """Take in the employer's 2 % each month; the shares of eleven months go up together in December.

    The city's story ends with the year, so they are still on their way there.
    """
    yield AdoptAppropriationPolicy(rule_id=RuleId("BJ-2015"), valid_from=OPENED_ON, effective_on=OPENED_ON)
    for period in months_of_year():
        yield RecordAppropriation(
            document_no=DocumentNo(f"BJ-{period}"),
            payer=PartyId("E-SCHOOL"),
            payroll_fen=PAYROLL_FEN,
            effective_on=day_of(period, 20),
        )
    yield SendRemittance(
        remittance_no=DocumentNo("SJ-2015-01"),
        remittance_kind="upstream",
        to_ledger_id=LedgerId("city"),
        amount_fen=Fen(11 * UP_FEN),
        effective_on=date(2015, 12, 10),
    )


def _aid() -> Iterator[Command]:
    for programme, name, purpose in PROGRAMMES:
        yield OpenAidProgramme(
            programme=programme,
            name=Text(name),
            purpose=purpose,
            fund_source="union",
            budget_fen=yuan_fen(BUDGET_YUAN),
            effective_on=date(2015, 1, 20),
        )
    yield from single_payment(VISIT, "M0611", date(2015, 4, 15), yuan_fen(500))
    yield from single_payment(VISIT, "M0612", date(2015, 4, 16), yuan_fen(500))
    yield from single_payment(CONDOLENCE, "M0613", date(2015, 5, 20), yuan_fen(1000))


def _teachers_day() -> Iterator[Command]:
    yield OpenAward(
        award=TEACHERS_DAY,
        year=YEAR,
        name=Text("教师节表彰"),
        subject_kind="person",
        effective_on=date(2015, 9, 1),
    )
    for member_no in ("M0611", "M0614", "M0615"):
        yield ConferAward(
            award=TEACHERS_DAY,
            year=YEAR,
            recipient=person(member_no),
            prize_fen=yuan_fen(300),
            effective_on=date(2015, 9, 10),
        )
