"""Why a payment of aid, or its reversal, is refused."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import CaseNo, Count, Fen, ProgrammeCode, SubjectId, SubjectKind, Year


@dataclass(eq=False, kw_only=True)
class AidCaseDisagrees(LedgerError):
    """A payment names the programme and the subject of its case."""

    code = "aid_case_disagrees"
    kind = "invalid"
    text = (
        "Aid case {case_no} is of programme {programme} for {subject_kind} {subject_id}. Name these, or another case."
    )

    case_no: CaseNo
    programme: ProgrammeCode
    subject_kind: SubjectKind
    subject_id: SubjectId


@dataclass(eq=False, kw_only=True)
class AidNotApproved(LedgerError):
    """Nothing is paid before it is granted."""

    code = "aid_not_approved"
    text = "Aid case {case_no} is not approved. Have it approved first with approve-aid."

    case_no: CaseNo


@dataclass(eq=False, kw_only=True)
class AidInstalmentUnknown(LedgerError):
    """Only planned instalments are paid."""

    code = "aid_instalment_unknown"
    kind = "invalid"
    text = "Aid case {case_no} has instalments 1 to {instalments}; there is no {instalment}. Name one of them."

    case_no: CaseNo
    instalment: Count
    instalments: Count


@dataclass(eq=False, kw_only=True)
class AidInstalmentAlreadyPaid(LedgerError):
    """An instalment is paid once; after a reversal it may be paid again."""

    code = "aid_instalment_already_paid"
    text = (
        "Instalment {instalment} of aid case {case_no} was paid on {paid_on} ({paid}). "
        "Pay another one, or reverse that payment first with reverse-aid."
    )

    case_no: CaseNo
    instalment: Count
    paid_on: date
    paid_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidInstalmentNotPaid(LedgerError):
    """Only a payment that stands is taken back, and once."""

    code = "aid_instalment_not_paid"
    text = "Instalment {instalment} of aid case {case_no} is not paid, or was reversed. Nothing can be taken back."

    case_no: CaseNo
    instalment: Count


@dataclass(eq=False, kw_only=True)
class AidPaymentDayWrong(LedgerError):
    """A reversal names the day of the payment that it takes back."""

    code = "aid_payment_day_wrong"
    kind = "invalid"
    text = (
        "Instalment {instalment} of aid case {case_no} was paid on {paid_on}, not on {disbursed_on}. "
        "Check that this is the payment to take back, and name its day."
    )

    case_no: CaseNo
    instalment: Count
    paid_on: date
    disbursed_on: date


@dataclass(eq=False, kw_only=True)
class AidApprovalExceeded(LedgerError):
    """All payments of a case together stay within what was granted."""

    code = "aid_approval_exceeded"
    text = (
        "Aid case {case_no} was approved for {approved} and has been paid {paid}; {asked} more is too much. "
        "Lower the amount, or request more as a new case."
    )

    case_no: CaseNo
    approved_fen: Fen
    paid_fen: Fen
    asked_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidBudgetExceeded(LedgerError):
    """A programme's payments stay within its budget.

    Source: no spending without or above budget (皖工发〔2025〕18号); 财会〔2024〕11号 第十八条.
    """

    code = "aid_budget_exceeded"
    text = (
        "{programme} has a budget of {budget} and has spent {spent}; {asked} more is too much. "
        "Lower the amount, or have the budget raised with amend-aid-budget."
    )

    programme: ProgrammeCode
    budget_fen: Fen
    spent_fen: Fen
    asked_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidCapExceeded(LedgerError):
    """What one subject receives from a programme in a calendar year stays within the cap."""

    code = "aid_cap_exceeded"
    text = (
        "{programme} allows {cap} a year, and {subject_id} has received {used} in {year}; {asked} more is too much. "
        "Lower the amount, or have a programme with a higher cap opened."
    )

    programme: ProgrammeCode
    subject_id: SubjectId
    year: Year
    cap_fen: Fen
    used_fen: Fen
    asked_fen: Fen
