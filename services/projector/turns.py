"""Whose turn it is: what is soon done goes first, and long work goes on a batch at a time, each ledger in its turn.

So a payment is not held up by another ledger's import of a million rows: before each batch of those, the
projector looks anew, and the payment stands before them.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.values import LedgerId

MOST_TOGETHER: Final = 64
"""How many ledgers have one turn together, in one transaction."""


class Turns:
    """Remembers whose long work was done last."""

    def __init__(self, soon_events: int, long_in_a_round: int) -> None:
        """Long work is more than ``soon_events``; so many ledgers with such have their turn in a round."""
        self._soon_events = soon_events
        self._long_in_a_round = long_in_a_round
        self._last = LedgerId("")

    def take(self, behind: Mapping[LedgerId, int]) -> list[list[LedgerId]]:
        """Choose the ledgers of the next round by how many events they are behind: all that are soon done, then some.

        Those that are soon done go together as far as they have no more events than one of them may have.
        Those that were not chosen are the first to be chosen of the long ones next time.
        """
        soon = [ledger_id for ledger_id, events in behind.items() if events <= self._soon_events]
        long = self._turning(sorted(behind.keys() - set(soon)))
        if long:
            self._last = long[-1]
        return [*self._together(sorted(soon, key=behind.__getitem__), behind), *([ledger_id] for ledger_id in long)]

    def _together(self, soon: Sequence[LedgerId], behind: Mapping[LedgerId, int]) -> list[list[LedgerId]]:
        groups: list[list[LedgerId]] = []
        events = 0
        for ledger_id in soon:
            events += behind[ledger_id]
            if not groups or events > self._soon_events or len(groups[-1]) == MOST_TOGETHER:
                groups.append([])
                events = behind[ledger_id]
            groups[-1].append(ledger_id)
        return groups

    def _turning(self, long: Sequence[LedgerId]) -> list[LedgerId]:
        later = [ledger_id for ledger_id in long if ledger_id > self._last]
        earlier = [ledger_id for ledger_id in long if ledger_id <= self._last]
        return (later + earlier)[: self._long_in_a_round]
