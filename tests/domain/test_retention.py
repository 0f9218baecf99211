"""How long records are kept: the test vectors of 会计档案管理办法 附表1, and that every class has a period."""

from datetime import date
from typing import get_args

import pytest

from domain.accounting.retention import YEARS_KEPT, RecordClass, earliest_destruction
from domain.values import Year


@pytest.mark.parametrize(
    ("record_class", "year", "day"),
    [
        ("vouchers", 2015, date(2046, 1, 1)),
        ("vouchers", 2016, date(2047, 1, 1)),
        ("books", 2015, date(2046, 1, 1)),
        ("interim_reports", 2015, date(2026, 1, 1)),
        ("bank_records", 2015, date(2026, 1, 1)),
        ("asset_cards", 2021, date(2027, 1, 1)),
        ("transfer_lists", 2025, date(2056, 1, 1)),
    ],
)
def test_a_record_may_be_destroyed_from_this_day_on(record_class: RecordClass, year: int, day: date) -> None:
    assert earliest_destruction(record_class, Year(year)) == day


@pytest.mark.parametrize("record_class", ["yearly_reports", "custody_lists"])
def test_some_records_are_kept_for_ever(record_class: RecordClass) -> None:
    assert earliest_destruction(record_class, Year(2015)) is None


def test_every_class_of_records_has_a_period() -> None:
    assert set(YEARS_KEPT) == set(get_args(RecordClass))
