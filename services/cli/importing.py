"""``import``: bank statements and payroll files; ``archive-list``: what a year's archive holds."""

import uuid
from collections.abc import Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Final

import typer

from domain import values
from domain.activities.bank import BANK
from domain.activities.dues import AssessDues, PayDues
from domain.activities.dues_control import Accounts, Control, Expectations, Withheld, control
from domain.catalogue import COMMAND_TYPE_OF
from domain.deciding import Role
from domain.values import LedgerId
from projections.dues_control import accounts_of_month, expected_of_month
from services.api.commands import recorded_request
from services.api.of_bank import OfArchive
from services.api.queries import QUERIES
from services.api.reading import answer_query
from services.cli.command_files import RoleMayNot
from services.cli.failures import CommandLineError
from services.cli.opening import opened_for_asking, read_settings
from services.cli.options import ActorOption, JsonOption, LedgerOption, admitted
from services.cli.output import say, show_json
from services.cli.tables import show_answer
from services.clock import business_day
from services.imports import Frame, ImportRefused, read_bank_statement, read_payroll
from services.recording import CommandsRefused, Receipt, Request
from services.service import Service
from services.wire import to_wire

ARCHIVE_LIST: Final = next(query for query in QUERIES if query.name == "archive-list")

FileArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="An .xlsx or .csv file.")
]
DayOption = Annotated[
    date | None,
    typer.Option("--day", parser=admitted(date), metavar="DAY", help="The day of it, as 2026-03-31; else today."),
]


class Which(Enum):
    """What of a payroll file is recorded."""

    NONE = "none"
    GOOD = "good"
    ALL = "all"


class FileRefused(CommandLineError):
    """A file has faults; nothing was recorded."""

    def __init__(self, file: Path, faults: Sequence[object]) -> None:
        """List what must change."""
        listed = "\n".join(f"{file}: {fault}" for fault in faults)
        super().__init__(f"nothing was recorded; {len(faults):,} fault(s) must be put right.\n{listed}")


