"""What the events of a ledger's own stream come to."""

from dataclasses import replace
from typing import Final, assert_never

from domain.accounting.books import Books, DraftedRule, PostingRule, YearBudget
from domain.accounting.charts import CHARTS, Account
from domain.activities.ledger.events import (
    AccountAdded,
    BudgetAdopted,
    BudgetAmended,
    LedgerOpened,
    OfOwnStream,
    PeriodClosed,
    PostingRuleApproved,
    PostingRuleDrafted,
)
from domain.deciding import LedgerState, Stream, StreamKind


def evolve(state: LedgerState | None, event: OfOwnStream) -> LedgerState | None:
    """Say what the ledger is after the event."""
    if isinstance(event, LedgerOpened):
        return LedgerState(
            ledger_id=event.ledger_id,
            name=event.name,
            level=event.level,
            parent_ledger_id=event.parent_ledger_id,
            chart=event.chart,
            opened_on=event.effective_on,
            books=Books(kept_from=event.books_from, closing_mode=event.closing_mode),
        )
    return None if state is None else replace(state, books=_books_after(state.books, event))


def _books_after(
    books: Books,
    event: AccountAdded | PostingRuleDrafted | PostingRuleApproved | PeriodClosed | BudgetAdopted | BudgetAmended,
) -> Books:
    match event:
        case AccountAdded():
            return replace(books, accounts={**books.accounts, (event.chart, event.account): _account(event)})
        case PostingRuleDrafted():
            drafted = DraftedRule(rule=_rule(event), drafted_by=event.drafted_by)
            return replace(books, drafts={**books.drafts, event.rule_id: drafted})
        case PostingRuleApproved():
            waiting = {rule_id: draft for rule_id, draft in books.drafts.items() if rule_id != event.rule_id}
            return replace(books, drafts=waiting, rules=(*books.rules, books.drafts[event.rule_id].rule))
        case PeriodClosed():
            return replace(books, closed_through=event.period)
        case BudgetAdopted():
            resolved = YearBudget(adopted_on=event.effective_on, changed_on=event.effective_on)
            return replace(books, budgets={**books.budgets, event.year: resolved})
        case BudgetAmended():
            adopted = books.budgets[event.year]
            amended = replace(adopted, changed_on=event.effective_on, revisions=event.revision)
            return replace(books, budgets={**books.budgets, event.year: amended})
        case _:
            assert_never(event)


def _account(event: AccountAdded) -> Account:
    parent = CHARTS[event.chart].accounts[event.parent]
    return replace(parent, code=event.account, parent=event.parent, name_zh=event.name, name_en=event.name)


def _rule(event: PostingRuleDrafted) -> PostingRule:
    return PostingRule(
        rule_id=event.rule_id,
        kind=event.posting_kind,
        chart=event.chart,
        accounts={event.part: event.account},
        valid_from=event.valid_from,
        source=event.source,
    )


INITIAL: Final[LedgerState | None] = None
LEDGER: Final = StreamKind(category="ledger", initial=INITIAL, evolve=evolve)


def the_ledger(_: object = None) -> Stream[LedgerState | None]:
    """Name the one stream that says what this ledger is."""
    return LEDGER.at("self")
