"""Projecting a realistic log into all read models: the live tail from nothing, and a rebuild of everything.

The log is 90 % dues, 4 % aid, 4 % membership and 2 % awards, spread over unions of a thousand members
each, month by month as real ones are recorded.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any, Final
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresDatastore

from benchmarks.harness import Bench
from domain.activities import aid, award, dues, membership
from domain.catalogue import EVENT_TYPE_OF
from domain.values import (
    ActorId,
    CardNo,
    CaseNo,
    Count,
    Fen,
    HouseholdId,
    LedgerId,
    MemberNo,
    Month,
    PersonalData,
    ProgrammeCode,
    RuleId,
    Subject,
    SubjectId,
    Text,
    Year,
    months_from,
)
from services.clock import now
from services.database import open_datastore
from services.projector import Projector
from services.settings import Settings
from services.store import Origin, encode
from services.store.appending import append

MEMBERS: Final = 1_000
EVENTS_IN_A_LEDGER: Final = 25_000
EVENTS_IN_AN_APPEND: Final = 5_000
LIVE_GOAL: Final = 50_000
FIRST_MONTH: Final = Month("2024-01")
DUES_FEN: Final = Fen(25_00)
SPENT_FEN: Final = Fen(500_00)


def project(bench: Bench) -> None:
    """Project a log of 200,000 events, 90 % dues, into all read models."""
    events = bench.size(200_000, 10_000)
    with bench.fresh_database() as url, open_datastore(url, Settings()) as datastore:
        ledgers = max(1, events // EVENTS_IN_A_LEDGER)
        for number in range(ledgers):
            record(datastore, LedgerId(f"union-{number}"), events // ledgers)
        projector = Projector(datastore)
        projector.prepare()
        live = rate(events, projector.run_until_idle)
        rebuilt = rate(events, projector.rebuild)
    rows = [("live tail", events, live), ("rebuild", events, rebuilt)]
    bench.table("All read models, events/s", ("", "events", "events/s"), rows)
    bench.ratio("project_live_events_per_second", live, at_least=LIVE_GOAL)
    bench.ratio("project_rebuild_events_per_second", rebuilt)


def rate(events: int, work: Callable[[], object]) -> float:
    """Say how many events a second a piece of work went through."""
    started = perf_counter()
    work()
    return events / (perf_counter() - started)


def record(datastore: PostgresDatastore, ledger_id: LedgerId, events: int) -> None:
    """Put a union's history into the log, through its codec and its bulk append."""
    versions: Counter[str] = Counter()
    stored: list[StoredEvent] = []
    for event, _ in zip(history(), range(events), strict=False):
        stream_id = EVENT_TYPE_OF[type(event)].stream(event).id
        topic, state = encode(event)
        stored.append(StoredEvent(stream_id, versions[stream_id], topic, state))
        versions[stream_id] += 1
    with datastore.get_connection() as connection:
        for start in range(0, len(stored), EVENTS_IN_AN_APPEND):
            origin = Origin(recorded_at=now(), actor=ActorId("ann"), request_id=uuid4().hex, digest=b"bench")
            append(connection, ledger_id, stored[start : start + EVENTS_IN_AN_APPEND], origin)


def history() -> Iterator[Any]:
    """Tell a union's history for ever: members, then month by month dues, with aid, awards and cards between."""
    members = [MemberNo(f"M{number:05d}") for number in range(MEMBERS)]
    for member_no in members:
        person = PersonalData(name=Text("会员甲"), phone=Text("13800000000"))
        yield membership.MemberEnrolled(
            member_no=member_no, person=person, branch_id=None, basis="admitted", effective_on=date(2024, 1, 1)
        )
    for index, period in enumerate(months_from(FIRST_MONTH, 1)):
        yield from month(members, index, period)


def month(members: list[MemberNo], index: int, period: Month) -> Iterator[Any]:
    """Tell one month: everybody's dues are assessed, then paid; one in 20 receives aid, one in 50 an award."""
    day = date(int(period[:4]), int(period[5:]), 5)
    for member_no in members:
        yield assessed(member_no, period, day)
    for number, member_no in enumerate(members):
        yield paid(member_no, period, day + timedelta(days=number % 20))
        if number % 45 == index % 45:
            yield from helped(member_no, index, day)
            yield honoured(member_no, index, day)
            yield card(member_no, index, day)


def assessed(member_no: MemberNo, period: Month, day: date) -> dues.DuesAssessed:
    """Make a month's assessment."""
    return dues.DuesAssessed(
        member_no=member_no,
        period=period,
        entry_no=Count(1),
        base_fen=Fen(5000_00),
        rule_id=RuleId("dues-2015"),
        amount_fen=DUES_FEN,
        arrears_change_fen=DUES_FEN,
        prepaid_change_fen=Fen(0),
        effective_on=day,
    )


def paid(member_no: MemberNo, period: Month, day: date) -> dues.DuesPaid:
    """Make a month's payment in full."""
    return dues.DuesPaid(
        member_no=member_no,
        period=period,
        entry_no=Count(2),
        method="payroll",
        amount_fen=DUES_FEN,
        arrears_change_fen=Fen(-DUES_FEN),
        prepaid_change_fen=Fen(0),
        effective_on=day,
    )


def helped(member_no: MemberNo, index: int, day: date) -> Iterator[Any]:
    """Make a payment of aid, and what it takes from the programme's budget."""
    case_no, programme = CaseNo(f"{member_no}-{index}"), ProgrammeCode("WARMTH")
    yield aid.AidDisbursed(
        case_no=case_no,
        programme=programme,
        fund_source="union",
        subject=Subject(kind="person", id=SubjectId(member_no)),
        household_id=HouseholdId(f"H{member_no}"),
        instalment=Count(1),
        amount_fen=SPENT_FEN,
        person_times=Count(1),
        paid_by=ActorId("carl"),
        effective_on=day,
    )
    yield aid.AidBudgetCharged(
        programme=programme,
        case_no=case_no,
        charged_fen=SPENT_FEN,
        budget_fen=Fen(10**9),
        spent_fen=SPENT_FEN,
        effective_on=day,
    )


def honoured(member_no: MemberNo, index: int, day: date) -> award.AwardConferred:
    """Make an award."""
    return award.AwardConferred(
        award=ProgrammeCode(f"MONTHLY_{index}"),
        year=Year(day.year),
        name=Text("首席员工"),
        recipient=Subject(kind="person", id=SubjectId(member_no)),
        prize_fen=SPENT_FEN,
        effective_on=day,
    )


def card(member_no: MemberNo, index: int, day: date) -> membership.CardIssued:
    """Make a card."""
    return membership.CardIssued(member_no=member_no, card_no=CardNo(f"{member_no}-{index + 1:02d}"), effective_on=day)
