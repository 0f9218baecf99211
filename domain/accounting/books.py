"""What every posting of a ledger rests on: from when books are kept, its own accounts and rules, months, budgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.accounting.charts import CHARTS, Account
from domain.values import AccountCode, ActorId, ChartVersion, Month, PostingKind, PostingPart, RuleId, Year

ClosingMode = Literal["monthly", "statement_only"]
"""Whether income and expense are carried to net assets each month, or in December only and in the sheet before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRule:
    """Which accounts an activity goes to, from a day on. ``accounts`` names them by part (``"account"`` if only one).

    ``source`` is the regulation, or the decision of the union for a rule of its own.
    """

    rule_id: RuleId
    kind: PostingKind
    chart: ChartVersion
    accounts: Mapping[PostingPart, AccountCode]
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedRule:
    """A rule that waits for a second person. Source: 财会〔2024〕11号 第十七条."""

    rule: PostingRule
    drafted_by: ActorId


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBudget:
    """A year's budget, beside its lines: when it was adopted and last amended, and how often."""

    adopted_on: date
    changed_on: date
    revisions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The books of one ledger as far as postings rest on them.

    ``accounts`` are the detail accounts that the ledger added; ``rules`` the approved rules of its own, in the
    order of approval; ``closed_through`` the last closed month; ``budgets`` those that were adopted.
    """

    kept_from: date
    closing_mode: ClosingMode = "monthly"
    accounts: Mapping[tuple[ChartVersion, AccountCode], Account] = field(default_factory=dict)
    drafts: Mapping[RuleId, DraftedRule] = field(default_factory=dict)
    rules: tuple[PostingRule, ...] = ()
    closed_through: Month | None = None
    budgets: Mapping[Year, YearBudget] = field(default_factory=dict)
    found: dict[tuple[object, ...], tuple[RuleId, AccountCode, AccountCode]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """Rules and accounts that were looked up and checked before; begins anew whenever the books change."""

    def account(self, chart: ChartVersion, code: AccountCode) -> Account | None:
        """Find an account of a chart: a prescribed one, or one that the ledger added."""
        return CHARTS[chart].accounts.get(code) or self.accounts.get((chart, code))

    def rule(self, kind: str, chart: ChartVersion, day: date) -> PostingRule | None:
        """Find the ledger's own rule of a kind on a day: of several, the one that came into force last."""
        fitting = [rule for rule in self.rules if rule.kind == kind and rule.chart == chart and rule.valid_from <= day]
        return max(fitting, key=lambda rule: rule.valid_from, default=None)
