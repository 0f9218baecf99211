"""Recording: from a request to facts in the log, and the receipt for it."""

from services.recording.recording import NO_OBSERVER, Observer, Recording
from services.recording.requests import (
    CommandsRefused,
    IdempotencyKeyReused,
    NothingAsked,
    Receipt,
    Request,
    TooManyConflicts,
)
from services.store.log import LedgerUnavailable
from services.store.streams import ReceiptEvent

__all__ = [
    "NO_OBSERVER",
    "CommandsRefused",
    "IdempotencyKeyReused",
    "LedgerUnavailable",
    "NothingAsked",
    "Observer",
    "Receipt",
    "ReceiptEvent",
    "Recording",
    "Request",
    "TooManyConflicts",
]
