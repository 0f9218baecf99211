"""The log: what is recorded, in order, for ever."""

from services.store.appending import Appended, Origin, Part, RepeatedRequest, StaleStream
from services.store.codec import UnreadableEvent, decode, encode, event_name, topics_of
from services.store.log import LedgerLog, LedgerUnavailable, availability
from services.store.mapper import LedgerMapper, Placed
from services.store.reading import Batch, Entries, Unreadable, read_entries, read_recorded
from services.store.recorder import LedgerRecorder

__all__ = [
    "Appended",
    "Batch",
    "Entries",
    "LedgerLog",
    "LedgerMapper",
    "LedgerRecorder",
    "LedgerUnavailable",
    "Origin",
    "Part",
    "Placed",
    "RepeatedRequest",
    "StaleStream",
    "Unreadable",
    "UnreadableEvent",
    "availability",
    "decode",
    "encode",
    "event_name",
    "read_entries",
    "read_recorded",
    "topics_of",
]
