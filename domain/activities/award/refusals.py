"""Why something asked about awards is refused."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import DocumentNo, ProgrammeCode, SubjectId, SubjectKind, Year


@dataclass(eq=False, kw_only=True)
class AwardAlreadyOpen(LedgerError):
    """An award is announced once a year."""

    code = "award_already_open"
    text = "Award {award} of {year} is open already. Choose another code or year."

    award: ProgrammeCode
    year: Year


@dataclass(eq=False, kw_only=True)
class AwardUnknown(LedgerError):
    """A command named an award that was not announced in that year."""

    code = "award_unknown"
    text = "There is no award {award} of {year} in this ledger. Open it first with open-award, or check code and year."

    award: ProgrammeCode
    year: Year


@dataclass(eq=False, kw_only=True)
class AwardSubjectWrong(LedgerError):
    """An award goes to one kind of subject."""

    code = "award_subject_wrong"
    kind = "invalid"
    text = "Award {award} of {year} is for a {expected}, not for a {given}. Name a {expected}."

    award: ProgrammeCode
    year: Year
    expected: SubjectKind
    given: SubjectKind


@dataclass(eq=False, kw_only=True)
class AwardProjectWrong(LedgerError):
    """Prizes of an award are paid from the project that it was announced with."""

    code = "award_project_wrong"
    kind = "invalid"
    text = (
        "Award {award} of {year} was announced with the project {expected}, and {given} is named here (- is none). "
        "Name the same."
    )

    award: ProgrammeCode
    year: Year
    expected: str
    given: str


@dataclass(eq=False, kw_only=True)
class AwardSelectionClosed(LedgerError):
    """Nominations end once; afterwards none is filed."""

    code = "award_selection_closed"
    text = "The selection for award {award} of {year} closed on {closed_on}. Nominations are no longer taken."

    award: ProgrammeCode
    year: Year
    closed_on: date


@dataclass(eq=False, kw_only=True)
class AwardSelectionOpen(LedgerError):
    """An award that needs nominations is conferred after they ended."""

    code = "award_selection_open"
    text = "Award {award} of {year} still takes nominations. End them first with close-selection."

    award: ProgrammeCode
    year: Year


@dataclass(eq=False, kw_only=True)
class AlreadyNominated(LedgerError):
    """A candidate is put forward once."""

    code = "already_nominated"
    text = "{subject_id} is nominated for award {award} of {year} already. Check the id."

    award: ProgrammeCode
    year: Year
    subject_id: SubjectId


@dataclass(eq=False, kw_only=True)
class NotNominated(LedgerError):
    """An award that needs nominations goes to a nominee."""

    code = "not_nominated"
    text = "{subject_id} was not nominated for award {award} of {year}. Choose one of its nominees."

    award: ProgrammeCode
    year: Year
    subject_id: SubjectId


@dataclass(eq=False, kw_only=True)
class AwardAlreadyConferred(LedgerError):
    """A recipient holds an award of a year once."""

    code = "award_already_conferred"
    text = "{subject_id} received award {award} of {year} on {conferred_on}. Check the id."

    award: ProgrammeCode
    year: Year
    subject_id: SubjectId
    conferred_on: date


@dataclass(eq=False, kw_only=True)
class AwardNotConferred(LedgerError):
    """Only an honour that stands can be taken back."""

    code = "award_not_conferred"
    text = "{subject_id} does not hold award {award} of {year}: it was never conferred, or was revoked. Check the id."

    award: ProgrammeCode
    year: Year
    subject_id: SubjectId


@dataclass(eq=False, kw_only=True)
class HonourAlreadyRecorded(LedgerError):
    """A certificate is recorded once."""

    code = "honour_already_recorded"
    text = "Document {document_no} was recorded as an honour of {recorded_for}. Use another document number."

    document_no: DocumentNo
    recorded_for: date


@dataclass(eq=False, kw_only=True)
class InnovationAlreadyReviewed(LedgerError):
    """An innovation is reviewed once."""

    code = "innovation_already_reviewed"
    text = "Innovation {document_no} was reviewed on {reviewed_on}. Use another document number."

    document_no: DocumentNo
    reviewed_on: date


@dataclass(eq=False, kw_only=True)
class InnovationFiledLater(LedgerError):
    """An innovation is filed before it is reviewed."""

    code = "innovation_filed_later"
    kind = "invalid"
    text = (
        "Innovation {document_no} cannot be reviewed on {effective_on} and filed in {filed_year}. Correct year or date."
    )

    document_no: DocumentNo
    filed_year: Year
    effective_on: date
