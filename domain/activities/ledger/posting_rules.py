"""Posting rules of a ledger's own: one person drafts, another approves. Source: 财会〔2024〕11号 第十七条."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from domain.accounting.charts import CHARTS, chart_on
from domain.accounting.posting import MONEY_ACCOUNTS, place_of
from domain.accounting.refusals import AccountHasDetails, AccountUnknown
from domain.accounting.rules import ONE, RULES
from domain.accounting.sources import CLOSING, OPENING
from domain.activities.ledger.events import PostingRuleApproved, PostingRuleDrafted
from domain.deciding import Asked, LedgerState
from domain.errors import LedgerError, SamePerson
from domain.values import AccountCode, ChartVersion, PostingKind, PostingPart, RuleId, Text

RESERVED: Final = (OPENING, CLOSING, "general", "correction.", "2009.", "2021.")
"""How the ids of the rules that every ledger has begin."""
AID: Final = "aid."
"""How the kinds begin that send the aid of one programme to an account: ``aid.VISIT``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPostingRule:
    """Say to which account an activity goes from a day on, and by whose decision (``source``).

    A kind such as ``bank.custodial`` says on which account of a place money of a class stands.
    """

    rule_id: RuleId
    posting_kind: PostingKind
    account: AccountCode
    valid_from: date
    source: Text
    effective_on: date
    part: PostingPart = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePostingRule:
    """Put a drafted rule into force."""

    rule_id: RuleId
    effective_on: date


@dataclass(eq=False, kw_only=True)
class PostingRuleIdTaken(LedgerError):
    """A rule's id is used once, so that an event's rule is never in doubt."""

    code = "posting_rule_id_taken"
    text = "There is a posting rule {rule_id}. Choose another id."

    rule_id: RuleId


@dataclass(eq=False, kw_only=True)
class PostingRuleNotDrafted(LedgerError):
    """Only a drafted rule is approved, once."""

    code = "posting_rule_not_drafted"
    text = "No posting rule {rule_id} waits for approval. Check the id."

    rule_id: RuleId


@dataclass(eq=False, kw_only=True)
class PostingRuleTurnsExpense(LedgerError):
    """A rule of the ledger's own makes nothing an expense, and no expense something else.

    Budgets control expenses, and activities say which of their commands spend: see ``within_budget``.
    """

    code = "posting_rule_turns_expense"
    kind = "invalid"
    text = "Of “{posting_kind}” and account {account} {name}, one is an expense, one is not. Choose another account."

    posting_kind: PostingKind
    account: AccountCode
    name: str


@dataclass(eq=False, kw_only=True)
class MoneyAccountWrong(LedgerError):
    """Money at a place stands on the account of the place, or on a detail account of it."""

    code = "money_account_wrong"
    kind = "invalid"
    text = "{posting_kind} is about money that stands on {place_account} or a detail of it, not on {account}. Name one."

    posting_kind: PostingKind
    place_account: AccountCode
    account: AccountCode


def draft_posting_rule(asked: Asked, command: DraftPostingRule, _: LedgerState | None) -> Sequence[PostingRuleDrafted]:
    """Write a rule; it has no effect until somebody else approves it."""
    books, chart = asked.books, chart_on(command.valid_from)
    adopted = chain(books.drafts, (rule.rule_id for rule in books.rules))
    if command.rule_id in adopted or command.rule_id.startswith(RESERVED):
        raise PostingRuleIdTaken(rule_id=command.rule_id)
    account = books.account(chart, command.account)
    if account is None:
        raise AccountUnknown(account=command.account, chart=chart, effective_on=command.valid_from)
    if command.account in CHARTS[chart].with_details:
        raise AccountHasDetails(account=command.account, name=account.name_zh)
    if _spends(command, chart) != (account.element == "expense"):
        raise PostingRuleTurnsExpense(posting_kind=command.posting_kind, account=command.account, name=account.name_zh)
    _check_place(command)
    asked.check_day(command.effective_on)
    return [
        PostingRuleDrafted(
            rule_id=command.rule_id,
            posting_kind=command.posting_kind,
            part=command.part,
            chart=chart,
            account=command.account,
            valid_from=command.valid_from,
            source=command.source,
            drafted_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]


def _spends(command: DraftPostingRule, chart: ChartVersion) -> bool:
    """Say whether what the rule is for is an expense by the rule that every ledger has; a programme's aid always is."""
    usual = RULES.get((chart, command.posting_kind))
    code = None if usual is None else usual.accounts.get(command.part)
    if code is None:
        return command.posting_kind.startswith(AID)
    return CHARTS[chart].accounts[code].element == "expense"


def _check_place(command: DraftPostingRule) -> None:
    """Refuse another account for money of a class at a place (kinds as ``bank.custodial``) than one of the place."""
    place, dot, _ = command.posting_kind.partition(".")
    for known, code in MONEY_ACCOUNTS.items():
        if dot and place == known and place_of(command.account) != place:
            raise MoneyAccountWrong(posting_kind=command.posting_kind, place_account=code, account=command.account)


def approve_posting_rule(
    asked: Asked, command: ApprovePostingRule, _: LedgerState | None
) -> Sequence[PostingRuleApproved]:
    """Put a drafted rule into force; not by whoever drafted it."""
    draft = asked.books.drafts.get(command.rule_id)
    if draft is None:
        raise PostingRuleNotDrafted(rule_id=command.rule_id)
    if draft.drafted_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="draft-posting-rule", step="approve-posting-rule")
    asked.check_day(command.effective_on)
    return [PostingRuleApproved(rule_id=command.rule_id, approved_by=asked.actor, effective_on=command.effective_on)]
