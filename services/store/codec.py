"""What an event looks like on disk: a stored name of ours and its fields as JSON.

A stored name never changes, wherever the class moves. Version 1 of a shape is stored under its bare
name (``dues.paid``), a later one with its number (``dues.paid/2``). How each class is read is worked
out once, when the catalogue is loaded; reading an event then costs a look-up, the JSON and the class.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

import orjson
from eventsourcing.persistence import MapperDeserialisationError, Transcoder

from domain.catalogue import EVENT_TYPES
from domain.deciding import EventType
from services.store.writing import class_writer, left_out

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
        """Write a value as JSON bytes.

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
        self._load = json.decode
        self._writers = {kind.event: (topic_of(kind.name, kind.version), class_writer(kind.event)) for kind in kinds}
        self._builders = {
            topic_of(kind.name, version): _event_builder(kind, version)
            for kind in kinds
            for version in range(1, kind.version + 1)
        }

    def encode(self, event: object) -> tuple[str, bytes]:
        """Return an event's topic and its state, as they are stored."""
        topic, values_of = self._writers[type(event)]
        return topic, self._write(values_of(event))

    def decode(self, topic: str, state: bytes) -> Any:  # noqa: ANN401 - any event of the catalogue
        """Read a stored event, raised to its present shape.

        Raises:
            UnreadableEvent: the topic is unknown or the state does not fit it.
        """
        build = self._builders.get(topic)
        if build is None:
            raise UnreadableEvent(topic, "no event has this name and version")
        try:
            return build(self._load(state))
        except Exception as problem:
            raise UnreadableEvent(topic, f"{type(problem).__name__}: {problem}") from problem

    def decode_all(self, topics: Sequence[str], states: bytes) -> list[Any]:
        """Read events whose states stand in one JSON array: less than half the price of one by one.

        Raises:
            ValueError: one of them cannot be read; ``decode`` says which, and why.
        """
        builders = self._builders
        try:
            return [builders[topic](values) for topic, values in zip(topics, self._load(states), strict=True)]
        except Exception as problem:
            message = "one of the events cannot be read"
            raise ValueError(message) from problem


def topic_of(name: str, version: int) -> str:
    """Name a shape as it is stored: ``dues.paid``, and from version 2 on ``dues.paid/2``."""
    return name if version == 1 else f"{name}/{version}"


def event_name(topic: str) -> str:
    """Return the event's name, whatever the version of its shape: ``dues.paid``."""
    return topic.partition("/")[0]


def _event_builder(kind: EventType, version: int) -> Reader:
    build = _class_reader(kind.event)
    steps = [kind.upcasters[older] for older in range(version, kind.version)]
    if not steps:
        return build

    def build_raised(values: Any) -> object:  # noqa: ANN401 - a JSON object of any shape
        for raise_shape in steps:
            values = raise_shape(values)
        return build(values)

    return build_raised


def _class_reader(cls: type[Any]) -> Reader:
    """Return a function that builds ``cls`` from a JSON object.

    A draft, of a class with the same slots that may still be written to, is filled and then made what it
    is to be. Neither ``__init__`` runs, which takes twice as long, nor a check that a class makes of new
    values, which must not make old ones unreadable. As in ``dataclasses``, the function is written out
    once for each class: a loop over the fields would cost more than all the rest.
    """
    hints = get_type_hints(cls)
    names, defaults = [field.name for field in fields(cls)], left_out(cls)
    known: dict[str, Any] = {"cls": cls, "draft": type(cls.__name__, (), {"__slots__": names}), "new": object.__new__}
    known |= {f"default_{name}": default for name, default in defaults.items()}
    lines = ["def build(values):", f"    more = len(values) - {len(names) - len(defaults)}", "    event = new(draft)"]
    for name in names:
        reader = known[f"read_{name}"] = _value_reader(hints[name])
        reading = f"values['{name}']" if reader is None else f"read_{name}(values['{name}'])"
        if name in defaults:
            lines += [
                *(f"    if '{name}' in values:", f"        event.{name} = {reading}", "        more -= 1"),
                *("    else:", f"        event.{name} = default_{name}"),
            ]
        else:
            lines.append(f"    event.{name} = {reading}")
    lines += [
        *(
            "    if more:",
            f"        raise ValueError(f\"its fields are {{', '.join(values)}}, not {', '.join(names)}\")",
        ),
        *("    event.__class__ = cls", "    return event"),
    ]
    exec("\n".join(lines), known)  # noqa: S102 - made of the names of a class's own fields
    build: Reader = known["build"]
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


def _named_tuple_reader(cls: type[Any]) -> Reader:
    """Return a closure that builds a named tuple from an array, which may end before the defaults.

    ``tuple`` makes it, from the array and the defaults that follow: half the work of the class itself.
    """
    hints, names, defaults = get_type_hints(cls), cls._fields, cls._field_defaults
    readers = [(place, reader) for place, name in enumerate(names) if (reader := _value_reader(hints[name]))]
    missing = {
        size: tuple(defaults[name] for name in names[size:])
        for size in range(len(names) - len(defaults), len(names) + 1)
    }
    new = tuple.__new__

    def build(values: list[Any]) -> object:
        rest = missing[len(values)]
        for place, reader in readers:
            if place < len(values):
                values[place] = reader(values[place])
        return new(cls, (*values, *rest))

    return build


def _generic_reader(hint: Any) -> Reader | None:  # noqa: ANN401 - a type as it is annotated
    if isinstance(hint, type) and issubclass(hint, tuple):
        return _named_tuple_reader(hint)
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
decode_all: Final = CODEC.decode_all
