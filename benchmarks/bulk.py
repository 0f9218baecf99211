"""Large appends: one of 100,000 events beside raw COPY of the same rows, and a file of commands end to end."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import orjson
from eventsourcing.persistence import StoredEvent

from benchmarks.harness import Bench, Contender, Round, seconds_of
from benchmarks.payload import fresh_pair
from benchmarks.peers.limits import bare_table, copy_in
from benchmarks.service import environment, program
from domain.activities.dues import AdoptDuesPolicy
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import ActorId, LedgerId, MemberNo, Month, PersonalData, RuleId, Text
from services.clock import now
from services.database import migrate, open_datastore
from services.recording import Recording, Request
from services.settings import Settings
from services.store import LedgerLog

OURS: Final = "union ledger, one append"
COPY: Final = "raw COPY, psycopg, row by row"
LEDGER: Final = LedgerId("bulk")
ACTOR: Final = ActorId("bench")
OPENED_ON: Final = datetime(2024, 1, 1, tzinfo=UTC).date()
MEMBERS: Final = 10_000
MONTHS: Final = 10


def bulk_append(bench: Bench) -> None:
    """One append of 100,000 events, beside raw COPY of the same rows into the same indexes."""
    events = bench.size(100_000, 4_000)
    contenders = [
        Contender(name=OURS, open=contextmanager(lambda url: _ours(events, url))),
        Contender(name=COPY, open=contextmanager(lambda url: _raw(events, url))),
    ]
    figures = bench.compete(contenders, bench.size(5, 1))
    rows = [(name, figure, figure / figures[COPY]) for name, figure in figures.items()]
    bench.table(f"One append of {events:,} events", ("", "events/s", "part of raw COPY"), rows)
    bench.ratio("bulk_append_vs_copy", figures[OURS] / figures[COPY], at_least=0.6)
    bench.ratio("bulk_append_events_per_second", figures[OURS], at_least=60_000)


def _fresh_events(events: int) -> list[StoredEvent]:
    return [event for _ in range(events // 2) for event in fresh_pair()]


def _ours(events: int, url: str) -> Iterator[Round]:
    migrate(url)
    with open_datastore(url, Settings(database_url=url)) as datastore:
        recorder = LedgerLog(datastore).recorder(LEDGER)

        def one_round() -> float:
            fresh = _fresh_events(events)
            return events / seconds_of(lambda: recorder.insert_events(fresh))

        yield one_round


def _raw(events: int, url: str) -> Iterator[Round]:
    positions, requests = count(1), count(1)
    with bare_table(url) as connection:

        def one_round() -> float:
            recorded_at, request_id = now(), f"{next(requests):032x}"
            rows = [
                (
                    *(next(positions), recorded_at, event.originator_version, events if seq == 1 else 0),
                    *("bulk", event.originator_id, event.topic, "eventsourcing", request_id, b"", event.state),
                )
                for seq, event in enumerate(_fresh_events(events), start=1)
            ]
            return events / seconds_of(lambda: copy_in(connection, rows))

        yield one_round


def record_file(bench: Bench) -> None:
    """``union-ledger record`` with a file of 100,000 dues payments: start, parse, decide, append."""
    months = bench.size(MONTHS, 1)
    members = [MemberNo(f"M{number:05d}") for number in range(bench.size(MEMBERS, 500))]
    with bench.fresh_database() as url:
        _enrol(url, members)
        seconds = [_record(bench, url, members, year, months) for year in range(2024, 2024 + bench.size(2, 1))]
    rows_per_second = len(members) * months / min(seconds)
    table = [(f"run {number}", len(members) * months, took) for number, took in enumerate(seconds, start=1)]
    bench.table("union-ledger record FILE", ("", "rows", "seconds"), table)
    bench.ratio("record_file_rows_per_second", rows_per_second, at_least=20_000)


def _enrol(url: str, members: list[MemberNo]) -> None:
    opening = (
        OpenLedger(name=Text("批量"), level="grassroots", chart="2009", effective_on=OPENED_ON),
        AdoptDuesPolicy(rule_id=RuleId("DUES"), valid_from=Month("2024-01"), effective_on=OPENED_ON),
    )
    enrolments = (
        EnrolMember(member_no=member_no, person=PersonalData(name=Text(member_no)), effective_on=OPENED_ON)
        for member_no in members
    )
    with open_datastore(url, Settings(database_url=url)) as datastore:
        Recording(LedgerLog(datastore), now).record(
            Request(ledger_id=LEDGER, request_id="enrol", actor=ACTOR, commands=(*opening, *enrolments))
        )


def _record(bench: Bench, url: str, members: list[MemberNo], year: int, months: int) -> float:
    """Pay the dues of so many months of a year for all, from a file; return the seconds it took."""
    file = bench.folder / f"payments-{year}.ndjson"
    _write_payments(file, members, year, months)
    arguments = ["record", str(file), "--ledger", LEDGER, "--actor", ACTOR, "--role", "cashier"]
    return seconds_of(
        lambda: subprocess.run([*program(), *arguments], env=environment(url), check=True, stdout=sys.stderr)
    )


def _write_payments(file: Path, members: list[MemberNo], year: int, months: int) -> None:
    with file.open("wb") as lines:
        for month in range(1, months + 1):
            for member_no in members:
                data = {
                    "member_no": member_no,
                    "period": f"{year}-{month:02d}",
                    "amount": "24.90",
                    "method": "payroll",
                    "effective_on": f"{year}-{month:02d}-15",
                }
                lines.write(orjson.dumps({"command": "pay-dues", "data": data}, option=orjson.OPT_APPEND_NEWLINE))
