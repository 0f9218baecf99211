"""The rules of awards."""

from collections.abc import Sequence

from domain.accounting.lines import Posting
from domain.activities.award.commands import (
    CloseSelection,
    ConferAward,
    FileNomination,
    OpenAward,
    RecordHonour,
    ReviewInnovation,
    RevokeAward,
)
from domain.activities.award.events import (
    AwardConferred,
    AwardProgrammeOpened,
    AwardRevoked,
    Event,
    HonourReceived,
    InnovationReviewed,
    NominationFiled,
    SelectionClosed,
)
from domain.activities.award.money import prize_paid, prize_taken_back
from domain.activities.award.refusals import (
    AlreadyNominated,
    AwardAlreadyConferred,
    AwardAlreadyOpen,
    AwardNotConferred,
    AwardProjectWrong,
    AwardSelectionClosed,
    AwardSelectionOpen,
    AwardSubjectWrong,
    AwardUnknown,
    HonourAlreadyRecorded,
    InnovationAlreadyReviewed,
    InnovationFiledLater,
    NotNominated,
)
from domain.activities.award.states import AwardState, DocumentState
from domain.activities.fund import FundMoved, move_funds
from domain.deciding import Asked
from domain.values import Count, Fen, FundClass, ProjectId, Subject

Step = FileNomination | CloseSelection | ConferAward | RevokeAward


def _known(state: AwardState | None, step: Step) -> AwardState:
    if state is None:
        raise AwardUnknown(award=step.award, year=step.year)
    return state


def _check_kind(state: AwardState, step: Step, subject: Subject) -> None:
    if subject.kind != state.subject_kind:
        raise AwardSubjectWrong(award=step.award, year=step.year, expected=state.subject_kind, given=subject.kind)


def _check_project(state: AwardState, step: ConferAward | RevokeAward) -> None:
    if step.project != state.project:
        raise AwardProjectWrong(
            award=step.award, year=step.year, expected=state.project or "-", given=step.project or "-"
        )


def _fund_moves(step: ConferAward | RevokeAward, posting: Posting | None, left_fen: Fen) -> Sequence[FundMoved]:
    left: dict[tuple[FundClass, ProjectId], Fen] = {}
    if step.project is not None:
        left["restricted", step.project] = left_fen
    return move_funds(step.effective_on, posting, left)


def _check_selection_open(state: AwardState, step: Step) -> None:
    if state.closed_on is not None:
        raise AwardSelectionClosed(award=step.award, year=step.year, closed_on=state.closed_on)


def open_award(asked: Asked, command: OpenAward, existing: AwardState | None) -> Sequence[Event]:
    """Announce an award, once a year."""
    if existing is not None:
        raise AwardAlreadyOpen(award=command.award, year=command.year)
    asked.check_day(command.effective_on)
    return [
        AwardProgrammeOpened(
            award=command.award,
            year=command.year,
            name=command.name,
            subject_kind=command.subject_kind,
            needs_nomination=command.needs_nomination,
            project=command.project,
            effective_on=command.effective_on,
        )
    ]


def file_nomination(asked: Asked, command: FileNomination, award: AwardState | None) -> Sequence[Event]:
    """Put a candidate forward, once and while nominations are taken."""
    state = _known(award, command)
    _check_kind(state, command, command.nominee)
    _check_selection_open(state, command)
    if command.nominee.id in state.nominees:
        raise AlreadyNominated(award=command.award, year=command.year, subject_id=command.nominee.id)
    asked.check_day_since(command.effective_on, state.opened_on)
    return [
        NominationFiled(
            award=command.award, year=command.year, nominee=command.nominee, effective_on=command.effective_on
        )
    ]


def close_selection(asked: Asked, command: CloseSelection, award: AwardState | None) -> Sequence[Event]:
    """End the nominations, once and not before the last of them."""
    state = _known(award, command)
    _check_selection_open(state, command)
    asked.check_day_since(command.effective_on, max(state.nominees.values(), default=state.opened_on))
    return [
        SelectionClosed(
            award=command.award,
            year=command.year,
            nominees=Count(len(state.nominees)),
            effective_on=command.effective_on,
        )
    ]


def _check_nominated(state: AwardState, command: ConferAward) -> None:
    if state.closed_on is None:
        raise AwardSelectionOpen(award=command.award, year=command.year)
    if command.recipient.id not in state.nominees:
        raise NotNominated(award=command.award, year=command.year, subject_id=command.recipient.id)


def confer_award(
    asked: Asked, command: ConferAward, award: AwardState | None, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Honour a subject that does not hold the award; after a revocation it may be conferred anew.

    Nominations that an award does not need may still be filed; they do not bind the choice.
    """
    state = _known(award, command)
    _check_kind(state, command, command.recipient)
    _check_project(state, command)
    if state.needs_nomination:
        _check_nominated(state, command)
    held = state.conferred.get(command.recipient.id)
    if held is not None:
        raise AwardAlreadyConferred(
            award=command.award,
            year=command.year,
            subject_id=command.recipient.id,
            conferred_on=held.conferred_on,
        )
    nominations_ended_on = state.closed_on if state.needs_nomination else None
    asked.check_day_since(command.effective_on, nominations_ended_on or state.opened_on)
    posting = prize_paid(asked, command)
    return [
        AwardConferred(
            award=command.award,
            year=command.year,
            name=state.name,
            recipient=command.recipient,
            prize_fen=command.prize_fen,
            posting=posting,
            effective_on=command.effective_on,
        ),
        *_fund_moves(command, posting, left_fen),
    ]


def revoke_award(
    asked: Asked, command: RevokeAward, award: AwardState | None, left_fen: Fen
) -> Sequence[Event | FundMoved]:
    """Take back an honour that stands, with its prize."""
    state = _known(award, command)
    _check_kind(state, command, command.recipient)
    _check_project(state, command)
    held = state.conferred.get(command.recipient.id)
    if held is None:
        raise AwardNotConferred(award=command.award, year=command.year, subject_id=command.recipient.id)
    asked.check_day_since(command.effective_on, held.conferred_on)
    posting = prize_taken_back(asked, command.effective_on, held)
    return [
        AwardRevoked(
            award=command.award,
            year=command.year,
            name=state.name,
            recipient=command.recipient,
            prize_fen=held.prize_fen,
            conferred_on=held.conferred_on,
            reason=command.reason,
            posting=posting,
            effective_on=command.effective_on,
        ),
        *_fund_moves(command, posting, left_fen),
    ]


def record_honour(asked: Asked, command: RecordHonour, existing: DocumentState | None) -> Sequence[Event]:
    """Record an award that the union received, once for each certificate."""
    if existing is not None:
        raise HonourAlreadyRecorded(document_no=command.document_no, recorded_for=existing.effective_on)
    asked.check_day(command.effective_on)
    return [
        HonourReceived(
            document_no=command.document_no,
            title=command.title,
            granted_by=command.granted_by,
            effective_on=command.effective_on,
        )
    ]


def review_innovation(asked: Asked, command: ReviewInnovation, existing: DocumentState | None) -> Sequence[Event]:
    """Record that an innovation filed in this or an earlier year was reviewed, once."""
    if existing is not None:
        raise InnovationAlreadyReviewed(document_no=command.document_no, reviewed_on=existing.effective_on)
    if command.filed_year > command.effective_on.year:
        raise InnovationFiledLater(
            document_no=command.document_no, filed_year=command.filed_year, effective_on=command.effective_on
        )
    asked.check_day(command.effective_on)
    return [
        InnovationReviewed(
            document_no=command.document_no, filed_year=command.filed_year, effective_on=command.effective_on
        )
    ]
