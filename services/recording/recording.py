"""The command handler: recognise a repeat, read, decide, append, and try again when others were faster."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from domain.activities.ledger import the_ledger
from domain.catalogue import COMMAND_TYPE_OF, EVENT_TYPE_OF
from domain.deciding import Stream
from domain.errors import LedgerError
from services.clock import Clock
from services.recording.decisions import decide_all, decide_good, first_needs, is_large, needs_of
from services.recording.evidence import Gather, Gathered, gather_nothing, resting_on_evidence
from services.recording.lines import LONGEST_WAIT_SECONDS, Answer, Asking, Lines
from services.recording.observing import NO_OBSERVER, Observer
from services.recording.requests import (
    MOST_COMMANDS,
    EvidenceNotShared,
    IdempotencyKeyReused,
    NothingAsked,
    Receipt,
    Refusals,
    Request,
    TooManyCommands,
    TooManyConflicts,
)
from services.store.appending import Expected, Origin, Part, RepeatedRequest, StaleStream
from services.store.log import LedgerLog, LedgerUnavailable, availability
from services.store.mapper import LedgerMapper, Placed
from services.store.streams import Past, ReceiptEvent, RecordedRequest, StreamState

MOST_ATTEMPTS: Final = 20
MOST_COMMANDS_TOGETHER: Final = 20
"""A request of more commands is recorded alone, so that no small one waits for it."""
SHORTEST_PAUSE_SECONDS: Final = 0.002
LONGEST_PAUSE_SECONDS: Final = 0.1
THE_LEDGER: Final = the_ledger()


def jittered_pause(attempt: int) -> None:
    """Wait a random while, longer after each attempt, so that those who collided do not collide again."""
    longest = min(LONGEST_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS * 2**attempt)
    time.sleep(random.uniform(0, longest))  # noqa: S311 - spreads retries, guards nothing


class Recording:
    """Records requests: every interface goes through here."""

    def __init__(  # noqa: PLR0913 - each is one thing that recording rests on
        self,
        log: LedgerLog,
        clock: Clock,
        observer: Observer = NO_OBSERVER,
        *,
        pause: Callable[[int], None] = jittered_pause,
        longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
        gather: Gather = gather_nothing,
    ) -> None:
        """Record into a log, by a clock; ``pause`` is called with the number of failed attempts.

        ``longest_wait_seconds`` is how long a request may wait in line behind others for its ledger;
        ``gather`` reads what a command needs to know of the whole ledger.
        """
        self._log = log
        self._clock = clock
        self._observer = observer
        self._pause = pause
        self._mapper = LedgerMapper()
        self._lines = Lines(self._together, longest_wait_seconds)
        self._gather = gather

    def record(self, request: Request) -> Receipt:
        """Record all commands of a request, or none; a repeat is answered as the first time.

        Small requests that come for one ledger at the same moment share one append. Each is decided on
        after the ones before it, and its answer is its own.

        Raises:
            LedgerError: the command is refused; of several commands, ``CommandsRefused``.
            NothingAsked: the request holds no command.
            TooManyCommands: it holds more than 200,000.
            IdempotencyKeyReused: the request's id was used for other commands.
            TooManyConflicts: others were faster, again and again.
            EvidenceNotShared: one of several commands rests on the whole ledger.
            LedgerUnavailable: the database is gone or slow. Repeat the request under the same id.
        """
        return self._record(request, None)

    def record_good(self, request: Request, report: Callable[[Refusals], None]) -> Receipt:
        """Record the commands of a request that are not refused, all of these or none; otherwise as ``record``.

        ``report`` is given the refused ones, in the order of their commands, before the others are recorded:
        what it writes down is there when they are. It is given them anew when the request is decided anew,
        and not for a repeat.
        """
        return self._record(request, report)

    def _record(self, request: Request, report: Callable[[Refusals], None] | None) -> Receipt:
        if not request.commands:
            raise NothingAsked
        if len(request.commands) > MOST_COMMANDS:
            raise TooManyCommands(most=MOST_COMMANDS)
        started = time.perf_counter()
        resting = resting_on_evidence(request.commands)
        if resting is not None and len(request.commands) > 1:
            raise EvidenceNotShared(command=resting)
        needs = needs_of(request.commands) if resting is None else ()
        asking = Asking(request=request, digest=request.digest(), needs=needs, report=report)
        if resting is None and len(request.commands) <= MOST_COMMANDS_TOGETHER:
            self._lines.join(asking)
            receipt = self._alone(asking, conflicts=1) if asking.answer is None else _given(asking.answer)
        else:
            receipt = self._alone(asking, conflicts=0)
        if receipt.repeated:
            self._observer.repeated()
        else:
            self._observer.recorded([event.name for event in receipt.events], time.perf_counter() - started)
        return receipt

    def _together(self, askings: Sequence[Asking]) -> None:
        """Answer requests with one append, or leave them to be decided on alone.

        A refusal may rest on what another of them decided, so none is told before that is recorded.
        """
        try:
            with availability():
                answers: Sequence[Answer] = self._attempt(askings)
        except LedgerUnavailable as problem:
            answers = [LedgerUnavailable(str(problem)) for _ in askings]
        except (StaleStream, RepeatedRequest):
            self._observer.conflict()
            return
        except Exception:  # noqa: BLE001 - it meets the one whose trouble it is again, alone
            return
        for asking, answer in zip(askings, answers, strict=True):
            asking.answer = answer

    def _alone(self, asking: Asking, *, conflicts: int) -> Receipt:
        """Record one request, deciding anew as long as others are faster; ``conflicts`` counts failed attempts."""
        with availability():
            for attempt in range(conflicts, MOST_ATTEMPTS):
                if attempt:
                    self._observer.retry()
                    self._pause(attempt)
                try:
                    (answer,) = self._attempt([asking])
                except (StaleStream, RepeatedRequest):
                    self._observer.conflict()
                else:
                    return _given(answer)
        raise TooManyConflicts(attempts=MOST_ATTEMPTS)

    def _attempt(self, askings: Sequence[Asking]) -> list[Answer]:
        """Read, decide on one request after another, append: two round trips, and more reads for a large request."""
        request_ids = [asking.request.request_id for asking in askings]
        ledger_id = askings[0].request.ledger_id
        gathered = self._gathered(askings[0])
        streams = chain.from_iterable(first_needs(asking.needs) for asking in askings)
        past = self._log.past(ledger_id, chain([THE_LEDGER], streams), request_ids)
        expected = Expected(past.streams[THE_LEDGER.id].version, gathered.size if gathered else None)
        decided = self._decide(askings, past, () if gathered is None else (gathered.evidence,))
        recorded = {**past.requests, **self._append(decided, expected)}
        return [
            decided.refused.get(asking)
            or _answer(asking, recorded[asking.request.request_id], repeated=asking not in decided.placed)
            for asking in askings
        ]

    def _gathered(self, asking: Asking) -> Gathered | None:
        """Read what the command needs to know of the whole ledger, if it does; it is alone then."""
        command = asking.request.commands[0]
        if COMMAND_TYPE_OF[type(command)].evidence is None:
            return None
        gathered = self._gather(asking.request.ledger_id, command)
        asking.needs = needs_of(asking.request.commands, (gathered.evidence,))
        return gathered

    def _decide(self, askings: Sequence[Asking], past: Past, evidence: Sequence[object]) -> "_Decided":
        """Decide on requests that are not recorded yet, each on what the ones before it led to."""
        recorded_at = self._clock()
        placed: dict[Asking, list[Placed]] = {}
        refused: dict[Asking, LedgerError] = {}
        known = set(past.requests)
        for asking in askings:
            if asking.request.request_id in known:
                continue
            try:
                placed[asking] = self._decide_on(asking, past.streams, recorded_at, evidence)
            except LedgerError as refusal:
                refused[asking] = refusal
                continue
            known.add(asking.request.request_id)
        return _Decided(recorded_at, placed, refused)

    def _decide_on(
        self, asking: Asking, streams: dict[str, StreamState], recorded_at: datetime, evidence: Sequence[object]
    ) -> list[Placed]:
        request = asking.request

        def more(unknown: Iterable[Stream[Any]]) -> dict[str, StreamState]:
            return self._log.past(request.ledger_id, unknown).streams

        read = more if is_large(request) else None
        if asking.report is None or evidence:
            return decide_all(request, asking.needs, streams, recorded_at, read=read, evidence=evidence)
        placed, refusals = decide_good(request, asking.needs, streams, recorded_at, read=read)
        asking.report(refusals)
        return placed

    def _append(self, decided: "_Decided", expected: Expected) -> dict[str, RecordedRequest]:
        """Append what was decided; return it by request as the log has it now."""
        if not decided.placed:
            return {}
        ledger_id = next(iter(decided.placed)).request.ledger_id
        parts = [self._part(asking, placed, decided.recorded_at) for asking, placed in decided.placed.items()]
        positions, recorded_at = self._log.recorder(ledger_id).append(parts, expected)
        numbers = iter(positions)
        return {
            asking.request.request_id: RecordedRequest(
                digest=asking.digest,
                recorded_at=recorded_at,
                events=tuple(
                    ReceiptEvent(next(numbers), EVENT_TYPE_OF[type(event)].name, stream_id)
                    for stream_id, _, event in placed
                ),
            )
            for asking, placed in decided.placed.items()
        }

    def _part(self, asking: Asking, placed: Sequence[Placed], recorded_at: datetime) -> Part:
        """Say what to append; each event is written when its turn comes, so that the server has work meanwhile."""
        request = asking.request
        origin = Origin(
            recorded_at=recorded_at, actor=request.actor, request_id=request.request_id, digest=asking.digest
        )
        of_ledger = sum(stream_id == THE_LEDGER.id for stream_id, _, _ in placed)
        return Part(origin, map(self._mapper.to_stored_event, placed), len(placed), of_ledger)


class _Decided(NamedTuple):
    """What a round of deciding came to: when, what to append for whom, and who is refused."""

    recorded_at: datetime
    placed: dict[Asking, list[Placed]]
    refused: dict[Asking, LedgerError]


def _given(answer: Answer) -> Receipt:
    if isinstance(answer, Receipt):
        return answer
    raise answer


def _answer(asking: Asking, recorded: RecordedRequest, *, repeated: bool) -> Answer:
    request = asking.request
    if recorded.digest != asking.digest:
        return IdempotencyKeyReused(ledger_id=request.ledger_id, request_id=request.request_id)
    return Receipt(
        ledger_id=request.ledger_id,
        request_id=request.request_id,
        recorded_at=recorded.recorded_at,
        position=recorded.events[-1].position,
        events=recorded.events,
        repeated=repeated,
    )
