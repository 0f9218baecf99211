"""Commands: one address for each, all made from the one list, and one for many commands at once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from domain.deciding import CommandType
from domain.values import LedgerId
from services.api.access import authenticate, check_role, check_scope
from services.api.bodies import JSON, content_type, read_body
from services.api.crossing import Crossing
from services.api.parameters import KEY_HEADER, InLedger, idempotency_key, parameters
from services.recording import Receipt
from services.recording import Request as RecordingRequest
from services.service import Service
from services.wire import parse_command, to_wire

COMMAND_LIMIT_BYTES: Final = 64 * 1024
REPLAYED_HEADER: Final = "Idempotency-Replayed"

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEvent:
    """An event that a request led to: where it stands in the ledger, what it is, and in which stream."""

    position: int
    type: str
    stream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRequest:
    """What a request led to. ``position`` is the last of its events: ask for it with ``min_position``."""

    ledger_id: LedgerId
    position: int
    request_id: str
    recorded_at: datetime
    events: tuple[RecordedEvent, ...]


def command_endpoint(service: Service, crossing: Crossing, kind: CommandType) -> Endpoint:
    """Answer requests for one command."""

    async def answer(request: Request) -> Response:
        principal = await authenticate(service, crossing, request)
        ledger_id = parameters(InLedger, request).ledger_id
        check_scope(principal, ledger_id)
        check_role(principal, kind)
        key = idempotency_key(request)
        content_type(request, (JSON,))
        body = await read_body(request, min(COMMAND_LIMIT_BYTES, service.settings.body_limit_bytes))
        command = parse_command(kind.name, body)
        asked = RecordingRequest(ledger_id=ledger_id, request_id=key, actor=principal.actor, commands=(command,))
        return receipt_response(await crossing.over(partial(record, service, asked)))

    return answer


def record(service: Service, asked: RecordingRequest) -> Receipt:
    """Record a request and tell the projector beside this process that there is something to do."""
    receipt = service.recording.record(asked)
    service.projecting.wake()
    return receipt


def receipt_response(receipt: Receipt) -> Response:
    """Answer with what a request led to: the first time and at every repeat the same."""
    headers = {KEY_HEADER: receipt.request_id}
    if receipt.repeated:
        headers[REPLAYED_HEADER] = "true"
    return Response(orjson.dumps(to_wire(recorded_request(receipt))), 201, headers, JSON)


def recorded_request(receipt: Receipt) -> RecordedRequest:
    """Return a receipt as it is shown."""
    return RecordedRequest(
        ledger_id=receipt.ledger_id,
        position=receipt.position,
        request_id=receipt.request_id,
        recorded_at=receipt.recorded_at,
        events=tuple(
            RecordedEvent(position=event.position, type=event.name, stream=event.stream_id) for event in receipt.events
        ),
    )
