"""The facts of aid. Person-times follow rule PT-1, and the events say them, so that a total is a plain sum.

``posting`` is None where no money comes to the union's cash or bank, or goes from it, and before the books.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.values import ActorId, CaseNo, Count, Fen, HouseholdId, Month, ProgrammeCode, RuleId, Subject, Text, Year

FundSource = Literal["union", "superior_subsidy", "government_subsidy", "employer", "donation", "custodial"]
"""Where the money comes from. ``custodial`` money (代管经费) is neither income nor expense of the union."""
AidPurpose = Literal["hardship", "warmth", "study", "model_worker", "condolence", "hospital", "mutual_aid_top_up"]
"""What a programme is for, which decides where its payments are posted: 困难帮扶, 送温暖, 金秋助学, 劳模补助, 慰问,
住院探望, 互助保障补助."""
CaseOutcome = Literal["completed", "declined", "terminated", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AidPolicyAdopted:
    """The ledger says for which needs a subject is aided by one case a year, across programmes."""

    rule_id: RuleId
    once_a_year: tuple[AidPurpose, ...]
    valid_from: date
    source: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidNeedClaimed:
    """A case claims its subject's need for the years of its instalments, as the rule demands."""

    subject: Subject
    need: AidPurpose
    case_no: CaseNo
    first_year: Year
    last_year: Year
    rule_id: RuleId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidProgrammeOpened:
    """A programme was set up: its purpose, its money, its budget and cap, whom it may reach, how it pays."""

    programme: ProgrammeCode
    name: Text
    purpose: AidPurpose
    fund_source: FundSource
    restricted: bool
    requires_membership: bool
    budget_fen: Fen
    cap_fen: Fen | None
    instalments: Count
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidBudgetAmended:
    """A programme's whole budget was set anew; carries what was spent by then."""

    programme: ProgrammeCode
    budget_fen: Fen
    budget_change_fen: Fen
    spent_fen: Fen
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFundsRaised:
    """Money for a programme came in from a source, under a receipt number used once."""

    programme: ProgrammeCode
    receipt_no: CaseNo
    fund_source: FundSource
    amount_fen: Fen
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFundsReversed:
    """A receipt was recorded wrongly and is taken back whole; its number stays used."""

    programme: ProgrammeCode
    receipt_no: CaseNo
    fund_source: FundSource
    amount_fen: Fen
    raised_on: date
    reason: Text
    posting: Posting | None
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
    requested_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidApproved:
    """A case was granted, up to an amount that may be lower than what was asked."""

    case_no: CaseNo
    programme: ProgrammeCode
    subject: Subject
    amount_fen: Fen
    approved_by: ActorId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidDisbursed:
    """One instalment of a case was paid. ``person_times`` is 1 for the first of its calendar year, else 0."""

    case_no: CaseNo
    programme: ProgrammeCode
    fund_source: FundSource
    subject: Subject
    household_id: HouseholdId | None
    instalment: Count
    amount_fen: Fen
    person_times: Count
    approved_by: ActorId
    paid_by: ActorId
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidReversed:
    """A payment was taken back whole; its instalment may be paid again. Names the day of the payment.

    ``person_times`` is what goes back with it: 1 when no other payment of that calendar year stands, else 0.
    """

    case_no: CaseNo
    programme: ProgrammeCode
    fund_source: FundSource
    subject: Subject
    household_id: HouseholdId | None
    instalment: Count
    amount_fen: Fen
    person_times: Count
    approved_by: ActorId
    disbursed_on: date
    reason: Text
    posting: Posting | None
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
    """A payment or its reversal (below zero) met the programme's budget; carries the running totals."""

    programme: ProgrammeCode
    case_no: CaseNo
    charged_fen: Fen
    budget_fen: Fen
    spent_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCapCharged:
    """A payment or its reversal (below zero) met one subject's cap of a year; carries the running total.

    ``year`` is the year of the payment, also when it is reversed in a later one.
    """

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
    | AidFundsReversed
    | AidBudgetAmended
    | AidProgrammeOpened
    | AidPolicyAdopted
    | AidNeedClaimed
)
