"""How the books say no: dates, accounts and lines that no posting may have."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import AccountCode, ChartVersion, Fen, FundClass, Level, Month, PostingKind, ProjectId


@dataclass(eq=False, kw_only=True)
class PeriodClosed(LedgerError):
    """A closed month, and every month before it, takes no postings. Source: 财会〔2024〕12号 第二十四条."""

    code = "period_closed"
    text = "{effective_on} lies in a closed period: the books are closed through {closed_through}. Use an open month."

    effective_on: date
    closed_through: Month


@dataclass(eq=False, kw_only=True)
class DateBeforeBooks(LedgerError):
    """A posting lies before the day from which the books are kept."""

    code = "date_before_books"
    kind = "invalid"
    text = "{effective_on} is before the books begin on {kept_from}. Use a date from then on."

    effective_on: date
    kept_from: date


@dataclass(eq=False, kw_only=True)
class PostingRuleMissing(LedgerError):
    """No rule says which account an activity goes to under the chart of its day."""

    code = "posting_rule_missing"
    text = "No posting rule says where “{posting_kind}” goes under chart {chart}. Adopt one with draft-posting-rule."

    posting_kind: PostingKind
    chart: ChartVersion


@dataclass(eq=False, kw_only=True)
class AccountUnknown(LedgerError):
    """A line names an account that the chart of its day does not have."""

    code = "account_unknown"
    kind = "invalid"
    text = "Chart {chart} has no account {account}. Use an account of the chart in force on {effective_on}."

    account: AccountCode
    chart: ChartVersion
    effective_on: date


@dataclass(eq=False, kw_only=True)
class AccountOfOtherLevel(LedgerError):
    """A line names an account that unions of this level do not have. Source: 财会〔2021〕7号 附录1 第二部分."""

    code = "account_of_other_level"
    kind = "invalid"
    text = "Account {account} {name} is not for a union of level {level}. Use an account of its own table."

    account: AccountCode
    name: str
    level: Level


@dataclass(eq=False, kw_only=True)
class AccountHasDetails(LedgerError):
    """An account with prescribed details is posted to by its details only."""

    code = "account_has_details"
    kind = "invalid"
    text = "Account {account} {name} has detail accounts. Post to one of these."

    account: AccountCode
    name: str


@dataclass(eq=False, kw_only=True)
class LinesUnbalanced(LedgerError):
    """Debits and credits of an entry are equal. Source: 借贷记账法, 财会〔2021〕7号 第十条."""

    code = "lines_unbalanced"
    kind = "invalid"
    text = "Debits come to {debits} and credits to {credits}. Correct the lines so that both are equal."

    debits_fen: Fen
    credits_fen: Fen


@dataclass(eq=False, kw_only=True)
class LinesMissing(LedgerError):
    """An entry has at least two lines, and none of zero."""

    code = "lines_missing"
    kind = "invalid"
    text = "An entry has at least two lines, each with an amount. Add what is missing, leave out what is zero."


@dataclass(eq=False, kw_only=True)
class FundClassNotAllowed(LedgerError):
    """Money of this class cannot stand on this account, or lacks the project that it is for.

    Source: 财会〔2021〕7号 第二十二条, 附录1 account notes.
    """

    code = "fund_class_not_allowed"
    kind = "invalid"
    text = "Account {account} {name} cannot carry {fund_class} money, project: {project}. Check class and project."

    account: AccountCode
    name: str
    fund_class: FundClass
    project: ProjectId | None


@dataclass(eq=False, kw_only=True)
class FundInsufficient(LedgerError):
    """Restricted or custodial money is spent for its project only, and only as far as it reaches.

    Source: 财会〔2021〕7号 第二十二条; 代管经费 account notes 221 (2009: 231).
    """

    code = "fund_insufficient"
    text = "Project {project} has {left} of {fund_class} money left; {asked} is more. Record its receipt or pay less."

    project: ProjectId
    fund_class: str
    left_fen: Fen
    asked_fen: Fen
