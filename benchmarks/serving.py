"""The served API: latency of queries, of now and of the past."""

import http.client
import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

import psycopg

from benchmarks.harness import Bench, seconds_of
from benchmarks.open_loop import latencies, percentile
from benchmarks.report import Cell
from benchmarks.service import OK, Served, read_ok, served
from benchmarks.workload import SEED, Workload, stored

REQUESTS_PER_SECOND: Final = 100
SENDERS: Final = 8
CARD: Final = "member card"
TOTALS: Final = "annual totals"
YEAR: Final = 2024
FIRST_DAY: Final = date(2022, 1, 1)
DAYS: Final = 3 * 365
MILLISECONDS: Final = 1_000
NOT_FOUND: Final = 404

SELECT_MEMBERS: Final = "SELECT ledger_id, member_no FROM read_model.member_balance"


def get_latency(bench: Bench) -> None:
    """GET of member cards and annual totals at 100 requests/s with 1 M events stored."""
    workload = stored(bench, bench.size(1_000_000, 20_000))
    paths = _paths(workload)
    with served(workload.url) as service:
        token = service.token("auditor")
        figures = {name: _answer_times(bench, service, token, choose) for name, choose in paths.items()}
        past = _card_of_a_day(bench, service, token, paths[CARD])
    rows: list[tuple[Cell, ...]] = [
        (name, *(percentile(taken, percent) * MILLISECONDS for percent in (50, 99, 100)))
        for name, taken in figures.items()
    ]
    title = f"GET at {REQUESTS_PER_SECOND} requests/s, {workload.events:,} events stored"
    bench.table(title, ("", "p50 ms", "p99 ms", "worst ms"), rows)
    _show_past(bench, past)
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
    return latencies(REQUESTS_PER_SECOND, bench.size(30, 2), senders)


def _card_of_a_day(bench: Bench, service: Served, token: str, card: Callable[[], str]) -> list[float]:
    """Ask one after another for members' cards as of days of several years; who was no member yet has none."""
    choose = random.Random(SEED)  # noqa: S311 - picks what to ask for
    connection = service.connect()

    def ask() -> None:
        day = FIRST_DAY + timedelta(days=choose.randrange(DAYS))
        connection.request("GET", f"{card()}?as_of_day={day}", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in {OK, NOT_FOUND}:
            message = f"{answer.status}: {body.decode()[:500]}"
            raise RuntimeError(message)

    return sorted(seconds_of(ask) for _ in range(bench.size(1_000, 20)))


def _show_past(bench: Bench, taken: list[float]) -> None:
    figures = [percentile(taken, percent) * MILLISECONDS for percent in (50, 99, 100)]
    bench.table("GET of a card as of a day, one at a time", ("", "p50 ms", "p99 ms", "worst ms"), [(CARD, *figures)])
    bench.ratio("get_card_as_of_day_p99_ms", figures[1], at_most=20)


def _get(connection: http.client.HTTPConnection, token: str, choose: Callable[[], str], _number: int) -> None:
    connection.request("GET", choose(), headers={"Authorization": f"Bearer {token}"})
    read_ok(connection.getresponse())
