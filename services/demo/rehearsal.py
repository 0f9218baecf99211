"""A story rehearsed: what it does to the books, decided by the domain in memory before anything is recorded.

The bank of a story shows the money that moved, and the month's routine depends on what there is to put on vouchers;
both are worked out from here, so that the whole story is known, and the same, before it is told.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from typing import Final, NamedTuple

from domain.accounting.closing import after
from domain.accounting.lines import Posting
from domain.activities.cash import CountCash
from domain.activities.closing import BalancesAtEnd
from domain.activities.ledger import the_ledger
from domain.catalogue import COMMAND_TYPE_OF
from services.recording import Request
from services.recording.decisions import decide_all, needs_of
from services.store.streams import StreamState

REHEARSED_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""After the last day of every story."""


class Posted(NamedTuple):
    """A posting and its day."""

    day: date
    posting: Posting


def rehearse(requests: Iterable[Request]) -> list[Posted]:
    """Decide on a story's requests one after another, and give what they post.

    Commands that rest on the whole ledger are left out, counts of cash apart: they move no money at the bank.

    Raises:
        LedgerError, CommandsRefused: the story is wrong.
    """
    streams: dict[str, StreamState] = {}
    posted: list[Posted] = []
    for request in requests:
        evidence = _evidence(request.commands[0], posted)
        if evidence is None:
            continue
        needs = needs_of(request.commands, evidence)
        for stream in chain((the_ledger(),), *needs):
            streams.setdefault(stream.id, StreamState(stream.kind.initial, 0))
        events = (placed.event for placed in decide_all(request, needs, streams, REHEARSED_AT, evidence=evidence))
        posted += [
            Posted(event.effective_on, posting)
            for event in events
            if (posting := getattr(event, "posting", None)) is not None
        ]
    return posted


def _evidence(command: object, posted: Sequence[Posted]) -> tuple[object, ...] | None:
    """Give what a command rests on beside its streams; None if it is not rehearsed."""
    if COMMAND_TYPE_OF[type(command)].evidence is None:
        return ()
    if not isinstance(command, CountCash):
        return None
    lines = (line for day, posting in posted if day <= command.effective_on for line in posting.lines)
    return (BalancesAtEnd(balances=after({}, lines)),)
