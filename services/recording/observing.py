"""Whom recording tells how it goes, without knowing how they count."""

from collections.abc import Sequence
from typing import Final, Protocol


class Observer(Protocol):
    """Who wants to know how recording goes, to count it."""

    def recorded(self, names: Sequence[str], seconds: float) -> None:
        """Events of these names were recorded; the request took so long."""

    def conflict(self) -> None:
        """Others had appended to a stream since it was read."""

    def retry(self) -> None:
        """A request is decided anew."""

    def repeated(self) -> None:
        """A request was recorded before and is answered from the log."""


class _NoObserver:
    """Looks away."""

    def recorded(self, names: Sequence[str], seconds: float) -> None: ...

    def conflict(self) -> None: ...

    def retry(self) -> None: ...

    def repeated(self) -> None: ...


NO_OBSERVER: Final[Observer] = _NoObserver()
