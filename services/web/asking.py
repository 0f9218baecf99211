"""What a reader asks of a page: values in the address, checked before anything is looked up."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, TypeVar

from domain.values import FIRST_YEAR, IDENTIFIER_PATTERN, LAST_YEAR, MONTH_PATTERN, MemberNo, Month, Year

Choice = TypeVar("Choice", bound=str)

POSITION_DIGITS: Final = 18
"""As many as surely fit a position."""


class BadQuery(Exception):
    """A value in the address is not allowed; ``hint`` names the text that says what is."""

    def __init__(self, *, name: str, hint: str) -> None:
        """Name the value and the hint."""
        super().__init__(name)
        self.name = name
        self.hint = hint


def year(query: Mapping[str, str]) -> Year | None:
    """Return the year that is asked for."""
    asked = query.get("year")
    if not asked:
        return None
    if re.fullmatch(r"[0-9]{4}", asked) is None or not FIRST_YEAR <= int(asked) <= LAST_YEAR:
        raise BadQuery(name="year", hint="year")
    return Year(int(asked))


def identifier(query: Mapping[str, str], name: str) -> str | None:
    """Return a member number or another identifier; nothing and blanks ask for nothing."""
    asked = query.get(name, "").strip()
    if asked and re.fullmatch(IDENTIFIER_PATTERN, asked) is None:
        raise BadQuery(name=name, hint="number")
    return asked or None


def member_no(query: Mapping[str, str], name: str) -> MemberNo | None:
    """Return a member number."""
    asked = identifier(query, name)
    return MemberNo(asked) if asked else None


def choice(query: Mapping[str, str], name: str, choices: Collection[Choice]) -> Choice | None:
    """Return one of the values that a list offers; the empty one asks for nothing."""
    asked = query.get(name)
    if not asked:
        return None
    for each in choices:
        if each == asked:
            return each
    raise BadQuery(name=name, hint=name)


def position(query: Mapping[str, str], name: str) -> int:
    """Return the position after which a page begins; 0 is the beginning."""
    asked = query.get(name) or "0"
    if re.fullmatch(rf"[0-9]{{1,{POSITION_DIGITS}}}", asked) is None:
        raise BadQuery(name=name, hint="after")
    return int(asked)


def day(query: Mapping[str, str], name: str) -> date | None:
    """Return a calendar day."""
    asked = query.get(name)
    if not asked:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked) is None:
            raise BadQuery(name=name, hint="day")
        return date.fromisoformat(asked)
    except ValueError:
        raise BadQuery(name=name, hint="day") from None


def month(query: Mapping[str, str], name: str) -> Month | None:
    """Return a month, as 2025-06."""
    asked = query.get(name)
    if not asked:
        return None
    if re.fullmatch(MONTH_PATTERN, asked) is None:
        raise BadQuery(name=name, hint="month")
    return Month(asked)


def flag(query: Mapping[str, str], name: str) -> bool:
    """Return whether something is asked for with 1."""
    return choice(query, name, ("1",)) is not None
