"""What happened, event by event, for people: found by name, member, day and position.

Nothing is kept for each event, because most can be found in the log itself: those of a member by the
names of the member's streams. For the rest there are two small tables: which names and days occur in
each block of positions, so that whole blocks are passed over; and where aid and awards reached a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import psycopg
from psycopg.rows import DictRow, class_row

from domain.activities import aid, award, branch, dues, establishment, governance, ledger, membership
from domain.catalogue import EVENT_TYPES
from domain.values import ActorId, LedgerId, MemberNo, Subject
from projections.fold import Changes, Entry, ReadModel, Table
from projections.of_the_books import OfTheBooks
from projections.progress import position

Reached = (
    aid.AidDisbursed
    | aid.AidCapCharged
    | aid.AidRequested
    | aid.AidApproved
    | aid.AidCaseClosed
    | aid.AidReversed
    | aid.AidNeedClaimed
    | award.AwardConferred
    | award.AwardRevoked
    | award.NominationFiled
)
"""What reaches somebody, in whose own streams it does not stand."""
Handled = (
    dues.Event
    | membership.Event
    | aid.AidBudgetCharged
    | aid.AidFundsRaised
    | aid.AidFundsReversed
    | aid.AidBudgetAmended
    | aid.AidProgrammeOpened
    | aid.AidPolicyAdopted
    | award.SelectionClosed
    | award.AwardProgrammeOpened
    | award.HonourReceived
    | award.InnovationReviewed
    | branch.BranchOpened
    | establishment.Event
    | governance.Event
    | OfTheBooks
    | ledger.Event
)

NAMES: Final[dict[type, str]] = {kind.event: kind.name for kind in EVENT_TYPES}
BLOCK_BITS: Final = 8
"""A block is 256 positions: few enough to look through, enough to make the table of blocks small."""

ACTIVITY_BLOCK: Final = Table(
    name="activity_block",
    key={"block": "bigint", "name": "text", "effective_on": "date"},
    indexes=(("name", "block"),),
)
ACTIVITY_PERSON: Final = Table(name="activity_person", key={"person_id": "text", "position": "bigint"})


def note(entries: Sequence[Entry], rows: Changes) -> None:
    """Note which blocks have an event of this name, and of which days."""
    blocks, name = rows[ACTIVITY_BLOCK.name], NAMES[type(entries[0][1])]
    for block, day in {(at >> BLOCK_BITS, event.effective_on) for at, event in entries}:
        blocks[block, name, day]


def fold(event: Reached, position: int, rows: Changes) -> None:
    """Note whom it reached."""
    subject = _subject(event)
    if subject.kind == "person":
        rows.put(ACTIVITY_PERSON, (subject.id, position))


def _subject(event: Reached) -> Subject:
    match event:
        case award.AwardConferred() | award.AwardRevoked():
            return event.recipient
        case award.NominationFiled():
            return event.nominee
        case _:
            return event.subject


ACTIVITY_FEED: Final = ReadModel(
    name="activity_feed",
    version=2,
    tables=(ACTIVITY_BLOCK, ACTIVITY_PERSON),
    folds={Reached: fold},
    sums={Reached | Handled: note},
    ignores=frozenset(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An event as it stands in the log, with its name and its day. The codec reads ``topic`` and ``state``."""

    position: int
    stream_id: str
    version: int
    name: str
    topic: str
    state: bytes
    recorded_at: datetime
    actor: ActorId
    request_id: str
    effective_on: date


OLDEST_FIRST: Final = """
SELECT position, stream_id, version, split_part(topic, '/', 1) AS name, topic, state, recorded_at, actor, request_id,
       (convert_from(state, 'UTF8')::json ->> 'effective_on')::date AS effective_on
FROM (
    SELECT event.*
    FROM (
        SELECT DISTINCT block
        FROM read_model.activity_block
        WHERE ledger_id = %(ledger_id)s
          AND block >= %(after)s::bigint >> 8 AND block <= %(upto)s::bigint >> 8
          AND (%(name)s::text IS NULL OR name = %(name)s::text)
          AND (%(days)s::daterange IS NULL OR %(days)s::daterange @> effective_on)
        ORDER BY block
    ) AS found
    CROSS JOIN LATERAL (
        SELECT *
        FROM ledger.ledger_event
        WHERE ledger_id = %(ledger_id)s
          AND position >= found.block << 8 AND position < (found.block + 1) << 8
          AND position > %(after)s AND position <= %(upto)s
          AND (%(name)s::text IS NULL OR split_part(topic, '/', 1) = %(name)s::text)
          AND (%(days)s::daterange IS NULL
               OR %(days)s::daterange @> (convert_from(state, 'UTF8')::json ->> 'effective_on')::date)
        ORDER BY position
    ) AS event
    ORDER BY found.block, position
    LIMIT %(limit)s
) AS page
ORDER BY position
"""

