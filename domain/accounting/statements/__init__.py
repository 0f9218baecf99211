"""Statutory statements: their forms as data, computed purely from the sums of accounts, and their checks."""

from domain.accounting.statements.checks import Check, CheckedYear, CheckId, CheckState, Comparison, blocked_by, checks
from domain.accounting.statements.forms import Form, FormName, Row, RowKind, form
from domain.accounting.statements.formulas import Formula, Term, leaves, read_formula
from domain.accounting.statements.sheets import (
    ColumnName,
    Statement,
    StatementLine,
    balance_sheet,
    monthly_income_statement,
    yearly_income_statement,
)
from domain.accounting.statements.sums import AccountSums, Sums

__all__ = [
    "AccountSums",
    "Check",
    "CheckId",
    "CheckState",
    "CheckedYear",
    "ColumnName",
    "Comparison",
    "Form",
    "FormName",
    "Formula",
    "Row",
    "RowKind",
    "Statement",
    "StatementLine",
    "Sums",
    "Term",
    "balance_sheet",
    "blocked_by",
    "checks",
    "form",
    "leaves",
    "monthly_income_statement",
    "read_formula",
    "yearly_income_statement",
]
