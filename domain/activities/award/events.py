"""The facts of awards."""

from dataclasses import dataclass
from datetime import date

from domain.values import Count, DocumentNo, Fen, ProgrammeCode, Subject, SubjectKind, Text, Year


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardProgrammeOpened:
    """An award of a year was announced: to what sort of subject, and whether it needs nominations."""

    award: ProgrammeCode
    year: Year
    name: Text
    subject_kind: SubjectKind
    needs_nomination: bool
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
    """A subject was honoured, with a prize or without (0)."""

    award: ProgrammeCode
    year: Year
    name: Text
    recipient: Subject
    prize_fen: Fen
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
