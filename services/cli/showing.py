"""``show``: what the read models say, as a table or as the JSON that the API answers with."""

from typing import Annotated, Any, Final

import typer

from projections.progress import stops
from services.api.queries import QUERIES, Query
from services.api.reading import answer_query, list_ledgers
from services.cli.opening import opened_for_asking, read_settings
from services.cli.options import JsonOption, LedgerOption, TreeOption
from services.cli.output import show_json
from services.cli.tables import show_answer
from services.wire import parse, to_wire

QUERY_NAMED: Final[dict[str, Query]] = {query.name: query for query in QUERIES}

MemberArgument = Annotated[str, typer.Argument(help="The member's number.", metavar="MEMBER")]
MemberAfterOption = Annotated[str | None, typer.Option("--after", help="Begin behind this member's number.")]
PositionOption = Annotated[int | None, typer.Option("--as-of-position", help="As the log stood at this position.")]
InstantOption = Annotated[
    str | None, typer.Option("--as-of", help="As was known at this instant, as 2026-03-31T08:00:00Z.")
]
DayOption = Annotated[str | None, typer.Option("--as-of-day", help="Without what took effect after this day.")]
LimitOption = Annotated[int, typer.Option(help="At most so many rows.")]

app = typer.Typer(
    help="Show what is recorded, as tables or as the API's JSON.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def ledgers(*, json: JsonOption = False) -> None:
    """List the ledgers that are open."""
    with opened_for_asking(read_settings()) as service:
        answer = list_ledgers(service, None)
    _show("Ledgers", answer, json=json)


@app.command()
def stopped(*, json: JsonOption = False) -> None:
    """List where read models wait at an event that they could not reflect, and why."""
    with opened_for_asking(read_settings()) as service, service.datastore.get_connection() as connection:
        found = stops(connection)
    _show("Stopped", {"data": to_wire(found)}, json=json)


@app.command()
def branches(
    *,
    ledger: LedgerOption,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """List a ledger's branches."""
    _ask(
        "branches",
        f"Branches of {ledger}",
        {"ledger_id": ledger},
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def members(  # noqa: PLR0913 - a command's options
    *,
    ledger: LedgerOption,
    branch: Annotated[str | None, typer.Option(help="Only members of this branch.")] = None,
    standing: Annotated[str | None, typer.Option(help="Only active, retired or withdrawn members.")] = None,
    after: MemberAfterOption = None,
    limit: LimitOption = 100,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """List a ledger's members by number."""
    asked = {"ledger_id": ledger, "branch_id": branch, "standing": standing, "after": after, "limit": limit}
    _ask(
        "members",
        f"Members of {ledger}",
        asked,
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def card(  # noqa: PLR0913 - a command's options
    member: MemberArgument,
    *,
    ledger: LedgerOption,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Show a member's card: person, branch, cards held, dues, honours and aid."""
    _ask(
        "member-card",
        f"Card of {member}",
        {"ledger_id": ledger, "member_no": member},
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def account(  # noqa: PLR0913 - a command's options
    member: MemberArgument,
    *,
    ledger: LedgerOption,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Show a member's dues account by month."""
    _ask(
        "member-account",
        f"Dues account of {member}",
        {"ledger_id": ledger, "member_no": member},
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def balances(  # noqa: PLR0913 - a command's options
    *,
    ledger: LedgerOption,
    tree: TreeOption = False,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Show what a ledger is owed, was paid and has spent."""
    _ask(
        "balances",
        f"Balances of {ledger}",
        {"ledger_id": ledger, "tree": tree},
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def programmes(
    *,
    ledger: LedgerOption,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Show each aid programme's budget, what is spent, left and raised."""
    _ask(
        "programme-balances",
        f"Aid programmes of {ledger}",
        {"ledger_id": ledger},
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def debtors(  # noqa: PLR0913 - a command's options
    *,
    ledger: LedgerOption,
    after: MemberAfterOption = None,
    limit: LimitOption = 100,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """List members with arrears."""
    _ask(
        "debtors",
        f"Arrears in {ledger}",
        {"ledger_id": ledger, "after": after, "limit": limit},
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def totals(  # noqa: PLR0913 - a command's options
    *,
    ledger: LedgerOption,
    year: Annotated[int, typer.Option(help="The calendar year.")],
    tree: TreeOption = False,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    as_of_day: DayOption = None,
    json: JsonOption = False,
) -> None:
    """Show a year's totals by kind and programme."""
    asked = {"ledger_id": ledger, "year": year, "tree": tree}
    _ask(
        "annual-totals",
        f"Totals of {ledger} in {year}",
        asked,
        past={"as_of_position": as_of_position, "as_of": as_of, "as_of_day": as_of_day},
        json=json,
    )


@app.command()
def events(  # noqa: PLR0913 - a command's options
    *,
    ledger: LedgerOption,
    kind: Annotated[str | None, typer.Option("--type", help="Only events of this type, as dues.paid.")] = None,
    member: Annotated[str | None, typer.Option(help="Only events about this person.")] = None,
    from_day: Annotated[str | None, typer.Option("--from", help="Only from this day on.")] = None,
    to_day: Annotated[str | None, typer.Option("--to", help="Only up to this day.")] = None,
    newest_first: Annotated[bool, typer.Option("--newest-first", help="Begin at the end.")] = False,
    after: Annotated[int, typer.Option(help="Begin behind this position.")] = 0,
    limit: LimitOption = 100,
    as_of_position: PositionOption = None,
    as_of: InstantOption = None,
    json: JsonOption = False,
) -> None:
    """List a ledger's events."""
    asked = {
        "ledger_id": ledger,
        "type": kind,
        "member_no": member,
        "from_day": from_day,
        "to_day": to_day,
        "newest_first": newest_first,
        "after": after,
        "limit": limit,
    }
    _ask("events", f"Events of {ledger}", asked, past={"as_of_position": as_of_position, "as_of": as_of}, json=json)


def _ask(name: str, title: str, asked: dict[str, Any], *, past: dict[str, Any], json: bool) -> None:
    query = QUERY_NAMED[name]
    given = {**asked, **past}
    question = parse(query.asked, {field: value for field, value in given.items() if value is not None})
    with opened_for_asking(read_settings()) as service:
        answer = answer_query(service, query, question)
    _show(title, answer, json=json)


def _show(title: str, answer: dict[str, Any], *, json: bool) -> None:
    if json:
        show_json(answer)
    else:
        show_answer(title, answer)
