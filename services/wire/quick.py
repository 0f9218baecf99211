"""The short way in, for what is right already: half the work of the long way, which explains what is wrong.

Whatever the short way takes, the long way would take with the same result; it may leave anything to the
long way. Files of a hundred thousand commands are why it is there.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from domain.values import Month, PositiveFen
from services.wire.answers import wire_name
from services.wire.classes import once_per_class
from services.wire.formats import FORMATS

Reader = Callable[[Any], Any]

SAID_AGAIN: Final = (date, Month, PositiveFen)
"""What files say over and over, and what tells of nobody: the last values of each field are remembered."""
MOST_REMEMBERED: Final = 1_000

NOT_TAKEN: Final = (ValueError, KeyError, TypeError, RecursionError)
"""What the short way raises for whatever it leaves to the long way."""


def quick_json(text: bytes) -> object:
    """Read JSON in which no field stands twice and no text holds a colon.

    A field that stood twice would be counted once in the values, but its colon twice in the text.

    Raises:
        ValueError, RecursionError: leave it to the long way.
    """
    value: object = orjson.loads(text)
    if text.count(b":") != _fields_within(value):
        raise ValueError
    return value


def _fields_within(value: object) -> int:
    if type(value) is dict:
        return len(value) + _fields_inside(value.values())
    return _fields_inside(value) if type(value) is list else 0


def _fields_inside(values: Iterable[object]) -> int:
    fields = 0
    for value in values:
        if type(value) is dict or type(value) is list:
            fields += _fields_within(value)
    return fields


@once_per_class
def quick_reader(cls: type[Any]) -> Reader:
    """Return a function that makes a dataclass from JSON values, each admitted as its annotation says.

    It raises one of ``NOT_TAKEN`` where a field is missing, unknown or not admitted.
    """
    hints = get_type_hints(cls, include_extras=True)
    readers = {wire_name(field.name): (field.name, _reader(hints[field.name])) for field in fields(cls)}
    read_all = _reader_of_all(cls, readers)

    def read(data: Any) -> Any:  # noqa: ANN401 - any JSON value in, an instance out
        if type(data) is not dict:
            raise TypeError
        if len(data) == len(readers):
            return read_all(data)
        values = {}
        for stated, value in data.items():
            name, reader = readers[stated]
            values[name] = reader(value)
        return cls(**values)

    return read


def _reader_of_all(cls: type[Any], readers: dict[str, tuple[str, Reader]]) -> Reader:
    """Return a function for objects in which every field is stated, written out once for each class."""
    known: dict[str, Any] = {f"read_{name}": reader for name, reader in readers.values()}
    stated = ", ".join(f"{name}=read_{name}(data['{wire}'])" for wire, (name, _) in readers.items())
    read: Reader = eval(f"lambda data: cls({stated})", known | {"cls": cls})  # noqa: S307 - made of a class's own fields
    return read


def _reader(hint: Any) -> Reader:  # noqa: ANN401 - a type as it is annotated
    if hint in FORMATS:
        read = FORMATS[hint].read
        return lru_cache(MOST_REMEMBERED, typed=True)(read) if hint in SAID_AGAIN else read
    if hint is bool or get_origin(hint) is Literal:
        return _one_of((True, False) if hint is bool else get_args(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return quick_reader(hint)
    if get_origin(hint) in (Union, UnionType) and get_args(hint)[1:] == (NoneType,):
        present = _reader(get_args(hint)[0])
        return lambda value: None if value is None else present(value)
    if get_origin(hint) is tuple:
        return _each(_reader(get_args(hint)[0]))
    return _left


def _each(read_item: Reader) -> Reader:
    def read(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if type(value) is not list:
            raise TypeError
        return tuple(map(read_item, value))

    return read


def _one_of(choices: tuple[Any, ...]) -> Reader:
    admitted = {(type(choice), choice) for choice in choices}

    def read(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if (type(value), value) not in admitted:
            raise ValueError
        return value

    return read


def _left(_: object) -> None:
    raise ValueError
