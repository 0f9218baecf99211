"""Emmett's PostgreSQL event store, from npm, driven by a small Node program beside this file."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import orjson

from benchmarks.harness import PeerMissing
from benchmarks.payload import PAIR
from benchmarks.peers.npm import npm_package

VERSION: Final = "0.42.0"
PROGRAM: Final = Path(__file__).with_name("emmett_append.mjs")


@contextmanager
def emmett(url: str, connections: int, seconds: float) -> Iterator[Callable[[], float]]:
    """Give a round: append two events to new streams on all connections for a while; appends per second.

    One Node process serves all rounds, so that its compiled code stays warm.
    """
    node = shutil.which("node")
    if node is None:
        message = "node is missing. On Debian: apt install nodejs"
        raise PeerMissing(message)
    package = npm_package("@event-driven-io/emmett-postgresql", VERSION)
    events = [{"type": event.topic, "data": orjson.loads(event.state)} for event in PAIR]
    asked = orjson.dumps({"url": url, "connections": connections, "seconds": seconds, "events": events}).decode()
    with subprocess.Popen(
        [node, str(PROGRAM), str(package), asked], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        speak, listen = process.stdin, process.stdout
        assert speak is not None  # noqa: S101 - both were asked for
        assert listen is not None  # noqa: S101 - as above

        def one_round() -> float:
            speak.write("round\n")
            speak.flush()
            return float(listen.readline())

        yield one_round
        speak.close()
