"""The command line ``union-ledger``."""

from services.cli.app import main

__all__ = ["main"]
