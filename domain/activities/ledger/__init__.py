"""The ledger itself: the books of one accounting entity (会计主体) are opened once, with what all postings rest on.

Its stream is short and every decision reads it: it says which detail accounts and posting rules are the
ledger's own, through which month it is closed, and which years have a budget.
"""

from typing import Final

from domain.activities.ledger.accounts import AccountNotDetail, AccountTaken, AddAccount, add_account
from domain.activities.ledger.events import (
    AccountAdded,
    BudgetAdopted,
    BudgetAmended,
    ClosedBalance,
    Event,
    LedgerOpened,
    PeriodClosed,
    PostingRuleApproved,
    PostingRuleDrafted,
)
from domain.activities.ledger.opening import LedgerAlreadyOpen, LedgerOwnParent, OpenLedger, open_ledger
from domain.activities.ledger.posting_rules import (
    ApprovePostingRule,
    DraftPostingRule,
    MoneyAccountWrong,
    PostingRuleIdTaken,
    PostingRuleNotDrafted,
    PostingRuleTurnsExpense,
    approve_posting_rule,
    draft_posting_rule,
)
from domain.activities.ledger.states import evolve, the_ledger
from domain.deciding import ADMIN, APPROVER, BOOKKEEPER, Activity, CommandType, EventType, Stream
from domain.deciding import LedgerState as State


def _the_ledger(_: object) -> tuple[Stream[State | None]]:
    return (the_ledger(),)


ACTIVITY: Final = Activity(
    name="ledger",
    events=(
        EventType(name="ledger.opened", event=LedgerOpened, stream=the_ledger),
        EventType(name="ledger.account_added", event=AccountAdded, stream=the_ledger),
        EventType(name="ledger.posting_rule_drafted", event=PostingRuleDrafted, stream=the_ledger),
        EventType(name="ledger.posting_rule_approved", event=PostingRuleApproved, stream=the_ledger),
        EventType(name="ledger.period_closed", event=PeriodClosed, stream=the_ledger),
    ),
    commands=(
        CommandType(name="open-ledger", command=OpenLedger, roles=ADMIN, streams=_the_ledger, decide=open_ledger),
        CommandType(name="add-account", command=AddAccount, roles=BOOKKEEPER, streams=_the_ledger, decide=add_account),
        CommandType(
            name="draft-posting-rule",
            command=DraftPostingRule,
            roles=BOOKKEEPER,
            streams=_the_ledger,
            decide=draft_posting_rule,
        ),
        CommandType(
            name="approve-posting-rule",
            command=ApprovePostingRule,
            roles=APPROVER,
            streams=_the_ledger,
            decide=approve_posting_rule,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "AccountAdded",
    "AccountNotDetail",
    "AccountTaken",
    "AddAccount",
    "ApprovePostingRule",
    "BudgetAdopted",
    "BudgetAmended",
    "ClosedBalance",
    "DraftPostingRule",
    "Event",
    "LedgerAlreadyOpen",
    "LedgerOpened",
    "LedgerOwnParent",
    "MoneyAccountWrong",
    "OpenLedger",
    "PeriodClosed",
    "PostingRuleApproved",
    "PostingRuleDrafted",
    "PostingRuleIdTaken",
    "PostingRuleNotDrafted",
    "PostingRuleTurnsExpense",
    "evolve",
    "the_ledger",
]
