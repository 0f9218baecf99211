"""Events as the API shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.values import ActorId
from projections.activity_feed import FeedEntry
from services.store import decode
from services.wire import to_wire


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """An event: where it stands in the log, what it is, when and by whom it was recorded, and its fields."""

    position: int
    type: str
    stream: str
    recorded_at: datetime
    effective_on: date
    actor: ActorId
    request_id: str
    data: dict[str, Any]


def read_event(entry: FeedEntry) -> ReadEvent:
    """Read an event of the feed as it stands in the log."""
    return ReadEvent(
        position=entry.position,
        type=entry.name,
        stream=entry.stream_id,
        recorded_at=entry.recorded_at,
        effective_on=entry.effective_on,
        actor=entry.actor,
        request_id=entry.request_id,
        data=to_wire(decode(entry.topic, entry.state)),
    )
