"""Signing in with a token, and out again.

The session is the token itself in a cookie that scripts cannot read and other sites cannot send; it
is looked up at every request, so a revoked token ends its sessions at once, and nothing is kept here.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.api.crossing import Crossing
from services.identity import find_principal
from services.service import Service
from services.store import LedgerUnavailable, availability
from services.web.problems import bad_form, unavailable
from services.web.rendering import html

SESSION_COOKIE: Final = "union_ledger_session"
FORM_LIMIT_BYTES: Final = 8 * 1024
FIELDS: Final = 2
"""The form has a token and an address to go on to."""
FOREIGN: Final = frozenset({"cross-site", "same-site"})
"""What ``Sec-Fetch-Site`` says of a form that another site sends."""


def sign_in_form(request: Request) -> Response:
    """Show the form."""
    return _form(request, _local(request.query_params.get("next", "")))


def sign_in(service: Service, crossing: Crossing) -> Callable[[Request], Any]:
    """Take the token from the form and open a session if it is known."""

    async def answer(request: Request) -> Response:
        fields = await _form_fields(request)
        if fields is None:
            return bad_form(request)
        secret, following = fields.get("token", "").strip(), _local(fields.get("next", ""))
        try:
            known = bool(secret) and await crossing.over(lambda: _is_known(service, secret))
        except LedgerUnavailable:
            return unavailable(request)
        return _enter(request, secret, following) if known else _form(request, following, refused=True)

    return answer


def _is_known(service: Service, secret: str) -> bool:
    with availability(), service.datastore.get_connection() as connection:
        return find_principal(connection, secret) is not None


def _enter(request: Request, secret: str, following: str) -> Response:
    response = RedirectResponse(following, 303)
    response.set_cookie(
        SESSION_COOKIE, secret, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response


async def sign_out(request: Request) -> Response:
    """Forget the token, and show the form again."""
    if request.headers.get("sec-fetch-site") in FOREIGN:
        return bad_form(request)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return response


def _form(request: Request, following: str, *, refused: bool = False) -> Response:
    return html(request, "sign_in.html", {"next": following, "refused": refused}, 403 if refused else 200)


def _local(address: str) -> str:
    """Return an address only if it stays on this site."""
    stays = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if stays else "/"


async def _form_fields(request: Request) -> dict[str, str] | None:
    """Read a small form of this site's own; None for anything else."""
    if request.headers.get("sec-fetch-site") in FOREIGN:
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_LIMIT_BYTES:
            return None
    try:
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=FIELDS, errors="strict"))
    except ValueError:
        return None
