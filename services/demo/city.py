"""The county-level city federation: warmth, model workers, study aid since 2012, and 79 enterprises.

The people whom it aids are members of other unions, so its programmes do not ask for membership.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from domain.activities.aid import AidPurpose, AmendAidBudget, FundSource, OpenAidProgramme, RecordAidFunds
from domain.activities.appropriation import AdoptAppropriationPolicy, RecordAppropriation
from domain.activities.entry import RecordOpeningBalance
from domain.activities.establishment import (
    ApplyEstablishment,
    ApproveEstablishment,
    RequireEstablishment,
    SurveyEnterprise,
)
from domain.activities.ledger import OpenLedger
from domain.activities.remittance import ConfirmRemittance, RemittanceKind, SendRemittance
from domain.values import (
    BasisPoints,
    CaseNo,
    Count,
    DocumentNo,
    EnterpriseId,
    HouseholdId,
    LedgerId,
    PartyId,
    ProgrammeCode,
    RuleId,
    Text,
)
from services.demo.story import AidCase, Command, balance, numbered, person, shares, single_payment, yuan_fen

BOOKS_FROM: Final = date(2015, 1, 1)
WARMTH: Final = ProgrammeCode("WARMTH")
MODEL_WORKER: Final = ProgrammeCode("MODEL_WORKER")
AUTUMN_STUDY: Final = ProgrammeCode("AUTUMN_STUDY")
PURPOSES: Final[dict[ProgrammeCode, AidPurpose]] = {
    WARMTH: "warmth",
    MODEL_WORKER: "model_worker",
    AUTUMN_STUDY: "study",
}

WARMTH_BEGAN_ON: Final = date(2015, 2, 9)
WARMTH_PERSONS_A_DAY: Final = 30
WARMTH_SHARES: Final = shares("M", 4, (1, 200, 500), (201, 240, 755))
MODEL_WORKER_YUAN: Final = (5000, 5000, 4500, 4500, 4000, 4000, 3500, 3500, 2800, 2400, 2120)

STUDENTS: Final = 51
STUDY_INSTALMENTS: Final = Count(4)
STUDY_INSTALMENT_YUAN: Final = 2500
"""The tariff when the first cases were opened; what was paid each year was at most this."""
STUDY_BUDGET_YUAN: Final = {2012: 45_000, 2013: 112_000, 2014: 196_000, 2015: 270_000}
"""The programme's whole budget as it was raised each summer."""
STUDY_PAYMENTS: Final = {
    date(2012, 8, 21): dict(shares("B", 3, (1, 18, 2500))),
    date(2013, 8, 20): dict(shares("B", 3, (1, 14, 2500), (15, 30, 2000))),
    date(2014, 8, 20): dict(shares("B", 3, (1, 42, 2000))),
    date(2015, 8, 20): dict(shares("B", 3, (1, 6, 2000), (19, 47, 2000), (48, 51, 1000))),
}
"""Who was paid what in each August; 2015 left out twelve of the first eighteen."""

PASSED_ON: Final[tuple[tuple[str, RemittanceKind, str, int], ...]] = (
    ("SJ-2015-01", "upstream", "superior-union", 250_000),
    ("ZB-2015-01", "passed_down", "town-union-1", 240_000),
    ("ZB-2015-02", "passed_down", "town-union-2", 200_000),
    ("ZB-2015-03", "passed_down", "town-union-3", 160_000),
)
"""Number, kind, union and yuan. These unions keep no books here."""


def city() -> Iterable[Command]:
    """Tell the federation's story."""
    return chain(_opening(), _warmth(), _model_workers(), _study_aid(), _establishment(), _contribution())


def _opening() -> Iterator[Command]:
    # Study aid reaches back to 2012: what was paid before the books of 2015 is evidence and posts nothing.
    yield OpenLedger(
        name=Text("示范市总工会"),
        level="county",
        chart="2009",
        books_from=BOOKS_FROM,
        effective_on=date(2012, 1, 1),
    )
    yield RecordOpeningBalance(
        lines=(balance("102", "D", yuan_fen(600_000)), balance("331", "C", yuan_fen(600_000))),
        effective_on=BOOKS_FROM,
    )


def _programme(programme: ProgrammeCode, name: str, source: FundSource, budget_yuan: int, on: date) -> OpenAidProgramme:
    return OpenAidProgramme(
        programme=programme,
        name=Text(name),
        purpose=PURPOSES[programme],
        fund_source=source,
        budget_fen=yuan_fen(budget_yuan),
        restricted=True,
        requires_membership=False,
        instalments=STUDY_INSTALMENTS if programme == AUTUMN_STUDY else Count(1),
        effective_on=on,
    )


def _funds(programme: ProgrammeCode, receipt_no: str, source: FundSource, yuan: int, on: date) -> RecordAidFunds:
    return RecordAidFunds(
        programme=programme,
        receipt_no=CaseNo(receipt_no),
        fund_source=source,
        amount_fen=yuan_fen(yuan),
        effective_on=on,
    )


