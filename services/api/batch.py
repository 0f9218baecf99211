"""Many commands in one request: all are recorded, or none, and every bad line is named with its number.

Lines that cannot be read are reported before any is decided: what a rule would say of the others
depends on the lines that are missing.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from domain.catalogue import COMMAND_TYPE_OF
from domain.errors import LedgerError
from services.api.access import authenticate, check_role, check_scope
from services.api.bodies import JSON, NDJSON, content_type, read_body
from services.api.commands import Endpoint, receipt_response, record
from services.api.crossing import BATCH_PATIENCE, Crossing
from services.api.parameters import InLedger, idempotency_key, parameters
from services.api.problems import ErrorItem, language_of, line_errors, problem
from services.api.refusals import RoleNotAllowed
from services.identity import Principal
from services.recording import CommandsRefused
from services.recording import Request as RecordingRequest
from services.service import Service
from services.wire import FieldError, InvalidInput, parse_item, parse_line, read_json

MOST_ERRORS: Final = 1_000
Refusals = list[tuple[int, LedgerError]]


def batch_endpoint(service: Service, crossing: Crossing) -> Endpoint:
    """Answer requests that bring many commands."""

    async def answer(request: Request) -> Response:
        principal = await authenticate(service, crossing, request)
        ledger_id = parameters(InLedger, request).ledger_id
        check_scope(principal, ledger_id)
        key = idempotency_key(request)
        kind = content_type(request, (NDJSON, JSON))
        body = await read_body(request, service.settings.body_limit_bytes)
        commands, refusals = await crossing.over(partial(_parse_all, kind, body, principal), patience=BATCH_PATIENCE)
        if refusals:
            return _unreadable(request, refusals)
        asked = RecordingRequest(
            ledger_id=ledger_id, request_id=key, actor=principal.actor, commands=tuple(commands.values())
        )
        try:
            return receipt_response(await crossing.over(partial(record, service, asked), patience=BATCH_PATIENCE))
        except CommandsRefused as refused:
            return _refused(request, refused, list(commands))

    return answer


def _parse_all(kind: str, body: bytes, principal: Principal) -> tuple[dict[int, object], Refusals]:
    """Read the commands by their lines, and what is wrong with the lines that are not read."""
    commands: dict[int, object] = {}
    refusals: Refusals = []
    for line, source in _sources(kind, body):
        try:
            command = parse_line(source) if isinstance(source, bytes) else parse_item(source)
            check_role(principal, COMMAND_TYPE_OF[type(command)])
            commands[line] = command
        except LedgerError as refusal:
            refusals.append((line, refusal))
            if len(refusals) == MOST_ERRORS:
                break
    if not commands and not refusals:
        raise InvalidInput(errors=(FieldError("", "must hold at least one command"),))
    return commands, refusals


def _sources(kind: str, body: bytes) -> Iterator[tuple[int, object]]:
    """Number the commands from 1: the lines that are not blank, or the items of a JSON array."""
    if kind == NDJSON:
        yield from ((line, text) for line, text in enumerate(body.split(b"\n"), 1) if text.strip())
        return
    match read_json(body):
        case list() as items:
            yield from enumerate(items, 1)
        case _:
            raise InvalidInput(errors=(FieldError("", "must be an array of commands"),))


def _unreadable(request: Request, refusals: Refusals) -> Response:
    roles = [refusal for _, refusal in refusals if isinstance(refusal, RoleNotAllowed)]
    return problem(request, roles[0] if roles else _summary(refusals), errors=_listed(request, refusals))


def _refused(request: Request, refused: CommandsRefused, lines: Sequence[int]) -> Response:
    refusals = [(lines[index], refusal) for index, refusal in refused.refusals]
    return problem(request, refused, errors=_listed(request, refusals))


def _listed(request: Request, refusals: Refusals) -> list[ErrorItem]:
    language = language_of(request)
    return [item for line, refusal in refusals for item in line_errors(language, line, refusal)][:MOST_ERRORS]


def _summary(refusals: Refusals) -> InvalidInput:
    """Count the lines and show the first; all of them are listed."""
    return InvalidInput(errors=tuple(FieldError(f"/{line}", _said(refusal)) for line, refusal in refusals))


def _said(refusal: LedgerError) -> str:
    return str(refusal.facts()["first"] if isinstance(refusal, InvalidInput) else refusal)
