"""What may be asked about budgets. ``effective_on`` is the day of the resolution."""

from dataclasses import dataclass
from datetime import date

from domain.activities.budget.events import BudgetControl, BudgetFundMove
from domain.values import AccountCode, Count, DocumentNo, Fen, PositiveFen, ProjectId, RuleId, Text, Year


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """A line of a budget: an account of the first or second level, or a project, and what is planned for it.

    A line of an account counts what its details count too; a line of a project counts the expenses for it.
    Lines of income are compared with what came in, and control nothing.
    """

    planned_fen: Fen
    account: AccountCode | None = None
    project: ProjectId | None = None
    control: BudgetControl = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptBudgetPolicy:
    """Say how often a year's budget may be amended, from a day on, and by whose decision (``source``)."""

    rule_id: RuleId
    revisions: Count
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptBudget:
    """Adopt the budget of a year by a resolution, once."""

    year: Year
    document_no: DocumentNo
    lines: tuple[PlannedLine, ...]
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendBudget:
    """Set lines of a year's budget anew by a resolution; lines that are not named stay as they are."""

    year: Year
    document_no: DocumentNo
    lines: tuple[PlannedLine, ...]
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBudgetFund:
    """Use the budget stabilisation fund for the year, or provide for it: county and above, from 2022 on."""

    document_no: DocumentNo
    move: BudgetFundMove
    amount_fen: PositiveFen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseBudgetFundMove:
    """Take back a move of the budget stabilisation fund that was made on ``moved_on``."""

    document_no: DocumentNo
    moved_on: date
    reason: Text
    effective_on: date
