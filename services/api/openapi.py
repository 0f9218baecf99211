"""The API's description (OpenAPI 3.1), made from the lists of commands and queries and their types."""

from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from importlib.metadata import version
from typing import Final

import orjson
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response

from domain.catalogue import ACTIVITIES, COMMAND_TYPES
from domain.deciding import CommandType
from services.api.access import listed
from services.api.bodies import JSON, NDJSON
from services.api.commands import REPLAYED_HEADER, RecordedRequest
from services.api.describing import REF, TEXT_HEADER, Json, Problem, answered, envelope, parameters_of, ref, refusals
from services.api.exporting import EXPORT, POSITION_HEADER
from services.api.parameters import KEY_HEADER, KEY_PATTERN, InLedger
from services.api.queries import QUERIES, Query
from services.api.reading import Ledgers
from services.exports import MEDIA_TYPES
from services.wire import answer_model, request_model

PREFIX: Final = "/api/v1"
COMMAND_PATH: Final = "/ledgers/{{ledger_id}}/commands/{name}"
BATCH_PATH: Final = "/ledgers/{ledger_id}/commands:batch"
LEDGERS_PATH: Final = "/ledgers"

COMMAND_REFUSALS: Final = (400, 401, 403, 404, 409, 413, 415, 422, 500, 503)
QUERY_REFUSALS: Final = (401, 403, 404, 409, 422, 500, 503)
LIST_REFUSALS: Final = (401, 422, 500, 503)


def openapi_endpoint() -> Callable[[Request], Awaitable[Response]]:
    """Give the description, which is made once."""
    text = orjson.dumps(document())

    async def answer(_: Request) -> Response:
        return Response(text, media_type=JSON)

    return answer


@cache
def document() -> Json:
    """Describe every address of the API."""
    envelopes = {query.name: envelope(query) for query in QUERIES}
    models = [request_model(kind.command) for kind in COMMAND_TYPES]
    models += (*envelopes.values(), answer_model(RecordedRequest), answer_model(Ledgers), Problem)
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Union Ledger",
            "version": version("union-ledger"),
            "description": "Records and shows the activities and the money of trade unions. "
            "Amounts are decimal strings in yuan; days are ISO dates in Asia/Shanghai; instants are in UTC.",
        },
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}],
        "tags": [{"name": activity.name} for activity in ACTIVITIES] + [{"name": "queries"}, {"name": "operation"}],
        "paths": {
            **{path: {"post": operation} for path, operation in _commands()},
            PREFIX + BATCH_PATH: {"post": _batch()},
            PREFIX + LEDGERS_PATH: {"get": _ledgers()},
            PREFIX + EXPORT.path: {"get": _export()},
            **{PREFIX + query.path: {"get": _query(query, envelopes[query.name])} for query in QUERIES},
            **_operator_paths(),
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _commands() -> Iterable[tuple[str, Json]]:
    for activity in ACTIVITIES:
        for kind in activity.commands:
            yield PREFIX + COMMAND_PATH.format(name=kind.name), _command(activity.name, kind)


def _command(tag: str, kind: CommandType) -> Json:
    return {
        "operationId": kind.name,
        "tags": [tag],
        "summary": (kind.command.__doc__ or kind.name).strip().partition("\n")[0],
        "description": f"For the roles: {listed(kind.roles)}.",
        "x-roles": sorted(kind.roles),
        "parameters": [*parameters_of(InLedger, "{ledger_id}"), KEY_PARAMETER],
        "requestBody": {"required": True, "content": {JSON: {"schema": ref(request_model(kind.command))}}},
        "responses": {"201": _recorded(), **refusals(COMMAND_REFUSALS)},
    }


def _batch() -> Json:
    return {
        "operationId": "batch",
        "tags": ["ledger"],
        "summary": "Record many commands, all or none",
        "description": "One command a line, as the items of the array that is read as well; each for a role of the "
        "token. Every bad line is named with its number.",
        "x-roles": sorted({role for kind in COMMAND_TYPES for role in kind.roles}),
        "parameters": [*parameters_of(InLedger, "{ledger_id}"), KEY_PARAMETER],
        "requestBody": {
            "required": True,
            "content": {
                NDJSON: {"schema": {"type": "string", "description": "JSON objects, one a line."}},
                JSON: {"schema": {"type": "array", "minItems": 1, "items": {"anyOf": [*map(_item, COMMAND_TYPES)]}}},
            },
        },
        "responses": {"201": _recorded(), **refusals(COMMAND_REFUSALS)},
    }


def _item(kind: CommandType) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["command", "data"],
        "properties": {"command": {"type": "string", "const": kind.name}, "data": ref(request_model(kind.command))},
    }


