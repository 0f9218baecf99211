"""What some decisions must know of the whole ledger: read once everything recorded is reflected, and held to.

The append that follows is refused if anything was recorded since; then it is gathered and decided anew.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.catalogue import COMMAND_TYPE_OF
from domain.values import LedgerId


class Gathered(NamedTuple):
    """Evidence for a decision, and the last position that it reflects."""

    evidence: object
    size: int


Gather = Callable[[LedgerId, object], Gathered]
"""Reads what a command needs to know of a ledger."""


def gather_nothing(ledger_id: LedgerId, command: object) -> Gathered:
    """Stand where nobody records commands that rest on the whole ledger."""
    message = f"nothing gathers evidence for {type(command).__name__} of ledger {ledger_id} here"
    raise AssertionError(message)


def resting_on_evidence(commands: Sequence[object]) -> str | None:
    """Name the first of the commands that rests on the whole ledger, if one does."""
    kinds = (COMMAND_TYPE_OF[type(command)] for command in commands)
    return next((kind.name for kind in kinds if kind.evidence is not None), None)
