"""What an event looks like on disk: a stored name of ours and its fields as JSON.

A stored name never changes, wherever the class moves. Version 1 of a shape is stored under its bare
name (``dues.paid``), a later one with its number (``dues.paid/2``). How each class is read is worked
out once, when the catalogue is loaded; reading an event then costs a look-up, the JSON and the class.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

import orjson
from eventsourcing.persistence import MapperDeserialisationError, Transcoder

from domain.catalogue import EVENT_TYPES
from domain.deciding import EventType

Reader = Callable[[Any], Any]
"""Turns a JSON value into a field's value."""

PLAIN: Final = frozenset({str, int, bool, NoneType})
"""Types whose JSON value is the value itself."""


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
        return bytes(memoryview(orjson.dumps(obj)))

    def decode(self, data: bytes) -> Any:  # noqa: ANN401 - the library's signature
        """Read JSON bytes."""
        return orjson.loads(data)


class Days(dict[str, date]):
    """The days that were read: the same few thousand again and again, so each is made once."""

    MOST: Final = 50_000

    def __missing__(self, text: str) -> date:
        """Read a day that is new."""
        if len(self) >= self.MOST:
            self.clear()
        day = self[text] = date.fromisoformat(text)
        return day


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
        self._readers = {
            topic_of(kind.name, version): _event_reader(kind, version, json.decode)
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
        reader = self._readers.get(topic)
        if reader is None:
            raise UnreadableEvent(topic, "no event has this name and version")
        try:
            return reader(state)
        except Exception as problem:
            raise UnreadableEvent(topic, f"{type(problem).__name__}: {problem}") from problem


def topic_of(name: str, version: int) -> str:
    """Name a shape as it is stored: ``dues.paid``, and from version 2 on ``dues.paid/2``."""
    return name if version == 1 else f"{name}/{version}"


def event_name(topic: str) -> str:
    """Return the event's name, whatever the version of its shape: ``dues.paid``."""
    return topic.partition("/")[0]


def _event_reader(kind: EventType, version: int, load: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    build = _class_reader(kind.event)
    steps = [kind.upcasters[older] for older in range(version, kind.version)]
    if not steps:
        return lambda state: build(load(state))

    def read(state: bytes) -> object:
        values = load(state)
        for raise_shape in steps:
            values = raise_shape(values)
        return build(values)

    return read


def _class_reader(cls: type[Any]) -> Reader:
    """Return a closure that builds ``cls`` from a JSON object, which it may change.

    The slots are filled without ``__init__``: it is less than half the work, and a check that a class
    makes of new values must not make old ones unreadable.
    """
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]
    size = len(names)
    filled = tuple((name, getattr(cls, name).__set__) for name in names)
    converted = [(name, reader) for name in names if (reader := _value_reader(hints[name])) is not None]
    new = object.__new__

    def build(values: dict[str, Any]) -> object:
        if len(values) != size:
            message = f"its fields are {', '.join(values)}, not {', '.join(names)}"
            raise ValueError(message)
        for name, reader in converted:
            values[name] = reader(values[name])
        event = new(cls)
        for name, fill in filled:
            fill(event, values[name])
        return event

    return build


def _value_reader(hint: Any) -> Reader | None:  # noqa: ANN401 - a type as it is annotated
    """Say how a field of this type is read; None if its JSON value is the value itself."""
    if isinstance(hint, NewType):
        return _value_reader(hint.__supertype__)
    if hint in PLAIN or get_origin(hint) is Literal:
        return None
    if hint is date:
        return Days().__getitem__
    if hint is datetime:
        read: Reader = hint.fromisoformat
        return read
    if is_dataclass(hint) and isinstance(hint, type):
        return _class_reader(hint)
    return _generic_reader(hint)


def _generic_reader(hint: Any) -> Reader | None:  # noqa: ANN401 - a type as it is annotated
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        item = _value_reader(arguments[0])
        return tuple if item is None else lambda values: tuple(map(item, values))
    if origin in (Union, UnionType) and NoneType in arguments:
        readers = {_value_reader(argument) for argument in arguments} - {None}
        if not readers:
            return None
        if len(readers) == 1 and len(arguments) == 2:  # noqa: PLR2004 - X | None
            present = readers.pop()
            return lambda value: None if value is None or present is None else present(value)
    message = f"{hint} has no stored form: use text, whole numbers, dates, or frozen dataclasses of these"
    raise TypeError(message)


CODEC: Final = Codec(EVENT_TYPES)
"""The codec of everything that this program can record."""


def encode(event: object) -> tuple[str, bytes]:
    """Return an event's topic and its state, as they are stored."""
    return CODEC.encode(event)


decode: Final = CODEC.decode
