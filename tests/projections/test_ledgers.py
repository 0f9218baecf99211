"""The ledgers and statements of a company union's year, read from the books."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from psycopg.rows import DictRow

from domain.accounting.lines import Posting
from domain.activities.entry import EntryRecorded
from domain.activities.ledger import AccountAdded, ClosedBalance, PeriodClosed
from domain.activities.voucher import EntryCorrected
from domain.values import (
    AccountCode,
    ActorId,
    DocumentNo,
    Month,
    PartyId,
    RuleId,
    Text,
    VoucherId,
    Year,
    last_day_of,
    yuan,
)
from projections.ledgers import (
    EntriesAsked,
    closed_periods,
    general_ledger,
    ledger_entries,
    opening_of,
    period_comparison,
    subsidiary_balances,
    trial_balance,
)
from projections.printed_vouchers import printed_voucher, printed_vouchers
from projections.statements import CheckedStatement, finance_report, period_statement, statement_cell, year_statement
from tests.books_given import POSTED, PREPARED, company_books
from tests.company_year import COMPANY, LAST, OPENED, company_year, entry, pair
from tests.domain.test_statements import EXPECTED_INCOME, EXPECTED_SHEET
from tests.projections.logs import Projected

Connection = psycopg.Connection[DictRow]
JUNE = date(2025, 6, 30)


@pytest.fixture(scope="module")
def books(server_url: str, template: str) -> Iterator[Connection]:
    """The company's year, its results carried, with one voucher of January's dues; only to be read."""
    with company_books(server_url, template) as connection:
        yield connection


def figures(found: CheckedStatement, wanted: dict[str, str], *, second: bool) -> dict[str, str]:
    rows = {line.row: line.second_fen if second else line.first_fen for line in found.statement.lines}
    return {row: yuan(rows[row] or 0) for row in wanted}


def states(found: CheckedStatement) -> dict[str, str]:
    return {check.check: check.state for check in found.checks}


def test_the_year_s_statements_have_the_expected_figures_and_block_nothing(books: Connection) -> None:
    income = year_statement(books, COMPANY, "income_statement", Year(2025))
    sheet = year_statement(books, COMPANY, "balance_sheet", Year(2025))

    assert figures(income, EXPECTED_INCOME, second=False) == EXPECTED_INCOME
    assert figures(sheet, EXPECTED_SHEET, second=True) == EXPECTED_SHEET
    assert (income.blocked_by, sheet.blocked_by) == ((), ())
    assert {check for check, state in states(sheet).items() if state != "passed"} == {"X2", "X3", "X11"}


def test_a_month_s_sheet_balances_before_the_results_are_carried(projected: Projected, connection: Connection) -> None:
    projected(*company_year(carried=False), ledger_id=COMPANY)
    sheet = period_statement(connection, COMPANY, "balance_sheet", Month("2025-03"))
    income = period_statement(connection, COMPANY, "income_statement", Month("2025-03"))

    assert states(sheet)["X1"] == "passed"
    assert states(income)["X7"] == "passed"
    assert figures(income, {"R13": "", "R05": ""}, second=False) == {"R13": "9876.54", "R05": "9876.54"}
    assert figures(income, {"R05": ""}, second=True) == {"R05": "2853574.30"}


def test_next_year_opens_with_what_this_one_closed_with(projected: Projected, connection: Connection) -> None:
    dues = entry(date(2026, 1, 31), "会费", "E1", *pair("102", "401", 100))
    projected(*company_year(), dues, ledger_id=COMPANY)
    following = year_statement(connection, COMPANY, "balance_sheet", Year(2026))

    assert (states(following)["X2"], states(following)["X3"]) == ("passed", "passed")
    assert figures(following, EXPECTED_SHEET, second=False) == EXPECTED_SHEET


@pytest.mark.parametrize(("row", "second"), [("A20", True), ("N04", True), ("N04", False), ("A02", True)])
def test_a_figure_of_the_sheet_comes_apart_into_accounts_that_add_up_to_it(
    books: Connection, row: str, *, second: bool
) -> None:
    cell = statement_cell(books, COMPANY, "balance_sheet", Month("2025-12"), row, second_column=second, yearly=True)
    sheet = year_statement(books, COMPANY, "balance_sheet", Year(2025))

    assert cell is not None
    assert {row: yuan(cell.amount_fen)} == figures(sheet, {row: ""}, second=second)


def test_from_a_figure_the_way_leads_to_the_entries_behind_it(books: Connection) -> None:
    cell = statement_cell(books, COMPANY, "income_statement", Month("2025-12"), "R18", second_column=False, yearly=True)
    assert cell is not None
    parts = {(part.account, part.fund_class): part for part in cell.parts}
    restricted = parts[AccountCode("50301"), "restricted"]
    assert (restricted.amount_fen, restricted.from_day, restricted.day) == (92_500_00, date(2025, 1, 1), LAST)

    asked = EntriesAsked(account=restricted.account, from_day=date(2025, 1, 1), to_day=LAST, fund_class="restricted")
    prize = ledger_entries(books, COMPANY, asked)[0]
    assert (prize.source, prize.summary, prize.debit_fen) == ("2025-07-07.general.D18", "竞赛奖金", 92_500_00)


def test_a_row_that_the_form_does_not_have_has_no_figure(books: Connection) -> None:
    none = statement_cell(books, COMPANY, "balance_sheet", Month("2025-12"), "A99", second_column=True, yearly=True)
    assert none is None


def test_the_trial_balance_of_any_day_is_zero_and_leaves_closing_entries_out_of_the_turnover(books: Connection) -> None:
    for day in (date(2025, 1, 1), JUNE, LAST):
        found = trial_balance(books, COMPANY, day=day)
        assert (found.opening_fen, found.balance_fen, found.debit_fen - found.credit_fen) == (0, 0, 0)
    dues = next(row for row in trial_balance(books, COMPANY, day=LAST).rows if row.account == "401")
    assert (dues.name_zh, dues.credit_fen, dues.carried_debit_fen, dues.balance_fen) == (
        "会费收入",
        505_920_00,
        505_920_00,
        0,
    )


def test_a_trial_balance_may_begin_on_any_day(books: Connection) -> None:
    found = trial_balance(books, COMPANY, day=JUNE, from_day=date(2025, 6, 1))
    sport = next(row for row in found.rows if row.account == "50102")
    bank = next(row for row in found.rows if row.account == "102")

    assert (sport.opening_fen, sport.debit_fen, sport.balance_fen) == (0, 1_486_400_00, 1_486_400_00)
    assert bank.opening_fen + bank.debit_fen - bank.credit_fen == bank.balance_fen


def test_the_general_ledger_goes_from_the_opening_through_the_months_to_the_balance(books: Connection) -> None:
    (bank,) = general_ledger(books, COMPANY, Year(2025), account=AccountCode("102"))

    assert (bank.opening_fen, bank.months[-1].balance_fen) == (2_436_500_00, 3_645_901_96)
    assert [month.period for month in bank.months][:3] == ["2025-01", "2025-02", "2025-03"]
    assert bank.months[-1].year_debit_fen == sum(month.debit_fen for month in bank.months)
    (dues,) = general_ledger(books, COMPANY, Year(2025), account=AccountCode("401"))
    assert (dues.months[-1].debit_fen, dues.months[-1].carried_debit_fen) == (0, 505_920_00)


def test_the_bank_journal_runs_from_entry_to_entry_and_sums_up_each_day(books: Connection) -> None:
    asked = EntriesAsked(account=AccountCode("102"), from_day=date(2025, 1, 2), to_day=LAST)
    journal = ledger_entries(books, COMPANY, asked)
    balance_fen: int = opening_of(books, COMPANY, asked)

    assert balance_fen == 2_436_500_00
    for line in journal:
        balance_fen += line.debit_fen - line.credit_fen
        assert line.balance_fen == balance_fen
    assert balance_fen == 3_645_901_96
    january = [line for line in journal if line.day == date(2025, 1, 31)]
    assert [line.day_debit_fen for line in january] == [None, None, 4_135_549_68]
    assert [(other.account, other.name_zh) for other in january[0].against] == [("401", "会费收入")]
    assert [(mark.type, mark.number) for mark in january[0].vouchers] == [("receipt", 1)]


def test_the_journal_comes_in_pages(books: Connection) -> None:
    asked = EntriesAsked(account=AccountCode("102"), from_day=date(2025, 1, 1), to_day=LAST)
    whole = ledger_entries(books, COMPANY, asked)
    first = ledger_entries(books, COMPANY, asked, limit=5)
    rest = ledger_entries(books, COMPANY, asked, after=first[-1].line_no)
    assert [*first, *rest] == whole


def test_a_subsidiary_ledger_is_kept_by_party_project_or_class_of_money(
    projected: Projected, connection: Connection
) -> None:
    lent = entry(date(2025, 1, 9), "借支", "A1", *pair("135", "101", 500))
    to_wang = replace(
        lent,
        posting=lent.posting._replace(lines=tuple(line._replace(party=PartyId("M1")) for line in lent.posting.lines)),
    )
    projected(*company_year(), to_wang, ledger_id=COMPANY)

    (wang,) = subsidiary_balances(connection, COMPANY, "party", account=AccountCode("135"), day=LAST)
    projects = subsidiary_balances(connection, COMPANY, "project", account=AccountCode("221"), day=LAST)
    classes = subsidiary_balances(connection, COMPANY, "fund_class", account=AccountCode("102"), day=LAST)

    later = EntriesAsked(account=AccountCode("135"), from_day=date(2025, 2, 1), to_day=LAST, party=PartyId("M1"))
    assert opening_of(connection, COMPANY, later) == 500
    assert opening_of(connection, COMPANY, replace(later, party=PartyId("M2"))) == 0
    assert (wang.key, wang.name_zh, wang.balance_fen) == ("M1", "其他应收款", 500)
    assert {row.key: row.balance_fen for row in projects} == {"P-MUTUAL": -88_140_00, "P-SURVIVOR": 0}
    assert {row.key: row.balance_fen for row in classes}["custodial"] == 88_140_00


def test_a_detail_account_of_the_union_s_own_has_its_own_name(projected: Projected, connection: Connection) -> None:
    added = AccountAdded(
        chart="2021",
        account=AccountCode("5010201"),
        parent=AccountCode("50102"),
        name=Text("春节晚会"),
        effective_on=date(2025, 1, 2),
    )
    gala = entry(date(2025, 1, 20), "晚会", "G1", *pair("5010201", "102", 100))
    projected(OPENED, added, gala, ledger_id=COMPANY)

    rows = {row.account: row.name_zh for row in trial_balance(connection, COMPANY, day=LAST).rows}
    assert rows == {"102": "银行存款", "5010201": "春节晚会"}


def test_the_yearly_report_gathers_result_programmes_and_position(books: Connection) -> None:
    report = finance_report(books, COMPANY, Year(2025))

    assert [(line.row, yuan(line.amount_fen)) for line in (*report.opening[:1], *report.closing[:1])] == [
        ("R01", "2400000.00"),
        ("R28", "3436774.30"),
    ]
    assert report.income[-1].amount_fen - report.expense[-1].amount_fen == 1_035_574_30
    assert [(line.project, line.income_fen, line.expense_fen, line.left_fen) for line in report.projects] == [
        ("P-COMP", 100_000_00, 92_500_00, 7_500_00),
        ("P-MUTUAL", 0, 0, 88_140_00),
        ("P-WARM", 60_000_00, 52_800_00, 7_200_00),
    ]
    assert (report.largest[0].account, report.largest[0].amount_fen) == ("50102", 1_486_400_00)
    assert report.blocked_by == ()


def test_a_printed_voucher_has_its_lines_with_names_and_who_had_which_part(books: Connection) -> None:
    (listed,) = printed_vouchers(books, COMPANY, first=Month("2025-01"), last=Month("2025-01"))
    found = printed_voucher(books, COMPANY, VoucherId("2025-01-31.general.D1"))

    assert found == listed
    assert [(line.name_zh, line.side, line.amount_fen) for line in listed.lines] == [
        ("银行存款", "D", 505_920_00),
        ("会费收入", "C", 505_920_00),
    ]
    assert (listed.prepared_by, listed.posted_by, listed.number, listed.total_fen) == ("bella", "boris", 1, 505_920_00)


def closed(connection: Connection, period: str) -> PeriodClosed:
    rows = trial_balance(connection, COMPANY, day=last_day_of(Month(period))).rows
    return PeriodClosed(
        period=Month(period),
        chart="2021",
        position=30,
        balances=tuple(ClosedBalance(account=row.account, balance_fen=row.balance_fen) for row in rows),
        accruals_done=False,
        pending_reason=None,
        closed_by=ActorId("bella"),
        effective_on=last_day_of(Month(period)),
    )


def test_a_closed_month_is_compared_with_what_is_known_now_and_corrections_explain_the_difference(
    projected: Projected, connection: Connection
) -> None:
    projected(*company_year(), PREPARED, POSTED, ledger_id=COMPANY)
    red = entry(date(2025, 9, 1), "退回", "D16", *(line.red for line in pair("50102", "102", 1_486_400_00)))
    taken_back = replace(red, posting=red.posting._replace(corrects="2025-06-03.general.D16"))
    closes = [closed(connection, period) for period in ("2025-01", "2025-06")]
    projected(*closes, dues_annulled(), taken_back, ledger_id=COMPANY)
    found = period_comparison(connection, COMPANY, Month("2025-01"))

    assert found is not None
    rows = {row.account: row for row in found.rows}
    assert all((row.unexplained_fen, row.now_fen) == (0, row.reported_fen) for row in found.rows)
    assert (rows[AccountCode("401")].corrected_fen, rows[AccountCode("401")].known_fen) == (505_920_00, 0)
    assert {(each.account, each.change_fen, each.corrects) for each in found.corrections} == {
        ("102", -505_920_00, "2025-01-31.general.D1"),
        ("401", 505_920_00, "2025-01-31.general.D1"),
    }
    assert closed_periods(connection, COMPANY) == ["2025-01", "2025-06"]

    june = period_comparison(connection, COMPANY, Month("2025-06"))
    assert june is not None
    assert {(each.account, each.corrects) for each in june.corrections if each.corrected == "event"} == {
        ("102", "2025-06-03.general.D16"),
        ("50102", "2025-06-03.general.D16"),
    }
    assert period_comparison(connection, COMPANY, Month("2025-02")) is None


def dues_annulled() -> EntryCorrected:
    red = tuple(line.red for line in pair("102", "401", 505_920_00))
    return EntryCorrected(
        voucher_id=VoucherId("2025-01-31.general.D1"),
        kind="red",
        posting=Posting(RuleId("correction.red"), red, DocumentNo("2025-01-31.general.D1"), "2025-01-31.general.D1"),
        summary=Text("注销1月31日收-1号凭证"),
        reason=Text("重复"),
        account_rule_id=None,
        approved_by=(),
        recorded_by=ActorId("bella"),
        effective_on=date(2025, 4, 2),
    )


def test_an_entry_on_either_side_of_the_new_chart_stands_in_its_own_chart(
    projected: Projected, connection: Connection
) -> None:
    old: EntryRecorded = entry(date(2021, 12, 31), "会费", "O1", *pair("102", "401", 100))
    new: EntryRecorded = entry(date(2022, 1, 1), "会费", "N1", *pair("102", "401", 7))
    projected(
        replace(OPENED, chart="2009", books_from=date(2021, 1, 1), effective_on=date(2021, 1, 1)),
        old,
        new,
        ledger_id=COMPANY,
    )

    before = trial_balance(connection, COMPANY, day=date(2021, 12, 31))
    since = trial_balance(connection, COMPANY, day=date(2022, 1, 1))
    assert (before.chart, [row.balance_fen for row in before.rows]) == ("2009", [100, -100])
    assert (since.chart, [row.balance_fen for row in since.rows]) == ("2021", [7, -7])


def test_a_correction_in_the_year_of_the_next_chart_stands_on_an_account_of_that_chart(
    projected: Projected, connection: Connection
) -> None:
    old = entry(date(2021, 12, 31), "会议费", "O1", *pair("50302", "102", 100))
    back = entry(date(2022, 2, 1), "退回", "O1", *pair("102", "32201", 100))
    taken_back = replace(back, posting=back.posting._replace(corrects="2021-12-31.general.O1"))
    opened = replace(OPENED, chart="2009", books_from=date(2021, 1, 1), effective_on=date(2021, 1, 1))
    projected(opened, old, ledger_id=COMPANY)
    projected(replace(closed(connection, "2021-12"), chart="2009"), taken_back, ledger_id=COMPANY)

    found = period_comparison(connection, COMPANY, Month("2021-12"))

    assert found is not None
    assert [(row.chart, row.account, row.reported_fen, row.known_fen, row.name_zh) for row in found.rows] == [
        ("2009", "102", -100, -100, "银行存款"),
        ("2009", "50302", 100, 100, "会议费"),
        ("2021", "102", 0, 100, "银行存款"),
        ("2021", "32201", 0, -100, "年初余额调整"),
    ]
