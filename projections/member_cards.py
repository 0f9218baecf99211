"""A member's card: who the person is, branch and standing, cards held, dues, honours and aid received.

Aid and honours are kept by the id of the person they reached. They show on a member's card when that
id is a member number; a person who is no member gets no card from them.
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Final, Literal, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row

from domain.activities import aid, award, branch, dues, establishment, governance, ledger, membership
from domain.values import BranchId, CardNo, Fen, LedgerId, MemberNo, PersonalData, ProgrammeCode, Text, Year
from projections.balances import DUES_SUMS, AccountEntry, sum_dues
from projections.fold import Changes, ReadModel, Table
from projections.of_the_books import OfTheBooks

Standing = Literal["active", "retired", "withdrawn"]
CardStatus = Literal["valid", "lost", "replaced", "cancelled"]

StandingChange = (
    membership.MemberEnrolled | membership.MemberReadmitted | membership.MemberRetired | membership.MemberWithdrawn
)
Membership = StandingChange | membership.MemberProfileChanged | membership.MemberTransferred
Card = membership.CardIssued | membership.CardReportedLost | membership.CardReplaced | membership.CardCancelled
Handled = aid.AidDisbursed | aid.AidReversed | award.AwardConferred | award.AwardRevoked | Membership | Card
Ignored = (
    ledger.Event
    | OfTheBooks
    | branch.BranchOpened
    | dues.DuesPolicyAdopted
    | dues.DuesTurnedIn
    | dues.DuesTurnInReversed
    | dues.WageBaseDeclared
    | aid.AidProgrammeOpened
    | aid.AidPolicyAdopted
    | aid.AidNeedClaimed
    | aid.AidBudgetAmended
    | aid.AidFundsRaised
    | aid.AidFundsReversed
    | aid.AidRequested
    | aid.AidApproved
    | aid.AidCaseClosed
    | aid.AidBudgetCharged
    | aid.AidCapCharged
    | award.AwardProgrammeOpened
    | award.NominationFiled
    | award.SelectionClosed
    | award.HonourReceived
    | award.InnovationReviewed
    | establishment.Event
    | governance.Event
)

PERSONAL: Final = tuple(field.name for field in fields(PersonalData))
NO_BRANCH: Final = ""
"""How no branch is stored: a put cannot set a column back to NULL."""

MEMBER: Final = Table(
    name="member",
    key={"member_no": "text"},
    values={
        "person": "jsonb",
        "branch_id": "text",
        "standing": "text",
        "standing_since": "date",
        "enrolled_on": "date",
    },
    indexes=(("branch_id", "member_no"),),
)
MEMBER_STANDING: Final = Table(name="member_standing", key={"standing": "text"}, sums=("members",))
MEMBER_CARD: Final = Table(
    name="member_card",
    key={"member_no": "text", "card_no": "text"},
    values={"status": "text", "issued_on": "date"},
)
MEMBER_DUES: Final = Table(name="member_dues", key={"member_no": "text"}, sums=DUES_SUMS)
PERSON_AID: Final = Table(name="person_aid", key={"person_id": "text"}, sums=("amount_fen", "times"))
PERSON_HONOUR: Final = Table(
    name="person_honour",
    key={"person_id": "text", "award": "text", "year": "integer"},
    values={"name": "text", "prize_fen": "bigint", "conferred_on": "date"},
)


def fold(event: Handled, _position: int, rows: Changes) -> None:
    """Change what the card of the member concerned says."""
    match event:
        case aid.AidDisbursed() | aid.AidReversed():
            _fold_aid(event, rows)
        case award.AwardConferred() | award.AwardRevoked():
            _fold_award(event, rows)
        case (
            membership.CardIssued()
            | membership.CardReportedLost()
            | membership.CardReplaced()
            | membership.CardCancelled()
        ):
            _fold_card(event, rows)
        case (
            membership.MemberEnrolled()
            | membership.MemberProfileChanged()
            | membership.MemberTransferred()
            | membership.MemberRetired()
            | membership.MemberWithdrawn()
            | membership.MemberReadmitted()
        ):
            _fold_membership(event, rows)
        case _:
            assert_never(event)


def _fold_aid(event: aid.AidDisbursed | aid.AidReversed, rows: Changes) -> None:
    if event.subject.kind != "person":
        return
    match event:
        case aid.AidDisbursed():
            rows.add(PERSON_AID, (event.subject.id,), amount_fen=event.amount_fen, times=1)
        case aid.AidReversed():
            rows.add(PERSON_AID, (event.subject.id,), amount_fen=-event.amount_fen, times=-1)
        case _:
            assert_never(event)


def _fold_award(event: award.AwardConferred | award.AwardRevoked, rows: Changes) -> None:
    if event.recipient.kind != "person":
        return
    key = (event.recipient.id, event.award, event.year)
    match event:
        case award.AwardConferred():
            rows.put(PERSON_HONOUR, key, name=event.name, prize_fen=event.prize_fen, conferred_on=event.effective_on)
        case award.AwardRevoked():
            rows.drop(PERSON_HONOUR, key)
        case _:
            assert_never(event)


def _fold_card(event: Card, rows: Changes) -> None:
    key = (event.member_no, event.card_no)
    match event:
        case membership.CardIssued():
            rows.put(MEMBER_CARD, key, status="valid", issued_on=event.effective_on)
        case membership.CardReplaced():
            rows.put(MEMBER_CARD, (event.member_no, event.replaced_card_no), status="replaced")
            rows.put(MEMBER_CARD, key, status="valid", issued_on=event.effective_on)
        case membership.CardReportedLost():
            rows.put(MEMBER_CARD, key, status="lost")
        case membership.CardCancelled():
            rows.put(MEMBER_CARD, key, status="cancelled")
        case _:
            assert_never(event)


def _fold_membership(event: Membership, rows: Changes) -> None:
    key = (event.member_no,)
    match event:
        case membership.MemberEnrolled():
            rows.put(MEMBER, key, person=_written(event.person), enrolled_on=event.effective_on)
            _stand(rows, event, None, "active")
        case membership.MemberReadmitted():
            _stand(rows, event, "withdrawn", "active")
        case membership.MemberRetired():
            _stand(rows, event, "active", "retired")
        case membership.MemberWithdrawn():
            _stand(rows, event, "retired" if event.was_retired else "active", "withdrawn")
        case membership.MemberTransferred():
            rows.put(MEMBER, key, branch_id=event.to_branch_id)
        case membership.MemberProfileChanged():
            rows.put(MEMBER, key, person=_written(event.person))
        case _:
            assert_never(event)


def _written(person: PersonalData) -> dict[str, str | None]:
    return {name: getattr(person, name) for name in PERSONAL}


def _stand(rows: Changes, event: StandingChange, before: Standing | None, standing: Standing) -> None:
    rows.put(
        MEMBER,
        (event.member_no,),
        branch_id=event.branch_id or NO_BRANCH,
        standing=standing,
        standing_since=event.effective_on,
    )
    rows.add(MEMBER_STANDING, (standing,), members=1)
    if before is not None:
        rows.add(MEMBER_STANDING, (before,), members=-1)


MEMBER_CARDS: Final = ReadModel(
    name="member_cards",
    version=1,
    tables=(MEMBER, MEMBER_STANDING, MEMBER_CARD, MEMBER_DUES, PERSON_AID, PERSON_HONOUR),
    folds={Handled: fold},
    sums={AccountEntry: partial(sum_dues, MEMBER_DUES)},
    ignores=frozenset(get_args(Ignored)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member in a list."""

    member_no: MemberNo
    name: Text
    branch_id: BranchId | None
    standing: Standing
    standing_since: date
    enrolled_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHeld:
    """A card that a member was given; at most one of a member's cards is ``valid``."""

    card_no: CardNo
    status: CardStatus
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """An award that a member received and that was not revoked."""

    award: ProgrammeCode
    year: Year
    name: Text
    prize_fen: Fen
    conferred_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """All that a member's card shows. ``aid_times`` counts payments that stand; ``paid_fen`` is less refunds."""

    member_no: MemberNo
    person: PersonalData
    branch_id: BranchId | None
    standing: Standing
    standing_since: date
    enrolled_on: date
    cards: tuple[CardHeld, ...]
    assessed_fen: Fen
    paid_fen: Fen
    arrears_fen: Fen
    prepaid_fen: Fen
    honours: tuple[Honour, ...]
    aid_fen: Fen
    aid_times: int


