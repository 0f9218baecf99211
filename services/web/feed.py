"""The feed of a ledger: every event as a sentence, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.catalogue import ACTIVITIES
from domain.values import MemberNo
from projections.activity_feed import FeedEntry
from projections.activity_feed import feed as entries
from services.messages import Language, sentence, text
from services.store.codec import UnreadableEvent, decode
from services.web.asking import choice, day, member_no, position
from services.web.rendering import address, language_of
from services.web.visiting import Page, Visit, reflected

PAGE_SIZE: Final = 50
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    activity.name: tuple(kind.name for kind in activity.events) for activity in ACTIVITIES
}
"""The names of events by the activity they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry, what it says, and the member whose card it changed, if any."""

    entry: FeedEntry
    says: str
    member_no: MemberNo | None


def feed(visit: Visit) -> dict[str, Any]:
    """Find what the page shows."""
    ledger = visit.ledger()
    names = [name for names in KINDS.values() for name in names]
    kind = choice(visit.query, "kind", names)
    of_member = member_no(visit.query, "member")
    from_day, to_day = day(visit.query, "from"), day(visit.query, "to")
    before = position(visit.query, "before")
    found = entries(
        visit.connection,
        ledger.ledger_id,
        after=before,
        limit=PAGE_SIZE + 1,
        newest_first=True,
        name=kind,
        member_no=of_member,
        from_day=from_day,
        to_day=to_day,
    )
    shown = found[:PAGE_SIZE]
    language = language_of(visit.request)
    return {
        "tab": "feed",
        "ledger": ledger,
        "kinds": KINDS,
        "asked": {"kind": kind, "member_no": of_member, "from_day": from_day, "to_day": to_day},
        "told": [told(language, entry) for entry in shown],
        "first": address(visit.request, before=None, lang=None) if before else None,
        "next": address(visit.request, before=str(shown[-1].position), lang=None) if len(found) > len(shown) else None,
        "reflects": reflected(visit, ledger.ledger_id, "activity_feed"),
    }


def told(language: Language, entry: FeedEntry) -> Told:
    """Say what an event says; one that cannot be read is named by what it is stored as."""
    try:
        event = decode(entry.topic, entry.state)
    except UnreadableEvent:
        return Told(entry=entry, says=text(language, "feed.unreadable", topic=entry.topic), member_no=None)
    return Told(entry=entry, says=sentence(language, entry.name, event), member_no=getattr(event, "member_no", None))


FEED: Final = Page(template="feed.html", facts=feed)
