"""Whatever a union books can be taken back, and then it stands as if nothing had been booked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.accounting.closing import is_result
from services.service import Service
from tests.random_years import service_of_years
from tests.random_years.deeds import deeds_of
from tests.random_years.life import Life
from tests.random_years.living import Lot, born
from tests.random_years.standing import Standing, standing
from tests.random_years.unions import UNIONS
from tests.random_years.world import Deed

LOTS = st.builds(Lot, st.sampled_from(UNIONS), st.integers(0, 2**32))
A_FEW = settings(max_examples=3, phases=[Phase.generate])
"""A smaller seed is no simpler year, so nothing is gained by looking for one."""
MOST_DAYS_LATER = 14
ADJUSTMENTS = {"32101", "32201", "33101", "331"}
"""Where matters of earlier years go; under the chart of 2009 that is where results go too."""
BOOKS_AT_HEAD = """
SELECT account, fund_class, project, sum(opening_fen + debit_fen - credit_fen)::bigint AS left_fen
FROM read_model.account_day WHERE ledger_id = %(ledger_id)s GROUP BY account, fund_class, project
"""


@pytest.fixture(scope="module")
def service(server_url: str, template: str) -> Iterator[Service]:
    with service_of_years(server_url, template) as opened:
        yield opened


def stands(life: Life) -> Standing:
    with life.read() as connection:
        return standing(connection, life.ledger_id)


def deeds(life: Life) -> Iterator[tuple[str, Deed]]:
    """Make up every deed that can be taken back, in any order, early in December; each third stays done."""
    for make_up in life.chance.sample(deeds_of(life.union) * 3, k=3 * len(deeds_of(life.union))):
        life.world.day = date(life.union.year, 12, life.chance.randint(1, 15))
        deed = make_up(life.world)
        if deed.undo is not None:
            yield make_up.__name__, deed


def done_and_taken_back(life: Life, deed: Deed, day: date) -> tuple[Standing, Standing] | None:
    """Say how a union stands before a deed and after it was taken back; None if it was refused."""
    if not all(map(life.may, deed.before)):
        return None
    before = stands(life)
    if deed.undo is None or not life.may(deed.itself):
        return None
    life.must(deed.undo(day))
    return before, stands(life)


@given(lot=LOTS)
@A_FEW
def test_a_booking_that_is_taken_back_leaves_every_balance_as_it_was(service: Service, lot: Lot) -> None:
    life = born(service, lot)
    tried = set()
    for name, deed in deeds(life):
        if life.chance.random() < 1 / 3:
            life.do(deed)
            continue
        later = life.world.day + timedelta(days=life.chance.randint(0, MOST_DAYS_LATER))
        found = done_and_taken_back(life, deed, later)
        if found is not None:
            before, after = found
            assert after == before, name
            tried.add(name)
    assert len(tried) > 15


def without_results(life: Life) -> dict[tuple[str, str, str], int]:
    """Sum up what stands on each account, in each class of money and project; results and what takes them are one."""
    with life.read() as connection:
        found = connection.execute(BOOKS_AT_HEAD, {"ledger_id": life.ledger_id}).fetchall()
    left: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in found:
        account = "net" if is_result(row["account"]) or row["account"] in ADJUSTMENTS else row["account"]
        left[account, row["fund_class"], row["project"]] += row["left_fen"]
    return {place: fen for place, fen in left.items() if fen}


@given(lot=LOTS.filter(lambda lot: not lot.union.changes_charts))
@A_FEW
def test_what_is_taken_back_in_the_next_year_leaves_every_asset_debt_and_fund_as_it_was(
    service: Service, lot: Lot
) -> None:
    life = born(service, lot)
    for name, deed in deeds(life):
        if not all(map(life.may, deed.before)):
            continue
        before = without_results(life)
        if deed.undo is not None and life.may(deed.itself) and life.may(deed.undo(date(life.union.year + 1, 1, 5))):
            assert without_results(life) == before, name
