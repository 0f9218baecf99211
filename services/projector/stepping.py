"""One step: claim what is free of some ledgers, move it by one batch, commit; the same for live tail and rebuilds."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.fold import ReadModel
from services.projector.batches import UNSTORABLE, BatchWriter, Refused
from services.projector.claiming import claim
from services.store.sending import transaction, twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How some read models are moved on: the live generation, or the one beside it, so many events at a time."""

    batches: BatchWriter
    read_models: Sequence[ReadModel]
    batch_size: int
    live: bool = True

    def advance(self, connection: psycopg.Connection[DictRow], ledger_ids: Sequence[LedgerId]) -> int:
        """Move the read models of some ledgers by one batch, all in one transaction.

        Returns how many events it had, 0 if nothing could be done. Where something cannot be written, each ledger
        is moved alone, so that only the one whose trouble it is waits.
        """
        try:
            return self._step(connection, ledger_ids, self.read_models, self.batch_size)
        except UNSTORABLE:
            if len(ledger_ids) > 1:
                return sum(self.advance(connection, [ledger_id]) for ledger_id in ledger_ids)
            return sum(self._find_unstorable(connection, ledger_ids, model) for model in self.read_models)

    def _step(
        self,
        connection: psycopg.Connection[DictRow],
        ledger_ids: Sequence[LedgerId],
        read_models: Sequence[ReadModel],
        limit: int,
    ) -> int:
        def step() -> int:
            with transaction(connection) as own:
                claims = claim(connection, ledger_ids, read_models, live=self.live)
                return self.batches.advance(connection, claims, limit, commit=own) if claims else 0

        return twice(step)

    def _find_unstorable(
        self, connection: psycopg.Connection[DictRow], ledger_ids: Sequence[LedgerId], read_model: ReadModel
    ) -> int:
        """Move one read model of a ledger event by event, so that it stops at the one that cannot be written."""
        moved = 0
        try:
            while moved < self.batch_size and self._step(connection, ledger_ids, (read_model,), 1):
                moved += 1
        except UNSTORABLE as problem:
            self._refuse_next(connection, ledger_ids, read_model, str(problem))
        return moved

    def _refuse_next(
        self,
        connection: psycopg.Connection[DictRow],
        ledger_ids: Sequence[LedgerId],
        read_model: ReadModel,
        reason: str,
    ) -> None:
        with transaction(connection):
            for held in claim(connection, ledger_ids, (read_model,), live=self.live):
                self.batches.refuse(connection, held, Refused(held.position + 1, reason))
