"""What the three demo unions' stories are written with: numbered subjects, days, and whole aid cases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from domain.activities.aid import ApproveAid, DisburseAid, RequestAid
from domain.values import (
    FEN_PER_YUAN,
    CaseNo,
    Count,
    Fen,
    HouseholdId,
    MemberNo,
    Month,
    PersonalData,
    ProgrammeCode,
    Subject,
    SubjectId,
    Text,
    Year,
    month_of,
)

YEAR: Final = Year(2015)
"""The year that the three work reports are read as."""
ONE: Final = Count(1)
REQUESTED_BEFORE: Final = timedelta(days=7)
APPROVED_BEFORE: Final = timedelta(days=3)


class Command(Protocol):
    """Any command: all of them carry the day they speak of."""

    @property
    def effective_on(self) -> date:
        """The day in the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCase:
    """One case of a story, from the request to its payments: ``paid`` holds a day and fen for each instalment."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    paid: Sequence[tuple[date, Fen]]
    household_id: HouseholdId | None = None
    requested_on: date
    approved_on: date
    granted_fen: Fen
    instalments: Count = ONE
    months_between: Count = ONE

    def commands(self) -> Iterator[Command]:
        """Request, approve and pay."""
        yield RequestAid(
            case_no=self.case_no,
            programme=self.programme,
            subject=self.subject,
            household_id=self.household_id,
            amount_fen=self.granted_fen,
            instalments=self.instalments,
            first_due=month_of(self.paid[0][0]),
            months_between=self.months_between,
            effective_on=self.requested_on,
        )
        yield ApproveAid(case_no=self.case_no, amount_fen=self.granted_fen, effective_on=self.approved_on)
        for instalment, (paid_on, amount_fen) in enumerate(self.paid, start=1):
            yield DisburseAid(
                case_no=self.case_no,
                programme=self.programme,
                subject=self.subject,
                instalment=Count(instalment),
                amount_fen=amount_fen,
                effective_on=paid_on,
            )


def single_payment(
    programme: ProgrammeCode, person_id: str, paid_on: date, amount_fen: Fen, household_id: HouseholdId | None = None
) -> Iterator[Command]:
    """Tell a case that is asked for, granted within the week and paid at once."""
    return AidCase(
        case_no=CaseNo(f"{programme}-{paid_on.year}-{person_id}"),
        programme=programme,
        subject=person(person_id),
        household_id=household_id,
        paid=((paid_on, amount_fen),),
        requested_on=paid_on - REQUESTED_BEFORE,
        approved_on=paid_on - APPROVED_BEFORE,
        granted_fen=amount_fen,
    ).commands()


def yuan_fen(amount_yuan: int) -> Fen:
    """Turn whole yuan, as the story states them, into fen."""
    return Fen(amount_yuan * FEN_PER_YUAN)


def numbered(prefix: str, first: int, last: int, width: int) -> list[str]:
    """Name subjects in a row, both ends included: ``M0001`` to ``M0200``."""
    return [f"{prefix}{number:0{width}d}" for number in range(first, last + 1)]


def shares(prefix: str, width: int, *groups: tuple[int, int, int]) -> list[tuple[str, Fen]]:
    """Give everyone of each group (first number, last number, whole yuan) the same amount."""
    return [
        (subject_id, yuan_fen(amount_yuan))
        for first, last, amount_yuan in groups
        for subject_id in numbered(prefix, first, last, width)
    ]


def person(person_id: str) -> Subject:
    """Name a natural person by pseudonym."""
    return Subject(kind="person", id=SubjectId(person_id))


def pseudonym(member_no: MemberNo) -> PersonalData:
    """Give a member the only personal data of the demo: a made-up name that says it is one."""
    return PersonalData(name=Text(f"会员{member_no[1:]}（化名）"))


def months_of_year() -> list[Month]:
    """Name the twelve months of the story's year."""
    return [Month(f"{YEAR}-{month:02d}") for month in range(1, 13)]


def day_of(period: Month, day: int) -> date:
    """Name a day of a month."""
    return date(int(period[:4]), int(period[5:]), day)
