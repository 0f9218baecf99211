"""From commit to visible: single commands at a steady rate, and a look at all read models every few milliseconds."""

import time
from datetime import date
from functools import partial
from typing import Final
from uuid import uuid4

from benchmarks.harness import Bench
from benchmarks.open_loop import latencies, percentile
from benchmarks.report import Cell
from benchmarks.watching import Watcher, watching
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import ActorId, LedgerId, MemberNo, PersonalData, Text
from services.collector import settle
from services.recording import Request
from services.service import Service, open_service
from services.settings import Settings

LEDGERS: Final = 16
EVENTS_PER_SECOND: Final = 500
OPENED_ON: Final = date(2024, 1, 1)
MILLISECONDS: Final = 1_000


def visibility(bench: Bench) -> None:
    """From commit to visible in all read models, at 500 events a second on 16 ledgers."""
    settle()  # as the served program does
    rate, seconds = bench.size(EVENTS_PER_SECOND, 50), bench.size(60, 3)
    with bench.fresh_database() as url, open_service(url, Settings(database_url=url)) as service:
        service.projector.prepare()
        ledger_ids = [LedgerId(f"ledger-{number}") for number in range(LEDGERS)]
        with service.projecting.running():
            _open(service, url, ledger_ids)
            with watching(url) as watcher:
                senders = [partial(_enrol, service, ledger_id, watcher) for ledger_id in ledger_ids]
                answered = latencies(rate, seconds, senders)
    seen = sorted(watcher.seen)
    figures = {"answered after": answered, "visible after the commit": seen}
    rows: list[tuple[Cell, ...]] = [
        (name, *(percentile(taken, percent) * MILLISECONDS for percent in (50, 99, 100)))
        for name, taken in figures.items()
    ]
    bench.table(f"{rate} events/s on {LEDGERS} ledgers", ("", "p50 ms", "p99 ms", "worst ms"), rows)
    bench.ratio("visible_p99_ms", percentile(seen, 99) * MILLISECONDS, at_most=150)


def _open(service: Service, url: str, ledger_ids: list[LedgerId]) -> None:
    """Open ledgers; return when they are visible, for then the projector has started."""
    with watching(url) as watcher:
        for ledger_id in ledger_ids:
            opening = OpenLedger(name=Text(ledger_id), level="grassroots", chart="2009", effective_on=OPENED_ON)
            watcher.committed(ledger_id, _record(service, ledger_id, opening), time.perf_counter())


def _enrol(service: Service, ledger_id: LedgerId, watcher: Watcher, number: int) -> None:
    member_no = MemberNo(f"M{number:07d}")
    command = EnrolMember(member_no=member_no, person=PersonalData(name=Text(member_no)), effective_on=OPENED_ON)
    watcher.committed(ledger_id, _record(service, ledger_id, command), time.perf_counter())


def _record(service: Service, ledger_id: LedgerId, command: object) -> int:
    receipt = service.recording.record(
        Request(ledger_id=ledger_id, request_id=uuid4().hex, actor=ActorId("bench"), commands=(command,))
    )
    service.projecting.wake()
    return receipt.position
