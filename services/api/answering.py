"""What happens around every request: an id, headers, a count, a line in the access log, and no way out for faults."""

import time
import uuid
from collections.abc import Callable
from typing import Any, Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.metrics import Metrics

REQUEST_ID_HEADER: Final = "Request-Id"
NO_ROUTE: Final = "none"
CLIENT_GONE: Final = 499
"""What the access log says when the client left before it had its answer (as nginx does)."""

SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_NOWHERE: Final = "no-store"

log = structlog.get_logger("http")


class Answering:
    """The outermost layer: whatever happens inside, the client gets an answer and the operator a line."""

    def __init__(self, app: ASGIApp, metrics: Metrics, fault: Callable[[Request, str], Response]) -> None:
        """Wrap an application; ``fault`` says to a client that the program is at fault, with the request's id."""
        self._app = app
        self._metrics = metrics
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = uuid.uuid4().hex
        state: dict[str, Any] = scope.setdefault("state", {})
        sent = Sent(send, request_id)
        try:
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            sent.status = CLIENT_GONE
        except Exception:
            log.exception("fault", request_id=request_id)
            if sent.status is None:
                await self._fault(Request(scope), request_id)(scope, receive, sent)
        self._note(scope, sent, time.perf_counter() - began, state)

    def _note(self, scope: Scope, sent: "Sent", seconds: float, state: dict[str, Any]) -> None:
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        status = sent.status or CLIENT_GONE
        self._metrics.answered(method=scope["method"], route=route, status=status, seconds=seconds)
        log.info(
            "request",
            request_id=sent.request_id,
            actor=state.get("actor"),
            method=scope["method"],
            route=route,
            status=status,
            refusal=state.get("refusal"),
            seconds=round(seconds, 6),
        )


class Sent:
    """The way back to the client: adds the headers that every answer has and remembers the status."""

    def __init__(self, send: Send, request_id: str) -> None:
        """Wrap the server's way back."""
        self._send = send
        self.request_id = request_id
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID_HEADER] = self.request_id
            headers.setdefault("Cache-Control", KEPT_NOWHERE)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)
