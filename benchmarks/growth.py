"""How cost grows from a thousand to ten million events: append, disk, rebuild and its memory, queries."""

import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, LiteralString

import psycopg
from psycopg.rows import DictRow, dict_row

from benchmarks.harness import PEERS_FOLDER, Bench, seconds_of
from benchmarks.memory import watched
from benchmarks.open_loop import percentile
from benchmarks.payload import fresh_pair
from benchmarks.plot import Curve, log_log_svg
from benchmarks.report import save
from benchmarks.service import environment, program
from benchmarks.workload import SEED, Workload, settle, stored
from projections.annual_totals import annual_totals
from projections.balances import ledger_balance, member_account
from projections.member_cards import member_card
from services.store import LedgerLog

FULL: Final = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
QUICK: Final = (1_000, 20_000)
ASKED_TIMES: Final = 3_000
APPENDED_TIMES: Final = 300
APPENDED_YEAR: Final = 2199
"""Later than anything made up: these streams are new."""
YEARS: Final = (2021, 2022, 2023, 2024)
MILLISECONDS: Final = 1_000
MEGABYTE: Final = 10**6
FIGURE: Final = Path(__file__).parent.parent / "docs" / "growth.svg"

SELECT_LOG_BYTES: Final = "SELECT pg_total_relation_size('ledger.ledger_event') AS bytes"
SELECT_READ_MODEL_BYTES: Final = """
SELECT coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)::bigint AS bytes
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = 'read_model' AND relkind = 'r'
"""
SELECT_MEMBERS: Final = "SELECT ledger_id, member_no FROM read_model.member_balance"

Query = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one size of log costs.

    Loading includes making the events up. An append is of two events, the median of many. Queries
    are milliseconds at the 99th percentile, by name.
    """

    events: int
    load_events_per_second: float
    live_events_per_second: float
    rebuild_events_per_second: float
    rebuild_megabytes: float
    append_ms: float
    log_bytes_per_event: float
    read_model_bytes_per_event: float
    query_p99_ms: dict[str, float]


def growth(bench: Bench) -> None:
    """Append, disk, rebuild, its memory, and queries, at a thousand to ten million events."""
    sizes = [_measure(bench, events) for events in (QUICK if bench.quick else FULL)]
    _show(bench, sizes)
    save(PEERS_FOLDER / "growth.json", [asdict(size) for size in sizes])
    if not bench.quick:
        FIGURE.write_text(_figure(sizes), encoding="utf-8")
    small, large = sizes[-2], sizes[-1]
    for name in large.query_p99_ms:
        label = f"query_{name.replace(' ', '_')}_p99_growth"
        bench.ratio(label, large.query_p99_ms[name] / small.query_p99_ms[name], at_most=1.3)
    bench.ratio("bytes_per_event", large.log_bytes_per_event, at_most=450)
    bench.ratio("rebuild_megabytes", large.rebuild_megabytes, at_most=600)


def _measure(bench: Bench, events: int) -> Size:
    workload = stored(bench, events)
    megabytes, rebuilt = _rebuild(workload.url)
    settle(workload.url)
    with psycopg.connect(workload.url, autocommit=True, row_factory=dict_row) as connection:
        return Size(
            events=events,
            load_events_per_second=events / workload.load_seconds,
            live_events_per_second=events / workload.project_seconds,
            rebuild_events_per_second=events / rebuilt,
            rebuild_megabytes=megabytes,
            log_bytes_per_event=_bytes(connection, SELECT_LOG_BYTES) / events,
            read_model_bytes_per_event=_bytes(connection, SELECT_READ_MODEL_BYTES) / events,
            query_p99_ms=dict(_query_times(connection)),
            append_ms=_append_ms(workload),  # last, because it adds events
        )


def _rebuild(url: str) -> tuple[float, float]:
    """Rebuild everything with the product's own command; return its peak memory and its time."""
    with subprocess.Popen([*program(), "rebuild", "--all"], env=environment(url), stdout=sys.stderr) as process:
        with watched(process.pid, "Pss") as peak:
            seconds = seconds_of(process.wait)
        if process.returncode:
            message = "the rebuild failed"
            raise RuntimeError(message)
    return peak.megabytes, seconds


def _append_ms(workload: Workload) -> float:
    recorder = LedgerLog(workload.datastore).recorder(workload.ledger_ids[0])
    taken = [seconds_of(partial(recorder.insert_events, fresh_pair(APPENDED_YEAR))) for _ in range(APPENDED_TIMES)]
    return statistics.median(taken) * MILLISECONDS


def _bytes(connection: psycopg.Connection[DictRow], statement: LiteralString) -> int:
    row = connection.execute(statement).fetchone()
    return 0 if row is None else int(row["bytes"])


def _query_times(connection: psycopg.Connection[DictRow]) -> Iterator[tuple[str, float]]:
    for name, query in _queries(connection).items():
        for _ in range(ASKED_TIMES // 10):
            query()
        taken = sorted(seconds_of(query) for _ in range(ASKED_TIMES))
        yield name, percentile(taken, 99) * MILLISECONDS


def _queries(connection: psycopg.Connection[DictRow]) -> dict[str, Query]:
    choose = random.Random(SEED)  # noqa: S311 - picks what to ask for
    members = [(row["ledger_id"], row["member_no"]) for row in connection.execute(SELECT_MEMBERS)]
    return {
        "card": lambda: member_card(connection, *choose.choice(members)),
        "account": lambda: member_account(connection, *choose.choice(members)),
        "balances": lambda: ledger_balance(connection, choose.choice(members)[0]),
        "totals": lambda: annual_totals(connection, choose.choice(members)[0], choose.choice(YEARS)),
    }


def _show(bench: Bench, sizes: list[Size]) -> None:
    rows: list[tuple[Any, ...]] = [
        (
            f"{size.events:,}",
            *(size.load_events_per_second, size.live_events_per_second, size.rebuild_events_per_second),
            *(size.rebuild_megabytes, size.append_ms, size.log_bytes_per_event, size.read_model_bytes_per_event),
            *size.query_p99_ms.values(),
        )
        for size in sizes
    ]
    rates = ("load events/s", "live events/s", "rebuild events/s", "rebuild MB", "append ms")
    head = (
        "events",
        *rates,
        "log B/event",
        "read models B/event",
        *(f"{name} p99 ms" for name in sizes[0].query_p99_ms),
    )
    bench.table("Growth", head, rows)


def _figure(sizes: list[Size]) -> str:
    events = [size.events for size in sizes]
    queries = [
        Curve(f"{name}, p99 ms", events, [size.query_p99_ms[name] for size in sizes]) for name in sizes[0].query_p99_ms
    ]
    return log_log_svg(
        "Cost by events stored",
        [
            Curve("append of 2 events, ms", events, [size.append_ms for size in sizes]),
            Curve("load, s", events, [size.events / size.load_events_per_second for size in sizes]),
            Curve("rebuild, s", events, [size.events / size.rebuild_events_per_second for size in sizes]),
            Curve("log on disk, MB", events, [size.events * size.log_bytes_per_event / MEGABYTE for size in sizes]),
            *queries,
        ],
    )
