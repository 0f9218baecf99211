"""How every stored event looks on disk: one file for each name and version, byte for byte.

A file here is a promise: once released, the events it stands for are in somebody's log for ever.
A new event needs a sample in ``tests/samples/``; then this writes the files that are missing, and
no others:

    python -m tests.golden

A shape that changes gets a new version and an upcaster, and with them a new file beside the old.
Before the first release a shape may still change in place: remove its file and write it again.
"""

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Final

from domain.catalogue import EVENT_TYPE_OF
from domain.deciding import EventType
from services.store import encode
from tests import samples

FOLDER: Final = Path(__file__).parent


def sample_events() -> list[object]:
    """Collect the sample of every event: all that the modules in ``tests/samples/`` call ``SAMPLES``."""
    names = [module.name for module in pkgutil.iter_modules(samples.__path__)]
    return [sample for name in names for sample in import_module(f"tests.samples.{name}").SAMPLES]


def golden_file(kind: EventType, version: int) -> Path:
    """Say where a shape is kept: ``dues.paid.json``, and from version 2 on ``dues.paid.v2.json``."""
    return FOLDER / (f"{kind.name}.json" if version == 1 else f"{kind.name}.v{version}.json")


def golden_bytes(event: object) -> bytes:
    """Return what an event's golden file holds: its state as it is stored, and a line's end."""
    return encode(event)[1] + b"\n"


def write_missing() -> list[Path]:
    """Write the golden files that are not there yet; return them."""
    written = []
    for sample in sample_events():
        kind = EVENT_TYPE_OF[type(sample)]
        file = golden_file(kind, kind.version)
        if not file.exists():
            file.write_bytes(golden_bytes(sample))
            written.append(file)
    return written
