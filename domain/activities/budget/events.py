"""What happens to a year's budget (预算): it is adopted, amended, and used line by line."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

from domain.accounting.lines import Posting
from domain.activities.ledger import BudgetAdopted, BudgetAmended
from domain.values import ActorId, Count, DocumentNo, Fen, RuleId, Text, Year

LineName = NewType("LineName", str)
"""What a budget line is called: the code of an account of the first or second level, or a project."""
BudgetControl = Literal["report", "warn", "refuse"]
"""What happens where a line does not reach: nothing but the figures, the excess is noted, or the expense is refused."""
BudgetFundMove = Literal["use", "provide"]
"""动用 and 安排预算稳定调节基金."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPolicyAdopted:
    """The ledger says how often a year's budget may be amended."""

    rule_id: RuleId
    revisions: Count
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLineSet:
    """A line has a planned amount from now on; carries what was executed on it so far."""

    year: Year
    line: LineName
    control: BudgetControl
    planned_fen: Fen
    used_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLineCharged:
    """An expense was charged to a line, or given back to it (below zero); carries the line as it stands then.

    ``over_fen`` is by how much the line is overdrawn, 0 if it is not.
    """

    year: Year
    line: LineName
    control: BudgetControl
    charged_fen: Fen
    planned_fen: Fen
    used_fen: Fen
    over_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFundMoved:
    """The budget stabilisation fund (预算稳定调节基金) was used for the year, or provided for out of it."""

    document_no: DocumentNo
    move: BudgetFundMove
    amount_fen: Fen
    approved_by: ActorId
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFundMoveReversed:
    """A move of the budget stabilisation fund was taken back whole."""

    document_no: DocumentNo
    move: BudgetFundMove
    amount_fen: Fen
    approved_by: ActorId
    moved_on: date
    reason: Text
    posting: Posting
    effective_on: date


Event = (
    BudgetPolicyAdopted
    | BudgetAdopted
    | BudgetAmended
    | BudgetLineSet
    | BudgetLineCharged
    | BudgetFundMoved
    | BudgetFundMoveReversed
)
