"""The rules of contributions received and accrued. Source: 财会〔2021〕7号 account notes 131, 132, 211, 212, 402."""

from collections.abc import Sequence
from typing import Final

from domain.accounting.books import PostingRule
from domain.accounting.lines import Line
from domain.accounting.policies import check_new_rule
from domain.accounting.posting import Dimensions, OpenDay, line, posting
from domain.activities.appropriation.commands import (
    AccrueAppropriation,
    AdoptAppropriationPolicy,
    CollectAccrual,
    RecordAppropriation,
    ReverseAppropriation,
)
from domain.activities.appropriation.events import (
    AccrualCollected,
    AccrualSide,
    AppropriationAccrued,
    AppropriationPolicyAdopted,
    AppropriationReceived,
    AppropriationReversed,
    Event,
)
from domain.activities.appropriation.refusals import AccrualOnlyAtYearEnd, AppropriationPolicyUnusable
from domain.activities.appropriation.shares import (
    WHOLE,
    Division,
    Policies,
    Shares,
    check_shares,
    divide,
    total_of,
)
from domain.activities.appropriation.states import accrual, levy
from domain.activities.booking import Booking, check_new, left_of, open_on, standing, take_back
from domain.activities.fund import FundMoved, move_funds
from domain.activities.open_item import OpenItem, OpenItemMoved, known_item, moved, opened
from domain.deciding import Asked
from domain.values import AccountCode, Fen, PartyId, PostingKind, PostingPart

OWN: Final = PostingPart("own")
UP: Final = PostingPart("up")
DOWN: Final = PostingPart("down")
RECEIVABLE: Final = PostingPart("receivable")
DECEMBER: Final = 12
KIND_OF_SIDE: Final[dict[AccrualSide, PostingKind]] = {
    "collecting": PostingKind("appropriation"),
    "receiving": PostingKind("passed_down_funds"),
}


def adopt_appropriation_policy(
    asked: Asked, command: AdoptAppropriationPolicy, adopted: Policies
) -> Sequence[AppropriationPolicyAdopted]:
    """Put a rate and shares into force from a day on which no others of the route begin."""
    shares = command.own_basis_points + command.up_basis_points + command.down_basis_points
    if command.rate_basis_points == 0 or shares != WHOLE:
        raise AppropriationPolicyUnusable(rate_basis_points=command.rate_basis_points, shares_basis_points=shares)
    check_new_rule(adopted, command.rule_id, command.valid_from)
    asked.check_day(command.effective_on)
    return [
        AppropriationPolicyAdopted(
            rule_id=command.rule_id,
            route=command.route,
            rate_basis_points=command.rate_basis_points,
            own_basis_points=command.own_basis_points,
            up_basis_points=command.up_basis_points,
            down_basis_points=command.down_basis_points,
            valid_from=command.valid_from,
            effective_on=command.effective_on,
        )
    ]


def parent_of(on: OpenDay) -> PartyId | None:
    """Name the superior union as a party, if the ledger names it."""
    parent = on.asked.known_ledger.parent_ledger_id
    return None if parent is None else PartyId(parent)


def share_lines(  # noqa: PLR0913, PLR0917 - what is divided, and the accounts on both sides
    on: OpenDay,
    rule: PostingRule,
    debited: AccountCode,
    shares: Shares,
    dimensions: Dimensions,
    own: PostingPart = OWN,
) -> Sequence[Line]:
    """Divide a debit between the levels: the own share has the dimensions, the others are owed to their unions.

    ``own`` is the part of the rule that the own share goes to.
    """
    party = dimensions.party
    parts = (
        (own, shares.own_fen, dimensions, dimensions),
        (UP, shares.up_fen, Dimensions(party=party), Dimensions(party=parent_of(on))),
        (DOWN, shares.down_fen, Dimensions(party=party), Dimensions(party=party)),
    )
    return [
        one
        for part, amount_fen, of_debit, of_credit in parts
        if amount_fen
        for one in (
            line(debited, "D", amount_fen, of_debit),
            line(on.code(rule, part), "C", amount_fen, of_credit),
        )
    ]


