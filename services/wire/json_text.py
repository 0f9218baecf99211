"""JSON text into values, strictly: UTF-8, no field twice, no nesting without end.

The standard library's reader is used because it can see that a field stands twice; NaN comes out as
a float, and no field admits a float, so that it is refused where it stands.
"""

import json
from collections.abc import Iterator
from typing import Final

from services.wire.errors import FieldError, InvalidInput, MalformedJson
from services.wire.quick import NOT_TAKEN, quick_json


class _FieldsTwice(dict[str, object]):
    """An object in which a field stands more than once."""

    names: tuple[str, ...]


class _Twice(Exception):
    """A field stands twice in an object."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _Twice
    return fields


def _marked(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = _FieldsTwice(pairs)
    names = [name for name, _ in pairs]
    found.names = tuple(name for name in found if names.count(name) > 1)
    return found


_READER: Final = json.JSONDecoder(object_pairs_hook=_unique)
_MARKING_READER: Final = json.JSONDecoder(object_pairs_hook=_marked)
"""Slower: shows where fields stand twice, once it is known that they do."""


def read_json(text: bytes) -> object:
    """Read one JSON value.

    Raises:
        MalformedJson: the text is not JSON in UTF-8.
        InvalidInput: a field stands twice in an object, or the nesting is too deep.
    """
    try:
        return quick_json(text)
    except NOT_TAKEN:
        return _explained(text)


def _explained(text: bytes) -> object:
    try:
        return _read(text.decode())
    except UnicodeDecodeError as problem:
        raise MalformedJson(line=1, column=problem.start + 1, reason="bytes that are not UTF-8") from problem
    except json.JSONDecodeError as problem:
        raise MalformedJson(line=problem.lineno, column=problem.colno, reason=problem.msg) from problem
    except RecursionError as problem:
        raise InvalidInput(errors=(FieldError("", "must not be nested this deep"),)) from problem
    except ValueError as problem:  # Python reads whole numbers of up to 4,300 digits
        raise InvalidInput(errors=(FieldError("", "must not hold a number this long"),)) from problem


def _read(text: str) -> object:
    try:
        return _READER.decode(text)
    except _Twice:
        marked = _MARKING_READER.decode(text)
    raise InvalidInput(errors=tuple(_twice(marked, "")))


def _twice(value: object, path: str) -> Iterator[FieldError]:
    match value:
        case dict():
            if isinstance(value, _FieldsTwice):
                yield from (FieldError(pointer(path, name), "must stand once") for name in value.names)
            for name, inner in value.items():
                yield from _twice(inner, pointer(path, name))
        case list():
            for index, inner in enumerate(value):
                yield from _twice(inner, pointer(path, index))
        case _:
            return


def pointer(path: str, *steps: str | int) -> str:
    """Go down a JSON pointer (RFC 6901); what cannot be written in UTF-8 is shown as ``?``."""
    escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    return "".join((path, *(f"/{step}" for step in escaped))).encode(errors="replace").decode()
