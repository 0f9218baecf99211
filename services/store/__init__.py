"""The log: what is recorded, in order, for ever."""

from services.store.appending import Origin, RepeatedRequest, StaleStream
from services.store.codec import UnreadableEvent, decode, encode, event_name
from services.store.log import LedgerLog, LedgerUnavailable, availability
from services.store.mapper import LedgerMapper, Placed
from services.store.reading import Batch, Unreadable, read_recorded
from services.store.recorder import LedgerRecorder

__all__ = [
    "Batch",
    "LedgerLog",
    "LedgerMapper",
    "LedgerRecorder",
    "LedgerUnavailable",
    "Origin",
    "Placed",
    "RepeatedRequest",
    "StaleStream",
    "Unreadable",
    "UnreadableEvent",
    "availability",
    "decode",
    "encode",
    "event_name",
    "read_recorded",
]
