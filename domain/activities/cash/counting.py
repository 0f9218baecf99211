"""The rules of moving and counting cash. Source: 财会〔2021〕7号 account notes 101, 182; 财会〔2009〕7号 101.

A difference waits on 182 until it is decided what becomes of it. Chart 2009 has no such account: what is short
waits on 135 as a claim, and what is over on 225 as a debt.
"""

from collections.abc import Sequence
from typing import Final

from domain.accounting.lines import Posting
from domain.accounting.posting import Dimensions, OpenDay, line, place_of, posting
from domain.activities.booking import Booking, check_new, open_on, standing, take_back
from domain.activities.cash.commands import CountCash, MoveCash, ResolveCashDifference, ReverseCashEntry
from domain.activities.cash.events import (
    CashCounted,
    CashDifferenceFound,
    CashDifferenceResolved,
    CashEntryReversed,
    CashMoved,
    DifferenceOutcome,
)
from domain.activities.cash.refusals import CashAlreadyCounted, CashOutcomeWrong, CashPersonMissing
from domain.activities.cash.states import advance, difference
from domain.activities.closing import BalancesAtEnd
from domain.activities.fund import FundMoved
from domain.activities.open_item import OpenItem, OpenItemMoved, known_item, moved, opened
from domain.deciding import Asked
from domain.errors import SamePerson
from domain.values import DocumentNo, Fen, PostingKind, PostingPart

CASH_TRANSFER: Final = PostingKind("cash_transfer")
SHORT: Final = PostingKind("cash_short")
OVER: Final = PostingKind("cash_over")
PENDING: Final = PostingPart("pending")
OUTCOMES: Final[dict[PostingKind, tuple[DifferenceOutcome, ...]]] = {
    SHORT: ("claimed", "expensed"),
    OVER: ("owed", "income"),
}
OF_A_PERSON: Final[frozenset[DifferenceOutcome]] = frozenset({"claimed", "owed"})


def move_cash(asked: Asked, command: MoveCash, booking: Booking | None) -> Sequence[CashMoved]:
    """Pay cash into the bank, or draw it."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    rule = on.rule(CASH_TRANSFER)
    dimensions = Dimensions(command.fund_class, command.project)
    cash, bank = on.money("cash", dimensions), on.money("bank", dimensions)
    debited, credited = (bank, cash) if command.direction == "to_bank" else (cash, bank)
    lines = (
        line(debited, "D", command.amount_fen, dimensions),
        line(credited, "C", command.amount_fen, dimensions),
    )
    return [
        CashMoved(
            document_no=command.document_no,
            direction=command.direction,
            amount_fen=command.amount_fen,
            fund_class=command.fund_class,
            project=command.project,
            posting=posting(on, rule.rule_id, lines, command.document_no),
            effective_on=command.effective_on,
        )
    ]


def count_cash(  # noqa: PLR0913, PLR0917 - the states of the streams that it writes to
    asked: Asked,
    command: CountCash,
    earlier: CashCounted | None,
    booking: Booking | None,
    state: OpenItemMoved | None,
    known: BalancesAtEnd,
) -> Sequence[CashCounted | CashDifferenceFound | OpenItemMoved]:
    """Compare a count with the books; what is short or over is booked until it is decided what becomes of it."""
    if earlier is not None:
        raise CashAlreadyCounted(document_no=command.document_no, counted_on=earlier.effective_on)
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    book_fen = Fen(sum(fen for cell, fen in known.balances.items() if place_of(cell.account) == "cash"))
    counted = CashCounted(
        document_no=command.document_no,
        counted_fen=command.counted_fen,
        book_fen=book_fen,
        counted_by=asked.actor,
        effective_on=command.effective_on,
    )
    difference_fen = Fen(command.counted_fen - book_fen)
    if not difference_fen:
        return [counted]
    found = CashDifferenceFound(
        document_no=command.document_no,
        difference_fen=difference_fen,
        counted_by=asked.actor,
        posting=_difference_posting(on, command.document_no, difference_fen),
        effective_on=command.effective_on,
    )
    kind = SHORT if difference_fen < 0 else OVER
    return [counted, found, opened(on.day, difference(command.document_no), state, Fen(abs(difference_fen)), kind)]


def _difference_posting(on: OpenDay, document_no: DocumentNo, difference_fen: Fen) -> Posting:
    rule = on.rule(SHORT if difference_fen < 0 else OVER)
    pending, cash = on.code(rule, PENDING), on.money("cash")
    debited, credited = (pending, cash) if difference_fen < 0 else (cash, pending)
    amount_fen = Fen(abs(difference_fen))
    lines = (line(debited, "D", amount_fen), line(credited, "C", amount_fen))
    return posting(on, rule.rule_id, lines, document_no)


def _check_outcome(command: ResolveCashDifference, kind: PostingKind) -> None:
    if command.outcome not in OUTCOMES[kind]:
        raise CashOutcomeWrong(count_no=command.count_no, outcome=command.outcome, outcomes=OUTCOMES[kind])
    if command.outcome in OF_A_PERSON and command.party is None:
        raise CashPersonMissing(count_no=command.count_no)


def resolve_cash_difference(
    asked: Asked,
    command: ResolveCashDifference,
    booking: Booking | None,
    counted: CashCounted | None,
    state: OpenItemMoved | None,
) -> Sequence[CashDifferenceResolved | OpenItemMoved]:
    """Decide what becomes of a difference, as far as it waits; not by whoever counted."""
    check_new(command.document_no, booking)
    item = difference(command.count_no)
    known = known_item(item, state)
    if counted is not None and counted.counted_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="count-cash", step="resolve-cash-difference")
    _check_outcome(command, known.posting_kind)
    asked.check_day_since(command.effective_on, known.effective_on)
    on = open_on(asked, command.effective_on)
    rule = on.rule(known.posting_kind)
    pending = on.code(rule, PENDING)
    final = on.code(rule, PostingPart(command.outcome))
    of_person = Dimensions(party=command.party)
    lines = (
        (line(final, "D", command.amount_fen, of_person), line(pending, "C", command.amount_fen))
        if known.posting_kind == SHORT
        else (line(pending, "D", command.amount_fen), line(final, "C", command.amount_fen, of_person))
    )
    resolved = CashDifferenceResolved(
        document_no=command.document_no,
        count_no=command.count_no,
        outcome=command.outcome,
        amount_fen=command.amount_fen,
        party=command.party,
        reason=command.reason,
        approved_by=asked.actor,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [resolved, moved(on.day, item, state, Fen(-command.amount_fen))]


def named_item(command: ReverseCashEntry) -> OpenItem | None:
    """Give the open item that a reversal names."""
    if command.advance_no is not None:
        return advance(command.advance_no)
    return None if command.count_no is None else difference(command.count_no)


def reverse_cash_entry(
    asked: Asked,
    command: ReverseCashEntry,
    booking: Booking | None,
    left_fen: Fen,
    state: OpenItemMoved | None = None,
) -> Sequence[CashEntryReversed | FundMoved | OpenItemMoved]:
    """Take back the booking of a document, whole and once."""
    known = standing(command.document_no, booking)
    back = take_back(asked, command, known, left_fen, named_item(command), state)
    taken_back = CashEntryReversed(
        document_no=command.document_no,
        approved_by=known.approved_by,
        booked_on=back.booked_on,
        reason=command.reason,
        posting=back.posting,
        effective_on=command.effective_on,
    )
    return [taken_back, *back.moves]
