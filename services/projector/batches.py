"""One batch of some ledgers: read once, folded by every read model that stands at the same position, written, moved."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from time import perf_counter
from typing import Final

import psycopg
import structlog
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.arrays import UnstorableText
from projections.changes import Folding, MergedChanges, fold_events
from projections.fold import Entry, ReadModel
from projections.tables import Statement, table_writer
from services.projector.claiming import Claim, moved, stop
from services.projector.observing import Observer
from services.store.reading import Entries, Stretch, read_stretches
from services.store.sending import send

UNSTORABLE: Final = (psycopg.DataError, UnstorableText)
"""What a change raises that was folded but cannot be written, such as a sum beyond what a column holds."""

UNHURRIED: Final = Statement("unhurried", b"SELECT set_config('synchronous_commit', 'off', true)", [])
"""A batch's rows and positions are lost together, if they are, and then folded again: no need to wait for the disk."""

log = structlog.get_logger("projector")


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that a read model cannot reflect, and why."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWriter:
    """Folds and writes batches, for whichever read models and generations were claimed."""

    read_models: dict[str, ReadModel]
    observer: Observer

    def advance(
        self, connection: psycopg.Connection[DictRow], claims: Sequence[Claim], limit: int, *, commit: bool
    ) -> int:
        """Move the claimed read models of each ledger that are furthest behind by one batch; return how many events.

        They stop where the next ones stand, so that later all are folded from one read of the log.
        To be called in the transaction that holds the claims; ``commit`` says whether it may end here.
        """
        started = perf_counter()
        batches = [_Batch.of(list(held), limit) for _, held in groupby(claims, attrgetter("ledger_id"))]
        for batch, read in zip(batches, read_stretches(connection, [each.stretch for each in batches]), strict=True):
            batch.fold([self.read_models[claim.read_model] for claim in batch.claims], read)
        refusals = [refusal for batch in batches for refusal in batch.refusals]
        if moving := [batch for batch in batches if batch.events]:
            positions = [reached for batch in moving for reached in batch.positions]
            statements = [UNHURRIED, *self._statements(moving), moved(positions)]
            send(connection, statements, last=commit and not refusals)  # a refusal is yet to be noted
            self._tell(moving, perf_counter() - started)
        for claim, refused in refusals:
            self.refuse(connection, claim, refused)
        return sum(batch.events for batch in moving)

    def _tell(self, batches: Sequence["_Batch"], seconds: float) -> None:
        events: Counter[str] = Counter()
        for batch in batches:
            for claim, position in batch.positions:
                events[claim.read_model] += position - batch.stretch.after
        self.observer.projected(events, seconds)

    def refuse(self, connection: psycopg.Connection[DictRow], claim: Claim, refused: Refused) -> None:
        """Leave a read model waiting at an event, and tell."""
        stop(connection, claim, refused.position, refused.reason)
        log.error(
            "read model stopped",
            read_model=claim.read_model,
            ledger_id=claim.ledger_id,
            position=refused.position,
            reason=refused.reason,
        )
        self.observer.stopped(claim.read_model, claim.ledger_id, refused.position)

    def _statements(self, batches: Sequence["_Batch"]) -> Iterator[Statement]:
        """Give what applies the changes of all ledgers, one statement for each table."""
        changed: dict[tuple[str, int], list[tuple[LedgerId, MergedChanges]]] = defaultdict(list)
        for batch in batches:
            for claim, changes in batch.changes:
                if not changes.nothing:
                    changed[claim.read_model, claim.generation].append((claim.ledger_id, changes))
        for (read_model, generation), of_ledgers in changed.items():
            for table in self.read_models[read_model].tables:
                yield from table_writer(table, generation).statements(of_ledgers)


@dataclass(slots=True)
class _Batch:
    """A stretch of one ledger's log, the read models that stand before it, and what they make of it."""

    claims: Sequence[Claim]
    stretch: Stretch
    events: int = 0
    changes: Sequence[tuple[Claim, MergedChanges]] = ()
    positions: Sequence[tuple[Claim, int]] = ()
    refusals: Sequence[tuple[Claim, Refused]] = ()

    @classmethod
    def of(cls, claims: Sequence[Claim], limit: int) -> "_Batch":
        """Take those of a ledger's claims that are furthest behind, up to where the next ones stand."""
        after = min(claim.position for claim in claims)
        together = [claim for claim in claims if claim.position == after]
        upto = min((claim.position for claim in claims if claim.position > after), default=after + limit)
        return cls(together, Stretch(claims[0].ledger_id, after, min(upto, after + limit)))

    def fold(self, read_models: Sequence[ReadModel], read: Entries) -> None:
        """Fold what was read."""
        self.events = len(read.entries)
        folded = _fold(read_models, read.entries)
        refusals = [refused for _, refused in folded]
        if read.unreadable is not None:
            unreadable = Refused(read.unreadable.position, read.unreadable.reason)
            refusals = [refused or unreadable for refused in refusals]
        end = read.entries[-1][0] if read.entries else self.stretch.after
        positions = [refused.position - 1 if refused else end for refused in refusals]
        self.changes = list(zip(self.claims, [changes for changes, _ in folded], strict=True))
        self.positions = list(zip(self.claims, positions, strict=True))
        self.refusals = [(claim, refused) for claim, refused in zip(self.claims, refusals, strict=True) if refused]


Folded = tuple[MergedChanges, Refused | None]


def _fold(read_models: Sequence[ReadModel], entries: list[Entry]) -> list[Folded]:
    """Fold together; where one read model refuses, fold each alone, so that only that one of this ledger waits."""
    try:
        folding = Folding(read_models)
        folding.fold(entries)
        return [(changes, None) for _, changes in folding.finish()]
    except Exception:  # noqa: BLE001 - whatever a fold raises; which one it was is found below
        return [_fold_alone(read_model, entries) for read_model in read_models]


def _fold_alone(read_model: ReadModel, entries: list[Entry]) -> Folded:
    try:
        return fold_events(read_model, entries), None
    except Exception:  # noqa: BLE001 - as above; at which event is found below
        return _fold_until_refused(read_model, entries)


def _fold_until_refused(read_model: ReadModel, entries: list[Entry]) -> Folded:
    for index, entry in enumerate(entries):
        try:
            fold_events(read_model, (entry,))
        except Exception as problem:  # noqa: BLE001 - as above; this is the event that raised it
            refused = Refused(entry[0], f"{type(problem).__name__}: {problem}")
            return fold_events(read_model, entries[:index]), refused
    return fold_events(read_model, entries), None
