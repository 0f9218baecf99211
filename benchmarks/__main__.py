"""``python -m benchmarks [NAME …] [--quick]``: run all benchmarks, or those named."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Final

from benchmarks.catalogue import BENCHMARKS
from benchmarks.harness import PEERS_FOLDER, Bench, bench_server, run
from benchmarks.machine import machine
from benchmarks.report import durations, save, summary

TEE_SECONDS: Final = 5
"""For the last lines to be written; it ends at once when nobody can say anything more."""


def main() -> None:
    """Choose, run, and set the figures against the goals. Exit code 1: a benchmark failed."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leave as usual, so that the servers are stopped
    extent = "quick" if asked.quick else "part" if asked.names else "full"
    with (
        _also_written_to(PEERS_FOLDER / f"{extent}.txt"),
        bench_server() as (server_url, folder),
        ExitStack() as keeping,
    ):
        print(machine(server_url))
        bench = Bench(server_url=server_url, folder=folder, quick=asked.quick, keeping=keeping)
        outcomes = [run(bench, name, BENCHMARKS[name]) for name in asked.names or BENCHMARKS]
        print(summary(bench.ratios))
        print(durations(outcomes), flush=True)
        save(PEERS_FOLDER / f"{extent}.json", {ratio.name: ratio.value for ratio in bench.ratios})
    sys.exit(any(outcome.failed for outcome in outcomes))


@contextmanager
def _also_written_to(path: Path) -> Iterator[None]:
    """Write all that this process and those it starts say to a file as well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    resource_tracker.ensure_running()  # it lives as long as this process: what it says must not keep tee waiting
    with subprocess.Popen(["tee", str(path)], stdin=subprocess.PIPE) as tee:  # noqa: S607 - the system's own
        assert tee.stdin is not None  # noqa: S101 - it was asked for
        kept = [os.dup(said) for said in (1, 2)]
        for said in (1, 2):
            os.dup2(tee.stdin.fileno(), said)
        tee.stdin.close()
        try:
            yield
        finally:
            sys.stdout.flush()
            for said, before in enumerate(kept, start=1):
                os.dup2(before, said)
                os.close(before)
            with suppress(subprocess.TimeoutExpired):  # whoever lives as long as this process may hold the other end
                tee.wait(TEE_SECONDS)
            tee.terminate()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes: only shows that everything works")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    main()
