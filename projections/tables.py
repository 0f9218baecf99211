"""SQL made from a table's description: the one place where statements are put together from names.

Everything else in this program writes its SQL as a named constant. Here a table is described once, in
its read model, and created, written, viewed and compared the same way as all others. Each generation of
a read model has tables of its own, ``member_1``, ``member_2``; the view ``member`` shows the live one.
Statements are made once for each table and generation and stay prepared.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from psycopg import sql
from psycopg.sql import SQL, Composable, Composed, Identifier

from domain.values import LedgerId
from projections.arrays import array
from projections.changes import Key, MergedChanges, Rows
from projections.fold import SqlType, Table, Tally

SCHEMA: Final = "read_model"
TEMPORARY: Final = "pg_temp"
LEDGER_ID: Final = Identifier("ledger_id")
COMMA: Final = SQL(", ")
ROOM_FOR_UPDATES: Final = 80
"""How full pages of tables with sums are written at first, in percent: an update then stays on its page."""

COLUMN_TYPES: Final[dict[SqlType, SQL]] = {
    "text": SQL('text COLLATE "C"'),
    "bigint": SQL("bigint"),
    "integer": SQL("integer"),
    "date": SQL("date"),
    "timestamptz": SQL("timestamptz"),
    "boolean": SQL("boolean"),
    "jsonb": SQL("jsonb"),
}


def physical(name: str, generation: int | None) -> Identifier:
    """Name the table that holds one generation; None is this session's own, temporary one, under the plain name."""
    return Identifier(TEMPORARY, name) if generation is None else Identifier(SCHEMA, f"{name}_{generation}")


def relations(tables: Iterable[Table]) -> list[str]:
    """List the names that tables are read under: their own and those of their tallies."""
    return [name for table in tables for name in (table.name, *([table.tally.name] if table.tally else []))]


def position_view(read_model: str) -> str:
    """Name the view that says how far what is served of a read model reflects each ledger."""
    return f"{read_model}_position"


def create_table(table: Table, generation: int | None) -> list[Composed]:
    """Make the statements that create a generation of a table and of its tally, without their keys."""
    columns = [
        *(SQL("{} {} NOT NULL").format(Identifier(name), COLUMN_TYPES[kind]) for name, kind in table.key.items()),
        *(SQL("{} bigint NOT NULL DEFAULT 0").format(Identifier(name)) for name in table.sums),
        *(SQL("{} {}").format(Identifier(name), COLUMN_TYPES[kind]) for name, kind in table.values.items()),
    ]
    statements = [_create(table.name, generation, columns, full=not table.sums)]
    if table.tally is not None:
        statements.append(_create_tally(table, table.tally, generation))
    return statements


def create_indexes(table: Table, generation: int) -> list[Composed]:
    """Make the statements that create the keys and further indexes of a generation, if they are not there.

    Once rows are loaded this takes half the time that keeping them up meanwhile takes.
    """
    statements = [
        SQL("CREATE UNIQUE INDEX IF NOT EXISTS {} ON {} ({})").format(
            Identifier(f"{name}_{generation}_key"), physical(name, generation), _columns(("ledger_id", *key))
        )
        for name, key in _keys(table)
    ]
    statements += [
        SQL("CREATE INDEX IF NOT EXISTS {} ON {} ({})").format(
            Identifier(f"{table.name}_{generation}_{'_'.join(index)}"),
            physical(table.name, generation),
            _columns(("ledger_id", *index)),
        )
        for index in table.indexes
    ]
    return statements


def _keys(table: Table) -> list[tuple[str, tuple[str, ...]]]:
    own = (table.name, tuple(table.key))
    return [own] if table.tally is None else [own, (table.tally.name, table.tally.key)]


def _create(name: str, generation: int | None, columns: Sequence[Composable], *, full: bool) -> Composed:
    defined = COMMA.join([SQL('{} text COLLATE "C" NOT NULL').format(LEDGER_ID), *columns])
    if generation is None:
        return SQL("CREATE TABLE {} ({})").format(physical(name, None), defined)
    return SQL("CREATE TABLE {} ({}) WITH (fillfactor = {})").format(
        physical(name, generation), defined, sql.Literal(100 if full else ROOM_FOR_UPDATES)
    )


def _create_tally(table: Table, tally: Tally, generation: int | None) -> Composed:
    columns = [SQL("{} {} NOT NULL").format(Identifier(name), COLUMN_TYPES[table.key[name]]) for name in tally.key]
    return _create(tally.name, generation, [*columns, SQL("subjects bigint NOT NULL")], full=False)


