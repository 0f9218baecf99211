"""What was known earlier, and what had happened by a day, answered by the queries of today."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import LiteralString

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import DictRow

from domain.values import LedgerId, MemberNo
from projections.activity_feed import ACTIVITY_FEED, feed
from projections.annual_totals import ANNUAL_TOTALS, annual_totals, years
from projections.balances import BALANCES, debtors, ledger_balance, member_account, programme_balances
from projections.member_cards import MEMBER_CARDS, member_card, members, standings
from projections.organisation import ORGANISATION, branches
from projections.progress import position
from services.as_of import PastUnreadable, Point, as_of, known_by
from services.projector import Projector
from tests.projections.conftest import connection, log, projector
from tests.projections.histories import HISTORIES, SAMPLES
from tests.projections.logs import SCHOOL, Log
from tests.samples.dues import ASSESSED
from tests.samples.membership import ENROLLED

__all__ = ["connection", "log", "projector"]

ON_ONE_DATABASE = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = count(1)
PAGE_BYTES = 8_192
MEMBERS = (MemberNo("M0601"), MemberNo("M0602"))
ENROLMENTS = tuple(replace(ENROLLED, member_no=number, effective_on=date(2024, 12, 31)) for number in MEMBERS)
LIVES = HISTORIES.map(lambda history: [*ENROLMENTS, *history])
Connection = psycopg.Connection[DictRow]


def everything(connection: Connection, ledger_id: LedgerId, read_model: str) -> object:
    """Ask a read model all that can be asked of it."""
    match read_model:
        case "organisation":
            return branches(connection, ledger_id)
        case "balances":
            accounts = [member_account(connection, ledger_id, member_no) for member_no in MEMBERS]
            whole = (ledger_balance(connection, ledger_id), debtors(connection, ledger_id))
            return accounts, whole, programme_balances(connection, ledger_id)
        case "member_cards":
            cards = [member_card(connection, ledger_id, member_no) for member_no in MEMBERS]
            return cards, members(connection, ledger_id), standings(connection, ledger_id)
        case "annual_totals":
            return [annual_totals(connection, ledger_id, year) for year in years(connection, ledger_id)]
        case _:
            return feed(connection, ledger_id), feed(connection, ledger_id, newest_first=True, limit=3)


ALL = (ORGANISATION, BALANCES, MEMBER_CARDS, ANNUAL_TOTALS)


@ON_ONE_DATABASE
@given(LIVES, st.data())
def test_every_earlier_position_is_answered_as_it_was_then(
    log: Log, projector: Projector, connection: Connection, history: list[object], data: st.DataObject
) -> None:
    ledger_id = LedgerId(f"union-{next(NUMBERS)}")
    upto = data.draw(st.integers(1, len(history)))
    for event in history[:upto]:
        log.append(event, ledger_id=ledger_id)
    projector.run_until_idle()
    then = {model.name: everything(connection, ledger_id, model.name) for model in ALL}
    for event in history[upto:]:
        log.append(event, ledger_id=ledger_id)
    projector.run_until_idle()
    now = {model.name: everything(connection, ledger_id, model.name) for model in ALL}
    for model in ALL:
        with as_of(connection, [model], Point(ledger_id=ledger_id, position=upto)) as past:
            assert everything(past, ledger_id, model.name) == then[model.name]
        with as_of(connection, [model], Point(ledger_id=ledger_id, position=len(history))) as past:
            assert everything(past, ledger_id, model.name) == now[model.name]
        assert everything(connection, ledger_id, model.name) == now[model.name]


@ON_ONE_DATABASE
@given(LIVES, st.data())
def test_a_members_own_events_say_what_the_whole_log_says_of_the_member(
    log: Log, projector: Projector, connection: Connection, history: list[object], data: st.DataObject
) -> None:
    ledger_id = LedgerId(f"union-{next(NUMBERS)}")
    for event in history:
        log.append(event, ledger_id=ledger_id)
    projector.run_until_idle()
    point = Point(
        ledger_id=ledger_id,
        position=data.draw(st.integers(1, len(history))),
        day=data.draw(st.sampled_from([None, date(2025, 1, 1)])),
    )
    for member_no in MEMBERS:
        with as_of(connection, [MEMBER_CARDS], point, member_no) as past:
            card = member_card(past, ledger_id, member_no)
        with as_of(connection, [BALANCES], point, member_no) as past:
            account = member_account(past, ledger_id, member_no)
        with as_of(connection, [MEMBER_CARDS], point) as past:
            assert card == member_card(past, ledger_id, member_no)
        with as_of(connection, [BALANCES], point) as past:
            assert account == member_account(past, ledger_id, member_no)


def test_the_feed_ends_where_it_ended_then(log: Log, projector: Projector, connection: Connection) -> None:
    log.append(*SAMPLES)
    projector.run_until_idle()
    with as_of(connection, [ACTIVITY_FEED], Point(ledger_id=SCHOOL, position=5)) as past:
        assert [entry.position for entry in feed(past, SCHOOL)] == [1, 2, 3, 4, 5]
        assert [entry.position for entry in feed(past, SCHOOL, newest_first=True, limit=2)] == [5, 4]


def test_a_day_leaves_out_what_took_effect_later(log: Log, projector: Projector, connection: Connection) -> None:
    later = replace(ASSESSED, effective_on=ASSESSED.effective_on + timedelta(days=1))
    log.append(ENROLLED, later, ASSESSED)
    projector.run_until_idle()
    with as_of(connection, [BALANCES], Point(ledger_id=SCHOOL, position=3, day=ASSESSED.effective_on)) as past:
        assert ledger_balance(past, SCHOOL).assessed_fen == ASSESSED.amount_fen
    assert ledger_balance(connection, SCHOOL).assessed_fen == 2 * ASSESSED.amount_fen


def test_an_instant_is_the_last_position_that_was_recorded_by_then(log: Log, connection: Connection) -> None:
    for _ in range(7):
        log.append(ASSESSED)
    rows = connection.execute("SELECT position, recorded_at FROM ledger.ledger_event ORDER BY position").fetchall()
    instants = [row["recorded_at"] for row in rows]
    for instant in instants:
        expected = max(row["position"] for row in rows if row["recorded_at"] <= instant)
        assert known_by(connection, SCHOOL, instant) == expected
    assert known_by(connection, SCHOOL, instants[0] - timedelta(seconds=1)) == 0
    assert known_by(connection, SCHOOL, instants[-1] + timedelta(days=1)) == 7
    assert known_by(connection, LedgerId("nobodys"), instants[0]) == 0


def test_a_log_that_cannot_be_read_up_to_there_gives_no_answer(
    log: Log, projector: Projector, connection: Connection
) -> None:
    log.append(ENROLLED)
    log.append_unreadable()
    projector.run_until_idle()
    with (
        pytest.raises(PastUnreadable, match="Position 2 of ledger school"),
        as_of(connection, [BALANCES], Point(ledger_id=SCHOOL, position=2)),
    ):
        pass


def test_an_earlier_point_leaves_nothing_but_empty_tables_of_the_session(
    log: Log, projector: Projector, datastore: PostgresDatastore
) -> None:
    log.append(*(replace(ENROLLED, member_no=MemberNo(f"X{number}")) for number in range(2_000)), ASSESSED)
    projector.run_until_idle()
    with datastore.get_connection() as connection:
        for upto, assessed_fen in ((2_001, ASSESSED.amount_fen), (1, 0)):
            with as_of(connection, [BALANCES], Point(ledger_id=SCHOOL, position=upto)) as past:
                assert ledger_balance(past, SCHOOL).assessed_fen == assessed_fen
                assert len(debtors(past, SCHOOL)) == (upto > 1)
            assert ledger_balance(connection, SCHOOL).assessed_fen == ASSESSED.amount_fen
            assert kept_in_temporary_tables(connection) == {"member_balance": 0, "ledger_balance": 0}
        assert max(bytes_of_temporary_tables(connection)) <= PAGE_BYTES


def test_a_question_that_is_refused_empties_the_tables_and_keeps_what_the_session_has_prepared(
    log: Log, projector: Projector, datastore: PostgresDatastore
) -> None:
    log.append(ENROLLED, ASSESSED)
    projector.run_until_idle()

    def ask(connection: Connection) -> None:
        with as_of(connection, [BALANCES], Point(ledger_id=SCHOOL, position=2)) as past:
            raise LookupError(ledger_balance(past, SCHOOL).assessed_fen)

    with datastore.get_connection() as connection:
        for _ in range(2):
            with pytest.raises(LookupError, match=str(ASSESSED.amount_fen)):
                ask(connection)
            assert kept_in_temporary_tables(connection) == {"member_balance": 0, "ledger_balance": 0}
        assert count_rows(connection, "SELECT count(*) AS rows FROM pg_prepared_statements WHERE name LIKE '-%'")


def test_several_earlier_points_may_be_asked_in_one_transaction(
    log: Log, projector: Projector, connection: Connection
) -> None:
    log.append(ENROLLED, ASSESSED, ASSESSED)
    projector.run_until_idle()
    seen = []
    with connection.transaction():
        for upto in (3, 1, 2):
            with as_of(connection, [BALANCES], Point(ledger_id=SCHOOL, position=upto)) as past:
                seen.append((ledger_balance(past, SCHOOL).assessed_fen, position(past, "balances", SCHOOL)))
    assert seen == [(2 * ASSESSED.amount_fen, 3), (0, 1), (ASSESSED.amount_fen, 2)]
    assert kept_in_temporary_tables(connection) == {"member_balance": 0, "ledger_balance": 0}


def kept_in_temporary_tables(connection: Connection) -> dict[str, int]:
    """Count the rows of two of this session's own tables."""
    return {
        "member_balance": count_rows(connection, "SELECT count(*) AS rows FROM pg_temp.member_balance"),
        "ledger_balance": count_rows(connection, "SELECT count(*) AS rows FROM pg_temp.ledger_balance"),
    }


def count_rows(connection: Connection, query: LiteralString) -> int:
    """Answer a query that counts."""
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row["rows"])


def bytes_of_temporary_tables(connection: Connection) -> list[int]:
    """Say how much each of this session's own tables takes; there are some."""
    rows = connection.execute(
        "SELECT pg_relation_size(oid) AS bytes FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
    )
    return [row["bytes"] for row in rows]
