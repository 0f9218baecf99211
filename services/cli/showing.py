"""``show``: what the read models say, as a table or as the JSON that the API answers with.

There is one command for each question that the API answers, made from the list of questions: what may be
asked stands as options, and the member's number first.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from inspect import Parameter, Signature
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

import typer

from projections.progress import stops
from services.api.parameters import is_number, stated
from services.api.queries import QUERIES, Query
from services.api.reading import answer_query, list_ledgers
from services.cli.opening import opened_for_asking, read_settings
from services.cli.options import JsonOption, LedgerOption
from services.cli.output import show_json
from services.cli.tables import show_answer
from services.wire import parse, to_wire
from services.wire.formats import FORMATS

SHORT_NAMES: Final = {
    "member-card": "card",
    "member-account": "account",
    "programme-balances": "programmes",
    "annual-totals": "totals",
}
OPTIONS: Final = {"from_day": "--from", "to_day": "--to", "branch_id": "--branch", "member_no": "--member"}
"""Options that are called otherwise than their fields."""
SAID: Final = {
    "tree": "Sum up all ledgers that report to it too.",
    "after": "Begin behind this row of the page before.",
    "limit": "At most so many rows.",
    "as_of_position": "As the log stood at this position.",
    "as_of": "As was known at this instant, as 2026-03-31T08:00:00Z.",
    "as_of_day": "Without what took effect after this day.",
}
UNASKED: Final = frozenset({"ledger_id", "min_position"})
"""The ledger has its own option; nothing is waited for: the answer is of what is reflected now."""

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


def _command(query: Query) -> Callable[..., None]:
    """Make the command that asks one question."""

    def ask(ledger: str, *, json: bool, **given: object) -> None:
        asked = {"ledger_id": ledger, **{name: value for name, value in given.items() if value is not None}}
        question = parse(query.asked, asked)
        with opened_for_asking(read_settings()) as service:
            answer = answer_query(service, query, question)
        _show(f"{query.summary}: {ledger}", answer, json=json)

    ask.__doc__ = f"{query.summary}."
    parameters = list(_parameters(query))
    ask.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # typer reads the signature
    ask.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return ask


def _parameters(query: Query) -> Iterator[Parameter]:
    hints = get_type_hints(query.asked)
    asked = [field for field in fields(query.asked) if field.name not in UNASKED]
    in_path = [field.name for field in asked if f"{{{field.name}}}" in query.path]
    if "member_no" in in_path:
        argument = typer.Argument(metavar="MEMBER", help="The member's number.")
        yield Parameter("member_no", Parameter.KEYWORD_ONLY, annotation=Annotated[str, argument])
        asked = [field for field in asked if field.name != "member_no"]
    yield Parameter("ledger", Parameter.KEYWORD_ONLY, annotation=LedgerOption)
    for field in sorted(asked, key=lambda field: field.name.startswith("as_of")):
        yield _option(field, hints[field.name])
    yield Parameter("json", Parameter.KEYWORD_ONLY, annotation=JsonOption, default=False)


def _option(field: Field[Any], hint: Any) -> Parameter:  # noqa: ANN401 - a type as it is annotated
    kind = stated(hint)
    name = OPTIONS.get(field.name, f"--{field.name.replace('_', '-')}")
    option = typer.Option(name, help=SAID.get(field.name) or _admitted(kind))
    written: Any = bool if kind is bool else int if is_number(kind) else str
    if field.default is MISSING:
        annotation: Any = Annotated[written, option]
        return Parameter(field.name, Parameter.KEYWORD_ONLY, annotation=annotation)
    annotation = Annotated[written if kind is bool else written | None, option]
    default = field.default if kind is bool else None
    return Parameter(field.name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _admitted(kind: Any) -> str | None:  # noqa: ANN401 - a type as it is annotated
    if kind in FORMATS:
        allowed = FORMATS[kind].allowed
        return f"{allowed[0].upper()}{allowed[1:]}."
    return f"One of {', '.join(get_args(kind))}." if get_origin(kind) is Literal else None


for _query in QUERIES:
    app.command(name=SHORT_NAMES.get(_query.name, _query.name))(_command(_query))


def _show(title: str, answer: dict[str, Any], *, json: bool) -> None:
    if json:
        show_json(answer)
    else:
        show_answer(title, answer)
