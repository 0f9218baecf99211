"""What the figures were measured on."""

import os
import platform
import sys
import time
from pathlib import Path
from typing import Final

import psycopg

SETTINGS: Final = (
    *("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers"),
    *("max_wal_size", "checkpoint_timeout", "max_connections", "wal_level", "work_mem", "jit"),
)
STOLEN: Final = 8
"""Which word of the first line of /proc/stat it is."""
LOOP_TURNS: Final = 5_000_000
SELECT_SETTING: Final = "SELECT current_setting(%s)"


def machine(server_url: str) -> str:
    """Describe processor, memory, Python, and PostgreSQL with the settings that matter."""
    lines = [
        f"cores       {os.cpu_count()}",
        f"processor   {_first_line('/proc/cpuinfo', 'model name')}",
        f"memory      {_memory_gib():.0f} GiB",
        f"system      {platform.system()} {platform.release()}",
        f"python      {sys.version.split()[0]}, {_turns_per_second() / 1e6:.1f} M turns of an empty loop a second",
    ]
    with psycopg.connect(server_url) as connection:
        for setting in SETTINGS:
            row = connection.execute(SELECT_SETTING, (setting,)).fetchone()
            lines.append(
                f"{'postgresql' if setting == 'server_version' else ''!s:11} {setting} = {row[0] if row else ''}"
            )
    return "\n".join(lines)


def stolen_seconds() -> float:
    """Sum up what the machine's host has kept of its cores since the start, in seconds of one core; 0 if unknown."""
    try:
        ticks = int(Path("/proc/stat").read_text(encoding="utf-8").split(maxsplit=STOLEN + 1)[STOLEN])
    except (OSError, IndexError, ValueError):
        return 0.0
    return ticks / os.sysconf("SC_CLK_TCK")


def _turns_per_second() -> float:
    """Say how fast Python is here today: processors that others share are not equally fast on all days."""
    started = time.perf_counter()
    for _ in range(LOOP_TURNS):
        pass
    return LOOP_TURNS / (time.perf_counter() - started)


def _first_line(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "unknown")


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
