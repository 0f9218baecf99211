from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest
from eventsourcing.persistence import MapperDeserialisationError
from hypothesis import given
from hypothesis import strategies as st

from domain.deciding import EventType, Stream, StreamKind
from domain.values import Fen, PersonalData, Subject, SubjectId, Text
from services.store import LedgerMapper, Placed, UnreadableEvent, event_name
from services.store.codec import Codec

THINGS: StreamKind[None] = StreamKind(category="thing", initial=None, evolve=lambda state, _: state)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingHappened:
    """One field of every sort that an event may have."""

    title: Text
    amount_fen: Fen
    final: bool
    sort: Literal["a", "b"]
    note: Text | None
    person: PersonalData
    subject: Subject | None
    tags: tuple[str, ...]
    subjects: tuple[Subject, ...]
    ended_on: date | None
    seen_at: datetime
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSet:
    """An event whose third shape this is."""

    amount_fen: int
    currency: str


def stream(_: object) -> Stream[None]:
    return THINGS.at("1")


def in_fen(fields: dict[str, Any]) -> dict[str, Any]:
    return {"amount_fen": fields["yuan"] * 100}


def with_currency(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "currency": "CNY"}


HAPPENED = EventType(name="thing.happened", event=ThingHappened, stream=stream)
PRICE = EventType(name="price.set", event=PriceSet, stream=stream, version=3, upcasters={1: in_fen, 2: with_currency})
CODEC = Codec([HAPPENED, PRICE])

SUBJECTS = st.builds(Subject, id=st.text().map(SubjectId))
THING = st.builds(
    ThingHappened,
    amount_fen=st.integers(-(10**18), 10**18).map(Fen),
    seen_at=st.datetimes(timezones=st.just(UTC)),
    subject=st.none() | SUBJECTS,
)


@given(event=THING)
def test_an_event_is_read_back_as_it_was_written(event: ThingHappened) -> None:
    assert CODEC.decode(*CODEC.encode(event)) == event


def test_a_later_shape_is_stored_with_its_number() -> None:
    topic, state = CODEC.encode(PriceSet(amount_fen=500, currency="CNY"))

    assert (topic, event_name(topic)) == ("price.set/3", "price.set")
    assert state == b'{"amount_fen":500,"currency":"CNY"}'


@pytest.mark.parametrize(
    ("topic", "state"),
    [
        ("price.set", b'{"yuan":5}'),
        ("price.set/2", b'{"amount_fen":500}'),
        ("price.set/3", b'{"amount_fen":500,"currency":"CNY"}'),
    ],
)
def test_an_older_shape_is_raised_step_by_step(topic: str, state: bytes) -> None:
    assert CODEC.decode(topic, state) == PriceSet(amount_fen=500, currency="CNY")


@pytest.mark.parametrize(
    ("topic", "state"),
    [
        ("thing.unheard_of", b"{}"),
        ("price.set/4", b'{"amount_fen":500,"currency":"CNY"}'),
        ("price.set/3", b'{"amount_fen":500'),
        ("price.set/3", b'{"amount_fen":500}'),
        ("price.set/3", b'{"amount_fen":500,"money":"CNY"}'),
        ("price.set/3", b"[]"),
        ("price.set/3", b"\xff"),
        ("price.set", b'{"yuan":null}'),
    ],
)
def test_what_cannot_be_read_is_one_error_that_names_the_topic(topic: str, state: bytes) -> None:
    with pytest.raises(UnreadableEvent, match=topic) as caught:
        CODEC.decode(topic, state)

    assert isinstance(caught.value, MapperDeserialisationError)


def test_a_field_without_a_stored_form_is_refused_when_the_catalogue_is_loaded() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Weighed:
        grams: float

    with pytest.raises(TypeError, match="float"):
        Codec([EventType(name="thing.weighed", event=Weighed, stream=stream)])


def test_an_older_shape_without_an_upcaster_is_refused_when_the_catalogue_is_loaded() -> None:
    with pytest.raises(KeyError):
        Codec([EventType(name="price.set", event=PriceSet, stream=stream, version=2)])


@given(event=THING, version=st.integers(min_value=1))
def test_the_librarys_mapper_keeps_an_event_in_its_place(event: ThingHappened, version: int) -> None:
    mapper = LedgerMapper([HAPPENED])
    placed = Placed("thing/1", version, event)

    stored = mapper.to_stored_event(placed)

    assert (stored.originator_id, stored.originator_version, stored.topic) == ("thing/1", version, "thing.happened")
    assert mapper.to_domain_event(stored) == placed
