"""Small appends: two events at a time, beside the library's default recorder, Message DB, Emmett and bare inserts."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Final, Protocol

from benchmarks.clients import Act, Share, in_processes
from benchmarks.harness import Bench, Contender, Round
from benchmarks.payload import fresh_pair, fresh_pair_by_uuid
from benchmarks.peers.emmett import emmett
from benchmarks.peers.library import create_default_table, default_recorder
from benchmarks.peers.limits import bare_inserts
from benchmarks.peers.message_db import install_message_db, message_db_clients
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
ROUNDS: Final = 3
LEDGERS: Final = 16


class Appending(Protocol):
    """Prepares a database for a contender and gives its round, with so many clients for so long."""

    def __call__(self, bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
        """Prepare, and give the round."""
        ...


def append_1_writer(bench: Bench) -> None:
    """One writer appends two events at a time."""
    contenders: dict[str, Appending] = {OURS: _ours, LIBRARY: _library, MESSAGE_DB: _message_db, BARE: _bare}
    figures = _compete(bench, 1, contenders)
    _show(bench, "Appends of 2 events, 1 writer", figures)
    bench.ratios_to(OURS, {LIBRARY: ("append_1_writer_vs_library", 1.5)}, figures)


def append_16_writers(bench: Bench) -> None:
    """Sixteen writers on sixteen ledgers append two events at a time, on sixteen connections of two processes."""
    contenders: dict[str, Appending] = {
        OURS: _ours,
        OURS_ON_ONE: _ours_on_one_ledger,
        LIBRARY: _library,
        MESSAGE_DB: _message_db,
        EMMETT: _emmett,
        BARE: _bare,
    }
    figures = _compete(bench, 16, contenders)
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


def _compete(bench: Bench, clients: int, contenders: dict[str, Appending]) -> dict[str, float]:
    seconds = bench.size(30, 5) / 10
    opened = [
        Contender(name=name, open=partial(opening, bench, clients=clients, seconds=seconds))
        for name, opening in contenders.items()
    ]
    return bench.compete(opened, bench.size(ROUNDS, 1))


def _ours(bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
    del bench
    migrate(url)
    return in_processes(url, clients, seconds, partial(our_clients, LEDGERS))


def _ours_on_one_ledger(bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
    del bench
    migrate(url)
    return in_processes(url, clients, seconds, partial(our_clients, 1))


@contextmanager
def our_clients(ledgers: int, share: Share) -> Iterator[Act]:
    """Connect clients, each to a ledger of its own as far as there are ledgers."""
    with open_datastore(share.url, Settings(database_url=share.url, pool_size=share.clients)) as datastore:
        log, first = LedgerLog(datastore), share.process * share.clients
        recorders = [
            log.recorder(LedgerId(f"ledger-{number % ledgers}")) for number in range(first, first + share.clients)
        ]
        yield lambda client: recorders[client].insert_events(fresh_pair(process=share.process))


def _library(bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
    del bench
    create_default_table(url)
    return in_processes(url, clients, seconds, library_clients)


@contextmanager
def library_clients(share: Share) -> Iterator[Act]:
    """Connect clients of the library's default recorder."""
    with default_recorder(share.url, share.clients) as recorder:
        yield lambda _: recorder.insert_events(fresh_pair_by_uuid())


def _message_db(bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
    del bench
    install_message_db(url)
    return in_processes(url, clients, seconds, message_db_clients)


def _emmett(bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
    del bench
    return emmett(url, clients, seconds)


def _bare(bench: Bench, url: str, clients: int, seconds: float) -> AbstractContextManager[Round]:
    return bare_inserts(url, clients, seconds, bench.folder)
