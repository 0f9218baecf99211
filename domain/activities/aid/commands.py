"""What may be asked about aid.

A payment and its reversal name programme and subject beside the case, because a command names every
stream that it needs (the programme's budget and money, the subject's cap); what disagrees with the case is refused.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.activities.aid.events import AidPurpose, CaseOutcome, FundSource
from domain.values import (
    CaseNo,
    Count,
    Fen,
    HouseholdId,
    MoneyPlace,
    Month,
    PositiveFen,
    ProgrammeCode,
    RuleId,
    Subject,
    Text,
)

ONE: Final = Count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptAidPolicy:
    """Say for which needs a subject is aided by one case a year, from a day on, and by whose decision."""

    rule_id: RuleId
    once_a_year: tuple[AidPurpose, ...]
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAidProgramme:
    """Set up a programme: its purpose, its money, its budget, its cap per subject and year, whom it may reach.

    Money of a ``restricted`` programme, and custodial money, is spent for this programme only and only as far as it
    reaches. What the ``employer`` pays itself never passes through the union's accounts and is not posted.
    """

    programme: ProgrammeCode
    name: Text
    fund_source: FundSource
    budget_fen: Fen
    effective_on: date
    purpose: AidPurpose = "hardship"
    cap_fen: PositiveFen | None = None
    restricted: bool = False
    requires_membership: bool = True
    instalments: Count = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendAidBudget:
    """Set a programme's whole budget anew."""

    programme: ProgrammeCode
    budget_fen: Fen
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAidFunds:
    """Take in money for a programme."""

    programme: ProgrammeCode
    receipt_no: CaseNo
    fund_source: FundSource
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAidFunds:
    """Take back a receipt that was recorded wrongly; the right one is recorded under another number."""

    programme: ProgrammeCode
    receipt_no: CaseNo
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAid:
    """Ask for aid. Instalments are the programme's and begin in the month of the request, unless said otherwise.

    ``instead_of`` names a case for the same need that ended and paid nothing.
    """

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    amount_fen: PositiveFen
    effective_on: date
    household_id: HouseholdId | None = None
    instalments: Count | None = None
    first_due: Month | None = None
    months_between: Count = ONE
    instead_of: CaseNo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveAid:
    """Grant a case, up to an amount."""

    case_no: CaseNo
    amount_fen: PositiveFen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DisburseAid:
    """Pay one instalment of a case."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    instalment: Count
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAid:
    """Take a payment back whole. ``disbursed_on`` is the day of the payment, whose year's cap is given back."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    instalment: Count
    disbursed_on: date
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAidCase:
    """End a case: paid out, declined, terminated before its last instalment, or lapsed."""

    case_no: CaseNo
    outcome: CaseOutcome
    reason: Text
    effective_on: date
