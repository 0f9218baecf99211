"""What stands in the way of closing a month: each check by a month that does not meet it.

The events are written as no command would let them be, where a check guards against what should never happen.
"""

from dataclasses import replace
from datetime import date
from typing import Final

import psycopg
import pytest
from psycopg.rows import DictRow

from domain.accounting.lines import Line
from domain.activities.cash import CashCounted
from domain.activities.closing import ClosePeriod
from domain.activities.entry import EntryRecorded
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, Month
from projections.period_checks import period_found
from tests.books_given import POSTED, PREPARED, VOUCHER
from tests.company_year import COMPANY, entry, pair
from tests.projections.logs import Projected
from tests.samples.asset import BOUGHT, DEPRECIATED, LAPTOP, REGISTERED

Connection = psycopg.Connection[DictRow]
JANUARY: Final = Month("2025-01")
MARCH: Final = Month("2025-03")
DECEMBER: Final = Month("2025-12")
LAST: Final = date(2025, 1, 31)
DUES: Final = entry(LAST, "会费", "D1", *pair("102", "401", 505_920_00))
CASH_IN: Final = entry(date(2025, 1, 3), "取现", "C1", *pair("101", "102", 50_00))
CASH_OUT: Final = entry(date(2025, 1, 9), "交通费", "C2", *pair("50105", "101", 50_00))
COUNTED: Final = CashCounted(
    document_no=DocumentNo("PD-1"),
    counted_fen=Fen(50_00),
    book_fen=Fen(50_00),
    counted_by=ActorId("carol"),
    effective_on=LAST,
)


@pytest.fixture
def found(projected: Projected, connection: Connection) -> "Found":
    """Project events in the company's books and check a month."""
    return Found(projected, connection)


class Found:
    def __init__(self, projected: Projected, connection: Connection) -> None:
        self._projected = projected
        self._connection = connection

    def __call__(self, period: Month, *events: object) -> list[str]:
        """Give what the checks find in the month once the events are recorded."""
        self._projected(*events, ledger_id=COMPANY)
        asking = ClosePeriod(period=period, effective_on=LAST)
        return [str(finding) for finding in period_found(self._connection, COMPANY, asking).findings]

    def of(self, check: str, period: Month, *events: object) -> list[str]:
        """Give where one check does not hold."""
        return [each.partition(": ")[2] for each in self(period, *events) if each.startswith(f"{check}: ")]


def unlike(day: date, debit: str, credit: str, debit_fen: int, credit_fen: int) -> EntryRecorded:
    lines = (Line(AccountCode(debit), "D", Fen(debit_fen)), Line(AccountCode(credit), "C", Fen(credit_fen)))
    return entry(day, "不平", "U1", *lines)


def test_what_was_recorded_stands_on_posted_vouchers(found: Found) -> None:
    assert found.of("not_on_a_voucher", JANUARY, DUES) == [VOUCHER]
    assert found.of("not_on_a_voucher", JANUARY, PREPARED) == []
    assert found.of("voucher_not_posted", JANUARY) == [VOUCHER]
    assert found.of("voucher_not_posted", JANUARY, POSTED) == []


def test_the_numbers_of_a_type_have_no_gap(found: Found) -> None:
    assert found.of("voucher_numbers_with_gaps", JANUARY, DUES, PREPARED, replace(POSTED, number=Count(2))) == [
        "receipt 1 / 2"
    ]


def test_debits_equal_credits_in_the_month_and_in_all(found: Found) -> None:
    january = unlike(date(2025, 1, 9), "102", "408", 5_00, 3_00)
    assert found.of("turnover_not_equal", JANUARY, january) == found.of("trial_balance_not_zero", JANUARY) == ["2.00"]
    february = replace(unlike(date(2025, 2, 9), "102", "408", 3_00, 5_00), document_no=DocumentNo("U2"))
    assert found.of("turnover_not_equal", Month("2025-02"), february) == ["-2.00"]
    assert found.of("trial_balance_not_zero", Month("2025-02")) == []


def test_the_subsidiary_ledgers_agree_with_the_general_ledger(found: Found, connection: Connection) -> None:
    assert found.of("ledgers_differ", JANUARY, DUES) == []
    connection.execute("UPDATE read_model.account_day SET debit_fen = debit_fen + 1 WHERE account = '102'")
    assert found.of("ledgers_differ", JANUARY) == ["102"]


