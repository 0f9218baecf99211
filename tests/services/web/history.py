"""A small history of three unions, recorded through commands: what the pages are shown with."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Final

from domain.activities.aid import ApproveAid, DisburseAid, OpenAidProgramme, RecordAidFunds, RequestAid
from domain.activities.award import ConferAward, OpenAward
from domain.activities.branch import OpenBranch
from domain.activities.dues import AdoptDuesPolicy, AssessDues, DeclareWageBase, PayDues
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember, IssueCard, RetireMember
from domain.values import (
    ActorId,
    BranchId,
    CaseNo,
    Count,
    Fen,
    LedgerId,
    Level,
    MemberNo,
    Month,
    PersonalData,
    ProgrammeCode,
    RuleId,
    Subject,
    SubjectId,
    Text,
    Year,
)
from services.identity import create_token
from services.recording import Request
from services.service import Service

CITY: Final = LedgerId("city")
SCHOOL: Final = LedgerId("school")
SECRET_UNION: Final = LedgerId("hidden")
NOW: Final = datetime(2016, 3, 10, 4, 0, tzinfo=UTC)
"""Noon in China; all of the history happened in 2015."""
FOR_CITY_AND_SCHOOL: Final = "ul_for-city-and-school"
FOR_EVERY_UNION: Final = "ul_for-every-union"
REQUESTS: Final = count(1)
OPENED: Final = date(2015, 1, 1)
WANG: Final = MemberNo("M0601")
LI: Final = MemberNo("M0602")
WARMTH: Final = ProgrammeCode("WARMTH")
CHIEF: Final = ProgrammeCode("CHIEF_EMPLOYEE")
PERSON: Final = Subject(kind="person", id=SubjectId("M0601"))
MARCH: Final = Month("2015-03")
ODD_NAME: Final = "<b>王&芳</b>"


def open_ledger(name: str, parent: LedgerId | None = None) -> OpenLedger:
    level: Level = "grassroots" if parent else "county"
    return OpenLedger(name=Text(name), level=level, chart="2009", effective_on=OPENED, parent_ledger_id=parent)


HISTORY: Final[tuple[tuple[LedgerId, str, object], ...]] = (
    (CITY, "admin", open_ledger("示范市总工会")),
    (SCHOOL, "admin", open_ledger("示范小学工会", CITY)),
    (SECRET_UNION, "admin", open_ledger("不公开的工会", CITY)),
    (SCHOOL, "olga", OpenBranch(branch_id=BranchId("U201"), name=Text("一年级"), level=2, effective_on=OPENED)),
    (
        SCHOOL,
        "olga",
        EnrolMember(
            member_no=WANG,
            person=PersonalData(
                name=Text(ODD_NAME),
                identity_number=Text("110101199003078515"),
                phone=Text("13912345678"),
                address=Text("示范市示范区学院路5号3单元"),
            ),
            branch_id=BranchId("U201"),
            effective_on=date(2015, 1, 5),
        ),
    ),
    (SCHOOL, "olga", EnrolMember(member_no=LI, person=PersonalData(name=Text("李伟")), effective_on=date(2015, 1, 6))),
    (SCHOOL, "olga", RetireMember(member_no=LI, effective_on=date(2015, 2, 1))),
    (SCHOOL, "olga", IssueCard(member_no=WANG, effective_on=date(2015, 2, 2))),
    (
        SCHOOL,
        "admin",
        AdoptDuesPolicy(rule_id=RuleId("dues-2015"), valid_from=Month("2015-01"), effective_on=date(2015, 1, 10)),
    ),
    (
        SCHOOL,
        "olga",
        DeclareWageBase(
            member_no=WANG, base_fen=Fen(326_875), valid_from=Month("2015-01"), effective_on=date(2015, 1, 10)
        ),
    ),
    (SCHOOL, "olga", AssessDues(member_no=WANG, period=MARCH, effective_on=date(2015, 3, 12))),
    (
        SCHOOL,
        "carl",
        PayDues(member_no=WANG, period=MARCH, amount_fen=Fen(10_00), method="payroll", effective_on=date(2015, 3, 15)),
    ),
    (
        SCHOOL,
        "admin",
        OpenAidProgramme(
            programme=WARMTH,
            name=Text("送温暖"),
            fund_source="superior_subsidy",
            budget_fen=Fen(60_000_00),
            restricted=True,
            effective_on=date(2015, 1, 10),
        ),
    ),
    (
        SCHOOL,
        "carl",
        RecordAidFunds(
            programme=WARMTH,
            receipt_no=CaseNo("R-2015-1"),
            fund_source="superior_subsidy",
            amount_fen=Fen(50_000_00),
            effective_on=date(2015, 1, 20),
        ),
    ),
    (
        SCHOOL,
        "olga",
        RequestAid(
            case_no=CaseNo("2015-1"),
            programme=WARMTH,
            subject=PERSON,
            amount_fen=Fen(41_320_00),
            effective_on=date(2015, 4, 1),
        ),
    ),
    (
        SCHOOL,
        "pavel",
        ApproveAid(case_no=CaseNo("2015-1"), amount_fen=Fen(41_320_00), effective_on=date(2015, 4, 2)),
    ),
    (
        SCHOOL,
        "carl",
        DisburseAid(
            case_no=CaseNo("2015-1"),
            programme=WARMTH,
            subject=PERSON,
            instalment=Count(1),
            amount_fen=Fen(41_320_00),
            effective_on=date(2015, 4, 3),
        ),
    ),
    (
        SCHOOL,
        "olga",
        OpenAward(
            award=CHIEF, year=Year(2015), name=Text("首席员工"), subject_kind="person", effective_on=date(2015, 5, 1)
        ),
    ),
    (
        SCHOOL,
        "pavel",
        ConferAward(
            award=CHIEF, year=Year(2015), recipient=PERSON, prize_fen=Fen(1_000_00), effective_on=date(2015, 5, 4)
        ),
    ),
)


def clock() -> datetime:
    return NOW


def record(service: Service, *entries: tuple[LedgerId, str, object]) -> None:
    for ledger_id, actor, command in entries:
        request_id = f"request-{next(REQUESTS)}"
        service.recording.record(
            Request(ledger_id=ledger_id, request_id=request_id, actor=ActorId(actor), commands=(command,))
        )
    service.projector.run_until_idle()


def create_tokens(service: Service) -> None:
    """Make a token for the city and the school, and one for every union there is."""
    with service.datastore.get_connection() as connection:
        for secret, scope in ((FOR_CITY_AND_SCHOOL, (CITY, SCHOOL)), (FOR_EVERY_UNION, None)):
            create_token(
                connection, name=secret, actor=ActorId("anna"), role="auditor", ledger_ids=scope, now=NOW, secret=secret
            )
