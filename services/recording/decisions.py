"""Deciding on the commands of a request, one after another, each on what the ones before led to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from domain.activities.ledger import OpenLedger, the_ledger
from domain.catalogue import COMMAND_TYPE_OF, EVENT_TYPE_OF
from domain.deciding import Asked, Stream, new_tuple
from domain.errors import LedgerError, LedgerNotOpen
from services.clock import business_day
from services.recording.requests import CommandsRefused, Refusals, Request
from services.store.mapper import Placed
from services.store.streams import StreamState

COMMANDS_IN_A_READ: Final = 1_000
"""So many commands are decided on before the next are read for, so that a file of any length takes bounded memory."""
MOST_REFUSALS: Final = 1_000
THE_LEDGER: Final = the_ledger().id

Needs = Sequence[Sequence[Stream[Any]]]
"""For each command the streams that it is decided on."""
Read = Callable[[Iterable[Stream[Any]]], dict[str, StreamState]]
"""Reads what streams come to."""


def needs_of(commands: Sequence[object], evidence: Sequence[object] = ()) -> Needs:
    """Name what must be known to decide on these commands, beside the ledger itself and the evidence."""
    return [COMMAND_TYPE_OF[type(command)].streams(command, *evidence) for command in commands]


def first_needs(needs: Needs) -> Iterator[Stream[Any]]:
    """Name what must be known before the first commands are decided on; of a request that is not large, that is all."""
    return (stream for needed in needs[:COMMANDS_IN_A_READ] for stream in needed)


def is_large(request: Request) -> bool:
    """Say whether what the commands are decided on is read piece by piece."""
    return len(request.commands) > COMMANDS_IN_A_READ


def decide_all(  # noqa: PLR0913 - each is one thing that decisions rest on
    request: Request,
    needs: Needs,
    streams: dict[str, StreamState],
    recorded_at: datetime,
    *,
    read: Read | None = None,
    evidence: Sequence[object] = (),
) -> list[Placed]:
    """Decide on all commands of a request; ``streams`` holds what is known and moves on unless one is refused.

    ``read`` is asked for what is not known yet of a large request, and what no later command needs is let go of;
    without it all is known. ``evidence`` is what the one command of a request needs to know of the whole ledger.

    Raises:
        LedgerError: the one command of the request is refused.
        CommandsRefused: some of several are.
    """
    decisions = _Decisions(request, streams, recorded_at)
    if len(request.commands) == 1:
        decisions.decide(request.commands[0], needs[0], evidence)
        return decisions.placed
    before = dict(streams) if read is None else {}  # a large request shares what is known with no other
    refusals = tuple(islice(decisions.decide_each(needs, read), MOST_REFUSALS))
    if refusals:
        streams.update(before)
        raise CommandsRefused(refusals=refusals)
    return decisions.placed


def decide_good(
    request: Request,
    needs: Needs,
    streams: dict[str, StreamState],
    recorded_at: datetime,
    *,
    read: Read | None = None,
) -> tuple[list[Placed], Refusals]:
    """Decide on all commands of a request, and leave out those that are refused.

    Raises:
        CommandsRefused: all of them are.
    """
    decisions = _Decisions(request, streams, recorded_at)
    refusals = tuple(decisions.decide_each(needs, read))
    if not decisions.placed:
        raise CommandsRefused(refusals=refusals[:MOST_REFUSALS])
    return decisions.placed, refusals


class _Decisions:
    """The unit of work of one request: what is known, and what was decided so far."""

    def __init__(self, request: Request, streams: dict[str, StreamState], recorded_at: datetime) -> None:
        self.placed: list[Placed] = []
        self._request = request
        self._streams = streams
        self._recorded_at = recorded_at
        self._asked = self._ask()

    def decide_each(self, needs: Needs, read: Read | None) -> Iterator[tuple[int, LedgerError]]:
        """Decide on one command after another; yield those that are refused."""
        if read is None:
            yield from self._decide_some(needs, range(len(needs)))
            return
        last_use = {stream.id: index for index, needed in enumerate(needs) for stream in needed}
        last_use.pop(THE_LEDGER, None)
        done_with = defaultdict(list)
        for stream_id, index in last_use.items():
            done_with[index // COMMANDS_IN_A_READ].append(stream_id)
        for start in range(0, len(needs), COMMANDS_IN_A_READ):
            some = range(start, min(start + COMMANDS_IN_A_READ, len(needs)))
            self._know({stream.id: stream for index in some for stream in needs[index]}, read)
            yield from self._decide_some(needs, some)
            for stream_id in done_with[start // COMMANDS_IN_A_READ]:
                del self._streams[stream_id]

    def _decide_some(self, needs: Needs, indexes: Iterable[int]) -> Iterator[tuple[int, LedgerError]]:
        for index in indexes:
            try:
                self.decide(self._request.commands[index], needs[index])
            except LedgerError as refusal:
                yield index, refusal.with_traceback(None)  # a traceback holds on to much memory

    def _know(self, wanted: dict[str, Stream[Any]], read: Read) -> None:
        if unknown := [stream for stream_id, stream in wanted.items() if stream_id not in self._streams]:
            self._streams.update(read(unknown))

    def decide(self, command: object, needed: Sequence[Stream[Any]], evidence: Sequence[object] = ()) -> None:
        if self._asked.ledger is None and not isinstance(command, OpenLedger):
            raise LedgerNotOpen(ledger_id=self._request.ledger_id)
        kind = COMMAND_TYPE_OF[type(command)]
        known = [self._streams[stream.id].state for stream in needed]
        events = kind.decide(self._asked, command, *known, *evidence)
        if not events:
            message = f"{kind.name} decided nothing: a decision is at least one event or a refusal"
            raise AssertionError(message)
        for event in events:
            self._place(event)

    def _place(self, event: object) -> None:
        stream = EVENT_TYPE_OF[type(event)].stream(event)
        before, version = self._streams[stream.id]
        state = stream.kind.evolve(stream.kind.initial if stream.kind.growing else before, event)
        self._streams[stream.id] = new_tuple(StreamState, (state, version + 1))
        self.placed.append(new_tuple(Placed, (stream.id, version + 1, event)))
        if stream.id == THE_LEDGER:
            self._asked = self._ask()

    def _ask(self) -> Asked:
        return Asked(
            ledger_id=self._request.ledger_id,
            actor=self._request.actor,
            recorded_at=self._recorded_at,
            today=business_day(self._recorded_at),
            ledger=self._streams[THE_LEDGER].state,
        )
