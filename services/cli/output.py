"""What the command line shows: tables and JSON on stdout, everything else on stderr."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import orjson
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from services.wire import to_wire

PIPE_COLUMNS: Final = 200
"""How wide a table is drawn where no terminal says."""


def answers() -> Console:
    """Return the console for what was asked for."""
    return Console(width=None if sys.stdout.isatty() else PIPE_COLUMNS, highlight=False)


def notes() -> Console:
    """Return the console for everything that is not the answer."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Tell the operator something that is not the answer."""
    notes().print(text, markup=False)


def show_json(value: object) -> None:
    """Print an answer as the API writes it: amounts in yuan, dates in ISO form."""
    sys.stdout.write(orjson.dumps(to_wire(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their columns; a column whose name ends in ``#`` holds numbers and is aligned right."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column.removesuffix("#"), justify="right" if column.endswith("#") else "left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    answers().print(table, markup=False)


@contextmanager
def progress_bar(what: str) -> Iterator["Bar"]:
    """Show a bar on a terminal for as long as the block lasts; elsewhere say once what was done."""
    console = notes()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bar(progress, what)


class Bar:
    """A progress bar with its rate."""

    def __init__(self, progress: Progress, what: str) -> None:
        """Begin at nothing of an unknown total."""
        self._progress = progress
        self._task = progress.add_task(what, total=None, rate="")

    def advance_to(self, done: int, total: int, what: str | None = None) -> None:
        """Say how much is done, and of what if that changed."""
        task = self._progress.tasks[0]
        rate = "" if not task.elapsed else f"{int(done / task.elapsed):,}/s"
        self._progress.update(self._task, completed=done, total=total, rate=rate)
        if what is not None:
            self._progress.update(self._task, description=what)