SELECT_MEMBERS: Final = """
SELECT member_no, person->>'name' AS name, nullif(branch_id, '') AS branch_id, standing, standing_since, enrolled_on
FROM read_model.member
WHERE ledger_id = %(ledger_id)s AND member_no > %(after)s
  AND (%(branch_id)s::text IS NULL OR branch_id = %(branch_id)s::text)
  AND (%(standing)s::text IS NULL OR standing = %(standing)s::text)
ORDER BY member_no
LIMIT %(limit)s
"""

SELECT_STANDINGS: Final = """
SELECT standing, members FROM read_model.member_standing WHERE ledger_id = %(ledger_id)s AND members > 0
"""

SELECT_MEMBER: Final = """
SELECT member.member_no, person, nullif(branch_id, '') AS branch_id, standing, standing_since, enrolled_on,
       coalesce(assessed_fen, 0) AS assessed_fen, coalesce(paid_fen, 0) AS paid_fen,
       coalesce(arrears_fen, 0) AS arrears_fen, coalesce(prepaid_fen, 0) AS prepaid_fen,
       coalesce(aid.amount_fen, 0) AS aid_fen, coalesce(aid.times, 0) AS aid_times
FROM read_model.member
LEFT JOIN read_model.member_dues AS dues
       ON dues.ledger_id = member.ledger_id AND dues.member_no = member.member_no
LEFT JOIN read_model.person_aid AS aid ON aid.ledger_id = member.ledger_id AND aid.person_id = member.member_no
WHERE member.ledger_id = %(ledger_id)s AND member.member_no = %(member_no)s
"""

