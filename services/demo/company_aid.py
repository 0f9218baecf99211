"""The company union's aid: its own programmes, the mutual-aid fund and the survivors' benefit it only keeps for others.

Every aided member is one household, numbered like the member. A programme's cap stays open: no
provincial cap was in force in 2015.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Final

from domain.activities.aid import (
    AdoptAidPolicy,
    AidPurpose,
    CloseAidCase,
    DisburseAid,
    FundSource,
    OpenAidProgramme,
    RecordAidFunds,
    ReverseAid,
)
from domain.values import CaseNo, Count, HouseholdId, ProgrammeCode, RuleId, Text
from services.demo.story import (
    AidCase,
    Command,
    day_of,
    months_of_year,
    numbered,
    person,
    shares,
    single_payment,
    yuan_fen,
)

BOOKS_OPENED_ON: Final = date(2015, 1, 1)
MUTUAL_AID: Final = ProgrammeCode("MUTUAL_AID")
SURVIVOR_BENEFIT: Final = ProgrammeCode("SURVIVOR_BENEFIT")
WARMTH: Final = ProgrammeCode("WARMTH")
WOMEN_HARDSHIP: Final = ProgrammeCode("WOMEN_HARDSHIP")
ROUTINE: Final = ProgrammeCode("ROUTINE")
AUTUMN_STUDY: Final = ProgrammeCode("AUTUMN_STUDY")
POVERTY_RELIEF: Final = ProgrammeCode("POVERTY_RELIEF")

PROGRAMMES: Final[tuple[tuple[ProgrammeCode, str, AidPurpose, FundSource, int], ...]] = (
    (WARMTH, "送温暖", "warmth", "superior_subsidy", 60_000),
    (WOMEN_HARDSHIP, "困难女职工帮扶", "hardship", "union", 6_000),
    (ROUTINE, "日常救助", "hardship", "union", 70_000),
    (AUTUMN_STUDY, "金秋助学", "study", "union", 10_000),
    (POVERTY_RELIEF, "困难补助", "hardship", "union", 45_000),
    (MUTUAL_AID, "大病互助", "hospital", "custodial", 117_140),
)
"""Programme, name, purpose, source of its money and budget in yuan. Budgets are invented where no money is
earmarked; the mutual-aid fund's is its opening balance 36,500 and the year's contributions."""

WARMTH_BEGAN_ON: Final = date(2015, 1, 12)
WARMTH_PERSONS_A_DAY: Final = 20
ROUND_ROBIN_MONTHS: Final = [period for period in months_of_year() if period[5:] not in {"01", "06"}]
BOOKED_WRONGLY: Final = "M1403"
BOOKED_FEN: Final = yuan_fen(230)
PUT_RIGHT_ON: Final = date(2015, 4, 21)
"""Control case K1 of the scenario."""
MUTUAL_AID_PAYMENTS: Final = (
    (date(2015, 3, 20), (2000, 2000, 2000)),
    (date(2015, 5, 22), (2000, 3000)),
    (date(2015, 9, 18), (3000, 3000, 4000)),
    (date(2015, 11, 20), (4000, 4000)),
)

SURVIVORS: Final = numbered("S", 1, 122, 3)
SURVIVOR_MONTH_YUAN: Final = 230
REVIEWED_ON: Final = date(2015, 1, 12)
LEFT_THE_ROLL: Final = {
    **dict.fromkeys(("S118", "S119", "S120"), (date(2015, 2, 16), "复核不再符合供养条件，自2015-03-01起停发")),
    **dict.fromkeys(("S121", "S122"), (date(2015, 3, 18), "复核不再符合供养条件，自2015-04-01起停发")),
}
"""Whose benefit ended: the day of the decision, which is when the case is closed, and what it said."""


def company_aid() -> Iterable[Command]:
    """Tell all aid of the company union."""
    return chain(_programmes(), _own_aid(), _monthly_relief(), _mutual_aid(), _survivor_benefits())


def _programmes() -> Iterator[Command]:
    yield AdoptAidPolicy(
        rule_id=RuleId("BF-2015-01"),
        once_a_year=("study",),
        valid_from=BOOKS_OPENED_ON,
        source=Text("困难职工帮扶管理办法"),
        effective_on=BOOKS_OPENED_ON,
    )
    for programme, name, purpose, source, budget_yuan in PROGRAMMES:
        yield OpenAidProgramme(
            programme=programme,
            name=Text(name),
            purpose=purpose,
            fund_source=source,
            budget_fen=yuan_fen(budget_yuan),
            restricted=programme == WARMTH,
            effective_on=BOOKS_OPENED_ON,
        )
    yield OpenAidProgramme(
        programme=SURVIVOR_BENEFIT,
        name=Text("遗属抚恤"),
        fund_source="custodial",
        budget_fen=yuan_fen(SURVIVOR_MONTH_YUAN * 12 * len(SURVIVORS)),
        requires_membership=False,
        instalments=Count(12),
        effective_on=BOOKS_OPENED_ON,
    )
    yield _funds(WARMTH, "R-2015-001", "superior_subsidy", 60_000, date(2015, 1, 6))
    yield _funds(MUTUAL_AID, "R-2015-002", "custodial", 4032 * 20, date(2015, 1, 30))


def _funds(programme: ProgrammeCode, receipt_no: str, source: FundSource, amount_yuan: int, on: date) -> RecordAidFunds:
    return RecordAidFunds(
        programme=programme,
        receipt_no=CaseNo(receipt_no),
        fund_source=source,
        amount_fen=yuan_fen(amount_yuan),
        effective_on=on,
    )


def _own_aid() -> Iterator[Command]:
    for index, (member_no, amount_fen) in enumerate(shares("M", 4, (1001, 1150, 250), (1151, 1201, 300))):
        paid_on = WARMTH_BEGAN_ON + timedelta(days=index // WARMTH_PERSONS_A_DAY)
        yield from single_payment(WARMTH, member_no, paid_on, amount_fen, _household(member_no))
    for programme, first, last, amount_yuan, paid_on in (
        (WOMEN_HARDSHIP, 1301, 1312, 500, date(2015, 6, 9)),
        (ROUTINE, 1313, 1340, 400, date(2015, 6, 10)),
        (AUTUMN_STUDY, 1341, 1345, 2000, date(2015, 6, 11)),
    ):
        for member_no, amount_fen in shares("M", 4, (first, last, amount_yuan)):
            yield from single_payment(programme, member_no, paid_on, amount_fen, _household(member_no))


def _monthly_relief() -> Iterator[Command]:
    """Relieve members in the order of their numbers, one in each month in turn, January and June left out."""
    for programme, first, last, amount_yuan, day in (
        (ROUTINE, 1401, 1580, 320, 15),
        (POVERTY_RELIEF, 1601, 1642, 1000, 20),
    ):
        for index, (member_no, amount_fen) in enumerate(shares("M", 4, (first, last, amount_yuan))):
            paid_on = day_of(ROUND_ROBIN_MONTHS[index % len(ROUND_ROBIN_MONTHS)], day)
            case = single_payment(programme, member_no, paid_on, amount_fen, _household(member_no))
            yield from _booked_wrongly(case) if member_no == BOOKED_WRONGLY else case


def _booked_wrongly(case: Iterable[Command]) -> Iterator[Command]:
    """Book too little of what was paid, and put it right: both of that day are one voucher over the difference."""
    for command in case:
        if isinstance(command, DisburseAid):
            yield replace(command, amount_fen=BOOKED_FEN)
            yield ReverseAid(
                case_no=command.case_no,
                programme=command.programme,
                subject=command.subject,
                instalment=command.instalment,
                disbursed_on=command.effective_on,
                reason=Text("实发320.00元，误记为230.00元"),
                effective_on=PUT_RIGHT_ON,
            )
            yield replace(command, effective_on=PUT_RIGHT_ON)
        else:
            yield command


def _mutual_aid() -> Iterator[Command]:
    payments = [(paid_on, amount_yuan) for paid_on, amounts in MUTUAL_AID_PAYMENTS for amount_yuan in amounts]
    for member_no, (paid_on, amount_yuan) in zip(numbered("M", 1701, 1710, 4), payments, strict=True):
        yield from single_payment(MUTUAL_AID, member_no, paid_on, yuan_fen(amount_yuan), _household(member_no))


def _survivor_benefits() -> Iterator[Command]:
    """Review every survivor's claim in January, pay monthly on the 15th until the roll is left."""
    for survivor in SURVIVORS:
        case_no = CaseNo(f"{SURVIVOR_BENEFIT}-2015-{survivor}")
        left = LEFT_THE_ROLL.get(survivor)
        days = [day_of(period, 15) for period in months_of_year()]
        yield from AidCase(
            case_no=case_no,
            programme=SURVIVOR_BENEFIT,
            subject=person(survivor),
            paid=[(day, yuan_fen(SURVIVOR_MONTH_YUAN)) for day in days if left is None or day < left[0]],
            requested_on=REVIEWED_ON,
            approved_on=REVIEWED_ON,
            granted_fen=yuan_fen(SURVIVOR_MONTH_YUAN * len(days)),
            instalments=Count(len(days)),
        ).commands()
        if left is not None:
            yield CloseAidCase(case_no=case_no, outcome="terminated", reason=Text(left[1]), effective_on=left[0])
    for number, period in enumerate(months_of_year(), start=3):
        paid = sum(
            survivor not in LEFT_THE_ROLL or day_of(period, 15) < LEFT_THE_ROLL[survivor][0] for survivor in SURVIVORS
        )
        yield _funds(
            SURVIVOR_BENEFIT, f"R-2015-{number:03d}", "employer", SURVIVOR_MONTH_YUAN * paid, day_of(period, 14)
        )


def _household(member_no: str) -> HouseholdId:
    return HouseholdId(f"H{member_no[1:]}")
