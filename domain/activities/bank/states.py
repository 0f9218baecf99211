"""What the streams of the bank come to."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple, Protocol

from domain.activities.bank.events import (
    BankLinesMatched,
    BankLinesUnmatched,
    BankPolicyAdopted,
    BankReconciled,
    BankStatementImported,
    BankStatementWithdrawn,
)
from domain.deciding import Stream, StreamKind
from domain.values import AccountCode, Count, Fen, Month, RuleId

Policies = tuple[BankPolicyAdopted, ...]


class OfAccount(Protocol):
    """A command or an event of a bank account."""

    @property
    def account(self) -> AccountCode:
        """The account."""


class OfAccountMonth(OfAccount, Protocol):
    """A command or an event of a month of a bank account."""

    @property
    def period(self) -> Month:
        """The month."""


USUAL_POLICY: Final = BankPolicyAdopted(
    rule_id=RuleId("usual.bank-window"), window_days=Count(3), valid_from=date.min, effective_on=date.min
)
"""What holds where a ledger adopted nothing else: a policy value."""


class LastStatement(NamedTuple):
    """The statement that was imported last: its month, and the balance that the next one opens with."""

    period: Month
    closing_fen: Fen


def policy_on(policies: Policies, day: date) -> BankPolicyAdopted:
    """Pick the policy in force on a day: the last that began by then, or the usual one."""
    begun: Sequence[BankPolicyAdopted] = [policy for policy in policies if policy.valid_from <= day]
    return max(begun, key=lambda policy: policy.valid_from, default=USUAL_POLICY)


def _adopted(policies: Policies, event: BankPolicyAdopted) -> Policies:
    return (*policies, event)


def _last(_: LastStatement | None, event: BankStatementImported | BankStatementWithdrawn) -> LastStatement | None:
    if isinstance(event, BankStatementImported):
        return LastStatement(event.period, event.closing_fen)
    return None if event.follows is None else LastStatement(event.follows, event.opening_fen)


def _numbered(_: int, event: BankLinesMatched | BankLinesUnmatched) -> int:
    return event.match_no if isinstance(event, BankLinesMatched) else event.last_match_no


def _reconciled(_: BankReconciled | None, event: BankReconciled) -> BankReconciled:
    return event


NO_POLICIES: Final[Policies] = ()
NO_STATEMENT: Final[LastStatement | None] = None
NOT_RECONCILED: Final[BankReconciled | None] = None
POLICIES: Final = StreamKind(category="bank-policy", initial=NO_POLICIES, evolve=_adopted)
STATEMENTS: Final = StreamKind(category="bank-statement", initial=NO_STATEMENT, evolve=_last, growing=True)
MATCHES: Final = StreamKind(category="bank-match", initial=0, evolve=_numbered, growing=True)
RECONCILIATION: Final = StreamKind(category="bank-reconciliation", initial=NOT_RECONCILED, evolve=_reconciled)


def policies(_: object = None) -> Stream[Policies]:
    """Name the stream of the ledger's policies on matching."""
    return POLICIES.at()


def statements(of: OfAccount) -> Stream[LastStatement | None]:
    """Name the stream of a bank account's statements, which knows the last one."""
    return STATEMENTS.at(of.account)


def matches(of: OfAccount) -> Stream[int]:
    """Name the stream of a bank account's matches, which knows the number given out last."""
    return MATCHES.at(of.account)


def reconciliation(of: OfAccountMonth) -> Stream[BankReconciled | None]:
    """Name the stream of a bank account's reconciliation of a month, which knows the one signed last."""
    return RECONCILIATION.at(of.account, of.period)
