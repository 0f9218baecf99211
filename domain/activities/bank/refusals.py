"""Why something asked about the bank is refused."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import AccountCode, BankLineId, ChartVersion, Count, Fen, Month, RuleId


@dataclass(eq=False, kw_only=True)
class BankAccountUnknown(LedgerError):
    """A bank account is 102 or a detail account of it that the ledger has under the chart of the day."""

    code = "bank_account_unknown"
    kind = "invalid"
    text = (
        "{account} is no bank account of this ledger under chart {chart}. Name 102, or a detail of it; "
        "add-account makes one."
    )

    account: AccountCode
    chart: ChartVersion


@dataclass(eq=False, kw_only=True)
class BankPolicyTaken(LedgerError):
    """A rule's id is used once, and at most one rule begins on a day."""

    code = "bank_policy_taken"
    text = "Bank policy {rule_id} begins on {valid_from} already. Choose another id and another day."

    rule_id: RuleId
    valid_from: date


@dataclass(eq=False, kw_only=True)
class BankStatementAlreadyImported(LedgerError):
    """A month has one statement."""

    code = "bank_statement_already_imported"
    text = (
        "The statements of account {account} through {last_period} are imported, that of {period} too. Import the next."
    )

    account: AccountCode
    period: Month
    last_period: Month


@dataclass(eq=False, kw_only=True)
class BankStatementMissing(LedgerError):
    """Statements follow one another month by month, so that no line is left out."""

    code = "bank_statement_missing"
    text = "The statement of account {account} for {missing} is not imported. Import it before going on with {period}."

    account: AccountCode
    period: Month
    missing: Month


@dataclass(eq=False, kw_only=True)
class BankOpeningDiffers(LedgerError):
    """A statement opens with what the one before it closed with."""

    code = "bank_opening_differs"
    kind = "invalid"
    text = (
        "The statement of account {account} for {period} opens with {opening}, but the one before closed with "
        "{closing}. Check both, and whether it is this account's."
    )

    account: AccountCode
    period: Month
    opening_fen: Fen
    closing_fen: Fen


@dataclass(eq=False, kw_only=True)
class BankStatementUnbalanced(LedgerError):
    """A statement adds up: opening balance, plus what came in, less what went out, is the closing balance."""

    code = "bank_statement_unbalanced"
    kind = "invalid"
    text = (
        "From {opening}, the lines of the statement lead to {reached}, not to the closing balance of {closing}. "
        "Look for a line that is missing or wrong."
    )

    opening_fen: Fen
    reached_fen: Fen
    closing_fen: Fen


@dataclass(eq=False, kw_only=True)
class BankLineAmountWrong(LedgerError):
    """A line is either money received or money paid, and not nothing."""

    code = "bank_line_amount_wrong"
    kind = "invalid"
    text = "Line {line_no} must show an amount above 0 either as received or as paid. Correct the line."

    line_no: int


@dataclass(eq=False, kw_only=True)
class BankLineOutsideMonth(LedgerError):
    """The lines of a statement lie in its month."""

    code = "bank_line_outside_month"
    kind = "invalid"
    text = "Line {line_no} is dated {day}, which does not lie in {period}. Import each month by itself."

    line_no: int
    day: date
    period: Month


@dataclass(eq=False, kw_only=True)
class BankLineRepeated(LedgerError):
    """The same reference, day and amount is the same line."""

    code = "bank_line_repeated"
    kind = "invalid"
    text = "Line {line_no} repeats line {first_line_no}: reference, day and amount are the same. Remove one of them."

    line_no: int
    first_line_no: int


@dataclass(eq=False, kw_only=True)
class BankStatementTooLong(LedgerError):
    """A statement is recorded as one event, so its size has an end."""

    code = "bank_statement_too_long"
    kind = "invalid"
    text = (
        "A statement may hold {most} lines, and this one holds {lines}. Ask the bank for daily totals of small items."
    )

    lines: int
    most: int


