"""No ledger waits for another's long work."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.balances import ledger_balance
from projections.catalogue import READ_MODELS
from services.projector import Projector
from services.projector.batches import BatchWriter
from services.projector.claiming import claim, waiting
from services.projector.observing import NO_OBSERVER
from services.projector.stepping import Steps
from services.projector.turns import MOST_TOGETHER, Turns
from services.store.sending import transaction
from tests.projections.logs import Log
from tests.samples.dues import ASSESSED
from tests.samples.membership import ENROLLED

ROUNDS = 3
A, B, C, D = (LedgerId(name) for name in "abcd")


def test_what_is_soon_done_goes_before_what_takes_long() -> None:
    assert Turns(100, 2).take({A: 1_000_000, B: 7, C: 1}) == [[C, B], [A]]


def test_long_work_of_many_ledgers_is_done_in_turns() -> None:
    turns = Turns(100, 2)
    behind = {A: 900, B: 900, C: 900}
    assert [turns.take(behind) for _ in range(3)] == [[[A], [B]], [[C], [A]], [[B], [C]]]


def test_a_payment_stands_before_the_rest_of_a_million_rows() -> None:
    turns = Turns(100, 2)
    behind = {A: 1_000_000, B: 1_000_000, C: 1_000_000}
    turns.take(behind)
    assert turns.take({**behind, D: 1}) == [[D], [C], [A]]


def test_ledgers_that_are_soon_done_go_together_but_not_too_much_at_once() -> None:
    assert Turns(100, 1).take({A: 60, B: 30, C: 30, D: 100}) == [[B, C], [A], [D]]
    many = {LedgerId(f"{number:03d}"): 1 for number in range(MOST_TOGETHER + 1)}
    assert [len(turn) for turn in Turns(500, 1).take(many)] == [MOST_TOGETHER, 1]


def test_what_another_projector_holds_keeps_no_other_ledger_of_the_turn_waiting(
    log: Log, projector: Projector, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    log.append(ENROLLED, ledger_id=A)
    log.append(ENROLLED, ledger_id=B)
    projector.run_until_idle()
    log.append(ASSESSED, ledger_id=A)
    log.append(ASSESSED, ASSESSED, ledger_id=B)
    writer = BatchWriter(read_models={model.name: model for model in READ_MODELS}, observer=NO_OBSERVER)
    steps = Steps(batches=writer, read_models=READ_MODELS, batch_size=100)
    with datastore.get_connection() as held, transaction(held):
        claim(held, [A], READ_MODELS)
        assert steps.advance(connection, [A, B]) == 2
        assert waiting(connection, READ_MODELS) == {A: 1}
    assert steps.advance(connection, [A, B]) == 1
    assert ledger_balance(connection, A).assessed_fen == ASSESSED.amount_fen
    assert ledger_balance(connection, B).assessed_fen == 2 * ASSESSED.amount_fen


def test_projectors_that_begin_the_same_ledgers_in_other_orders_do_not_hold_each_other_up(
    log: Log, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    Projector(datastore).prepare()
    steps = Steps(
        batches=BatchWriter(read_models={model.name: model for model in READ_MODELS}, observer=NO_OBSERVER),
        read_models=READ_MODELS,
        batch_size=100,
    )

    def advance(ledger_ids: list[LedgerId]) -> int:
        with datastore.get_connection() as own:
            together.wait()
            return steps.advance(own, ledger_ids)

    together = Barrier(2)
    with ThreadPoolExecutor(2) as projectors:
        for round_ in range(ROUNDS):
            ledger_ids = [LedgerId(f"{round_}-{number:02d}") for number in range(MOST_TOGETHER)]
            for ledger_id in ledger_ids:
                log.append(ENROLLED, ledger_id=ledger_id)
            moved = projectors.map(advance, [ledger_ids, ledger_ids[::-1]])
            assert sum(moved) >= MOST_TOGETHER
    assert waiting(connection, READ_MODELS) == {}


def test_whoever_is_least_behind_is_named_first(
    log: Log, datastore: PostgresDatastore, connection: psycopg.Connection[DictRow]
) -> None:
    Projector(datastore).prepare()
    log.append(*[ASSESSED] * 5, ledger_id=A)
    log.append(ASSESSED, ledger_id=B)
    assert waiting(connection, READ_MODELS) == {B: 1, A: 5}
    Projector(datastore, READ_MODELS[:1]).run_until_idle()
    assert waiting(connection, READ_MODELS[:1]) == {}
    assert waiting(connection, READ_MODELS) == {B: 1, A: 5}
