"""No ledger waits for another's long work."""

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.catalogue import READ_MODELS
from services.projector import Projector
from services.projector.claiming import waiting
from services.projector.turns import Turns
from tests.projections.logs import Log
from tests.samples.dues import ASSESSED

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
