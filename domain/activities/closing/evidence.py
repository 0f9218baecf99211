"""What a close must know of the whole ledger."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from domain.accounting.closing import Balances

NOT_CARRIED: Final = "results_not_carried"
"""The check that a ledger which carries its results in December only need not meet before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancesAtEnd:
    """What stands in each cell of the books at the end of the last day of a period."""

    balances: Balances


class Finding(NamedTuple):
    """A check of a close that does not hold: which one, and where, for people to find it."""

    check: str
    where: str

    def __str__(self) -> str:
        """Say both."""
        return f"{self.check}: {self.where}" if self.where else self.check


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFound:
    """A period as the books have it: balances at its end, what the checks found, and the last position."""

    balances: Balances
    findings: tuple[Finding, ...]
    position: int
