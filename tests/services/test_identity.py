from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore

from domain.separation import RolesNotTogether
from domain.values import ActorId, LedgerId
from services.identity import Principal, TokenNameTaken, create_token, find_principal, revoke_token, tokens

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WANG = ActorId("wang.fang")
CHOSEN = "as-in-a-demonstration"
DEMO = LedgerId("demo-union")
SCHOOL = LedgerId("school")


def test_a_token_names_who_asks(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        secret = create_token(connection, name="desk", actor=WANG, role="cashier", ledger_ids=[DEMO], now=NOW)

        assert find_principal(connection, secret) == Principal(
            actor=WANG,
            role="cashier",
            ledger_ids=frozenset({DEMO}),
            token_name="desk",  # noqa: S106 - the name of a token
        )


def test_secrets_are_long_random_and_kept_nowhere(url: str, datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        secrets = {
            create_token(connection, name=f"t{number}", actor=WANG, role="admin", ledger_ids=None, now=NOW)
            for number in range(10)
        }

    assert len(secrets) == 10
    assert all(secret.startswith("ul_") and len(secret) == 46 for secret in secrets)
    with psycopg.connect(url) as owner:
        kept = str(owner.execute("SELECT api_token::text FROM ledger.api_token").fetchall())
    assert not any(secret in kept or secret.encode().hex() in kept for secret in secrets)


def test_an_unknown_secret_names_nobody(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        assert find_principal(connection, "ul_guess") is None


def test_a_revoked_token_names_nobody(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        secret = create_token(connection, name="desk", actor=WANG, role="cashier", ledger_ids=None, now=NOW)

        assert revoke_token(connection, name="desk", now=NOW)
        assert not revoke_token(connection, name="desk", now=NOW)

        assert find_principal(connection, secret) is None


def test_a_name_is_used_once(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        create_token(connection, name="desk", actor=WANG, role="cashier", ledger_ids=None, now=NOW)

        with pytest.raises(TokenNameTaken, match="desk"):
            create_token(connection, name="desk", actor=WANG, role="officer", ledger_ids=None, now=NOW)


def test_a_cashier_of_a_ledger_does_not_become_its_reviewer(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        create_token(connection, name="desk", actor=WANG, role="cashier", ledger_ids=[DEMO], now=NOW)
        create_token(connection, name="next door", actor=WANG, role="reviewer", ledger_ids=[SCHOOL], now=NOW)

        with pytest.raises(RolesNotTogether, match="cashier"):
            create_token(connection, name="here too", actor=WANG, role="reviewer", ledger_ids=None, now=NOW)


def test_a_role_that_was_given_up_stands_in_nobodys_way(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        create_token(connection, name="desk", actor=WANG, role="cashier", ledger_ids=None, now=NOW)
        revoke_token(connection, name="desk", now=NOW)

        create_token(connection, name="review", actor=WANG, role="reviewer", ledger_ids=None, now=NOW)


def test_tokens_are_listed_without_their_secrets(datastore: PostgresDatastore) -> None:
    with datastore.get_connection() as connection:
        create_token(connection, name="b", actor=WANG, role="cashier", ledger_ids=[DEMO], now=NOW)
        create_token(connection, name="a", actor=WANG, role="officer", ledger_ids=None, now=NOW, secret=CHOSEN)
        revoke_token(connection, name="b", now=NOW)

        first, second = tokens(connection)

    assert (first.token_name, first.role, first.ledger_ids, first.revoked_at) == ("a", "officer", None, None)
    assert (second.token_name, second.ledger_ids, second.revoked_at) == ("b", (DEMO,), NOW)


def test_no_ledgers_open_nothing_and_none_opens_all() -> None:
    closed = Principal(actor=WANG, role="auditor", ledger_ids=frozenset(), token_name=str(DEMO))
    open_to_all = replace(closed, ledger_ids=None)

    assert not closed.may_see(DEMO)
    assert open_to_all.may_see(DEMO)
