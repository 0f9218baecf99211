"""The chemical construction company's union: 4,236 members in 115 branches, aid, survivors, awards, dues by branch.

Members are numbered M1001 to M5236, branches U201 to U231 (second level) and U301 to U384 (third).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from domain.accounting.lines import Side
from domain.activities.award import (
    CloseSelection,
    ConferAward,
    FileNomination,
    OpenAward,
    RecordHonour,
    ReviewInnovation,
)
from domain.activities.branch import OpenBranch
from domain.activities.dues import TurnInDues
from domain.activities.governance import PresentReport
from domain.activities.ledger import ApprovePostingRule, DraftPostingRule, OpenLedger
from domain.activities.membership import EnrolMember, IssueCard, ReplaceCard
from domain.activities.voucher import CorrectVoucher
from domain.values import (
    AccountCode,
    BranchId,
    DocumentNo,
    Fen,
    MemberNo,
    PartyId,
    PostingKind,
    ProgrammeCode,
    RuleId,
    Subject,
    SubjectId,
    Text,
    VoucherId,
    Year,
)
from services.demo.company_aid import company_aid
from services.demo.company_money import company_money
from services.demo.story import (
    YEAR,
    Command,
    balance,
    day_of,
    months_of_year,
    numbered,
    person,
    pseudonym,
    yuan_fen,
)

OPENED_ON: Final = date(2015, 1, 1)
SECOND_LEVEL: Final = [BranchId(number) for number in numbered("U", 201, 231, 3)]
THIRD_LEVEL: Final = [BranchId(number) for number in numbered("U", 301, 384, 3)]
BROUGHT_FORWARD: Final = [MemberNo(number) for number in numbered("M", 1001, 5032, 4)]
ADMITTED: Final = [MemberNo(number) for number in numbered("M", 5033, 5236, 4)]
ADMITTED_EACH_MONTH: Final = (8, 4, 22, 18, 15, 16, 41, 37, 14, 11, 10, 8)
REPLACED_CARDS: Final = 37
DUES_OF_ANY_BRANCH_YUAN: Final = 1200
DUES_STEP_YUAN: Final = 10

CHIEF_EMPLOYEE: Final = ProgrammeCode("CHIEF_EMPLOYEE")
CIVILISED_FAMILY: Final = ProgrammeCode("CIVILISED_FAMILY")
CHIEFS: Final = 14
CHIEFS_HONOURED_ON: Final = date(2015, 3, 27)
CHIEFS_PRIZE_FEN: Final = yuan_fen(1_000)
PRIZE: Final = PostingKind("prize.competition")
DEBIT_AND_CREDIT: Final[tuple[tuple[str, Side], ...]] = (("50304", "D"), ("102", "C"))


def company() -> Iterable[Command]:
    """Tell the company union's story."""
    return chain(
        _opening(),
        _enrolments(),
        _admissions(),
        _cards(),
        company_aid(),
        company_money(),
        _dues(),
        _governance(),
        _prize_rules(),
        _chiefs(),
        _chiefs_prizes_corrected(),
        _families(),
    )


def _opening() -> Iterator[Command]:
    # The scenario says of no union above it, so the company stands alone in the organisation tree.
    yield OpenLedger(name=Text("示范化工建设公司工会"), level="grassroots", chart="2009", effective_on=OPENED_ON)
    for index, branch_id in enumerate(SECOND_LEVEL, start=1):
        yield OpenBranch(branch_id=branch_id, name=Text(f"第{index}分会"), level=2, effective_on=OPENED_ON)
    for index, branch_id in enumerate(THIRD_LEVEL):
        parent = SECOND_LEVEL[index % len(SECOND_LEVEL)]
        name = Text(f"第{index % len(SECOND_LEVEL) + 1}分会第{index // len(SECOND_LEVEL) + 1}小组分会")
        yield OpenBranch(branch_id=branch_id, name=name, level=3, parent_branch_id=parent, effective_on=OPENED_ON)


def _enrolments() -> Iterator[Command]:
    for index, member_no in enumerate(BROUGHT_FORWARD):
        yield EnrolMember(
            member_no=member_no,
            person=pseudonym(member_no),
            branch_id=THIRD_LEVEL[index % len(THIRD_LEVEL)],
            basis="brought_forward",
            effective_on=OPENED_ON,
        )


def _admissions() -> Iterator[Command]:
    newcomers = iter(ADMITTED)
    for period, admitted in zip(months_of_year(), ADMITTED_EACH_MONTH, strict=True):
        for _ in range(admitted):
            member_no = next(newcomers)
            yield EnrolMember(
                member_no=member_no,
                person=pseudonym(member_no),
                branch_id=THIRD_LEVEL[int(member_no[1:]) % len(THIRD_LEVEL)],
                basis="admitted",
                effective_on=day_of(period, 10),
            )


