"""The rules of remittances. Source: 财会〔2021〕7号 account notes 211, 212, 402, 403, 508.

Each side books what it did, and each booking is complete by itself; the correlation id links the two.
"""

from collections.abc import Sequence
from typing import Final

from domain.accounting.posting import Dimensions, paid, posting
from domain.accounting.rules import ONE
from domain.activities.appropriation import Shares
from domain.activities.appropriation.deciding import OWN, share_lines
from domain.activities.appropriation.shares import Division, Policies, check_shares, divide
from domain.activities.booking import Booking, check_new, left_of, open_on, standing, take_back
from domain.activities.fund import FundMoved, move_funds
from domain.activities.open_item import OpenItemMoved
from domain.activities.remittance.commands import (
    ConfirmRemittance,
    ReceiveRemittance,
    ReverseRemittance,
    ReverseRemittanceReceipt,
    SendRemittance,
    WithdrawRemittanceConfirmation,
)
from domain.activities.remittance.events import (
    CorrelationId,
    Event,
    RemittanceConfirmationWithdrawn,
    RemittanceConfirmed,
    RemittanceKind,
    RemittanceReceived,
    RemittanceReversed,
    RemittanceSent,
    RemittanceSide,
)
from domain.activities.remittance.refusals import (
    RemittanceAlreadyReceived,
    RemittanceAmountDiffers,
    RemittanceHasNoPurpose,
    RemittanceNotReceived,
    RemittanceUnionWrong,
    RemittanceUnknown,
)
from domain.activities.remittance.states import Remittance
from domain.deciding import Asked
from domain.values import DocumentNo, Fen, LedgerId, PartyId, PostingKind

SENT_AS: Final[dict[RemittanceKind, PostingKind]] = {
    "upstream": PostingKind("upstream_remittance"),
    "passed_down": PostingKind("passing_down"),
    "general": PostingKind("subsidy_granted.general"),
    "rebate": PostingKind("subsidy_granted.rebate"),
    "surplus": PostingKind("subsidy_granted.surplus"),
    "special": PostingKind("subsidy_granted.special"),
    "assistance": PostingKind("subsidy_granted.assistance"),
    "warmth": PostingKind("subsidy_granted.warmth"),
    "relief": PostingKind("subsidy_granted.relief"),
}
RECEIVED_AS: Final[dict[RemittanceKind, PostingKind]] = {
    "upstream": PostingKind("appropriation"),
    "passed_down": PostingKind("passed_down_funds"),
    "general": PostingKind("superior_subsidy.general"),
    "rebate": PostingKind("superior_subsidy.rebate"),
    "surplus": PostingKind("superior_subsidy.surplus"),
    "special": PostingKind("superior_subsidy.special"),
    "assistance": PostingKind("superior_subsidy.assistance"),
    "warmth": PostingKind("superior_subsidy.warmth"),
    "relief": PostingKind("superior_subsidy.relief"),
}
CONTRIBUTIONS: Final[frozenset[RemittanceKind]] = frozenset({"upstream", "passed_down"})


def correlation(from_ledger_id: LedgerId, remittance_no: DocumentNo) -> CorrelationId:
    """Name a remittance in both ledgers."""
    return CorrelationId(f"{from_ledger_id}.{remittance_no}")


def _check_unions(asked: Asked, kind: RemittanceKind, from_ledger_id: LedgerId, to_ledger_id: LedgerId) -> None:
    own, parent = asked.ledger_id, asked.known_ledger.parent_ledger_id
    lower, upper = (from_ledger_id, to_ledger_id) if kind == "upstream" else (to_ledger_id, from_ledger_id)
    as_lower = lower == own and (parent is None or upper == parent)
    as_upper = upper == own and lower != parent
    if lower == upper or not (as_lower or as_upper):
        raise RemittanceUnionWrong(remittance_kind=kind, from_ledger_id=from_ledger_id, to_ledger_id=to_ledger_id)


