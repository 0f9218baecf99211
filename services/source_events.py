"""The events behind a voucher: those of one source, found in the log by its day."""

from collections.abc import Iterator
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.accounting.lines import Posting
from domain.accounting.sources import day_of, source_of
from domain.values import LedgerId
from projections.activity_feed import FeedEntry, feed
from services.store import decode

PAGE_SIZE: Final = 1_000


def source_events(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, source: str, *, after: int = 0, limit: int = 100
) -> list[FeedEntry]:
    """List the events of a source behind the position ``after``; a source begins with its day."""
    found: list[FeedEntry] = []
    for entry in _of_day(connection, ledger_id, source, after):
        event = decode(entry.topic, entry.state)
        posting: Posting | None = getattr(event, "posting", None)
        if posting is not None and source_of(posting, event.effective_on) == source:
            found.append(entry)
            if len(found) == limit:
                break
    return found


def _of_day(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, source: str, after: int
) -> Iterator[FeedEntry]:
    try:
        day = day_of(source)
    except ValueError:
        return
    while True:
        page = feed(connection, ledger_id, after=after, limit=PAGE_SIZE, from_day=day, to_day=day)
        yield from page
        if len(page) < PAGE_SIZE:
            return
        after = page[-1].position
