"""What tests of whole processes look at: who started whom, who is gone, and what comes about in time."""

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 60


def children(pid: int) -> list[int]:
    """Name the processes that a process started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def descendants(pid: int) -> list[int]:
    """Name the processes that a process started, and those that these started."""
    return [found for child in children(pid) for found in (child, *descendants(child))]


def wait_until_gone(pids: list[int]) -> None:
    """Wait for processes to end that end by themselves."""
    until(lambda: all(_is_gone(pid) for pid in pids))


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to come about."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.02)


def _is_gone(pid: int) -> bool:
    try:
        return " Z " in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return True
