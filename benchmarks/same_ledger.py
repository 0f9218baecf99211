"""Many clients on one ledger: single commands, recorded through the whole command handler."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import count
from typing import Final
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from benchmarks.appending import LIBRARY, OURS
from benchmarks.clients import acts_per_second
from benchmarks.harness import Bench, Contender, Round
from benchmarks.peers.library import default_recorder
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
CONNECTIONS: Final = 16
LEDGER: Final = LedgerId("busy")
ACTOR: Final = ActorId("bench")
OPENED_ON: Final = date(2020, 1, 1)
STATE: Final = (
    b'{"member_no":"M00042","period":"2024-07","entry_no":1,"method":"cash","amount_fen":2490,'
    b'"arrears_change_fen":0,"prepaid_change_fen":2490,"effective_on":"2024-07-15"}'
)
"""What one of the payments is stored as, for the library to store as well."""


def append_same_ledger_32_clients(bench: Bench) -> None:
    """Thirty-two clients record single payments on one ledger: read, decide, append; the library only appends."""
    seconds = bench.size(50, 5) / 10
    contenders = [
        Contender(name=OURS, open=contextmanager(partial(_ours, bench.size(20_000, 1_000), seconds))),
        Contender(name=LIBRARY, open=contextmanager(partial(_library, seconds))),
    ]
    figures = bench.compete(contenders, bench.size(5, 1))
    rows = [(name, figure, figures[OURS] / figure) for name, figure in figures.items()]
    bench.table(f"{CLIENTS} clients on one ledger, 1 event each", ("", "events/s", "ours ÷ this"), rows)
    bench.ratios_to(OURS, {LIBRARY: ("append_same_ledger_32_clients_vs_library", 4.0)}, figures)


def _ours(members: int, seconds: float, url: str) -> Iterator[Round]:
    migrate(url)
    with open_datastore(url, Settings(database_url=url, pool_size=CONNECTIONS)) as datastore:
        recording = Recording(LedgerLog(datastore), now)
        opening = OpenLedger(name=Text("繁忙"), level="grassroots", chart="2009", effective_on=OPENED_ON)
        enrolments = (_enrolment(number) for number in range(members))
        recording.record(_request(opening, *enrolments))
        numbers = count()
        yield lambda: acts_per_second(
            CLIENTS, seconds, lambda _: recording.record(_request(_payment(next(numbers), members)))
        )


def _library(seconds: float, url: str) -> Iterator[Round]:
    with default_recorder(url, CONNECTIONS) as recorder:
        yield lambda: acts_per_second(
            CLIENTS, seconds, lambda _: recorder.insert_events([StoredEvent(uuid4(), 1, "dues.paid", STATE)])
        )


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
