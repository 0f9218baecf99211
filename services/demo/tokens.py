"""The demo's tokens: everyone knows them, so they belong to the demo alone."""

from contextlib import suppress
from datetime import datetime
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.deciding import Role
from domain.values import ActorId
from services.demo.script import STORIES
from services.demo.story import ACTORS
from services.identity import TokenNameTaken, create_token

SECRETS: Final[tuple[tuple[str, ActorId, Role], ...]] = tuple(
    (f"demo-{role}", actor, role) for role, actor in ACTORS.items()
)
"""Secret, actor and role. An actor's name in the demo's log is the one behind the token."""


def create_demo_tokens(connection: psycopg.Connection[DictRow], now: datetime) -> None:
    """Make the tokens that open the demo's ledgers; those that are there stay as they are."""
    for secret, actor, role in SECRETS:
        with suppress(TokenNameTaken):
            create_token(connection, name=secret, actor=actor, role=role, ledger_ids=STORIES, now=now, secret=secret)
