"""The demo's books: the scenario's closing figures to the fen, corrections, vouchers of every month, and the bank."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby

import psycopg
import pytest
from psycopg.rows import DictRow

from domain.accounting.charts import chart_on
from domain.activities.bank import BANK, OpenEntry
from domain.activities.budget import BudgetLineCharged, BudgetLineSet
from domain.activities.remittance import RemittanceReceived, RemittanceSent
from domain.values import LedgerId, Month, Year, yuan
from projections.assets import asset_cards, stock_items
from projections.bank import bank_accounts, open_items, reconciliation_sheet
from projections.budgets import budget_year
from projections.ledgers import TrialBalance, closed_periods, trial_balance
from projections.remittances import in_transit
from projections.statements import finance_report, year_statement
from projections.voucher_queries import VoucherRow, vouchers
from services.demo import STORIES
from services.demo.plant import IN_CUSTODY
from services.service import Service
from services.store import read_recorded

CITY, COMPANY, SCHOOL = LedgerId("city"), LedgerId("company"), LedgerId("school")
COUNTY, PLANT = LedgerId("county"), LedgerId("plant")
ALL = tuple(STORIES)
MOST = 1_000

CLOSING = {
    CITY: {"102": "750000.00", "331": "-750000.00"},
    COMPANY: {
        "102": "3645901.96",
        "162": "362800.00",
        "221": "-120987.66",
        "231": "-88140.00",
        "301": "-362800.00",
        "331": "-3436774.30",
    },
    SCHOOL: {"102": "85518.27", "221": "-2266.67", "331": "-83251.60"},
    COUNTY: {
        "102": "892872.55",
        "162": "260000.00",
        "163": "-156000.00",
        "30104": "-104000.00",
        "32104": "-80000.00",
        "32205": "-672872.55",
        "341": "-140000.00",
    },
    PLANT: {
        "101": "134.25",
        "102": "127937.05",
        "10201": "3000.00",
        "141": "900.00",
        "162": "4800.00",
        "163": "-1000.00",
        "221": "-3000.00",
        "30101": "-900.00",
        "30104": "-3800.00",
        "32104": "-6000.00",
        "32205": "-122071.30",
    },
}
"""What stands on each account at the end of the year: the scenario's figures, and for county and plant as told."""
RESULTS = {
    CITY: ("395520.00", "245520.00"),
    COMPANY: ("2853574.30", "1818000.00"),
    SCHOOL: ("54801.60", "13550.00"),
    COUNTY: ("309972.55", "277100.00"),
    PLANT: ("128592.80", "86821.50"),
}
"""Income and expense of the year.

The county's income: 144,000.00 of what the tax office collected, 13,884.00 of what the plant sent, 3,600.00 of the
levy, 96,000.00 fiscal, 50,000.00 of the government, 2,488.55 interest. The plant's: 14,022.00 dues, 33,321.72
contributions, 42,000.00 from the county, 39,000.00 from the employer, 249.08 interest.
"""
EXPENSES_OF_THE_COMPANY = {
    "50102": "1486400.00",
    "50202": "4300.00",
    "50204": "116800.00",
    "50205": "62800.00",
    "50301": "8600.00",
    "50302": "12000.00",
    "50304": "114300.00",
    "50502": "12800.00",
}

Connection = psycopg.Connection[DictRow]


@pytest.fixture(scope="module")
def connection(demo: Service) -> Iterator[Connection]:
    with demo.datastore.get_connection() as opened:
        yield opened


def year_of(ledger_id: LedgerId) -> Year:
    return STORIES[ledger_id].year


def at_year_end(connection: Connection, ledger_id: LedgerId) -> TrialBalance:
    return trial_balance(connection, ledger_id, day=date(year_of(ledger_id), 12, 31))


def turnover(connection: Connection, ledger_id: LedgerId, first_digit: str) -> dict[str, str]:
    rows = at_year_end(connection, ledger_id).rows
    return {row.account: yuan(abs(row.debit_fen - row.credit_fen)) for row in rows if row.account[0] == first_digit}


