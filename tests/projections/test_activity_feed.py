"""Events are found by name, member, day and position, forwards and backwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow

from domain.values import MemberNo, Subject
from projections.activity_feed import feed
from services.projector import Projector
from services.store import decode
from tests.projections.histories import SAMPLES
from tests.projections.logs import SCHOOL, Log, Projected
from tests.samples import aid
from tests.samples.award import CONFERRED
from tests.samples.dues import ASSESSED, PAID_IN_PART
from tests.samples.membership import ENROLLED, MEMBER

DAY: Final = date(2025, 1, 1)
MANY: Final = 700
"""More than two blocks of positions."""


def positions(connection: psycopg.Connection[DictRow], **asked: Any) -> list[int]:  # noqa: ANN401 - any way to search
    """List where the events stand that are found."""
    return [entry.position for entry in feed(connection, SCHOOL, **asked)]


def paid_on(day: date, member: int = 1) -> object:
    """Make a payment of a day."""
    return replace(PAID_IN_PART, effective_on=day, member_no=MemberNo(f"M{member}"))


def test_an_entry_says_all_that_the_log_says(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(ENROLLED)
    (entry,) = feed(connection, SCHOOL)
    assert (entry.position, entry.stream_id, entry.version) == (1, f"member/{MEMBER}", 0)
    assert (entry.name, entry.effective_on) == ("member.enrolled", ENROLLED.effective_on)
    assert decode(entry.topic, entry.state) == ENROLLED


def test_pages_follow_one_another_without_gap_or_repeat(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(*(paid_on(DAY + timedelta(days=number)) for number in range(MANY)))
    forwards, backwards = list[int](), list[int]()
    while page := positions(connection, after=forwards[-1] if forwards else 0, limit=99):
        forwards += page
    while page := positions(connection, after=backwards[-1] if backwards else 0, limit=99, newest_first=True):
        backwards += page
        if page[-1] == 1:
            break
    assert forwards == list(range(1, MANY + 1))
    assert backwards == forwards[::-1]


def test_the_page_below_the_first_position_is_empty(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(ENROLLED)
    assert positions(connection, after=1, newest_first=True) == []


def test_a_rare_name_is_found_among_many_events(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(ENROLLED, *(paid_on(DAY) for _ in range(MANY)), CONFERRED)
    assert positions(connection, name="award.conferred") == [MANY + 2]
    assert positions(connection, name="member.enrolled", newest_first=True) == [1]
    assert positions(connection, name="award.revoked") == []


def test_days_include_both_ends(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(*(paid_on(DAY + timedelta(days=number)) for number in range(5)))
    second, fourth = DAY + timedelta(days=1), DAY + timedelta(days=3)
    assert positions(connection, from_day=second, to_day=fourth) == [2, 3, 4]
    assert positions(connection, from_day=fourth, newest_first=True) == [5, 4]
    assert positions(connection, to_day=second, name="dues.paid") == [1, 2]


def test_a_member_is_found_by_number_and_not_by_its_beginning(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(*(paid_on(DAY, member) for member in (1, 10, 1, 2)))
    assert positions(connection, member_no=MemberNo("M1")) == [1, 3]
    assert positions(connection, member_no=MemberNo("M1"), newest_first=True, limit=1) == [3]
    assert positions(connection, member_no=MemberNo("M1"), after=1) == [3]


def test_every_event_of_a_member_is_found_by_the_members_number(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    events = [event for event in SAMPLES if hasattr(event, "member_no")]
    projected(CONFERRED, *events)
    assert {event.member_no for event in events} == {MEMBER}
    assert positions(connection, member_no=MEMBER) == list(range(2, len(events) + 2))


def test_aid_is_found_by_the_person_whom_it_reached(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    steps = (aid.REQUESTED, aid.APPROVED, aid.DISBURSED, aid.CAP_CHARGED, aid.REVERSED, aid.CLOSED)
    household = Subject(kind="household", id=aid.STUDENT.id)
    projected(*steps, *(replace(step, subject=household) for step in steps))
    assert positions(connection, member_no=MemberNo(aid.STUDENT.id)) == list(range(1, len(steps) + 1))


def test_nothing_is_shown_that_is_not_reflected_yet(
    log: Log, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED)
    projector.run_until_idle()
    log.append(ASSESSED)
    assert positions(connection) == positions(connection, member_no=MEMBER) == [1]
