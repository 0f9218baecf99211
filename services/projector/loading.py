"""A ledger loaded whole: its log folded in memory from the first event on, its final rows written with COPY.

The ledger is the unit: its rows and its progress are one transaction, so whoever is killed when, a ledger
is either done or untouched. One in which a fold or a column refuses something is left untouched, to the ordinary
steps, which find the event.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg.rows import DictRow, tuple_row

from domain.values import LedgerId
from projections.changes import Folding, MergedChanges
from projections.copying import table_loader
from projections.fold import Entry, ReadModel, Table
from projections.tables import table_writer
from services.projector.batches import UNSTORABLE
from services.projector.claiming import Claim, claim, moved, versions
from services.store import read_entries
from services.store.sending import send, transaction

EVENTS_IN_A_READ: Final = 2_000
"""Few enough to stay in a processor's cache from the reading to the last fold."""
EVENTS_IN_MEMORY: Final = 100_000
"""Larger ledgers are written in parts, which takes keys: then these are made before the rows, not after them."""
ROWS_IN_MEMORY: Final = 250_000
"""How many rows of a large ledger are folded before they are written: about half a kilobyte each."""

UNTOUCHED: Final = """
SELECT ledger_id, size
FROM ledger.ledger_head
WHERE EXISTS (
    SELECT FROM read_model.progress JOIN read_model.generation USING (read_model, generation)
    WHERE progress.ledger_id = ledger_head.ledger_id AND NOT live AND position = 0 AND stopped_at IS NULL
      AND (read_model, fold_version) IN (SELECT * FROM unnest(%(read_models)s::text[], %(versions)s::integer[]))
)
ORDER BY size DESC, ledger_id
"""

Told = Callable[[int], None]
"""Told how many more events were folded."""


class Unloadable(Exception):
    """Something in this ledger cannot be read or folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """Fills the generations beside the live ones, ledger by ledger, the largest first.

    Any number of these may work at once: each passes over the ledgers that others hold. With ``in_parts`` the
    tables have their keys, and no more rows are held than ``rows_in_memory``.
    """

    read_models: tuple[ReadModel, ...]
    in_parts: bool = False
    rows_in_memory: int = ROWS_IN_MEMORY
    events_in_a_read: int = EVENTS_IN_A_READ

    def work(self, connection: psycopg.Connection[DictRow], told: Told) -> None:
        """Load every ledger that nobody has loaded or is loading."""
        for ledger_id in untouched(connection, self.read_models):
            with suppress(Unloadable, *UNSTORABLE):
                self.load(connection, ledger_id, told)

    def load(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, told: Told) -> None:
        """Load one ledger in one transaction, unless somebody else holds it."""
        with transaction(connection):
            claims = [
                held for held in claim(connection, [ledger_id], self.read_models, live=False) if not held.position
            ]
            if claims:
                self._load(connection, ledger_id, claims, told)

    def _load(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, claims: Sequence[Claim], told: Told
    ) -> None:
        models = {model.name: model for model in self.read_models}
        loaded = Loaded({held.read_model: (models[held.read_model], held.generation) for held in claims})
        position = 0
        for entries in self._ranges(connection, ledger_id):
            loaded.fold(entries)
            if self.in_parts and loaded.rows > self.rows_in_memory:
                loaded.make_room(connection, ledger_id)
            position, _ = entries[-1]
            told(len(entries))
        loaded.finish(connection, ledger_id)
        send(connection, [moved([(held, position) for held in claims])])

    def _ranges(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> Iterator[list[Entry]]:
        after = 0
        while True:
            batch = read_entries(connection, ledger_id, after=after, limit=self.events_in_a_read)
            if batch.unreadable is not None:
                raise Unloadable(batch.unreadable.reason)
            if not batch.entries:
                return
            yield batch.entries
            after, _ = batch.entries[-1]


def untouched(connection: psycopg.Connection[DictRow], read_models: Sequence[ReadModel]) -> dict[LedgerId, int]:
    """List the ledgers of which nothing has been loaded and how many events each has, the largest first."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        return dict(cursor.execute(UNTOUCHED, versions(read_models)).fetchall())


class Loaded:
    """A ledger, folded so far for some read models and the generation of each."""

    def __init__(self, generations: Mapping[str, tuple[ReadModel, int]]) -> None:
        """Begin at the ledger's first event."""
        self._generations = generations
        self._folding = self._begun()
        self._written = False

    def _begun(self) -> Folding:
        return Folding(model for model, _ in self._generations.values())

    @property
    def rows(self) -> int:
        """How many rows are held in memory."""
        return self._folding.rows

    def fold(self, entries: Iterable[Entry]) -> None:
        """Fold the next events.

        Raises:
            Unloadable: one of them was refused.
        """
        try:
            self._folding.fold(entries)
        except Exception as problem:
            raise Unloadable(str(problem)) from problem

    def make_room(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> None:
        """Write what has come together and forget it; from now on rows may be there already."""
        for table, generation, changes in self._finished():
            send(connection, table_writer(table, generation).statements([(ledger_id, changes)]))
        self._folding = self._begun()
        self._written = True

    def finish(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> None:
        """Write the rest.

        Raises:
            Unloadable: what was posted was refused.
        """
        if self._written:
            self.make_room(connection, ledger_id)
            return
        for table, generation, changes in self._finished():
            table_loader(table, generation).load(connection, ledger_id, changes)

    def _finished(self) -> Iterator[tuple[Table, int, MergedChanges]]:
        try:
            finished = self._folding.finish()
        except Exception as problem:
            raise Unloadable(str(problem)) from problem
        for model, changes in finished:
            _, generation = self._generations[model.name]
            for table in model.tables:
                yield table, generation, changes
