"""Resident memory of a process and all that it started, sampled from /proc."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

SAMPLE_SECONDS: Final = 0.05
MEGABYTE: Final = 10**6

Counted = Literal["Rss", "Pss"]


@dataclass(slots=True)
class Peak:
    """The most that was seen so far."""

    bytes: int = 0

    @property
    def megabytes(self) -> float:
        """In units of 10⁶ bytes."""
        return self.bytes / MEGABYTE


@contextmanager
def watched(pid: int, counted: Counted = "Rss") -> Iterator[Peak]:
    """Watch a process tree for as long as the block lasts.

    ``Rss`` counts every page that is resident, shared or not; ``Pss`` counts a page that several
    processes share once in all, as is fair for workers forked from one process.
    """
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE_SECONDS):
            peak.bytes = max(peak.bytes, sum(_bytes(member, counted) for member in tree(pid)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def tree(pid: int) -> list[int]:
    """Name a process and its descendants, by id."""
    found = [pid]
    for parent in found:
        found.extend(_children(parent))
    return found


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []  # it ended between two looks


def _bytes(pid: int, counted: Counted) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0  # it ended between two looks
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{counted}:"))
