"""Who asks: bearer tokens that name an actor, a role and the ledgers they open.

A token's secret is 256 random bits, shown once; the database keeps only its SHA-256. Finding a token
is a look-up by that hash, so the time it takes says nothing about a secret. Nothing stretches the hash:
that protects passwords that people choose, and these are not chosen.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.deciding import Role
from domain.separation import check_separation
from domain.values import ActorId, LedgerId

PREFIX: Final = "ul_"
RANDOM_BYTES: Final = 32

INSERT: Final = """
INSERT INTO ledger.api_token (token_hash, token_name, actor, role, ledger_ids, created_at)
VALUES (%(token_hash)s, %(token_name)s, %(actor)s, %(role)s, %(ledger_ids)s, %(created_at)s)
ON CONFLICT DO NOTHING
RETURNING token_name
"""
HELD: Final = """
SELECT DISTINCT role FROM ledger.api_token
WHERE actor = %(actor)s AND revoked_at IS NULL
  AND (ledger_ids IS NULL OR %(ledger_ids)s::text[] IS NULL OR ledger_ids && %(ledger_ids)s::text[])
"""
REVOKE: Final = """
UPDATE ledger.api_token SET revoked_at = %(revoked_at)s
WHERE token_name = %(token_name)s AND revoked_at IS NULL
RETURNING token_name
"""
FIND: Final = """
SELECT token_name, actor, role, ledger_ids FROM ledger.api_token
WHERE token_hash = %(token_hash)s AND revoked_at IS NULL
"""
LIST: Final = """
SELECT token_name, actor, role, ledger_ids, created_at, revoked_at FROM ledger.api_token ORDER BY token_name
"""


class TokenNameTaken(Exception):
    """A token of this name, or with this secret, was made before."""

    def __init__(self, name: str) -> None:
        """Say which name to change."""
        super().__init__(f"There is a token named {name} already (or one with this secret). Choose another name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks, in which role, and which ledgers are open to them; None is every ledger."""

    actor: ActorId
    role: Role
    ledger_ids: frozenset[LedgerId] | None
    token_name: str

    def may_see(self, ledger_id: str) -> bool:
        """Say whether a ledger is open to this principal, whether or not it exists."""
        return self.ledger_ids is None or ledger_id in self.ledger_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token as an administrator sees it: all but its secret."""

    token_name: str
    actor: ActorId
    role: Role
    ledger_ids: tuple[LedgerId, ...] | None
    created_at: datetime
    revoked_at: datetime | None


def create_token(  # noqa: PLR0913 - a token says this much
    connection: psycopg.Connection[DictRow],
    *,
    name: str,
    actor: ActorId,
    role: Role,
    ledger_ids: Iterable[LedgerId] | None,
    now: datetime,
    secret: str | None = None,
) -> str:
    """Make a token and return its secret, which is shown only now.

    ``secret`` is chosen by the caller for demonstrations only.

    Raises:
        TokenNameTaken: the name or the secret is in use.
        RolesNotTogether: the actor holds a role in one of the ledgers that may not stand beside this one.
    """
    shown = secret if secret is not None else PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    row = {
        "token_hash": _hashed(shown),
        "token_name": name,
        "actor": actor,
        "role": role,
        "ledger_ids": None if ledger_ids is None else sorted(ledger_ids),
        "created_at": now,
    }
    held = connection.execute(HELD, {"actor": actor, "ledger_ids": row["ledger_ids"]})
    check_separation(actor, role, frozenset(each["role"] for each in held))
    if connection.execute(INSERT, row).fetchone() is None:
        raise TokenNameTaken(name)
    return shown


def revoke_token(connection: psycopg.Connection[DictRow], *, name: str, now: datetime) -> bool:
    """Close a token for ever; False if there is no open token of this name."""
    return connection.execute(REVOKE, {"token_name": name, "revoked_at": now}).fetchone() is not None


def find_principal(connection: psycopg.Connection[DictRow], secret: str) -> Principal | None:
    """Return whom a secret stands for; None if it is unknown or was revoked."""
    row = connection.execute(FIND, {"token_hash": _hashed(secret)}).fetchone()
    if row is None:
        return None
    ledger_ids = row["ledger_ids"]
    return Principal(
        actor=row["actor"],
        role=row["role"],
        ledger_ids=None if ledger_ids is None else frozenset(ledger_ids),
        token_name=row["token_name"],
    )


def tokens(connection: psycopg.Connection[DictRow]) -> list[TokenRow]:
    """List all tokens by name, the revoked ones too."""
    return [
        TokenRow(**{**row, "ledger_ids": None if row["ledger_ids"] is None else tuple(row["ledger_ids"])})
        for row in connection.execute(LIST)
    ]


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
