"""How every command comes to its service: the settings, the database in use, and the parts put together."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from services.cli.failures import NotMigrated, UnusableDatabaseUrl
from services.database import database, migrate
from services.service import Service, open_service
from services.settings import Settings

LEDGER_EXISTS: Final = "SELECT to_regclass('ledger.ledger_event') IS NOT NULL"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        UnusableDatabaseUrl: ``DATABASE_URL`` is not one of PostgreSQL's.
        pydantic.ValidationError: a setting is not what it must be.
    """
    settings = Settings()
    if settings.database_url is not None:
        _check_url(settings.database_url)
    return settings


def _check_url(url: str) -> None:
    if not url.startswith("postgresql://"):
        raise UnusableDatabaseUrl
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as problem:
        raise UnusableDatabaseUrl from problem


@contextmanager
def opened(settings: Settings, *, migrating: bool = False) -> Iterator[Service]:
    """Open the service on the database that the settings name, or on the embedded one.

    Raises:
        NotMigrated: the database has no ledger yet, and ``migrating`` did not ask for it.
    """
    with database(settings) as url:
        if migrating:
            migrate(url)
        elif not _has_ledger(url):
            raise NotMigrated
        with open_service(url, settings) as service:
            yield service


@contextmanager
def opened_for_asking(settings: Settings) -> Iterator[Service]:
    """Open the service with read models that are up to date with the log.

    The command line may be the only one at work: with no server running, nobody else projects.
    """
    with opened(settings) as service:
        service.projector.prepare()
        service.projector.renew()
        service.projector.run_until_idle()
        yield service


def _has_ledger(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute(LEDGER_EXISTS).fetchone() == (True,)
