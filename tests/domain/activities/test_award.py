from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.accounting.posting import Dimensions
from domain.activities.award import (
    AlreadyNominated,
    AwardAlreadyConferred,
    AwardAlreadyOpen,
    AwardConferred,
    AwardNotConferred,
    AwardRevoked,
    AwardSelectionClosed,
    AwardSelectionOpen,
    AwardSubjectWrong,
    AwardUnknown,
    CloseSelection,
    ConferAward,
    FileNomination,
    HonourAlreadyRecorded,
    InnovationAlreadyReviewed,
    InnovationFiledLater,
    NotNominated,
    OpenAward,
    RecordHonour,
    ReviewInnovation,
    RevokeAward,
)
from domain.errors import DateBeforeEarlierStep, DateInFuture, LedgerError
from domain.values import Count, Fen, PartyId, Subject, SubjectId, Year
from tests.domain.given import History, given
from tests.postings import posted
from tests.samples.award import (
    CHIEF_EMPLOYEE,
    CONFERRED,
    HONOUR,
    INNOVATION,
    NOMINATED,
    NOMINEE,
    OPENED,
    REVOKED,
    SELECTION_CLOSED,
    YEAR,
)

OTHER = Subject(kind="person", id=SubjectId("M1922"))
TO_OTHER = Dimensions(party=PartyId(OTHER.id))
TEAM = Subject(kind="team", id=SubjectId("T001"))
UNCONDITIONAL = replace(OPENED, needs_nomination=False)

OPEN = OpenAward(
    award=CHIEF_EMPLOYEE,
    year=YEAR,
    name=OPENED.name,
    subject_kind="person",
    needs_nomination=True,
    effective_on=OPENED.effective_on,
)
NOMINATE = FileNomination(award=CHIEF_EMPLOYEE, year=YEAR, nominee=NOMINEE, effective_on=NOMINATED.effective_on)
CLOSE = CloseSelection(award=CHIEF_EMPLOYEE, year=YEAR, effective_on=SELECTION_CLOSED.effective_on)
CONFER = ConferAward(
    award=CHIEF_EMPLOYEE,
    year=YEAR,
    recipient=NOMINEE,
    prize_fen=CONFERRED.prize_fen,
    effective_on=CONFERRED.effective_on,
)
REVOKE = RevokeAward(
    award=CHIEF_EMPLOYEE, year=YEAR, recipient=NOMINEE, reason=REVOKED.reason, effective_on=REVOKED.effective_on
)
RECORD = RecordHonour(
    document_no=HONOUR.document_no,
    title=HONOUR.title,
    granted_by=HONOUR.granted_by,
    effective_on=HONOUR.effective_on,
)
REVIEW = ReviewInnovation(
    document_no=INNOVATION.document_no, filed_year=INNOVATION.filed_year, effective_on=INNOVATION.effective_on
)
STEPS = [NOMINATE, CLOSE, CONFER, REVOKE]


def test_an_award_is_announced() -> None:
    given().when(OPEN).then(OPENED)


def test_an_award_is_announced_once_a_year() -> None:
    given(OPENED).when(OPEN).refused(AwardAlreadyOpen, award="CHIEF_EMPLOYEE", year=2015)


def test_an_award_is_announced_again_in_another_year() -> None:
    given(OPENED).when(replace(OPEN, year=Year(2016))).then(replace(OPENED, year=Year(2016)))


@pytest.mark.parametrize("step", STEPS)
def test_an_award_is_announced_before_anything_else(step: object) -> None:
    given().when(step).refused(AwardUnknown)


def test_a_candidate_is_put_forward() -> None:
    given(OPENED).when(NOMINATE).then(NOMINATED)


def test_a_candidate_is_put_forward_once() -> None:
    given(OPENED, NOMINATED).when(NOMINATE).refused(AlreadyNominated, subject_id="M1921")


def test_nobody_is_put_forward_after_the_selection_closed() -> None:
    late = replace(NOMINATE, nominee=OTHER)
    given(OPENED, NOMINATED, SELECTION_CLOSED).when(late).refused(AwardSelectionClosed, closed_on="2015-03-20")


def test_the_selection_counts_its_nominees() -> None:
    given(OPENED, NOMINATED, replace(NOMINATED, nominee=OTHER)).when(CLOSE).then(
        replace(SELECTION_CLOSED, nominees=Count(2))
    )


def test_the_selection_closes_once() -> None:
    given(OPENED, NOMINATED, SELECTION_CLOSED).when(CLOSE).refused(AwardSelectionClosed)


def test_a_nominee_is_honoured_after_the_selection() -> None:
    given(OPENED, NOMINATED, SELECTION_CLOSED).when(CONFER).then(CONFERRED)


def test_nobody_is_honoured_during_the_selection() -> None:
    given(OPENED, NOMINATED).when(CONFER).refused(AwardSelectionOpen)


def test_only_a_nominee_is_honoured_where_nominations_are_needed() -> None:
    stranger = replace(CONFER, recipient=OTHER)
    given(OPENED, NOMINATED, SELECTION_CLOSED).when(stranger).refused(NotNominated, subject_id="M1922")


def test_anybody_is_honoured_where_no_nomination_is_needed() -> None:
    prize = posted("2009.prize.competition", "50304", "102", 1_000_00, TO_OTHER)
    given(UNCONDITIONAL, NOMINATED).when(replace(CONFER, recipient=OTHER)).then(
        replace(CONFERRED, recipient=OTHER, posting=prize)
    )


