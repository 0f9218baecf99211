"""From commit to visible: a look at all read models every few milliseconds."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

import psycopg

LOOK_SECONDS: Final = 0.005
"""Often enough to add little to a figure, and seldom enough not to take what is measured a fifth of a core."""
PATIENCE_SECONDS: Final = 600.0

SELECT_REFLECTED: Final = """
SELECT ledger_id, min(position)
FROM read_model.progress JOIN read_model.generation USING (read_model, generation)
WHERE live
GROUP BY ledger_id
"""


class Committed(NamedTuple):
    """An event that was acknowledged, and the moment from which it counts."""

    ledger_id: str
    position: int
    at: float


class NotSeen(Exception):
    """Events did not become visible for a long time."""


class Watcher:
    """Notes how long committed events took until all read models reflect them."""

    def __init__(self) -> None:
        """Begin with nothing committed and nothing seen."""
        self.seen: list[float] = []
        self._committed: SimpleQueue[Committed] = SimpleQueue()
        self._waiting: list[Committed] = []

    def committed(self, ledger_id: str, position: int, at: float) -> None:
        """Wait for an event; ``at`` is a moment of ``time.perf_counter``."""
        self._committed.put(Committed(ledger_id, position, at))

    def look(self, connection: psycopg.Connection[tuple[str, int]]) -> bool:
        """Look once; say whether all that was committed is visible."""
        with suppress(Empty):
            while True:
                self._waiting.append(self._committed.get_nowait())
        reflected = dict(connection.execute(SELECT_REFLECTED, prepare=True).fetchall())
        now = time.perf_counter()
        visible = [event for event in self._waiting if reflected.get(event.ledger_id, 0) >= event.position]
        self.seen.extend(now - event.at for event in visible)
        self._waiting = [event for event in self._waiting if reflected.get(event.ledger_id, 0) < event.position]
        return not self._waiting


@contextmanager
def watching(url: str) -> Iterator[Watcher]:
    """Watch while the block lasts, and afterwards until all that was committed is visible.

    Raises:
        NotSeen: something did not become visible for ten minutes after the block.
    """
    watcher, over = Watcher(), threading.Event()

    def watch() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not over.wait(LOOK_SECONDS):
                watcher.look(connection)
            until = time.perf_counter() + PATIENCE_SECONDS
            while not watcher.look(connection):
                if time.perf_counter() > until:
                    message = "what was committed did not become visible"
                    raise NotSeen(message)
                time.sleep(LOOK_SECONDS)

    with ThreadPoolExecutor(1) as thread:
        watched = thread.submit(watch)
        try:
            yield watcher
        finally:
            over.set()
        watched.result()
