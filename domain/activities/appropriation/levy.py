"""The rules of the preparatory levy (建会筹备金): received, and settled or paid out when there is a union, or none.

Under chart 2021 all of it is held until it is settled; under chart 2009 the levels' shares are income at once and
the part of the future union is held. Source: 财会〔2021〕7号 account note 215; 财会〔2009〕7号 account note 222.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.accounting.posting import Dimensions, line, posting
from domain.activities.appropriation.commands import (
    ReceivePreparatoryLevy,
    RefundPreparatoryLevy,
    SettlePreparatoryLevy,
)
from domain.activities.appropriation.deciding import share_lines
from domain.activities.appropriation.events import (
    Event,
    PreparatoryLevyReceived,
    PreparatoryLevyRefunded,
    PreparatoryLevySettled,
)
from domain.activities.appropriation.refusals import PreparatoryLevyHeldWhole
from domain.activities.appropriation.shares import (
    Policies,
    Shares,
    check_shares,
    divide,
    divided,
    divided_without_down,
    in_force,
    total_of,
)
from domain.activities.appropriation.states import levy
from domain.activities.booking import Booking, check_new, open_on
from domain.activities.open_item import OpenItemMoved, known_item, moved, opened
from domain.deciding import Asked
from domain.values import NO_FEN, ChartVersion, Fen, PartyId, PostingKind, PostingPart, RuleId

ROUTE: Final = "preparatory"
LEVY: Final = PostingKind("preparatory_levy")
HELD: Final = PostingPart("held")


def receive_preparatory_levy(
    asked: Asked,
    command: ReceivePreparatoryLevy,
    booking: Booking | None,
    adopted: Policies,
    state: OpenItemMoved | None,
) -> Sequence[Event | OpenItemMoved]:
    """Take in the levy of an enterprise that has no union yet."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    dimensions = Dimensions(party=PartyId(command.enterprise_id))
    rule, money = on.rule(LEVY), on.money(command.place, dimensions)
    if on.chart == "2021":
        if command.shares is not None:
            raise PreparatoryLevyHeldWhole
        total_fen, rule_id = total_of(command.payroll_fen, command.total_fen, adopted, ROUTE, on.day)
        shares, held_fen = Shares(own_fen=NO_FEN), total_fen
        lines = [line(money, "D", total_fen, dimensions), line(on.code(rule, HELD), "C", total_fen, dimensions)]
    else:
        total_fen, shares, rule_id = divide(
            command.payroll_fen, command.total_fen, command.shares, adopted, ROUTE, on.day
        )
        held_fen, lines = shares.down_fen, [*share_lines(on, rule, money, shares, dimensions)]
    received = PreparatoryLevyReceived(
        document_no=command.document_no,
        enterprise_id=command.enterprise_id,
        payroll_fen=command.payroll_fen,
        total_fen=total_fen,
        own_fen=shares.own_fen,
        up_fen=shares.up_fen,
        held_fen=held_fen,
        place=command.place,
        rule_id=rule_id,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [received, opened(on.day, levy(command.enterprise_id), state, held_fen, LEVY, dimensions)]


def _settled(chart: ChartVersion, command: SettlePreparatoryLevy, adopted: Policies) -> tuple[Shares, RuleId | None]:
    """Divide what is settled; under chart 2009 nothing goes down, because what is held is the future union's part."""
    stated = command.shares
    if stated is None:
        policy = in_force(adopted, ROUTE, command.effective_on)
        division = divided if chart == "2021" else divided_without_down
        return division(command.amount_fen, policy), policy.rule_id
    shares = stated if chart == "2021" else replace(stated, down_fen=NO_FEN)
    return check_shares(shares, command.amount_fen), None


def settle_preparatory_levy(
    asked: Asked,
    command: SettlePreparatoryLevy,
    booking: Booking | None,
    adopted: Policies,
    state: OpenItemMoved | None,
) -> Sequence[Event | OpenItemMoved]:
    """Divide levy that is held between the levels, as far as it is held."""
    item = levy(command.enterprise_id)
    check_new(command.document_no, booking)
    asked.check_day_since(command.effective_on, known_item(item, state).effective_on)
    on = open_on(asked, command.effective_on)
    shares, rule_id = _settled(on.chart, command, adopted)
    rule = on.rule(LEVY)
    lines = share_lines(on, rule, on.code(rule, HELD), shares, Dimensions(party=PartyId(command.enterprise_id)))
    settled = PreparatoryLevySettled(
        document_no=command.document_no,
        enterprise_id=command.enterprise_id,
        amount_fen=command.amount_fen,
        own_fen=shares.own_fen,
        up_fen=shares.up_fen,
        down_fen=shares.down_fen,
        rule_id=rule_id,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [settled, moved(on.day, item, state, Fen(-command.amount_fen))]


def refund_preparatory_levy(
    asked: Asked, command: RefundPreparatoryLevy, booking: Booking | None, state: OpenItemMoved | None
) -> Sequence[Event | OpenItemMoved]:
    """Pay levy that is held out, as far as it is held."""
    item = levy(command.enterprise_id)
    check_new(command.document_no, booking)
    asked.check_day_since(command.effective_on, known_item(item, state).effective_on)
    on = open_on(asked, command.effective_on)
    dimensions = Dimensions(party=PartyId(command.enterprise_id))
    rule = on.rule(LEVY)
    lines = (
        line(on.code(rule, HELD), "D", command.amount_fen, dimensions),
        line(on.money(command.place, dimensions), "C", command.amount_fen, dimensions),
    )
    refunded = PreparatoryLevyRefunded(
        document_no=command.document_no,
        enterprise_id=command.enterprise_id,
        amount_fen=command.amount_fen,
        place=command.place,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [refunded, moved(on.day, item, state, Fen(-command.amount_fen))]