def record_appropriation(
    asked: Asked, command: RecordAppropriation, booking: Booking | None, adopted: Policies, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Take in a contribution and divide it between the levels."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    division = divide(
        command.payroll_fen, command.total_fen, command.shares, adopted, command.route, command.effective_on
    )
    rule = on.rule(PostingKind("appropriation"))
    dimensions = Dimensions(command.fund_class, command.project, command.payer)
    lines = share_lines(on, rule, on.money(command.place, dimensions), division.shares, dimensions)
    entry = posting(on, rule.rule_id, lines, command.document_no)
    received = AppropriationReceived(
        document_no=command.document_no,
        payer=command.payer,
        route=command.route,
        payroll_fen=command.payroll_fen,
        total_fen=division.total_fen,
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
    return [received, *move_funds(on.day, entry, left_of(command, left_fen))]


def _division_of_accrual(command: AccrueAppropriation, adopted: Policies) -> Division:
    if command.side == "collecting":
        return divide(
            command.payroll_fen, command.total_fen, command.shares, adopted, command.route, command.effective_on
        )
    total_fen, rule_id = total_of(command.payroll_fen, command.total_fen, adopted, command.route, command.effective_on)
    return Division(total_fen, check_shares(command.shares or Shares(own_fen=total_fen), total_fen), rule_id)


def accrue_appropriation(
    asked: Asked,
    command: AccrueAppropriation,
    booking: Booking | None,
    adopted: Policies,
    state: OpenItemMoved | None,
) -> Sequence[Event | OpenItemMoved]:
    """Book a contribution before its money comes: under chart 2021 at the year's end, under chart 2009 at any time."""
    check_new(command.document_no, booking)
    on = open_on(asked, command.effective_on)
    if on.chart == "2021" and on.day.month != DECEMBER:
        raise AccrualOnlyAtYearEnd(effective_on=on.day)
    division = _division_of_accrual(command, adopted)
    kind, dimensions = KIND_OF_SIDE[command.side], Dimensions(party=command.party)
    rule = on.rule(kind)
    lines = share_lines(on, rule, on.code(rule, RECEIVABLE), division.shares, dimensions)
    accrued = AppropriationAccrued(
        document_no=command.document_no,
        side=command.side,
        party=command.party,
        payroll_fen=command.payroll_fen,
        total_fen=division.total_fen,
        own_fen=division.shares.own_fen,
        up_fen=division.shares.up_fen,
        down_fen=division.shares.down_fen,
        rule_id=division.rule_id,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [accrued, opened(on.day, accrual(command.document_no), state, division.total_fen, kind, dimensions)]


def collect_accrual(
    asked: Asked, command: CollectAccrual, booking: Booking | None, state: OpenItemMoved | None
) -> Sequence[Event | OpenItemMoved]:
    """Take in money of an accrual, as far as it is open."""
    check_new(command.document_no, booking)
    item = accrual(command.accrual_no)
    known = known_item(item, state)
    asked.check_day_since(command.effective_on, known.effective_on)
    on = open_on(asked, command.effective_on)
    rule = on.rule(known.posting_kind)
    lines = (
        line(on.money(command.place, known.dimensions), "D", command.amount_fen, known.dimensions),
        line(on.code(rule, RECEIVABLE), "C", command.amount_fen, known.dimensions),
    )
    collected = AccrualCollected(
        document_no=command.document_no,
        accrual_no=command.accrual_no,
        amount_fen=command.amount_fen,
        place=command.place,
        posting=posting(on, rule.rule_id, lines, command.document_no),
        effective_on=command.effective_on,
    )
    return [collected, moved(on.day, item, state, Fen(-command.amount_fen))]


def named_item(command: ReverseAppropriation) -> OpenItem | None:
    """Give the open item that a reversal names."""
    if command.accrual_no is not None:
        return accrual(command.accrual_no)
    return None if command.enterprise_id is None else levy(command.enterprise_id)


def reverse_appropriation(
    asked: Asked,
    command: ReverseAppropriation,
    booking: Booking | None,
    left_fen: Fen,
    state: OpenItemMoved | None = None,
) -> Sequence[Event | FundMoved | OpenItemMoved]:
    """Take back the booking of a document, whole and once."""
    back = take_back(asked, command, standing(command.document_no, booking), left_fen, named_item(command), state)
    taken_back = AppropriationReversed(
        document_no=command.document_no,
        booked_on=back.booked_on,
        reason=command.reason,
        posting=back.posting,
        effective_on=command.effective_on,
    )
    return [taken_back, *back.moves]
