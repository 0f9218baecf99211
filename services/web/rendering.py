"""From facts to a page: templates that know the words of one language, and the headers every page carries."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services import messages
from services.messages import Language

FOLDER: Final = Path(__file__).parent
TEMPLATES: Final = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
STYLE: Final = (FOLDER / "style.css").read_bytes()
ICON: Final = (FOLDER / "icon.svg").read_bytes()
FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
PAGE_HEADERS: Final = {"Vary": "Cookie, Accept-Language"}
"""Beside those that every answer carries: what a page may load, and that nobody keeps a copy."""
TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
OWN_NAMES: Final[Mapping[Language, str]] = {"zh": "中文", "en": "English"}
LANGUAGE_COOKIE: Final = "union_ledger_language"
A_YEAR_SECONDS: Final = 365 * 24 * 3600


def _versioned(path: str, content: bytes) -> str:
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:12]}"


SITE: Final[Mapping[str, str]] = {
    "style_address": _versioned("/style.css", STYLE),
    "icon_address": _versioned("/icon.svg", ICON),
}


def language_of(request: Request) -> Language:
    """Choose the language: what the address asks for, what was chosen before, what the browser prefers."""
    return (
        _language(request.query_params.get("lang"))
        or _language(request.cookies.get(LANGUAGE_COOKIE))
        or messages.negotiate(request.headers.get("accept-language"))
    )


def _language(asked: str | None) -> Language | None:
    return next((language for language in messages.LANGUAGES if asked in (language, TAGS[language])), None)


def html(request: Request, template: str, facts: Mapping[str, Any], status: int = 200) -> Response:
    """Make a page in the reader's language, and remember that language when the address asked for it."""
    language = language_of(request)
    body = TEMPLATES.get_template(template).render(
        {"principal": None, **_words(language), **SITE, "languages": _languages(request), **facts}
    )
    response = HTMLResponse(body, status, PAGE_HEADERS)
    if _language(request.query_params.get("lang")):
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR_SECONDS, httponly=True, samesite="lax", path="/")
    return response


def _words(language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "html_language": TAGS[language],
        "t": partial(messages.text, language),
        "option": partial(messages.option, language),
        "money": partial(messages.money, language),
        "amount": partial(messages.amount, language),
        "number": partial(messages.number, language),
        "percent": partial(messages.percent, language),
        "day": partial(messages.day, language),
        "month": partial(messages.month, language),
        "instant": partial(messages.instant, language),
        "event_name": partial(messages.event_name, language),
        "total_name": partial(messages.total_name, language),
    }


def _languages(request: Request) -> list[tuple[Language, tuple[str, str], str]]:
    return [
        (language, (TAGS[language], OWN_NAMES[language]), address(request, lang=language))
        for language in messages.LANGUAGES
    ]


def address(request: Request, **changes: str | None) -> str:
    """Return this page's address with some of its query values changed, or left out when None."""
    asked = dict(parse_qsl(request.url.query))
    wanted = {name: value for name, value in (asked | changes).items() if value is not None}
    return f"{request.url.path}?{urlencode(wanted)}" if wanted else request.url.path
