"""Rebuilds killed at any moment, whole or one of their workers: what is served stays, and the next one ends well."""

import os
import random
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from psycopg.rows import DictRow

from domain.values import LedgerId
from services.projector import Projector, Wanted
from tests.processes import children, descendants, wait_until_gone
from tests.projections.logs import Digests, Log, digest_of_all
from tests.samples.dues import ASSESSED, PAID_IN_PART
from tests.samples.membership import ENROLLED
from tests.services.projector.test_rebuilding import live_generations

LEDGERS = 12
DONE = "SELECT count(*) AS done FROM read_model.progress WHERE generation = %s AND position > 0"


def start(url: str) -> subprocess.Popen[bytes]:
    """Begin a rebuild in a process of its own."""
    command = [sys.executable, "-m", "tests.services.projector.rebuild_once", url]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def done(connection: psycopg.Connection[DictRow], generation: int) -> int:
    """Count what is loaded of a generation: ledgers times read models."""
    row = connection.execute(DONE, [generation]).fetchone()
    assert row is not None
    return int(row["done"])


@pytest.fixture
def before(log: Log, projector: Projector, connection: psycopg.Connection[DictRow]) -> Digests:
    """What is served of a dozen ledgers."""
    for number in range(LEDGERS):
        log.append(ENROLLED, *[ASSESSED, PAID_IN_PART] * 200, ledger_id=LedgerId(f"union-{number}"))
    projector.run_until_idle()
    return digest_of_all(connection)


def test_a_rebuild_killed_again_and_again_leaves_what_is_served_and_ends_well(
    url: str, before: Digests, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    chosen = random.Random(20250601)  # noqa: S311 - the same moments in every run
    killed = 0
    for _ in range(4):
        process = start(url)
        generation = max(live_generations(connection).values()) + 1
        while process.poll() is None and not done(connection, generation):
            time.sleep(0.001)
        time.sleep(chosen.random() * 0.1)
        killed += process.poll() is None
        workers = descendants(process.pid)
        process.kill()
        process.wait()
        assert digest_of_all(connection) == before
        wait_until_gone(workers)
    projector.rebuild(None, wanted=Wanted(processes=2))
    assert digest_of_all(connection) == before
    assert killed


def test_a_rebuild_whose_worker_is_killed_says_so_and_the_next_goes_on(
    url: str, before: Digests, projector: Projector, connection: psycopg.Connection[DictRow]
) -> None:
    process = start(url)
    while len(workers := loaders(process.pid)) < 2:
        assert process.poll() is None
        time.sleep(0.001)
    os.kill(workers[0], signal.SIGKILL)
    assert process.wait() != 0
    wait_until_gone(workers)
    assert digest_of_all(connection) == before
    assert set(live_generations(connection).values()) == {1}
    projector.rebuild()
    assert digest_of_all(connection) == before
    assert set(live_generations(connection).values()) == {2}


def loaders(pid: int) -> list[int]:
    """Name the workers among a rebuild's processes: they were started by one that it started for that."""
    return [loader for child in children(pid) for loader in children(child)]
