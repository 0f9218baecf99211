"""``token``: who may ask the API, in which role, and for which ledgers."""

from typing import Annotated

import typer

from domain.deciding import Role
from domain.values import LedgerId, Text
from services.cli.failures import CommandLineError
from services.cli.opening import opened, read_settings
from services.cli.options import ActorOption, JsonOption, admitted
from services.cli.output import say, show_json, show_table
from services.identity import create_token, revoke_token
from services.identity import tokens as all_tokens

app = typer.Typer(help="Make, list and revoke tokens.", no_args_is_help=True, rich_markup_mode=None)


class NoOpenToken(CommandLineError):
    """There is nothing to revoke."""


@app.command()
def create(
    name: Annotated[
        Text, typer.Argument(parser=admitted(Text), metavar="NAME", help="What the token is called; used once.")
    ],
    *,
    actor: ActorOption,
    role: Annotated[Role, typer.Option(help="What the actor may do.")],
    ledger: Annotated[
        list[LedgerId] | None,
        typer.Option(parser=admitted(LedgerId), metavar="ID", help="A ledger it opens; may be repeated. Without: all."),
    ] = None,
) -> None:
    """Make a token. Its secret goes to stdout and is shown only now."""
    with opened(read_settings()) as service, service.datastore.get_connection() as connection:
        secret = create_token(
            connection, name=name, actor=actor, role=role, ledger_ids=ledger or None, now=service.clock()
        )
    say(f"Token {name} for {actor} ({role}). Keep the secret now; it is not shown again:")
    typer.echo(secret)


@app.command(name="list")
def list_tokens(*, json: JsonOption = False) -> None:
    """List all tokens, the revoked ones too; never a secret."""
    with opened(read_settings()) as service, service.datastore.get_connection() as connection:
        found = all_tokens(connection)
    if json:
        show_json(found)
        return
    rows = [
        (
            token.token_name,
            token.actor,
            token.role,
            "all" if token.ledger_ids is None else ", ".join(token.ledger_ids),
            token.created_at.isoformat(timespec="seconds"),
            token.revoked_at and token.revoked_at.isoformat(timespec="seconds"),
        )
        for token in found
    ]
    show_table("Tokens", ("name", "actor", "role", "ledgers", "created", "revoked"), rows)


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="The token's name.")]) -> None:
    """Close a token for ever."""
    with opened(read_settings()) as service, service.datastore.get_connection() as connection:
        revoked = revoke_token(connection, name=name, now=service.clock())
    if not revoked:
        message = f"there is no open token named {name}. `union-ledger token list` shows what there is."
        raise NoOpenToken(message)
    say(f"Token {name} is revoked.")
