"""The commands of ``union-ledger``, and how a run of it ends."""

import signal
import sys
from importlib.metadata import version
from types import FrameType
from typing import Annotated, NoReturn

import typer

from services.cli import judging, projecting, recording, serving, showing, synthesizing, tokens
from services.cli.failures import SIGNALLED, Stopped, explain
from services.cli.output import say
from services.logging import configure_logging

app = typer.Typer(
    name="union-ledger",
    help="An event-sourced ledger of trade-union member activities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(name="serve")(serving.serve)
app.command(name="migrate")(serving.migrate)
app.command(name="demo")(serving.demo)
app.command(name="record")(recording.record)
app.command(name="project")(projecting.project)
app.command(name="rebuild")(projecting.rebuild)
app.command(name="retry-stopped")(projecting.retry_stopped)
app.command(name="claims")(judging.claims)
app.command(name="synth")(synthesizing.synth)
app.add_typer(showing.app, name="show")
app.add_typer(tokens.app, name="token")


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        typer.echo(f"union-ledger {version('union-ledger')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Record, project and query the ledgers of trade unions."""


def main() -> NoReturn:
    """Run one command. Exit codes: 1 refused, 2 wrong usage, 3 database out of reach, 130 interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    configure_logging("WARNING")  # what runs for long sets its own level
    try:
        app(prog_name="union-ledger")
    except Stopped:
        say("Stopped.")
        raise
    except Exception as problem:
        failure = explain(problem)
        if failure is None:
            raise
        say(f"union-ledger: {failure.message}")
        sys.exit(failure.exit_code)
    sys.exit(0)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Leave by way of every ``finally``, so that the embedded database is stopped too."""
    raise Stopped(SIGNALLED + number)
