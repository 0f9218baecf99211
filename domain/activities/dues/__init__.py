"""Membership dues (会费): rate, wage base, assessment, payment and what corrects them.

A month of a member's account is three sums: assessed, paid, waived. What is open is
``assessed - waived - paid``: above zero it is arrears (欠缴), below zero it is prepaid. Every event
carries by how much it changed arrears and prepaid, so that a balance is a plain sum of events.
Money that comes in or goes back carries its posting too.

Source of the rate: commonly attributed to 工发〔1978〕101号; a policy value, adopted per ledger.
Recipient: grassroots unions only (财会〔2021〕7号 第五十六条).
"""

from typing import Final

from domain.activities.branch import branch
from domain.activities.dues.accounts import Account, AccountEvent, MonthOfDues, account
from domain.activities.dues.commands import (
    AdoptDuesPolicy,
    AssessDues,
    DeclareWageBase,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    ReverseTurnIn,
    TurnInDues,
    WaiveDues,
)
from domain.activities.dues.entries import (
    assess_dues,
    pay_dues,
    refund_dues,
    waive_dues,
)
from domain.activities.dues.events import (
    DuesAssessed,
    DuesPaid,
    DuesPolicyAdopted,
    DuesRefunded,
    DuesReversed,
    DuesTurnedIn,
    DuesTurnInReversed,
    DuesWaived,
    EntryKind,
    Event,
    WageBaseDeclared,
)
from domain.activities.dues.rate import (
    adopt_dues_policy,
    declare_wage_base,
    dues_fen,
    policies,
    wage_bases,
)
from domain.activities.dues.refusals import (
    DuesAlreadyAssessed,
    DuesAlreadyPaid,
    DuesAlreadyTurnedIn,
    DuesAmountNotPositive,
    DuesEntryAlreadyReversed,
    DuesEntryNeeded,
    DuesEntryUnknown,
    DuesMonthNotBegun,
    DuesMonthTooFarAhead,
    DuesNotOwed,
    DuesNotTurnedIn,
    DuesOnlyInGrassroots,
    DuesOverpaid,
    DuesPolicyMissing,
    DuesPolicyMonthTaken,
    DuesPolicyUnusable,
    DuesRefundOverYears,
    DuesRefundTooLarge,
    DuesReversalNotReversible,
    DuesRuleIdTaken,
    DuesWaiverTooLarge,
    WageBaseMissing,
    WageBaseNegative,
)
from domain.activities.dues.reversing import reverse_dues_entry
from domain.activities.dues.turning_in import months_turned_in, reverse_turn_in, turn_in_dues
from domain.activities.membership import member
from domain.deciding import ADMIN, APPROVER, CASHIER, OFFICER, Activity, CommandType, EventType, Stream


def _account(record: AccountEvent | RefundDues | WaiveDues | ReverseDuesEntry) -> Stream[Account]:
    return account(record.member_no, record.period)


def _account_alone(command: RefundDues | WaiveDues | ReverseDuesEntry) -> tuple[Stream[Account]]:
    return (_account(command),)


ACTIVITY: Final = Activity(
    name="dues",
    events=(
        EventType(name="dues.policy_adopted", event=DuesPolicyAdopted, stream=policies),
        EventType(
            name="dues.wage_base_declared", event=WageBaseDeclared, stream=lambda event: wage_bases(event.member_no)
        ),
        EventType(name="dues.assessed", event=DuesAssessed, stream=_account),
        EventType(name="dues.paid", event=DuesPaid, stream=_account),
        EventType(name="dues.refunded", event=DuesRefunded, stream=_account),
        EventType(name="dues.waived", event=DuesWaived, stream=_account),
        EventType(name="dues.reversed", event=DuesReversed, stream=_account),
        EventType(
            name="dues.turned_in",
            event=DuesTurnedIn,
            stream=lambda event: months_turned_in(event.branch_id, event.period),
        ),
        EventType(
            name="dues.turn_in_reversed",
            event=DuesTurnInReversed,
            stream=lambda event: months_turned_in(event.branch_id, event.period),
        ),
    ),
    commands=(
        CommandType(
            name="adopt-dues-policy",
            command=AdoptDuesPolicy,
            roles=ADMIN,
            streams=lambda _: (policies(),),
            decide=adopt_dues_policy,
        ),
        CommandType(
            name="declare-wage-base",
            command=DeclareWageBase,
            roles=OFFICER,
            streams=lambda command: (wage_bases(command.member_no), member(command.member_no)),
            decide=declare_wage_base,
        ),
        CommandType(
            name="assess-dues",
            command=AssessDues,
            roles=OFFICER,
            streams=lambda command: (
                account(command.member_no, command.period),
                policies(),
                wage_bases(command.member_no),
                member(command.member_no),
            ),
            decide=assess_dues,
        ),
        CommandType(
            name="pay-dues",
            command=PayDues,
            roles=CASHIER,
            streams=lambda command: (account(command.member_no, command.period), member(command.member_no)),
            decide=pay_dues,
        ),
        CommandType(name="refund-dues", command=RefundDues, roles=CASHIER, streams=_account_alone, decide=refund_dues),
        CommandType(name="waive-dues", command=WaiveDues, roles=APPROVER, streams=_account_alone, decide=waive_dues),
        CommandType(
            name="reverse-dues-entry",
            command=ReverseDuesEntry,
            roles=OFFICER,
            streams=_account_alone,
            decide=reverse_dues_entry,
        ),
        CommandType(
            name="turn-in-dues",
            command=TurnInDues,
            roles=CASHIER,
            streams=lambda command: (months_turned_in(command.branch_id, command.period), branch(command.branch_id)),
            decide=turn_in_dues,
        ),
        CommandType(
            name="reverse-turn-in",
            command=ReverseTurnIn,
            roles=OFFICER,
            streams=lambda command: (months_turned_in(command.branch_id, command.period),),
            decide=reverse_turn_in,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "Account",
    "AdoptDuesPolicy",
    "AssessDues",
    "DeclareWageBase",
    "DuesAlreadyAssessed",
    "DuesAlreadyPaid",
    "DuesAlreadyTurnedIn",
    "DuesAmountNotPositive",
    "DuesAssessed",
    "DuesEntryAlreadyReversed",
    "DuesEntryNeeded",
    "DuesEntryUnknown",
    "DuesMonthNotBegun",
    "DuesMonthTooFarAhead",
    "DuesNotOwed",
    "DuesNotTurnedIn",
    "DuesOnlyInGrassroots",
    "DuesOverpaid",
    "DuesPaid",
    "DuesPolicyAdopted",
    "DuesPolicyMissing",
    "DuesPolicyMonthTaken",
    "DuesPolicyUnusable",
    "DuesRefundOverYears",
    "DuesRefundTooLarge",
    "DuesRefunded",
    "DuesReversalNotReversible",
    "DuesReversed",
    "DuesRuleIdTaken",
    "DuesTurnInReversed",
    "DuesTurnedIn",
    "DuesWaived",
    "DuesWaiverTooLarge",
    "EntryKind",
    "Event",
    "MonthOfDues",
    "PayDues",
    "RefundDues",
    "ReverseDuesEntry",
    "ReverseTurnIn",
    "TurnInDues",
    "WageBaseDeclared",
    "WageBaseMissing",
    "WageBaseNegative",
    "WaiveDues",
    "account",
    "dues_fen",
    "months_turned_in",
    "policies",
    "wage_bases",
]
