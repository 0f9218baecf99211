"""The product's own commands, run as an operator runs them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

UNION_LEDGER = Path(sys.executable).parent / "union-ledger"
PATIENCE_SECONDS = 120


class Done(NamedTuple):
    """How a command ended and what it wrote."""

    exit_code: int
    out: str
    err: str


def environment(url: str | None, **variables: str) -> dict[str, str]:
    named = {} if url is None else {"DATABASE_URL": url}
    return {"PATH": os.environ["PATH"], "HOME": os.devnull, "LANG": "C.UTF-8", **named, **variables}


def union_ledger(url: str | None, *arguments: str | Path, **variables: str) -> Done:
    done = subprocess.run(
        [UNION_LEDGER, *arguments],
        env=environment(url, **variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
