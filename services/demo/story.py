"""What the demo unions' stories are written with: numbered subjects, days, whole aid cases, expenses, balances."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Final, Protocol

from domain.accounting.lines import Side
from domain.activities.aid import ApproveAid, DisburseAid, RequestAid
from domain.activities.entry import EntryLine
from domain.activities.expense import ApprovalKind, ApproveExpense, ExpenseKind, PayExpense
from domain.deciding import Role
from domain.values import (
    FEN_PER_YUAN,
    AccountCode,
    ActorId,
    CaseNo,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    HouseholdId,
    MemberNo,
    MoneyPlace,
    Month,
    PartyId,
    PersonalData,
    ProgrammeCode,
    ProjectId,
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

ACTORS: Final[dict[Role, ActorId]] = {
    "officer": ActorId("officer-1"),
    "reviewer": ActorId("reviewer-1"),
    "approver": ActorId("approver-1"),
    "cashier": ActorId("cashier-1"),
    "bookkeeper": ActorId("bookkeeper-1"),
    "auditor": ActorId("auditor-1"),
    "admin": ActorId("admin-1"),
}
"""One person for each role, so that four eyes see every payment and every voucher."""


class Command(Protocol):
    """Any command: all of them carry the day they speak of."""

    @property
    def effective_on(self) -> date:
        """The day in the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A union's story, and what is out of the ordinary when the months of its year are put on vouchers and closed.

    ``voucher_days``: days on which vouchers are written besides the last one of a month. ``cleared_on``: payments
    that the bank shows later, by document. ``one_line_with``: sources whose money the bank shows in the line of
    another source. ``finished_projects``: those that the review at the year's end finds finished.
    """

    commands: Callable[[], Iterable[Command]]
    year: Year = YEAR
    finished_projects: Sequence[ProjectId] = ()
    voucher_days: Sequence[date] = ()
    cleared_on: Mapping[DocumentNo, date] = field(default_factory=dict)
    one_line_with: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """An expense that is asked for, approved and paid: ``document_no`` is that of its invoice."""

    document_no: str
    kind: ExpenseKind
    purpose: str
    amount_fen: Fen
    paid_on: date
    attachments: int = 1
    place: MoneyPlace = "bank"
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None

    def commands(self) -> Iterator[Command]:
        """Approve and pay."""
        yield approval(
            f"SP-{self.document_no}", self.kind, self.purpose, self.amount_fen, self.paid_on - APPROVED_BEFORE
        )
        yield self.payment(f"SP-{self.document_no}")

    def payment(self, approval_no: str) -> PayExpense:
        """Pay by an approval."""
        return PayExpense(
            document_no=DocumentNo(self.document_no),
            expense_kind=self.kind,
            amount_fen=self.amount_fen,
            purpose=Text(self.purpose),
            attachments=Count(self.attachments),
            place=self.place,
            approval_no=DocumentNo(approval_no),
            fund_class=self.fund_class,
            project=self.project,
            effective_on=self.paid_on,
        )


def spent(spendings: Iterable[Spending]) -> Iterator[Command]:
    """Approve and pay each."""
    return chain.from_iterable(spending.commands() for spending in spendings)


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


def approval(approval_no: str, kind: ApprovalKind, purpose: str, ceiling_fen: Fen, on: date) -> ApproveExpense:
    """Approve what the officer asked for."""
    return ApproveExpense(
        approval_no=DocumentNo(approval_no),
        expense_kind=kind,
        ceiling_fen=ceiling_fen,
        purpose=Text(purpose),
        requested_by=ACTORS["officer"],
        effective_on=on,
    )


def balance(  # noqa: PLR0913, PLR0917 - the fields of a line
    account: str,
    side: Side,
    amount_fen: Fen,
    fund_class: FundClass = "unrestricted",
    project: ProjectId | None = None,
    party: PartyId | None = None,
) -> EntryLine:
    """State a line of an entry or of opening balances."""
    return EntryLine(
        account=AccountCode(account),
        side=side,
        amount_fen=amount_fen,
        fund_class=fund_class,
        project=project,
        party=party,
    )


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


def months_of_year(year: Year = YEAR) -> list[Month]:
    """Name the twelve months of a story's year."""
    return [Month(f"{year}-{month:02d}") for month in range(1, 13)]


def day_of(period: Month, day: int) -> date:
    """Name a day of a month."""
    return date(int(period[:4]), int(period[5:]), day)
