"""One step: claim what is free of a ledger, move it by one batch, commit; the same for live tail and rebuilds."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.fold import ReadModel
from services.projector.batches import UNSTORABLE, BatchWriter, Refused
from services.projector.claiming import claim
from services.projector.sending import twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How some read models are moved on: the live generation, or the one beside it, so many events at a time."""

    batches: BatchWriter
    read_models: Sequence[ReadModel]
    batch_size: int
    live: bool = True

    def advance(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> int:
        """Move a ledger's read models by one batch; return how many events it had, 0 if nothing could be done."""
        try:
            return self._step(connection, ledger_id, self.read_models, self.batch_size)
        except UNSTORABLE:
            return sum(self._find_unstorable(connection, ledger_id, model) for model in self.read_models)

    def _step(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, read_models: Sequence[ReadModel], limit: int
    ) -> int:
        def step() -> int:
            with connection.transaction():
                claims = claim(connection, ledger_id, read_models, live=self.live)
                return self.batches.advance(connection, ledger_id, claims, limit) if claims else 0

        return twice(step)

    def _find_unstorable(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, read_model: ReadModel
    ) -> int:
        """Move one read model event by event, so that it stops at the one whose change cannot be written."""
        moved = 0
        try:
            while moved < self.batch_size and self._step(connection, ledger_id, (read_model,), 1):
                moved += 1
        except UNSTORABLE as problem:
            self._refuse_next(connection, ledger_id, read_model, str(problem))
        return moved

    def _refuse_next(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, read_model: ReadModel, reason: str
    ) -> None:
        with connection.transaction():
            for held in claim(connection, ledger_id, (read_model,), live=self.live):
                self.batches.refuse(connection, ledger_id, held, Refused(held.position + 1, reason))
