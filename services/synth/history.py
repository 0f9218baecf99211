"""One made-up ledger in memory: its streams as they stand, and what was recorded but not yet handed on."""

from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Final

from eventsourcing.persistence import StoredEvent

from domain.activities.ledger import the_ledger
from domain.values import ActorId, LedgerId
from services.recording.decisions import decide_all, needs_of
from services.recording.requests import Request
from services.store.codec import encode
from services.store.mapper import LedgerMapper
from services.store.streams import StreamState

RECORDED_AT_UTC: Final = time(10)
"""Six in the afternoon in Asia/Shanghai."""
KIND_OF: Final = {
    "ledger": "ledger",
    "branch": "ledger",
    "dues": "dues",
    "aid": "aid",
    "fund": "aid",
    "award": "award",
    "member": "member",
    "card": "member",
}
"""Which part of the mix an event belongs to, by what its stored name begins with."""
OFFICER: Final = ActorId("officer.lin")
APPROVER: Final = ActorId("approver.zhao")
CASHIER: Final = ActorId("cashier.wu")


class History:
    """What happened in one ledger so far. ``today`` is the day on which things are recorded."""

    def __init__(self, ledger_id: LedgerId, events: int, today: date) -> None:
        """Begin an empty ledger that is to have ``events`` events in the end."""
        self.ledger_id = ledger_id
        self.today = today
        self.left = events
        self.counts: Counter[str] = Counter()
        self._recorded: list[StoredEvent] = []
        self._streams: dict[str, StreamState] = {}
        self._mapper = LedgerMapper()

    @property
    def recorded_at(self) -> datetime:
        """The instant at which things are recorded today."""
        return datetime.combine(self.today, RECORDED_AT_UTC, UTC)

    @property
    def waiting(self) -> int:
        """How many events were recorded but not yet handed on."""
        return len(self._recorded)

    def ask(self, command: object, actor: ActorId = OFFICER) -> None:
        """Let the domain decide on a command, and record what it decides.

        Raises:
            LedgerError: the command is refused, which no command of a made-up history may be.
        """
        needs = needs_of((command,))
        for stream in (the_ledger(), *needs[0]):
            if stream.id not in self._streams:
                self._streams[stream.id] = StreamState(stream.kind.initial, 0)
        request = Request(ledger_id=self.ledger_id, request_id="", actor=actor, commands=(command,))
        for placed in decide_all(request, needs, self._streams, self.recorded_at):
            stored = self._mapper.to_stored_event(placed)
            self._recorded.append(stored)
            self.counts[KIND_OF[stored.topic.partition(".")[0]]] += 1
            self.left -= 1

    def place(self, stream_id: str, version: int, event: object) -> None:
        """Record an event of dues that was computed here rather than decided."""
        topic, state = encode(event)
        self._recorded.append(StoredEvent(stream_id, version, topic, state))
        self.counts["dues"] += 1
        self.left -= 1

    def forget(self, prefix: str) -> None:
        """Let go of the streams whose ids begin so, because nothing will happen to them any more."""
        for stream_id in [known for known in self._streams if known.startswith(prefix)]:
            del self._streams[stream_id]

    def forget_stream(self, stream_id: str) -> None:
        """Let go of one stream, because nothing will happen to it any more."""
        self._streams.pop(stream_id, None)

    def hand_on(self) -> list[StoredEvent]:
        """Give what waits, in order, and keep it no longer."""
        recorded, self._recorded = self._recorded, []
        return recorded
