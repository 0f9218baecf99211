"""What an award, an honour and an innovation come to, event by event."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, assert_never

from domain.accounting.lines import Posting
from domain.activities.award.events import (
    AwardConferred,
    AwardProgrammeOpened,
    AwardRevoked,
    HonourReceived,
    InnovationReviewed,
    NominationFiled,
    SelectionClosed,
)
from domain.deciding import Stream, StreamKind
from domain.values import DocumentNo, Fen, ProgrammeCode, ProjectId, SubjectId, SubjectKind, Text, Year

AwardEvent = AwardConferred | NominationFiled | SelectionClosed | AwardRevoked | AwardProgrammeOpened
DocumentEvent = HonourReceived | InnovationReviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Conferral:
    """An honour that stands: its day, its prize and how that was posted."""

    conferred_on: date
    prize_fen: Fen
    posting: Posting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardState:
    """An award of a year: its terms, who was nominated and when, who holds it.

    Subjects are told apart by id alone, because an award is for one kind of subject.
    """

    name: Text
    subject_kind: SubjectKind
    needs_nomination: bool
    project: ProjectId | None
    opened_on: date
    nominees: Mapping[SubjectId, date] = field(default_factory=dict)
    closed_on: date | None = None
    conferred: Mapping[SubjectId, Conferral] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """A document that was recorded, and for which day."""

    effective_on: date


def evolve_award(state: AwardState | None, event: AwardEvent) -> AwardState | None:
    """Say what the award is after the event."""
    if isinstance(event, AwardProgrammeOpened):
        return AwardState(
            name=event.name,
            subject_kind=event.subject_kind,
            needs_nomination=event.needs_nomination,
            project=event.project,
            opened_on=event.effective_on,
        )
    return None if state is None else _evolve_open(state, event)


def _evolve_open(
    state: AwardState, event: NominationFiled | SelectionClosed | AwardConferred | AwardRevoked
) -> AwardState:
    match event:
        case NominationFiled():
            return replace(state, nominees={**state.nominees, event.nominee.id: event.effective_on})
        case SelectionClosed():
            return replace(state, closed_on=event.effective_on)
        case AwardConferred():
            conferral = Conferral(conferred_on=event.effective_on, prize_fen=event.prize_fen, posting=event.posting)
            return replace(state, conferred={**state.conferred, event.recipient.id: conferral})
        case AwardRevoked():
            standing = {held: honour for held, honour in state.conferred.items() if held != event.recipient.id}
            return replace(state, conferred=standing)
        case _:
            assert_never(event)


def evolve_document(state: DocumentState | None, event: DocumentEvent) -> DocumentState | None:  # noqa: ARG001 - nothing comes before a first event
    """Say what the document is after the event."""
    return DocumentState(effective_on=event.effective_on)


NO_AWARD: Final[AwardState | None] = None
NO_DOCUMENT: Final[DocumentState | None] = None
AWARD: Final = StreamKind(category="award", initial=NO_AWARD, evolve=evolve_award)
HONOUR: Final = StreamKind(category="honour", initial=NO_DOCUMENT, evolve=evolve_document)
INNOVATION: Final = StreamKind(category="innovation", initial=NO_DOCUMENT, evolve=evolve_document)


def award_of_year(award: ProgrammeCode, year: Year) -> Stream[AwardState | None]:
    """Name the stream of an award of a year."""
    return AWARD.at(award, year)


def honour(document_no: DocumentNo) -> Stream[DocumentState | None]:
    """Name the stream of an honour that the union received."""
    return HONOUR.at(document_no)


def innovation(document_no: DocumentNo) -> Stream[DocumentState | None]:
    """Name the stream of an innovation."""
    return INNOVATION.at(document_no)
