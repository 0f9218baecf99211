"""工会01表 and 工会02表, computed from sums of accounts, and the checks between them."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounting.charts import CHARTS
from domain.accounting.closing import Cell, results_carried, year_end
from domain.accounting.lines import Line
from domain.accounting.statements import (
    AccountSums,
    Check,
    CheckedYear,
    FormName,
    Statement,
    Sums,
    balance_sheet,
    blocked_by,
    checks,
    form,
    leaves,
    monthly_income_statement,
    read_formula,
    yearly_income_statement,
)
from domain.accounting.statements.formulas import FormulaUnreadable
from domain.accounting.statements.sums import CLASSES_OF_RESULT
from domain.values import AccountCode, ChartVersion, Fen, FundClass, ProjectId, yuan

OPENING: tuple[tuple[str, FundClass, str], ...] = (
    ("102", "unrestricted", "2400000.00"),
    ("102", "custodial", "36500.00"),
    ("162", "unrestricted", "350000.00"),
    ("221", "custodial", "-36500.00"),
    ("30104", "unrestricted", "-350000.00"),
    ("32205", "unrestricted", "-2400000.00"),
)
YEAR: tuple[tuple[str, str, FundClass, str], ...] = (
    # debit, credit, whose money, amount: the company's year under chart 2021
    ("102", "401", "unrestricted", "505920.00"),
    ("102", "402", "unrestricted", "2177777.76"),
    ("102", "211", "unrestricted", "1451851.92"),
    ("211", "102", "unrestricted", "1330864.26"),
    ("102", "405", "restricted", "100000.00"),
    ("102", "40302", "restricted", "60000.00"),
    ("102", "221", "custodial", "80640.00"),
    ("102", "221", "custodial", "325680.00"),
    ("221", "102", "custodial", "29000.00"),
    ("221", "102", "custodial", "325680.00"),
    ("102", "408", "unrestricted", "9876.54"),
    ("102", "32201", "unrestricted", "1200.00"),
    ("50405", "102", "restricted", "52800.00"),
    ("50405", "102", "unrestricted", "10000.00"),
    ("50404", "102", "unrestricted", "116800.00"),
    ("50102", "102", "unrestricted", "1486400.00"),
    ("50106", "102", "unrestricted", "6000.00"),
    ("50301", "102", "restricted", "92500.00"),
    ("50301", "102", "unrestricted", "15800.00"),
    ("50402", "102", "unrestricted", "4300.00"),
    ("50501", "102", "unrestricted", "8600.00"),
    ("50502", "102", "unrestricted", "12000.00"),
    ("50702", "102", "unrestricted", "12800.00"),
    ("162", "30104", "unrestricted", "12800.00"),
)
EXPECTED_INCOME = {
    "R01": "2400000.00",
    "R02": "0.00",
    "R03": "2400000.00",
    "R04": "1200.00",
    "R05": "2853574.30",
    "R06": "505920.00",
    "R07": "2177777.76",
    "R08": "60000.00",
    "R10": "100000.00",
    "R13": "9876.54",
    "R15": "1818000.00",
    "R16": "1492400.00",
    "R18": "108300.00",
    "R19": "183900.00",
    "R20": "20600.00",
    "R22": "12800.00",
    "R27": "1035574.30",
    "R28": "3436774.30",
    "R29": "14700.00",
    "R30": "3422074.30",
}
EXPECTED_SHEET = {
    "A02": "3645901.96",
    "A12": "362800.00",
    "A14": "362800.00",
    "A20": "4008701.96",
    "L02": "120987.66",
    "L05": "88140.00",
    "N01": "362800.00",
    "N03": "14700.00",
    "N04": "3422074.30",
    "N09": "4008701.96",
}


def fen(amount: str) -> int:
    return int(amount.replace(".", ""))


def opened() -> list[AccountSums]:
    return [AccountSums(AccountCode(code), fund_class, fen(amount)) for code, fund_class, amount in OPENING]


def moved(entries: Iterable[tuple[str, str, FundClass, str]]) -> list[AccountSums]:
    return [
        row
        for debit, credit, fund_class, amount in entries
        for row in (
            AccountSums(AccountCode(debit), fund_class, 0, debit_fen=fen(amount)),
            AccountSums(AccountCode(credit), fund_class, 0, credit_fen=fen(amount)),
        )
    ]


def carried(rows: Iterable[AccountSums], chart: ChartVersion) -> list[AccountSums]:
    """The closing entries of the year, as sums."""
    balances: dict[Cell, int] = {}
    for row in rows:
        project = ProjectId("P") if row.fund_class == "restricted" else None
        cell = Cell(row.account, row.fund_class, project)
        balances[cell] = balances.get(cell, 0) + row.closing_fen
    entries = list(results_carried(chart, balances))
    for entry in entries:
        _apply(balances, entry.lines)
    if chart == "2021":
        entries += year_end(balances, frozenset())
    return [_closing_sums(line) for entry in entries for line in entry.lines]


def _apply(balances: dict[Cell, int], lines: Iterable[Line]) -> None:
    for line in lines:
        cell = Cell(line.account, line.fund_class, line.project)
        balances[cell] = balances.get(cell, 0) + line.debit_fen - line.credit_fen


def _closing_sums(line: Line) -> AccountSums:
    return AccountSums(
        line.account,
        line.fund_class,
        0,
        carried_debit_fen=line.debit_fen,
        carried_credit_fen=line.credit_fen,
    )


COMPANY = [*opened(), *moved(YEAR)]
BEFORE_CLOSING = Sums("2021", COMPANY)
AFTER_CLOSING = Sums("2021", [*COMPANY, *carried(COMPANY, "2021")])
WHOLE_YEAR = CheckedYear(year_to_date=AFTER_CLOSING, month=AFTER_CLOSING, before=None, last_year=None)


def figures(statement: Statement, wanted: Iterable[str], *, second: bool) -> dict[str, str]:
    by_row = {line.row: line.second_fen if second else line.first_fen for line in statement.lines}
    return {row: yuan(by_row[row] or 0) for row in wanted}


def state(made: Iterable[Check], check: str) -> str:
    return next(each.state for each in made if each.check == check)


@pytest.mark.parametrize("sums", [BEFORE_CLOSING, AFTER_CLOSING], ids=["not carried yet", "carried"])
def test_the_company_s_year_has_the_expected_figures_in_either_closing_mode(sums: Sums) -> None:
    income = yearly_income_statement(form("income_statement", "2021"), sums, None)
    sheet = balance_sheet(form("balance_sheet", "2021"), sums, yearly=True)

    assert figures(income, EXPECTED_INCOME, second=False) == EXPECTED_INCOME
    assert figures(sheet, EXPECTED_SHEET, second=True) == EXPECTED_SHEET


def test_the_sheet_opens_with_what_was_brought_in() -> None:
    sheet = balance_sheet(form("balance_sheet", "2021"), AFTER_CLOSING, yearly=True)
    assert figures(sheet, ["A02", "A20", "L05", "N04", "N09"], second=False) == {
        "A02": "2436500.00",
        "A20": "2786500.00",
        "L05": "36500.00",
        "N04": "2400000.00",
        "N09": "2786500.00",
    }


def test_every_check_of_the_company_s_year_passes_or_has_nothing_to_compare_with() -> None:
    made = checks(WHOLE_YEAR, yearly=True)

    assert {each.check: each.state for each in made} == {
        **{f"X{number}": "passed" for number in range(1, 14)},
        "X2": "not_checked",
        "X3": "not_checked",
        "X11": "not_checked",
    }
    assert blocked_by(made) == ()


def test_results_that_are_not_carried_at_the_year_s_end_are_a_finding_and_block_nothing() -> None:
    made = checks(replace(WHOLE_YEAR, year_to_date=BEFORE_CLOSING, month=BEFORE_CLOSING), yearly=True)

    assert state(made, "X13") == "failed"
    assert blocked_by(made) == ()


def test_a_year_that_does_not_open_with_last_year_s_closing_is_blocked() -> None:
    last_year = Sums("2021", [AccountSums(AccountCode("102"), "unrestricted", 1), *COMPANY])
    made = checks(replace(WHOLE_YEAR, last_year=last_year), yearly=True)

    assert {"X2", "X3"} <= set(blocked_by(made))
    cash = next(figure for each in made if each.check == "X2" for figure in each.comparisons if figure.what == "A02")
    assert (yuan(cash.left_fen), yuan(cash.right_fen)) == ("2436500.00", "3645901.97")


def test_a_year_that_goes_on_from_last_year_passes_the_checks_of_its_opening() -> None:
    following = [AccountSums(row.account, row.fund_class, row.closing_fen) for row in AFTER_CLOSING.rows]
    next_year = Sums("2021", following)
    made = checks(
        CheckedYear(year_to_date=next_year, month=next_year, before=None, last_year=AFTER_CLOSING), yearly=True
    )
    assert (state(made, "X2"), state(made, "X3")) == ("passed", "passed")


def test_an_asset_that_the_asset_fund_does_not_stand_for_is_a_finding_unless_it_is_parked() -> None:
    scrapped = AccountSums(AccountCode("162"), "unrestricted", 0, credit_fen=300_00)
    parked = AccountSums(AccountCode("182"), "unrestricted", 0, debit_fen=300_00)
    missing = Sums("2021", [*COMPANY, scrapped])
    explained = Sums("2021", [*COMPANY, scrapped, parked])

    assert state(checks(replace(WHOLE_YEAR, year_to_date=missing), yearly=False), "X9") == "failed"
    assert state(checks(replace(WHOLE_YEAR, year_to_date=explained), yearly=False), "X9") == "passed"


def test_custodial_money_that_is_not_there_is_a_finding() -> None:
    paid_from_own = AccountSums(AccountCode("102"), "custodial", 0, credit_fen=1)
    made = checks(replace(WHOLE_YEAR, year_to_date=Sums("2021", [*COMPANY, paid_from_own])), yearly=False)
    assert state(made, "X10") == "failed"


@pytest.mark.parametrize(("granted", "expected"), [("60000.00", "passed"), ("50000.00", "failed")])
def test_subsidies_are_compared_with_what_the_superior_union_says_it_granted(granted: str, expected: str) -> None:
    made = checks(replace(WHOLE_YEAR, superior_subsidies_fen=Fen(fen(granted))), yearly=True)
    assert state(made, "X11") == expected


def test_a_monthly_statement_shows_the_month_and_the_year_to_date_and_leaves_yearly_rows_out() -> None:
    january = Sums("2021", moved([("102", "401", "unrestricted", "42160.00")]))
    statement = monthly_income_statement(form("income_statement", "2021"), january, BEFORE_CLOSING)

    assert (statement.first_column, statement.second_column) == ("month", "year_to_date")
    assert figures(statement, ["R06", "R27"], second=False) == {"R06": "42160.00", "R27": "42160.00"}
    assert figures(statement, ["R06"], second=True) == {"R06": "505920.00"}
    assert {"R01", "R02", "R03", "R28", "R29", "R30"}.isdisjoint(line.row for line in statement.lines)


def test_the_zero_balance_quota_stands_on_interim_sheets_only() -> None:
    layout = form("balance_sheet", "2021")
    monthly = {line.row for line in balance_sheet(layout, BEFORE_CLOSING, yearly=False).lines}
    yearly = {line.row for line in balance_sheet(layout, BEFORE_CLOSING, yearly=True).lines}
    assert monthly - yearly == {"A03"}


def test_a_credit_on_an_asset_stands_with_its_sign() -> None:
    over = Sums("2021", [AccountSums(AccountCode("182"), "unrestricted", 0, credit_fen=500)])
    assert figures(balance_sheet(form("balance_sheet", "2021"), over, yearly=False), ["A19"], second=True) == {
        "A19": "-5.00"
    }


def test_under_the_chart_of_2009_every_first_level_account_has_a_row_in_the_chart_s_order() -> None:
    sheet, income = (form(name, "2009") for name in ("balance_sheet", "income_statement"))
    in_chart = [code for code, account in CHARTS["2009"].accounts.items() if account.parent is None]

    rows = [row.row[1:] for row in (*sheet.rows, *income.rows) if row.kind == "figure"]
    assert rows == in_chart


def test_the_company_s_year_under_the_chart_of_2009_balances_and_explains_its_surplus() -> None:
    opening: list[tuple[str, FundClass, str]] = [
        ("102", "unrestricted", "2400000.00"),
        ("102", "custodial", "36500.00"),
        ("162", "unrestricted", "350000.00"),
        ("231", "custodial", "-36500.00"),
        ("301", "unrestricted", "-350000.00"),
        ("331", "unrestricted", "-2400000.00"),
    ]
    in_2009 = {"211": "221", "221": "231", "30104": "301", "32201": "331", "40302": "40305", "50405": "50205"}
    renamed = [(in_2009.get(one, one), in_2009.get(other, other), *rest) for one, other, *rest in YEAR]
    rows = [AccountSums(AccountCode(code), fund_class, fen(amount)) for code, fund_class, amount in opening]
    rows += moved((one, other, fund_class, amount) for one, other, fund_class, amount in renamed)  # type: ignore[misc]
    sums = Sums("2009", [*rows, *carried(rows, "2009")])

    sheet = balance_sheet(form("balance_sheet", "2009"), sums, yearly=True)
    income = yearly_income_statement(form("income_statement", "2009"), sums, None)
    made = checks(CheckedYear(year_to_date=sums, month=sums, before=None, last_year=None), yearly=True)

    assert figures(sheet, ["A102", "A162", "L221", "L231", "N331", "A999", "N999"], second=True) == {
        "A102": "3645901.96",
        "A162": "362800.00",
        "L221": "120987.66",
        "L231": "88140.00",
        "N331": "3436774.30",
        "A999": "4008701.96",
        "N999": "4008701.96",
    }
    assert figures(income, ["R499", "R599", "R600"], second=False) == {
        "R499": "2853574.30",
        "R599": "1818000.00",
        "R600": "1035574.30",
    }
    assert (state(made, "X1"), state(made, "Y5"), state(made, "X10")) == ("passed", "passed", "passed")


def test_a_total_comes_apart_into_accounts_with_their_signs() -> None:
    formulas = form("balance_sheet", "2021").formulas
    assert leaves(formulas, "A14") == read_formula("bal(162) - bal(163)")
    assert leaves(formulas, "N03") == read_formula("bal(321) + result(restricted)")


@pytest.mark.parametrize("text", ["bal(101", "A02 A03", "sum(101)", "bal(101) + "])
def test_a_formula_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(FormulaUnreadable):
        read_formula(text)


@pytest.mark.parametrize("chart", ["2009", "2021"])
@pytest.mark.parametrize("name", ["balance_sheet", "income_statement"])
def test_every_formula_names_accounts_and_rows_that_exist(name: FormName, chart: ChartVersion) -> None:
    formulas = form(name, chart).formulas
    terms = {term for formula in formulas.values() for term in formula}

    assert {term.name for term in terms if term.kind == "row"} <= set(formulas)
    assert {term.name for term in terms if term.kind == "result"} <= set(CLASSES_OF_RESULT)
    accounts = {term.name for term in terms if term.kind in {"bal", "open", "turn"}}
    assert accounts <= set(CHARTS[chart].accounts)


ACCOUNTS = {
    chart: [AccountCode(code) for code in CHARTS[chart].accounts if code not in CHARTS[chart].with_details]
    for chart in ("2009", "2021")
}


@st.composite
def any_books(draw: st.DrawFn) -> Sums:
    """Balanced lines on any accounts: a balance brought in, turnover, and closing entries."""
    chart = draw(st.sampled_from(("2009", "2021")))
    account = st.sampled_from(ACCOUNTS[chart])
    fund_class = st.sampled_from(CLASSES_OF_RESULT)
    brought = [code for code in ACCOUNTS[chart] if code[0] not in "45"]
    rows: list[AccountSums] = []
    for debit, credit, whose, amount in draw(
        st.lists(st.tuples(st.sampled_from(brought), st.sampled_from(brought), fund_class, st.integers(1, 10**9)))
    ):
        rows += (AccountSums(debit, whose, amount), AccountSums(credit, whose, -amount))
    for debit, credit, whose, amount in draw(
        st.lists(st.tuples(account, account, fund_class, st.integers(-(10**9), 10**9)))
    ):
        rows += (AccountSums(debit, whose, 0, amount), AccountSums(credit, whose, 0, 0, amount))
    if draw(st.booleans()):
        rows += carried(rows, chart)  # type: ignore[arg-type]
    return Sums(chart, rows)  # type: ignore[arg-type]


@given(sums=any_books())
def test_any_balanced_books_make_a_sheet_that_balances(sums: Sums) -> None:
    checked = CheckedYear(year_to_date=sums, month=sums, before=None, last_year=None)
    made = checks(checked, yearly=True)
    assert state(made, "X1") == "passed"
    assert state(made, "Y5" if sums.chart == "2009" else "X4") == "passed"
