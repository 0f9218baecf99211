"""The parts that the API's description is made of: schemas, parameters and answers."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final, get_type_hints

import pydantic
from pydantic import BaseModel, ConfigDict

from services.api.bodies import JSON
from services.api.parameters import stated
from services.api.problems import PROBLEM_TYPE
from services.api.queries import Query
from services.wire import admitted_schema, shown_type, to_wire

REF: Final = "#/components/schemas/{model}"

Json = dict[str, Any]


class ErrorDetail(BaseModel):
    """One of several things that are wrong."""

    model_config = ConfigDict(extra="forbid")

    line: int = pydantic.Field(default=1, description="The line of a batch, counted from 1.")
    path: str = pydantic.Field(default="", description="Where it stands, as a JSON pointer.")
    code: str = ""
    detail: str = pydantic.Field(description="What is wrong and what is allowed.")
    facts: dict[str, Any] = {}


class Problem(BaseModel):
    """A refusal (RFC 9457). ``code`` is stable; ``facts`` are its values; ``detail`` says what to do."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, Any]
    errors: list[ErrorDetail] = []


MEANINGS: Final[dict[int, str]] = {
    400: "The body is not JSON.",
    401: "No valid token.",
    403: "The token does not open this ledger, its role may not ask for this, or four eyes are needed.",
    404: "There is no such ledger, or no such thing in it.",
    409: "Refused by a rule of the books, or the key was used for another request.",
    413: "The body is too large.",
    415: "The body is of another type.",
    422: "Values are missing, unknown or not admitted; each is named.",
    500: "The service is at fault.",
    503: "The database does not answer, or the position is not reflected in time. Come back after Retry-After.",
}
TEXT_HEADER: Final[Json] = {"schema": {"type": "string"}}


def envelope(query: Query) -> type[BaseModel]:
    """Return the model of a question's whole answer."""
    members: Json = {
        "ledger_id": (str, ...),
        "position": (int, pydantic.Field(description="The last event of the ledger that the answer reflects.")),
        "data": (shown_type("data", query.data), ...),
    }
    if query.cursor is not None:
        after = shown_type("after", get_type_hints(query.asked)["after"])
        members["next"] = (
            after | None,
            pydantic.Field(description="Ask for the next page with after; null at the end."),
        )
    name = "".join(part.capitalize() for part in query.name.split("-"))
    return pydantic.create_model(f"{name}Reply", __config__=ConfigDict(extra="forbid"), **members)


def parameters_of(cls: type[Any], path: str) -> list[Json]:
    """Describe the fields of a dataclass as parameters: in the path if they stand in it, else in the query."""
    hints = get_type_hints(cls, include_extras=True)
    return [_parameter(field, hints[field.name], f"{{{field.name}}}" in path) for field in fields(cls)]


def _parameter(field: Any, hint: Any, in_path: bool) -> Json:  # noqa: ANN401, FBT001 - a dataclass's field and its type
    schema = admitted_schema(stated(hint))
    if not in_path and field.default is not None:
        schema["default"] = to_wire(field.default)
    return {"name": field.name, "in": "path" if in_path else "query", "required": in_path, "schema": schema}


def refusals(statuses: Iterable[int]) -> Json:
    """Describe refusals by their statuses."""
    return {
        str(status): {
            "description": MEANINGS[status],
            "content": {PROBLEM_TYPE: {"schema": ref(Problem)}},
            **({"headers": {"Retry-After": TEXT_HEADER}} if status == 503 else {}),  # noqa: PLR2004 - HTTP's number
        }
        for status in statuses
    }


def answered(description: str, schema: Json) -> Json:
    """Describe an answer in JSON."""
    return {"description": description, "content": {JSON: {"schema": schema}}}


def ref(model: type[BaseModel]) -> Json:
    """Point to a model's schema."""
    return {"$ref": REF.format(model=model.__name__)}
