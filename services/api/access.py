"""Who may do what: the token names a principal; scope and role decide."""

import re
from collections.abc import Iterable
from typing import Final

import psycopg
from psycopg.rows import DictRow
from starlette.requests import Request

from domain.deciding import CommandType
from domain.separation import rule_between
from domain.values import LedgerId
from projections.organisation import ledgers_under
from services.api.crossing import Crossing
from services.api.refusals import LedgerOutOfScope, NotAuthenticated, RoleNotAllowed, TreeOutOfScope
from services.identity import Principal, find_principal
from services.service import Service

BEARER: Final = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]{1,200}=*)")


async def authenticate(service: Service, crossing: Crossing, request: Request) -> Principal:
    """Find out who asks, before anything else is read of a request.

    Raises:
        NotAuthenticated: as ``identify``.
    """

    def look_up() -> Principal:
        with service.datastore.get_connection() as connection:
            return identify(connection, request)

    return await crossing.over(look_up)


def identify(connection: psycopg.Connection[DictRow], request: Request) -> Principal:
    """Find out who asks, and note it for the access log.

    Raises:
        NotAuthenticated: no token, several, or one that is unknown or revoked.
    """
    stated = request.headers.getlist("authorization")
    found = BEARER.fullmatch(stated[0]) if len(stated) == 1 else None
    principal = find_principal(connection, found[1]) if found else None
    if principal is None:
        raise NotAuthenticated
    request.state.actor = principal.actor
    return principal


def check_scope(principal: Principal, ledger_id: LedgerId) -> None:
    """Refuse a ledger that the token does not open, in the same words whether it exists or not."""
    if not principal.may_see(ledger_id):
        raise LedgerOutOfScope(ledger_id=ledger_id)


def check_tree(connection: psycopg.Connection[DictRow], principal: Principal, ledger_id: LedgerId) -> None:
    """Refuse a sum over ledgers of which the token does not open every one."""
    if not all(map(principal.may_see, ledgers_under(connection, ledger_id))):
        raise TreeOutOfScope(ledger_id=ledger_id)


def check_role(principal: Principal, kind: CommandType) -> None:
    """Refuse a command that is not for the token's role; an administrator is no exception."""
    if principal.role not in kind.roles:
        rule = rule_between(principal.role, kind.roles)
        raise RoleNotAllowed(role=principal.role, command=kind.name, allowed=listed(kind.roles), rule=rule)


def listed(names: Iterable[str]) -> str:
    """Write names as a list for people."""
    return ", ".join(sorted(names))
