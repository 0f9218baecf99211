"""A grassroots union's ledger: opened, with an account and a posting rule of its own, its first month closed."""

from datetime import date
from typing import Final

from domain.activities.ledger import (
    AccountAdded,
    ClosedBalance,
    Event,
    LedgerOpened,
    PeriodClosed,
    PostingRuleApproved,
    PostingRuleDrafted,
)
from domain.values import AccountCode, ActorId, Fen, LedgerId, Month, PostingKind, PostingPart, RuleId, Text

WELFARE: Final = AccountCode("5010401")
RULE: Final = RuleId("VISITS-2015")

LEDGER_OPENED: Final = LedgerOpened(
    ledger_id=LedgerId("school"),
    name=Text("小学工会"),
    level="grassroots",
    parent_ledger_id=LedgerId("city"),
    chart="2009",
    books_from=date(2015, 1, 1),
    closing_mode="monthly",
    effective_on=date(2015, 1, 1),
)
ACCOUNT_ADDED: Final = AccountAdded(
    chart="2009",
    account=WELFARE,
    parent=AccountCode("50104"),
    name=Text("会员慰问"),
    effective_on=date(2015, 1, 5),
)
RULE_DRAFTED: Final = PostingRuleDrafted(
    rule_id=RULE,
    posting_kind=PostingKind("aid.VISIT"),
    part=PostingPart("account"),
    chart="2009",
    account=WELFARE,
    valid_from=date(2015, 2, 1),
    source=Text("工会委员会2015年第1次会议"),
    drafted_by=ActorId("bella"),
    effective_on=date(2015, 1, 8),
)
RULE_APPROVED: Final = PostingRuleApproved(rule_id=RULE, approved_by=ActorId("pavel"), effective_on=date(2015, 1, 9))
PERIOD_CLOSED: Final = PeriodClosed(
    period=Month("2015-01"),
    chart="2009",
    position=7,
    balances=(
        ClosedBalance(account=AccountCode("102"), balance_fen=Fen(42_000_00)),
        ClosedBalance(account=AccountCode("331"), balance_fen=Fen(42_000_00)),
    ),
    accruals_done=True,
    pending_reason=None,
    closed_by=ActorId("bella"),
    effective_on=date(2015, 1, 31),
)

SAMPLES: Final[tuple[Event, ...]] = (LEDGER_OPENED, ACCOUNT_ADDED, RULE_DRAFTED, RULE_APPROVED, PERIOD_CLOSED)
