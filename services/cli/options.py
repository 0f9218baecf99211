"""Options that several commands share; what they admit is what the API admits."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from domain import values
from services.wire.formats import FORMATS


def admitted(kind: Any) -> Callable[[str], Any]:  # noqa: ANN401 - a value type as it is annotated
    """Return a parser for one of the domain's value types, which says what is allowed."""

    def parse(text: str) -> Any:  # noqa: ANN401 - a value of that type
        try:
            return FORMATS[kind].read(text)
        except ValueError as problem:
            message = f"“{text}” must be {FORMATS[kind].allowed}."
            raise typer.BadParameter(message) from problem

    return parse


LedgerOption = Annotated[
    values.LedgerId,
    typer.Option("--ledger", parser=admitted(values.LedgerId), metavar="ID", help="The ledger's id."),
]
ActorOption = Annotated[
    values.ActorId,
    typer.Option(parser=admitted(values.ActorId), metavar="ID", help="Whose name stands on what is recorded."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
TreeOption = Annotated[bool, typer.Option("--tree", help="Include every ledger that reports to this one.")]
HostOption = Annotated[str | None, typer.Option(help="Listen here instead of UNION_LEDGER_HOST.")]
PortOption = Annotated[int | None, typer.Option(min=1, max=65535, help="Listen here instead of UNION_LEDGER_PORT.")]
