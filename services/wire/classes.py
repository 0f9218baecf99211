"""What is worked out once for a class and kept."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Made = TypeVar("Made")


def once_per_class(make: Callable[[type[Any]], Made]) -> Callable[[type[Any]], Made]:
    """Call a function once for each class."""
    return cache(make)  # type: ignore[return-value] # mypy does not see that a class is hashable
