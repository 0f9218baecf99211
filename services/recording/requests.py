"""What may be asked of a ledger, the answer, and the ways in which recording itself says no."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import orjson

from domain.catalogue import COMMAND_TYPE_OF
from domain.errors import LedgerError
from domain.values import ActorId, LedgerId
from services.store.streams import ReceiptEvent

MOST_COMMANDS: Final = 200_000
"""In one request. Deciding on them takes about 1.5 KB of memory for each."""

DIGEST_BYTES: Final = 16
"""Whom a second command under the same key would deceive is the one who sent both: 128 bits are plenty."""

Refusals = tuple[tuple[int, LedgerError], ...]
"""Refused commands: the index of each in its request, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Commands for one ledger, recorded all or none. ``request_id`` is the caller's key for repeating it."""

    ledger_id: LedgerId
    request_id: str
    actor: ActorId
    commands: tuple[object, ...]

    def digest(self) -> bytes:
        """Return half the SHA-256 of the commands: a repeat has the same, another request another."""
        hashed = sha256()
        for command in self.commands:
            name = COMMAND_TYPE_OF[type(command)].name
            hashed.update(orjson.dumps((name, command), option=orjson.OPT_APPEND_NEWLINE))
        return hashed.digest()[:DIGEST_BYTES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a request led to. The same for every repeat, but for ``repeated``.

    ``position`` is that of the last event: who waits for it in a read model sees all of the request.
    """

    ledger_id: LedgerId
    request_id: str
    recorded_at: datetime
    position: int
    events: tuple[ReceiptEvent, ...]
    repeated: bool


@dataclass(eq=False, kw_only=True)
class NothingAsked(LedgerError):
    """A request holds at least one command."""

    code = "nothing_asked"
    kind = "invalid"
    text = "The request holds no command. Send at least one."


@dataclass(eq=False, kw_only=True)
class TooManyCommands(LedgerError):
    """A request is decided on in memory, so its size has an end."""

    code = "too_many_commands"
    kind = "invalid"
    text = "One request may hold {most} commands, and this one holds more. Split it."

    most: int


@dataclass(eq=False, kw_only=True)
class IdempotencyKeyReused(LedgerError):
    """A key names one request for ever."""

    code = "idempotency_key_reused"
    text = (
        "The key {request_id} was used in ledger {ledger_id} for another request. "
        "Send a new request under a new key, and a repeat exactly as it was."
    )

    ledger_id: LedgerId
    request_id: str


@dataclass(eq=False, kw_only=True)
class TooManyConflicts(LedgerError):
    """Others kept changing what the request depends on, as often as it was decided anew."""

    code = "too_many_conflicts"
    text = "Others changed the same records {attempts} times while this was decided. Nothing was recorded; try again."

    attempts: int


@dataclass(eq=False, kw_only=True)
class CommandsRefused(LedgerError):
    """Commands of a request were refused, so none was recorded.

    ``refusals`` holds the first of them, each with the index of its command in the request.
    """

    code = "commands_refused"
    text = "{refused} commands of this request were refused, so nothing was recorded. See each refusal."

    refusals: Refusals

    def facts(self) -> dict[str, str | int | list[str] | None]:
        """Count the refusals; each has facts of its own."""
        return {"refused": len(self.refusals)}


@dataclass(eq=False, kw_only=True)
class EvidenceNotShared(LedgerError):
    """A command that rests on the whole ledger is decided alone: what others record with it would change it."""

    code = "evidence_not_shared"
    kind = "invalid"
    text = "{command} rests on everything that is recorded before it. Send it in a request of its own."

    command: str
