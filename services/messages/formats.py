"""How figures, days and months are written in each language. Amounts come in fen and are shown in yuan."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from domain.values import Month, first_day_of, yuan
from services.clock import BUSINESS_ZONE

Language = Literal["zh", "en"]

LOCALES: Final = {"zh": Locale.parse("zh_Hans_CN"), "en": Locale.parse("en")}
MONEY: Final = "¥#,##0.00"
AMOUNT: Final = "#,##0.00"
DAY: Final = {"zh": "y年M月d日", "en": "d MMM y"}
MONTH: Final = {"zh": "y年M月", "en": "MMM y"}
INSTANT: Final = {"zh": "y年M月d日 HH:mm", "en": "d MMM y, HH:mm"}
WHOLE: Final = Decimal(10_000)
"""Basis points that make a whole."""


def money(language: Language, amount_fen: int) -> str:
    """Write an amount: ``4132000`` fen is ``¥41,320.00``."""
    return format_decimal(Decimal(yuan(amount_fen)), format=MONEY, locale=LOCALES[language])


def amount(language: Language, amount_fen: int) -> str:
    """Write an amount where the unit is stated beside it, as in a statement: ``4132000`` fen is ``41,320.00``."""
    return format_decimal(Decimal(yuan(amount_fen)), format=AMOUNT, locale=LOCALES[language])


def number(language: Language, count: int) -> str:
    """Write a count: ``4236`` is ``4,236``."""
    return format_decimal(count, locale=LOCALES[language])


def percent(language: Language, basis_points: int) -> str:
    """Write a share: ``50`` basis points are ``0.5%``."""
    return format_percent(Decimal(basis_points) / WHOLE, format="#,##0.##%", locale=LOCALES[language])


def day(language: Language, value: date) -> str:
    """Write a calendar day."""
    return format_date(value, format=DAY[language], locale=LOCALES[language])


def month(language: Language, value: str) -> str:
    """Write a month that comes as ``2026-03``."""
    return format_date(first_day_of(Month(value)), format=MONTH[language], locale=LOCALES[language])


def instant(language: Language, value: datetime) -> str:
    """Write an instant as the clock shows it in Asia/Shanghai."""
    return format_datetime(value, format=INSTANT[language], tzinfo=BUSINESS_ZONE, locale=LOCALES[language])
