"""Emmett's PostgreSQL event store, from npm, driven by a small Node program beside this file."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

import orjson

from benchmarks.clients import Share, shares
from benchmarks.harness import PeerMissing, Round
from benchmarks.payload import PAIR
from benchmarks.peers.npm import npm_package

VERSION: Final = "0.42.0"
PROGRAM: Final = Path(__file__).with_name("emmett_append.mjs")


@contextmanager
def emmett(url: str, clients: int, seconds: float) -> Iterator[Round]:
    """Give a round: append two events to new streams on all connections for a while; appends per second.

    As many Node processes as of ours share the connections; they serve all rounds, so that their
    compiled code stays warm.
    """
    node = shutil.which("node")
    if node is None:
        message = "node is missing. On Debian: apt install nodejs"
        raise PeerMissing(message)
    package = npm_package("@event-driven-io/emmett-postgresql", VERSION)
    with ExitStack() as stack:
        talks = [stack.enter_context(_process(node, package, share, seconds)) for share in shares(url, clients)]

        def one_round() -> float:
            for speak, _ in talks:
                speak.write("round\n")
                speak.flush()
            return sum(float(listen.readline()) for _, listen in talks)

        yield one_round


@contextmanager
def _process(node: str, package: Path, share: Share, seconds: float) -> Iterator[tuple[IO[str], IO[str]]]:
    """Start one process, wait until the schema is there, and give its ends to speak and to listen."""
    events = [{"type": event.topic, "data": orjson.loads(event.state)} for event in PAIR]
    asked = orjson.dumps({"url": share.url, "connections": share.clients, "seconds": seconds, "events": events})
    with subprocess.Popen(
        [node, str(PROGRAM), str(package), asked.decode()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        speak, listen = process.stdin, process.stdout
        assert speak is not None  # noqa: S101 - both were asked for
        assert listen is not None  # noqa: S101 - as above
        listen.readline()
        yield speak, listen
        speak.close()
