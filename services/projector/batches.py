"""One batch of one ledger: read once, folded by every read model that stands at the same position, written, moved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

import psycopg
import structlog
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.arrays import UnstorableText
from projections.changes import Folding, MergedChanges, fold_events
from projections.fold import Entry, ReadModel
from projections.tables import Statement, TableWriter, table_writer
from services.projector.claiming import Claim, moved, stop
from services.projector.observing import Observer
from services.projector.sending import send
from services.store import read_entries

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
    _writers: dict[tuple[str, int], tuple[TableWriter, ...]] = field(default_factory=dict)

    def advance(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, claims: Sequence[Claim], limit: int
    ) -> int:
        """Move the claimed read models that are furthest behind by one batch; return how many events it had.

        They stop where the next ones stand, so that later all are folded from one read of the log.
        To be called in the transaction that holds the claims.
        """
        started = perf_counter()
        at = min(claim.position for claim in claims)
        together = [claim for claim in claims if claim.position == at]
        upto = min((claim.position for claim in claims if claim.position > at), default=None)
        batch = read_entries(connection, ledger_id, after=at, limit=limit, upto=upto)
        folded = _fold([self.read_models[claim.read_model] for claim in together], batch.entries)
        refusals = [refused for _, refused in folded]
        if batch.unreadable is not None:
            unreadable = Refused(batch.unreadable.position, batch.unreadable.reason)
            refusals = [refused or unreadable for refused in refusals]
        end = batch.entries[-1][0] if batch.entries else at
        positions = [refused.position - 1 if refused else end for refused in refusals]
        if batch.entries:
            statements = self._statements(ledger_id, together, [changes for changes, _ in folded])
            send(connection, [UNHURRIED, *statements, moved(ledger_id, together, positions)])
        seconds = perf_counter() - started
        for claim, position, refused in zip(together, positions, refusals, strict=True):
            self.observer.projected(claim.read_model, position - at, seconds)
            if refused is not None:
                self.refuse(connection, ledger_id, claim, refused)
        return len(batch.entries)

    def refuse(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, claim: Claim, refused: Refused
    ) -> None:
        """Leave a read model waiting at an event, and tell."""
        stop(connection, ledger_id, claim, refused.position, refused.reason)
        log.error(
            "read model stopped",
            read_model=claim.read_model,
            ledger_id=ledger_id,
            position=refused.position,
            reason=refused.reason,
        )
        self.observer.stopped(claim.read_model, ledger_id, refused.position)

    def _statements(
        self, ledger_id: LedgerId, claims: Sequence[Claim], changes: Sequence[MergedChanges]
    ) -> Iterator[Statement]:
        for claim, changed in zip(claims, changes, strict=True):
            for writer in self._writers_of(claim):
                yield from writer.statements(ledger_id, changed)

    def _writers_of(self, claim: Claim) -> Iterable[TableWriter]:
        generation = (claim.read_model, claim.generation)
        if generation not in self._writers:
            tables = self.read_models[claim.read_model].tables
            self._writers[generation] = tuple(table_writer(table, claim.generation) for table in tables)
        return self._writers[generation]


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
