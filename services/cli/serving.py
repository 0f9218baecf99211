"""``serve``, ``migrate`` and ``demo``: the commands that bring a service up."""

from typing import Annotated, Any, Final

import typer

from services import server
from services.cli.failures import USAGE, CommandLineError, Stopped
from services.cli.opening import opened, read_settings
from services.cli.options import HostOption, PortOption
from services.cli.output import progress_bar, say, show_table
from services.database import database
from services.database import migrate as bring_up_to_date
from services.demo import STORIES, record_demo
from services.demo.tokens import SECRETS, create_demo_tokens
from services.logging import configure_logging
from services.service import Service
from services.settings import Settings

DEMO_DIRECTORY: Final = "demo"
"""The demo's own folder beside the data of real ledgers: its tokens are known to everyone."""
DEMO_HOST: Final = "127.0.0.1"
DEMO_LOG_LEVEL: Final = "WARNING"


class RealLedgers(CommandLineError):
    """The demo would share a database with real books."""

    exit_code = USAGE

    def __init__(self, ledger_ids: set[str]) -> None:
        """Name what is there."""
        super().__init__(
            f"this database holds other ledgers ({', '.join(sorted(ledger_ids))}), and the demo's tokens are known "
            "to everyone. Unset DATABASE_URL, or point it at an empty database."
        )


class CannotListen(CommandLineError):
    """The server could not start, most often because another one listens there."""

    def __init__(self, settings: Settings) -> None:
        """Name the address."""
        super().__init__(f"cannot listen on {settings.host}:{settings.port}; is it in use? Choose another with --port.")


def serve(
    *,
    host: HostOption = None,
    port: PortOption = None,
    no_migrate: Annotated[bool, typer.Option("--no-migrate", help="Leave the database's schema as it is.")] = False,
) -> None:
    """Serve the API and the pages, and keep the read models up to date."""
    with opened(_listening(read_settings(), host, port), migrating=not no_migrate) as service:
        _serve(service)


def migrate() -> None:
    """Bring the database's schema up to date."""
    with database(read_settings()) as url:
        steps = bring_up_to_date(url)
    say(f"Applied {', '.join(steps)}." if steps else "The schema is up to date.")


def demo(
    *,
    port: PortOption = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Record and project, then leave.")] = False,
) -> None:
    """Record five made-up unions (once) and serve them on this machine."""
    settings = read_settings()
    with opened(_listening(_demo_settings(settings), DEMO_HOST, port), migrating=True) as service:
        if settings.database_url is not None:
            _check_demo_only(service)
        _record_demo(service)
        with service.datastore.get_connection() as connection:
            create_demo_tokens(connection, service.clock())
        show_table("Tokens of the demo", ("Bearer token", "Actor", "Role"), SECRETS)
        if no_serve:
            return
        _serve(service)


def _listening(settings: Settings, host: str | None, port: int | None) -> Settings:
    named: dict[str, Any] = {"host": host, "port": port}
    return settings.model_copy(update={name: value for name, value in named.items() if value is not None})


def _demo_settings(settings: Settings) -> Settings:
    """Keep the demo in a folder of its own, and its log short unless a level was set."""
    changes: dict[str, Any] = {}
    if settings.database_url is None:
        changes["data_directory"] = settings.data_directory / DEMO_DIRECTORY
    if "log_level" not in settings.model_fields_set:
        changes["log_level"] = DEMO_LOG_LEVEL
    return settings.model_copy(update=changes)


def _check_demo_only(service: Service) -> None:
    others = set(service.log.heads()) - set(STORIES)
    if others:
        raise RealLedgers({*others})


def _record_demo(service: Service) -> None:
    service.projector.prepare()
    service.projector.renew()
    with progress_bar("Recording the demo unions") as bar:
        recorded = record_demo(service.log, service.recording, bar.advance_to)
    with progress_bar("Projecting"):
        service.projector.run_until_idle()
    news = f"{recorded.recorded_now:,} recorded now" if recorded.recorded_now else "all recorded before"
    say(f"Demo unions {', '.join(STORIES)}: {recorded.commands:,} commands, {news}.")


def _serve(service: Service) -> None:
    say(f"Open http://{service.settings.host}:{service.settings.port}/ (API under /api/v1). Ctrl-C stops.")
    configure_logging(service.settings.log_level)
    service.projector.prepare()
    try:
        server.serve(service)
    except Stopped:  # the server came to its end in good order, then raised the signal anew
        say("Stopped.")
    except SystemExit as problem:
        raise CannotListen(service.settings) from problem
