"""Many clients at once, in as many processes as there are cores: each acts as fast as it is answered, for a while."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple

from benchmarks.harness import Round

PROCESSES: Final = 2
"""One for each core of the machine that the goals are set for: threads of one Python process take turns."""

Act = Callable[[int], object]
"""What a client does; it is given the client's number in its process."""


class Share(NamedTuple):
    """The clients of one process: which of how many processes it is, and how many clients it runs."""

    url: str
    process: int
    processes: int
    clients: int


Clients = Callable[[Share], AbstractContextManager[Act]]
"""Connects the clients of one process to a database. Processes get it by name: a function of a module."""


def shares(url: str, clients: int) -> list[Share]:
    """Deal clients out to processes."""
    processes = min(PROCESSES, clients)
    return [Share(url, process, processes, clients // processes) for process in range(processes)]


@contextmanager
def in_processes(url: str, clients: int, seconds: float, connect: Clients) -> Iterator[Round]:
    """Give a round: let clients act in all processes for a while; acts a second of all together.

    The processes stay, so that connections and prepared statements do. One that fails ends the round.
    """
    spawning = get_context("spawn")
    talks: list[Connection[Any, Any]] = []
    for share in shares(url, clients):
        ours, theirs = spawning.Pipe()
        spawning.Process(target=_process, args=(connect, share, seconds, theirs), daemon=True).start()
        theirs.close()  # so that a process that dies is noticed here
        talks.append(ours)
    for talk in talks:
        talk.recv()

    def one_round() -> float:
        for talk in talks:
            talk.send("round")
        return math.fsum(talk.recv() for talk in talks)

    yield one_round
    for talk in talks:
        talk.close()


def _process(connect: Clients, share: Share, seconds: float, talk: "Connection[Any, Any]") -> None:
    with connect(share) as act:
        talk.send(None)
        while _asked(talk):
            talk.send(_acts_per_second(share.clients, seconds, act))


def _asked(talk: "Connection[Any, Any]") -> bool:
    try:
        return bool(talk.recv())
    except EOFError:
        return False


def _acts_per_second(clients: int, seconds: float, act: Act) -> float:
    begin = threading.Barrier(clients)

    def client(number: int) -> tuple[int, float]:
        begin.wait()
        started, done = time.perf_counter(), 0
        while (elapsed := time.perf_counter() - started) < seconds:
            act(number)
            done += 1
        return done, elapsed

    with ThreadPoolExecutor(clients) as threads:
        results = list(threads.map(client, range(clients)))
    return sum(done for done, _ in results) / max(elapsed for _, elapsed in results)
