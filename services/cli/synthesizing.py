"""``synth``: a workload of any size, made up from a seed, for benchmarks and for trying things out."""

from typing import Annotated

import typer

from services.cli.failures import CommandLineError
from services.cli.opening import opened, read_settings
from services.cli.output import progress_bar, say
from services.store import StaleStream
from services.synth import load_synth
from services.synth import synth as make_up


class NoHistory(CommandLineError):
    """The numbers cannot make a history, or one of its ledgers is there already."""


def synth(
    *,
    events: Annotated[int, typer.Option(min=1, help="How many events in all.")] = 100_000,
    ledgers: Annotated[int, typer.Option(min=1, help="In how many ledgers.")] = 10,
    members: Annotated[int, typer.Option(min=1, help="Up to how many members in all.")] = 2_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same events.")] = 1,
) -> None:
    """Record made-up ledgers (synth-…): 90 % dues, 4 % aid, 4 % membership, 2 % awards."""
    done = 0
    with opened(read_settings(), migrating=True) as service, progress_bar("Recording") as bar:

        def advance(loaded: int) -> None:
            nonlocal done
            done += loaded
            bar.advance_to(done, events)

        try:
            batches = make_up(events=events, ledgers=ledgers, members=members, seed=seed)
            total = load_synth(service.log, batches, loaded=advance)
        except ValueError as problem:
            raise NoHistory(str(problem)) from problem
        except StaleStream as problem:
            message = "ledgers of this name are there already. Use an empty database."
            raise NoHistory(message) from problem
    say(f"Recorded {total:,} events in {ledgers:,} ledgers.")
