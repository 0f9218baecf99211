"""What may be asked about awards.

An honour and its revocation name the award's project, because a command names every stream that it needs (here the
project's money); a project that is not the award's is refused.
"""

from dataclasses import dataclass
from datetime import date

from domain.values import (
    NO_FEN,
    DocumentNo,
    Fen,
    MoneyPlace,
    ProgrammeCode,
    ProjectId,
    Subject,
    SubjectKind,
    Text,
    Year,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAward:
    """Announce an award of a year, with the project whose restricted money pays its prizes, if any does."""

    award: ProgrammeCode
    year: Year
    name: Text
    subject_kind: SubjectKind
    effective_on: date
    needs_nomination: bool = False
    project: ProjectId | None = None


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
    place: MoneyPlace = "bank"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeAward:
    """Take an honour back, with its prize."""

    award: ProgrammeCode
    year: Year
    recipient: Subject
    reason: Text
    effective_on: date
    project: ProjectId | None = None


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
