"""What is on disk stays readable: every stored name and version against its file in ``tests/golden/``."""

import pytest

from domain.catalogue import EVENT_TYPE_OF, EVENT_TYPES
from domain.deciding import EventType
from services.store import decode
from services.store.codec import topic_of
from tests.golden import FOLDER, golden_bytes, golden_file, sample_events

SAMPLES = sample_events()
SHAPES = [(kind, version) for kind in EVENT_TYPES for version in range(1, kind.version + 1)]


def named(value: object) -> str:
    return value.name if isinstance(value, EventType) else type(value).__name__


def test_every_event_of_the_catalogue_has_a_sample() -> None:
    assert {type(sample) for sample in SAMPLES} == set(EVENT_TYPE_OF)


def test_every_stored_shape_has_a_golden_file_and_every_file_a_shape() -> None:
    assert {file.name for file in FOLDER.glob("*.json")} == {golden_file(*shape).name for shape in SHAPES}


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_an_event_is_written_as_its_golden_file_shows(sample: object) -> None:
    kind = EVENT_TYPE_OF[type(sample)]
    assert golden_file(kind, kind.version).read_bytes() == golden_bytes(sample)


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_golden_file_is_read_back_as_the_event(sample: object) -> None:
    kind = EVENT_TYPE_OF[type(sample)]
    state = golden_file(kind, kind.version).read_bytes()

    assert decode(topic_of(kind.name, kind.version), state) == sample


@pytest.mark.parametrize(("kind", "version"), SHAPES, ids=named)
def test_an_older_shape_is_read_as_the_present_class(kind: EventType, version: int) -> None:
    event = decode(topic_of(kind.name, version), golden_file(kind, version).read_bytes())

    assert type(event) is kind.event
