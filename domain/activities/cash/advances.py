"""The rules of advances (借款). Source: 财会〔2021〕7号 and 财会〔2009〕7号 account notes 135."""

from collections.abc import Sequence
from typing import Any, Final

from domain.accounting.posting import Dimensions, line, paid, posting, taken_back
from domain.activities.booking import (
    Booking,
    BookingAlreadyReversed,
    DocumentAlreadyBooked,
    DocumentNotBooked,
    check_new,
    open_on,
)
from domain.activities.cash.commands import PayAdvance, ReturnAdvance, ReverseAdvanceSettlement, SettleAdvance
from domain.activities.cash.events import (
    AdvancePaid,
    AdvanceReturned,
    AdvanceSettled,
    AdvanceSettlementReversed,
)
from domain.activities.cash.refusals import AdvanceOfOtherMoney, SettlementDisagrees
from domain.activities.cash.states import Settlement, advance
from domain.activities.expense import Consequence, check_approval, check_return, give_back, means_of, use
from domain.activities.open_item import OpenItemMoved, known_item, moved, opened
from domain.deciding import Asked
from domain.values import Fen, PostingKind

ADVANCE: Final = PostingKind("advance")


def pay_advance(
    asked: Asked, command: PayAdvance, booking: Booking | None, state: OpenItemMoved | None
) -> Sequence[AdvancePaid | OpenItemMoved]:
    """Advance money to somebody; it is no expense yet."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    dimensions = Dimensions(command.fund_class, command.project, command.party)
    went_out = AdvancePaid(
        document_no=command.document_no,
        party=command.party,
        purpose=command.purpose,
        amount_fen=command.amount_fen,
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        posting=paid(on, ADVANCE, command.amount_fen, command.place, dimensions, command.document_no),
        effective_on=command.effective_on,
    )
    item = advance(command.document_no)
    return [went_out, opened(on.day, item, state, command.amount_fen, ADVANCE, dimensions)]


def return_advance(
    asked: Asked, command: ReturnAdvance, booking: Booking | None, state: OpenItemMoved | None
) -> Sequence[AdvanceReturned | OpenItemMoved]:
    """Take back what was not spent of an advance."""
    check_new(command.document_no, booking)
    item = advance(command.advance_no)
    known = known_item(item, state)
    asked.check_day_since(command.effective_on, known.effective_on)
    on = open_on(asked, command.effective_on)
    rule = on.rule(ADVANCE)
    lines = (
        line(on.money(command.place, known.dimensions), "D", command.amount_fen, known.dimensions),
        line(on.code(rule), "C", command.amount_fen, known.dimensions),
    )
    came_back = AdvanceReturned(
        document_no=command.document_no,
        advance_no=command.advance_no,
        amount_fen=command.amount_fen,
        place=command.place,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [came_back, moved(on.day, item, state, Fen(-command.amount_fen))]


def _item_of(command: SettleAdvance, state: OpenItemMoved | None) -> OpenItemMoved:
    known = known_item(advance(command.advance_no), state)
    if (known.fund_class, known.project) != (command.fund_class, command.project):
        raise AdvanceOfOtherMoney(advance_no=command.advance_no, fund_class=known.fund_class, project=known.project)
    return known


def settle_advance(
    asked: Asked,
    command: SettleAdvance,
    existing: Settlement | None,
    state: OpenItemMoved | None,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[AdvanceSettled | OpenItemMoved | Consequence]:
    """Book what was spent of an advance as the expense that it is."""
    if existing is not None and existing.reversed_on is None:
        raise DocumentAlreadyBooked(document_no=command.document_no, booked_on=existing.settled.effective_on)
    known = _item_of(command, state)
    asked.check_day_since(command.effective_on, known.effective_on)
    on = open_on(asked, command.effective_on)
    means = means_of(means_states)
    unapproved_by = check_approval(asked, command, command.expense_kind, means, "settle-advance")
    rule = on.rule(PostingKind(f"expense.{command.expense_kind}"))
    dimensions = known.dimensions
    lines = (
        line(on.code(rule), "D", command.amount_fen, dimensions._replace(economic_class=command.economic_class)),
        line(on.code(on.rule(ADVANCE)), "C", command.amount_fen, dimensions),
    )
    entry = posting(on, rule.rule_id, lines, command.document_no)
    spent = AdvanceSettled(
        document_no=command.document_no,
        advance_no=command.advance_no,
        expense_kind=command.expense_kind,
        amount_fen=command.amount_fen,
        purpose=command.purpose,
        attachments=command.attachments,
        fund_class=command.fund_class,
        project=command.project,
        approval_no=command.approval_no,
        approved_by=means.approved_by,
        unapproved_by=unapproved_by,
        posting=entry,
        effective_on=command.effective_on,
    )
    settled = moved(on.day, advance(command.advance_no), state, Fen(-command.amount_fen))
    return [spent, settled, *use(command, entry, means)]


def _settled(command: ReverseAdvanceSettlement, existing: Settlement | None) -> AdvanceSettled:
    if existing is None:
        raise DocumentNotBooked(document_no=command.document_no)
    if existing.reversed_on is not None:
        raise BookingAlreadyReversed(document_no=command.document_no, reversed_on=existing.reversed_on)
    wrong = existing.settled
    stated = (command.advance_no, command.paid_on, command.fund_class, command.project, command.approval_no)
    if stated != (wrong.advance_no, wrong.effective_on, wrong.fund_class, wrong.project, wrong.approval_no):
        raise SettlementDisagrees(
            document_no=command.document_no, advance_no=wrong.advance_no, paid_on=wrong.effective_on
        )
    return wrong


def reverse_advance_settlement(
    asked: Asked,
    command: ReverseAdvanceSettlement,
    existing: Settlement | None,
    state: OpenItemMoved | None,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[AdvanceSettlementReversed | OpenItemMoved | Consequence]:
    """Take a settlement back whole, once; the advance is open again."""
    wrong = _settled(command, existing)
    asked.check_day_since(command.effective_on, wrong.effective_on)
    on = open_on(asked, command.effective_on)
    entry = taken_back(on, wrong.posting, wrong.effective_on)
    means = means_of(means_states)
    check_return(asked, means, "reverse-advance-settlement")
    back = AdvanceSettlementReversed(
        document_no=command.document_no,
        advance_no=wrong.advance_no,
        amount_fen=wrong.amount_fen,
        approved_by=wrong.approved_by,
        paid_on=wrong.effective_on,
        reason=command.reason,
        posting=entry,
        effective_on=command.effective_on,
    )
    again = moved(on.day, advance(wrong.advance_no), state, wrong.amount_fen)
    returned = give_back(command, command.document_no, wrong.amount_fen, entry, means)
    return [back, again, *returned]
