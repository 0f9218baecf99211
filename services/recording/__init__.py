"""Recording: from a request to facts in the log, and the receipt for it."""

from services.recording.observing import NO_OBSERVER, Observer
from services.recording.recording import Recording
from services.recording.requests import (
    MOST_COMMANDS,
    CommandsRefused,
    EvidenceNotShared,
    IdempotencyKeyReused,
    NothingAsked,
    Receipt,
    Refusals,
    Request,
    TooManyCommands,
    TooManyConflicts,
)
from services.store.log import LedgerUnavailable
from services.store.streams import ReceiptEvent

__all__ = [
    "MOST_COMMANDS",
    "NO_OBSERVER",
    "CommandsRefused",
    "EvidenceNotShared",
    "IdempotencyKeyReused",
    "LedgerUnavailable",
    "NothingAsked",
    "Observer",
    "Receipt",
    "ReceiptEvent",
    "Recording",
    "Refusals",
    "Request",
    "TooManyCommands",
    "TooManyConflicts",
]
