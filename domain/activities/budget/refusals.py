"""How budgets say no."""

from dataclasses import dataclass
from datetime import date

from domain.activities.budget.events import LineName
from domain.errors import LedgerError
from domain.values import ChartVersion, Count, DocumentNo, Fen, RuleId, Year


@dataclass(eq=False, kw_only=True)
class BudgetAlreadyAdopted(LedgerError):
    """A year has one budget."""

    code = "budget_already_adopted"
    text = "The budget of {year} was adopted on {adopted_on}. Amend it with amend-budget."

    year: Year
    adopted_on: date


@dataclass(eq=False, kw_only=True)
class BudgetNotAdopted(LedgerError):
    """Only an adopted budget is amended."""

    code = "budget_not_adopted"
    text = "There is no budget of {year}. Adopt it first with adopt-budget."

    year: Year


@dataclass(eq=False, kw_only=True)
class BudgetLinesMissing(LedgerError):
    """A budget and an amendment have lines."""

    code = "budget_lines_missing"
    kind = "invalid"
    text = "No line is named for the budget of {year}. Name at least one."

    year: Year


@dataclass(eq=False, kw_only=True)
class BudgetLineTwice(LedgerError):
    """A line stands in a budget once."""

    code = "budget_line_twice"
    kind = "invalid"
    text = "Line {line} is named more than once. Add its amounts up."

    line: LineName


@dataclass(eq=False, kw_only=True)
class BudgetLineUnnamed(LedgerError):
    """A line is for an account or for a project, not for both or for nothing."""

    code = "budget_line_unnamed"
    kind = "invalid"
    text = "A line of {planned} does not name either an account or a project. Name one of the two."

    planned_fen: Fen


@dataclass(eq=False, kw_only=True)
class BudgetLineUnknown(LedgerError):
    """A line's account is one of income or expense that the chart of its year prescribes."""

    code = "budget_line_unknown"
    kind = "invalid"
    text = "{line} is no account of income or expense in chart {chart}. Use one of the first or second level."

    line: LineName
    chart: ChartVersion


@dataclass(eq=False, kw_only=True)
class BudgetIncomeControlled(LedgerError):
    """Income is planned and compared; no income is refused."""

    code = "budget_income_controlled"
    kind = "invalid"
    text = "Line {line} is income, which is only reported. Set its control to report."

    line: LineName


@dataclass(eq=False, kw_only=True)
class BudgetLineBelowUsed(LedgerError):
    """A line that refuses expenses covers those that there were."""

    code = "budget_line_below_used"
    text = "{used} is used on line {line} of {year} already; {planned} is less. Plan at least that, or let it warn."

    year: Year
    line: LineName
    planned_fen: Fen
    used_fen: Fen


@dataclass(eq=False, kw_only=True)
class BudgetExceeded(LedgerError):
    """An expense is more than its budget line has left. Source: 财会〔2024〕11号 第十八条."""

    code = "budget_exceeded"
    text = "Line {line} of {year} plans {planned}, {used} is used; {asked} is too much. Amend it or spend less."

    year: Year
    line: LineName
    planned_fen: Fen
    used_fen: Fen
    asked_fen: Fen


@dataclass(eq=False, kw_only=True)
class BudgetAmendedEnough(LedgerError):
    """A budget is amended only as often as the ledger's rule allows."""

    code = "budget_amended_enough"
    text = "Rule {rule_id} allows {revisions} amendment(s) of the budget of {year}, no more. Have the rule changed."

    year: Year
    revisions: Count
    rule_id: RuleId


@dataclass(eq=False, kw_only=True)
class BudgetFundNotKept(LedgerError):
    """County unions and above keep a budget stabilisation fund. Source: 财会〔2021〕7号 附录1, 341."""

    code = "budget_fund_not_kept"
    kind = "invalid"
    text = "A grassroots union keeps no budget stabilisation fund. Leave the money in its surplus."


@dataclass(eq=False, kw_only=True)
class BudgetFundDocumentUsed(LedgerError):
    """A document moves the budget stabilisation fund once."""

    code = "budget_fund_document_used"
    text = "Document {document_no} moved the fund on {moved_on}. Use the number of another document."

    document_no: DocumentNo
    moved_on: date


@dataclass(eq=False, kw_only=True)
class BudgetFundMoveUnknown(LedgerError):
    """Only a move that was made on the named day, and still stands, is taken back."""

    code = "budget_fund_move_unknown"
    kind = "not_found"
    text = "No move of the fund by document {document_no} on {moved_on} stands. Check both."

    document_no: DocumentNo
    moved_on: date
