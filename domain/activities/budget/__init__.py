"""Budgets (预算) by year and line: adopted, amended, controlled line by line, and compared with what was executed.

Any command that may post an expense, or take one back, is made ``within_budget`` where its activity lists it.
A refusal of a line refuses the whole command.
"""

from typing import Final

from domain.activities.budget.charging import of_no_project, of_project, within_budget
from domain.activities.budget.commands import (
    AdoptBudget,
    AdoptBudgetPolicy,
    AmendBudget,
    MoveBudgetFund,
    PlannedLine,
    ReverseBudgetFundMove,
)
from domain.activities.budget.events import (
    BudgetControl,
    BudgetFundMove,
    BudgetFundMoved,
    BudgetFundMoveReversed,
    BudgetLineCharged,
    BudgetLineSet,
    BudgetPolicyAdopted,
    Event,
    LineName,
)
from domain.activities.budget.fund_moves import budget_fund_move, move_budget_fund, reverse_budget_fund_move
from domain.activities.budget.lines import BudgetExecution, BudgetLine, budget_line, budget_lines, is_expense
from domain.activities.budget.planning import (
    adopt_budget,
    adopt_budget_policy,
    amend_budget,
    budget_policies,
    line_name,
)
from domain.activities.budget.refusals import (
    BudgetAlreadyAdopted,
    BudgetAmendedEnough,
    BudgetExceeded,
    BudgetFundDocumentUsed,
    BudgetFundMoveUnknown,
    BudgetFundNotKept,
    BudgetIncomeControlled,
    BudgetLineBelowUsed,
    BudgetLinesMissing,
    BudgetLineTwice,
    BudgetLineUnknown,
    BudgetLineUnnamed,
    BudgetNotAdopted,
)
from domain.activities.ledger import BudgetAdopted, BudgetAmended, the_ledger
from domain.deciding import ADMIN, APPROVER, Activity, CommandType, EventType

ACTIVITY: Final = Activity(
    name="budget",
    events=(
        EventType(name="budget.policy_adopted", event=BudgetPolicyAdopted, stream=budget_policies),
        EventType(name="budget.adopted", event=BudgetAdopted, stream=the_ledger),
        EventType(name="budget.amended", event=BudgetAmended, stream=the_ledger),
        EventType(
            name="budget.line_set", event=BudgetLineSet, stream=lambda event: budget_line(event.year, event.line)
        ),
        EventType(
            name="budget.line_charged",
            event=BudgetLineCharged,
            stream=lambda event: budget_line(event.year, event.line),
        ),
        EventType(
            name="budget.fund_moved", event=BudgetFundMoved, stream=lambda event: budget_fund_move(event.document_no)
        ),
        EventType(
            name="budget.fund_move_reversed",
            event=BudgetFundMoveReversed,
            stream=lambda event: budget_fund_move(event.document_no),
        ),
    ),
    commands=(
        CommandType(
            name="adopt-budget-policy",
            command=AdoptBudgetPolicy,
            roles=ADMIN,
            streams=lambda command: (budget_policies(command),),
            decide=adopt_budget_policy,
        ),
        CommandType(
            name="adopt-budget",
            command=AdoptBudget,
            roles=APPROVER,
            streams=lambda command, _: (
                the_ledger(),
                *(budget_line(command.year, line_name(line)) for line in command.lines),
            ),
            decide=adopt_budget,
            evidence=BudgetExecution,
        ),
        CommandType(
            name="amend-budget",
            command=AmendBudget,
            roles=APPROVER,
            streams=lambda command, _: (
                the_ledger(),
                budget_policies(),
                *(budget_line(command.year, line_name(line)) for line in command.lines),
            ),
            decide=amend_budget,
            evidence=BudgetExecution,
        ),
        within_budget(
            CommandType(
                name="move-budget-fund",
                command=MoveBudgetFund,
                roles=APPROVER,
                streams=lambda command: (budget_fund_move(command.document_no),),
                decide=move_budget_fund,
            ),
            of_no_project,
        ),
        within_budget(
            CommandType(
                name="reverse-budget-fund-move",
                command=ReverseBudgetFundMove,
                roles=APPROVER,
                streams=lambda command: (budget_fund_move(command.document_no),),
                decide=reverse_budget_fund_move,
            ),
            of_no_project,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "AdoptBudget",
    "AdoptBudgetPolicy",
    "AmendBudget",
    "BudgetAdopted",
    "BudgetAlreadyAdopted",
    "BudgetAmended",
    "BudgetAmendedEnough",
    "BudgetControl",
    "BudgetExceeded",
    "BudgetExecution",
    "BudgetFundDocumentUsed",
    "BudgetFundMove",
    "BudgetFundMoveReversed",
    "BudgetFundMoveUnknown",
    "BudgetFundMoved",
    "BudgetFundNotKept",
    "BudgetIncomeControlled",
    "BudgetLine",
    "BudgetLineBelowUsed",
    "BudgetLineCharged",
    "BudgetLineSet",
    "BudgetLineTwice",
    "BudgetLineUnknown",
    "BudgetLineUnnamed",
    "BudgetLinesMissing",
    "BudgetNotAdopted",
    "BudgetPolicyAdopted",
    "Event",
    "LineName",
    "MoveBudgetFund",
    "PlannedLine",
    "ReverseBudgetFundMove",
    "budget_line",
    "budget_lines",
    "is_expense",
    "of_no_project",
    "of_project",
    "within_budget",
]
