"""Message DB: its SQL from npm, installed with psql in the order of its own install script.

Its pgcrypto step is needed only before PostgreSQL 13 and is left out: later servers have the one
function that it wants built in, and the embedded server has no pgcrypto.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from psycopg_pool import ConnectionPool

from benchmarks.clients import Act, Share
from benchmarks.payload import PAIR
from benchmarks.peers.npm import npm_package
from benchmarks.server_tools import server_tool

VERSION: Final = "1.3.1"
FILES: Final = (
    *("roles/message-store", "schema/message-store", "tables/messages", "types/message"),
    *("functions/message-store-version", "functions/hash-64", "functions/acquire-lock", "functions/category"),
    *("functions/is-category", "functions/id", "functions/cardinal-id", "functions/stream-version"),
    *("functions/write-message", "functions/get-stream-messages", "functions/get-category-messages"),
    *("functions/get-last-stream-message", "indexes/messages-id", "indexes/messages-stream"),
    "indexes/messages-category",
)
SCHEMA_FIRST: Final = "-c search_path=message_store,public -c client_min_messages=warning"

WRITE_TWO: Final = """
SELECT message_store.write_message(%(id_1)s, %(stream)s, %(type_1)s, %(data_1)s::jsonb, NULL, -1),
       message_store.write_message(%(id_2)s, %(stream)s, %(type_2)s, %(data_2)s::jsonb, NULL, 0)
"""
"""Two events to a new stream in one round trip and one transaction, each at its expected version."""


def install_message_db(url: str) -> None:
    """Install Message DB into a database."""
    database = npm_package("@eventide/message-db", VERSION) / "database"
    installing = ["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"]
    schema_first = f"{url}&options={quote(SCHEMA_FIRST)}"
    for name in FILES:
        server_tool("psql", [schema_first, *installing, "--file", str(database / f"{name}.sql")])


@contextmanager
def message_db_clients(share: Share) -> Iterator[Act]:
    """Connect clients, each with a category of its own, because Message DB locks by category."""
    options = {"autocommit": True, "options": SCHEMA_FIRST}
    with ConnectionPool(share.url, min_size=share.clients, max_size=share.clients, kwargs=options, open=True) as pool:
        pool.wait()

        def append(client: int) -> None:
            first, second = PAIR
            values = {
                "stream": f"dues{share.process * share.clients + client}-{uuid4()}",
                "id_1": str(uuid4()),
                "type_1": first.topic,
                "data_1": first.state.decode(),
                "id_2": str(uuid4()),
                "type_2": second.topic,
                "data_2": second.state.decode(),
            }
            with pool.connection() as connection:
                connection.execute(WRITE_TWO, values, prepare=True)

        yield append
