"""Deciding on the commands of a request, one after another, each on what the ones before led to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from domain.activities.ledger import OpenLedger, the_ledger
from domain.catalogue import COMMAND_TYPE_OF, EVENT_TYPE_OF
from domain.deciding import Asked, Stream
from domain.errors import LedgerError, LedgerNotOpen
from services.clock import business_day
from services.recording.requests import CommandsRefused, Request
from services.store.mapper import Placed
from services.store.streams import StreamState

MOST_REFUSALS: Final = 1_000
THE_LEDGER: Final = the_ledger().id


def streams_of(commands: Iterable[object]) -> list[Stream[Any]]:
    """Name what must be known to decide on these commands; the ledger itself always."""
    named = [the_ledger()]
    for command in commands:
        named.extend(COMMAND_TYPE_OF[type(command)].streams(command))
    return named


def decide_all(request: Request, streams: dict[str, StreamState], recorded_at: datetime) -> list[Placed]:
    """Decide on all commands of a request; ``streams`` holds what is known and moves on with every decision.

    Raises:
        LedgerError: the one command of the request is refused.
        CommandsRefused: some of several are.
    """
    decisions = _Decisions(request, streams, recorded_at)
    if len(request.commands) == 1:
        decisions.decide(request.commands[0])
        return decisions.placed
    refusals: list[tuple[int, LedgerError]] = []
    for index, command in enumerate(request.commands):
        try:
            decisions.decide(command)
        except LedgerError as refusal:
            refusals.append((index, refusal))
        if len(refusals) == MOST_REFUSALS:
            break
    if refusals:
        raise CommandsRefused(refusals=tuple(refusals))
    return decisions.placed


class _Decisions:
    """The unit of work of one request: what is known, and what was decided so far."""

    def __init__(self, request: Request, streams: dict[str, StreamState], recorded_at: datetime) -> None:
        self.placed: list[Placed] = []
        self._request = request
        self._streams = streams
        self._recorded_at = recorded_at
        self._asked = self._ask()

    def decide(self, command: object) -> None:
        if self._asked.ledger is None and not isinstance(command, OpenLedger):
            raise LedgerNotOpen(ledger_id=self._request.ledger_id)
        kind = COMMAND_TYPE_OF[type(command)]
        known = (self._streams[stream.id].state for stream in kind.streams(command))
        events = kind.decide(self._asked, command, *known)
        if not events:
            message = f"{kind.name} decided nothing: a decision is at least one event or a refusal"
            raise AssertionError(message)
        for event in events:
            self._place(event)

    def _place(self, event: object) -> None:
        stream = EVENT_TYPE_OF[type(event)].stream(event)
        before, version = self._streams[stream.id]
        state = stream.kind.evolve(stream.kind.initial if stream.kind.growing else before, event)
        self._streams[stream.id] = StreamState(state, version + 1)
        self.placed.append(Placed(stream.id, version + 1, event))
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
