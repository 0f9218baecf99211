"""The served API: latency of queries, and memory while it records and projects."""

import http.client
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import uuid4

import orjson
import psycopg

from benchmarks.harness import Bench, seconds_of
from benchmarks.memory import watched
from benchmarks.open_loop import latencies, percentile
from benchmarks.report import Cell
from benchmarks.service import OK, Served, served
from benchmarks.workload import SEED, Workload, settle, synthetic
from domain.activities.ledger import OpenLedger
from domain.values import ActorId, LedgerId, Month, Text, months_from
from services.clock import now
from services.database import open_datastore
from services.projector import Projector
from services.recording import Recording, Request
from services.settings import Settings
from services.store import LedgerLog

REQUESTS_PER_SECOND: Final = 100
SENDERS: Final = 8
CARD: Final = "member card"
TOTALS: Final = "annual totals"
YEAR: Final = 2024
LINES_OF_A_BATCH: Final = 10_000
LEDGER: Final = LedgerId("served")
OPENED_ON: Final = date(2018, 1, 1)
FIRST_MONTH: Final = Month("2018-01")
MILLISECONDS: Final = 1_000

Line = dict[str, Any]
"""A command as a line of a batch."""

SELECT_MEMBERS: Final = "SELECT ledger_id, member_no FROM read_model.member_balance"


def get_latency(bench: Bench) -> None:
    """GET of member cards and annual totals at 100 requests/s with 1 M events stored."""
    with synthetic(bench, bench.size(1_000_000, 10_000)) as workload:
        projector = Projector(workload.datastore)
        projector.prepare()
        projector.run_until_idle()
        settle(workload.url)
        paths = _paths(workload)
        with served(workload.url) as service:
            token = service.token("auditor")
            figures = {name: _answer_times(bench, service, token, choose) for name, choose in paths.items()}
    rows: list[tuple[Cell, ...]] = [
        (name, *(percentile(taken, percent) * MILLISECONDS for percent in (50, 99, 100)))
        for name, taken in figures.items()
    ]
    title = f"GET at {REQUESTS_PER_SECOND} requests/s, {workload.events:,} events stored"
    bench.table(title, ("", "p50 ms", "p99 ms", "worst ms"), rows)
    bench.ratio("get_card_p99_ms", percentile(figures[CARD], 99) * MILLISECONDS, at_most=15)
    bench.ratio("get_totals_p99_ms", percentile(figures[TOTALS], 99) * MILLISECONDS, at_most=15)


def _paths(workload: Workload) -> dict[str, Callable[[], str]]:
    choose = random.Random(SEED)  # noqa: S311 - picks what to ask for
    with psycopg.connect(workload.url) as connection:
        members = connection.execute(SELECT_MEMBERS).fetchall()

    def card() -> str:
        ledger_id, member_no = choose.choice(members)
        return f"/api/v1/ledgers/{ledger_id}/members/{member_no}/card"

    return {CARD: card, TOTALS: lambda: f"/api/v1/ledgers/{choose.choice(workload.ledger_ids)}/annual-totals/{YEAR}"}


def _answer_times(bench: Bench, service: Served, token: str, choose: Callable[[], str]) -> list[float]:
    connections = [service.connect() for _ in range(SENDERS)]
    senders = [partial(_get, connection, token, choose) for connection in connections]
    latencies(REQUESTS_PER_SECOND, 1, senders)
    return latencies(REQUESTS_PER_SECOND, bench.size(60, 2), senders)


def _get(connection: http.client.HTTPConnection, token: str, choose: Callable[[], str], _number: int) -> None:
    connection.request("GET", choose(), headers={"Authorization": f"Bearer {token}"})
    _expect_ok(connection.getresponse())


def _expect_ok(answer: http.client.HTTPResponse) -> None:
    body = answer.read()
    if answer.status >= OK + 100:
        message = f"{answer.status}: {body.decode()[:500]}"
        raise RuntimeError(message)


def recording_memory(bench: Bench) -> None:
    """Resident memory of the service while it records and projects 1 M events in batches of 10,000 commands."""
    batches = bench.size(100, 3)
    with bench.fresh_database() as url:
        _open_ledger(url)
        with served(url) as service, watched(service.pid) as peak:
            took = seconds_of(lambda: _record_batches(service, batches))
    events = batches * LINES_OF_A_BATCH
    rows = [(f"{events:,} events in batches of {LINES_OF_A_BATCH:,}", peak.megabytes, events / took)]
    bench.table("The service while it records and projects", ("", "most resident MB", "events/s"), rows)
    bench.ratio("service_resident_megabytes", peak.megabytes, at_most=200)


def _open_ledger(url: str) -> None:
    command = OpenLedger(name=Text("服务"), level="grassroots", chart="2009", effective_on=OPENED_ON)
    with open_datastore(url, Settings(database_url=url)) as datastore:
        Recording(LedgerLog(datastore), now).record(
            Request(ledger_id=LEDGER, request_id="open", actor=ActorId("bench"), commands=(command,))
        )


def _record_batches(service: Served, batches: int) -> None:
    """Enrol ten thousand members, then pay a month's dues of all of them with each batch."""
    connection = service.connect()
    officer, cashier = service.token("officer"), service.token("cashier")
    members = [f"M{number:05d}" for number in range(LINES_OF_A_BATCH)]
    _post(connection, officer, [_enrolment(member_no) for member_no in members])
    for period, _ in zip(months_from(FIRST_MONTH, 1), range(batches - 1), strict=False):
        _post(connection, cashier, [_payment(member_no, period) for member_no in members])


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


def _post(connection: http.client.HTTPConnection, token: str, lines: list[Line]) -> None:
    body = b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/x-ndjson",
        "Idempotency-Key": uuid4().hex,
    }
    connection.request("POST", f"/api/v1/ledgers/{LEDGER}/commands:batch", body=body, headers=headers)
    _expect_ok(connection.getresponse())
