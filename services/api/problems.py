"""Refusals as problem details (RFC 9457), in the reader's language."""

from collections.abc import Mapping
from typing import Any, Final, TypedDict

import orjson
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import Kind, LedgerError
from services.api.refusals import (
    BodyTooLarge,
    ContentTypeNotRead,
    InternalFault,
    MethodNotAllowed,
    NotAuthenticated,
    PositionNotReached,
    RequestRefused,
    ServiceUnavailable,
)
from services.messages import Language, error_text, negotiate
from services.wire import InvalidInput, MalformedJson

PROBLEM_TYPE: Final = "application/problem+json"
CODE_URN: Final = "urn:union-ledger:problem:"
RETRY_SECONDS: Final = 5

STATUS_OF_KIND: Final[Mapping[Kind, int]] = {"conflict": 409, "invalid": 409, "forbidden": 403, "not_found": 404}
"""A rule's refusal is a 409 whether the books' state or the rule itself forbids it: 422 says only that
a request is not as ``/openapi.json`` describes it, so a client can tell the two apart by status."""
STATUS_OF: Final[Mapping[type[LedgerError], int]] = {
    MalformedJson: 400,
    RequestRefused: 400,
    NotAuthenticated: 401,
    MethodNotAllowed: 405,
    BodyTooLarge: 413,
    ContentTypeNotRead: 415,
    InvalidInput: 422,
    InternalFault: 500,
    PositionNotReached: 503,
    ServiceUnavailable: 503,
}
HEADERS_OF_STATUS: Final[Mapping[int, dict[str, str]]] = {
    401: {"WWW-Authenticate": 'Bearer realm="union-ledger"'},
    503: {"Retry-After": str(RETRY_SECONDS)},
}


class ErrorItem(TypedDict, total=False):
    """One of several things that are wrong: in which line, at which path, and what is allowed."""

    line: int
    path: str
    code: str
    detail: str
    facts: dict[str, Any]


def status_of(error: LedgerError) -> int:
    """Return the HTTP status of a refusal."""
    return STATUS_OF.get(type(error)) or STATUS_OF_KIND[error.kind]


def problem(
    request: Request, error: LedgerError, *, errors: list[ErrorItem] | None = None, headers: Mapping[str, str] = {}
) -> Response:
    """Answer with a refusal; ``errors`` lists what is wrong in detail, if it is more than the refusal says."""
    language = language_of(request)
    status = status_of(error)
    request.state.refusal = error.code
    body: dict[str, Any] = {
        "type": CODE_URN + error.code,
        "title": title_of(error.code),
        "status": status,
        "detail": said(language, error),
        "code": error.code,
        "facts": error.facts(),
    }
    listed = errors if errors is not None else _listed(error)
    if listed:
        body["errors"] = listed
    return Response(
        orjson.dumps(body),
        status,
        {**HEADERS_OF_STATUS.get(status, {}), **headers, "Content-Language": language},
        PROBLEM_TYPE,
    )


def line_errors(language: Language, line: int, error: LedgerError) -> list[ErrorItem]:
    """List what is wrong with one line of a batch."""
    match error:
        case InvalidInput():
            return [{"line": line, "code": error.code, "path": path, "detail": detail} for path, detail in error.errors]
        case _:
            return [{"line": line, "code": error.code, "detail": said(language, error), "facts": error.facts()}]


def language_of(request: Request) -> Language:
    """Return the language to answer in: what the reader asks for, or English."""
    asked = request.headers.get("accept-language")
    return negotiate(asked) if asked else "en"


def said(language: Language, error: LedgerError) -> str:
    """Say what is wrong and what to do; in English if there is no other text yet."""
    try:
        return error_text(language, error)
    except KeyError:
        return str(error)


def title_of(code: str) -> str:
    """Write a code for people: ``Date in future``."""
    return code.replace("_", " ").capitalize()


def _listed(error: LedgerError) -> list[ErrorItem]:
    match error:
        case InvalidInput():
            return [{"path": path, "detail": detail} for path, detail in error.errors]
        case _:
            return []