app = typer.Typer(help="Record what a file holds, all of it or nothing.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def bank(  # noqa: PLR0913 - a command's options
    file: FileArgument,
    *,
    ledger: LedgerOption,
    actor: ActorOption,
    role: Annotated[Role, typer.Option(help="In which role.")],
    period: Annotated[
        values.Month,
        typer.Option(parser=admitted(values.Month), metavar="MONTH", help="The statement's month, as 2026-03."),
    ],
    opening: Annotated[
        values.Fen,
        typer.Option(parser=admitted(values.Fen), metavar="YUAN", help="What it opens with, as 42000.00."),
    ],
    closing: Annotated[
        values.Fen,
        typer.Option(parser=admitted(values.Fen), metavar="YUAN", help="What it closes with."),
    ],
    account: Annotated[
        values.AccountCode,
        typer.Option(
            parser=admitted(values.AccountCode), metavar="ACCOUNT", help="Which bank account: 102, or a detail of it."
        ),
    ] = BANK,
    day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Import the statement of a bank account: columns 日期, 收入, 支出, 流水号, and 对方户名, 余额 if there are any."""
    with opened_for_asking(read_settings()) as service:
        frame = Frame(
            account=account,
            period=period,
            opening_fen=opening,
            closing_fen=closing,
            effective_on=day or _today(service),
        )
        try:
            command = read_bank_statement(file, frame)
        except ImportRefused as refused:
            raise FileRefused(file, refused.problems) from refused
        kind = COMMAND_TYPE_OF[type(command)]
        if role not in kind.roles:
            raise RoleMayNot(kind, role)
        receipt = _record(service, ledger, actor, file, [command])
    _report(receipt, json=json)


@app.command()
def payroll(  # noqa: PLR0913 - a command's options
    file: FileArgument,
    *,
    ledger: LedgerOption,
    actor: ActorOption,
    record: Annotated[
        Which, typer.Option(help="Record nothing, the rows that agree, or all rows if there is no exception.")
    ] = Which.NONE,
    day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Hold dues withheld from wages against what is expected: columns 会员编号, 月份, 会费, and 会费基数 if any.

    What is recorded is assessed as by an officer, unless it is already, and paid as by a cashier.
    """
    with opened_for_asking(read_settings()) as service:
        try:
            rows = read_payroll(file)
        except ImportRefused as refused:
            raise FileRefused(file, refused.problems) from refused
        expected, accounts = _known(service, ledger, rows)
        found = control(rows, expected, accounts)
        _show_exceptions(ledger, found, json=json)
        if record is Which.NONE or not found.good:
            return
        if record is Which.ALL and found.exceptions:
            message = f"nothing was recorded: {len(found.exceptions):,} exception(s). Use --record good for the others."
            raise CommandLineError(message)
        commands = _commands(found.good, accounts, day or _today(service))
        receipt = _record(service, ledger, actor, file, commands)
    _report(receipt, json=False)


def archive_list(
    *,
    ledger: LedgerOption,
    year: Annotated[int, typer.Option(min=values.FIRST_YEAR, max=values.LAST_YEAR, help="The fiscal year.")],
    json: JsonOption = False,
) -> None:
    """Print what the archive of a year holds, and from when on each class of records may be destroyed."""
    with opened_for_asking(read_settings()) as service:
        answer = answer_query(service, ARCHIVE_LIST, OfArchive(ledger_id=ledger, year=values.Year(year)))
    if json:
        show_json(answer)
    else:
        show_answer(f"Archive of {ledger}, {year}", answer)


def _today(service: Service) -> date:
    return business_day(service.clock())


def _known(service: Service, ledger: LedgerId, rows: Sequence[Withheld]) -> tuple[Expectations, Accounts]:
    """Read what is expected of every member in the months of a file, and what their accounts say of these."""
    expected, accounts = {}, {}
    with service.datastore.get_connection() as connection:
        for period in sorted({row.period for row in rows}):
            for expectation in expected_of_month(connection, ledger, period):
                expected[expectation.member_no, period] = expectation
            for member_no, so_far in accounts_of_month(connection, ledger, period).items():
                accounts[member_no, period] = so_far
    return expected, accounts


def _commands(rows: Sequence[Withheld], accounts: Accounts, day: date) -> list[object]:
    """Assess what is not assessed yet, then take the payments."""
    commands: list[object] = []
    for row in rows:
        so_far = accounts.get((row.member_no, row.period))
        if so_far is None or not so_far.is_assessed:
            commands.append(AssessDues(member_no=row.member_no, period=row.period, effective_on=day))
        commands.append(
            PayDues(
                member_no=row.member_no,
                period=row.period,
                amount_fen=row.amount_fen,
                method="payroll",
                effective_on=day,
            )
        )
    return commands


def _record(
    service: Service, ledger: LedgerId, actor: values.ActorId, file: Path, commands: Sequence[object]
) -> Receipt:
    """Record the commands of a file, all or none. The same file once more is refused by what it led to."""
    request = Request(ledger_id=ledger, request_id=uuid.uuid4().hex, actor=actor, commands=tuple(commands))
    try:
        return service.recording.record(request)
    except CommandsRefused as refused:
        raise FileRefused(file, [refusal for _, refusal in refused.refusals]) from refused


def _report(receipt: Receipt, *, json: bool) -> None:
    if json:
        show_json(recorded_request(receipt))
    say(f"{len(receipt.events):,} events recorded in ledger {receipt.ledger_id}, up to position {receipt.position}.")


def _show_exceptions(ledger: LedgerId, found: Control, *, json: bool) -> None:
    if json:
        show_json({"good": len(found.good), "exceptions": found.exceptions})
    else:
        show_answer(f"Exceptions of {ledger}", {"data": to_wire(found.exceptions)})
        say(f"{len(found.good):,} rows agree, {len(found.exceptions):,} exceptions.")