def test_an_honour_may_come_without_a_prize() -> None:
    bare = ConferAward(award=CHIEF_EMPLOYEE, year=YEAR, recipient=NOMINEE, effective_on=CONFERRED.effective_on)
    given(UNCONDITIONAL).when(bare).then(replace(CONFERRED, prize_fen=Fen(0), posting=None))


def test_a_recipient_holds_an_award_once() -> None:
    given(OPENED, NOMINATED, SELECTION_CLOSED, CONFERRED).when(CONFER).refused(
        AwardAlreadyConferred, conferred_on="2015-03-27"
    )


@pytest.mark.parametrize(
    "step", [replace(NOMINATE, nominee=TEAM), replace(CONFER, recipient=TEAM), replace(REVOKE, recipient=TEAM)]
)
def test_an_award_goes_to_one_kind_of_subject(step: object) -> None:
    given(OPENED).when(step).refused(AwardSubjectWrong, expected="person", given="team")


def test_an_honour_is_taken_back_with_its_prize() -> None:
    given(OPENED, NOMINATED, SELECTION_CLOSED, CONFERRED).when(REVOKE).then(REVOKED)


def test_an_honour_is_taken_back_once() -> None:
    given(OPENED, NOMINATED, SELECTION_CLOSED, CONFERRED, REVOKED).when(REVOKE).refused(AwardNotConferred)


def test_what_nobody_holds_is_not_taken_back() -> None:
    given(OPENED, NOMINATED, SELECTION_CLOSED).when(REVOKE).refused(AwardNotConferred, subject_id="M1921")


def test_a_revoked_award_may_be_conferred_anew() -> None:
    again = replace(CONFER, effective_on=date(2015, 6, 1))
    given(OPENED, NOMINATED, SELECTION_CLOSED, CONFERRED, REVOKED).when(again).then(
        replace(CONFERRED, effective_on=date(2015, 6, 1))
    )


@pytest.mark.parametrize(
    ("history", "step", "earlier_on"),
    [
        ([OPENED], replace(NOMINATE, effective_on=date(2015, 3, 1)), "2015-03-02"),
        ([OPENED, NOMINATED], replace(CLOSE, effective_on=date(2015, 3, 4)), "2015-03-05"),
        ([OPENED, NOMINATED, SELECTION_CLOSED], replace(CONFER, effective_on=date(2015, 3, 19)), "2015-03-20"),
        ([UNCONDITIONAL], replace(CONFER, effective_on=date(2015, 3, 1)), "2015-03-02"),
        ([UNCONDITIONAL, CONFERRED], replace(REVOKE, effective_on=date(2015, 3, 26)), "2015-03-27"),
    ],
)
def test_no_step_lies_before_the_one_it_follows(history: Sequence[object], step: object, earlier_on: str) -> None:
    given(*history).when(step).refused(DateBeforeEarlierStep, earlier_on=earlier_on)


@pytest.mark.parametrize(
    ("history", "step"),
    [
        ([], OPEN),
        ([OPENED], NOMINATE),
        ([OPENED, NOMINATED], CLOSE),
        ([UNCONDITIONAL], CONFER),
        ([UNCONDITIONAL, CONFERRED], REVOKE),
        ([], RECORD),
        ([], REVIEW),
    ],
)
def test_no_step_is_recorded_before_its_day(history: Sequence[object], step: object) -> None:
    given(*history).when(step, today=date(2015, 3, 1)).refused(DateInFuture)


def test_the_union_receives_an_honour() -> None:
    given().when(RECORD).then(HONOUR)


def test_a_certificate_is_recorded_once() -> None:
    given(HONOUR).when(RECORD).refused(HonourAlreadyRecorded, recorded_for="2015-03-26")


def test_an_innovation_is_reviewed() -> None:
    given().when(REVIEW).then(INNOVATION)


def test_an_innovation_is_reviewed_once() -> None:
    given(INNOVATION).when(REVIEW).refused(InnovationAlreadyReviewed, reviewed_on="2015-03-24")


def test_an_innovation_is_filed_before_it_is_reviewed() -> None:
    given().when(replace(REVIEW, filed_year=Year(2016))).refused(InnovationFiledLater, filed_year=2016)


DAYS = st.dates(min_value=date(2015, 3, 1), max_value=date(2015, 3, 8))
SUBJECTS = st.sampled_from([NOMINEE, OTHER])
COMMANDS = st.one_of(
    st.builds(replace, st.just(NOMINATE), nominee=SUBJECTS, effective_on=DAYS),
    st.builds(replace, st.just(CLOSE), effective_on=DAYS),
    st.builds(replace, st.just(CONFER), recipient=SUBJECTS, effective_on=DAYS),
    st.builds(replace, st.just(REVOKE), recipient=SUBJECTS, effective_on=DAYS),
)


@for_all(needs_nomination=st.booleans(), commands=st.lists(COMMANDS, max_size=25))
def test_whatever_is_asked_a_recipient_holds_an_award_at_most_once(
    needs_nomination: bool,  # noqa: FBT001 - hypothesis passes it by name
    commands: list[object],
) -> None:
    history = History()
    history.happened(replace(OPENED, needs_nomination=needs_nomination))
    held: list[SubjectId] = []
    for command in commands:
        for event in decided(history, command):
            match event:
                case AwardConferred():
                    held.append(event.recipient.id)
                case AwardRevoked():
                    held.remove(event.recipient.id)
                case _:
                    pass
        assert len(held) == len(set(held))


def decided(history: History, command: object) -> Sequence[object]:
    """Say what a command comes to; nothing if it is refused."""
    try:
        return history.ask(command)
    except LedgerError:
        return []
