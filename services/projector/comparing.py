"""What was built anew beside what is served: table by table and ledger by ledger, both at the same position.

Only a read model whose fold is the one that built what is served can be compared. A ledger in which one of
the two stopped earlier than the other cannot be compared either.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow, scalar_row, tuple_row

from domain.values import LedgerId
from projections.fold import ReadModel
from projections.tables import digest_of_ledger
from services.projector.crew import connected
from services.projector.generations import built_by, generation_of
from services.projector.outcomes import Compared, Difference, Sum
from services.projector.stepping import Steps

AT_ONCE: Final = 2
"""How many ledgers are compared side by side."""

LEDGERS: Final = "SELECT ledger_id FROM ledger.ledger_head ORDER BY size DESC, ledger_id"

HOLD: Final = """
SELECT read_model, live, position
FROM read_model.progress JOIN read_model.generation USING (read_model, generation)
WHERE ledger_id = %(ledger_id)s AND read_model = ANY(%(read_models)s)
ORDER BY read_model, live
FOR UPDATE OF progress
"""


class Comparing:
    """Compares the generations of some read models."""

    def __init__(
        self,
        connection: psycopg.Connection[DictRow],
        read_models: Sequence[ReadModel],
        *,
        live: Steps,
        beside: Steps,
    ) -> None:
        """See which generations there are, and which can be compared."""
        self._read_models = tuple(read_models)
        self._steps = (beside, live)
        built = built_by(connection, read_models)
        self._generations = {
            (model.name, served): generation_of(connection, model, live=served) or 0
            for model in read_models
            for served in (True, False)
        }
        self._comparable = {model.name for model in read_models if built.get(model.name) == model.version}
        self._found = {model.name: Compared() for model in read_models}
        self._finding = Lock()

    def compare(self, connecting: Mapping[str, Any]) -> dict[str, Compared]:
        """Compare every ledger; return what was found of each read model."""
        with connected(connecting) as connection, connection.cursor(row_factory=scalar_row) as cursor:
            ledgers = iter(cursor.execute(LEDGERS).fetchall())
        with ThreadPoolExecutor(AT_ONCE, "comparing") as workers:
            for work in [workers.submit(self._work, connecting, ledgers) for _ in range(AT_ONCE)]:
                work.result()
        return self._found

    def _work(self, connecting: Mapping[str, Any], ledgers: Iterator[LedgerId]) -> None:
        with connected(connecting) as connection:
            for ledger_id in ledgers:
                self._compare_ledger(connection, ledger_id)

    def _compare_ledger(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> None:
        """Hold one ledger, bring both generations to its end, and look at each read model's tables."""
        with connection.transaction():
            self._hold(connection, ledger_id)
            for steps in self._steps:
                while steps.advance(connection, [ledger_id]):
                    pass
            positions = self._hold(connection, ledger_id)
            for model in self._read_models:
                together = positions.get((model.name, True)) == positions.get((model.name, False))
                self._look(connection, ledger_id, model, comparable=together and model.name in self._comparable)

    def _hold(self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> dict[tuple[str, bool], int]:
        names = [model.name for model in self._read_models]
        rows = connection.execute(HOLD, {"ledger_id": ledger_id, "read_models": names}).fetchall()
        return {(row["read_model"], row["live"]): row["position"] for row in rows}

    def _look(
        self, connection: psycopg.Connection[DictRow], ledger_id: LedgerId, model: ReadModel, *, comparable: bool
    ) -> None:
        rebuilt = self._sums(connection, ledger_id, model, live=False)
        served = self._sums(connection, ledger_id, model, live=True) if comparable else rebuilt
        with self._finding:
            found = self._found[model.name]
            found.ledgers += comparable
            for table, summed in rebuilt.items():
                found.tables[table] = found.tables.get(table, Sum()) + summed
                if served[table] != summed:
                    found.differences.append(self._difference(ledger_id, model, table, served[table], summed))

    def _sums(
        self, connection: psycopg.Connection[Any], ledger_id: LedgerId, model: ReadModel, *, live: bool
    ) -> dict[str, Sum]:
        query = digest_of_ledger(model.tables, self._generations[model.name, live])
        with connection.cursor(row_factory=tuple_row) as cursor:
            rows = cursor.execute(query, {"ledger_id": ledger_id}, prepare=True).fetchall()
        return {name: Sum(rows=count, digest=int(digest)) for name, count, digest in rows}

    def _difference(self, ledger_id: LedgerId, model: ReadModel, table: str, served: Sum, rebuilt: Sum) -> Difference:
        return Difference(
            ledger_id=ledger_id,
            served_table=f"{table}_{self._generations[model.name, True]}",
            rebuilt_table=f"{table}_{self._generations[model.name, False]}",
            served=served,
            rebuilt=rebuilt,
        )
