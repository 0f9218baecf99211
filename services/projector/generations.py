"""Generations: each build of a read model has tables of its own; views of the plain names show the live one.

At most one generation of a read model stands beside the live one: the one that a rebuild is making.
"""

from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow, scalar_row

from projections.fold import ReadModel
from projections.tables import create_indexes, create_table, drop_table, label_table, relations, show, show_position

FIRST: Final = 1

INSERT_FIRST: Final = """
INSERT INTO read_model.generation (read_model, generation, fold_version, live, created_at)
VALUES (%(read_model)s, %(generation)s, %(fold_version)s, true, now())
ON CONFLICT DO NOTHING
"""

INSERT_BESIDE: Final = """
INSERT INTO read_model.generation (read_model, generation, fold_version, live, created_at)
SELECT read_model, generation + 1, %(fold_version)s, false, now()
FROM read_model.generation
WHERE read_model = %(read_model)s AND live
RETURNING generation
"""

UNFINISHED: Final = """
SELECT generation FROM read_model.generation
WHERE read_model = %(read_model)s AND NOT live AND fold_version = %(fold_version)s
"""

BEGIN_LEDGERS: Final = """
INSERT INTO read_model.progress (ledger_id, read_model, generation, position)
SELECT ledger_id, read_model, generation, 0
FROM ledger.ledger_head CROSS JOIN read_model.generation
WHERE read_model = %(read_model)s AND NOT live
ON CONFLICT DO NOTHING
"""

LIVE_VERSIONS: Final = """
SELECT read_model, fold_version FROM read_model.generation WHERE live AND read_model = ANY(%(read_models)s)
"""

SELECT_GENERATION: Final = """
SELECT generation FROM read_model.generation WHERE read_model = %(read_model)s AND live = %(live)s
"""

RETIRE: Final = "UPDATE read_model.generation SET live = false WHERE read_model = %(read_model)s AND live"
GO_LIVE: Final = """
UPDATE read_model.generation SET live = true WHERE read_model = %(read_model)s AND generation = %(generation)s
"""

FORGET_PROGRESS: Final = """
DELETE FROM read_model.progress
WHERE read_model = %(read_model)s
  AND generation <> (SELECT generation FROM read_model.generation WHERE read_model = %(read_model)s AND live)
"""
FORGET: Final = "DELETE FROM read_model.generation WHERE read_model = %(read_model)s AND NOT live"

TABLES_LABELLED: Final = """
SELECT relname FROM pg_catalog.pg_class
WHERE relnamespace = 'read_model'::regnamespace AND relkind = 'r'
  AND obj_description(oid, 'pg_class') = %(label)s
ORDER BY relname
"""


def create_first(connection: psycopg.Connection[DictRow], read_model: ReadModel) -> None:
    """Make a read model's first generation, empty and live, unless it has one; several processes may try at once."""
    first = {"read_model": read_model.name, "generation": FIRST, "fold_version": read_model.version}
    with connection.transaction():
        if connection.execute(INSERT_FIRST, first).rowcount:
            _create_tables(connection, read_model, FIRST)
            _create_indexes(connection, read_model, FIRST)
            _show(connection, read_model, FIRST)


def begin_beside(connection: psycopg.Connection[DictRow], read_model: ReadModel) -> None:
    """Make an empty generation beside the live one, or take up the unfinished one of the same fold.

    Every ledger has its row of progress from the beginning, so that workers can pass over each other's.
    """
    beside = {"read_model": read_model.name, "fold_version": read_model.version}
    with connection.transaction():
        if connection.execute(UNFINISHED, beside).fetchone() is None:
            discard_beside(connection, read_model)
            made = connection.execute(INSERT_BESIDE, beside).fetchone()
            if made is not None:
                _create_tables(connection, read_model, made["generation"])
        connection.execute(BEGIN_LEDGERS, beside)


def index_beside(connection: psycopg.Connection[DictRow], read_model: ReadModel) -> None:
    """Make the keys and further indexes of the generation beside, if they are not there yet."""
    generation = generation_of(connection, read_model, live=False)
    if generation is not None:
        _create_indexes(connection, read_model, generation)


def discard_beside(connection: psycopg.Connection[DictRow], read_model: ReadModel) -> None:
    """Remove the generation beside the live one, if there is one."""
    named = {"read_model": read_model.name}
    with connection.transaction():
        generation = generation_of(connection, read_model, live=False)
        if generation is not None:
            _drop_tables(connection, read_model, generation)
        connection.execute(FORGET_PROGRESS, named)
        connection.execute(FORGET, named)


def switch(connection: psycopg.Connection[DictRow], read_model: ReadModel) -> None:
    """Serve the generation beside in place of the live one, and remove that. Part of the caller's transaction."""
    named = {"read_model": read_model.name}
    beside = generation_of(connection, read_model, live=False)
    if beside is None:
        message = f"{read_model.name} has no generation to switch to"
        raise AssertionError(message)
    connection.execute(RETIRE, named)
    connection.execute(GO_LIVE, {**named, "generation": beside})
    _show(connection, read_model, beside)
    discard_beside(connection, read_model)


def outdated(connection: psycopg.Connection[DictRow], read_models: Sequence[ReadModel]) -> list[ReadModel]:
    """List the read models whose live generation was built by an earlier version of their fold.

    One that a later version built is left to the newer program that did it.
    """
    built = built_by(connection, read_models)
    return [model for model in read_models if built.get(model.name, model.version) < model.version]


def built_by(connection: psycopg.Connection[DictRow], read_models: Sequence[ReadModel]) -> dict[str, int]:
    """Say which version of its fold built each live generation."""
    rows = connection.execute(LIVE_VERSIONS, {"read_models": [model.name for model in read_models]}).fetchall()
    return {row["read_model"]: row["fold_version"] for row in rows}


def generation_of(connection: psycopg.Connection[DictRow], read_model: ReadModel, *, live: bool) -> int | None:
    """Return the number of the live generation, or of the one beside it; None if there is none."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(SELECT_GENERATION, {"read_model": read_model.name, "live": live}).fetchone()


def _label(read_model: ReadModel, generation: int) -> str:
    return f"{read_model.name}, generation {generation}"


def _create_tables(connection: psycopg.Connection[Any], read_model: ReadModel, generation: int) -> None:
    for table in read_model.tables:
        for statement in create_table(table, generation):
            connection.execute(statement)
    for name in relations(read_model.tables):
        connection.execute(label_table(name, generation, _label(read_model, generation)))


def _create_indexes(connection: psycopg.Connection[Any], read_model: ReadModel, generation: int) -> None:
    for table in read_model.tables:
        for statement in create_indexes(table, generation):
            connection.execute(statement)


def _drop_tables(connection: psycopg.Connection[DictRow], read_model: ReadModel, generation: int) -> None:
    with connection.cursor(row_factory=scalar_row) as cursor:
        names = cursor.execute(TABLES_LABELLED, {"label": _label(read_model, generation)}).fetchall()
    for name in names:
        connection.execute(drop_table(name))


def _show(connection: psycopg.Connection[Any], read_model: ReadModel, generation: int) -> None:
    for statement in show_position(read_model.name, generation):
        connection.execute(statement)
    for name in relations(read_model.tables):
        for statement in show(name, generation):
            connection.execute(statement)
