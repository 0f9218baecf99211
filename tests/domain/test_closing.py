"""Closing a month: results are carried to net assets, checks hold, and the month takes no postings any more."""

from dataclasses import replace
from datetime import date
from typing import Final

from hypothesis import given as histories
from hypothesis import strategies as st

from domain.accounting.closing import Cell, after, is_result, results_carried, year_end
from domain.accounting.lines import imbalance_fen
from domain.activities.closing import (
    ACCRUALS_NOT_STATED,
    PENDING_NOT_EXPLAINED,
    BalancesAtEnd,
    CarryResults,
    ClosePeriod,
    Finding,
    NothingToCarry,
    NotPeriodEnd,
    PeriodFound,
    PeriodNotReady,
    PeriodOutOfOrder,
    ResultsCarried,
)
from domain.activities.closing.carrying import FinishedProject
from domain.activities.fund import FundMoved
from domain.activities.ledger import LedgerOpened, PeriodClosed
from domain.values import AccountCode, Fen, FundClass, LedgerId, Month, ProjectId, Text
from tests.domain.given import given, keeping

COMP: Final = ProjectId("P-COMP")
LAST_OF_2015: Final = date(2015, 12, 31)


def cell(account: str, fund_class: FundClass = "unrestricted", project: ProjectId | None = None) -> Cell:
    return Cell(AccountCode(account), fund_class, project)


COMPANY_UNDER_2021: Final = {
    # posting_rules section 4.1, in fen: the company's year before closing
    cell("401"): -505_920_00,
    cell("402"): -2_177_777_76,
    cell("40302", "restricted", ProjectId("P-WARM")): -60_000_00,
    cell("405", "restricted", COMP): -100_000_00,
    cell("408"): -9_876_54,
    cell("50405", "restricted", ProjectId("P-WARM")): 52_800_00,
    cell("50301", "restricted", COMP): 92_500_00,
    cell("50102"): 1_672_700_00,
    cell("32201"): -1_200_00,
    cell("32205"): -2_400_000_00,
}


def opened_2024() -> LedgerOpened:
    return LedgerOpened(
        ledger_id=LedgerId("school"),
        name=Text("小学工会"),
        level="grassroots",
        parent_ledger_id=None,
        chart="2021",
        books_from=date(2024, 12, 1),
        closing_mode="monthly",
        effective_on=date(2024, 12, 1),
    )


def closed(balances: dict[Cell, int], finished: frozenset[ProjectId] = frozenset()) -> dict[Cell, int]:
    entries = list(results_carried("2021", balances))
    present = after(balances, (line for entry in entries for line in entry.lines))
    entries = list(year_end(present, finished))
    return {
        where: fen for where, fen in after(present, (line for entry in entries for line in entry.lines)).items() if fen
    }


def test_the_years_results_are_carried_by_class_of_money_as_the_rules_work_out() -> None:
    left = closed(COMPANY_UNDER_2021)
    by_account: dict[str, int] = {}
    for where, fen in left.items():
        by_account[where.account] = by_account.get(where.account, 0) + fen
    assert by_account == {"32104": -14_700_00, "32205": -3_422_074_30}


def test_what_is_left_of_a_finished_project_becomes_surplus() -> None:
    left = closed(COMPANY_UNDER_2021, frozenset({COMP}))
    assert left == {
        cell("32104", "restricted", ProjectId("P-WARM")): -7_200_00,
        cell("32205"): -(3_422_074_30 + 7_500_00),
    }


cells = st.builds(
    cell,
    st.sampled_from(["401", "402", "408", "50102", "50405", "32201", "32103", "32205", "102", "162"]),
    st.sampled_from(["unrestricted", "restricted", "fiscal"]),
    st.sampled_from([None, COMP]),
)


@histories(st.dictionaries(cells, st.integers(-(10**9), 10**9), max_size=12))
def test_closing_entries_balance_and_leave_no_result_behind_in_any_year(balances: dict[Cell, int]) -> None:
    for entry in results_carried("2021", balances):
        assert imbalance_fen(entry.lines) == 0
    left = closed(balances)
    assert sum(left.values()) == sum(balances.values())
    assert not [where for where in left if is_result(where.account)]
    assert not [where for where in left if where.account in {"32103", "32201", "32203"}]


def test_results_are_carried_on_the_last_day_of_a_month_only() -> None:
    asking = CarryResults(effective_on=date(2015, 3, 30))
    given().when(asking, evidence=BalancesAtEnd(balances={})).refused(NotPeriodEnd, last_day="2015-03-31")


