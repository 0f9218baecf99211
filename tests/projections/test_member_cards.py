"""What a member's card shows."""

from dataclasses import replace
from datetime import date

import psycopg
from psycopg.rows import DictRow

from domain.values import MemberNo, PersonalData, Subject, SubjectId, Text
from projections.member_cards import CardHeld, Honour, member_card, members, standings
from tests.projections.logs import SCHOOL, Projected
from tests.samples import aid
from tests.samples.award import CONFERRED, REVOKED
from tests.samples.branch import SECOND_LEVEL, THIRD_LEVEL
from tests.samples.dues import ASSESSED, PAID_IN_PART, REFUNDED, WAIVED
from tests.samples.membership import (
    CARD_ISSUED,
    CARD_REPLACED,
    CARD_REPORTED_LOST,
    ENROLLED,
    MEMBER,
    PERSON,
    PERSON_IN_FULL,
    PROFILE_CHANGED,
    READMITTED,
    RETIRED,
    TRANSFERRED,
    WITHDRAWN,
)

ITSELF = Subject(kind="person", id=SubjectId(MEMBER))


def test_a_card_names_the_person_the_branch_and_the_day_of_enrolment(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(ENROLLED)
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert (card.person, card.branch_id, card.standing) == (PERSON, SECOND_LEVEL, "active")
    assert (card.enrolled_on, card.cards, card.honours, card.aid_times) == (ENROLLED.effective_on, (), (), 0)


def test_a_changed_profile_takes_the_place_of_the_whole_old_one(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    only_a_name = PersonalData(name=Text("会员乙"))
    projected(ENROLLED, PROFILE_CHANGED)
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert card.person == PERSON_IN_FULL
    projected(replace(PROFILE_CHANGED, person=only_a_name))
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert card.person == only_a_name


def test_a_member_moves_retires_leaves_and_comes_back(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    seen = []
    for event in (ENROLLED, TRANSFERRED, RETIRED, replace(WITHDRAWN, was_retired=True), READMITTED):
        projected(event)
        card = member_card(connection, SCHOOL, MEMBER)
        assert card is not None
        seen.append((card.standing, card.branch_id, card.enrolled_on, standings(connection, SCHOOL)))
    assert seen == [
        ("active", SECOND_LEVEL, ENROLLED.effective_on, {"active": 1}),
        ("active", THIRD_LEVEL, ENROLLED.effective_on, {"active": 1}),
        ("retired", SECOND_LEVEL, ENROLLED.effective_on, {"retired": 1}),
        ("withdrawn", SECOND_LEVEL, ENROLLED.effective_on, {"withdrawn": 1}),
        ("active", None, ENROLLED.effective_on, {"active": 1}),
    ]


def test_a_replaced_card_is_not_valid_and_the_new_one_is(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(ENROLLED, CARD_ISSUED, CARD_REPORTED_LOST)
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert [held.status for held in card.cards] == ["lost"]
    projected(CARD_REPLACED)
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert card.cards == (
        CardHeld(card_no=CARD_ISSUED.card_no, status="replaced", issued_on=CARD_ISSUED.effective_on),
        CardHeld(card_no=CARD_REPLACED.card_no, status="valid", issued_on=CARD_REPLACED.effective_on),
    )


def test_a_card_sums_the_members_dues(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(ENROLLED, ASSESSED, PAID_IN_PART, REFUNDED, WAIVED)
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert (card.assessed_fen, card.paid_fen, card.arrears_fen, card.prepaid_fen) == (25_00, 12_00, 0, 0)


def test_aid_that_was_taken_back_does_not_show(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(ENROLLED, replace(aid.DISBURSED, subject=ITSELF))
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert (card.aid_fen, card.aid_times) == (2_000_00, 1)
    projected(replace(aid.REVERSED, subject=ITSELF))
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert (card.aid_fen, card.aid_times) == (0, 0)


def test_an_honour_shows_until_it_is_revoked(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    conferred = replace(CONFERRED, recipient=ITSELF)
    projected(ENROLLED, conferred)
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert card.honours == (
        Honour(
            award=conferred.award,
            year=conferred.year,
            name=conferred.name,
            prize_fen=conferred.prize_fen,
            conferred_on=conferred.effective_on,
        ),
    )
    projected(replace(REVOKED, recipient=ITSELF))
    card = member_card(connection, SCHOOL, MEMBER)
    assert card is not None
    assert card.honours == ()


def test_whoever_is_helped_or_honoured_is_no_member_by_that(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(aid.DISBURSED, CONFERRED)
    assert members(connection, SCHOOL) == []
    assert member_card(connection, SCHOOL, MemberNo(aid.STUDENT.id)) is None


def test_members_are_listed_by_number_branch_and_standing(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    first, second, third = (replace(ENROLLED, member_no=MemberNo(f"M{number}")) for number in (1, 2, 3))
    projected(first, replace(second, branch_id=None), third, replace(RETIRED, member_no=third.member_no))

    def found(**chosen: object) -> list[str]:
        return [member.member_no for member in members(connection, SCHOOL, **chosen)]  # type: ignore[arg-type] # the test chooses by name

    assert found() == ["M1", "M2", "M3"]
    assert found(limit=2) == ["M1", "M2"]
    assert found(after="M2") == ["M3"]
    assert found(branch_id=SECOND_LEVEL) == ["M1", "M3"]
    assert found(standing="retired") == ["M3"]
    assert members(connection, SCHOOL)[1].branch_id is None
    assert members(connection, SCHOOL)[2].standing_since == date(2025, 6, 15)
