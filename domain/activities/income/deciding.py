"""The rules of income and of custody.

Source: 财会〔2021〕7号 account notes 221, 403 to 408; 财会〔2009〕7号 account notes 231, 403 to 408.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.accounting.posting import Dimensions, paid, received
from domain.activities.booking import Booking, check_new, left_of, open_on, standing, take_back
from domain.activities.fund import FundMoved, move_funds
from domain.activities.income.commands import PayCustodialFunds, ReceiveCustodialFunds, RecordIncome, ReverseIncome
from domain.activities.income.events import (
    Booked,
    CustodialPaid,
    CustodialReceived,
    Event,
    IncomeKind,
    IncomeReceived,
    IncomeReversed,
)
from domain.activities.open_item import OpenItemMoved
from domain.deciding import Asked, Stream, StreamKind
from domain.errors import LedgerError
from domain.values import DocumentNo, Fen, FundClass, PostingKind, ProjectId

POSTING_KINDS: Final[dict[IncomeKind, PostingKind]] = {
    "superior_general": PostingKind("superior_subsidy.general"),
    "superior_rebate": PostingKind("superior_subsidy.rebate"),
    "superior_surplus": PostingKind("superior_subsidy.surplus"),
    "superior_special": PostingKind("superior_subsidy.special"),
    "superior_assistance": PostingKind("superior_subsidy.assistance"),
    "superior_warmth": PostingKind("superior_subsidy.warmth"),
    "superior_relief": PostingKind("superior_subsidy.relief"),
    "government_subsidy": PostingKind("government_subsidy"),
    "fiscal_appropriation": PostingKind("fiscal_appropriation"),
    "employer_subsidy": PostingKind("employer_subsidy"),
    "affiliated_remittance": PostingKind("affiliated_remittance"),
    "preparatory_levy_refund": PostingKind("preparatory_levy_refund"),
    "investment_income": PostingKind("investment_income"),
    "interest": PostingKind("interest"),
    "donation": PostingKind("donation"),
    "other_income": PostingKind("other_income"),
}
UNRESTRICTED_KINDS: Final[frozenset[IncomeKind]] = frozenset({"interest", "preparatory_levy_refund"})
CUSTODIAL: Final = PostingKind("custodial")


@dataclass(eq=False, kw_only=True)
class IncomeHasNoPurpose(LedgerError):
    """Interest and a refunded levy come without a purpose. Source: 财会〔2021〕7号 account notes 402, 408."""

    code = "income_has_no_purpose"
    kind = "invalid"
    text = "Income of the kind {income_kind} is unrestricted and for no project. Leave both out."

    income_kind: str


def _evolve(state: Booking | None, event: Booked | IncomeReversed) -> Booking | None:
    if isinstance(event, IncomeReversed):
        return None if state is None else state.reversed(event.effective_on)
    return Booking(posting=event.posting, booked_on=event.effective_on)


NO_BOOKING: Final[Booking | None] = None
INCOME: Final = StreamKind(category="income", initial=NO_BOOKING, evolve=_evolve)


def income(document_no: DocumentNo) -> Stream[Booking | None]:
    """Name the stream of a document."""
    return INCOME.at(document_no)


def record_income(
    asked: Asked, command: RecordIncome, booking: Booking | None, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Take in income of a kind."""
    check_new(command.document_no, booking)
    of_purpose = command.fund_class != "unrestricted" or command.project is not None
    if of_purpose and command.income_kind in UNRESTRICTED_KINDS:
        raise IncomeHasNoPurpose(income_kind=command.income_kind)
    on = open_on(asked, command.effective_on)
    dimensions = Dimensions(command.fund_class, command.project, command.party)
    kind = POSTING_KINDS[command.income_kind]
    entry = received(on, kind, command.amount_fen, command.place, dimensions, command.document_no)
    came_in = IncomeReceived(
        document_no=command.document_no,
        income_kind=command.income_kind,
        amount_fen=command.amount_fen,
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        party=command.party,
        posting=entry,
        effective_on=command.effective_on,
    )
    return [came_in, *move_funds(on.day, entry, left_of(command, left_fen))]


def _in_custody(project: ProjectId, left_fen: Fen) -> dict[tuple[FundClass, ProjectId], Fen]:
    return {("custodial", project): left_fen}


def receive_custodial_funds(
    asked: Asked, command: ReceiveCustodialFunds, booking: Booking | None, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Take money of others into custody."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    dimensions = Dimensions("custodial", command.project, command.party)
    entry = received(on, CUSTODIAL, command.amount_fen, command.place, dimensions, command.document_no)
    came_in = CustodialReceived(
        document_no=command.document_no,
        project=command.project,
        party=command.party,
        amount_fen=command.amount_fen,
        place=command.place,
        posting=entry,
        effective_on=command.effective_on,
    )
    return [came_in, *move_funds(on.day, entry, _in_custody(command.project, left_fen))]


def pay_custodial_funds(
    asked: Asked, command: PayCustodialFunds, booking: Booking | None, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Pay money in custody out, as far as the project's reaches."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    dimensions = Dimensions("custodial", command.project, command.party)
    entry = paid(on, CUSTODIAL, command.amount_fen, command.place, dimensions, command.document_no)
    went_out = CustodialPaid(
        document_no=command.document_no,
        project=command.project,
        party=command.party,
        amount_fen=command.amount_fen,
        place=command.place,
        posting=entry,
        effective_on=command.effective_on,
    )
    return [went_out, *move_funds(on.day, entry, _in_custody(command.project, left_fen))]


def reverse_income(
    asked: Asked, command: ReverseIncome, booking: Booking | None, left_fen: Fen
) -> Sequence[Event | FundMoved | OpenItemMoved]:
    """Take back the booking of a document, whole and once."""
    back = take_back(asked, command, standing(command.document_no, booking), left_fen)
    taken_back = IncomeReversed(
        document_no=command.document_no,
        booked_on=back.booked_on,
        reason=command.reason,
        posting=back.posting,
        effective_on=command.effective_on,
    )
    return [taken_back, *back.moves]
