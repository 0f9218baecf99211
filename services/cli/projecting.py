"""``project`` and ``rebuild``: read models kept up to date, and made anew."""

import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Annotated

import typer

from projections.catalogue import READ_MODELS
from projections.progress import stops
from services.cli.failures import USAGE, CommandLineError
from services.cli.opening import opened, read_settings
from services.cli.output import progress_bar, say, show_table
from services.logging import configure_logging
from services.projector import Rebuilt, Wanted


class NoReadModel(CommandLineError):
    """A name is no read model's, or none was named."""

    exit_code = USAGE

    def __init__(self, wrong: str) -> None:
        """List the names there are."""
        super().__init__(f"{wrong}. The read models are: {', '.join(model.name for model in READ_MODELS)}.")


def project() -> None:
    """Keep the read models up to date until SIGINT or SIGTERM, beside servers that may do the same."""
    stop = threading.Event()
    with opened(read_settings()) as service:

        def stop_soon(_signal: int, _frame: FrameType | None) -> None:
            stop.set()
            service.projector.wake()

        signal.signal(signal.SIGTERM, stop_soon)
        signal.signal(signal.SIGINT, stop_soon)
        configure_logging(service.settings.log_level)
        say("Projecting. Ctrl-C stops.")
        service.projector.prepare()
        service.projector.run(stop)


def rebuild(
    names: Annotated[list[str] | None, typer.Argument(help="The read models to rebuild.", metavar="[NAME]…")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Rebuild all of them.")] = False,
    processes: Annotated[
        int | None, typer.Option("--workers", min=1, help="Fold in so many processes instead of one for each core.")
    ] = None,
    afresh: Annotated[bool, typer.Option(help="Do not go on where a rebuild was broken off.")] = False,
    accept_difference: Annotated[
        bool, typer.Option("--accept-difference", help="Serve what the log says even if it is not what was served.")
    ] = False,
) -> None:
    """Make read models anew from the log; readers are served the old ones until the new ones are complete.

    What the same fold made before is compared first. A difference is told and nothing is switched.
    """
    chosen = _chosen(names or [], every=every)
    wanted = Wanted(processes=processes, afresh=afresh, accept_difference=accept_difference)
    with opened(read_settings()) as service:
        service.projector.prepare()
        with progress_bar("Rebuilding") as bar:
            rebuilt = service.projector.rebuild(chosen, bar.advance_to, wanted)
    show_table(
        "Rebuilt",
        ("read model", "table", "rows#", "digest", "ledgers compared#", "differing#"),
        [row for each in rebuilt for row in _rows(each)],
    )
    say(f"Rebuilt {', '.join(chosen)} in {max((each.seconds for each in rebuilt), default=0):.1f} s.")


def retry_stopped(
    names: Annotated[list[str] | None, typer.Argument(help="Only these read models.", metavar="[NAME]…")] = None,
) -> None:
    """Let read models go on that stopped at an event, once what they stopped at was seen to."""
    chosen = _chosen(names, every=False) if names else None
    with opened(read_settings()) as service:
        service.projector.prepare()
        retried = service.projector.retry_stopped(chosen)
        service.projector.run_until_idle()
        with service.datastore.get_connection() as connection:
            left = stops(connection)
    say(f"Tried {retried} stops again; {len(left)} remain. `union-ledger show stopped` lists them.")


def _rows(rebuilt: Rebuilt) -> Iterator[tuple[object, ...]]:
    found = rebuilt.compared
    for table, summed in found.tables.items():
        physical = f"{table}_{rebuilt.generation}"
        differing = sum(difference.rebuilt_table == physical for difference in found.differences)
        yield rebuilt.read_model, table, f"{summed.rows:,}", summed.text, found.ledgers, differing


def _chosen(names: list[str], *, every: bool) -> list[str]:
    known = [model.name for model in READ_MODELS]
    unknown = [name for name in names if name not in known]
    if unknown:
        wrong = f"there is no read model {', '.join(unknown)}"
        raise NoReadModel(wrong)
    if bool(names) == every:
        wrong = "name the read models to rebuild, or give --all"
        raise NoReadModel(wrong)
    return names or known
