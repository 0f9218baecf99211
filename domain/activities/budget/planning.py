"""Adopting and amending a year's budget.

Source: 工会法 第四十五条, 章程 第三十九条 (budgets are examined); how often a budget may be amended is a policy value.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.accounting.charts import CHARTS, chart_on
from domain.accounting.policies import check_new_rule, rule_on
from domain.activities.budget.commands import AdoptBudget, AdoptBudgetPolicy, AmendBudget, PlannedLine
from domain.activities.budget.events import (
    BudgetLineSet,
    BudgetPolicyAdopted,
    Event,
    LineName,
)
from domain.activities.budget.lines import BudgetExecution, BudgetLine
from domain.activities.budget.refusals import (
    BudgetAlreadyAdopted,
    BudgetAmendedEnough,
    BudgetIncomeControlled,
    BudgetLineBelowUsed,
    BudgetLinesMissing,
    BudgetLineTwice,
    BudgetLineUnknown,
    BudgetLineUnnamed,
    BudgetNotAdopted,
)
from domain.activities.ledger import BudgetAdopted, BudgetAmended
from domain.deciding import Asked, LedgerState, Stream, StreamKind
from domain.values import AccountCode, ChartVersion, Count, Fen, RuleId, Text

USUAL_POLICY: Final = BudgetPolicyAdopted(
    rule_id=RuleId("usual.budget-revisions"),
    revisions=Count(1),
    valid_from=date(1949, 1, 1),
    source=Text("policy value, seen in 皖工发〔2025〕18号: one revision a year"),
    effective_on=date(1949, 1, 1),
)
RESULT: Final = frozenset({"income", "expense"})


BudgetPolicies = tuple[BudgetPolicyAdopted, ...]


def _adopted(policies: BudgetPolicies, event: BudgetPolicyAdopted) -> BudgetPolicies:
    return (*policies, event)


NO_POLICIES: Final[BudgetPolicies] = ()
BUDGET_POLICIES: Final = StreamKind(category="budget-policy", initial=NO_POLICIES, evolve=_adopted)


def budget_policies(_: object = None) -> Stream[BudgetPolicies]:
    """Name the one stream of the ledger's rules for budgets."""
    return BUDGET_POLICIES.at()


def line_name(line: PlannedLine) -> LineName:
    """Name a line by its account or its project; a line of neither has an empty name."""
    return LineName(line.account or line.project or "")


def adopt_budget_policy(asked: Asked, command: AdoptBudgetPolicy, adopted: BudgetPolicies) -> Sequence[Event]:
    """Put a rule for budgets into force."""
    check_new_rule(adopted, command.rule_id, command.valid_from)
    asked.check_day(command.effective_on)
    return [
        BudgetPolicyAdopted(
            rule_id=command.rule_id,
            revisions=command.revisions,
            valid_from=command.valid_from,
            source=command.source,
            effective_on=command.effective_on,
        )
    ]


def adopt_budget(
    asked: Asked,
    command: AdoptBudget,
    _: LedgerState | None,
    *lines_and_execution: BudgetLine | BudgetExecution | None,
) -> Sequence[Event]:
    """Adopt a year's budget, once."""
    existing = asked.books.budgets.get(command.year)
    if existing is not None:
        raise BudgetAlreadyAdopted(year=command.year, adopted_on=existing.adopted_on)
    asked.check_day(command.effective_on)
    set_lines = _set(command, *lines_and_execution)
    adopted = BudgetAdopted(
        year=command.year,
        document_no=command.document_no,
        lines=Count(len(set_lines)),
        adopted_by=asked.actor,
        effective_on=command.effective_on,
    )
    return [adopted, *set_lines]


def amend_budget(
    asked: Asked,
    command: AmendBudget,
    _: LedgerState | None,
    policies: BudgetPolicies,
    *lines_and_execution: BudgetLine | BudgetExecution | None,
) -> Sequence[Event]:
    """Set lines anew, as often in a year as the ledger's rule allows."""
    existing = asked.books.budgets.get(command.year)
    if existing is None:
        raise BudgetNotAdopted(year=command.year)
    rule = rule_on(policies, [USUAL_POLICY], command.effective_on)
    if existing.revisions >= rule.revisions:
        raise BudgetAmendedEnough(year=command.year, revisions=rule.revisions, rule_id=rule.rule_id)
    asked.check_day_since(command.effective_on, existing.changed_on)
    amended = BudgetAmended(
        year=command.year,
        document_no=command.document_no,
        revision=Count(existing.revisions + 1),
        rule_id=rule.rule_id,
        reason=command.reason,
        amended_by=asked.actor,
        effective_on=command.effective_on,
    )
    return [amended, *_set(command, *lines_and_execution)]


def _set(
    command: AdoptBudget | AmendBudget, *lines_and_execution: BudgetLine | BudgetExecution | None
) -> list[BudgetLineSet]:
    """Set the lines: one that is new has used what the year's postings came to so far.

    The streams of the lines are named so that an expense at the same moment is not overlooked, and the resolution
    stands in the ledger's own stream, so that an expense decided before it without these lines is decided anew.
    """
    *present, execution = lines_and_execution
    if not isinstance(execution, BudgetExecution):
        message = "the budget's execution comes last"
        raise TypeError(message)
    names = [line_name(line) for line in command.lines]
    if not names:
        raise BudgetLinesMissing(year=command.year)
    for name in names:
        if names.count(name) > 1:
            raise BudgetLineTwice(line=name)
    return [
        _set_line(command, line, before.used_fen if isinstance(before, BudgetLine) else execution.on(line_name(line)))
        for line, before in zip(command.lines, present, strict=True)
    ]


def _set_line(command: AdoptBudget | AmendBudget, line: PlannedLine, used_fen: int) -> BudgetLineSet:
    name = line_name(line)
    _check_line(chart_on(date(command.year, 1, 1)), line)
    if line.control == "refuse" and line.planned_fen < used_fen:
        raise BudgetLineBelowUsed(year=command.year, line=name, planned_fen=line.planned_fen, used_fen=Fen(used_fen))
    return BudgetLineSet(
        year=command.year,
        line=name,
        control=line.control,
        planned_fen=line.planned_fen,
        used_fen=Fen(used_fen),
        effective_on=command.effective_on,
    )


def _check_line(chart: ChartVersion, line: PlannedLine) -> None:
    """Refuse a line of neither account nor project or of both, of an unknown account, or income that controls."""
    if (line.account is None) == (line.project is None):
        raise BudgetLineUnnamed(planned_fen=line.planned_fen)
    if line.account is None:
        return
    account = CHARTS[chart].accounts.get(AccountCode(line.account))
    if account is None or account.element not in RESULT:
        raise BudgetLineUnknown(line=line_name(line), chart=chart)
    if account.element == "income" and line.control != "report":
        raise BudgetIncomeControlled(line=line_name(line))
