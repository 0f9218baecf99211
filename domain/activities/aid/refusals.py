"""Why something asked about an aid programme or a case is refused."""

from dataclasses import dataclass
from datetime import date

from domain.activities.aid.events import AidPurpose, CaseOutcome
from domain.errors import LedgerError
from domain.values import CaseNo, Count, Fen, HouseholdId, ProgrammeCode, RuleId, SubjectId, SubjectKind, Year


@dataclass(eq=False, kw_only=True)
class AidProgrammeAlreadyOpen(LedgerError):
    """A programme is set up once."""

    code = "aid_programme_already_open"
    text = "Aid programme {programme} is open since {opened_on}. Choose another code."

    programme: ProgrammeCode
    opened_on: date


@dataclass(eq=False, kw_only=True)
class AidProgrammeUnknown(LedgerError):
    """A command named a programme that was never set up."""

    code = "aid_programme_unknown"
    text = "There is no aid programme {programme} in this ledger. Open it with open-aid-programme, or check the code."

    programme: ProgrammeCode


@dataclass(eq=False, kw_only=True)
class AidPlanOutOfRange(LedgerError):
    """A plan has a few instalments, at most a year apart."""

    code = "aid_plan_out_of_range"
    kind = "invalid"
    text = (
        "{instalments} instalments, {months_between} months apart, cannot be planned. "
        "Plan 1 to {most_instalments} instalments, 1 to {most_months_between} months apart."
    )

    instalments: Count
    months_between: Count
    most_instalments: int
    most_months_between: int


@dataclass(eq=False, kw_only=True)
class AidBudgetUnchanged(LedgerError):
    """An amendment changes the budget."""

    code = "aid_budget_unchanged"
    text = "The budget of {programme} is {budget} already. Nothing is left to record."

    programme: ProgrammeCode
    budget_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidBudgetBelowSpent(LedgerError):
    """A budget does not fall below what was spent."""

    code = "aid_budget_below_spent"
    text = "{programme} has spent {spent} already, so its budget cannot be {budget}. Set it to {spent} or more."

    programme: ProgrammeCode
    budget_fen: Fen
    spent_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidReceiptUsed(LedgerError):
    """A receipt number stands for one receipt in the whole ledger."""

    code = "aid_receipt_used"
    text = "Receipt {receipt_no} was recorded for {programme} on {received_on}. Check the number."

    receipt_no: CaseNo
    programme: ProgrammeCode
    received_on: date


@dataclass(eq=False, kw_only=True)
class AidFundsCustodial(LedgerError):
    """Money that is kept for others is not spent as the union's own. Source: 财会〔2021〕7号 附录1, note on 221."""

    code = "aid_funds_custodial"
    text = (
        "{programme} spends money of the union, and custodial money is kept for others. "
        "Take it in for a programme whose source is custodial."
    )

    programme: ProgrammeCode


@dataclass(eq=False, kw_only=True)
class AidReceiptDisagrees(LedgerError):
    """Whoever takes a receipt back names its programme."""

    code = "aid_receipt_disagrees"
    kind = "invalid"
    text = "Receipt {receipt_no} is of programme {programme}. Name it, or another receipt."

    receipt_no: CaseNo
    programme: ProgrammeCode


@dataclass(eq=False, kw_only=True)
class AidReceiptUnknown(LedgerError):
    """Only a recorded receipt can be taken back."""

    code = "aid_receipt_unknown"
    text = "There is no receipt {receipt_no} in this ledger. Check the number."

    receipt_no: CaseNo


@dataclass(eq=False, kw_only=True)
class AidReceiptAlreadyReversed(LedgerError):
    """A receipt is taken back at most once."""

    code = "aid_receipt_already_reversed"
    text = "Receipt {receipt_no} was taken back already. Record the right one under another number."

    receipt_no: CaseNo


@dataclass(eq=False, kw_only=True)
class AidCaseExists(LedgerError):
    """A case number is used once."""

    code = "aid_case_exists"
    text = "Aid case {case_no} was requested on {requested_on}. Choose another case number."

    case_no: CaseNo
    requested_on: date


