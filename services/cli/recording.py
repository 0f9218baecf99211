"""``record``: a file of commands, recorded all or none, or without its bad lines."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from domain.deciding import Role
from services.api.commands import recorded_request
from services.api.parameters import KEY_PATTERN
from services.cli.command_files import CommandFile, LinesRefused, Reasons, read_commands, write_bad_lines
from services.cli.opening import opened, read_settings
from services.cli.options import ActorOption, JsonOption, LedgerOption
from services.cli.output import say, show_json
from services.recording import CommandsRefused, Receipt, Recording, Refusals, Request


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
            help='One JSON object a line: {"command": "pay-dues", "data": {…}}. At most 200,000 lines; '
            "100,000 lines take about 250 MB of memory.",
        ),
    ],
    *,
    ledger: LedgerOption,
    actor: ActorOption,
    role: Annotated[Role, typer.Option(help="In which role.")],
    key: Annotated[
        str | None, typer.Option(callback=_check_key, help="The request's key. Without it: the digest of the file.")
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Record the good lines and write the bad ones, with reasons, to a file.")
    ] = False,
    bad: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Where --skip-bad writes the bad lines. Without it: FILE.bad.ndjson."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Record the commands of a file, all or none. The same file under the same key is recorded once.

    A bad line is named with its number and every reason, up to the first 1,000, and nothing is recorded.
    With --skip-bad the good lines are recorded, again all or none.
    """
    bad_file = _bad_file(file, bad, skip_bad=skip_bad)
    with _without_collecting():
        commands = read_commands(file, role, skip_bad=skip_bad)
        with opened(read_settings()) as service:
            request = Request(
                ledger_id=ledger,
                request_id=key or f"file-{commands.digest}",
                actor=actor,
                commands=commands.commands,
            )
            receipt, left_out = _record(service.recording, request, file, commands, bad_file)
    if json:
        show_json(recorded_request(receipt))
    _report(receipt)
    if bad_file is not None and not receipt.repeated:
        say(f"{left_out:,} lines were left out; see {bad_file}.")


def _bad_file(file: Path, bad: Path | None, *, skip_bad: bool) -> Path | None:
    if bad is not None and not skip_bad:
        message = "--bad says where --skip-bad writes; give both."
        raise typer.BadParameter(message)
    if not skip_bad:
        return None
    bad_file = bad or file.with_name(f"{file.name}.bad.ndjson")
    if bad_file.exists() and bad_file.samefile(file):
        message = "--bad must be another file than the one that is read."
        raise typer.BadParameter(message)
    return bad_file


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave cyclic garbage alone: a large file makes millions of objects, none of them garbage until the end.

    Looking through them again and again would take a fifth of the time. This process ends with the file.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _record(
    recording: Recording, request: Request, file: Path, commands: CommandFile, bad_file: Path | None
) -> tuple[Receipt, int]:
    """Record a file; return the receipt and how many lines were left out."""
    left_out = dict(commands.bad)

    def write_down(refusals: Refusals) -> None:
        left_out.update(_by_line(commands, refusals))
        if bad_file is not None:
            write_bad_lines(file, bad_file, left_out)

    try:
        receipt = recording.record(request) if bad_file is None else recording.record_good(request, write_down)
    except CommandsRefused as refused:
        raise LinesRefused(file, {**commands.bad, **_by_line(commands, refused.refusals)}) from refused
    return receipt, len(left_out)


def _by_line(commands: CommandFile, refusals: Refusals) -> dict[int, Reasons]:
    return {commands.numbers[index]: (str(refusal),) for index, refusal in refusals}


def _report(receipt: Receipt) -> None:
    done = "was recorded before" if receipt.repeated else "recorded"
    say(
        f"{len(receipt.events):,} events {done} in ledger {receipt.ledger_id}, "
        f"up to position {receipt.position}, request {receipt.request_id}."
    )
