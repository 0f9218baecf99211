"""The primary school's union: 64 members with dues on their own accounts, visits, condolence, three awards, two rules.

M0601 to M0660 pay dues; M0661 to M0664 are retired and pay none.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

from domain.activities.aid import OpenAidProgramme
from domain.activities.award import ConferAward, OpenAward
from domain.activities.dues import AdoptDuesPolicy, AssessDues, DeclareWageBase, PayDues
from domain.activities.governance import AdoptPolicy
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember, RetireMember
from domain.values import DocumentNo, Fen, LedgerId, MemberNo, ProgrammeCode, RuleId, Text
from services.demo.story import (
    YEAR,
    Command,
    day_of,
    months_of_year,
    numbered,
    person,
    pseudonym,
    single_payment,
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

VISIT: Final = ProgrammeCode("VISIT")
CONDOLENCE: Final = ProgrammeCode("CONDOLENCE")
TEACHERS_DAY: Final = ProgrammeCode("TEACHERS_DAY")


def school() -> Iterable[Command]:
    """Tell the school union's story."""
    return chain(_opening(), _members(), _rules(), _dues(), _aid(), _teachers_day())


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


def _aid() -> Iterator[Command]:
    for programme, name, budget_yuan in ((VISIT, "走访慰问", 3_000), (CONDOLENCE, "丧事慰问", 3_000)):
        yield OpenAidProgramme(
            programme=programme,
            name=Text(name),
            fund_source="union",
            budget_fen=yuan_fen(budget_yuan),
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
