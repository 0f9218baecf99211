"""What may be asked about income from outside and about money kept for others."""

from dataclasses import dataclass
from datetime import date

from domain.activities.income.events import IncomeKind
from domain.values import DocumentNo, FundClass, MoneyPlace, PartyId, PositiveFen, ProjectId, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIncome:
    """Record income that came in; restricted money names its project."""

    document_no: DocumentNo
    income_kind: IncomeKind
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCustodialFunds:
    """Take money of others into custody for a project: neither income now nor expense later."""

    document_no: DocumentNo
    project: ProjectId
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCustodialFunds:
    """Pay money in custody out for its project."""

    document_no: DocumentNo
    project: ProjectId
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"
    party: PartyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseIncome:
    """Take back the booking of a document of any of these kinds; name the fund that it moved."""

    document_no: DocumentNo
    reason: Text
    effective_on: date
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