@dataclass(eq=False, kw_only=True)
class BankStatementNotLast(LedgerError):
    """Only the last statement can be taken away: those after it begin with what it closed with."""

    code = "bank_statement_not_last"
    text = (
        "The statement of account {account} for {period} is not the last one, which is that of {last_period}. "
        "Withdraw the last one first."
    )

    account: AccountCode
    period: Month
    last_period: Month | None


@dataclass(eq=False, kw_only=True)
class BankStatementInUse(LedgerError):
    """A statement stays while a match or a reconciliation rests on it."""

    code = "bank_statement_in_use"
    text = (
        "Of the statement of account {account} for {period}, {matched_lines} lines are matched or the month is "
        "reconciled. Undo its matches first; the statement of a reconciled month stays."
    )

    account: AccountCode
    period: Month
    matched_lines: int


@dataclass(eq=False, kw_only=True)
class NothingToMatch(LedgerError):
    """No open line has exactly one counterpart in the books."""

    code = "nothing_to_match"
    text = "Of {lines} open lines, none has exactly one counterpart among {entries} open entries. Match by hand."

    lines: int
    entries: int


@dataclass(eq=False, kw_only=True)
class BankLineNotOpen(LedgerError):
    """A line that is matched already, or is not there, cannot be matched."""

    code = "bank_line_not_open"
    text = "Line {line_id} is not open, is not there, or is named twice. Look at the open lines of this account."

    line_id: BankLineId


@dataclass(eq=False, kw_only=True)
class BankEntryNotOpen(LedgerError):
    """An entry that is matched already, or is not there, cannot be matched."""

    code = "bank_entry_not_open"
    text = "Source {source}, side {side}, is not open on this account, not there, or named twice. See the open items."

    source: str
    side: str


@dataclass(eq=False, kw_only=True)
class BankEntryTooSmall(LedgerError):
    """No more is taken of an entry than is open, and red lines are taken whole."""

    code = "bank_entry_too_small"
    text = "Source {source} has {open} open; {asked} cannot be taken of it. Lower the amount or leave it out."

    source: str
    open_fen: Fen
    asked_fen: Fen


@dataclass(eq=False, kw_only=True)
class BankMatchUnequal(LedgerError):
    """A match joins equal sums, and at least two things."""

    code = "bank_match_unequal"
    text = "The lines come to {lines} and the entries to {entries}. Join at least two items whose sums are equal."

    lines_fen: Fen
    entries_fen: Fen


@dataclass(eq=False, kw_only=True)
class BankMatchUnknown(LedgerError):
    """Only a match that stands can be undone."""

    code = "bank_match_unknown"
    kind = "not_found"
    text = "No match {match_no} of account {account} stands. Check the number and the account."

    account: AccountCode
    match_no: Count


@dataclass(eq=False, kw_only=True)
class BankBalancesDiffer(LedgerError):
    """A reconciliation is signed when the adjusted balances agree. Source: 规范 第六十二条; account note 102."""

    code = "bank_balances_differ"
    text = (
        "At the end of {period}, account {account} comes to {adjusted_book} in the books and {adjusted_bank} at the "
        "bank after adjustment. Look for a line or an entry that is wrong."
    )

    account: AccountCode
    period: Month
    adjusted_book_fen: Fen
    adjusted_bank_fen: Fen


@dataclass(eq=False, kw_only=True)
class BankAlreadyReconciled(LedgerError):
    """A month is reconciled again only if something has changed."""

    code = "bank_already_reconciled"
    text = (
        "Account {account} is reconciled for {period}, by {confirmed_by}, and nothing has changed since. "
        "Nothing is left to do."
    )

    account: AccountCode
    period: Month
    confirmed_by: str


@dataclass(eq=False, kw_only=True)
class CashierMayNotReconcile(LedgerError):
    """Who pays and receives does not check against the bank. Source: 会计法 (2024) 第三十五条, 第二十五条（一）."""

    code = "cashier_may_not_reconcile"
    kind = "forbidden"
    text = "{actor} signed vouchers of {period} as cashier and may not reconcile the bank. Ask another person."

    actor: str
    period: Month