SELECT_CARDS: Final = """
SELECT card_no, status, issued_on
FROM read_model.member_card
WHERE ledger_id = %(ledger_id)s AND member_no = %(member_no)s
ORDER BY card_no
"""

SELECT_HONOURS: Final = """
SELECT award, year, name, prize_fen, conferred_on
FROM read_model.person_honour
WHERE ledger_id = %(ledger_id)s AND person_id = %(member_no)s
ORDER BY conferred_on, award, year
"""


def members(  # noqa: PLR0913 - one argument for each way to choose
    connection: psycopg.Connection[DictRow],
    ledger_id: LedgerId,
    *,
    branch_id: BranchId | None = None,
    standing: Standing | None = None,
    after: MemberNo | None = None,
    limit: int = 100,
) -> list[MemberRow]:
    """List members by number, from the one after ``after`` on, of one branch or in one standing if named."""
    page = {
        "ledger_id": ledger_id,
        "branch_id": branch_id,
        "standing": standing,
        "after": after or "",
        "limit": limit,
    }
    with connection.cursor(row_factory=class_row(MemberRow)) as cursor:
        # Planned anew each time: what is not asked for then costs nothing, and the branch's index is used.
        return cursor.execute(SELECT_MEMBERS, page, prepare=False).fetchall()


def standings(connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> dict[Standing, int]:
    """Count a ledger's members in each standing that any of them is in."""
    rows = connection.execute(SELECT_STANDINGS, {"ledger_id": ledger_id}).fetchall()
    return {row["standing"]: row["members"] for row in rows}


def member_card(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, member_no: MemberNo) -> MemberCard | None:
    """Read a member's card; None if there is no such member."""
    whose = {"ledger_id": ledger_id, "member_no": member_no}
    member = connection.execute(SELECT_MEMBER, whose).fetchone()
    if member is None:
        return None
    with connection.cursor(row_factory=class_row(CardHeld)) as cursor:
        cards = cursor.execute(SELECT_CARDS, whose).fetchall()
    with connection.cursor(row_factory=class_row(Honour)) as cursor:
        honours = cursor.execute(SELECT_HONOURS, whose).fetchall()
    person = PersonalData(**member.pop("person"))
    return MemberCard(**member, person=person, cards=tuple(cards), honours=tuple(honours))
