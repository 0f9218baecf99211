"""What the server itself can do: bare inserts with pgbench, raw COPY in and out."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.payload import PAIR
from benchmarks.server_tools import server_tool
from services.database import migrate

BARE_TABLE: Final = """
CREATE SCHEMA bare;
CREATE SEQUENCE bare.position CACHE 1000;
CREATE TABLE bare.event (LIKE ledger.ledger_event INCLUDING ALL);
"""
"""The log's row, defaults, checks and indexes, without its head, its triggers and its foreign order."""

INSERT_TWO: Final = """\
\\set ledger :client_id
INSERT INTO bare.event (position, recorded_at, version, request_size, ledger_id, stream_id, topic, actor,
                        request_id, request_digest, state)
SELECT nextval('bare.position'), now(), pair.version, CASE WHEN pair.version = 1 THEN 2 ELSE 0 END,
       'ledger-' || :ledger, stream.id, pair.topic, 'bench', stream.key, decode('', 'hex'),
       decode(pair.state, 'hex')
FROM (SELECT 'dues/M' || nextval('bare.position') || '/2026' AS id, CAST(gen_random_uuid() AS text) AS key
      OFFSET 0) AS stream,
     (VALUES (1, '{topic_1}', '{state_1}'), (2, '{topic_2}', '{state_2}')) AS pair (version, topic, state);
"""
TRANSACTIONS: Final = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


@contextmanager
def bare_inserts(url: str, clients: int, seconds: float, folder: Path) -> Iterator[Callable[[], float]]:
    """Give a round of pgbench: the same two rows in one statement, prepared; transactions per second."""
    first, second = PAIR
    script = folder / "insert_two.sql"
    script.write_text(
        INSERT_TWO.format(
            topic_1=first.topic, state_1=first.state.hex(), topic_2=second.topic, state_2=second.state.hex()
        ),
        encoding="utf-8",
    )
    load = ["--client", str(clients), "--jobs", str(min(clients, 2)), "--time", str(max(1, round(seconds)))]

    def one_round() -> float:
        said = server_tool("pgbench", [*load, "--no-vacuum", "--protocol=prepared", "--file", str(script), url])
        found = TRANSACTIONS.search(said)
        if found is None:
            message = f"pgbench said no rate: {said}"
            raise RuntimeError(message)
        return float(found.group(1))

    with bare_table(url):
        yield one_round


COPY_IN: Final = """
COPY bare.event (position, recorded_at, version, request_size, ledger_id, stream_id, topic, actor,
                 request_id, request_digest, state) FROM STDIN (FORMAT BINARY)
"""
COPY_TYPES: Final = ("int8", "timestamptz", "int4", "int4", *["text"] * 5, "bytea", "bytea")
COPY_OUT: Final = """
COPY (SELECT ledger_id, position, stream_id, version, topic, state, recorded_at, actor, request_id
      FROM ledger.ledger_event) TO STDOUT (FORMAT BINARY)
"""


@contextmanager
def bare_table(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Make the log's row and indexes without anything else, and connect to it."""
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(BARE_TABLE)
        yield connection


def copy_in(connection: psycopg.Connection[tuple[object, ...]], rows: Sequence[tuple[object, ...]]) -> None:
    """Copy rows into the bare table as psycopg does it: row by row, binary."""
    with connection.transaction(), connection.cursor().copy(COPY_IN) as copy:
        copy.set_types(COPY_TYPES)
        for row in rows:
            copy.write_row(row)


def copy_out(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """Copy the whole log to this process and look at nothing; return how many bytes came."""
    with connection.cursor().copy(COPY_OUT) as copy:
        return sum(len(block) for block in copy)
