"""What is appended in the comparisons: the same bytes for everybody."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from domain.accounting.lines import Line, Posting
from domain.activities.dues import DuesAssessed, DuesPaid
from domain.values import AccountCode, Count, Fen, MemberNo, Month, RuleId
from services.store import encode

ASSESSED: Final = DuesAssessed(
    member_no=MemberNo("M0012345"),
    period=Month("2026-05"),
    entry_no=Count(1),
    base_fen=Fen(498_500),
    rule_id=RuleId("RATE-2016"),
    amount_fen=Fen(2_490),
    arrears_change_fen=Fen(2_490),
    prepaid_change_fen=Fen(0),
    effective_on=date(2026, 5, 1),
)
PAID: Final = DuesPaid(
    member_no=MemberNo("M0012345"),
    period=Month("2026-05"),
    entry_no=Count(2),
    method="payroll",
    amount_fen=Fen(2_490),
    arrears_change_fen=Fen(-2_490),
    prepaid_change_fen=Fen(0),
    posting=Posting(
        RuleId("2021.dues"),
        (Line(AccountCode("102"), "D", Fen(2_490)), Line(AccountCode("401"), "C", Fen(2_490))),
    ),
    effective_on=date(2026, 5, 15),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An event as it is stored: its name and its bytes."""

    topic: str
    state: bytes


PAIR: Final = tuple(Stored(topic=topic, state=state) for topic, state in map(encode, (ASSESSED, PAID)))
"""The two events of an append: dues assessed and paid."""


def fresh_pair(year: int = 2026, process: int = 0) -> list[StoredEvent]:
    """Put the two events at the start of a stream that no other process writes, named as ours are."""
    stream_id = f"dues/M{process}{next(NUMBERS):06d}/{year}"
    return [StoredEvent(stream_id, version, event.topic, event.state) for version, event in enumerate(PAIR, start=1)]


def fresh_pair_by_uuid() -> list[StoredEvent]:
    """Put the two events at the start of a stream of their own, named by a UUID."""
    stream_id = uuid4()
    return [StoredEvent(stream_id, version, event.topic, event.state) for version, event in enumerate(PAIR, start=1)]


NUMBERS: Final = count(1)
