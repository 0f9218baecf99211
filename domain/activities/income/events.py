"""The facts of income from outside, and of money kept for others."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.values import DocumentNo, Fen, FundClass, MoneyPlace, PartyId, ProjectId, Text

IncomeKind = Literal[
    "superior_general",
    "superior_rebate",
    "superior_surplus",
    "superior_special",
    "superior_assistance",
    "superior_warmth",
    "superior_relief",
    "government_subsidy",
    "fiscal_appropriation",
    "employer_subsidy",
    "affiliated_remittance",
    "preparatory_levy_refund",
    "investment_income",
    "interest",
    "donation",
    "other_income",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeReceived:
    """Income of one kind came in, from whom and for what."""

    document_no: DocumentNo
    income_kind: IncomeKind
    amount_fen: Fen
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    party: PartyId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodialReceived:
    """Money of others was taken into custody for a project."""

    document_no: DocumentNo
    project: ProjectId
    party: PartyId | None
    amount_fen: Fen
    place: MoneyPlace
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodialPaid:
    """Money in custody was paid out for its project."""

    document_no: DocumentNo
    project: ProjectId
    party: PartyId | None
    amount_fen: Fen
    place: MoneyPlace
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeReversed:
    """The booking of a document of any of these kinds was taken back."""

    document_no: DocumentNo
    booked_on: date
    reason: Text
    posting: Posting
    effective_on: date


Booked = IncomeReceived | CustodialReceived | CustodialPaid
Event = Booked | IncomeReversed
