"""Files from outside, xlsx or csv: read whole, every fault named with its row and column, before any is recorded."""

from services.imports.bank_statement import Frame, read_bank_statement
from services.imports.payroll import read_payroll
from services.imports.refusals import ImportRefused

__all__ = ["Frame", "ImportRefused", "read_bank_statement", "read_payroll"]
