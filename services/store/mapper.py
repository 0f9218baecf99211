"""The library's mapper with stored names of ours in place of Python paths."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from eventsourcing.persistence import Mapper, StoredEvent

from domain.catalogue import EVENT_TYPES
from domain.deciding import EventType
from services.store.codec import Codec, OrjsonTranscoder


class Placed(NamedTuple):
    """An event in its place: the stream it belongs to and its number there, which the event need not know."""

    originator_id: str
    originator_version: int
    event: Any


class LedgerMapper(Mapper[str]):
    """Turns placed events into stored ones and back; names, versions and upcasters come from the catalogue."""

    def __init__(self, event_types: Iterable[EventType] = EVENT_TYPES) -> None:
        """Map the events of a catalogue."""
        super().__init__(OrjsonTranscoder())
        self._codec = Codec(event_types, self.transcoder)

    def to_stored_event(self, domain_event: Placed) -> StoredEvent:  # type: ignore[override] # ours are placed
        """Write an event as the store keeps it."""
        topic, state = self._codec.encode(domain_event.event)
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Placed:
        """Read a stored event.

        Raises:
            UnreadableEvent: the name is unknown or the state does not fit it.
        """
        event = self._codec.decode(stored_event.topic, stored_event.state)
        return Placed(str(stored_event.originator_id), stored_event.originator_version, event)
