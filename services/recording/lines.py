"""Requests that wait for one ledger at the same moment are recorded together (group commit).

Each ledger has a line. Whoever finds nobody leading leads: it records its own request together with
those that wait by then, and hands the lead to the first that came meanwhile. A request that is alone
waits for nobody. Those in line hold no connection to the database.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

from domain.errors import LedgerError
from domain.values import LedgerId
from services.recording.decisions import Needs
from services.recording.requests import Receipt, Refusals, Request
from services.store.log import LedgerUnavailable

MOST_TOGETHER: Final = 64
"""Requests that are recorded in one append."""
LONGEST_WAIT_SECONDS: Final = 60.0


Answer = Receipt | LedgerError | LedgerUnavailable


@dataclass(eq=False, slots=True, kw_only=True)
class Asking:
    """A request on its way. ``answer`` stays None where it must be decided on alone."""

    request: Request
    digest: bytes
    needs: Needs
    report: Callable[[Refusals], None] | None = None
    answer: Answer | None = None
    leads: bool = False
    called: Event = field(default_factory=Event)


class Lines:
    """The lines of all ledgers in this process."""

    def __init__(
        self, record: Callable[[Sequence[Asking]], None], longest_wait_seconds: float = LONGEST_WAIT_SECONDS
    ) -> None:
        """``record`` is given requests of one ledger and answers them; it does not raise."""
        self._record = record
        self._longest_wait_seconds = longest_wait_seconds
        self._lock = Lock()
        self._lines: dict[LedgerId, deque[Asking]] = {}  # a ledger has a line while somebody leads it

    def join(self, asking: Asking) -> None:
        """Return when the request was recorded with others, answered or not.

        Raises:
            LedgerUnavailable: it was not its turn in time, or its leader did not come back in time.
        """
        ledger_id = asking.request.ledger_id
        with self._lock:
            line = self._lines.get(ledger_id)
            if line is None:
                self._lines[ledger_id] = deque()
                asking.leads = True
            else:
                line.append(asking)
        if line is not None:
            self._wait(line, asking)
        if asking.leads:
            self._lead(ledger_id, asking)

    def _wait(self, line: deque[Asking], asking: Asking) -> None:
        if asking.called.wait(self._longest_wait_seconds):
            return
        with self._lock:
            if asking.called.is_set():
                return
            if asking in line:
                line.remove(asking)
        message = "the ledger is busy: the request was not recorded in time"
        raise LedgerUnavailable(message)

    def _lead(self, ledger_id: LedgerId, asking: Asking) -> None:
        with self._lock:
            line = self._lines[ledger_id]
            others = [line.popleft() for _ in range(min(len(line), MOST_TOGETHER - 1))]
        try:
            self._record([asking, *others])
        finally:
            self._hand_over(ledger_id, others)

    def _hand_over(self, ledger_id: LedgerId, answered: Sequence[Asking]) -> None:
        with self._lock:
            line = self._lines[ledger_id]
            if line:
                following = line.popleft()
                following.leads = True
                following.called.set()
            else:
                del self._lines[ledger_id]
            for other in answered:
                other.called.set()