NEWEST_FIRST: Final = """
SELECT position, stream_id, version, split_part(topic, '/', 1) AS name, topic, state, recorded_at, actor, request_id,
       (convert_from(state, 'UTF8')::json ->> 'effective_on')::date AS effective_on
FROM (
    SELECT event.*
    FROM (
        SELECT DISTINCT block
        FROM read_model.activity_block
        WHERE ledger_id = %(ledger_id)s
          AND block >= %(after)s::bigint >> 8 AND block <= %(upto)s::bigint >> 8
          AND (%(name)s::text IS NULL OR name = %(name)s::text)
          AND (%(days)s::daterange IS NULL OR %(days)s::daterange @> effective_on)
        ORDER BY block DESC
    ) AS found
    CROSS JOIN LATERAL (
        SELECT *
        FROM ledger.ledger_event
        WHERE ledger_id = %(ledger_id)s
          AND position >= found.block << 8 AND position < (found.block + 1) << 8
          AND position > %(after)s AND position <= %(upto)s
          AND (%(name)s::text IS NULL OR split_part(topic, '/', 1) = %(name)s::text)
          AND (%(days)s::daterange IS NULL
               OR %(days)s::daterange @> (convert_from(state, 'UTF8')::json ->> 'effective_on')::date)
        ORDER BY position DESC
    ) AS event
    ORDER BY found.block DESC, position DESC
    LIMIT %(limit)s
) AS page
ORDER BY position DESC
"""

OF_ONE_MEMBER: Final = """
SELECT position, stream_id, version, split_part(topic, '/', 1) AS name, topic, state, recorded_at, actor, request_id,
       (convert_from(state, 'UTF8')::json ->> 'effective_on')::date AS effective_on
FROM (
    SELECT *
    FROM ledger.ledger_event
    WHERE ledger_id = %(ledger_id)s AND position > %(after)s AND position <= %(upto)s
      AND position = ANY(ARRAY(
        SELECT position FROM ledger.ledger_event
        WHERE ledger_id = %(ledger_id)s
          AND stream_id IN ('member/' || %(member_no)s::text, 'wage-base/' || %(member_no)s::text)
        UNION ALL
        SELECT position FROM ledger.ledger_event
        WHERE ledger_id = %(ledger_id)s
          AND stream_id > 'dues/' || %(member_no)s::text || '/' AND stream_id < 'dues/' || %(member_no)s::text || '0'
        UNION ALL
        SELECT position FROM read_model.activity_person
        WHERE ledger_id = %(ledger_id)s AND person_id = %(member_no)s::text
      ))
      AND (%(name)s::text IS NULL OR split_part(topic, '/', 1) = %(name)s::text)
      AND (%(days)s::daterange IS NULL
           OR %(days)s::daterange @> (convert_from(state, 'UTF8')::json ->> 'effective_on')::date)
    ORDER BY position * %(direction)s
    LIMIT %(limit)s
) AS page
ORDER BY position * %(direction)s
"""
"""In the order of characters, ``0`` follows ``/``: between the two stand all dues streams of the member."""


def feed(  # noqa: PLR0913 - one argument for each way to search
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    *,
    after: int = 0,
    limit: int = 100,
    newest_first: bool = False,
    name: str | None = None,
    member_no: MemberNo | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
) -> list[FeedEntry]:
    """List events behind the position ``after``, in the order asked for; days include both ends.

    Newest first, the page begins below ``after``; 0 begins at the newest event. Nothing is shown that
    the read model does not reflect. ``member_no`` may be the id of any person whom aid or an award reached.
    """
    reflected = position(connection, ACTIVITY_FEED.name, ledger_id)
    asked = {
        "ledger_id": ledger_id,
        "after": 0 if newest_first else after,
        "upto": min(after - 1, reflected) if newest_first and after else reflected,
        "direction": -1 if newest_first else 1,
        "limit": limit,
        "name": name,
        "member_no": member_no,
        "days": f"[{from_day or ''},{to_day or ''}]" if from_day or to_day else None,
    }
    of_ledger = NEWEST_FIRST if newest_first else OLDEST_FIRST
    with connection.cursor(row_factory=class_row(FeedEntry)) as cursor:
        # Planned anew each time: what is not asked for then costs nothing, and the right index is used.
        return cursor.execute(OF_ONE_MEMBER if member_no else of_ledger, asked, prepare=False).fetchall()