def label_table(name: str, generation: int, label: str) -> Composed:
    """Make the statement that notes on a table which read model and generation it belongs to."""
    return SQL("COMMENT ON TABLE {} IS {}").format(physical(name, generation), sql.Literal(label))


def drop_table(physical_name: str) -> Composed:
    """Make the statement that removes a table by its full name, and any view that still shows it."""
    return SQL("DROP TABLE {} CASCADE").format(Identifier(SCHEMA, physical_name))


def show(name: str, generation: int) -> list[Composed]:
    """Make the statements that point the plain name at one generation."""
    view = Identifier(SCHEMA, name)
    return [
        SQL("DROP VIEW IF EXISTS {}").format(view),
        SQL("CREATE VIEW {} AS SELECT * FROM {}").format(view, physical(name, generation)),
    ]


def show_position(read_model: str, generation: int) -> list[Composed]:
    """Make the statements that point a read model's position at one generation, as ``show`` points its tables.

    A reader that has looked at one of these views keeps all of them until its transaction ends. To one whose
    unchanging view of the database is older than the generation, this one is empty: it is to look again.
    """
    view = Identifier(SCHEMA, position_view(read_model))
    return [
        SQL("DROP VIEW IF EXISTS {}").format(view),
        SQL(
            "CREATE VIEW {} AS SELECT ledger_id, position"
            " FROM read_model.progress JOIN read_model.generation USING (read_model, generation)"
            " WHERE read_model = {} AND generation = {} AND live"
        ).format(view, sql.Literal(read_model), sql.Literal(generation)),
    ]


def digest_of_ledger(tables: Iterable[Table], generation: int) -> Composed:
    """Make the query that sums up one ledger's rows of tables and tallies in a number each, whatever their order.

    A tally's zero says the same as no row: which of them stands depends on how events were batched.
    """
    parts = []
    for table in tables:
        parts.append(_digest(table.name, generation, SQL("true")))
        if table.tally is not None:
            parts.append(_digest(table.tally.name, generation, SQL("subjects <> 0")))
    return SQL(" UNION ALL ").join(parts)


def _digest(name: str, generation: int, which: SQL) -> Composed:
    return SQL(
        "SELECT {} AS name, count(*) AS rows, coalesce(sum(hash_record_extended(t, 0)), 0) AS digest"
        " FROM {} AS t WHERE ledger_id = %(ledger_id)s AND {}"
    ).format(sql.Literal(name), physical(name, generation), which)


class Statement(NamedTuple):
    """A statement with parameters $1, $2 …, as text, under the name that it is prepared by."""

    name: str
    text: bytes
    parameters: list[str]


def create_own_position(read_model: str) -> Composed:
    """Make the statement that creates this session's own table in the place of a read model's position."""
    return SQL("CREATE TABLE {} (ledger_id text, position bigint)").format(physical(position_view(read_model), None))


def note_own_position(read_model: str, ledger_id: LedgerId, position: int) -> Statement:
    """Give what says in this session's own table how far a read model reflects a ledger."""
    name = position_view(read_model)
    insert = SQL("INSERT INTO {} VALUES ($1::text, $2::bigint)").format(physical(name, None))
    return Statement(f"+{name}", insert.as_string().encode(), [ledger_id, str(position)])


def empty_own(name: str, *, wholly: bool) -> Statement:
    """Give what empties one of this session's own tables, with its file or but its rows, which takes less time."""
    statement = SQL("TRUNCATE {}" if wholly else "DELETE FROM {}").format(physical(name, None))
    return Statement(f"{'--' if wholly else '-'}{name}", statement.as_string().encode(), [])


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes merged changes into one generation of a table, or into this session's own, which is empty."""

    table: Table
    name: str
    upsert: bytes
    delete: bytes

    def statements(self, changed: Sequence[tuple[LedgerId, MergedChanges]]) -> Iterator[Statement]:
        """Give what applies changes of this table in some ledgers: one statement; one before it if rows are dropped.

        Raises:
            UnstorableText: a text holds NUL.
        """
        name = self.table.name
        dropped = [(ledger_id, changes.dropped[name]) for ledger_id, changes in changed if name in changes.dropped]
        if dropped:
            yield Statement(f"-{self.name}", self.delete, self._keys([(of, sorted(keys)) for of, keys in dropped]))
        written = [(ledger_id, changes[name]) for ledger_id, changes in changed if changes.get(name)]
        if written:
            yield Statement(f"+{self.name}", self.upsert, self._arrays(written))

    def _keys(self, keys: Sequence[tuple[LedgerId, Sequence[Key]]]) -> list[str]:
        ledger_ids = array("text", [ledger_id for ledger_id, of_ledger in keys for _ in of_ledger])
        columns = zip(*(key for _, of_ledger in keys for key in of_ledger), strict=True)
        kinds = self.table.key.values()
        return [ledger_ids, *(array(kind, column) for kind, column in zip(kinds, columns, strict=False))]

    def _arrays(self, written: Sequence[tuple[LedgerId, Rows]]) -> list[str]:
        keys = [(ledger_id, sorted(rows)) for ledger_id, rows in written]
        ordered = (rows[key] for (_, rows), (_, of_ledger) in zip(written, keys, strict=True) for key in of_ledger)
        kinds, columns = self.table.column_types, zip(*ordered, strict=True)
        return [*self._keys(keys), *(array(kind, column) for kind, column in zip(kinds, columns, strict=True))]