def _dimensions(command: SendRemittance | ReceiveRemittance, other: LedgerId) -> Dimensions:
    of_purpose = command.fund_class != "unrestricted" or command.project is not None
    if of_purpose and command.remittance_kind in CONTRIBUTIONS:
        raise RemittanceHasNoPurpose(remittance_kind=command.remittance_kind)
    return Dimensions(command.fund_class, command.project, PartyId(other))


def _booking_of(state: Remittance | None) -> Booking | None:
    return None if state is None else state.booking


def send_remittance(
    asked: Asked, command: SendRemittance, state: Remittance | None, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Send money to another union."""
    check_new(command.remittance_no, _booking_of(state))
    _check_unions(asked, command.remittance_kind, asked.ledger_id, command.to_ledger_id)
    dimensions = _dimensions(command, command.to_ledger_id)
    on = open_on(asked, command.effective_on)
    kind = SENT_AS[command.remittance_kind]
    entry = paid(on, kind, command.amount_fen, command.place, dimensions, command.remittance_no)
    left = RemittanceSent(
        correlation_id=correlation(asked.ledger_id, command.remittance_no),
        remittance_no=command.remittance_no,
        remittance_kind=command.remittance_kind,
        from_ledger_id=asked.ledger_id,
        to_ledger_id=command.to_ledger_id,
        amount_fen=command.amount_fen,
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        posting=entry,
        effective_on=command.effective_on,
    )
    return [left, *move_funds(on.day, entry, left_of(command, left_fen))]


def _division(command: ReceiveRemittance, adopted: Policies) -> Division:
    """Divide what came: contributions from below by policy or as stated; a subsidy is this union's own."""
    amount_fen, stated = command.amount_fen, command.shares
    if command.remittance_kind == "upstream":
        return divide(None, amount_fen, stated, adopted, "remitted", command.effective_on)
    if command.remittance_kind != "passed_down" and stated is not None:
        stated = Shares(own_fen=stated.own_fen)
    return Division(amount_fen, check_shares(stated or Shares(own_fen=amount_fen), amount_fen), None)


def receive_remittance(
    asked: Asked, command: ReceiveRemittance, state: Remittance | None, adopted: Policies, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Take in money that another union sent, once, and as much as it sent."""
    correlation_id = correlation(command.from_ledger_id, command.remittance_no)
    check_new(DocumentNo(correlation_id), _booking_of(state))
    _check_unions(asked, command.remittance_kind, command.from_ledger_id, asked.ledger_id)
    if command.amount_fen != command.sent_fen:
        raise RemittanceAmountDiffers(
            remittance_no=command.remittance_no, sent_fen=command.sent_fen, received_fen=command.amount_fen
        )
    asked.check_day_since(command.effective_on, command.sent_on)
    on = open_on(asked, command.effective_on)
    dimensions = _dimensions(command, command.from_ledger_id)
    division = _division(command, adopted)
    rule = on.rule(RECEIVED_AS[command.remittance_kind])
    own = OWN if command.remittance_kind in CONTRIBUTIONS else ONE
    lines = share_lines(on, rule, on.money(command.place, dimensions), division.shares, dimensions, own)
    entry = posting(on, rule.rule_id, lines, DocumentNo(correlation_id))
    came_in = RemittanceReceived(
        correlation_id=correlation_id,
        remittance_no=command.remittance_no,
        remittance_kind=command.remittance_kind,
        from_ledger_id=command.from_ledger_id,
        to_ledger_id=asked.ledger_id,
        sent_on=command.sent_on,
        amount_fen=command.amount_fen,
        own_fen=division.shares.own_fen,
        up_fen=division.shares.up_fen,
        down_fen=division.shares.down_fen,
        place=command.place,
        fund_class=command.fund_class,
        project=command.project,
        rule_id=division.rule_id,
        posting=entry,
        effective_on=command.effective_on,
    )
    return [came_in, *move_funds(on.day, entry, left_of(command, left_fen))]


def _standing_remittance(remittance_no: DocumentNo, state: Remittance | None) -> Remittance:
    if state is None or not state.stands:
        raise RemittanceUnknown(remittance_no=remittance_no)
    return state


def _in_transit(remittance_no: DocumentNo, state: Remittance | None) -> Remittance:
    remittance = _standing_remittance(remittance_no, state)
    if remittance.received_on is not None:
        raise RemittanceAlreadyReceived(remittance_no=remittance_no, received_on=remittance.received_on)
    return remittance


def confirm_remittance(
    asked: Asked, command: ConfirmRemittance, state: Remittance | None
) -> Sequence[RemittanceConfirmed]:
    """Note that a remittance arrived, once and whole; nothing is posted."""
    remittance = _in_transit(command.remittance_no, state)
    if command.received_fen != remittance.amount_fen:
        raise RemittanceAmountDiffers(
            remittance_no=command.remittance_no, sent_fen=remittance.amount_fen, received_fen=command.received_fen
        )
    asked.check_day_since(command.effective_on, remittance.last_step_on)
    return [
        RemittanceConfirmed(
            correlation_id=remittance.correlation_id,
            remittance_no=command.remittance_no,
            remittance_kind=remittance.remittance_kind,
            to_ledger_id=remittance.to_ledger_id,
            amount_fen=remittance.amount_fen,
            effective_on=command.effective_on,
        )
    ]


def withdraw_remittance_confirmation(
    asked: Asked, command: WithdrawRemittanceConfirmation, state: Remittance | None
) -> Sequence[RemittanceConfirmationWithdrawn]:
    """Note that a remittance is in transit again."""
    remittance = _standing_remittance(command.remittance_no, state)
    if remittance.received_on is None:
        raise RemittanceNotReceived(remittance_no=command.remittance_no)
    asked.check_day_since(command.effective_on, remittance.last_step_on)
    return [
        RemittanceConfirmationWithdrawn(
            correlation_id=remittance.correlation_id,
            remittance_no=command.remittance_no,
            reason=command.reason,
            effective_on=command.effective_on,
        )
    ]


def reverse_remittance(
    asked: Asked, command: ReverseRemittance, state: Remittance | None, left_fen: Fen
) -> Sequence[Event | FundMoved | OpenItemMoved]:
    """Take a remittance back in the books of its sender, while it is in transit."""
    standing(command.remittance_no, _booking_of(state))
    remittance = _in_transit(command.remittance_no, state)
    return _reversed(asked, command, remittance, left_fen, "sent")


def reverse_remittance_receipt(
    asked: Asked, command: ReverseRemittanceReceipt, state: Remittance | None, left_fen: Fen
) -> Sequence[Event | FundMoved | OpenItemMoved]:
    """Take a remittance back in the books of its receiver."""
    standing(DocumentNo(correlation(command.from_ledger_id, command.remittance_no)), _booking_of(state))
    remittance = _standing_remittance(command.remittance_no, state)
    return _reversed(asked, command, remittance, left_fen, "received")


def _reversed(
    asked: Asked,
    command: ReverseRemittance | ReverseRemittanceReceipt,
    remittance: Remittance,
    left_fen: Fen,
    side: RemittanceSide,
) -> Sequence[Event | FundMoved | OpenItemMoved]:
    asked.check_day_since(command.effective_on, remittance.last_step_on)
    back = take_back(asked, command, remittance.booking, left_fen)
    taken_back = RemittanceReversed(
        correlation_id=remittance.correlation_id,
        side=side,
        remittance_no=command.remittance_no,
        remittance_kind=remittance.remittance_kind,
        from_ledger_id=remittance.from_ledger_id,
        to_ledger_id=remittance.to_ledger_id,
        amount_fen=remittance.amount_fen,
        booked_on=back.booked_on,
        reason=command.reason,
        posting=back.posting,
        effective_on=command.effective_on,
    )
    return [taken_back, *back.moves]
