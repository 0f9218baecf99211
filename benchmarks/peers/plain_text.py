"""hledger and beancount: every balance and every year's totals from a file of postings, in one reading."""

import csv
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Final

from benchmarks.harness import PEERS_FOLDER, PeerMissing

BEANCOUNT_VERSION: Final = "3.2.3"
BEANCOUNT_PROGRAM: Final = Path(__file__).with_name("beancount_totals.py")


def hledger_program() -> str:
    """Find hledger.

    Raises:
        PeerMissing: it is not installed.
    """
    found = shutil.which("hledger")
    if found is None:
        message = "hledger is missing. On Debian: apt install hledger"
        raise PeerMissing(message)
    return found


def hledger_totals(file: Path) -> dict[str, Decimal]:
    """Let hledger give each account's changes of every year and their sum; return the sums by account."""
    arguments = ["balance", "--yearly", "--row-total", "--no-total", "--flat", "--empty", "--output-format", "csv"]
    done = subprocess.run(
        [hledger_program(), "--file", str(file), *arguments], capture_output=True, text=True, check=True
    )
    rows = csv.DictReader(done.stdout.splitlines())
    return {row["account"]: Decimal(row["total"]) for row in rows}


def beancount_python() -> Path:
    """Give the Python of a virtual environment that has beancount, made if it is not there yet.

    Raises:
        PeerMissing: it could not be installed.
    """
    folder = PEERS_FOLDER / f"beancount-{BEANCOUNT_VERSION}"
    python, marker = folder / "bin" / "python", folder / "installed"
    if marker.exists():
        return python
    wanted = f"beancount=={BEANCOUNT_VERSION}"
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"{wanted} could not be installed: {done.stderr.strip()}"
            raise PeerMissing(message)
    marker.touch()
    return python


def beancount_totals(python: Path, file: Path) -> dict[str, Decimal]:
    """Let beancount read the file, and sum its postings by account and by account and year."""
    done = subprocess.run([str(python), str(BEANCOUNT_PROGRAM), str(file)], capture_output=True, text=True, check=True)
    pairs = (re.split(r"\s+", line) for line in done.stdout.splitlines())
    return {account: Decimal(amount) for account, amount in pairs}
