"""One server, a fresh database for each contender, contenders in turns, and medians of their rounds."""

import statistics
import tempfile
import time
import traceback
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import psycopg

from benchmarks.machine import stolen_seconds
from benchmarks.report import Cell, Outcome, Ratio, ratio_lines, table
from services.database import create_database, database_url, drop_database, migrate
from services.embedded import embedded_server

PEERS_FOLDER: Final = Path(__file__).parent.parent / "var" / "bench"
"""Where peers are installed and results are kept; ignored by version control."""
DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

Shared = TypeVar("Shared")
Round = Callable[[], float]
"""Does a contender's work once and returns its figure (units of work per second, mostly)."""


class PeerMissing(Exception):
    """A peer could not be installed here; the message says what to do. The others are measured all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Somebody who does the work: ``open`` prepares a database, given by its URL, and gives the round to run."""

    name: str
    open: Callable[[str], AbstractContextManager[Round]]


@dataclass(slots=True, kw_only=True)
class Bench:
    """What a benchmark works with: the server, a folder for files, the size of the run, and where figures go.

    ``keeping`` holds what is shared until the run ends.
    """

    server_url: str
    folder: Path
    quick: bool
    keeping: ExitStack
    ratios: list[Ratio] = field(default_factory=list)
    _kept: dict[str, Any] = field(default_factory=dict)

    def size(self, full: int, quick: int) -> int:
        """Choose a size: ``quick`` ones only show that everything works."""
        return quick if self.quick else full

    @contextmanager
    def fresh_database(self, *, migrated: bool = True) -> Iterator[str]:
        """Give the URL of an empty database, with the ledger's schema or without; it is dropped afterwards."""
        name = f"bench_{uuid.uuid4().hex}"
        create_database(self.server_url, name)
        url = database_url(self.server_url, name)
        try:
            if migrated:
                migrate(url)
            yield url
        finally:
            drop_database(self.server_url, name)

    def shared(self, name: str, opening: AbstractContextManager[Shared]) -> Shared:
        """Open what several benchmarks use once in a run; it is closed when the run ends."""
        if name not in self._kept:
            self._kept[name] = self.keeping.enter_context(opening)
        kept: Shared = self._kept[name]
        return kept

    def compete(self, contenders: Sequence[Contender], rounds: int) -> dict[str, float]:
        """Run contenders in turns, each on a database of its own; return the median of each one's rounds."""
        with ExitStack() as stack:
            return in_turns(dict(self._ready(contenders, stack)), rounds)

    def _ready(self, contenders: Sequence[Contender], stack: ExitStack) -> Iterator[tuple[str, Round]]:
        for contender in contenders:
            url = stack.enter_context(self.fresh_database(migrated=False))
            try:
                yield contender.name, stack.enter_context(contender.open(url))
            except PeerMissing as missing:
                print(f"\n{contender.name} is left out: {missing}")

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Print a table."""
        print(table(title, head, rows), flush=True)

    def ratio(self, name: str, value: float, *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Take down a figure that there is a goal for."""
        self.ratios.append(Ratio(name=name, value=value, at_least=at_least, at_most=at_most))

    def ratios_to(self, ours: str, goals: dict[str, tuple[str, float]], figures: dict[str, float]) -> None:
        """Take down ours over each peer's: ``goals`` gives the ratio's name and the least it should be."""
        for peer, (name, at_least) in goals.items():
            if peer in figures:
                self.ratio(name, figures[ours] / figures[peer], at_least=at_least)


def in_turns(contenders: dict[str, Round], rounds: int) -> dict[str, float]:
    """Run each contender's round in turns; return the median of each one's rounds.

    A round before the counted ones warms connections, plans and caches; it is thrown away.
    """
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for counted in range(rounds + 1):
        for name, one_round in contenders.items():
            figure = one_round()
            if counted:
                figures[name].append(figure)
    return {name: statistics.median(values) for name, values in figures.items()}


def seconds_of(work: Callable[[], object]) -> float:
    """Time a piece of work."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run(bench: Bench, name: str, benchmark: Callable[[Bench], None]) -> Outcome:
    """Run one benchmark and print the lines it ends with; one that fails says why, and does not end the run."""
    print(f"\n=== {name}: {(benchmark.__doc__ or '').splitlines()[0]}", flush=True)
    before, started, stolen, failed = len(bench.ratios), time.perf_counter(), stolen_seconds(), False
    try:
        benchmark(bench)
    except Exception:  # noqa: BLE001 - whatever it is, the others are worth measuring
        traceback.print_exc()
        failed = True
    seconds = time.perf_counter() - started
    print(ratio_lines(bench.ratios[before:]))
    print(f"{name} {'FAILED' if failed else 'ended'} after {seconds:,.0f} s", flush=True)
    return Outcome(name=name, seconds=seconds, stolen_seconds=stolen_seconds() - stolen, failed=failed)


@contextmanager
def bench_server() -> Iterator[tuple[str, Path]]:
    """Run the embedded PostgreSQL as it comes, durable, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="union-ledger-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with embedded_server(folder) as url:
            _check_durable(url)
            yield url, folder


def _check_durable(url: str) -> None:
    with psycopg.connect(url) as connection:
        for setting, wanted in DURABLE.items():
            row = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
            if row != (wanted,):
                message = f"figures count only with {setting} = {wanted}"
                raise RuntimeError(message)
