"""Many clients on one ledger: single commands, recorded through the whole command handler."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import partial
from itertools import count
from typing import Final
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from benchmarks.appending import LIBRARY, OURS
from benchmarks.clients import Act, Share, in_processes
from benchmarks.harness import Bench, Contender, Round
from benchmarks.payload import PAIR
from benchmarks.peers.library import create_default_table, default_recorder
from domain.activities.dues import PayDues
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import ActorId, Fen, LedgerId, MemberNo, Month, PersonalData, Text
from services.clock import now
from services.database import migrate, open_datastore
from services.recording import Recording, Request
from services.settings import Settings
from services.store import LedgerLog

CLIENTS: Final = 32
CLIENTS_OF_A_CONNECTION: Final = 2
LEDGER: Final = LedgerId("busy")
ACTOR: Final = ActorId("bench")
OPENED_ON: Final = date(2020, 1, 1)
PAYMENT: Final = PAIR[1]
"""What a payment is stored as, for the library to store as well."""


def append_same_ledger_32_clients(bench: Bench) -> None:
    """Thirty-two clients record single payments on one ledger: read, decide, append; the library only appends."""
    seconds, members = bench.size(30, 5) / 10, bench.size(20_000, 1_000)
    contenders = [
        Contender(name=OURS, open=lambda url: _ours(url, members, seconds)),
        Contender(name=LIBRARY, open=lambda url: _library(url, seconds)),
    ]
    figures = bench.compete(contenders, bench.size(3, 1))
    rows = [(name, figure, figures[OURS] / figure) for name, figure in figures.items()]
    bench.table(f"{CLIENTS} clients on one ledger, 1 event each", ("", "events/s", "ours ÷ this"), rows)
    bench.ratios_to(OURS, {LIBRARY: ("append_same_ledger_32_clients_vs_library", 4.0)}, figures)


def _ours(url: str, members: int, seconds: float) -> AbstractContextManager[Round]:
    migrate(url)
    opening = OpenLedger(name=Text("繁忙"), level="grassroots", chart="2009", effective_on=OPENED_ON)
    with open_datastore(url, Settings(database_url=url)) as datastore:
        enrolments = (_enrolment(number) for number in range(members))
        Recording(LedgerLog(datastore), now).record(_request(opening, *enrolments))
    return in_processes(url, CLIENTS, seconds, partial(paying_clients, members))


@contextmanager
def paying_clients(members: int, share: Share) -> Iterator[Act]:
    """Connect clients of the command handler, who share half as many connections."""
    settings = Settings(database_url=share.url, pool_size=share.clients // CLIENTS_OF_A_CONNECTION)
    with open_datastore(share.url, settings) as datastore:
        recording, numbers = Recording(LedgerLog(datastore), now), count(share.process, share.processes)
        yield lambda _: recording.record(_request(_payment(next(numbers), members)))


def _library(url: str, seconds: float) -> AbstractContextManager[Round]:
    create_default_table(url)
    return in_processes(url, CLIENTS, seconds, appending_clients)


@contextmanager
def appending_clients(share: Share) -> Iterator[Act]:
    """Connect clients of the library's default recorder, who share half as many connections."""
    with default_recorder(share.url, share.clients // CLIENTS_OF_A_CONNECTION) as recorder:
        yield lambda _: recorder.insert_events([StoredEvent(uuid4(), 1, PAYMENT.topic, PAYMENT.state)])


def _request(*commands: object) -> Request:
    return Request(ledger_id=LEDGER, request_id=uuid4().hex, actor=ACTOR, commands=commands)


def _enrolment(number: int) -> EnrolMember:
    member_no = MemberNo(f"M{number:05d}")
    return EnrolMember(member_no=member_no, person=PersonalData(name=Text(member_no)), effective_on=OPENED_ON)


def _payment(number: int, members: int) -> PayDues:
    """Pay another month of another member each time: streams stay short, and nobody collides."""
    months, member = divmod(number, members)
    period = Month(f"{2020 + months // 12 % 6}-{months % 12 + 1:02d}")
    return PayDues(
        member_no=MemberNo(f"M{member:05d}"),
        period=period,
        amount_fen=Fen(2_490),
        method="cash",
        effective_on=date(2024, 7, 15),
    )