@cache
def table_writer(table: Table, generation: int | None) -> TableWriter:
    """Make the statements that write a generation of a table; None is this session's own, which has no tally."""
    upsert = _upsert(table, generation) if table.tally is None else _upsert_counted(table, table.tally, generation)
    return TableWriter(table, f"{table.name}_{generation}", _numbered(upsert), _numbered(_delete(table, generation)))


def _numbered(statement: Composed) -> bytes:
    """Number the parameters of a statement in the order in which they stand."""
    first, *others = statement.as_string().split("%s")
    return "".join([first, *(f"${number}{rest}" for number, rest in enumerate(others, start=1))]).encode()


def _columns(names: Iterable[str], of: str | None = None) -> Composed:
    return COMMA.join(Identifier(name) if of is None else Identifier(of, name) for name in names)


def _key_columns(table: Table) -> dict[str, SqlType]:
    return {"ledger_id": "text", **table.key}


def _changed_columns(table: Table) -> dict[str, SqlType]:
    return {**_key_columns(table), **dict.fromkeys(table.sums, "bigint"), **table.values}


def _unnest(columns: dict[str, SqlType]) -> Composed:
    return SQL("unnest({}) AS change ({})").format(
        COMMA.join(SQL("%s::{}[]").format(SQL(kind)) for kind in columns.values()), _columns(columns)
    )


def _insert(table: Table, generation: int | None, source: Composable) -> Composed:
    names = tuple(_changed_columns(table))
    insert = SQL("INSERT INTO {} AS t ({}) {}").format(physical(table.name, generation), _columns(names), source)
    if generation is None:
        return insert
    changes = [
        *(SQL("{0} = t.{0} + excluded.{0}").format(Identifier(name)) for name in table.sums),
        *(SQL("{0} = coalesce(excluded.{0}, t.{0})").format(Identifier(name)) for name in table.values),
    ]
    return SQL("{} ON CONFLICT ({}) {}").format(
        insert,
        _columns(_key_columns(table)),
        SQL("DO UPDATE SET {}").format(COMMA.join(changes)) if changes else SQL("DO NOTHING"),
    )


def _upsert(table: Table, generation: int | None) -> Composed:
    columns = _changed_columns(table)
    source = SQL("SELECT {} FROM {}").format(_columns(columns, "change"), _unnest(columns))
    return _insert(table, generation, source)


def _upsert_counted(table: Table, tally: Tally, generation: int | None) -> Composed:
    """Write rows and count those whose sum came above zero, or came back to zero, by what they were before."""
    columns = _changed_columns(table)
    (counted,) = table.sums
    return SQL(
        "WITH change AS (SELECT change.* FROM {changes}), changed AS ({insert} RETURNING t.*)"
        " INSERT INTO {tally} AS tally (ledger_id, {tally_key}, subjects)"
        " SELECT ledger_id, {tally_key}, sum(CASE WHEN changed.{sum} > 0 THEN 1 ELSE -1 END)"
        " FROM changed JOIN change USING ({key})"
        " WHERE (changed.{sum} > 0) <> (changed.{sum} - change.{sum} > 0)"
        " GROUP BY ledger_id, {tally_key}"
        " ON CONFLICT (ledger_id, {tally_key}) DO UPDATE SET subjects = tally.subjects + excluded.subjects"
    ).format(
        changes=_unnest(columns),
        insert=_insert(table, generation, SQL("SELECT {} FROM change").format(_columns(columns))),
        tally=physical(tally.name, generation),
        tally_key=_columns(tally.key),
        key=_columns(_key_columns(table)),
        sum=Identifier(counted),
    )


def _delete(table: Table, generation: int | None) -> Composed:
    columns = _key_columns(table)
    same = [SQL("t.{0} = change.{0}").format(Identifier(name)) for name in columns]
    return SQL("DELETE FROM {} AS t USING {} WHERE {}").format(
        physical(table.name, generation), _unnest(columns), SQL(" AND ").join(same)
    )
