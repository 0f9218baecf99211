"""``python -m benchmarks [NAME …] [--quick]``: run all benchmarks, or those named."""

import argparse
import signal
import sys

from benchmarks.catalogue import BENCHMARKS
from benchmarks.harness import PEERS_FOLDER, Bench, bench_server, run
from benchmarks.machine import machine
from benchmarks.report import save, summary


def main() -> None:
    """Choose, run, and set the figures against the goals."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leave as usual, so that the servers are stopped
    with bench_server() as (server_url, folder):
        print(machine(server_url))
        bench = Bench(server_url=server_url, folder=folder, quick=asked.quick)
        for name in asked.names or BENCHMARKS:
            print(f"\n=== {name}: {(BENCHMARKS[name].__doc__ or '').splitlines()[0]}", flush=True)
            run(bench, BENCHMARKS[name])
        print(summary(bench.ratios))
        save(PEERS_FOLDER / "ratios.json", {ratio.name: ratio.value for ratio in bench.ratios})


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
