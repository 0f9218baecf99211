"""How an event becomes JSON values: worked out once for each class, so that writing one is a few look-ups.

What goes without saying is left out: a field that is as its class states by default, and the defaults at the end of
a named tuple, which is written as an array. So a default is part of a stored shape: another one is a new version.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

Writer = Callable[[Any], Any]
"""Turns a value into what orjson writes."""

OPTIONAL: Final = (Union, UnionType)


def left_out(cls: type[Any]) -> dict[str, Any]:
    """Give the fields of a dataclass that may be left out, each with what it is then: those with a default."""
    return {field.name: field.default for field in fields(cls) if field.default is not MISSING}


def class_writer(cls: type[Any]) -> Writer:
    """Return a function that gives the fields of an instance, in the order in which the class states them.

    As in ``dataclasses``, the function is written out once for each class.
    """
    hints, defaults = get_type_hints(cls), left_out(cls)
    known: dict[str, Any] = {f"default_{name}": default for name, default in defaults.items()}
    lines = ["def write(event):", "    values = {}"]
    for name in [field.name for field in fields(cls)]:
        writer = known[f"write_{name}"] = _value_writer(hints[name])
        lines.append(f"    value = event.{name}")
        if name in defaults:
            lines.append(f"    if value {'is not None' if defaults[name] is None else f'!= default_{name}'}:")
        indent = "        " if name in defaults else "    "
        lines.append(f"{indent}values['{name}'] = " + ("value" if writer is None else f"write_{name}(value)"))
    lines.append("    return values")
    exec("\n".join(lines), known)  # noqa: S102 - made of the names of a class's own fields
    write: Writer = known["write"]
    return write


def _value_writer(hint: Any) -> Writer | None:  # noqa: ANN401 - a type as it is annotated
    """Say how a value of this type is written; None if orjson writes it as it is."""
    if isinstance(hint, type) and is_dataclass(hint):
        return class_writer(hint)
    if isinstance(hint, type) and issubclass(hint, tuple):
        return _array_writer(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        item = _value_writer(arguments[0])
        return None if item is None else lambda values: [item(value) for value in values]
    if origin in OPTIONAL:
        writers = [writer for argument in arguments if (writer := _value_writer(argument)) is not None]
        if writers:
            (present,) = writers
            return lambda value: None if value is None else present(value)
    return None


def _array_writer(cls: Any) -> Writer:  # noqa: ANN401 - a named tuple's class
    """Return a function that gives a named tuple as an array, without the defaults at its end.

    A line of a posting takes 17 bytes so.
    """
    hints, names, defaults = get_type_hints(cls), cls._fields, tuple(cls._field_defaults.values())
    required = len(names) - len(defaults)
    writers = [(place, writer) for place, name in enumerate(names) if (writer := _value_writer(hints[name]))]

    def write(values: tuple[Any, ...]) -> Any:  # noqa: ANN401 - an array of any values
        size = required if values[required:] == defaults else len(names)
        while size > required and values[size - 1] == defaults[size - 1 - required]:
            size -= 1
        if not writers:
            return values[:size]
        items = list(values[:size])
        for place, writer in writers:
            if place < size:
                items[place] = writer(items[place])
        return items

    return write
