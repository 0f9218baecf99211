"""From commit to visible: single commands at a steady rate, and a look at all read models every few milliseconds."""

import threading
import time
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple
from uuid import uuid4

import psycopg

from benchmarks.harness import Bench
from benchmarks.open_loop import latencies, percentile
from benchmarks.report import Cell
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import ActorId, LedgerId, MemberNo, PersonalData, Text
from services.recording import Request
from services.server import projecting
from services.service import Service, open_service
from services.settings import Settings

LEDGERS: Final = 16
EVENTS_PER_SECOND: Final = 500
OPENED_ON: Final = date(2024, 1, 1)
LOOK_SECONDS: Final = 0.002
PATIENCE_SECONDS: Final = 60.0
MILLISECONDS: Final = 1_000

SELECT_REFLECTED: Final = """
SELECT ledger_id, min(position)
FROM read_model.progress JOIN read_model.generation USING (read_model, generation)
WHERE live
GROUP BY ledger_id
"""


class Committed(NamedTuple):
    """An event that was acknowledged."""

    ledger_id: LedgerId
    position: int
    at: float


def visibility(bench: Bench) -> None:
    """From commit to visible in all read models, at 500 events a second on 16 ledgers."""
    rate, seconds = bench.size(EVENTS_PER_SECOND, 50), bench.size(60, 3)
    committed: SimpleQueue[Committed] = SimpleQueue()
    with bench.fresh_database() as url, open_service(url, Settings(database_url=url)) as service:
        service.projector.prepare()
        ledger_ids = [LedgerId(f"ledger-{number}") for number in range(LEDGERS)]
        for ledger_id in ledger_ids:
            _record(service, ledger_id, _opening(ledger_id))
        senders = [partial(_enrol, service, ledger_id, committed) for ledger_id in ledger_ids]
        with projecting(service.projector):
            seen: list[float] = []
            watcher = threading.Thread(target=_watch, args=(url, committed, seen, rate * seconds))
            watcher.start()
            answered = latencies(rate, seconds, senders)
            watcher.join()
    seen.sort()
    figures = {"answered after": answered, "visible after the commit": seen}
    rows: list[tuple[Cell, ...]] = [
        (name, *(percentile(taken, percent) * MILLISECONDS for percent in (50, 99, 100)))
        for name, taken in figures.items()
    ]
    bench.table(f"{rate} events/s on {LEDGERS} ledgers", ("", "p50 ms", "p99 ms", "worst ms"), rows)
    bench.ratio("visible_p99_ms", percentile(seen, 99) * MILLISECONDS, at_most=150)


def _opening(ledger_id: LedgerId) -> OpenLedger:
    return OpenLedger(name=Text(ledger_id), level="grassroots", chart="2009", effective_on=OPENED_ON)


def _enrol(service: Service, ledger_id: LedgerId, committed: "SimpleQueue[Committed]", number: int) -> None:
    member_no = MemberNo(f"M{number:07d}")
    command = EnrolMember(member_no=member_no, person=PersonalData(name=Text(member_no)), effective_on=OPENED_ON)
    committed.put(Committed(ledger_id, _record(service, ledger_id, command), time.perf_counter()))


def _record(service: Service, ledger_id: LedgerId, command: object) -> int:
    receipt = service.recording.record(
        Request(ledger_id=ledger_id, request_id=uuid4().hex, actor=ActorId("bench"), commands=(command,))
    )
    service.projector.wake()
    return receipt.position


def _watch(url: str, committed: "SimpleQueue[Committed]", seen: list[float], wanted: int) -> None:
    """Look until as many events as wanted were seen in all read models; note how long each took."""
    waiting: list[Committed] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in count():
            with suppress(Empty):
                while True:
                    waiting.append(committed.get_nowait())
            reflected: dict[str, int] = dict(connection.execute(SELECT_REFLECTED, prepare=True).fetchall())
            looked_at = time.perf_counter()
            still: list[Committed] = []
            for event in waiting:
                if reflected.get(event.ledger_id, 0) >= event.position:
                    seen.append(looked_at - event.at)
                else:
                    still.append(event)
            waiting = still
            if len(seen) >= wanted or (waiting and looked_at - waiting[0].at > PATIENCE_SECONDS):
                return
            time.sleep(LOOK_SECONDS)
