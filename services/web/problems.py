"""Pages that say what went wrong and what to do."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from services.messages import text
from services.web.asking import BadQuery
from services.web.rendering import html, language_of

RETRY_SECONDS: Final = 5


def problem_page(request: Request, status: int) -> Response:
    """Say on a page what an HTTP status means here, for errors that are met outside the pages."""
    match status:
        case 404 | 405:
            return _problem(request, "not_found", status)
        case 503:
            return unavailable(request)
        case _:
            return _problem(request, "failed", status)


def not_found(request: Request) -> Response:
    """Say that there is nothing here that this reader may see."""
    return _problem(request, "not_found", 404)


def bad_query(request: Request, problem: BadQuery) -> Response:
    """Say which value in the address is wrong, and what is allowed."""
    hint = text(language_of(request), f"hint.{problem.hint}")
    return _problem(request, "query", 400, name=problem.name, hint=hint)


def bad_form(request: Request) -> Response:
    """Say that the form could not be read."""
    return _problem(request, "form", 400)


def unavailable(request: Request) -> Response:
    """Say that the database does not answer, and when to try again."""
    response = _problem(request, "unavailable", 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _problem(request: Request, kind: str, status: int, **facts: str) -> Response:
    language = language_of(request)
    shown = {
        "title": text(language, f"problem.{kind}_title"),
        "detail": text(language, f"problem.{kind}", **facts),
    }
    return html(request, "problem.html", shown, status)