@dataclass(eq=False, kw_only=True)
class AidCaseUnknown(LedgerError):
    """A command named a case that nobody requested."""

    code = "aid_case_unknown"
    text = "There is no aid case {case_no} in this ledger. Request it first with request-aid, or check the number."

    case_no: CaseNo


@dataclass(eq=False, kw_only=True)
class AidSubjectNotMember(LedgerError):
    """A programme for members reaches who is a member on the day, active or retired."""

    code = "aid_subject_not_member"
    text = (
        "Aid programme {programme} is for members, and {subject_id} is no member of this union on {effective_on}. "
        "Enrol or readmit the person first, or use a programme that is open to others."
    )

    programme: ProgrammeCode
    subject_id: SubjectId
    effective_on: date


@dataclass(eq=False, kw_only=True)
class AidSubjectNotPerson(LedgerError):
    """Only a person can be a member, so a programme for members reaches persons only."""

    code = "aid_subject_not_person"
    kind = "invalid"
    text = (
        "Aid programme {programme} is for members, and a {subject_kind} cannot be one. "
        "Name the member as the subject, and the household beside it."
    )

    programme: ProgrammeCode
    subject_kind: SubjectKind


@dataclass(eq=False, kw_only=True)
class AidHouseholdWrong(LedgerError):
    """Aid to a household belongs to that household."""

    code = "aid_household_wrong"
    kind = "invalid"
    text = "The aid is for household {subject_id} and cannot count for household {household_id}. Leave the latter out."

    subject_id: SubjectId
    household_id: HouseholdId


@dataclass(eq=False, kw_only=True)
class AidAlreadyApproved(LedgerError):
    """A case is granted once."""

    code = "aid_already_approved"
    text = "Aid case {case_no} was approved on {approved_on}. Nothing is left to approve; request more as a new case."

    case_no: CaseNo
    approved_on: date


@dataclass(eq=False, kw_only=True)
class AidApprovalTooHigh(LedgerError):
    """No more is granted than was asked for."""

    code = "aid_approval_too_high"
    text = "Aid case {case_no} asks for {requested}; {asked} cannot be approved. Approve {requested} or less."

    case_no: CaseNo
    requested_fen: Fen
    asked_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidCaseEnded(LedgerError):
    """A closed case takes no further step, but a payment may still be taken back."""

    code = "aid_case_ended"
    text = "Aid case {case_no} was closed as {outcome} on {closed_on}. Request further aid as a new case."

    case_no: CaseNo
    outcome: CaseOutcome
    closed_on: date


@dataclass(eq=False, kw_only=True)
class AidDeclinedAfterPayment(LedgerError):
    """A case that was paid was not declined."""

    code = "aid_declined_after_payment"
    text = "Aid case {case_no} was paid {paid} and cannot be declined. Close it as terminated, or reverse the payments."

    case_no: CaseNo
    paid_fen: Fen


@dataclass(eq=False, kw_only=True)
class AidInstalmentsMissing(LedgerError):
    """A case is completed when every planned instalment is paid.

    Source: a study-aid case has a planned number of yearly instalments and every missing one needs a reason.
    """

    code = "aid_instalments_missing"
    text = (
        "Aid case {case_no} is not completed: instalment {missing} is not paid. "
        "Pay it, or close the case as terminated or lapsed and give the reason."
    )

    case_no: CaseNo
    missing: str


@dataclass(eq=False, kw_only=True)
class AidCasePaidOut(LedgerError):
    """A case whose every instalment is paid is completed, nothing else."""

    code = "aid_case_paid_out"
    text = "Every instalment of aid case {case_no} is paid, so it is not {outcome}. Close it as completed."

    case_no: CaseNo
    outcome: CaseOutcome


@dataclass(eq=False, kw_only=True)
class AidNeedCovered(LedgerError):
    """One need is aided by one case a year, whatever the programme (policy value)."""

    code = "aid_need_covered"
    text = (
        "Rule {rule_id}: {subject_id} has case {case_no} for the need “{need}” in {year}. "
        "If that case ended and paid nothing, name it with instead_of."
    )

    subject_id: SubjectId
    need: AidPurpose
    year: Year
    case_no: CaseNo
    rule_id: RuleId
