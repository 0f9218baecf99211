"""The demo is told: each union's story cut into requests, and recorded once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from domain.catalogue import COMMAND_TYPE_OF
from domain.values import ActorId, LedgerId
from services.demo.city import city
from services.demo.company import company
from services.demo.county import county
from services.demo.month_end import month_ends
from services.demo.plant import COUNTY, PLANT, PLANT_YEAR, plant
from services.demo.plant_spending import COMPETITION, PRESENTED_LATER
from services.demo.rehearsal import rehearse
from services.demo.school import school
from services.demo.story import ACTORS, Command, Story
from services.recording import Recording, Request
from services.store import LedgerLog

STORIES: Final[dict[LedgerId, Story]] = {
    LedgerId("city"): Story(commands=city),
    LedgerId("company"): Story(
        commands=company,
        voucher_days=(date(2015, 4, 20),),
        one_line_with={"2015-04-21.2009.aid.hardship": "2015-04-15.2009.aid.hardship"},
    ),
    LedgerId("school"): Story(commands=school),
    COUNTY: Story(commands=county, year=PLANT_YEAR),
    PLANT: Story(commands=plant, year=PLANT_YEAR, finished_projects=(COMPETITION,), cleared_on=PRESENTED_LATER),
}
CLAIMS_FILE: Final = Path(__file__).parent / "claims.csv"
"""The figures of the three reports, with the verdict that each deserves."""

EDITION: Final = "demo-4"
"""Leads every request's id. A changed story is another edition, which an older demo's log refuses."""
COMMANDS_PER_REQUEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRecorded:
    """What recording the demo came to: commands in all, and how many of them were new."""

    commands: int
    recorded_now: int


def record_demo(log: LedgerLog, recording: Recording, progress: Callable[[int, int], None]) -> DemoRecorded:
    """Record the unions, day by day as it happened; what is recorded already is not recorded again.

    Months are closed on what the read models say, so their tables are there and ``recording`` gathers evidence.
    ``progress`` is told after each request how many commands of how many are done.
    """
    commands = sum(len(request.commands) for ledger_id in STORIES for request in demo_requests(ledger_id))
    done = recorded_now = 0
    for ledger_id in STORIES:
        for request, is_new in record_story(log, recording, ledger_id):
            done += len(request.commands)
            recorded_now += len(request.commands) if is_new else 0
            progress(done, commands)
    return DemoRecorded(commands=commands, recorded_now=recorded_now)


def record_story(log: LedgerLog, recording: Recording, ledger_id: LedgerId) -> Iterator[tuple[Request, bool]]:
    """Record one union's story; yield each request as it is done, and whether it was recorded only now."""
    requests = demo_requests(ledger_id)
    told_before = _is_recorded(log, requests[-1])
    for request in requests:
        yield request, not (told_before or recording.record(request).repeated)


def _is_recorded(log: LedgerLog, last: Request) -> bool:
    """Say whether a story is told to its end: its requests are recorded in order, so the last one tells."""
    recorded = log.past(last.ledger_id, (), [last.request_id]).requests.get(last.request_id)
    return recorded is not None and recorded.digest == last.digest()


@cache
def demo_requests(ledger_id: LedgerId) -> Sequence[Request]:
    """Cut one union's story into requests: in the order of its days, one actor each, the same ids every time.

    The work of a month's end comes after everything else of its day.
    """
    story = STORIES[ledger_id]
    told = _in_order(story.commands())
    posted = rehearse(_requests(ledger_id, told))
    return tuple(_requests(ledger_id, _in_order((*told, *month_ends(story, told, posted)))))


def _in_order(commands: Iterable[Command]) -> list[Command]:
    return sorted(commands, key=lambda command: command.effective_on)


def _requests(ledger_id: LedgerId, commands: Iterable[Command]) -> Iterator[Request]:
    for number, (actor, piece) in enumerate(_pieces(commands), start=1):
        yield Request(
            ledger_id=ledger_id, request_id=f"{EDITION}-{ledger_id}-{number:04d}", actor=actor, commands=piece
        )


def _pieces(commands: Iterable[Command]) -> Iterator[tuple[ActorId, tuple[Command, ...]]]:
    """Put commands of one actor together that follow one another; what rests on the whole ledger goes alone."""
    for (actor, alone), following in groupby(commands, key=lambda command: (_actor(command), _goes_alone(command))):
        whole, size = tuple(following), 1 if alone else COMMANDS_PER_REQUEST
        for start in range(0, len(whole), size):
            yield actor, whole[start : start + size]


def _actor(command: Command) -> ActorId:
    """Name who gives a command: of several whose roles may, the one named first."""
    roles = COMMAND_TYPE_OF[type(command)].roles
    return next(actor for role, actor in ACTORS.items() if role in roles)


def _goes_alone(command: Command) -> bool:
    return COMMAND_TYPE_OF[type(command)].evidence is not None
