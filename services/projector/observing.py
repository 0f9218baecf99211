"""What the projector tells whoever measures it. How far it is behind is read from ``projections.progress.lags``."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from domain.values import LedgerId
from services.projector.outcomes import Rebuilt


class Observer(Protocol):
    """Told of each batch and of each stop. Called from the projector's thread; should return at once."""

    def projected(self, events: Mapping[str, int], seconds: float, /) -> None:
        """Each read model reflects so many more events; the batch took so long for all, which were folded together."""

    def stopped(self, read_model: str, ledger_id: LedgerId, position: int, /) -> None:
        """A read model stopped in a ledger at an event that it cannot reflect."""

    def rebuilding(self, read_models: Sequence[str], done: int, total: int, /) -> None:
        """So many events of so many were folded for new generations of these read models."""

    def rebuilt(self, rebuilt: Rebuilt, /) -> None:
        """A new generation is served."""


class _Nobody:
    def projected(self, events: Mapping[str, int], seconds: float, /) -> None:
        """Let it pass."""

    def stopped(self, read_model: str, ledger_id: LedgerId, position: int, /) -> None:
        """Let it pass."""

    def rebuilding(self, read_models: Sequence[str], done: int, total: int, /) -> None:
        """Let it pass."""

    def rebuilt(self, rebuilt: Rebuilt, /) -> None:
        """Let it pass."""


NO_OBSERVER: Final[Observer] = _Nobody()
