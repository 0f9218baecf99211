"""Money booked from a source document (原始凭证): once, and taken back whole, at most once, never a reversal.

A document whose booking was taken back may be booked anew, which is how a wrong booking is put right.
Source: 财会〔2024〕12号 第二十一条（二）; 规范 第五十一条（五）.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from domain.accounting.lines import Posting
from domain.accounting.posting import OpenDay, open_day, taken_back
from domain.activities.fund import FundMoved, move_funds
from domain.activities.open_item import OpenItem, OpenItemMoved, moved
from domain.deciding import Asked
from domain.errors import LedgerError
from domain.values import NO_FEN, ActorId, DocumentNo, Fen, FundClass, ProjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What a document was booked as, what it changed of which open item, who approved it, when it was taken back."""

    posting: Posting
    booked_on: date
    item: OpenItem | None = None
    item_change_fen: Fen = NO_FEN
    approved_by: ActorId | None = None
    reversed_on: date | None = None

    def reversed(self, day: date) -> "Booking":
        """Say what it is once it was taken back."""
        return replace(self, reversed_on=day)


class TakenBack(NamedTuple):
    """What takes a booking back: its day, the posting, and what else the reversal moves."""

    booked_on: date
    posting: Posting
    moves: Sequence[FundMoved | OpenItemMoved]


class Money(Protocol):
    """A command that says whose money it moves."""

    @property
    def fund_class(self) -> FundClass:
        """Whose money it is."""

    @property
    def project(self) -> ProjectId | None:
        """What it is for."""


class Reversal(Money, Protocol):
    """A command that takes a booking back. It names the project whose money the booking moved."""

    @property
    def effective_on(self) -> date:
        """The day on which it is taken back."""


@dataclass(eq=False, kw_only=True)
class DocumentAlreadyBooked(LedgerError):
    """A source document is booked once. Source: 财会〔2024〕12号 第二十一条（二）."""

    code = "document_already_booked"
    text = "Document {document_no} is booked on {booked_on}. Check the number, or reverse that booking first."

    document_no: DocumentNo
    booked_on: date


@dataclass(eq=False, kw_only=True)
class DocumentNotBooked(LedgerError):
    """Only what was booked is taken back."""

    code = "document_not_booked"
    text = "No booking of this kind has the document {document_no}. Check the number."

    document_no: DocumentNo


@dataclass(eq=False, kw_only=True)
class BookingAlreadyReversed(LedgerError):
    """A booking is taken back at most once, and a reversal never. Source: 规范 第五十一条（五）."""

    code = "booking_already_reversed"
    text = "The booking of document {document_no} was reversed on {reversed_on}. Book the document anew if it is right."

    document_no: DocumentNo
    reversed_on: date


@dataclass(eq=False, kw_only=True)
class BookingDisagrees(LedgerError):
    """Whoever takes a booking back names what it moved."""

    code = "booking_disagrees"
    text = "Document {document_no} moved money of these projects and these items: {moved}. Name them to reverse it."

    document_no: DocumentNo | None
    moved: tuple[str, ...]


def open_on(asked: Asked, day: date) -> OpenDay:
    """Give a day that has come and on which the books take postings.

    Raises:
        DateInFuture, DateBeforeLedger, DateBeforeBooks, PeriodClosed: it is no such day.
    """
    asked.check_day(day)
    return open_day(asked, day)


def check_new(document_no: DocumentNo, booking: Booking | None) -> None:
    """Refuse a document whose booking stands.

    Raises:
        DocumentAlreadyBooked: it does.
    """
    if booking is not None and booking.reversed_on is None:
        raise DocumentAlreadyBooked(document_no=document_no, booked_on=booking.booked_on)


def standing(document_no: DocumentNo, booking: Booking | None) -> Booking:
    """Give a booking that was not taken back.

    Raises:
        DocumentNotBooked, BookingAlreadyReversed: there is none.
    """
    if booking is None:
        raise DocumentNotBooked(document_no=document_no)
    if booking.reversed_on is not None:
        raise BookingAlreadyReversed(document_no=document_no, reversed_on=booking.reversed_on)
    return booking


def left_of(command: Money, left_fen: Fen) -> Mapping[tuple[FundClass, ProjectId], Fen]:
    """Say what is left of the one fund that a command names, as ``move_funds`` takes it."""
    return {} if command.project is None else {(command.fund_class, command.project): left_fen}


def take_back(  # noqa: PLR0913, PLR0917 - the states of the streams that a reversal writes to
    asked: Asked,
    command: Reversal,
    booking: Booking,
    left_fen: Fen,
    item: OpenItem | None = None,
    state: OpenItemMoved | None = None,
) -> TakenBack:
    """Take the booking of a document back: red in the same year, as a prior-year adjustment later.

    Raises:
        BookingDisagrees: the command names another fund or item than was moved.
        DateBeforeEarlierStep: the day is before the booking.
        FundInsufficient, OpenItemExceeded: what was received has been used meanwhile.
    """
    _check_named(command, booking, item)
    asked.check_day_since(command.effective_on, booking.booked_on)
    on = open_on(asked, command.effective_on)
    posting = taken_back(on, booking.posting, booking.booked_on)
    funds = move_funds(on.day, posting, left_of(command, left_fen))
    items = [] if item is None else [moved(on.day, item, state, Fen(-booking.item_change_fen))]
    return TakenBack(booking.booked_on, posting, [*funds, *items])


def _check_named(command: Reversal, booking: Booking, item: OpenItem | None) -> None:
    """Refuse to take back what is not named: the fund is moved back, and the project's budget given back."""
    lines = booking.posting.lines
    of_projects = dict.fromkeys((line.fund_class, line.project) for line in lines if line.project)
    if item != booking.item or any(money != (command.fund_class, command.project) for money in of_projects):
        items = [] if booking.item is None else [booking.item]
        raise BookingDisagrees(
            document_no=booking.posting.document_no, moved=tuple(" ".join(part) for part in (*of_projects, *items))
        )
