"""The commands of ``union-ledger``, and how a run of it ends."""

import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from types import FrameType
from typing import Annotated, Final, NoReturn

import typer

from services.cli.failures import SIGNALLED, Stopped, explain
from services.cli.output import say
from services.logging import configure_logging

COMMANDS: Final[Mapping[str, str]] = {
    "serve": "services.cli.serving:serve",
    "migrate": "services.cli.serving:migrate",
    "demo": "services.cli.serving:demo",
    "record": "services.cli.recording:record",
    "project": "services.cli.projecting:project",
    "rebuild": "services.cli.projecting:rebuild",
    "retry-stopped": "services.cli.projecting:retry_stopped",
    "claims": "services.cli.judging:claims",
    "export": "services.cli.exporting:export",
    "archive-list": "services.cli.importing:archive_list",
    "synth": "services.cli.synthesizing:synth",
    "show": "services.cli.showing:app",
    "import": "services.cli.importing:app",
    "token": "services.cli.tokens:app",
}
"""Where each command, or group of commands, stands: only what is called is loaded, because all of it takes seconds."""


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        typer.echo(f"union-ledger {version('union-ledger')}")
        raise typer.Exit


def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Record, project and query the ledgers of trade unions."""


def _app(arguments: Sequence[str]) -> typer.Typer:
    """Put the program together: the command that is called, or all of them for help and for slips of the pen."""
    app = typer.Typer(
        name="union-ledger",
        help="An event-sourced ledger of trade-union member activities.",
        callback=_options,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    called = next((word for word in arguments if not word.startswith("-")), "")
    for name in [called] if called in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name=name)(command)
    return app


def main() -> NoReturn:
    """Run one command. Exit codes: 1 refused, 2 wrong usage, 3 database out of reach, 130 interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    configure_logging("WARNING")  # what runs for long sets its own level
    try:
        _app(sys.argv[1:])(prog_name="union-ledger")
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
