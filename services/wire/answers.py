"""Answers: dataclasses become JSON values; what was stored is shown as it is, without checking it again."""

from dataclasses import fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Annotated, Any, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pydantic
from pydantic import BaseModel, ConfigDict, WithJsonSchema

from domain.values import yuan
from services.wire.classes import once_per_class

UNIT: Final = "_fen"
SHOWN_AMOUNT: Final = Annotated[
    str,
    WithJsonSchema(
        {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)\.[0-9]{2}$", "description": "An amount in yuan."}
    ),
]


def wire_name(name: str) -> str:
    """Name a field on the wire: ``amount_fen`` is ``amount``, which is in yuan."""
    return name.removesuffix(UNIT)


def to_wire(value: Any) -> Any:  # noqa: ANN401 - any answer in, any JSON value out
    """Turn an answer into JSON values: fields that end in ``_fen`` as yuan, dates as ISO text."""
    match value:
        case str() | int() | float() | None:
            return value
        case date():  # a datetime is a date too
            return value.isoformat()
        case dict():
            return dict(_member(name, inner) for name, inner in value.items())
        case list() | tuple() if not hasattr(value, "_fields"):
            return [to_wire(item) for item in value]
        case _:
            return dict(_member(name, getattr(value, name)) for name in _names(type(value)))


def _member(name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - see to_wire
    if name.endswith(UNIT) and value is not None:
        return wire_name(name), yuan(value)
    return wire_name(name), to_wire(value)


@once_per_class
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls)) if is_dataclass(cls) else cls._fields


@once_per_class
def answer_model(cls: type[Any]) -> type[BaseModel]:
    """Return the pydantic model of a dataclass or named tuple as an answer shows it, for the API's description."""
    hints = get_type_hints(cls)
    members: dict[str, Any] = {wire_name(name): (shown_type(name, hints[name]), ...) for name in _names(cls)}
    config = ConfigDict(extra="forbid")
    return pydantic.create_model(f"{cls.__name__}Answer", __config__=config, __doc__=cls.__doc__, **members)


def shown_type(name: str, hint: Any) -> Any:  # noqa: ANN401 - a type as it is annotated
    """Return the type of a value as an answer shows it, for the API's description."""
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    if hint is int and name.endswith(UNIT):
        return SHOWN_AMOUNT
    if isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "_fields")):
        return answer_model(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal or not parts:
        return hint
    shown = [shown_type(name, part) for part in parts if part is not Ellipsis]
    if origin in (Union, UnionType):
        return Union[tuple(shown)]  # noqa: UP007 - made at run time
    return dict[shown[0], shown[1]] if origin is dict else list[shown[0]]  # type: ignore[valid-type] # made at run time
