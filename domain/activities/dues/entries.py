"""Decisions that make entries in a member's account: what is owed, paid, given back and let off."""

from collections.abc import Sequence

from domain.activities.dues.accounts import Account, MonthOfDues
from domain.activities.dues.commands import AssessDues, PayDues, RefundDues, WaiveDues
from domain.activities.dues.events import DuesAssessed, DuesPaid, DuesRefunded, DuesWaived
from domain.activities.dues.money import PLACE_OF_METHOD, given_back, taken_in
from domain.activities.dues.permission import check_amount, check_grassroots, check_not_too_far
from domain.activities.dues.rate import Policies, WageBases, dues_fen, in_force
from domain.activities.dues.refusals import (
    DuesAlreadyAssessed,
    DuesAlreadyPaid,
    DuesMonthNotBegun,
    DuesNotOwed,
    DuesOverpaid,
    DuesPolicyMissing,
    DuesRefundTooLarge,
    DuesWaiverTooLarge,
    WageBaseMissing,
)
from domain.activities.membership import Member, check_since_enrolment, ever_member
from domain.deciding import Asked
from domain.values import MemberNo, Month, month_of


def assess_dues(  # noqa: PLR0913, PLR0917 - a month's dues rest on the account, the policy, the base and the member
    asked: Asked, command: AssessDues, account: Account, policies: Policies, bases: WageBases, state: Member | None
) -> Sequence[DuesAssessed]:
    """Work out what a member owes for a month, once."""
    _check_assessable(asked, command, account, state)
    policy, base = in_force(policies, command.period), in_force(bases, command.period)
    if policy is None:
        raise DuesPolicyMissing(period=command.period)
    if base is None:
        raise WageBaseMissing(member_no=command.member_no, period=command.period)
    amount_fen = dues_fen(base.base_fen, policy)
    before = account.month(command.period)
    change = before.change_to(before.entered("assessed", amount_fen))
    return [
        DuesAssessed(
            member_no=command.member_no,
            period=command.period,
            entry_no=account.next_entry_no,
            base_fen=base.base_fen,
            rule_id=policy.rule_id,
            amount_fen=amount_fen,
            arrears_change_fen=change.arrears_fen,
            prepaid_change_fen=change.prepaid_fen,
            effective_on=command.effective_on,
        )
    ]


def _check_assessable(asked: Asked, command: AssessDues, account: Account, state: Member | None) -> None:
    check_grassroots(asked)
    found = ever_member(command.member_no, state)
    asked.check_day(command.effective_on)
    check_since_enrolment(command.member_no, found, command.effective_on)
    if command.period > month_of(command.effective_on):
        raise DuesMonthNotBegun(period=command.period, effective_on=command.effective_on)
    _check_owed(command.member_no, command.period, found)
    assessed = account.last(command.period, "assessed")
    if assessed is not None:
        raise DuesAlreadyAssessed(member_no=command.member_no, period=command.period, entry_no=assessed.entry_no)


def pay_dues(asked: Asked, command: PayDues, account: Account, state: Member | None) -> Sequence[DuesPaid]:
    """Take money for a month: at most what is open once it is assessed, in advance before that."""
    check_grassroots(asked)
    check_amount(command.amount_fen)
    found = ever_member(command.member_no, state)
    asked.check_day(command.effective_on)
    check_since_enrolment(command.member_no, found, command.effective_on)
    before = account.month(command.period)
    _check_payable(asked, command, before, found)
    change = before.change_to(before.entered("paid", command.amount_fen))
    return [
        DuesPaid(
            member_no=command.member_no,
            period=command.period,
            entry_no=account.next_entry_no,
            method=command.method,
            amount_fen=command.amount_fen,
            arrears_change_fen=change.arrears_fen,
            prepaid_change_fen=change.prepaid_fen,
            posting=taken_in(asked, command.effective_on, command.amount_fen, PLACE_OF_METHOD[command.method]),
            effective_on=command.effective_on,
        )
    ]


def _check_payable(asked: Asked, command: PayDues, month: MonthOfDues, found: Member) -> None:
    if not month.is_assessed:
        check_not_too_far(asked, command.period)
        _check_owed(command.member_no, command.period, found)
    elif month.arrears_fen == 0:
        raise DuesAlreadyPaid(member_no=command.member_no, period=command.period)
    elif command.amount_fen > month.arrears_fen:
        raise DuesOverpaid(
            member_no=command.member_no,
            period=command.period,
            open_fen=month.arrears_fen,
            amount_fen=command.amount_fen,
        )


def _check_owed(member_no: MemberNo, period: Month, found: Member) -> None:
    if not found.owes_dues_for(period):
        raise DuesNotOwed(member_no=member_no, period=period, standing=found.standing, since=found.since)


def refund_dues(asked: Asked, command: RefundDues, account: Account) -> Sequence[DuesRefunded]:
    """Give money back, at most what was paid for the month and not before; what is owed is then open again."""
    check_grassroots(asked)
    check_amount(command.amount_fen)
    asked.check_day(command.effective_on)
    before = account.month(command.period)
    if command.amount_fen > before.paid_fen:
        raise DuesRefundTooLarge(
            member_no=command.member_no,
            period=command.period,
            paid_fen=before.paid_fen,
            amount_fen=command.amount_fen,
        )
    asked.check_day_since(command.effective_on, max(account.days_paid(command.period)))
    change = before.change_to(before.entered("refunded", command.amount_fen))
    return [
        DuesRefunded(
            member_no=command.member_no,
            period=command.period,
            entry_no=account.next_entry_no,
            method=command.method,
            amount_fen=command.amount_fen,
            reason=command.reason,
            arrears_change_fen=change.arrears_fen,
            prepaid_change_fen=change.prepaid_fen,
            posting=given_back(asked, command, account),
            effective_on=command.effective_on,
        )
    ]


def waive_dues(asked: Asked, command: WaiveDues, account: Account) -> Sequence[DuesWaived]:
    """Let the member off at most what is open for the month."""
    check_grassroots(asked)
    check_amount(command.amount_fen)
    asked.check_day(command.effective_on)
    before = account.month(command.period)
    if command.amount_fen > before.arrears_fen:
        raise DuesWaiverTooLarge(
            member_no=command.member_no,
            period=command.period,
            arrears_fen=before.arrears_fen,
            amount_fen=command.amount_fen,
        )
    change = before.change_to(before.entered("waived", command.amount_fen))
    return [
        DuesWaived(
            member_no=command.member_no,
            period=command.period,
            entry_no=account.next_entry_no,
            amount_fen=command.amount_fen,
            reason=command.reason,
            arrears_change_fen=change.arrears_fen,
            prepaid_change_fen=change.prepaid_fen,
            effective_on=command.effective_on,
        )
    ]
