"""Files of commands, one JSON object a line: read whole before anything is recorded, every bad line named."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from domain.catalogue import COMMAND_TYPE_OF
from domain.deciding import CommandType, Role
from domain.errors import LedgerError
from services.cli.failures import CommandLineError
from services.cli.output import progress_bar
from services.recording import MOST_COMMANDS, TooManyCommands
from services.wire import InvalidInput, parse_line

MOST_ERRORS: Final = 1_000
"""How many bad lines are listed; where none may be bad, the rest is left unread."""
LINES_PER_STEP: Final = 1_000

Reasons = tuple[str, ...]
"""Why a line is bad: one sentence or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandFile:
    """A file that was read: its commands, the line each stands on, the bad lines, and the content's digest."""

    commands: tuple[object, ...]
    numbers: tuple[int, ...]
    bad: dict[int, Reasons]
    digest: str


class LinesRefused(CommandLineError):
    """Lines of the file are wrong or were refused; nothing was recorded."""

    def __init__(self, file: Path, bad: Mapping[int, Reasons]) -> None:
        """List what must change, line by line."""
        sentences = [f"{file}:{number}: {reason}" for number, reasons in bad.items() for reason in reasons]
        listed = "\n".join(sentences[:MOST_ERRORS])
        count = f"at least {MOST_ERRORS:,}" if len(bad) >= MOST_ERRORS else str(len(bad))
        super().__init__(f"nothing was recorded; {count} line(s) must change.\n{listed}")


class RoleMayNot(CommandLineError):
    """A role may not give a command."""

    def __init__(self, kind: CommandType, role: Role) -> None:
        """Name the role that may."""
        roles = ", ".join(sorted(kind.roles))
        super().__init__(f"{kind.name} needs the role {roles}, not {role}. Put it in a file of its own.")


def read_commands(file: Path, role: Role, *, skip_bad: bool) -> CommandFile:
    """Read every line before anything is recorded.

    Raises:
        LinesRefused: with each line that is no command or not one for this role, unless bad lines are skipped.
        TooManyCommands: the file holds more than one request may.
        CommandLineError: the file holds no command.
    """
    commands: list[object] = []
    numbers: list[int] = []
    bad: dict[int, Reasons] = {}
    digest = sha256()
    with progress_bar(f"Reading {file.name}") as bar:
        for number, line in _lines(file, bar.advance_to):
            digest.update(line)
            if line.isspace():
                continue
            try:
                commands.append(_command(line, role))
                numbers.append(number)
            except (LedgerError, RoleMayNot) as problem:
                bad[number] = tuple(_reasons(problem))
                if len(bad) >= MOST_ERRORS and not skip_bad:
                    break
            if len(commands) + len(bad) > MOST_COMMANDS:
                raise TooManyCommands(most=MOST_COMMANDS)
    if bad and not (skip_bad and commands):
        raise LinesRefused(file, bad)
    if not commands:
        message = f"{file} holds no command. Write one JSON object a line."
        raise CommandLineError(message)
    return CommandFile(commands=tuple(commands), numbers=tuple(numbers), bad=bad, digest=digest.hexdigest())


def write_bad_lines(file: Path, bad_file: Path, bad: Mapping[int, Reasons]) -> None:
    """Write the bad lines of a file to another, each with its number and why; they are on disk afterwards."""
    with bad_file.open("wb") as written:
        for number, line in _lines(file, lambda *_: None):
            if number in bad:
                shown = {"line": number, "reasons": bad[number], "text": line.decode(errors="replace").rstrip("\r\n")}
                written.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
        written.flush()
        os.fsync(written.fileno())


def _lines(file: Path, progress: Callable[[int, int], None]) -> Iterator[tuple[int, bytes]]:
    size_bytes = file.stat().st_size
    done_bytes = 0
    with file.open("rb") as opened_file:
        for number, line in enumerate(opened_file, start=1):
            yield number, line
            done_bytes += len(line)
            if number % LINES_PER_STEP == 0:
                progress(done_bytes, size_bytes)


def _command(line: bytes, role: Role) -> object:
    command = parse_line(line)
    kind = COMMAND_TYPE_OF[type(command)]
    if role not in kind.roles:
        raise RoleMayNot(kind, role)
    return command


def _reasons(problem: LedgerError | RoleMayNot) -> Iterator[str]:
    match problem:
        case InvalidInput():
            yield from (f"{path or '/'} {detail}." for path, detail in problem.errors)
        case _:
            yield str(problem)
