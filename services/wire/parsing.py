"""Requests: dataclasses with the domain's value types become pydantic models that admit nothing else."""

from collections.abc import Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import pydantic
from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, TypeAdapter, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from domain.catalogue import COMMAND_TYPE_NAMED
from services.wire.answers import to_wire, wire_name
from services.wire.classes import once_per_class
from services.wire.errors import FieldError, InvalidInput, UnknownCommand
from services.wire.formats import FORMATS, Format
from services.wire.json_text import pointer, read_json
from services.wire.quick import NOT_TAKEN, quick_reader

Parsed = TypeVar("Parsed")


def parse_command(name: str, data: object) -> object:
    """Read a command's fields from JSON text (bytes) or from values that were read already.

    Raises:
        UnknownCommand: there is no command of this name.
        MalformedJson: the text is not JSON.
        InvalidInput: a field is missing, unknown or not admitted.
    """
    kind = COMMAND_TYPE_NAMED.get(name)
    if kind is None:
        raise UnknownCommand(name=name.encode(errors="replace").decode())
    return parse(kind.command, read_json(data) if isinstance(data, bytes) else data)


def parse_line(line: bytes) -> object:
    """Read one line ``{"command": "pay-dues", "data": {…}}`` as the command it asks for.

    Raises:
        MalformedJson, InvalidInput, UnknownCommand: as ``parse_command``.
    """
    return parse_item(read_json(line))


def parse_item(item: object) -> object:
    """Read one ``{"command": …, "data": …}`` that is JSON already."""
    match item:
        case {"command": str(name), "data": data, **rest} if not rest:
            try:
                return parse_command(name, data)
            except InvalidInput as problem:
                errors = tuple(FieldError(f"/data{path}", detail) for path, detail in problem.errors)
                raise InvalidInput(errors=errors) from problem
        case _:
            allowed = 'must be an object with the fields "command" (a command\'s name) and "data" (its fields)'
            raise InvalidInput(errors=(FieldError("", allowed),))


def parse(cls: type[Parsed], data: object) -> Parsed:
    """Make a dataclass from JSON values, each admitted as its annotation says.

    Raises:
        InvalidInput: with every field that is missing, unknown or not admitted.
    """
    try:
        taken: Parsed = quick_reader(cls)(data)
    except NOT_TAKEN:
        return _explained(cls, data)
    return taken


def _explained(cls: type[Parsed], data: object) -> Parsed:
    try:
        parsed: Parsed = _adapter(cls).validate_python(data)
    except pydantic.ValidationError as problem:
        found = problem.errors(include_url=False, include_input=False)
        raise InvalidInput(errors=tuple(_field_error(cls, error) for error in found)) from problem
    return parsed


@once_per_class
def request_model(cls: type[Any]) -> type[BaseModel]:
    """Return the pydantic model of a dataclass as a request states it."""
    hints = get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {field.name: (_admitted(hints[field.name]), _stated(field)) for field in fields(cls)}
    config = ConfigDict(strict=True, extra="forbid", json_schema_extra={"examples": [example(cls)]})
    return pydantic.create_model(cls.__name__, __config__=config, __doc__=cls.__doc__, **members)


def admitted_schema(hint: Any) -> dict[str, Any]:  # noqa: ANN401 - a type as it is annotated
    """Return the JSON Schema of a value as a request states it."""
    return TypeAdapter(_admitted(hint)).json_schema()


def example(cls: type[Any]) -> dict[str, Any]:
    """Write an instance of a dataclass as a request would: its required fields with values that are admitted."""
    hints = get_type_hints(cls, include_extras=True)
    return {wire_name(field.name): _example(hints[field.name]) for field in fields(cls) if _required(field)}


@once_per_class
def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(_instance(cls))


def _instance(cls: type[Any]) -> Any:  # noqa: ANN401 - a type made here
    return Annotated[request_model(cls), AfterValidator(lambda model: cls(**model.__dict__))]


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _stated(field: Field[Any]) -> Any:  # noqa: ANN401 - what pydantic's Field returns
    alias = wire_name(field.name)
    if _required(field):
        return pydantic.Field(alias=alias)
    shown = to_wire({field.name: field.default})[alias]
    return pydantic.Field(default=field.default, alias=alias, json_schema_extra={"default": shown})


def _admitted(hint: Any) -> Any:  # noqa: ANN401 - a type as it is annotated
    if hint in FORMATS:
        return _formatted(FORMATS[hint])
    if hint in (bool, NoneType) or get_origin(hint) is Literal:
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return _instance(hint)
    if get_origin(hint) in (Union, UnionType):
        return Union[tuple(_admitted(choice) for choice in get_args(hint))]  # noqa: UP007 - made at run time
    if get_origin(hint) is tuple:
        return Annotated[list[_admitted(get_args(hint)[0])], AfterValidator(tuple)]  # type: ignore[misc] # made at run time
    message = f"{hint} has no form on the wire: give it one in services/wire/formats.py"
    raise TypeError(message)


def _formatted(form: Format) -> Any:  # noqa: ANN401 - a type made here
    def read(value: object) -> object:
        try:
            return form.read(value)
        except ValueError as problem:
            raise PydanticCustomError("format", "must be {allowed}", {"allowed": form.allowed}) from problem  # noqa: EM101 - pydantic's message template

    return Annotated[Any, PlainValidator(read), WithJsonSchema(_described(form))]


def _described(form: Format) -> dict[str, Any]:
    described = {} if "enum" in form.schema else {"description": form.allowed}
    return {**form.schema, **described, "examples": [form.example]}


def _example(hint: Any) -> Any:  # noqa: ANN401 - a type as it is annotated, a JSON value
    if hint in FORMATS:
        return FORMATS[hint].example
    if hint is bool:
        return False
    if isinstance(hint, type) and is_dataclass(hint):
        return example(hint)
    first, *_ = get_args(hint)
    if get_origin(hint) is tuple:
        return [_example(first)]
    return first if get_origin(hint) is Literal else _example(first)


def _field_error(cls: type[Any], error: ErrorDetails) -> FieldError:
    where = error["loc"]
    match error["type"]:
        case "missing":
            detail = "is missing"
        case "extra_forbidden":
            detail = f"is not a field here; the fields are {', '.join(_fields_at(cls, where[:-1]))}"
        case "model_type":
            detail = "must be an object"
        case "literal_error":
            detail = f"must be {error['ctx']['expected']}"
        case "string_unicode":
            detail = "must have field names that are text in Unicode"
        case "list_type":
            detail = "must be a list"
        case "bool_type":
            detail = "must be true or false"
        case _:
            detail = error["msg"]
    return FieldError(pointer("", *where), detail)


def _fields_at(cls: type[Any], where: Sequence[str | int]) -> list[str]:
    for step in where:
        if isinstance(step, int):
            continue
        hints = get_type_hints(cls, include_extras=True)
        hint = next(hint for name, hint in hints.items() if wire_name(name) == step)
        cls = next(kind for kind in (hint, *get_args(hint)) if is_dataclass(kind) and isinstance(kind, type))
    return [wire_name(field.name) for field in fields(cls)]