def test_nothing_is_carried_where_nothing_is_left() -> None:
    asking = CarryResults(effective_on=date(2015, 3, 31))
    found = BalancesAtEnd(balances={cell("102"): 5, cell("331"): -5})
    given().when(asking, evidence=found).refused(NothingToCarry)


def test_under_the_chart_of_2009_everything_goes_to_331() -> None:
    found = BalancesAtEnd(balances={cell("401"): -1630, cell("50102"): 1000, cell("102"): 630})
    outcome = given().when(CarryResults(effective_on=LAST_OF_2015), evidence=found)
    lines = [line for event in outcome.events if isinstance(event, ResultsCarried) for line in event.posting.lines]
    assert [(line.account, line.side, line.amount_fen) for line in lines] == [
        ("401", "D", 1630),
        ("331", "C", 1630),
        ("50102", "C", 1000),
        ("331", "D", 1000),
    ]


def test_a_finished_project_leaves_its_fund_empty() -> None:
    received = FundMoved(
        project=COMP, fund_class="restricted", change_fen=Fen(7500), left_fen=Fen(7500), effective_on=date(2024, 12, 2)
    )
    found = BalancesAtEnd(balances={cell("405", "restricted", COMP): -7500, cell("102", "restricted", COMP): 7500})
    asking = CarryResults(effective_on=date(2024, 12, 31), finished_projects=(FinishedProject(project=COMP),))
    outcome = given(opened_2024(), received, ledger=None).when(asking, evidence=found)
    assert outcome.refusal is None
    assert outcome.events[-1] == FundMoved(
        project=COMP, fund_class="restricted", change_fen=Fen(-7500), left_fen=Fen(0), effective_on=date(2024, 12, 31)
    )


def test_months_are_closed_in_order() -> None:
    found = PeriodFound(balances={}, findings=(), position=9)
    asking = ClosePeriod(period=Month("2015-03"), effective_on=date(2015, 4, 2))
    given().when(asking, evidence=found).refused(PeriodOutOfOrder, next_period="2015-01")


def test_a_month_with_something_open_is_not_closed_and_all_of_it_is_named() -> None:
    findings = (Finding("voucher_not_posted", "V1"), Finding("money_below_zero", "2015-01-09"))
    found = PeriodFound(balances={}, findings=findings, position=9)
    asking = ClosePeriod(period=Month("2015-01"), effective_on=date(2015, 2, 2))
    given().when(asking, evidence=found).refused(
        PeriodNotReady, findings=["money_below_zero: 2015-01-09", "voucher_not_posted: V1"]
    )


DECEMBER_FOUND: Final = PeriodFound(
    balances={},
    findings=(Finding(ACCRUALS_NOT_STATED, "131/132/212"), Finding(PENDING_NOT_EXPLAINED, "12.00")),
    position=9,
)
NOVEMBER_CLOSED: Final = keeping(kept_from=date(2025, 1, 1), closed_through=Month("2025-11"))
CLOSE_DECEMBER: Final = ClosePeriod(period=Month("2025-12"), effective_on=date(2026, 1, 4))


def test_who_closes_december_states_what_no_book_can_tell() -> None:
    given(ledger=NOVEMBER_CLOSED).when(CLOSE_DECEMBER, evidence=DECEMBER_FOUND).refused(
        PeriodNotReady, findings=["accruals_not_stated: 131/132/212", "pending_not_explained: 12.00"]
    )


def test_what_is_stated_about_december_is_kept_with_its_close() -> None:
    reason = Text("现金短款待全委会审批")
    stated = replace(CLOSE_DECEMBER, accruals_done=True, pending_reason=reason)
    (event,) = given(ledger=NOVEMBER_CLOSED).when(stated, evidence=DECEMBER_FOUND).events
    assert isinstance(event, PeriodClosed)
    assert (event.accruals_done, event.pending_reason) == (True, reason)


def test_a_close_keeps_what_stood_on_each_account() -> None:
    found = PeriodFound(
        balances={cell("102"): 500, cell("102", "restricted", COMP): 30, cell("331"): -530}, findings=(), position=9
    )
    asking = ClosePeriod(period=Month("2015-01"), effective_on=date(2015, 2, 2))
    (event,) = given().when(asking, evidence=found).events
    assert isinstance(event, PeriodClosed)
    assert [(held.account, held.balance_fen) for held in event.balances] == [("102", 530), ("331", -530)]
    assert event.position == 9


def test_a_closed_month_is_not_closed_again() -> None:
    found = PeriodFound(balances={}, findings=(), position=9)
    asking = ClosePeriod(period=Month("2015-01"), effective_on=date(2015, 2, 2))
    (event,) = given().when(asking, evidence=found).events
    given(event).when(asking, evidence=found).refused(PeriodOutOfOrder, next_period="2015-02")
