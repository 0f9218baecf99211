"""What an event looks like on disk: a stored name of ours and its fields as JSON.

A stored name never changes, wherever the class moves. Version 1 of a shape is stored under its bare
name (``dues.paid``), a later one with its number (``dues.paid/2``). msgspec works out once how each class is read,
when the catalogue is loaded, and makes events from JSON without a dictionary in between.
"""

from collections.abc import Callable, Container, Iterable
from typing import Any, Final

import orjson
from eventsourcing.persistence import MapperDeserialisationError, Transcoder
from msgspec import convert
from msgspec.inspect import (
    BoolType,
    DataclassType,
    DateTimeType,
    DateType,
    IntType,
    LiteralType,
    NamedTupleType,
    NoneType,
    StrType,
    UnionType,
    VarTupleType,
    type_info,
)
from msgspec.json import Decoder

from domain.catalogue import EVENT_TYPES
from domain.deciding import EventType

Reader = Callable[[bytes], Any]
"""Reads the state of one shape of an event."""


class UnreadableEvent(MapperDeserialisationError):
    """A stored event cannot be read: unknown name, malformed JSON, or fields that do not fit its shape."""

    def __init__(self, topic: str, reason: str) -> None:
        """Name the stored topic and what is wrong with it."""
        super().__init__(f"event “{topic}” cannot be read: {reason}")


class OrjsonTranscoder(Transcoder):
    """The library's way to JSON, by orjson: dataclasses as objects, dates as ISO text."""

    def encode(self, obj: Any) -> bytes:  # noqa: ANN401 - the library's signature
        """Write a value as JSON bytes, the fields in the order the class states them.

        The copy lets go of orjson's buffer, of which the bytes would keep 4 KB for as long as they are kept.
        """
        return bytes(memoryview(orjson.dumps(obj, _array)))

    def decode(self, data: bytes) -> Any:  # noqa: ANN401 - the library's signature
        """Read JSON bytes."""
        return orjson.loads(data)


def _array(value: Any) -> list[Any]:  # noqa: ANN401 - orjson asks about whatever it does not know
    """Write a named tuple as an array, without the defaults at its end: a line of a posting takes 17 bytes so."""
    if not isinstance(value, tuple):
        raise TypeError
    cls: Any = type(value)
    items, defaults, names = list(value), cls._field_defaults, cls._fields
    while items and names[len(items) - 1] in defaults and items[-1] == defaults[names[len(items) - 1]]:
        items.pop()
    return items


class Codec:
    """Reads and writes the events of a catalogue."""

    def __init__(self, event_types: Iterable[EventType], transcoder: Transcoder | None = None) -> None:
        """Work out how each shape of each event is written and read.

        Raises:
            TypeError: a field's type has no stored form.
            KeyError: an older version has no upcaster.
        """
        kinds = tuple(event_types)
        json = transcoder or OrjsonTranscoder()
        self._write = json.encode
        self._topics = {kind.event: topic_of(kind.name, kind.version) for kind in kinds}
        self.readers: Final = {
            topic_of(kind.name, version): _reader(kind, version)
            for kind in kinds
            for version in range(1, kind.version + 1)
        }

    def encode(self, event: object) -> tuple[str, bytes]:
        """Return an event's topic and its state, as they are stored."""
        return self._topics[type(event)], self._write(event)

    def decode(self, topic: str, state: bytes) -> Any:  # noqa: ANN401 - any event of the catalogue
        """Read a stored event, raised to its present shape.

        Raises:
            UnreadableEvent: the topic is unknown or the state does not fit it.
        """
        read = self.readers.get(topic)
        if read is None:
            raise UnreadableEvent(topic, "no event has this name and version")
        try:
            return read(state)
        except Exception as problem:
            raise UnreadableEvent(topic, f"{type(problem).__name__}: {problem}") from problem


def topic_of(name: str, version: int) -> str:
    """Name a shape as it is stored: ``dues.paid``, and from version 2 on ``dues.paid/2``."""
    return name if version == 1 else f"{name}/{version}"


def topics_of(events: Container[type]) -> frozenset[str]:
    """Name every stored shape of some events."""
    return frozenset(
        topic_of(kind.name, version)
        for kind in EVENT_TYPES
        if kind.event in events
        for version in range(1, kind.version + 1)
    )


def event_name(topic: str) -> str:
    """Return the event's name, whatever the version of its shape: ``dues.paid``."""
    return topic.partition("/")[0]


def _reader(kind: EventType, version: int) -> Reader:
    """Return what reads the states of one shape of an event, raised to its present one."""
    _check_storable(type_info(kind.event))
    steps = [kind.upcasters[older] for older in range(version, kind.version)]
    if not steps:
        read: Reader = Decoder(kind.event).decode
        return read

    def read_raised(state: bytes) -> object:
        values = orjson.loads(state)
        for raise_shape in steps:
            values = raise_shape(values)
        return convert(values, kind.event)

    return read_raised


def _check_storable(kind: Any) -> None:  # noqa: ANN401 - any description of a type
    """Refuse a field whose type has no stored form of ours.

    Raises:
        TypeError: so it is.
    """
    match kind:
        case DataclassType(fields=fields) | NamedTupleType(fields=fields):
            parts = [field.type for field in fields]
        case UnionType(types=types):
            parts = list(types)
        case VarTupleType(item_type=item):
            parts = [item]
        case StrType() | IntType() | BoolType() | NoneType() | LiteralType() | DateType() | DateTimeType():
            parts = []
        case _:
            sort = type(kind).__name__.removesuffix("Type").lower()
            message = f"{sort} has no stored form: use text, whole numbers, dates, or frozen dataclasses of these"
            raise TypeError(message)
    for part in parts:
        _check_storable(part)


CODEC: Final = Codec(EVENT_TYPES)
"""The codec of everything that this program can record."""


def encode(event: object) -> tuple[str, bytes]:
    """Return an event's topic and its state, as they are stored."""
    return CODEC.encode(event)


decode: Final = CODEC.decode
READERS: Final = CODEC.readers
"""What reads each stored shape, by its topic, for those who read many. ``decode`` says what cannot be read, and why."""
