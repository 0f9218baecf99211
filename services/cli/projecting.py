"""``project`` and ``rebuild``: read models kept up to date, and made anew."""

import signal
import threading
from types import FrameType
from typing import Annotated

import typer

from projections.catalogue import READ_MODELS
from services.cli.failures import USAGE, CommandLineError
from services.cli.opening import opened, read_settings
from services.cli.output import progress_bar, say
from services.logging import configure_logging


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
) -> None:
    """Make read models anew from the log; readers are served the old ones until the new ones are complete."""
    chosen = _chosen(names or [], every=every)
    with opened(read_settings()) as service, progress_bar("Rebuilding") as bar:
        service.projector.prepare()
        service.projector.rebuild(chosen, bar.advance_to)
    say(f"Rebuilt {', '.join(chosen)}.")


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
