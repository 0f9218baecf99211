"""One visit to a page: who reads, which ledgers they may see, and one unchanging view of the database."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.values import LEDGER_ID_PATTERN, LedgerId
from projections.activity_feed import feed
from projections.organisation import LedgerRow, ledgers
from projections.progress import position
from services.api.crossing import Crossing
from services.clock import business_day
from services.identity import Principal, find_principal
from services.service import Service
from services.store import LedgerUnavailable, availability
from services.web.asking import BadQuery
from services.web.problems import bad_query, not_found, unavailable
from services.web.rendering import html
from services.web.session import SESSION_COOKIE

ONE_VIEW: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class NothingHere(Exception):
    """What was asked for does not exist, or is none of this reader's business: the answer is the same."""


class Elsewhere(Exception):
    """The answer to this question stands on another page."""

    def __init__(self, *, address: str) -> None:
        """Name the page's address."""
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request by someone who is signed in, and the view of the database that answers it."""

    request: Request
    connection: psycopg.Connection[DictRow]
    principal: Principal
    today: date

    @property
    def query(self) -> Mapping[str, str]:
        """The values in the address."""
        return self.request.query_params

    def named(self, part: str, pattern: str) -> str:
        """Return a part of the address's path.

        Raises:
            NothingHere: it is no such name, so nothing can have it.
        """
        name: str = self.request.path_params[part]
        if re.fullmatch(pattern, name) is None:
            raise NothingHere
        return name

    def seen_ledgers(self) -> list[LedgerRow]:
        """Return the ledgers in this reader's scope."""
        scope = self.principal.ledger_ids
        return ledgers(self.connection, None if scope is None else sorted(scope))

    def ledger(self) -> LedgerRow:
        """Return the ledger that the address names.

        Raises:
            NothingHere: there is none, or it is out of scope.
        """
        ledger_id = LedgerId(self.named("ledger_id", LEDGER_ID_PATTERN))
        found = ledgers(self.connection, [ledger_id]) if self.principal.may_see(ledger_id) else []
        if not found:
            raise NothingHere
        return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflected:
    """Up to which event a page tells the story, and when that event was recorded."""

    position: int
    recorded_at: datetime | None


def reflected(visit: Visit, ledger_id: LedgerId, *read_models: str) -> Reflected:
    """Say what a page made from these read models reflects: as much as the one that is furthest behind."""
    reached = min(position(visit.connection, name, ledger_id) for name in read_models)
    last = feed(visit.connection, ledger_id, after=reached - 1, limit=1) if reached else []
    known = bool(last) and last[0].position == reached
    return Reflected(position=reached, recorded_at=last[0].recorded_at if known else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its template, and the question that finds the facts shown on it."""

    template: str
    facts: Callable[[Visit], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """An address that hands over a file."""

    answer: Callable[[Visit], Response]


def endpoint(service: Service, crossing: Crossing, page: Page | Download) -> Callable[[Request], Any]:
    """Answer requests for a page or a file, in a thread: everything but HTTP is synchronous."""

    async def answer(request: Request) -> Response:
        try:
            return await crossing.over(lambda: _visit(service, page, request))
        except NothingHere:
            return not_found(request)
        except BadQuery as problem:
            return bad_query(request, problem)
        except Elsewhere as other:
            return RedirectResponse(other.address, 303)
        except LedgerUnavailable:
            return unavailable(request)

    return answer


def _visit(service: Service, page: Page | Download, request: Request) -> Response:
    secret = request.cookies.get(SESSION_COOKIE)
    with _one_view(service.datastore) as connection:
        principal = find_principal(connection, secret) if secret else None
        if principal is None:
            return RedirectResponse(f"/sign-in?next={quote(_path_and_query(request), safe='')}", 303)
        request.state.actor = principal.actor
        today = business_day(service.clock())
        visit = Visit(request=request, connection=connection, principal=principal, today=today)
        if isinstance(page, Download):
            return page.answer(visit)
        facts = page.facts(visit)
    return html(request, page.template, {"principal": principal, **facts})


def _path_and_query(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@contextmanager
def _one_view(datastore: PostgresDatastore) -> Iterator[psycopg.Connection[DictRow]]:
    with availability(), datastore.get_connection() as connection, connection.transaction():
        connection.execute(ONE_VIEW)
        yield connection
