"""The projector beside a service: it dies and another goes on, hangs and holds nobody up, and ends with its service."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import DictRow

from services.projecting import ProjectingProcess
from services.projector import Projector
from services.settings import Settings
from tests.processes import children, until, wait_until_gone
from tests.projections.logs import Log
from tests.samples.membership import ENROLLED
from tests.services.cli.test_operating import free_port, running, wait_until_served
from tests.services.projector.test_projector import positions


class Beside:
    """A projector beside this process, and the log that it works on."""

    def __init__(self, process: ProjectingProcess, others: set[int]) -> None:
        self.process = process
        self._others = others

    @property
    def pids(self) -> list[int]:
        """The process, if one runs, by its id."""
        return [pid for pid in children(os.getpid()) if pid not in self._others]


@pytest.fixture
def beside(url: str, projector: Projector) -> Iterator[Beside]:
    projector.prepare()
    process = ProjectingProcess(url, Settings(database_url=url))
    others = set(children(os.getpid()))
    with process.running():
        until(lambda: process.alive)
        yield Beside(process, others)
    assert not process.alive


def counted(beside: Beside) -> float:
    """How many events the projector says that it folded into balances, of those that this process hears of."""
    samples = [sample for metric in beside.process.metrics() for sample in metric.samples]
    return sum(
        sample.value
        for sample in samples
        if sample.name == "union_ledger_events_projected_total" and sample.labels == {"read_model": "balances"}
    )


def test_a_projector_beside_projects_when_woken_and_tells_what_it_counted(
    beside: Beside, log: Log, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED)
    beside.process.wake()

    until(lambda: positions(connection) == {1})
    assert counted(beside) == 1


def test_a_projector_that_is_killed_is_followed_by_another(
    beside: Beside, log: Log, connection: psycopg.Connection[DictRow]
) -> None:
    (first,) = beside.pids
    os.kill(first, signal.SIGKILL)
    until(lambda: beside.process.alive and beside.pids not in ([], [first]))

    log.append(ENROLLED)
    beside.process.wake()

    until(lambda: positions(connection) == {1})


def test_a_projector_that_hangs_holds_nobody_up(
    beside: Beside, log: Log, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED)
    until(lambda: positions(connection) == {1})
    (hanging,) = beside.pids
    os.kill(hanging, signal.SIGSTOP)
    try:
        for _ in range(100_000):  # more than a pipe holds
            beside.process.wake()
        assert beside.process.metrics() == ()
    finally:
        os.kill(hanging, signal.SIGCONT)

    until(lambda: counted(beside) == 1)


def test_nobody_hears_what_is_said_while_no_projector_runs(url: str) -> None:
    process = ProjectingProcess(url, Settings(database_url=url))
    process.wake()

    assert not process.alive
    assert process.metrics() == ()


def test_a_projector_ends_with_a_service_that_is_killed(url: str, tmp_path: Path) -> None:
    port = free_port()
    with running(url, tmp_path / "said", "serve", "--port", str(port)) as serving:
        wait_until_served(f"127.0.0.1:{port}")
        beside = children(serving.pid)
        assert len(beside) == 1

        serving.kill()

        wait_until_gone(beside)
