"""The one list of activities. A new kind of activity is one module and one line in each tuple here."""

from typing import Final

from domain.activities import aid, award, branch, dues, establishment, governance, ledger, membership
from domain.deciding import Activity, CommandType, EventType

Event = (
    dues.Event
    | aid.Event
    | membership.Event
    | award.Event
    | branch.Event
    | establishment.Event
    | governance.Event
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
)

EVENT_TYPES: Final[tuple[EventType, ...]] = tuple(kind for activity in ACTIVITIES for kind in activity.events)
COMMAND_TYPES: Final[tuple[CommandType, ...]] = tuple(kind for activity in ACTIVITIES for kind in activity.commands)
EVENT_TYPE_OF: Final[dict[type, EventType]] = {kind.event: kind for kind in EVENT_TYPES}
COMMAND_TYPE_OF: Final[dict[type, CommandType]] = {kind.command: kind for kind in COMMAND_TYPES}
COMMAND_TYPE_NAMED: Final[dict[str, CommandType]] = {kind.name: kind for kind in COMMAND_TYPES}