def test_a_bank_account_that_moved_is_reconciled_even_if_it_is_empty_in_the_end(found: Found) -> None:
    assert found.of("bank_not_reconciled", JANUARY) == []
    spent = entry(LAST, "活动", "D2", *pair("50102", "102", 505_920_00))
    assert found.of("bank_not_reconciled", JANUARY, DUES, spent) == ["102 0.00"]
    assert found.of("bank_not_reconciled", Month("2025-02")) == []


def test_cash_is_counted_on_the_last_day_where_there_is_some_or_some_moved(found: Found) -> None:
    assert found.of("cash_not_counted", JANUARY, DUES) == []
    assert found.of("cash_not_counted", JANUARY, CASH_IN) == ["50.00"]
    assert found.of("cash_not_counted", JANUARY, COUNTED) == []
    assert found.of("cash_not_counted", JANUARY, CASH_OUT) == ["50.00 / 0.00"]
    assert found.of("cash_not_counted", JANUARY, replace(COUNTED, counted_fen=Fen(0))) == []
    assert found.of("cash_not_counted", Month("2025-02")) == []


def test_custodial_money_equals_the_debt_for_it(found: Found) -> None:
    received = entry(LAST, "互助金", "M1", *pair("102", "221", 80_00, "custodial", "P-MUTUAL"))
    assert found.of("custodial_money_differs", JANUARY, received) == []
    spent_otherwise = entry(LAST, "活动", "M2", *(pair("50102", "102", 30_00)[0], received.posting.lines[0].red))
    assert found.of("custodial_money_differs", JANUARY, spent_otherwise) == ["221 -80.00"]


def test_results_are_carried_and_the_balance_sheet_balances(found: Found) -> None:
    assert found.of("results_not_carried", JANUARY, DUES) == ["401"]
    assert found.of("sheet_not_balanced", JANUARY) == []
    assert found.of("sheet_not_balanced", JANUARY, unlike(LAST, "102", "408", 7_00, 0)) == ["505927.00 / 505920.00"]


def test_money_is_at_no_time_below_zero(found: Found) -> None:
    assert found.of("money_below_zero", JANUARY, DUES, CASH_OUT) == ["2025-01-09"]


def test_assets_are_depreciated_from_the_month_of_entry_on(found: Found) -> None:
    assert found.of("not_depreciated", Month("2025-02"), BOUGHT) == []
    assert found.of("not_depreciated", MARCH) == [LAPTOP]
    assert found.of("not_depreciated", MARCH, DEPRECIATED) == []
    assert found.of("not_depreciated", Month("2025-04")) == [LAPTOP]


def test_no_depreciation_is_asked_of_what_was_entered_later_nor_under_the_earlier_chart(found: Found) -> None:
    late = replace(REGISTERED, card=replace(BOUGHT.card, in_use_from=Month("2015-01")), effective_on=date(2025, 6, 1))
    assert found.of("not_depreciated", Month("2025-05"), late) == []
    early = replace(late, asset_no=DocumentNo("FA-OLD"), effective_on=date(2015, 1, 1))
    assert found.of("not_depreciated", Month("2021-12"), early) == []
    assert found.of("not_depreciated", Month("2022-01")) == ["FA-OLD"]


def test_the_year_ends_without_quota_and_details_and_with_what_no_book_can_tell_stated(found: Found) -> None:
    left = [
        entry(date(2025, 12, 30), "额度", "Q1", *pair("111", "32201", 5_00)),
        entry(date(2025, 12, 30), "短款", "Q2", *pair("182", "32205", 3_00)),
        entry(date(2025, 12, 30), "相抵", "Q3", *pair("32202", "32202", 9_00, "restricted", "P-1")),
    ]
    apart = left[2].posting.lines[1]._replace(project=None, fund_class="unrestricted")
    offset = replace(left[2], posting=left[2].posting._replace(lines=(left[2].posting.lines[0], apart)))
    assert set(found(DECEMBER, *left[:2], offset)) >= {
        "quota_not_zero: 5.00",
        "pending_not_explained: 3.00",
        "details_not_carried: 32201",
        "details_not_carried: 32202",
        "accruals_not_stated: 131/132/212",
    }
    assert not {each.partition(":")[0] for each in found(Month("2025-11"))} & {
        "quota_not_zero",
        "pending_not_explained",
        "details_not_carried",
        "accruals_not_stated",
    }
