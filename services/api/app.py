"""The application: every address, and what to answer when something goes wrong."""

from collections.abc import Awaitable, Callable
from typing import Final

import eventsourcing.persistence
import psycopg
import structlog
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from domain.catalogue import COMMAND_TYPES
from domain.errors import LedgerError
from services.api.answering import Answering
from services.api.batch import batch_endpoint
from services.api.commands import command_endpoint
from services.api.crossing import Crossing
from services.api.exporting import EXPORT, exports_endpoint
from services.api.health import Probing, healthz, metrics_endpoint, readyz_endpoint
from services.api.openapi import BATCH_PATH, COMMAND_PATH, LEDGERS_PATH, PREFIX, openapi_endpoint
from services.api.problems import problem
from services.api.queries import QUERIES
from services.api.reading import ledgers_endpoint, query_endpoint
from services.api.refusals import AddressUnknown, InternalFault, MethodNotAllowed, RequestRefused, ServiceUnavailable
from services.recording import LedgerUnavailable
from services.service import Service
from services.web import problem_page
from services.web import routes as pages

DATABASE_AWAY: Final = (
    LedgerUnavailable,
    eventsourcing.persistence.OperationalError,
    eventsourcing.persistence.InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
)
API_PATHS: Final = ("/api/", "/openapi.json", "/healthz", "/readyz", "/metrics")

Refuse = Callable[[Request, Exception], Awaitable[Response]]

log = structlog.get_logger("http")


def create_app(service: Service) -> Starlette:
    """Put the API and the pages on one application. The projector runs elsewhere."""
    return Starlette(
        routes=[*api_routes(service), *operator_routes(service), *pages(service)],
        middleware=[Middleware(Answering, metrics=service.metrics, fault=at_fault)],
        exception_handlers={
            LedgerError: refused,
            HTTPException: not_routed,
            **dict.fromkeys(DATABASE_AWAY, database_away(service)),
        },
    )


def api_routes(service: Service) -> list[BaseRoute]:
    """List the addresses of commands and queries, made from their lists."""
    crossing = Crossing(service.settings)
    return [
        *(
            Route(
                PREFIX + COMMAND_PATH.format(name=kind.name),
                command_endpoint(service, crossing, kind),
                methods=["POST"],
            )
            for kind in COMMAND_TYPES
        ),
        Route(PREFIX + BATCH_PATH, batch_endpoint(service, crossing), methods=["POST"]),
        Route(PREFIX + LEDGERS_PATH, ledgers_endpoint(service, crossing), methods=["GET"]),
        Route(PREFIX + EXPORT.path, exports_endpoint(service, crossing), methods=["GET"]),
        *(Route(PREFIX + query.path, query_endpoint(service, crossing, query), methods=["GET"]) for query in QUERIES),
    ]


def operator_routes(service: Service) -> list[BaseRoute]:
    """List the addresses that need no token."""
    probing = Probing(service)
    return [
        Route("/openapi.json", openapi_endpoint(), methods=["GET"]),
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz_endpoint(service, probing), methods=["GET"]),
        Route("/metrics", metrics_endpoint(service, probing), methods=["GET"]),
    ]


async def refused(request: Request, error: Exception) -> Response:
    """Answer with a refusal."""
    if not isinstance(error, LedgerError):
        raise error
    return problem(request, error)


def database_away(service: Service) -> Refuse:
    """Say that the database does not answer, and when to come back.

    Then look at the pool's idle connections: a database that was restarted has broken them all at once,
    and each would otherwise fail one more request.
    """

    async def answer(request: Request, error: Exception) -> Response:
        log.warning("database_away", reason=str(error))
        response = problem(request, ServiceUnavailable())
        response.background = BackgroundTask(service.datastore.pool.check)
        return response

    return answer


async def not_routed(request: Request, error: Exception) -> Response:
    """Say that there is nothing at the address, or that it answers another method."""
    status, headers = (error.status_code, error.headers or {}) if isinstance(error, HTTPException) else (400, {})
    if wants_page(request):
        return problem_page(request, status)
    match status:
        case 404:
            refusal: LedgerError = AddressUnknown()
        case 405:
            refusal = MethodNotAllowed(method=request.method, allowed=headers.get("Allow", ""))
        case _:
            refusal = RequestRefused()
    return problem(request, refusal, headers=headers)


def at_fault(request: Request, request_id: str) -> Response:
    """Say that the program is at fault, without its insides."""
    return problem_page(request, 500) if wants_page(request) else problem(request, InternalFault(request_id=request_id))


def wants_page(request: Request) -> bool:
    """Say whether a browser asks for a page, rather than a program for an answer of the API."""
    of_pages = not request.url.path.startswith(API_PATHS)
    return of_pages and "text/html" in request.headers.get("accept", "")