def _warmth() -> Iterator[Command]:
    yield _programme(WARMTH, "送温暖", "superior_subsidy", 130_200, date(2015, 1, 20))
    yield _funds(WARMTH, "R-2015-001", "superior_subsidy", 70_000, date(2015, 1, 22))
    yield _funds(WARMTH, "R-2015-002", "government_subsidy", 40_000, date(2015, 1, 28))
    yield _funds(WARMTH, "R-2015-003", "donation", 20_200, date(2015, 2, 3))
    for index, (person_id, amount_fen) in enumerate(WARMTH_SHARES):
        paid_on = WARMTH_BEGAN_ON + timedelta(days=index // WARMTH_PERSONS_A_DAY)
        yield from single_payment(WARMTH, person_id, paid_on, amount_fen)


def _model_workers() -> Iterator[Command]:
    yield _programme(MODEL_WORKER, "劳模困难帮扶", "government_subsidy", 41_320, date(2015, 5, 18))
    yield _funds(MODEL_WORKER, "R-2015-004", "government_subsidy", 41_320, date(2015, 5, 20))
    for person_id, amount_yuan in zip(numbered("M", 241, 251, 4), MODEL_WORKER_YUAN, strict=True):
        yield from single_payment(MODEL_WORKER, person_id, date(2015, 6, 10), yuan_fen(amount_yuan))


def _study_aid() -> Iterator[Command]:
    opened, *raised = STUDY_BUDGET_YUAN.items()
    yield _programme(AUTUMN_STUDY, "金秋助学", "superior_subsidy", opened[1], date(opened[0], 7, 1))
    for year, budget_yuan in raised:
        yield AmendAidBudget(
            programme=AUTUMN_STUDY,
            budget_fen=yuan_fen(budget_yuan),
            reason=Text(f"{year}年度助学预算"),
            effective_on=date(year, 7, 1),
        )
    yield _funds(AUTUMN_STUDY, "R-2015-005", "superior_subsidy", 74_000, date(2015, 7, 15))
    for number in range(1, STUDENTS + 1):
        yield from _student(number).commands()


def _student(number: int) -> AidCase:
    """Tell one student's case: opened on 1 August of the first year, one instalment each August."""
    student = f"B{number:03d}"
    payments = [(day, paid[student]) for day, paid in STUDY_PAYMENTS.items() if student in paid]
    first_year = payments[0][0].year
    return AidCase(
        case_no=CaseNo(f"{AUTUMN_STUDY}-{first_year}-{student}"),
        programme=AUTUMN_STUDY,
        subject=person(student),
        household_id=HouseholdId(f"H{251 + number:04d}"),
        paid=payments,
        requested_on=date(first_year, 8, 1),
        approved_on=date(first_year, 8, 10),
        granted_fen=yuan_fen(STUDY_INSTALMENTS * STUDY_INSTALMENT_YUAN),
        instalments=STUDY_INSTALMENTS,
        months_between=Count(12),
    )


def _contribution() -> Iterator[Command]:
    """Take in what the tax office collected, and pass on all that is not the federation's own."""
    yield AdoptAppropriationPolicy(
        rule_id=RuleId("BJ-2015"),
        route="tax",
        valid_from=BOOKS_FROM,
        own_basis_points=BasisPoints(1_500),
        up_basis_points=BasisPoints(2_500),
        down_basis_points=BasisPoints(6_000),
        effective_on=BOOKS_FROM,
    )
    yield RecordAppropriation(
        document_no=DocumentNo("SW-2015-01"),
        payer=PartyId("TAX-OFFICE"),
        total_fen=yuan_fen(1_000_000),
        route="tax",
        effective_on=date(2015, 3, 31),
    )
    for remittance_no, kind, union, yuan in PASSED_ON:
        yield SendRemittance(
            remittance_no=DocumentNo(remittance_no),
            remittance_kind=kind,
            to_ledger_id=LedgerId(union),
            amount_fen=yuan_fen(yuan),
            effective_on=date(2015, 4, 20),
        )
        yield ConfirmRemittance(
            remittance_no=DocumentNo(remittance_no), received_fen=yuan_fen(yuan), effective_on=date(2015, 4, 24)
        )


def _establishment() -> Iterator[Command]:
    survey_began_on, survey_days, surveyed, with_union = date(2015, 3, 2), 58, 79, 10
    for index, enterprise_id in enumerate(numbered("E", 1, surveyed, 2)):
        yield SurveyEnterprise(
            enterprise_id=EnterpriseId(enterprise_id),
            has_union=index < with_union,
            effective_on=survey_began_on + timedelta(days=index * survey_days // (surveyed - 1)),
        )
    for enterprise_id in numbered("E", 11, 51, 2):
        yield RequireEstablishment(enterprise_id=EnterpriseId(enterprise_id), effective_on=date(2015, 5, 4))
    for index, enterprise_id in enumerate(numbered("E", 11, 49, 2)):
        yield ApplyEstablishment(
            enterprise_id=EnterpriseId(enterprise_id), effective_on=date(2015, 6, 1) + timedelta(days=4 * index)
        )
    for index, enterprise_id in enumerate(numbered("E", 11, 36, 2)):
        yield ApproveEstablishment(
            enterprise_id=EnterpriseId(enterprise_id), effective_on=date(2015, 7, 1) + timedelta(days=5 * index)
        )
