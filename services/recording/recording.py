"""The command handler: recognise a repeat, read, decide, append, and try again when others were faster."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from services.clock import Clock
from services.recording.decisions import decide_all, streams_of
from services.recording.requests import IdempotencyKeyReused, NothingAsked, Receipt, Request, TooManyConflicts
from services.store.appending import Origin, RepeatedRequest, StaleStream
from services.store.codec import event_name
from services.store.log import LedgerLog, availability
from services.store.mapper import LedgerMapper, Placed
from services.store.streams import ReceiptEvent, RecordedRequest

MOST_ATTEMPTS: Final = 20
SHORTEST_PAUSE_SECONDS: Final = 0.002
LONGEST_PAUSE_SECONDS: Final = 0.1


class Observer(Protocol):
    """Who wants to know how recording goes, to count it."""

    def recorded(self, names: Sequence[str], seconds: float) -> None:
        """Events of these names were recorded; the request took so long."""

    def conflict(self) -> None:
        """Others had appended to a stream since it was read."""

    def retry(self) -> None:
        """A request is decided anew."""

    def repeated(self) -> None:
        """A request was recorded before and is answered from the log."""


class _NoObserver:
    """Looks away."""

    def recorded(self, names: Sequence[str], seconds: float) -> None: ...

    def conflict(self) -> None: ...

    def retry(self) -> None: ...

    def repeated(self) -> None: ...


NO_OBSERVER: Final[Observer] = _NoObserver()


def jittered_pause(attempt: int) -> None:
    """Wait a random while, longer after each attempt, so that those who collided do not collide again."""
    longest = min(LONGEST_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS * 2**attempt)
    time.sleep(random.uniform(0, longest))  # noqa: S311 - spreads retries, guards nothing


class Recording:
    """Records requests: every interface goes through here."""

    def __init__(
        self,
        log: LedgerLog,
        clock: Clock,
        observer: Observer = NO_OBSERVER,
        pause: Callable[[int], None] = jittered_pause,
    ) -> None:
        """Record into a log, by a clock; ``pause`` is called with the number of failed attempts."""
        self._log = log
        self._clock = clock
        self._observer = observer
        self._pause = pause
        self._mapper = LedgerMapper()

    def record(self, request: Request) -> Receipt:
        """Record all commands of a request, or none; a repeat is answered as the first time.

        Raises:
            LedgerError: the command is refused; of several commands, ``CommandsRefused``.
            NothingAsked: the request holds no command.
            IdempotencyKeyReused: the request's id was used for other commands.
            TooManyConflicts: others were faster, again and again.
            LedgerUnavailable: the database is gone or slow. Repeat the request under the same id.
        """
        if not request.commands:
            raise NothingAsked
        digest = request.digest()
        with availability():
            for attempt in range(MOST_ATTEMPTS):
                if attempt:
                    self._observer.retry()
                    self._pause(attempt)
                try:
                    return self._attempt(request, digest)
                except (StaleStream, RepeatedRequest):
                    self._observer.conflict()
        raise TooManyConflicts(attempts=MOST_ATTEMPTS)

    def _attempt(self, request: Request, digest: bytes) -> Receipt:
        started = time.perf_counter()
        past = self._log.past(request.ledger_id, streams_of(request.commands), request.request_id)
        if past.request is not None:
            return self._repeat(request, digest, past.request)
        origin = Origin(recorded_at=self._clock(), actor=request.actor, request_id=request.request_id, digest=digest)
        placed = decide_all(request, past.streams, origin.recorded_at)
        receipt = self._append(request, placed, origin)
        self._observer.recorded([event.name for event in receipt.events], time.perf_counter() - started)
        return receipt

    def _repeat(self, request: Request, digest: bytes, recorded: RecordedRequest) -> Receipt:
        if recorded.digest != digest:
            raise IdempotencyKeyReused(ledger_id=request.ledger_id, request_id=request.request_id)
        self._observer.repeated()
        return _receipt(request, recorded, repeated=True)

    def _append(self, request: Request, placed: Sequence[Placed], origin: Origin) -> Receipt:
        stored = [self._mapper.to_stored_event(event) for event in placed]
        positions = self._log.recorder(request.ledger_id).insert_events(stored, origin=origin)
        events = tuple(
            ReceiptEvent(position, event_name(event.topic), str(event.originator_id))
            for position, event in zip(positions, stored, strict=True)
        )
        recorded = RecordedRequest(digest=origin.digest, recorded_at=origin.recorded_at, events=events)
        return _receipt(request, recorded, repeated=False)


def _receipt(request: Request, recorded: RecordedRequest, *, repeated: bool) -> Receipt:
    return Receipt(
        ledger_id=request.ledger_id,
        request_id=request.request_id,
        recorded_at=recorded.recorded_at,
        position=recorded.events[-1].position,
        events=recorded.events,
        repeated=repeated,
    )
