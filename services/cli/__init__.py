"""The command line ``union-ledger``."""

import gc
from importlib import import_module

from services.collector import settle


def main() -> None:
    """Load the program and run one command of it.

    What is loaded stays, so nobody looks for garbage among it: neither while it loads, a sixth of the time to start,
    nor later.
    """
    gc.disable()
    app = import_module("services.cli.app")
    settle()
    gc.enable()
    app.main()
