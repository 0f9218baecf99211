"""The projector of a served ledger, in a process of its own: folding takes no time from the requests.

Whoever serves starts it, wakes it when something was recorded, asks it what it has counted, and starts
another should it die. It ends with whoever started it, however that ended: what it is told comes
through its standard input, and the end of that is the last order.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

import structlog
from prometheus_client import Metric

from services.collector import settle
from services.counting import process_registry
from services.database import open_datastore
from services.logging import configure_logging
from services.projector import Projector
from services.projector.metrics import ProjectorMetrics
from services.settings import Settings

COMMAND: Final = (sys.executable, "-P", "-m", "services.projecting")
WAKE: Final = b"wake"
ASK: Final = b"ask"
PATIENCE_SECONDS: Final = 0.5
"""How long a scrape waits for what the projector has counted."""
PAUSE_SECONDS: Final = 1.0
"""How long to wait before another is started in the place of one that died."""
ENDING_SECONDS: Final = 10.0
"""How long a projector that was told to stop may still take."""

log = structlog.get_logger("projecting")


class ProjectingProcess:
    """The projector beside this process. Orders may be given from any thread; while none runs, nobody hears them."""

    def __init__(self, url: str, settings: Settings) -> None:
        """Say which database it will work on; nothing is started yet."""
        self._given = (url, settings)
        self._over = threading.Event()
        self._telling = threading.Lock()
        """Held while orders are given or their pipe is opened or closed."""
        self._asking = threading.Lock()
        """Held while an answer is awaited or their pipe is closed."""
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: Connection | None = None
        self._answers: Connection | None = None

    @property
    def alive(self) -> bool:
        """Whether it is at work; through failures of the database it stays so."""
        return self._orders is not None

    def wake(self) -> None:
        """Say that something was recorded; the projector looks at once instead of at the next poll."""
        self._tell(WAKE)

    def metrics(self) -> Sequence[Metric]:
        """Ask what it has counted; nothing if it does not answer soon."""
        with self._asking, suppress(EOFError, OSError):
            if self._answers is not None:
                while self._answers.poll():
                    self._answers.recv()  # came too late for an earlier scrape
                self._tell(ASK)
                if self._answers.poll(PATIENCE_SECONDS):
                    found: Sequence[Metric] = self._answers.recv()
                    return found
        return ()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep a projector at work until the block ends; it may finish its batch then."""
        keeper = threading.Thread(target=self._keep, name="projecting", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._over.set()
            self._close_orders()
            keeper.join(ENDING_SECONDS)
            if self._process is not None and keeper.is_alive():
                self._process.kill()
                keeper.join()

    def _keep(self) -> None:
        while (process := self._start()) is not None:
            exit_code = process.wait()
            self._close_orders()
            self._close_answers()
            if not self._over.is_set():
                log.error("the projector died", exit_code=exit_code, retry_seconds=PAUSE_SECONDS)
                self._over.wait(PAUSE_SECONDS)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        """Start a projector, unless it is over."""
        with self._telling:
            if self._over.is_set():
                return None
            reading, orders = Pipe(duplex=False)
            answers, writing = Pipe(duplex=False)
            orders.send(self._given)  # before anybody reads, so that nobody can have gone
            with reading, writing:
                self._process = subprocess.Popen(COMMAND, stdin=reading.fileno(), stdout=writing.fileno())  # noqa: S603 - our own
            os.set_blocking(orders.fileno(), False)
            self._orders, self._answers = orders, answers
            return self._process

    def _tell(self, order: bytes) -> None:
        """Give an order without waiting: behind a full pipe are thousands that were not heard yet."""
        with self._telling, suppress(BlockingIOError, BrokenPipeError):
            if self._orders is not None:
                self._orders.send_bytes(order)

    def _close_orders(self) -> None:
        with self._telling:
            if self._orders is not None:
                self._orders.close()
                self._orders = None

    def _close_answers(self) -> None:
        with self._asking:
            if self._answers is not None:
                self._answers.close()
                self._answers = None


def main() -> None:
    """Project until standard input ends. Signals are for whoever started this process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    orders = Connection(os.dup(sys.stdin.fileno()), writable=False)
    answers = Connection(os.dup(sys.stdout.fileno()), readable=False)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing but answers goes there
    url, settings = orders.recv()
    configure_logging(settings.log_level)
    settle()
    registry, stop = process_registry(), threading.Event()
    with open_datastore(url, settings) as datastore:
        projector = Projector(datastore, observer=ProjectorMetrics(registry))

        def obey() -> None:
            with suppress(EOFError, OSError):
                while True:
                    if orders.recv_bytes() == ASK:
                        answers.send(list(registry.collect()))
                    else:
                        projector.wake()
            stop.set()
            projector.wake()

        threading.Thread(target=obey, name="obeying", daemon=True).start()
        projector.run(stop)


if __name__ == "__main__":
    main()
