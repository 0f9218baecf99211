"""``export``: ledgers, statements and vouchers as xlsx or csv, a year of the books as hledger journal."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from services.api.exporting import reflected_file
from services.cli.opening import opened_for_asking, read_settings
from services.cli.options import LedgerOption
from services.cli.output import say
from services.exports import EXPORT_KINDS, ExportAsked, File
from services.wire import parse

STDOUT: Final = "-"


def export(  # noqa: PLR0913 - a command's options
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(EXPORT_KINDS)}.", metavar="KIND")],
    *,
    ledger: LedgerOption,
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write here; - is stdout.")] = None,
    file_format: Annotated[str | None, typer.Option("--format", help="xlsx, csv or hledger.")] = None,
    period: Annotated[str | None, typer.Option(help="Of this month, as 2025-06.")] = None,
    year: Annotated[int | None, typer.Option(help="Of this year.")] = None,
    day: Annotated[str | None, typer.Option(help="Up to this day, as 2025-06-30.")] = None,
    account: Annotated[str | None, typer.Option(help="The account of a journal, ledger or reconciliation.")] = None,
    voucher: Annotated[str | None, typer.Option(help="The id of one voucher.")] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    as_of_position: Annotated[int | None, typer.Option(help="As the log stood at this position.")] = None,
    as_of: Annotated[str | None, typer.Option(help="As was known at this instant, as 2026-03-31T08:00:00Z.")] = None,
) -> None:
    """Write a ledger, statement or voucher to a file."""
    given = {
        "ledger_id": ledger,
        "kind": kind,
        "format": file_format,
        "period": period,
        "year": year,
        "day": day,
        "account": account,
        "voucher_id": voucher,
        "lang": language,
        "as_of_position": as_of_position,
        "as_of": as_of,
    }
    asked = parse(ExportAsked, {name: value for name, value in given.items() if value is not None})
    with opened_for_asking(read_settings()) as service, service.datastore.get_connection() as connection:
        file, reached = reflected_file(connection, asked)
    _write(file, output)
    say(f"As of position {reached}.")


def _write(file: File, output: str | None) -> None:
    if output == STDOUT:
        sys.stdout.buffer.write(file.content)
        return
    path = Path(output or file.name)
    path.write_bytes(file.content)
    say(f"Wrote {path}.")
