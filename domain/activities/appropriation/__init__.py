"""Appropriated funds (拨缴经费), the employer's 2 % of payroll, and the preparatory levy (建会筹备金).

A contribution is divided between the levels to the fen, by a policy of the ledger or as the collecting office
states it. Each document is booked once; accruals and levies held stay open until they are settled.
"""

from typing import Any, Final

from domain.activities.appropriation.commands import (
    AccrueAppropriation,
    AdoptAppropriationPolicy,
    CollectAccrual,
    ReceivePreparatoryLevy,
    RecordAppropriation,
    RefundPreparatoryLevy,
    ReverseAppropriation,
    SettlePreparatoryLevy,
)
from domain.activities.appropriation.deciding import (
    accrue_appropriation,
    adopt_appropriation_policy,
    collect_accrual,
    named_item,
    record_appropriation,
    reverse_appropriation,
)
from domain.activities.appropriation.events import (
    AccrualCollected,
    AppropriationAccrued,
    AppropriationPolicyAdopted,
    AppropriationReceived,
    AppropriationReversed,
    Event,
    PreparatoryLevyReceived,
    PreparatoryLevyRefunded,
    PreparatoryLevySettled,
)
from domain.activities.appropriation.levy import (
    receive_preparatory_levy,
    refund_preparatory_levy,
    settle_preparatory_levy,
)
from domain.activities.appropriation.refusals import (
    AccrualOnlyAtYearEnd,
    AppropriationAmountMissing,
    AppropriationPolicyMissing,
    AppropriationPolicyUnusable,
    AppropriationSharesWrong,
    AppropriationTooSmall,
    PreparatoryLevyHeldWhole,
)
from domain.activities.appropriation.shares import Shares, appropriation_policies
from domain.activities.appropriation.states import accrual, appropriation, levy
from domain.activities.booking import Booking
from domain.activities.fund import fund
from domain.activities.open_item import open_item
from domain.deciding import ADMIN, BOOKKEEPER, CASHIER, OFFICER, Activity, CommandType, EventType, Stream

Document = (
    AppropriationReceived
    | AppropriationAccrued
    | AccrualCollected
    | PreparatoryLevyReceived
    | PreparatoryLevySettled
    | PreparatoryLevyRefunded
    | AppropriationReversed
)


def _document(event: Document) -> Stream[Booking | None]:
    return appropriation(event.document_no)


def _of_levy(command: ReceivePreparatoryLevy | SettlePreparatoryLevy) -> tuple[Stream[Any], ...]:
    return (
        appropriation(command.document_no),
        appropriation_policies("preparatory"),
        open_item(levy(command.enterprise_id)),
    )


def _of_reversal(command: ReverseAppropriation) -> tuple[Stream[Any], ...]:
    item = named_item(command)
    items = () if item is None else (open_item(item),)
    return appropriation(command.document_no), fund(command.fund_class, command.project), *items


ACTIVITY: Final = Activity(
    name="appropriation",
    events=(
        EventType(
            name="appropriation.policy_adopted",
            event=AppropriationPolicyAdopted,
            stream=lambda event: appropriation_policies(event.route),
        ),
        EventType(name="appropriation.received", event=AppropriationReceived, stream=_document),
        EventType(name="appropriation.accrued", event=AppropriationAccrued, stream=_document),
        EventType(name="appropriation.accrual_collected", event=AccrualCollected, stream=_document),
        EventType(name="appropriation.levy_received", event=PreparatoryLevyReceived, stream=_document),
        EventType(name="appropriation.levy_settled", event=PreparatoryLevySettled, stream=_document),
        EventType(name="appropriation.levy_refunded", event=PreparatoryLevyRefunded, stream=_document),
        EventType(name="appropriation.reversed", event=AppropriationReversed, stream=_document),
    ),
    commands=(
        CommandType(
            name="adopt-appropriation-policy",
            command=AdoptAppropriationPolicy,
            roles=ADMIN,
            streams=lambda command: (appropriation_policies(command.route),),
            decide=adopt_appropriation_policy,
        ),
        CommandType(
            name="record-appropriation",
            command=RecordAppropriation,
            roles=CASHIER,
            streams=lambda command: (
                appropriation(command.document_no),
                appropriation_policies(command.route),
                fund(command.fund_class, command.project),
            ),
            decide=record_appropriation,
        ),
        CommandType(
            name="accrue-appropriation",
            command=AccrueAppropriation,
            roles=BOOKKEEPER,
            streams=lambda command: (
                appropriation(command.document_no),
                appropriation_policies(command.route),
                open_item(accrual(command.document_no)),
            ),
            decide=accrue_appropriation,
        ),
        CommandType(
            name="collect-accrual",
            command=CollectAccrual,
            roles=CASHIER,
            streams=lambda command: (appropriation(command.document_no), open_item(accrual(command.accrual_no))),
            decide=collect_accrual,
        ),
        CommandType(
            name="receive-preparatory-levy",
            command=ReceivePreparatoryLevy,
            roles=CASHIER,
            streams=_of_levy,
            decide=receive_preparatory_levy,
        ),
        CommandType(
            name="settle-preparatory-levy",
            command=SettlePreparatoryLevy,
            roles=BOOKKEEPER,
            streams=_of_levy,
            decide=settle_preparatory_levy,
        ),
        CommandType(
            name="refund-preparatory-levy",
            command=RefundPreparatoryLevy,
            roles=CASHIER,
            streams=lambda command: (appropriation(command.document_no), open_item(levy(command.enterprise_id))),
            decide=refund_preparatory_levy,
        ),
        CommandType(
            name="reverse-appropriation",
            command=ReverseAppropriation,
            roles=OFFICER,
            streams=_of_reversal,
            decide=reverse_appropriation,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "AccrualCollected",
    "AccrualOnlyAtYearEnd",
    "AccrueAppropriation",
    "AdoptAppropriationPolicy",
    "AppropriationAccrued",
    "AppropriationAmountMissing",
    "AppropriationPolicyAdopted",
    "AppropriationPolicyMissing",
    "AppropriationPolicyUnusable",
    "AppropriationReceived",
    "AppropriationReversed",
    "AppropriationSharesWrong",
    "AppropriationTooSmall",
    "CollectAccrual",
    "Event",
    "PreparatoryLevyHeldWhole",
    "PreparatoryLevyReceived",
    "PreparatoryLevyRefunded",
    "PreparatoryLevySettled",
    "ReceivePreparatoryLevy",
    "RecordAppropriation",
    "RefundPreparatoryLevy",
    "ReverseAppropriation",
    "SettlePreparatoryLevy",
    "Shares",
]
