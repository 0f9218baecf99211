"""Budgets planned and executed, by line, whatever activity posted the money."""

from dataclasses import replace
from datetime import date
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.accounting.lines import Line, Posting
from domain.activities.budget import AdoptBudget, BudgetExecution, LineName, PlannedLine
from domain.values import AccountCode, DocumentNo, Fen, RuleId, Year
from projections.budgets import BudgetLineRow, BudgetYear, budget_execution, budget_year
from tests.projections.logs import SCHOOL, Projected
from tests.samples import budget, expense

Connection = psycopg.Connection[DictRow]
CLOSED: Final = replace(
    expense.PAID,
    document_no=DocumentNo("X"),
    posting=Posting(
        RuleId("closing.restricted"),
        (
            Line(AccountCode("32103"), "D", Fen(800_00), "restricted", expense.PROJECT),
            Line(AccountCode("50501"), "C", Fen(800_00), "restricted", expense.PROJECT),
        ),
    ),
)


def line(found: BudgetYear, name: str) -> BudgetLineRow:
    (row,) = (row for row in found.lines if row.line == name)
    return row


def test_an_expense_is_executed_on_its_account_the_one_above_and_its_project(
    projected: Projected, connection: Connection
) -> None:
    projected(budget.ADOPTED, budget.LINE_SET, expense.PAID)
    found = budget_year(connection, SCHOOL, Year(2025))
    assert [(row.line, row.kind, row.executed_fen) for row in found.lines] == [
        ("505", "expense", 800_00),
        ("50501", "expense", 800_00),
        ("P-TRAIN", "project", 800_00),
    ]
    business = line(found, "505")
    assert (business.name_zh, business.control, business.planned_fen, business.left_fen) == (
        "业务支出",
        "refuse",
        1_000_00,
        200_00,
    )
    assert (line(found, "50501").planned_fen, line(found, "50501").left_fen) == (None, None)
    assert (found.expense_fen, found.income_fen, found.adopted_on) == (800_00, 0, date(2025, 2, 1))


def test_a_line_may_be_over_and_an_amendment_takes_its_place(projected: Projected, connection: Connection) -> None:
    small = replace(budget.LINE_SET, planned_fen=Fen(700_00))
    projected(budget.ADOPTED, small, expense.PAID)
    assert line(budget_year(connection, SCHOOL, Year(2025)), "505").left_fen == -100_00
    projected(budget.AMENDED, budget.LINE_SET)
    amended = budget_year(connection, SCHOOL, Year(2025))
    assert (amended.revisions, amended.changed_on, line(amended, "505").left_fen) == (1, date(2025, 9, 1), 200_00)


def test_what_is_taken_back_is_executed_no_more(projected: Projected, connection: Connection) -> None:
    projected(expense.PAID, expense.REVERSED)
    assert budget_year(connection, SCHOOL, Year(2025)).lines == ()


def test_closing_entries_are_no_execution(projected: Projected, connection: Connection) -> None:
    projected(expense.PAID, CLOSED)
    assert budget_year(connection, SCHOOL, Year(2025)).expense_fen == 800_00


def test_income_is_compared_with_its_plan(projected: Projected, connection: Connection) -> None:
    plan = replace(budget.LINE_SET, line=LineName("411"), control="report", planned_fen=Fen(12_000_00))
    used = budget.FUND_MOVED.posting._replace(
        lines=(Line(AccountCode("341"), "D", Fen(10_000_00)), Line(AccountCode("411"), "C", Fen(10_000_00)))
    )
    projected(budget.ADOPTED, plan, replace(budget.FUND_MOVED, move="use", posting=used))
    found = budget_year(connection, SCHOOL, Year(2025))
    assert (line(found, "411").kind, line(found, "411").left_fen, found.income_fen) == ("income", 2_000_00, 10_000_00)


def test_a_year_without_anything_is_empty(projected: Projected, connection: Connection) -> None:
    projected(expense.PAID)
    found = budget_year(connection, SCHOOL, Year(2024))
    assert (found.adopted_on, found.lines, found.expense_fen) == (None, (), 0)


def test_a_resolution_is_told_what_the_year_came_to_so_far(projected: Projected, connection: Connection) -> None:
    projected(expense.PAID, budget.FUND_MOVED)
    adopt = AdoptBudget(
        year=Year(2025),
        document_no=DocumentNo("R"),
        lines=(PlannedLine(account=AccountCode("505"), planned_fen=Fen(1)),),
        effective_on=date(2025, 4, 1),
    )
    names = {"505": 800_00, "50501": 800_00, "P-TRAIN": 800_00, "521": 10_000_00}
    assert budget_execution(connection, SCHOOL, adopt) == BudgetExecution(
        executed={LineName(name): Fen(amount) for name, amount in names.items()}
    )
