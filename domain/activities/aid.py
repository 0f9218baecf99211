"""Aid (帮扶): programmes with a budget and a cap, cases, and the payments made on them.

Four eyes: whoever requests may not approve, whoever approves may not pay.
Person-times of aid follow rule PT-1: one for each granted case and calendar year in which it is
first paid; the event says so (``person_times``), so that a total is a plain sum.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.values import CaseNo, Count, Fen, HouseholdId, Month, ProgrammeCode, Subject, Text, Year

FundSource = Literal["union", "superior_subsidy", "government_subsidy", "employer", "donation", "custodial"]
"""Where the money comes from. ``custodial`` money (代管经费) is neither income nor expense of the union."""
CaseOutcome = Literal["completed", "declined", "terminated", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AidProgrammeOpened:
    """A programme was set up: its money, its budget and cap, whom it may reach, how it pays."""

    programme: ProgrammeCode
    name: Text
    fund_source: FundSource
    restricted: bool
    requires_membership: bool
    budget_fen: Fen
    cap_fen: Fen | None
    instalments: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidBudgetAmended:
    """A programme's whole budget was set anew."""

    programme: ProgrammeCode
    budget_fen: Fen
    budget_change_fen: Fen
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFundsRaised:
    """Money for a programme came in from a source, under a receipt number used once."""

    programme: ProgrammeCode
    receipt_no: CaseNo
    fund_source: FundSource
    amount_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidRequested:
    """Aid was asked for: for whom, how much in all, in how many instalments due from when on."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    household_id: HouseholdId | None
    amount_fen: Fen
    instalments: Count
    first_due: Month
    months_between: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidApproved:
    """A case was granted, up to an amount that may be lower than what was asked."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    amount_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidDisbursed:
    """One instalment of a case was paid."""

    case_no: CaseNo
    programme: ProgrammeCode
    fund_source: FundSource
    subject: Subject
    household_id: HouseholdId | None
    instalment: Count
    amount_fen: Fen
    person_times: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidReversed:
    """A payment was taken back whole; its instalment may be paid again. Names the day of the payment."""

    case_no: CaseNo
    programme: ProgrammeCode
    fund_source: FundSource
    subject: Subject
    household_id: HouseholdId | None
    instalment: Count
    amount_fen: Fen
    person_times: Count
    disbursed_on: date
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCaseClosed:
    """A case ended: paid out, declined, terminated before its last instalment, or lapsed."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    outcome: CaseOutcome
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidBudgetCharged:
    """A payment or its reversal (below zero) met the programme's budget; carries the running total."""

    programme: ProgrammeCode
    case_no: CaseNo
    charged_fen: Fen
    spent_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCapCharged:
    """A payment or its reversal met one subject's cap of a year; carries the running total."""

    programme: ProgrammeCode
    year: Year
    subject: Subject
    charged_fen: Fen
    used_fen: Fen
    effective_on: date


Event = (
    AidDisbursed
    | AidBudgetCharged
    | AidCapCharged
    | AidRequested
    | AidApproved
    | AidCaseClosed
    | AidReversed
    | AidFundsRaised
    | AidBudgetAmended
    | AidProgrammeOpened
)
