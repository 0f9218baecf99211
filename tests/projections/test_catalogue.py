"""What every read model owes: each event is handled or ignored by name, and tables do not collide."""

from collections import Counter

import pytest

from domain.catalogue import EVENT_TYPES
from projections.catalogue import READ_MODELS
from projections.fold import ReadModel
from projections.tables import create_indexes, relations

EVENTS = frozenset(kind.event for kind in EVENT_TYPES)
LONGEST_NAME = 63
each_read_model = pytest.mark.parametrize("read_model", READ_MODELS, ids=lambda read_model: read_model.name)


@each_read_model
def test_no_event_is_forgotten(read_model: ReadModel) -> None:
    assert read_model.reflects | read_model.ignores == EVENTS


@each_read_model
def test_no_event_is_both_reflected_and_ignored(read_model: ReadModel) -> None:
    assert not read_model.reflects & read_model.ignores


def test_every_name_is_used_once() -> None:
    names = [name for read_model in READ_MODELS for name in relations(read_model.tables)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert len({read_model.name for read_model in READ_MODELS}) == len(READ_MODELS)


@each_read_model
def test_names_leave_room_for_a_generation(read_model: ReadModel) -> None:
    assert all(len(f"{name}_99999") <= LONGEST_NAME for name in relations(read_model.tables))


@each_read_model
def test_every_table_is_keyed_by_its_ledger_first(read_model: ReadModel) -> None:
    for table in read_model.tables:
        unique, *_ = (statement.as_string() for statement in create_indexes(table, 1))
        assert unique.startswith("CREATE UNIQUE INDEX")
        assert '("ledger_id"' in unique
