"""What may be asked about awards."""

from dataclasses import dataclass
from datetime import date

from domain.values import NO_FEN, DocumentNo, Fen, ProgrammeCode, Subject, SubjectKind, Text, Year


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAward:
    """Announce an award of a year."""

    award: ProgrammeCode
    year: Year
    name: Text
    subject_kind: SubjectKind
    effective_on: date
    needs_nomination: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNomination:
    """Put a candidate forward."""

    award: ProgrammeCode
    year: Year
    nominee: Subject
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSelection:
    """End the nominations."""

    award: ProgrammeCode
    year: Year
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferAward:
    """Honour a subject, with a prize or without."""

    award: ProgrammeCode
    year: Year
    recipient: Subject
    effective_on: date
    prize_fen: Fen = NO_FEN


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeAward:
    """Take an honour back, with its prize."""

    award: ProgrammeCode
    year: Year
    recipient: Subject
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHonour:
    """Record an award that the union itself received from outside."""

    document_no: DocumentNo
    title: Text
    granted_by: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInnovation:
    """Record that an innovation was reviewed."""

    document_no: DocumentNo
    filed_year: Year
    effective_on: date
