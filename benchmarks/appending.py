"""Small appends: two events at a time, beside the library's default recorder, Message DB, Emmett and bare inserts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.clients import acts_per_second
from benchmarks.harness import Bench, Contender, Round
from benchmarks.payload import fresh_pair, fresh_pair_by_uuid
from benchmarks.peers.emmett import emmett
from benchmarks.peers.library import default_recorder
from benchmarks.peers.limits import bare_inserts
from benchmarks.peers.message_db import message_db
from domain.values import LedgerId
from services.database import migrate, open_datastore
from services.settings import Settings
from services.store import LedgerLog

OURS: Final = "union ledger"
OURS_ON_ONE: Final = "union ledger, all on one ledger"
LIBRARY: Final = "eventsourcing, default recorder"
MESSAGE_DB: Final = "Message DB"
EMMETT: Final = "Emmett"
BARE: Final = "bare inserts (pgbench)"
ROUNDS: Final = 5


def append_1_writer(bench: Bench) -> None:
    """One writer appends two events at a time."""
    figures = _compete(bench, clients=1, contenders=(_ours, _library, _message_db, _bare))
    _show(bench, "Appends of 2 events, 1 writer", figures)
    bench.ratios_to(OURS, {LIBRARY: ("append_1_writer_vs_library", 1.5)}, figures)


def append_16_writers(bench: Bench) -> None:
    """Sixteen writers on sixteen ledgers append two events at a time, on sixteen connections."""
    contenders = (_ours, _ours_on_one_ledger, _library, _message_db, _emmett, _bare)
    figures = _compete(bench, clients=16, contenders=contenders)
    _show(bench, "Appends of 2 events, 16 writers on 16 ledgers", figures)
    goals = {
        LIBRARY: ("append_16_writers_vs_library", 4.0),
        MESSAGE_DB: ("append_vs_message_db", 1.5),
        EMMETT: ("append_vs_emmett", 2.0),
    }
    bench.ratios_to(OURS, goals, figures)


def _show(bench: Bench, title: str, figures: dict[str, float]) -> None:
    ours = figures[OURS]
    rows = [(name, figure, 2 * figure, ours / figure) for name, figure in figures.items()]
    bench.table(title, ("", "appends/s", "events/s", "ours ÷ this"), rows)


Opening = Callable[[Bench, int, float, str], Iterator[Round]]


def _compete(bench: Bench, clients: int, contenders: tuple[Opening, ...]) -> dict[str, float]:
    seconds = bench.size(50, 5) / 10
    named = [(NAMES[opening], contextmanager(partial(opening, bench, clients, seconds))) for opening in contenders]
    return bench.compete([Contender(name=name, open=opening) for name, opening in named], bench.size(ROUNDS, 1))


def _ours(bench: Bench, clients: int, seconds: float, url: str) -> Iterator[Round]:
    del bench
    yield from _ours_on(clients, clients, seconds, url)


def _ours_on_one_ledger(bench: Bench, clients: int, seconds: float, url: str) -> Iterator[Round]:
    del bench
    yield from _ours_on(1, clients, seconds, url)


def _ours_on(ledgers: int, clients: int, seconds: float, url: str) -> Iterator[Round]:
    migrate(url)
    with open_datastore(url, Settings(database_url=url, pool_size=clients)) as datastore:
        log = LedgerLog(datastore)
        recorders = [log.recorder(LedgerId(f"ledger-{number}")) for number in range(ledgers)]

        def append(client: int) -> None:
            recorders[client % ledgers].insert_events(fresh_pair())

        yield lambda: acts_per_second(clients, seconds, append)


def _library(bench: Bench, clients: int, seconds: float, url: str) -> Iterator[Round]:
    del bench
    with default_recorder(url, clients) as recorder:
        yield lambda: acts_per_second(clients, seconds, lambda _: recorder.insert_events(fresh_pair_by_uuid()))


def _message_db(bench: Bench, clients: int, seconds: float, url: str) -> Iterator[Round]:
    del bench
    with message_db(url, clients) as append:
        yield lambda: acts_per_second(clients, seconds, append)


def _emmett(bench: Bench, clients: int, seconds: float, url: str) -> Iterator[Round]:
    del bench
    with emmett(url, clients, seconds) as one_round:
        yield one_round


def _bare(bench: Bench, clients: int, seconds: float, url: str) -> Iterator[Round]:
    with bare_inserts(url, clients, seconds, Path(bench.folder)) as one_round:
        yield one_round


NAMES: Final[dict[Opening, str]] = {
    _ours_on_one_ledger: OURS_ON_ONE,
    _ours: OURS,
    _library: LIBRARY,
    _message_db: MESSAGE_DB,
    _emmett: EMMETT,
    _bare: BARE,
}
