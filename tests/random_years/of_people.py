"""Deeds for people in need and people of merit: aid and awards."""

from domain.activities.aid import (
    ApproveAid,
    DisburseAid,
    FundSource,
    RecordAidFunds,
    RequestAid,
    ReverseAid,
    ReverseAidFunds,
)
from domain.activities.award import ConferAward, RevokeAward
from domain.values import CaseNo, Count, ProgrammeCode, Subject, SubjectId, Year
from tests.random_years.world import APPROVER, CASHIER, COMP, MEMBERS, MUTUAL, OFFICER, WHY, Deed, Step, World

HARDSHIP, WARMTH = ProgrammeCode("HARDSHIP"), ProgrammeCode("WARMTH")
RAISED: tuple[tuple[ProgrammeCode, FundSource], ...] = (
    (WARMTH, "superior_subsidy"),
    (WARMTH, "donation"),
    (MUTUAL, "custodial"),
    (HARDSHIP, "employer"),
)
MODEL, SKILL = ProgrammeCode("MODEL"), ProgrammeCode("SKILL")


def raise_funds(world: World) -> Deed:
    """Take in money for a programme."""
    programme, source = world.chance.choice(RAISED)
    receipt_no = CaseNo(world.number("SJ"))
    raised = RecordAidFunds(
        programme=programme,
        receipt_no=receipt_no,
        fund_source=source,
        amount_fen=world.fen(),
        place=world.place(),
        effective_on=world.day,
    )
    return Deed(
        itself=Step(CASHIER, raised),
        undo=lambda day: Step(
            CASHIER, ReverseAidFunds(programme=programme, receipt_no=receipt_no, reason=WHY, effective_on=day)
        ),
    )


def pay_aid(world: World) -> Deed:
    """Ask for aid, grant it, and pay an instalment."""
    programme = world.chance.choice((HARDSHIP, WARMTH, MUTUAL))
    case_no, paid_on, amount_fen = CaseNo(world.number("AJ")), world.day, world.fen(500_00)
    subject = Subject(kind="person", id=SubjectId(world.chance.choice(MEMBERS)))
    requested = RequestAid(
        case_no=case_no, programme=programme, subject=subject, amount_fen=amount_fen, effective_on=paid_on
    )
    paid = DisburseAid(
        case_no=case_no,
        programme=programme,
        subject=subject,
        instalment=Count(1),
        amount_fen=amount_fen,
        place=world.place(),
        effective_on=paid_on,
    )
    return Deed(
        before=[
            Step(OFFICER, requested),
            Step(APPROVER, ApproveAid(case_no=case_no, amount_fen=amount_fen, effective_on=paid_on)),
        ],
        itself=Step(CASHIER, paid),
        undo=lambda day: Step(
            CASHIER,
            ReverseAid(
                case_no=case_no,
                programme=programme,
                subject=subject,
                instalment=Count(1),
                disbursed_on=paid_on,
                reason=WHY,
                effective_on=day,
            ),
        ),
    )


def confer_award(world: World) -> Deed:
    """Honour somebody with a prize."""
    award, project = world.chance.choice(((MODEL, None), (SKILL, COMP)))
    recipient = Subject(kind="person", id=SubjectId(world.number("S")))
    year = Year(world.union.year)
    conferred = ConferAward(
        award=award,
        year=year,
        recipient=recipient,
        prize_fen=world.fen(300_00),
        place=world.place(),
        project=project,
        effective_on=world.day,
    )
    return Deed(
        itself=Step(CASHIER, conferred),
        undo=lambda day: Step(
            CASHIER,
            RevokeAward(award=award, year=year, recipient=recipient, reason=WHY, project=project, effective_on=day),
        ),
    )


OF_PEOPLE = (raise_funds, pay_aid, confer_award)
