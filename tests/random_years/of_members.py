"""Deeds with members' dues, of grassroots unions only."""

from datetime import date
from typing import get_args

from domain.activities.dues import (
    AssessDues,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    ReverseTurnIn,
    TurnInDues,
    WaiveDues,
)
from domain.values import BranchId, Count, Fen, MemberNo, Month, PaymentMethod
from tests.random_years.world import APPROVER, CASHIER, MEMBERS, OFFICER, WHY, Deed, Step, Undo, World

BRANCH = BranchId("U1")
SMALL_FEN = Fen(1_00)
METHODS: tuple[PaymentMethod, ...] = get_args(PaymentMethod)


def month_so_far(world: World) -> Month:
    """Take a month of the year that has begun."""
    return Month(f"{world.day.year}-{world.chance.randint(1, world.day.month):02d}")


def _undo_dues(member_no: MemberNo, period: Month, entry_no: int) -> Undo:
    def undo(day: date) -> Step:
        return Step(
            OFFICER,
            ReverseDuesEntry(
                member_no=member_no, period=period, entry_no=Count(entry_no), reason=WHY, effective_on=day
            ),
        )

    return undo


def assess_dues(world: World) -> Deed:
    """Work out what a member owes."""
    member_no, period = world.chance.choice(MEMBERS), month_so_far(world)
    return Deed(
        itself=Step(OFFICER, AssessDues(member_no=member_no, period=period, effective_on=world.day)),
        undo=_undo_dues(member_no, period, world.dues_entries(member_no) + 1),
    )


def _pay(world: World, member_no: MemberNo, period: Month, amount_fen: Fen) -> Step:
    method = world.chance.choice(METHODS)
    paying = PayDues(member_no=member_no, period=period, amount_fen=amount_fen, method=method, effective_on=world.day)
    return Step(CASHIER, paying)


def pay_dues(world: World) -> Deed:
    """Take a payment, assessed or in advance."""
    member_no, period = world.chance.choice(MEMBERS), month_so_far(world)
    return Deed(
        itself=_pay(world, member_no, period, world.fen(20_00)),
        undo=_undo_dues(member_no, period, world.dues_entries(member_no) + 1),
    )


def refund_dues(world: World) -> Deed:
    """Give a part of a payment back."""
    member_no, period = world.chance.choice(MEMBERS), month_so_far(world)
    method = world.chance.choice(METHODS)
    refund = RefundDues(
        member_no=member_no,
        period=period,
        amount_fen=world.fen(SMALL_FEN),
        reason=WHY,
        method=method,
        effective_on=world.day,
    )
    return Deed(
        before=[_pay(world, member_no, period, SMALL_FEN)],
        itself=Step(CASHIER, refund),
        undo=_undo_dues(member_no, period, world.dues_entries(member_no) + 2),
    )


def waive_dues(world: World) -> Deed:
    """Let a member off some of what is owed."""
    member_no, period = world.chance.choice(MEMBERS), month_so_far(world)
    waiver = WaiveDues(
        member_no=member_no, period=period, amount_fen=world.fen(SMALL_FEN), reason=WHY, effective_on=world.day
    )
    return Deed(
        before=[Step(OFFICER, AssessDues(member_no=member_no, period=period, effective_on=world.day))],
        itself=Step(APPROVER, waiver),
        undo=_undo_dues(member_no, period, world.dues_entries(member_no) + 2),
    )


def turn_in_dues(world: World) -> Deed:
    """Take in what the branch collected."""
    period = month_so_far(world)
    turned_in = TurnInDues(
        branch_id=BRANCH, period=period, amount_fen=world.fen(), place=world.place(), effective_on=world.day
    )
    return Deed(
        itself=Step(CASHIER, turned_in),
        undo=lambda day: Step(CASHIER, ReverseTurnIn(branch_id=BRANCH, period=period, reason=WHY, effective_on=day)),
    )


OF_MEMBERS = (assess_dues, assess_dues, pay_dues, pay_dues, refund_dues, waive_dues, turn_in_dues)