def _cards() -> Iterator[Command]:
    for member_no in BROUGHT_FORWARD:
        yield IssueCard(member_no=member_no, effective_on=date(2015, 10, 12))
    for member_no in BROUGHT_FORWARD[:REPLACED_CARDS]:
        yield ReplaceCard(member_no=member_no, effective_on=date(2015, 11, 2))
    for member_no in ADMITTED:
        yield IssueCard(member_no=member_no, effective_on=date(2015, 12, 14))


def _dues() -> Iterator[Command]:
    """Turn in each second-level branch's dues every month; this union keeps no account per member."""
    for period in months_of_year():
        for step, branch_id in enumerate(SECOND_LEVEL, start=1):
            yield TurnInDues(
                branch_id=branch_id,
                period=period,
                amount_fen=yuan_fen(DUES_OF_ANY_BRANCH_YUAN + DUES_STEP_YUAN * step),
                effective_on=day_of(period, 25),
            )


def _governance() -> Iterator[Command]:
    yield PresentReport(
        document_no=DocumentNo("ZDH-2015-01"),
        kind=ProgrammeCode("UNION_FINANCE"),
        heard_by=Text("职工代表大会"),
        effective_on=date(2015, 2, 4),
    )
    yield RecordHonour(
        document_no=DocumentNo("RY-2015-01"),
        title=Text("省重点工程劳动竞赛先进单位"),
        granted_by=Text("省总工会"),
        effective_on=date(2015, 3, 26),
    )
    for number in numbered("CX-2014-", 1, 24, 3):
        yield ReviewInnovation(document_no=DocumentNo(number), filed_year=Year(2014), effective_on=date(2015, 3, 24))


def _chiefs() -> Iterator[Command]:
    yield OpenAward(
        award=CHIEF_EMPLOYEE,
        year=YEAR,
        name=Text("首席员工"),
        subject_kind="person",
        needs_nomination=True,
        effective_on=date(2015, 3, 2),
    )
    nominees = [person(member_no) for member_no in numbered("M", 1921, 1943, 4)]
    for nominee in nominees:
        yield FileNomination(award=CHIEF_EMPLOYEE, year=YEAR, nominee=nominee, effective_on=date(2015, 3, 5))
    yield CloseSelection(award=CHIEF_EMPLOYEE, year=YEAR, effective_on=date(2015, 3, 20))
    for chief in nominees[:CHIEFS]:
        yield _conferred(CHIEF_EMPLOYEE, chief, CHIEFS_PRIZE_FEN, CHIEFS_HONOURED_ON)


def _prize_rules() -> Iterator[Command]:
    """Adopt a rule that sends prizes to the account of activities by mistake, and another one when it is noticed."""
    for rule_id, account, valid_from in (
        ("JL-2015-01", "50102", date(2015, 3, 20)),
        ("JL-2015-02", "50304", date(2015, 4, 1)),
    ):
        yield DraftPostingRule(
            rule_id=RuleId(rule_id),
            posting_kind=PRIZE,
            account=AccountCode(account),
            valid_from=valid_from,
            source=Text("工会财务管理办法实施细则"),
            effective_on=valid_from,
        )
        yield ApprovePostingRule(rule_id=RuleId(rule_id), effective_on=valid_from)


def _chiefs_prizes_corrected() -> Iterator[Command]:
    """Annul the voucher of the chief employees' prizes and replace it: 考核表彰 belongs to 50304."""
    prizes = [(PartyId(member_no), CHIEFS_PRIZE_FEN) for member_no in numbered("M", 1921, 1920 + CHIEFS, 4)]
    yield CorrectVoucher(
        voucher_id=VoucherId(f"{CHIEFS_HONOURED_ON}.JL-2015-01"),
        manner="replace",
        lines=tuple(
            balance(account, side, amount_fen, party=party)
            for party, amount_fen in prizes
            for account, side in DEBIT_AND_CREDIT
        ),
        reason=Text("首席员工奖励误记入文体活动支出"),
        effective_on=date(2015, 4, 2),
    )


def _families() -> Iterator[Command]:
    yield OpenAward(
        award=CIVILISED_FAMILY,
        year=YEAR,
        name=Text("公司文明家庭"),
        subject_kind="household",
        effective_on=date(2015, 3, 2),
    )
    for household_id in numbered("H", 3001, 3020, 4):
        family = Subject(kind="household", id=SubjectId(household_id))
        yield _conferred(CIVILISED_FAMILY, family, yuan_fen(300), date(2015, 3, 6))


def _conferred(award: ProgrammeCode, recipient: Subject, prize_fen: Fen, on: date) -> ConferAward:
    return ConferAward(award=award, year=YEAR, recipient=recipient, prize_fen=prize_fen, effective_on=on)