def vouchers_of(connection: Connection, ledger_id: LedgerId, period: str | None = None) -> list[VoucherRow]:
    return vouchers(connection, ledger_id, period=Month(period) if period else None, limit=MOST)


def voucher_lines(connection: Connection, ledger_id: LedgerId, voucher_id: str) -> dict[tuple[str, str], str]:
    """Sum a voucher's lines by account and side."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    rows = connection.execute(
        "SELECT account, side, amount_fen FROM read_model.voucher_line WHERE ledger_id = %s AND voucher_id = %s",
        (ledger_id, voucher_id),
    )
    for row in rows:
        sums[row["account"], row["side"]] += row["amount_fen"]
    return {place: yuan(amount_fen) for place, amount_fen in sums.items()}


@pytest.mark.parametrize("ledger_id", ALL)
def test_the_year_closes_with_the_expected_balances(connection: Connection, ledger_id: LedgerId) -> None:
    rows = at_year_end(connection, ledger_id).rows
    assert {row.account: yuan(row.balance_fen) for row in rows if row.balance_fen} == CLOSING[ledger_id]


@pytest.mark.parametrize("ledger_id", ALL)
def test_the_years_income_and_expense_are_as_expected(connection: Connection, ledger_id: LedgerId) -> None:
    rows = at_year_end(connection, ledger_id).rows
    income_fen = sum(row.credit_fen - row.debit_fen for row in rows if row.account[0] == "4")
    expense_fen = sum(row.debit_fen - row.credit_fen for row in rows if row.account[0] == "5")
    assert (yuan(income_fen), yuan(expense_fen)) == RESULTS[ledger_id]


def test_the_companys_expenses_stand_on_the_scenarios_accounts(connection: Connection) -> None:
    assert turnover(connection, COMPANY, "5") == EXPENSES_OF_THE_COMPANY


def test_what_came_back_of_an_earlier_year_is_no_income(connection: Connection) -> None:
    assert turnover(connection, COMPANY, "4")["408"] == "9876.54"
    lines = voucher_lines(connection, COMPANY, "2015-05-08.general.TK-2014-01")
    assert lines == {("102", "D"): "1200.00", ("331", "C"): "1200.00"}


def test_restricted_money_is_left_by_project(connection: Connection) -> None:
    rows = connection.execute(
        """
        SELECT project, -sum(opening_fen + debit_fen - credit_fen)::bigint AS left_fen FROM read_model.account_day
        WHERE ledger_id = 'company' AND account = '331' AND fund_class = 'restricted' GROUP BY project
        """
    )
    assert {row["project"]: yuan(row["left_fen"]) for row in rows} == {"WARMTH": "7200.00", "P-COMP": "7500.00"}


@pytest.mark.parametrize("ledger_id", ALL)
def test_every_month_is_on_posted_vouchers_and_closed(connection: Connection, ledger_id: LedgerId) -> None:
    year = year_of(ledger_id)
    assert closed_periods(connection, ledger_id) == [f"{year}-{month:02d}" for month in range(1, 13)]
    assert {voucher.state for voucher in vouchers_of(connection, ledger_id)} == {"posted"}


@pytest.mark.parametrize("ledger_id", ALL)
def test_vouchers_are_numbered_without_gaps_by_type_and_month(connection: Connection, ledger_id: LedgerId) -> None:
    numbered = sorted(
        (voucher.period, voucher.type, voucher.number or 0) for voucher in vouchers_of(connection, ledger_id)
    )
    for _, group in groupby(numbered, key=lambda voucher: voucher[:2]):
        numbers = [number for _, _, number in group]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("ledger_id", ALL)
def test_every_voucher_went_through_the_hands_of_different_people(connection: Connection, ledger_id: LedgerId) -> None:
    for voucher in vouchers_of(connection, ledger_id):
        signed = [voucher.signed_by] if voucher.type != "transfer" else []
        hands = [voucher.prepared_by, voucher.reviewed_by, *signed, voucher.posted_by]
        assert None not in hands
        assert len(set(hands)) == len(hands), voucher.voucher_id


def test_too_little_that_was_booked_is_put_right_by_a_voucher_over_the_difference(connection: Connection) -> None:
    wrong = voucher_lines(connection, COMPANY, "2015-04-15.2009.aid.hardship")
    difference = voucher_lines(connection, COMPANY, "2015-04-21.2009.aid.hardship")

    assert wrong == {("50204", "D"): "5670.00", ("102", "C"): "5670.00"}
    assert difference == {("50204", "D"): "90.00", ("102", "C"): "90.00"}


def test_prizes_on_the_wrong_account_are_annulled_in_red_and_replaced_in_blue(connection: Connection) -> None:
    wrong = "2015-03-27.JL-2015-01"
    by_kind = {voucher.kind: voucher for voucher in vouchers_of(connection, COMPANY, "2015-04") if voucher.corrects}

    assert voucher_lines(connection, COMPANY, wrong) == {("50102", "D"): "14000.00", ("102", "C"): "14000.00"}
    assert {kind: (voucher.corrects, voucher.day) for kind, voucher in by_kind.items()} == {
        "red": (wrong, date(2015, 4, 2)),
        "blue": (wrong, date(2015, 4, 2)),
    }
    red, blue = (voucher_lines(connection, COMPANY, by_kind[kind].voucher_id) for kind in ("red", "blue"))
    assert red == {("50102", "D"): "-14000.00", ("102", "C"): "-14000.00"}
    assert blue == {("50304", "D"): "14000.00", ("102", "C"): "14000.00"}


def test_a_voucher_of_a_closed_month_is_corrected_in_an_open_one(connection: Connection) -> None:
    (wrong,) = (voucher for voucher in vouchers_of(connection, PLANT, "2025-05") if voucher.corrected_by)
    corrections = [voucher for voucher in vouchers_of(connection, PLANT, "2025-06") if voucher.corrects]

    assert wrong.voucher_id == "2025-05-16.2021.expense.publicity.HD-2025-03"
    assert sorted(voucher.kind for voucher in corrections) == ["blue", "red"]
    expenses = turnover(connection, PLANT, "5")
    assert (expenses["50101"], expenses["50103"]) == ("1860.00", "0.00")


@pytest.mark.parametrize("ledger_id", ALL)
def test_every_month_is_reconciled_with_the_bank_and_nothing_is_left_open(
    connection: Connection, ledger_id: LedgerId
) -> None:
    year = year_of(ledger_id)
    accounts = bank_accounts(connection, ledger_id, chart_on(date(year, 12, 31)))
    assert list(accounts) == (["102", "10201"] if ledger_id == PLANT else ["102"])
    for account in accounts:
        months = [Month(f"{year}-{month:02d}") for month in range(1, 13)]
        sheets = [reconciliation_sheet(connection, ledger_id, account, month) for month in months]

        assert all(sheet.is_confirmed for sheet in sheets)
        assert all(sheet.adjusted_bank_fen == sheet.adjusted_book_fen for sheet in sheets)
        left = open_items(connection, ledger_id, account)
        assert (left.lines, left.entries) == ((), ())


def test_the_plants_money_in_custody_is_at_a_bank_account_of_its_own(connection: Connection) -> None:
    january, september = (
        reconciliation_sheet(connection, PLANT, IN_CUSTODY, Month(period)) for period in ("2025-01", "2025-09")
    )

    assert (yuan(january.bank_fen or 0), yuan(september.bank_fen or 0)) == ("6000.00", "3000.00")
    rows = connection.execute(
        "SELECT DISTINCT account, fund_class FROM read_model.account_day"
        " WHERE ledger_id = 'plant' AND left(account, 3) IN ('101', '102') AND fund_class = 'custodial'"
    )
    assert [(row["account"], row["fund_class"]) for row in rows] == [("10201", "custodial")]


def test_a_cheque_that_the_bank_shows_later_is_on_the_sheet_of_its_month(connection: Connection) -> None:
    april, may = (reconciliation_sheet(connection, PLANT, BANK, Month(period)) for period in ("2025-04", "2025-05"))

    (cheque,) = april.paid_in_books
    assert isinstance(cheque, OpenEntry)
    assert (cheque.document_no, yuan(cheque.change_fen)) == ("HD-2025-02", "-5600.00")
    assert may.paid_in_books == ()


def test_what_the_plant_sent_at_the_end_of_june_arrived_in_july(demo: Service) -> None:
    with demo.datastore.get_connection() as connection:
        sent, received = (
            {
                str(recorded.event.correlation_id): recorded.event.effective_on
                for recorded in read_recorded(connection, ledger_id, after=0, limit=10**6).events
                if isinstance(recorded.event, of_kind)
            }
            for ledger_id, of_kind in ((PLANT, RemittanceSent), (COUNTY, RemittanceReceived))
        )
    assert sent.keys() == received.keys()
    assert (sent["plant.SJ-2025-Q2"], received["plant.SJ-2025-Q2"]) == (date(2025, 6, 30), date(2025, 7, 2))


def test_only_the_schools_remittance_of_december_is_still_on_its_way(connection: Connection) -> None:
    on_their_way = [each for ledger_id in ALL for each in in_transit(connection, ledger_id)]

    assert [(each.correlation_id, yuan(each.amount_fen)) for each in on_their_way] == [
        ("school.SJ-2015-01", "24933.37")
    ]


def test_what_the_county_granted_is_what_the_plant_received(connection: Connection) -> None:
    granted = turnover(connection, COUNTY, "5")
    received = turnover(connection, PLANT, "4")

    assert (granted["50801"], granted["50802"]) == ("12000.00", "30000.00")
    assert (received["40301"], received["40302"]) == ("12000.00", "30000.00")


@pytest.mark.parametrize("ledger_id", ALL)
def test_the_yearly_statements_can_be_published(connection: Connection, ledger_id: LedgerId) -> None:
    for form in ("balance_sheet", "income_statement"):
        made = year_statement(connection, ledger_id, form, year_of(ledger_id))
        assert made.blocked_by == ()
        assert [check for check in made.checks if check.state == "failed"] == []
    assert finance_report(connection, ledger_id, year_of(ledger_id)).year == year_of(ledger_id)


def test_the_plants_budget_was_kept(connection: Connection) -> None:
    lines = {str(line.line): line for line in budget_year(connection, PLANT, Year(2025)).lines if line.planned_fen}

    assert (yuan(lines["501"].planned_fen or 0), yuan(lines["501"].executed_fen)) == ("46000.00", "37486.50")
    assert all((line.left_fen or 0) >= 0 for line in lines.values() if line.control == "refuse")


@pytest.mark.parametrize("ledger_id", [COUNTY, PLANT])
def test_each_budget_line_has_used_what_was_executed_on_it(connection: Connection, ledger_id: LedgerId) -> None:
    events = [recorded.event for recorded in read_recorded(connection, ledger_id, after=0, limit=10**6).events]
    used = {event.line: event.used_fen for event in events if isinstance(event, BudgetLineSet | BudgetLineCharged)}
    planned = (line for line in budget_year(connection, ledger_id, Year(2025)).lines if line.planned_fen is not None)
    expenses = {line.line: line.executed_fen for line in planned if line.kind != "income"}
    assert {line: used[line] for line in expenses} == expenses != {}


def test_the_plants_projector_is_depreciated_and_its_gifts_are_counted(connection: Connection) -> None:
    (projector,) = asset_cards(connection, PLANT)
    (gifts,) = stock_items(connection, PLANT)

    assert (yuan(projector.cost_fen), yuan(projector.depreciated_fen)) == ("4800.00", "1000.00")
    assert (gifts.quantity, yuan(gifts.value_fen)) == (10, "900.00")
