"""``record``: a file of commands, recorded all or none."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

import typer

from domain.catalogue import COMMAND_TYPE_OF
from domain.deciding import CommandType, Role
from domain.errors import LedgerError
from services.api.commands import recorded_request
from services.api.parameters import KEY_PATTERN
from services.cli.failures import CommandLineError
from services.cli.opening import opened, read_settings
from services.cli.options import ActorOption, JsonOption, LedgerOption
from services.cli.output import progress_bar, say, show_json
from services.recording import CommandsRefused, Receipt, Request
from services.wire import InvalidInput, parse_line

MOST_ERRORS: Final = 1000
"""How many bad lines are listed before the rest is left unread."""
LINES_PER_STEP: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LineError:
    """What is wrong with one line of the file."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A file that was read: its commands, the line each stands on, and its content's digest."""

    commands: tuple[object, ...]
    numbers: tuple[int, ...]
    digest: str


class LinesRefused(CommandLineError):
    """Lines of the file are wrong or were refused; nothing was recorded."""

    def __init__(self, file: Path, errors: list[LineError]) -> None:
        """List every line that must change."""
        listed = "\n".join(f"{file}:{error.line}: {error.message}" for error in errors)
        count = f"at least {len(errors)}" if len(errors) == MOST_ERRORS else str(len(errors))
        super().__init__(f"nothing was recorded; {count} line(s) must change.\n{listed}")


class RoleMayNot(CommandLineError):
    """A role may not give a command."""

    def __init__(self, kind: CommandType, role: Role) -> None:
        """Name the role that may."""
        roles = ", ".join(sorted(kind.roles))
        super().__init__(f"{kind.name} needs the role {roles}, not {role}. Put it in a file of its own.")


def _check_key(key: str | None) -> str | None:
    if key is not None and not re.fullmatch(KEY_PATTERN, key):
        message = "must be 1 to 128 visible ASCII characters."
        raise typer.BadParameter(message)
    return key


def record(  # noqa: PLR0913 - a command's options
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            help='One JSON object a line: {"command": "pay-dues", "data": {…}}.',
        ),
    ],
    *,
    ledger: LedgerOption,
    actor: ActorOption,
    role: Annotated[Role, typer.Option(help="In which role.")],
    key: Annotated[
        str | None, typer.Option(callback=_check_key, help="The request's key. Without it: the digest of the file.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Record the commands of a file, all or none. The same file under the same key is recorded once."""
    lines = _read(file, role)
    with opened(read_settings()) as service:
        request = Request(
            ledger_id=ledger,
            request_id=key or f"file-{lines.digest}",
            actor=actor,
            commands=lines.commands,
        )
        try:
            receipt = service.recording.record(request)
        except CommandsRefused as refused:
            errors = [LineError(line=lines.numbers[index], message=str(error)) for index, error in refused.refusals]
            raise LinesRefused(file, errors) from refused
    if json:
        show_json(recorded_request(receipt))
    _report(receipt)


def _read(file: Path, role: Role) -> Lines:
    """Read every line before anything is recorded.

    Raises:
        LinesRefused: with each line that is no command or not one for this role.
    """
    commands: list[object] = []
    numbers: list[int] = []
    errors: list[LineError] = []
    digest = sha256()
    with progress_bar(f"Reading {file.name}") as bar:
        for number, line in _lines(file, bar.advance_to):
            digest.update(line)
            if not line.strip():
                continue
            try:
                commands.append(_command(line, role))
                numbers.append(number)
            except (LedgerError, RoleMayNot) as problem:
                errors.extend(_errors(number, problem))
                if len(errors) >= MOST_ERRORS:
                    break
    if errors:
        raise LinesRefused(file, errors[:MOST_ERRORS])
    if not commands:
        message = f"{file} holds no command. Write one JSON object a line."
        raise CommandLineError(message)
    return Lines(commands=tuple(commands), numbers=tuple(numbers), digest=digest.hexdigest())


def _lines(file: Path, progress: Callable[[int, int], None]) -> Iterator[tuple[int, bytes]]:
    size_bytes = file.stat().st_size
    with file.open("rb") as opened_file:
        for number, line in enumerate(opened_file, start=1):
            yield number, line
            if number % LINES_PER_STEP == 0:
                progress(opened_file.tell(), size_bytes)


def _command(line: bytes, role: Role) -> object:
    command = parse_line(line)
    kind = COMMAND_TYPE_OF[type(command)]
    if role not in kind.roles:
        raise RoleMayNot(kind, role)
    return command


def _errors(number: int, problem: LedgerError | RoleMayNot) -> Iterator[LineError]:
    match problem:
        case InvalidInput():
            for path, detail in problem.errors:
                yield LineError(line=number, message=f"{path or '/'} {detail}.")
        case _:
            yield LineError(line=number, message=str(problem))


def _report(receipt: Receipt) -> None:
    done = "was recorded before" if receipt.repeated else "recorded"
    say(
        f"{len(receipt.events):,} events {done} in ledger {receipt.ledger_id}, "
        f"up to position {receipt.position}, request {receipt.request_id}."
    )
