"""A made-up workload put into the log."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

from domain.values import ActorId
from services.recording.requests import DIGEST_BYTES
from services.store import LedgerLog, Origin
from services.synth.workload import SynthBatch

ACTOR: Final = ActorId("synth")


def load_synth(log: LedgerLog, batches: Iterable[SynthBatch], *, loaded: Callable[[int], object] = int) -> int:
    """Append batches to a log in which their ledgers are not yet open; return how many events there were.

    A batch is one append and one request. ``loaded`` is told how many events each append added.

    Raises:
        StaleStream: a ledger of this name is there already.
    """
    total = 0
    for number, batch in enumerate(batches):
        origin = Origin(
            recorded_at=batch.recorded_at,
            actor=ACTOR,
            request_id=f"synth-{number:06d}",
            digest=sha256(batch.events[-1].state).digest()[:DIGEST_BYTES],
        )
        log.recorder(batch.ledger_id).insert_events(batch.events, origin=origin)
        total += len(batch.events)
        loaded(len(batch.events))
    return total
