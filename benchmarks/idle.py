"""What the service and its database cost while nobody asks for anything."""

import os
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.harness import Bench
from benchmarks.memory import tree
from benchmarks.service import served
from benchmarks.workload import settle
from domain.activities.ledger import OpenLedger
from domain.values import ActorId, LedgerId, Text
from services.recording import Request
from services.service import open_service
from services.settings import Settings

OPENED_ON: Final = date(2024, 1, 1)
QUIET_SECONDS: Final = 5.0
"""Given to the service after its start, and to the server after what went before."""
PERCENT: Final = 100
TICKS_OF_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


def idle(bench: Bench) -> None:
    """Processor time of the service and its database with 1,000 ledgers, while nobody asks for anything."""
    ledgers, seconds = bench.size(1_000, 50), bench.size(30, 3)
    with bench.fresh_database() as url:
        _open_ledgers(url, ledgers)
        settle(url)
        with served(url) as service:
            time.sleep(QUIET_SECONDS)
            processes = {"service": service.pid, "database": _postmaster(url)}
            before = {name: _processor_seconds(pid) for name, pid in processes.items()}
            time.sleep(seconds)
            used = {name: _processor_seconds(pid) - before[name] for name, pid in processes.items()}
    shares = {name: PERCENT * spent / seconds for name, spent in used.items()}
    bench.table(f"{ledgers:,} ledgers, nobody asks", ("", "% of a core"), list(shares.items()))
    bench.ratio("idle_percent_of_a_core", sum(shares.values()), at_most=1)


def _open_ledgers(url: str, ledgers: int) -> None:
    with open_service(url, Settings(database_url=url)) as service:
        service.projector.prepare()
        for number in range(ledgers):
            name = f"ledger-{number}"
            opening = OpenLedger(name=Text(name), level="grassroots", chart="2009", effective_on=OPENED_ON)
            service.recording.record(
                Request(ledger_id=LedgerId(name), request_id="open", actor=ActorId("bench"), commands=(opening,))
            )
        service.projector.run_until_idle()


def _postmaster(url: str) -> int:
    """Find the server's first process: the parent of whoever serves us."""
    with psycopg.connect(url) as connection:
        return int(_stat(connection.info.backend_pid)[1])


def _processor_seconds(pid: int) -> float:
    """Add up the time of a process and all it started, those included that ended in between."""
    ticks = 0
    for member in tree(pid):
        with suppress(FileNotFoundError):  # it ended between two looks; its time is its parent's now
            ticks += sum(map(int, _stat(member)[11:15]))
    return ticks / TICKS_OF_A_SECOND


def _stat(pid: int) -> list[str]:
    """Give what ``/proc`` says of a process, from its state on: parent second, four times from the twelfth on."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