def _query(query: Query, envelope: type[BaseModel]) -> Json:
    return {
        "operationId": query.name,
        "tags": ["queries"],
        "summary": query.summary,
        "description": "For every role. ``position`` says what the answer reflects; ``min_position`` waits for it. "
        "``as_of_position`` and ``as_of`` (an instant of recording) ask what was known then, ``as_of_day`` what had "
        "taken effect by then; of one ledger, not of a tree.",
        "parameters": parameters_of(query.asked, query.path),
        "responses": {"200": answered("The answer.", ref(envelope)), **refusals(QUERY_REFUSALS)},
    }


def _export() -> Json:
    file = {"schema": {"type": "string", "format": "binary"}}
    answer = {
        "description": "The file.",
        "content": {media_type.partition(";")[0]: file for media_type in MEDIA_TYPES.values()},
        "headers": {POSITION_HEADER: {"schema": {"type": "integer"}, "description": "What the file reflects."}},
    }
    return {
        "operationId": EXPORT.name,
        "tags": ["queries"],
        "summary": EXPORT.summary,
        "description": "For every role. xlsx if no format is named, hledger for the journal.",
        "parameters": parameters_of(EXPORT.asked, EXPORT.path),
        "responses": {"200": answer, **refusals(QUERY_REFUSALS)},
    }


def _ledgers() -> Json:
    return {
        "operationId": "ledgers",
        "tags": ["queries"],
        "summary": "The ledgers that are open to the token",
        "responses": {"200": answered("The answer.", ref(answer_model(Ledgers))), **refusals(LIST_REFUSALS)},
    }


def _operator_paths() -> Json:
    health = {"type": "object", "required": ["status"], "properties": {"status": {"enum": ["ok", "failed"]}}}
    return {
        "/healthz": {"get": _operator("healthz", "Whether the process answers", {"200": answered("It does.", health)})},
        "/readyz": {
            "get": _operator(
                "readyz",
                "Whether requests can be answered now",
                {"200": answered("They can.", health), "503": answered("They cannot.", health)},
            )
        },
        "/metrics": {
            "get": _operator(
                "metrics",
                "What is counted, for Prometheus",
                {"200": {"description": "Counts.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
            )
        },
        "/openapi.json": {
            "get": _operator("openapi", "This description", {"200": answered("It.", {"type": "object"})})
        },
    }


def _operator(name: str, summary: str, responses: Json) -> Json:
    return {"operationId": name, "tags": ["operation"], "summary": summary, "security": [], "responses": responses}


KEY_PARAMETER: Final[Json] = {
    "name": KEY_HEADER,
    "in": "header",
    "required": False,
    "description": "Names the request, so that it can be repeated: the same key and commands return the first answer. "
    "Without one the service makes a key and returns it.",
    "schema": {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
}


def _recorded() -> Json:
    replayed = {
        "schema": {"const": "true"},
        "description": "The request had been recorded before; the answer is the first.",
    }
    receipt = answered("Recorded. A repeat has the same answer.", ref(answer_model(RecordedRequest)))
    return {**receipt, "headers": {KEY_HEADER: TEXT_HEADER, REPLAYED_HEADER: replayed}}
