"""How a rebuild may end: served, running elsewhere already, stopped at an event, or different from what is served."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.values import LedgerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many rows a table has, and one number for all that they say, whatever their order."""

    rows: int = 0
    digest: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        """Sum up two ledgers."""
        return Sum(rows=self.rows + other.rows, digest=self.digest + other.digest)

    @property
    def text(self) -> str:
        """The digest as people compare it: 64 bits, in hexadecimal digits."""
        return f"{self.digest % 2**64:016x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A table that says something else of a ledger when it is built anew; both tables by their full names."""

    ledger_id: LedgerId
    served_table: str
    rebuilt_table: str
    served: Sum
    rebuilt: Sum


@dataclass(slots=True, kw_only=True)
class Compared:
    """A read model built anew: its tables summed up, in how many ledgers it was compared, and what differed."""

    tables: dict[str, Sum] = field(default_factory=dict)
    ledgers: int = 0
    differences: list[Difference] = field(default_factory=list)


class RebuildRunning(Exception):
    """Somebody else is rebuilding one of these read models."""

    def __init__(self, names: Sequence[str]) -> None:
        """Name the read models that were asked for."""
        super().__init__(f"A rebuild of {', '.join(names)} is running already. Wait for it to end, then try again.")


class RebuildStopped(Exception):
    """The log holds an event that the fold cannot reflect, before what is served now."""

    def __init__(self, read_model: str, ledger_id: LedgerId, position: int, reason: str) -> None:
        """Say where it stopped and why."""
        self.read_model = read_model
        self.ledger_id = ledger_id
        self.position = position
        super().__init__(
            f"The rebuild of {read_model} got no further than position {position} of ledger {ledger_id}: {reason} "
            "What was served before is served still. Correct the cause, then rebuild again."
        )


class RebuildDiffers(Exception):
    """The same fold of the same log says something else than what is served."""

    NAMED: Final = 10

    def __init__(self, differences: Sequence[Difference]) -> None:
        """Say where, and which tables to look at."""
        self.differences = tuple(differences)
        named = "; ".join(map(_described, self.differences[: self.NAMED]))
        more = f"; and {len(differences) - self.NAMED} more" if len(differences) > self.NAMED else ""
        super().__init__(
            f"What the log says is not what is served: {named}{more}. Nothing was switched, and the tables of both "
            "are kept, to be looked into. Once the cause is known, rebuild again and accept the difference: "
            "then what the log says is served."
        )


def _described(found: Difference) -> str:
    return (
        f"of ledger {found.ledger_id}, read_model.{found.rebuilt_table} has {found.rebuilt.rows} rows "
        f"(digest {found.rebuilt.text}), read_model.{found.served_table} has {found.served.rows} "
        f"(digest {found.served.text})"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A read model that was built anew from so many events and is served now; ``compared`` sums up what it says."""

    read_model: str
    generation: int
    events: int
    seconds: float
    compared: Compared
