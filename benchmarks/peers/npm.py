"""Peers from the npm registry, installed once into the ignored folder."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from benchmarks.harness import PEERS_FOLDER, PeerMissing

NPM_FOLDER: Final = PEERS_FOLDER / "npm"


def npm_package(name: str, version: str) -> Path:
    """Return the folder of an npm package, installed with what it needs if it is not there yet.

    Raises:
        PeerMissing: npm is not here or could not install it.
    """
    folder = NPM_FOLDER / f"{name.rpartition('/')[2]}-{version}"
    package = folder / "node_modules" / name
    if (package / "package.json").exists():
        return package
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is missing. On Debian: apt install npm"
        raise PeerMissing(message)
    folder.mkdir(parents=True, exist_ok=True)
    quietly = ("--ignore-scripts", "--no-fund", "--no-audit", "--no-save", "--loglevel=error")
    done = subprocess.run(
        [npm, "install", "--prefix", str(folder), *quietly, f"{name}@{version}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"npm could not install {name}: {done.stderr.strip()}"
        raise PeerMissing(message)
    return package
