"""What each value type admits from outside: the one place where ``domain.values`` meets the wire."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NewType

from domain import values
from domain.catalogue import EVENT_TYPES

Position = NewType("Position", int)
PageSize = NewType("PageSize", int)
Instant = NewType("Instant", datetime)
EventName = NewType("EventName", str)

LAST_POSITION: Final = 2**63 - 1
LARGEST_PAGE: Final = 1_000

AMOUNT: Final = r"((0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?|10000000000(\.0{1,2})?)"
AMOUNT_ABOVE_ZERO: Final = r"([1-9][0-9]{0,9}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?)|10000000000(\.0{1,2})?)"
DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
INSTANT: Final = DAY + r"[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
LEAP_SECOND: Final = re.compile(r"(T[0-9]{2}:[0-9]{2}):60")

# Control characters, line separators, and marks that turn the direction of what follows.
UNSEEN: Final = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069"
SPACES: Final = r"\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff"
LINE: Final = rf"[^{UNSEEN}{SPACES}]([^{UNSEEN}]{{0,{values.MAX_TEXT_LENGTH - 2}}}[^{UNSEEN}{SPACES}])?"


class NotAdmitted(ValueError):
    """A value is not one of those that its type admits."""


@dataclass(frozen=True, slots=True)
class Format:
    """How one type of value is written: ``allowed`` completes “must be …”.

    ``read`` turns the JSON value into ours and raises ``NotAdmitted``, or another ``ValueError``.
    """

    allowed: str
    schema: Mapping[str, Any]
    example: str | int
    read: Callable[[Any], Any]


def text_like(pattern: str, allowed: str, example: str, convert: Callable[[str], Any] = str) -> Format:
    """Admit text that is one match of the pattern from end to end, then convert it."""
    matches = re.compile(pattern).fullmatch

    def read(value: object) -> object:
        if not isinstance(value, str) or matches(value) is None:
            raise NotAdmitted
        if not value.isascii():
            value.encode()  # half a surrogate pair is no text: UnicodeEncodeError is a ValueError
        return convert(value)

    return Format(allowed, {"type": "string", "pattern": f"^{pattern}$"}, example, read)


def number_between(least: int, most: int, example: int) -> Format:
    """Admit whole numbers in a range; to JSON ``2026.0`` is one, while true and false are no numbers."""

    def read(value: object) -> int:
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        if type(whole) is not int or not least <= whole <= most:
            raise NotAdmitted
        return whole

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Format(f"a whole number from {least} to {most}", schema, example, read)


def one_of(names: Collection[str], example: str) -> Format:
    """Admit the names of a closed list."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise NotAdmitted
        return value

    listed = sorted(names)
    return Format(f"one of {', '.join(listed)}", {"type": "string", "enum": listed}, example, read)


def fen_of(amount: str) -> int:
    """Read yuan with at most two decimals as fen: ``"41320.5"`` is 4132050."""
    whole, _, rest = amount.partition(".")
    return int(whole) * values.FEN_PER_YUAN + int(rest.ljust(2, "0"))


def _day() -> Format:
    form = text_like(DAY, "a day that exists, as 2026-03-31", "2026-03-31", date.fromisoformat)
    return Format(form.allowed, {"type": "string", "format": "date"}, form.example, form.read)


def _instant() -> Format:
    form = text_like(
        INSTANT, "an instant with its offset, as 2026-03-31T08:00:00Z", "2026-03-31T08:00:00Z", _read_instant
    )
    return Format(form.allowed, {"type": "string", "format": "date-time"}, form.example, form.read)


def _read_instant(text: str) -> datetime:
    """Read an instant; a leap second, which Python does not know, is taken for the second before it."""
    return datetime.fromisoformat(LEAP_SECOND.sub(r"\1:59", text.upper()))


def _identifier(example: str) -> Format:
    return text_like(
        values.IDENTIFIER_PATTERN,
        "1 to 40 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first a letter or digit",
        example,
    )


_AMOUNT_ALLOWED: Final = "an amount in yuan as a string with at most 2 decimals, {} 0 and at most " + values.yuan(
    values.MAX_AMOUNT_FEN
)

FORMATS: Final[Mapping[Any, Format]] = {
    values.LedgerId: text_like(
        values.LEDGER_ID_PATTERN, "1 to 40 characters of a-z, 0-9 and '-', the first a letter", "demo-union"
    ),
    values.MemberNo: _identifier("M0001"),
    values.BranchId: _identifier("B01"),
    values.CardNo: _identifier("M0001-01"),
    values.CaseNo: _identifier("2026-0042"),
    values.SubjectId: _identifier("P0001"),
    values.HouseholdId: _identifier("H0001"),
    values.EnterpriseId: _identifier("E0001"),
    values.DocumentNo: _identifier("2026-07"),
    values.RuleId: _identifier("DUES-2026"),
    values.BankLineId: _identifier("2026-03.1"),
    values.ActorId: _identifier("wang.fang"),
    values.ProgrammeCode: text_like(
        values.CODE_PATTERN, "1 to 40 characters of A-Z, 0-9 and '_', the first a letter", "HARDSHIP"
    ),
    values.AccountCode: text_like(
        values.ACCOUNT_PATTERN, "an account code of 3, 5 or 7 digits, the first from 1 to 5", "50104"
    ),
    values.ProjectId: text_like(
        values.PROJECT_PATTERN, "1 to 40 characters of A-Z, 0-9, '_' and '-', the first a letter", "P-WARM"
    ),
    values.PartyId: _identifier("M0001"),
    values.EconomicClass: text_like(values.ECONOMIC_CLASS_PATTERN, "an economic class of 5 digits", "30309"),
    values.PostingKind: text_like(
        values.POSTING_KIND_PATTERN,
        "1 to 30 characters of a-z and '_', which may be followed by '.' and 1 to 40 of A-Z, a-z, 0-9 and '_'",
        "aid.hardship",
    ),
    values.VoucherId: text_like(
        values.VOUCHER_PATTERN,
        "a day, '.', and 1 to 181 characters of A-Z, a-z, 0-9, '.', '_', '~' and '-'",
        "2026-03-15.2021.dues",
    ),
    values.PostingPart: text_like(values.POSTING_PART_PATTERN, "1 to 30 characters of a-z and '_'", "account"),
    values.Text: text_like(
        LINE,
        f"1 to {values.MAX_TEXT_LENGTH} characters without control characters and without space at either end",
        "王芳",
    ),
    values.Fen: text_like(AMOUNT, _AMOUNT_ALLOWED.format("at least"), "41320.00", fen_of),
    values.PositiveFen: text_like(AMOUNT_ABOVE_ZERO, _AMOUNT_ALLOWED.format("above"), "41320.00", fen_of),
    values.BasisPoints: number_between(0, 10_000, 50),
    values.Count: number_between(1, values.MAX_COUNT, 1),
    values.Year: number_between(values.FIRST_YEAR, values.LAST_YEAR, 2026),
    values.Month: text_like(values.MONTH_PATTERN, "a month from 1900 to 2199, as 2026-03", "2026-03"),
    date: _day(),
    Instant: _instant(),
    Position: number_between(0, LAST_POSITION, 1),
    PageSize: number_between(1, LARGEST_PAGE, 100),
    EventName: one_of({kind.name for kind in EVENT_TYPES}, "ledger.opened"),
}
