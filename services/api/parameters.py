"""What stands in an address and in headers: text that becomes a dataclass of the domain's values."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_args, get_type_hints

from starlette.requests import Request

from domain.values import LedgerId
from services.wire import FieldError, InvalidInput, parse
from services.wire.formats import FORMATS

Parsed = TypeVar("Parsed")

KEY_HEADER: Final = "Idempotency-Key"
KEY_PATTERN: Final = r"[!-~]{1,128}"
WHOLE_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class InLedger:
    """A request to one ledger."""

    ledger_id: LedgerId


def parameters(cls: type[Parsed], request: Request) -> Parsed:
    """Read the values in the path and in the query as one dataclass.

    Raises:
        InvalidInput: with every value that is missing, unknown, twice there or not admitted.
    """
    twice = tuple(_twice(request))
    given = {**request.query_params, **request.path_params}
    hints = get_type_hints(cls)
    try:
        values = {name: _value(hints[name], text) if name in hints else text for name, text in given.items()}
        parsed = parse(cls, values)
    except InvalidInput as problem:
        placed = (FieldError(_place(request, path), detail) for path, detail in problem.errors)
        raise InvalidInput(errors=(*twice, *placed)) from problem
    if twice:
        raise InvalidInput(errors=twice)
    return parsed


def is_number(hint: Any) -> bool:  # noqa: ANN401 - a type as it is annotated
    """Say whether a value of this type is a whole number on the wire."""
    return hint in FORMATS and FORMATS[hint].schema["type"] == "integer"


def stated(hint: Any) -> Any:  # noqa: ANN401 - a type as it is annotated
    """Return the type that a parameter has if it is there: an absent one is None, but None cannot be written."""
    return next((part for part in get_args(hint) if type(None) in get_args(hint) and part is not type(None)), hint)


def idempotency_key(request: Request) -> str:
    """Return the caller's key for repeating this request, or a new one.

    Raises:
        InvalidInput: the key is not 1 to 128 visible ASCII characters, or there are several.
    """
    match request.headers.getlist(KEY_HEADER):
        case []:
            return uuid.uuid4().hex
        case [key] if re.fullmatch(KEY_PATTERN, key):
            return key
        case _:
            allowed = "must stand once, as 1 to 128 visible ASCII characters"
            raise InvalidInput(errors=(FieldError(f"/header/{KEY_HEADER}", allowed),))


def _value(hint: Any, text: str) -> object:  # noqa: ANN401 - a type as it is annotated
    kind = stated(hint)
    if kind is bool:
        return {"true": True, "false": False}.get(text, text)
    return int(text) if is_number(kind) and WHOLE_NUMBER.fullmatch(text) else text


def _twice(request: Request) -> Iterator[FieldError]:
    names = [name for name, _ in request.query_params.multi_items()]
    for name in dict.fromkeys(names):
        if names.count(name) > 1 or name in request.path_params:
            yield FieldError(f"/query/{name}", "must stand once")


def _place(request: Request, path: str) -> str:
    return f"/{'path' if path[1:] in request.path_params else 'query'}{path}"
