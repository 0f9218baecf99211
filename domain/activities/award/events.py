"""The facts of awards."""

from dataclasses import dataclass
from datetime import date

from domain.accounting.lines import Posting
from domain.values import Count, DocumentNo, Fen, ProgrammeCode, ProjectId, Subject, SubjectKind, Text, Year


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardProgrammeOpened:
    """An award of a year was announced: to what sort of subject, whether it needs nominations.

    ``project`` names the restricted money that its prizes are paid from, if they are.
    """

    award: ProgrammeCode
    year: Year
    name: Text
    subject_kind: SubjectKind
    needs_nomination: bool
    project: ProjectId | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationFiled:
    """A candidate was put forward."""

    award: ProgrammeCode
    year: Year
    nominee: Subject
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionClosed:
    """Nominations ended; from now on nominees may be honoured."""

    award: ProgrammeCode
    year: Year
    nominees: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardConferred:
    """A subject was honoured, with a prize or without (0, and no posting)."""

    award: ProgrammeCode
    year: Year
    name: Text
    recipient: Subject
    prize_fen: Fen
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRevoked:
    """An honour was taken back. Names what was conferred and when."""

    award: ProgrammeCode
    year: Year
    name: Text
    recipient: Subject
    prize_fen: Fen
    conferred_on: date
    reason: Text
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourReceived:
    """The union itself received an award from outside."""

    document_no: DocumentNo
    title: Text
    granted_by: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationReviewed:
    """An innovation filed in a year was reviewed for an award."""

    document_no: DocumentNo
    filed_year: Year
    effective_on: date


Event = (
    AwardConferred
    | NominationFiled
    | SelectionClosed
    | AwardRevoked
    | AwardProgrammeOpened
    | HonourReceived
    | InnovationReviewed
)
