"""A million rows imported into one ledger through the served API: memory, and what a payment elsewhere takes then."""

import http.client
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any, Final
from uuid import uuid4

import orjson

from benchmarks.harness import Bench, seconds_of
from benchmarks.memory import watched
from benchmarks.open_loop import percentile
from benchmarks.report import Cell
from benchmarks.service import Served, read_ok, served
from benchmarks.watching import Watcher, watching
from domain.activities.ledger import OpenLedger
from domain.values import ActorId, LedgerId, Month, Text, months_from
from services.clock import now
from services.database import open_datastore
from services.recording import Recording, Request
from services.settings import Settings
from services.store import LedgerLog

LINES_OF_A_BATCH: Final = 10_000
LARGE: Final = LedgerId("large")
SMALL: Final = LedgerId("small")
SMALL_MEMBERS: Final = 100
SECONDS_BETWEEN_PAYMENTS: Final = 0.2
SENDERS: Final = 4
OPENED_ON: Final = date(2018, 1, 1)
FIRST_MONTH: Final = Month("2018-01")
MILLISECONDS: Final = 1_000

Line = dict[str, Any]
"""A command as a line of a batch."""


def importing(bench: Bench) -> None:
    """Import 1 M rows in batches of 10,000: the service's memory, and payments of another ledger at the same time."""
    batches = bench.size(100, 3)
    with bench.fresh_database() as url:
        _open_ledgers(url)
        with served(url) as service:
            officer, cashier = service.token("officer"), service.token("cashier")
            _enrol_small(service, officer)
            with watched(service.pid) as peak, watching(url) as watcher, _paying(service, cashier, watcher) as answered:
                took = seconds_of(lambda: _import(service, officer, cashier, batches))
    events = batches * LINES_OF_A_BATCH
    rows = [(f"{events:,} events in batches of {LINES_OF_A_BATCH:,}", peak.megabytes, events / took)]
    bench.table("The service while it records and projects", ("", "most resident MB", "events/s"), rows)
    _show_payments(bench, {"answered after": sorted(answered), "visible after": sorted(watcher.seen)})
    bench.ratio("service_resident_megabytes", peak.megabytes, at_most=200)
    bench.ratio("payment_beside_import_worst_ms", max(watcher.seen) * MILLISECONDS, at_most=1_000)


def _enrol_small(service: Served, officer: str) -> None:
    """Enrol those who pay; return when they are visible, for then the projector has started."""
    with watching(service.url) as watcher:
        enrolments = [_enrolment(_member_no(number)) for number in range(SMALL_MEMBERS)]
        watcher.committed(SMALL, _post(service.connect(), officer, SMALL, enrolments), time.perf_counter())


def _show_payments(bench: Bench, figures: dict[str, list[float]]) -> None:
    rows: list[tuple[Cell, ...]] = [
        (name, *(percentile(taken, percent) * MILLISECONDS for percent in (50, 99, 100)))
        for name, taken in figures.items()
    ]
    title = f"{len(figures['answered after']):,} payments of another ledger meanwhile, from when they were due"
    bench.table(title, ("", "p50 ms", "p99 ms", "worst ms"), rows)


def _open_ledgers(url: str) -> None:
    with open_datastore(url, Settings(database_url=url)) as datastore:
        recording = Recording(LedgerLog(datastore), now)
        for ledger_id in (LARGE, SMALL):
            opening = OpenLedger(name=Text(ledger_id), level="grassroots", chart="2009", effective_on=OPENED_ON)
            recording.record(
                Request(ledger_id=ledger_id, request_id="open", actor=ActorId("bench"), commands=(opening,))
            )


def _import(service: Served, officer: str, cashier: str, batches: int) -> None:
    """Enrol ten thousand members, then pay a month's dues of all with each batch; return when all is visible."""
    connection = service.connect()
    members = [_member_no(number) for number in range(LINES_OF_A_BATCH)]
    with watching(service.url) as watcher:
        position = _post(connection, officer, LARGE, [_enrolment(member_no) for member_no in members])
        for period, _ in zip(months_from(FIRST_MONTH, 1), range(batches - 1), strict=False):
            position = _post(connection, cashier, LARGE, [_payment(member_no, period) for member_no in members])
        watcher.committed(LARGE, position, time.perf_counter())


@contextmanager
def _paying(service: Served, cashier: str, watcher: Watcher) -> Iterator[list[float]]:
    """Pay another ledger's dues on time for as long as the block lasts; give how long each answer took."""
    over = threading.Event()
    answered: list[float] = []
    payments = ((period, number) for period in months_from(FIRST_MONTH, 1) for number in range(SMALL_MEMBERS))
    numbered, taking = enumerate(payments), threading.Lock()
    began = time.perf_counter()

    def pay() -> None:
        connection = service.connect()
        while True:
            with taking:
                turn, (period, number) = next(numbered)
            due = began + turn * SECONDS_BETWEEN_PAYMENTS
            if over.wait(max(0.0, due - time.perf_counter())):
                return
            position = _post(connection, cashier, SMALL, [_payment(_member_no(number), period)])
            answered.append(time.perf_counter() - due)
            watcher.committed(SMALL, position, due)

    with ThreadPoolExecutor(SENDERS) as threads:
        paying = [threads.submit(pay) for _ in range(SENDERS)]
        try:
            yield answered
        finally:
            over.set()
        for sender in paying:
            sender.result()


def _member_no(number: int) -> str:
    return f"M{number:05d}"


def _enrolment(member_no: str) -> Line:
    data = {"member_no": member_no, "person": {"name": member_no}, "effective_on": OPENED_ON.isoformat()}
    return {"command": "enrol-member", "data": data}


def _payment(member_no: str, period: Month) -> Line:
    data = {
        "member_no": member_no,
        "period": period,
        "amount": "24.90",
        "method": "payroll",
        "effective_on": f"{period}-15",
    }
    return {"command": "pay-dues", "data": data}


def _post(connection: http.client.HTTPConnection, token: str, ledger_id: LedgerId, lines: list[Line]) -> int:
    """Send a batch of commands; return the position of its last event."""
    body = b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/x-ndjson",
        "Idempotency-Key": uuid4().hex,
    }
    connection.request("POST", f"/api/v1/ledgers/{ledger_id}/commands:batch", body=body, headers=headers)
    return int(orjson.loads(read_ok(connection.getresponse()))["position"])
