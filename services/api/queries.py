"""Every question that the API answers, in one list: its address, what may be asked, and who answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow

from projections.activity_feed import feed
from projections.annual_totals import AnnualTotal, annual_totals
from projections.balances import (
    LedgerBalance,
    MemberAccount,
    MemberBalance,
    ProgrammeBalance,
    debtors,
    ledger_balance,
    member_account,
    programme_balances,
)
from projections.member_cards import MemberCard, MemberRow, member_card, members
from projections.organisation import BranchRow, branches
from services.api.asking import OfDebtors, OfEvents, OfLedger, OfMember, OfMembers, OfTree, OfYear
from services.api.events import ReadEvent, read_event
from services.api.refusals import MemberNotFound

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question about one ledger, answered from one read model.

    ``asked`` is a dataclass with ``ledger_id``, ``min_position`` and what else may be asked; fields that
    are not in ``path`` stand in the query. ``data`` is the type of the answer. A question with
    ``cursor`` is answered in pages: the cursor of a page's last item asks for the next page.
    ``of_member`` marks a question that the events of one member answer.
    """

    name: str
    path: str
    summary: str
    read_model: str
    asked: type[Any]
    data: Any
    answer: Callable[[Connection, Any], Any]
    cursor: Callable[[Any], str | int] | None = None
    of_member: bool = False


def _members(connection: Connection, asked: OfMembers) -> Sequence[MemberRow]:
    return members(
        connection,
        asked.ledger_id,
        branch_id=asked.branch_id,
        standing=asked.standing,
        after=asked.after,
        limit=asked.limit,
    )


def _card(connection: Connection, asked: OfMember) -> MemberCard:
    found = member_card(connection, asked.ledger_id, asked.member_no)
    if found is None:
        raise MemberNotFound(member_no=asked.member_no)
    return found


def _account(connection: Connection, asked: OfMember) -> MemberAccount:
    found = member_account(connection, asked.ledger_id, asked.member_no)
    if found is None:
        raise MemberNotFound(member_no=asked.member_no)
    return found


def _events(connection: Connection, asked: OfEvents) -> Sequence[ReadEvent]:
    found = feed(
        connection,
        asked.ledger_id,
        after=asked.after,
        limit=asked.limit,
        newest_first=asked.newest_first,
        name=asked.type,
        member_no=asked.member_no,
        from_day=asked.from_day,
        to_day=asked.to_day,
    )
    return [read_event(entry) for entry in found]


LEDGER: Final = "/ledgers/{ledger_id}"
QUERIES: Final[tuple[Query, ...]] = (
    Query(
        name="branches",
        path=f"{LEDGER}/branches",
        summary="The branches of a ledger",
        read_model="organisation",
        asked=OfLedger,
        data=list[BranchRow],
        answer=lambda connection, asked: branches(connection, asked.ledger_id),
    ),
    Query(
        name="members",
        path=f"{LEDGER}/members",
        summary="The members of a ledger by number",
        read_model="member_cards",
        asked=OfMembers,
        data=list[MemberRow],
        answer=_members,
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="member-card",
        path=f"{LEDGER}/members/{{member_no}}/card",
        summary="A member's card: person, branch, standing, cards held, dues, honours and aid received",
        read_model="member_cards",
        asked=OfMember,
        data=MemberCard,
        answer=_card,
        of_member=True,
    ),
    Query(
        name="member-account",
        path=f"{LEDGER}/members/{{member_no}}/account",
        summary="A member's dues account, by month",
        read_model="balances",
        asked=OfMember,
        data=MemberAccount,
        answer=_account,
        of_member=True,
    ),
    Query(
        name="balances",
        path=f"{LEDGER}/balances",
        summary="What a ledger is owed, was paid and has spent",
        read_model="balances",
        asked=OfTree,
        data=LedgerBalance,
        answer=lambda connection, asked: ledger_balance(connection, asked.ledger_id, tree=asked.tree),
    ),
    Query(
        name="debtors",
        path=f"{LEDGER}/debtors",
        summary="Who owes dues, by member number",
        read_model="balances",
        asked=OfDebtors,
        data=list[MemberBalance],
        answer=lambda connection, asked: debtors(connection, asked.ledger_id, after=asked.after, limit=asked.limit),
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="programme-balances",
        path=f"{LEDGER}/programmes",
        summary="The aid programmes of a ledger: budget, spent, left and raised",
        read_model="balances",
        asked=OfLedger,
        data=list[ProgrammeBalance],
        answer=lambda connection, asked: programme_balances(connection, asked.ledger_id),
    ),
    Query(
        name="annual-totals",
        path=f"{LEDGER}/annual-totals/{{year}}",
        summary="What happened in a year, by kind and programme",
        read_model="annual_totals",
        asked=OfYear,
        data=list[AnnualTotal],
        answer=lambda connection, asked: annual_totals(connection, asked.ledger_id, asked.year, tree=asked.tree),
    ),
    Query(
        name="events",
        path=f"{LEDGER}/events",
        summary="The events of a ledger in the order of their positions",
        read_model="activity_feed",
        asked=OfEvents,
        data=list[ReadEvent],
        answer=_events,
        cursor=lambda event: event.position,
    ),
)
