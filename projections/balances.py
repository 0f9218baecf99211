"""What is owed and what is left: dues of each ledger, member and month; the money of each aid programme.

Dues events carry by how much they changed arrears and prepaid, so every figure is a plain sum.
``paid`` is what was paid less what was refunded; assessed - waived - paid = arrears - prepaid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import Any, Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row

from domain.activities import aid, award, branch, dues, establishment, governance, ledger, membership
from domain.values import Fen, LedgerId, MemberNo, Month, ProgrammeCode, Text
from projections.fold import Changes, Entry, ReadModel, Table
from projections.of_the_books import OfTheBooks
from projections.organisation import reach

AccountEntry = dues.DuesPaid | dues.DuesAssessed | dues.DuesRefunded | dues.DuesWaived | dues.DuesReversed
ProgrammeMoney = (
    aid.AidBudgetCharged | aid.AidFundsRaised | aid.AidFundsReversed | aid.AidBudgetAmended | aid.AidProgrammeOpened
)
Handled = (
    dues.DuesTurnedIn
    | dues.DuesTurnInReversed
    | ProgrammeMoney
    | award.AwardConferred
    | award.AwardRevoked
    | membership.MemberEnrolled
)
Ignored = (
    ledger.Event
    | OfTheBooks
    | branch.BranchOpened
    | membership.MemberProfileChanged
    | membership.MemberTransferred
    | membership.MemberRetired
    | membership.MemberWithdrawn
    | membership.MemberReadmitted
    | membership.CardIssued
    | membership.CardReportedLost
    | membership.CardReplaced
    | membership.CardCancelled
    | dues.DuesPolicyAdopted
    | dues.WageBaseDeclared
    | aid.AidPolicyAdopted
    | aid.AidNeedClaimed
    | aid.AidRequested
    | aid.AidApproved
    | aid.AidDisbursed
    | aid.AidReversed
    | aid.AidCaseClosed
    | aid.AidCapCharged
    | award.AwardProgrammeOpened
    | award.NominationFiled
    | award.SelectionClosed
    | award.HonourReceived
    | award.InnovationReviewed
    | establishment.Event
    | governance.Event
)

DUES_SUMS: Final = ("assessed_fen", "paid_fen", "waived_fen", "arrears_fen", "prepaid_fen")
ASSESSED, PAID, WAIVED, ARREARS, PREPAID = range(len(DUES_SUMS))
"""Where each of them stands in a row."""
LEDGER_BALANCE: Final = Table(
    name="ledger_balance",
    key={},
    sums=(*DUES_SUMS, "turned_in_fen", "aid_budget_fen", "aid_spent_fen", "aid_raised_fen", "prizes_fen"),
)
MEMBER_BALANCE: Final = Table(
    name="member_balance", key={"member_no": "text"}, sums=DUES_SUMS, sums_into=LEDGER_BALANCE
)
MEMBER_MONTH: Final = Table(
    name="member_month", key={"member_no": "text", "period": "text"}, sums=DUES_SUMS, sums_into=MEMBER_BALANCE
)
PROGRAMME_BALANCE: Final = Table(
    name="programme_balance",
    key={"programme": "text"},
    sums=("budget_fen", "spent_fen", "raised_fen"),
    values={"name": "text", "fund_source": "text", "restricted": "boolean"},
)

SUM_OF: Final[dict[dues.EntryKind, tuple[int, int]]] = {
    "assessed": (ASSESSED, 1),
    "paid": (PAID, 1),
    "refunded": (PAID, -1),
    "waived": (WAIVED, 1),
}
"""Which sum an entry of an account belongs to, and on which side."""
KIND_OF: Final[dict[type, dues.EntryKind]] = {
    dues.DuesAssessed: "assessed",
    dues.DuesPaid: "paid",
    dues.DuesRefunded: "refunded",
    dues.DuesWaived: "waived",
}
"""Which kind of entry an event is; a reversal says itself what it takes back."""


def sum_dues(table: Table, entries: Sequence[Entry], rows: Changes) -> None:
    """Add what entries of members' accounts change, nine of ten events, to a table whose sums begin with ``DUES_SUMS``.

    Its key are fields of the events.
    """
    events: list[AccountEntry] = [event for _, event in entries]
    kind = KIND_OF.get(type(events[0]))
    places = repeat(SUM_OF[kind]) if kind else [_place_of_reversed(event) for event in events]
    keys = zip(*(map(attrgetter(column), events) for column in table.key), strict=True)
    sums_of = rows[table.name]
    for key, (place, sign), event in zip(keys, places, events, strict=False):
        sums = sums_of[key]
        sums[place] += sign * event.amount_fen
        sums[ARREARS] += event.arrears_change_fen
        sums[PREPAID] += event.prepaid_change_fen


def _place_of_reversed(event: Any) -> tuple[int, int]:  # noqa: ANN401 - of the entries, the one that is none of these
    place, sign = SUM_OF[event.reversed_kind]
    return place, -sign


def fold(event: Handled, _position: int, rows: Changes) -> None:
    """Add what an event changes of any balance."""
    match event:
        case dues.DuesTurnedIn():
            rows.add(LEDGER_BALANCE, (), turned_in_fen=event.amount_fen)
        case dues.DuesTurnInReversed():
            rows.add(LEDGER_BALANCE, (), turned_in_fen=-event.amount_fen)
        case (
            aid.AidBudgetCharged()
            | aid.AidFundsRaised()
            | aid.AidFundsReversed()
            | aid.AidBudgetAmended()
            | aid.AidProgrammeOpened()
        ):
            _fold_programme(event, rows)
        case award.AwardConferred() | award.AwardRevoked():
            given = isinstance(event, award.AwardConferred)
            rows.add(LEDGER_BALANCE, (), prizes_fen=event.prize_fen if given else -event.prize_fen)
        case membership.MemberEnrolled():
            rows.add(MEMBER_BALANCE, (event.member_no,))
        case _:
            assert_never(event)


def _fold_programme(event: ProgrammeMoney, rows: Changes) -> None:
    match event:
        case aid.AidBudgetCharged():
            rows.add(PROGRAMME_BALANCE, (event.programme,), spent_fen=event.charged_fen)
            rows.add(LEDGER_BALANCE, (), aid_spent_fen=event.charged_fen)
        case aid.AidFundsRaised():
            rows.add(PROGRAMME_BALANCE, (event.programme,), raised_fen=event.amount_fen)
            rows.add(LEDGER_BALANCE, (), aid_raised_fen=event.amount_fen)
        case aid.AidFundsReversed():
            rows.add(PROGRAMME_BALANCE, (event.programme,), raised_fen=-event.amount_fen)
            rows.add(LEDGER_BALANCE, (), aid_raised_fen=-event.amount_fen)
        case aid.AidBudgetAmended():
            rows.add(PROGRAMME_BALANCE, (event.programme,), budget_fen=event.budget_change_fen)
            rows.add(LEDGER_BALANCE, (), aid_budget_fen=event.budget_change_fen)
        case aid.AidProgrammeOpened():
            rows.put(
                PROGRAMME_BALANCE,
                (event.programme,),
                name=event.name,
                fund_source=event.fund_source,
                restricted=event.restricted,
            )
            rows.add(PROGRAMME_BALANCE, (event.programme,), budget_fen=event.budget_fen)
            rows.add(LEDGER_BALANCE, (), aid_budget_fen=event.budget_fen)
        case _:
            assert_never(event)


BALANCES: Final = ReadModel(
    name="balances",
    version=1,
    tables=(MEMBER_MONTH, MEMBER_BALANCE, LEDGER_BALANCE, PROGRAMME_BALANCE),
    folds={Handled: fold},
    sums={AccountEntry: partial(sum_dues, MEMBER_MONTH)},
    ignores=frozenset(get_args(Ignored)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerBalance:
    """The sums of one ledger, or of a tree of ``ledgers`` ledgers. ``paid_fen`` is less refunds."""

    ledger_id: LedgerId
    ledgers: int
    assessed_fen: Fen
    paid_fen: Fen
    waived_fen: Fen
    arrears_fen: Fen
    prepaid_fen: Fen
    turned_in_fen: Fen
    aid_budget_fen: Fen
    aid_spent_fen: Fen
    aid_raised_fen: Fen
    prizes_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberBalance:
    """What one member was asked for, paid, and owes or has ahead."""

    member_no: MemberNo
    assessed_fen: Fen
    paid_fen: Fen
    waived_fen: Fen
    arrears_fen: Fen
    prepaid_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBalance:
    """A month of a member's account."""

    period: Month
    assessed_fen: Fen
    paid_fen: Fen
    waived_fen: Fen
    arrears_fen: Fen
    prepaid_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAccount:
    """A member's dues account: its sums, and its months in order."""

    member_no: MemberNo
    assessed_fen: Fen
    paid_fen: Fen
    waived_fen: Fen
    arrears_fen: Fen
    prepaid_fen: Fen
    months: tuple[MonthBalance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeBalance:
    """The money of an aid programme; ``left_fen`` is its budget less what was spent."""

    programme: ProgrammeCode
    name: Text
    fund_source: aid.FundSource
    restricted: bool
    budget_fen: Fen
    spent_fen: Fen
    left_fen: Fen
    raised_fen: Fen


SELECT_LEDGER_BALANCE: Final = """
SELECT coalesce(sum(assessed_fen), 0)::bigint AS assessed_fen,
       coalesce(sum(paid_fen), 0)::bigint AS paid_fen,
       coalesce(sum(waived_fen), 0)::bigint AS waived_fen,
       coalesce(sum(arrears_fen), 0)::bigint AS arrears_fen,
       coalesce(sum(prepaid_fen), 0)::bigint AS prepaid_fen,
       coalesce(sum(turned_in_fen), 0)::bigint AS turned_in_fen,
       coalesce(sum(aid_budget_fen), 0)::bigint AS aid_budget_fen,
       coalesce(sum(aid_spent_fen), 0)::bigint AS aid_spent_fen,
       coalesce(sum(aid_raised_fen), 0)::bigint AS aid_raised_fen,
       coalesce(sum(prizes_fen), 0)::bigint AS prizes_fen
FROM read_model.ledger_balance
WHERE ledger_id = ANY(%(ledger_ids)s)
"""

SELECT_MEMBER_BALANCE: Final = """
SELECT member_no, assessed_fen, paid_fen, waived_fen, arrears_fen, prepaid_fen
FROM read_model.member_balance
WHERE ledger_id = %(ledger_id)s AND member_no = %(member_no)s
"""

SELECT_MEMBER_MONTHS: Final = """
SELECT period, assessed_fen, paid_fen, waived_fen, arrears_fen, prepaid_fen
FROM read_model.member_month
WHERE ledger_id = %(ledger_id)s AND member_no = %(member_no)s
ORDER BY period
"""

SELECT_DEBTORS: Final = """
SELECT member_no, assessed_fen, paid_fen, waived_fen, arrears_fen, prepaid_fen
FROM read_model.member_balance
WHERE ledger_id = %(ledger_id)s AND member_no > %(after)s AND arrears_fen > 0
ORDER BY member_no
LIMIT %(limit)s
"""

SELECT_PROGRAMMES: Final = """
SELECT programme, name, fund_source, restricted, budget_fen, spent_fen, budget_fen - spent_fen AS left_fen, raised_fen
FROM read_model.programme_balance
WHERE ledger_id = %(ledger_id)s
ORDER BY programme
"""


def ledger_balance(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, *, tree: bool = False
) -> LedgerBalance:
    """Sum a ledger's balances, with ``tree`` those of every ledger under it too."""
    ledger_ids = reach(connection, ledger_id, tree=tree)
    sums = connection.execute(SELECT_LEDGER_BALANCE, {"ledger_ids": ledger_ids}).fetchone() or {}
    return LedgerBalance(ledger_id=ledger_id, ledgers=len(ledger_ids), **sums)


def member_account(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, member_no: MemberNo
) -> MemberAccount | None:
    """Read a member's account; None if there is no such member."""
    whose = {"ledger_id": ledger_id, "member_no": member_no}
    balance = connection.execute(SELECT_MEMBER_BALANCE, whose).fetchone()
    if balance is None:
        return None
    with connection.cursor(row_factory=class_row(MonthBalance)) as cursor:
        months = cursor.execute(SELECT_MEMBER_MONTHS, whose).fetchall()
    return MemberAccount(**balance, months=tuple(months))


def debtors(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, *, after: MemberNo | None = None, limit: int = 100
) -> list[MemberBalance]:
    """List members with arrears by number, from the one after ``after`` on.

    The key is walked in order: an index on arrears would have to be written with every payment.
    """
    with connection.cursor(row_factory=class_row(MemberBalance)) as cursor:
        page = {"ledger_id": ledger_id, "after": after or "", "limit": limit}
        return cursor.execute(SELECT_DEBTORS, page).fetchall()


def programme_balances(connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> list[ProgrammeBalance]:
    """List a ledger's aid programmes by code, with budget, spent, left and raised."""
    with connection.cursor(row_factory=class_row(ProgrammeBalance)) as cursor:
        return cursor.execute(SELECT_PROGRAMMES, {"ledger_id": ledger_id}).fetchall()
