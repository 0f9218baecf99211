"""The one list of activities. A new kind of activity is one module and one line in each tuple here."""

from typing import Final

from domain.activities import (
    aid,
    appropriation,
    asset,
    award,
    bank,
    branch,
    budget,
    cash,
    closing,
    dues,
    entry,
    establishment,
    expense,
    fund,
    governance,
    income,
    inventory,
    ledger,
    membership,
    open_item,
    remittance,
    voucher,
)
from domain.deciding import Activity, CommandType, EventType

Event = (
    dues.Event
    | aid.Event
    | membership.Event
    | award.Event
    | branch.Event
    | bank.Event
    | establishment.Event
    | governance.Event
    | fund.Event
    | closing.Event
    | entry.Event
    | expense.Event
    | budget.Event
    | asset.Event
    | inventory.Event
    | open_item.Event
    | appropriation.Event
    | income.Event
    | remittance.Event
    | cash.Event
    | voucher.Event
    | ledger.Event
)

ACTIVITIES: Final[tuple[Activity, ...]] = (
    ledger.ACTIVITY,
    branch.ACTIVITY,
    membership.ACTIVITY,
    dues.ACTIVITY,
    aid.ACTIVITY,
    award.ACTIVITY,
    establishment.ACTIVITY,
    governance.ACTIVITY,
    fund.ACTIVITY,
    entry.ACTIVITY,
    expense.ACTIVITY,
    budget.ACTIVITY,
    asset.ACTIVITY,
    inventory.ACTIVITY,
    open_item.ACTIVITY,
    appropriation.ACTIVITY,
    income.ACTIVITY,
    remittance.ACTIVITY,
    cash.ACTIVITY,
    voucher.ACTIVITY,
    closing.ACTIVITY,
    bank.ACTIVITY,
)

EVENT_TYPES: Final[tuple[EventType, ...]] = tuple(kind for activity in ACTIVITIES for kind in activity.events)
COMMAND_TYPES: Final[tuple[CommandType, ...]] = tuple(kind for activity in ACTIVITIES for kind in activity.commands)
EVENT_TYPE_OF: Final[dict[type, EventType]] = {kind.event: kind for kind in EVENT_TYPES}
COMMAND_TYPE_OF: Final[dict[type, CommandType]] = {kind.command: kind for kind in COMMAND_TYPES}
COMMAND_TYPE_NAMED: Final[dict[str, CommandType]] = {kind.name: kind for kind in COMMAND_TYPES}
