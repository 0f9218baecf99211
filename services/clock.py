"""The one module that reads the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

BUSINESS_ZONE: Final = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def business_day(instant: datetime) -> date:
    """Return the business day an instant falls on, in Asia/Shanghai."""
    return instant.astimezone(BUSINESS_ZONE).date()
