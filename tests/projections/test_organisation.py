"""Who there is, and under whom."""

from dataclasses import replace

import psycopg
from psycopg.rows import DictRow

from domain.values import LedgerId
from projections.organisation import BranchRow, LedgerRow, branches, ledgers, ledgers_under
from tests.projections.logs import SCHOOL, Projected
from tests.samples.branch import SECOND_LEVEL_OPENED, THIRD_LEVEL_OPENED
from tests.samples.ledger import LEDGER_OPENED

CITY, PROVINCE = LedgerId("city"), LedgerId("province")
CITY_OPENED = replace(LEDGER_OPENED, ledger_id=CITY, level="county", parent_ledger_id=PROVINCE)
PROVINCE_OPENED = replace(LEDGER_OPENED, ledger_id=PROVINCE, level="county", parent_ledger_id=None)


def test_an_open_ledger_is_listed_with_what_it_was_opened_as(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(LEDGER_OPENED)
    school = LedgerRow(
        ledger_id=SCHOOL,
        name=LEDGER_OPENED.name,
        level="grassroots",
        parent_ledger_id=CITY,
        chart="2009",
        opened_on=LEDGER_OPENED.effective_on,
    )
    assert ledgers(connection, None) == [school]
    assert ledgers(connection, [SCHOOL]) == [school]
    assert ledgers(connection, []) == []


def test_a_tree_is_a_ledger_and_all_that_report_to_it_through_others(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(LEDGER_OPENED)
    projected(CITY_OPENED, ledger_id=CITY)
    projected(PROVINCE_OPENED, ledger_id=PROVINCE)
    assert ledgers_under(connection, PROVINCE) == [CITY, PROVINCE, SCHOOL]
    assert ledgers_under(connection, CITY) == [CITY, SCHOOL]
    assert ledgers_under(connection, SCHOOL) == [SCHOOL]


def test_a_loop_of_parents_is_walked_once(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(replace(LEDGER_OPENED, parent_ledger_id=CITY))
    projected(replace(CITY_OPENED, parent_ledger_id=SCHOOL), ledger_id=CITY)
    assert ledgers_under(connection, CITY) == [CITY, SCHOOL]


def test_branches_are_listed_with_their_parents(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(SECOND_LEVEL_OPENED, THIRD_LEVEL_OPENED)
    assert branches(connection, SCHOOL) == [
        BranchRow(
            branch_id=event.branch_id,
            name=event.name,
            level=event.level,
            parent_branch_id=event.parent_branch_id,
            opened_on=event.effective_on,
        )
        for event in (SECOND_LEVEL_OPENED, THIRD_LEVEL_OPENED)
    ]
