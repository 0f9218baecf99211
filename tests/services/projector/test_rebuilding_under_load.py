"""Rebuilds while events are recorded and projected and answers are read: nobody sees anything half done."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import product

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.annual_totals import ANNUAL_TOTALS, annual_totals
from projections.balances import BALANCES, ledger_balance
from projections.member_cards import MEMBER_CARDS, member_card
from projections.progress import position
from services.projector import Projector
from tests.projections.logs import Log, digest_of_all
from tests.samples.dues import ASSESSED, PAID_IN_PART
from tests.samples.membership import ENROLLED

MODELS = (BALANCES, MEMBER_CARDS, ANNUAL_TOTALS)
LEDGERS = (LedgerId("company"), LedgerId("school"))
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
REBUILDS = 3
PAUSE_SECONDS = 0.01
"""How long a reader takes between the position and the figures of an answer, for other things to happen."""

Connection = psycopg.Connection[DictRow]
Seen = dict[tuple[int, LedgerId, str], list[int]]
"""The positions that each reader saw one after the other, by reader, ledger and read model."""


def paid_on_the_card(connection: Connection, ledger_id: LedgerId) -> int:
    card = member_card(connection, ledger_id, ENROLLED.member_no)
    assert card is not None
    return card.paid_fen


PAID: dict[str, Callable[[Connection, LedgerId], int]] = {
    "balances": lambda connection, ledger_id: ledger_balance(connection, ledger_id).paid_fen,
    "member_cards": paid_on_the_card,
    "annual_totals": lambda connection, ledger_id: sum(
        total.amount_fen for total in annual_totals(connection, ledger_id, 2025) if total.kind == "dues"
    ),
}
"""What was paid, as each read model says it."""


def look(datastore: PostgresDatastore, ledger_id: LedgerId, read_model: str, stop: threading.Event) -> int | None:
    """Ask a read model from one unchanging view and check what it says; return the position, None if it has none yet.

    A member is enrolled first; then dues are assessed and paid in turns.
    """
    with datastore.get_connection() as connection, connection.transaction():
        connection.execute(SNAPSHOT)
        reached = position(connection, read_model, ledger_id)
        if not reached:
            return None
        stop.wait(PAUSE_SECONDS)
        assert PAID[read_model](connection, ledger_id) == (reached - 1) // 2 * PAID_IN_PART.amount_fen
        return reached


def read(datastore: PostgresDatastore, seen: Seen, stop: threading.Event) -> None:
    """Ask every read model of every ledger again and again."""
    while not stop.is_set():
        for ledger_id, read_model in product(LEDGERS, PAID):
            reached = look(datastore, ledger_id, read_model, stop)
            if reached is not None:
                seen.setdefault((threading.get_ident(), ledger_id, read_model), []).append(reached)


def record(log: Log, stop: threading.Event) -> None:
    """Let dues be assessed and paid, again and again."""
    while not stop.wait(PAUSE_SECONDS):
        for ledger_id in LEDGERS:
            log.append(ASSESSED, PAID_IN_PART, ledger_id=ledger_id)


@contextmanager
def beside(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Have work done beside the block, until its end; what it raises is raised there."""
    stop, failures = threading.Event(), list[Exception]()

    def until_stopped() -> None:
        try:
            work(stop)
        except Exception as problem:  # noqa: BLE001 - raised below
            failures.append(problem)

    thread = threading.Thread(target=until_stopped)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if failures:
        raise failures[0]


def test_answers_stay_whole_while_events_are_recorded_and_read_models_rebuilt(
    log: Log, datastore: PostgresDatastore, connection: Connection
) -> None:
    projector = Projector(datastore, MODELS)
    projector.prepare()
    for ledger_id in LEDGERS:
        log.append(ENROLLED, *[ASSESSED, PAID_IN_PART] * 20, ledger_id=ledger_id)
    projector.run_until_idle()
    seen: Seen = {}
    reading = partial(read, datastore, seen)
    with ExitStack() as side_by_side:
        for work in (partial(record, log), projector.run, reading, reading):
            side_by_side.enter_context(beside(work))
        for _ in range(REBUILDS):
            Projector(datastore, MODELS).rebuild()
    assert len(seen) == 2 * len(LEDGERS) * len(PAID)
    for positions in seen.values():
        assert positions == sorted(positions)
        assert positions[-1] > positions[0]
    projector.run_until_idle()
    live = digest_of_all(connection, MODELS)
    projector.rebuild()
    assert digest_of_all(connection, MODELS) == live
