"""The product as its users run it: the program, its environment, and the served API."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg.rows import dict_row

from domain.deciding import Role
from domain.values import ActorId
from services.clock import now
from services.identity import create_token

PROGRAM: Final = "from services.cli import main; main()"
HOST: Final = "127.0.0.1"
START_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1
ANSWER_SECONDS: Final = 120.0
OK: Final = 200


def program() -> list[str]:
    """Name the ``union-ledger`` program of this very environment."""
    return [sys.executable, "-c", PROGRAM]


def environment(url: str, **settings: str) -> dict[str, str]:
    """Set the program up for a database; other settings by their names in capital letters."""
    chosen = {f"UNION_LEDGER_{name}": value for name, value in settings.items()}
    return {**os.environ, "DATABASE_URL": url, **chosen}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A service that answers: its process and where it listens."""

    pid: int
    port: int
    url: str

    def token(self, role: Role) -> str:
        """Make a token for all ledgers."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return create_token(
                connection, name=f"bench-{role}", actor=ActorId(f"bench.{role}"), role=role, ledger_ids=None, now=now()
            )

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection that is kept alive."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=ANSWER_SECONDS)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def read_ok(answer: http.client.HTTPResponse) -> bytes:
    """Read the body of an answer that is no refusal."""
    body = answer.read()
    if answer.status >= OK + 100:
        message = f"{answer.status}: {body.decode()[:500]}"
        raise RuntimeError(message)
    return body


@contextmanager
def served(url: str) -> Iterator[Served]:
    """Run ``union-ledger serve`` on a database until the block ends; wait until it answers."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    settings = environment(url, HOST=HOST, PORT=str(port), LOG_LEVEL="WARNING")
    with subprocess.Popen([*program(), "serve"], env=settings, stdout=sys.stderr) as process:
        try:
            _wait_until_it_answers(process, port)
            yield Served(pid=process.pid, port=port, url=url)
        finally:
            process.terminate()
            process.wait()


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=1)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == OK:
                return
        except OSError:
            pass  # it does not listen yet
        time.sleep(LOOK_SECONDS)
    message = "the service did not come up"
    raise RuntimeError(message)
