"""One event of each kind of award."""

from datetime import date
from typing import Final

from domain.accounting.posting import Dimensions
from domain.activities.award import (
    AwardConferred,
    AwardProgrammeOpened,
    AwardRevoked,
    Event,
    HonourReceived,
    InnovationReviewed,
    NominationFiled,
    SelectionClosed,
)
from domain.values import Count, DocumentNo, Fen, PartyId, ProgrammeCode, Subject, SubjectId, Text, Year
from tests.postings import posted, red

CHIEF_EMPLOYEE: Final = ProgrammeCode("CHIEF_EMPLOYEE")
YEAR: Final = Year(2015)
NOMINEE: Final = Subject(kind="person", id=SubjectId("M1921"))
TO_NOMINEE: Final = Dimensions(party=PartyId(NOMINEE.id))

OPENED: Final = AwardProgrammeOpened(
    award=CHIEF_EMPLOYEE,
    year=YEAR,
    name=Text("首席员工"),
    subject_kind="person",
    needs_nomination=True,
    project=None,
    effective_on=date(2015, 3, 2),
)
NOMINATED: Final = NominationFiled(award=CHIEF_EMPLOYEE, year=YEAR, nominee=NOMINEE, effective_on=date(2015, 3, 5))
SELECTION_CLOSED: Final = SelectionClosed(
    award=CHIEF_EMPLOYEE, year=YEAR, nominees=Count(1), effective_on=date(2015, 3, 20)
)
CONFERRED: Final = AwardConferred(
    award=CHIEF_EMPLOYEE,
    year=YEAR,
    name=Text("首席员工"),
    recipient=NOMINEE,
    prize_fen=Fen(1_000_00),
    posting=posted("2009.prize.competition", "50304", "102", 1_000_00, TO_NOMINEE),
    effective_on=date(2015, 3, 27),
)
REVOKED: Final = AwardRevoked(
    award=CHIEF_EMPLOYEE,
    year=YEAR,
    name=Text("首席员工"),
    recipient=NOMINEE,
    prize_fen=Fen(1_000_00),
    conferred_on=date(2015, 3, 27),
    reason=Text("the figures in the nomination were untrue"),
    posting=red(CONFERRED),
    effective_on=date(2015, 5, 4),
)
HONOUR: Final = HonourReceived(
    document_no=DocumentNo("SAFETY-2015-17"),
    title=Text("省重点工程竞赛先进单位"),
    granted_by=Text("省总工会"),
    effective_on=date(2015, 3, 26),
)
INNOVATION: Final = InnovationReviewed(
    document_no=DocumentNo("IN-2014-03"), filed_year=Year(2014), effective_on=date(2015, 3, 24)
)

SAMPLES: Final[tuple[Event, ...]] = (
    OPENED,
    NOMINATED,
    SELECTION_CLOSED,
    CONFERRED,
    REVOKED,
    HONOUR,
    INNOVATION,
)
