"""The demo is told: each union's story cut into requests, and recorded once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from domain.catalogue import COMMAND_TYPE_OF
from domain.deciding import Role
from domain.values import ActorId, LedgerId
from services.demo.city import city
from services.demo.company import company
from services.demo.school import school
from services.demo.story import Command
from services.recording import Recording, Request
from services.store import LedgerLog

STORIES: Final[dict[LedgerId, Callable[[], Iterable[Command]]]] = {
    LedgerId("city"): city,
    LedgerId("company"): company,
    LedgerId("school"): school,
}
CLAIMS_FILE: Final = Path(__file__).parent / "claims.csv"
"""The figures of the three reports, with the verdict that each deserves."""

EDITION: Final = "demo-1"
"""Leads every request's id. A changed story is another edition, which an older demo's log refuses."""
COMMANDS_PER_REQUEST: Final = 1000

ACTORS: Final[dict[Role, ActorId]] = {
    "officer": ActorId("officer-1"),
    "approver": ActorId("approver-1"),
    "cashier": ActorId("cashier-1"),
    "auditor": ActorId("auditor-1"),
    "admin": ActorId("admin-1"),
}
"""One person for each role, so that four eyes see every payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRecorded:
    """What recording the demo came to: commands in all, and how many of them were new."""

    commands: int
    recorded_now: int


def record_demo(log: LedgerLog, recording: Recording, progress: Callable[[int, int], None]) -> DemoRecorded:
    """Record the three unions, day by day as it happened; what is recorded already is not recorded again.

    ``progress`` is told after each request how many commands of how many are done.
    """
    stories = {ledger_id: list(demo_requests(ledger_id)) for ledger_id in STORIES}
    commands = sum(len(request.commands) for requests in stories.values() for request in requests)
    done = recorded_now = 0
    for requests in stories.values():
        told_before = _is_recorded(log, requests[-1])
        for request in requests:
            repeated = told_before or recording.record(request).repeated
            done += len(request.commands)
            recorded_now += 0 if repeated else len(request.commands)
            progress(done, commands)
    return DemoRecorded(commands=commands, recorded_now=recorded_now)


def _is_recorded(log: LedgerLog, last: Request) -> bool:
    """Say whether a story is told to its end: its requests are recorded in order, so the last one tells."""
    recorded = log.past(last.ledger_id, (), [last.request_id]).requests.get(last.request_id)
    return recorded is not None and recorded.digest == last.digest()


def demo_requests(ledger_id: LedgerId) -> Iterator[Request]:
    """Cut one union's story into requests: in the order of its days, one actor each, the same ids every time."""
    story = sorted(STORIES[ledger_id](), key=lambda command: command.effective_on)
    pieces = (
        (actor, piece)
        for actor, commands in groupby(story, key=_actor)
        for piece in _pieces(tuple(commands), COMMANDS_PER_REQUEST)
    )
    for number, (actor, piece) in enumerate(pieces, start=1):
        yield Request(
            ledger_id=ledger_id, request_id=f"{EDITION}-{ledger_id}-{number:04d}", actor=actor, commands=piece
        )


def _actor(command: Command) -> ActorId:
    (role,) = COMMAND_TYPE_OF[type(command)].roles
    return ACTORS[role]


def _pieces(commands: tuple[Command, ...], size: int) -> Iterator[tuple[Command, ...]]:
    return (commands[start : start + size] for start in range(0, len(commands), size))
