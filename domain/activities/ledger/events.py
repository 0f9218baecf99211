"""What happens to the ledger itself: it is opened, gets accounts and rules of its own, and its months are closed."""

from dataclasses import dataclass
from datetime import date

from domain.accounting.books import ClosingMode
from domain.values import (
    AccountCode,
    ActorId,
    ChartVersion,
    Count,
    DocumentNo,
    Fen,
    LedgerId,
    Level,
    Month,
    PostingKind,
    PostingPart,
    RuleId,
    Text,
    Year,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOpened:
    """The ledger of one union was opened: its name, its level, whose books it reports to.

    Facts before ``books_from`` are recorded as evidence and post nothing.
    """

    ledger_id: LedgerId
    name: Text
    level: Level
    parent_ledger_id: LedgerId | None
    chart: ChartVersion
    books_from: date
    closing_mode: ClosingMode
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAdded:
    """The ledger has a detail account of its own under an account of a chart."""

    chart: ChartVersion
    account: AccountCode
    parent: AccountCode
    name: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRuleDrafted:
    """A rule was written that sends one part of an activity to an account; it waits for a second person."""

    rule_id: RuleId
    posting_kind: PostingKind
    part: PostingPart
    chart: ChartVersion
    account: AccountCode
    valid_from: date
    source: Text
    drafted_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRuleApproved:
    """A second person put a drafted rule into force, from the day that it names."""

    rule_id: RuleId
    approved_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBalance:
    """What stood on an account at a close: debits less credits."""

    account: AccountCode
    balance_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodClosed:
    """A month was closed for ever (结账): what stood on each account, and the last position that it counts.

    ``accruals_done`` and ``pending_reason`` are what whoever closed it stated, as for December of chart 2021.
    """

    period: Month
    chart: ChartVersion
    position: int
    balances: tuple[ClosedBalance, ...]
    accruals_done: bool
    pending_reason: Text | None
    closed_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetAdopted:
    """A year's budget was adopted by a resolution.

    It stands in the ledger's own stream, as its amendments do: an expense rests on which lines there are.
    """

    year: Year
    document_no: DocumentNo
    lines: Count
    adopted_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetAmended:
    """A year's budget was amended; ``rule_id`` is the rule that says how often it may be."""

    year: Year
    document_no: DocumentNo
    revision: Count
    rule_id: RuleId
    reason: Text
    amended_by: ActorId
    effective_on: date


Event = LedgerOpened | AccountAdded | PostingRuleDrafted | PostingRuleApproved | PeriodClosed
OfOwnStream = Event | BudgetAdopted | BudgetAmended
"""What stands in the ledger's own stream, which every decision reads."""
