"""Every address of the pages, in one list."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.crossing import Crossing
from services.service import Service
from services.web.books import BOOK_PAGES, EXPORTS
from services.web.feed import FEED
from services.web.member import MEMBER
from services.web.members import MEMBERS
from services.web.overview import OVERVIEW
from services.web.rendering import FOR_EVER, ICON, STYLE
from services.web.session import sign_in, sign_in_form, sign_out
from services.web.unions import UNIONS
from services.web.visiting import Download, Page, endpoint

PAGES: Final[tuple[tuple[str, Page | Download], ...]] = (
    ("/", UNIONS),
    ("/ledgers/{ledger_id}", OVERVIEW),
    ("/ledgers/{ledger_id}/members", MEMBERS),
    ("/ledgers/{ledger_id}/members/{member_no}", MEMBER),
    ("/ledgers/{ledger_id}/feed", FEED),
    *BOOK_PAGES,
    EXPORTS,
)


def routes(service: Service) -> list[Route]:
    """Return the pages, signing in and out, and the two files that the pages use."""
    crossing = Crossing(service.settings)
    return [
        *(Route(path, endpoint(service, crossing, page), methods=["GET"]) for path, page in PAGES),
        Route("/sign-in", sign_in_form, methods=["GET"]),
        Route("/sign-in", sign_in(service, crossing), methods=["POST"]),
        Route("/sign-out", sign_out, methods=["POST"]),
        Route("/style.css", style, methods=["GET"]),
        Route("/icon.svg", icon, methods=["GET"]),
    ]


def style(_: Request) -> Response:
    """Give the stylesheet; its address changes with its content."""
    return Response(STYLE, media_type="text/css", headers=FOR_EVER)


def icon(_: Request) -> Response:
    """Give the mark of the product."""
    return Response(ICON, media_type="image/svg+xml", headers=FOR_EVER)
