"""Money between unions: contributions sent up (上缴经费) and passed down (转拨经费), and subsidies granted (补助下级).

The sending and the receiving union each record an event in a ledger of their own, linked by a correlation id.
Whatever was sent and neither received nor taken back is in transit (在途).
"""

from typing import Final

from domain.activities.appropriation.shares import appropriation_policies
from domain.activities.budget import of_project, within_budget
from domain.activities.fund import fund
from domain.activities.remittance.commands import (
    ConfirmRemittance,
    ReceiveRemittance,
    ReverseRemittance,
    ReverseRemittanceReceipt,
    SendRemittance,
    WithdrawRemittanceConfirmation,
)
from domain.activities.remittance.deciding import (
    confirm_remittance,
    receive_remittance,
    reverse_remittance,
    reverse_remittance_receipt,
    send_remittance,
    withdraw_remittance_confirmation,
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
)
from domain.activities.remittance.refusals import (
    RemittanceAlreadyReceived,
    RemittanceAmountDiffers,
    RemittanceHasNoPurpose,
    RemittanceNotReceived,
    RemittanceUnionWrong,
    RemittanceUnknown,
)
from domain.activities.remittance.states import Remittance, receipt, sent
from domain.deciding import CASHIER, OFFICER, Activity, CommandType, EventType, Stream


def _sent(record: RemittanceSent | RemittanceConfirmed | RemittanceConfirmationWithdrawn) -> Stream[Remittance | None]:
    return sent(record.remittance_no)


def _of_either(event: RemittanceReversed) -> Stream[Remittance | None]:
    if event.side == "sent":
        return sent(event.remittance_no)
    return receipt(event.from_ledger_id, event.remittance_no)


ACTIVITY: Final = Activity(
    name="remittance",
    events=(
        EventType(name="remittance.sent", event=RemittanceSent, stream=_sent),
        EventType(
            name="remittance.received",
            event=RemittanceReceived,
            stream=lambda event: receipt(event.from_ledger_id, event.remittance_no),
        ),
        EventType(name="remittance.confirmed", event=RemittanceConfirmed, stream=_sent),
        EventType(name="remittance.confirmation_withdrawn", event=RemittanceConfirmationWithdrawn, stream=_sent),
        EventType(name="remittance.reversed", event=RemittanceReversed, stream=_of_either),
    ),
    commands=(
        within_budget(
            CommandType(
                name="send-remittance",
                command=SendRemittance,
                roles=CASHIER,
                streams=lambda command: (sent(command.remittance_no), fund(command.fund_class, command.project)),
                decide=send_remittance,
            ),
            of_project,
        ),
        CommandType(
            name="receive-remittance",
            command=ReceiveRemittance,
            roles=CASHIER,
            streams=lambda command: (
                receipt(command.from_ledger_id, command.remittance_no),
                appropriation_policies("remitted"),
                fund(command.fund_class, command.project),
            ),
            decide=receive_remittance,
        ),
        CommandType(
            name="confirm-remittance",
            command=ConfirmRemittance,
            roles=OFFICER,
            streams=lambda command: (sent(command.remittance_no),),
            decide=confirm_remittance,
        ),
        CommandType(
            name="withdraw-remittance-confirmation",
            command=WithdrawRemittanceConfirmation,
            roles=OFFICER,
            streams=lambda command: (sent(command.remittance_no),),
            decide=withdraw_remittance_confirmation,
        ),
        within_budget(
            CommandType(
                name="reverse-remittance",
                command=ReverseRemittance,
                roles=OFFICER,
                streams=lambda command: (sent(command.remittance_no), fund(command.fund_class, command.project)),
                decide=reverse_remittance,
            ),
            of_project,
        ),
        CommandType(
            name="reverse-remittance-receipt",
            command=ReverseRemittanceReceipt,
            roles=OFFICER,
            streams=lambda command: (
                receipt(command.from_ledger_id, command.remittance_no),
                fund(command.fund_class, command.project),
            ),
            decide=reverse_remittance_receipt,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "ConfirmRemittance",
    "CorrelationId",
    "Event",
    "ReceiveRemittance",
    "Remittance",
    "RemittanceAlreadyReceived",
    "RemittanceAmountDiffers",
    "RemittanceConfirmationWithdrawn",
    "RemittanceConfirmed",
    "RemittanceHasNoPurpose",
    "RemittanceKind",
    "RemittanceNotReceived",
    "RemittanceReceived",
    "RemittanceReversed",
    "RemittanceSent",
    "RemittanceUnionWrong",
    "RemittanceUnknown",
    "ReverseRemittance",
    "ReverseRemittanceReceipt",
    "SendRemittance",
    "WithdrawRemittanceConfirmation",
]
