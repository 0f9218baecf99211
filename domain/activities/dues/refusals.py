"""Why something asked about dues is refused."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import BasisPoints, BranchId, Count, Fen, LedgerId, MemberNo, Month, RuleId


@dataclass(eq=False, kw_only=True)
class DuesOnlyInGrassroots(LedgerError):
    """Dues are income of grassroots unions only. Source: 财会〔2021〕7号 第五十六条."""

    code = "dues_only_in_grassroots"
    text = "Ledger {ledger_id} is not a grassroots union and takes no dues. Record them in the member's own union."

    ledger_id: LedgerId


@dataclass(eq=False, kw_only=True)
class DuesAmountNotPositive(LedgerError):
    """Money that moves is more than nothing."""

    code = "dues_amount_not_positive"
    kind = "invalid"
    text = "An amount of {amount} moves nothing. Enter at least 0.01; a wrong entry is taken back by reversing it."

    amount_fen: Fen


@dataclass(eq=False, kw_only=True)
class DuesPolicyMonthTaken(LedgerError):
    """At most one policy begins in a month, so that the one in force is never in doubt."""

    code = "dues_policy_month_taken"
    text = "Policy {rule_id} begins in {valid_from} already. Choose another month."

    rule_id: RuleId
    valid_from: Month


@dataclass(eq=False, kw_only=True)
class DuesRuleIdTaken(LedgerError):
    """Assessments name their rule by its id, so an id means one rule for ever."""

    code = "dues_rule_id_taken"
    text = "Rule id {rule_id} names the policy in force from {valid_from}. Choose another id for another policy."

    rule_id: RuleId
    valid_from: Month


@dataclass(eq=False, kw_only=True)
class DuesPolicyUnusable(LedgerError):
    """A rate is above nothing and at most the whole wage; a base is rounded to at least one fen."""

    code = "dues_policy_unusable"
    kind = "invalid"
    text = (
        "A rate of {rate_basis_points} basis points on bases rounded down to {rounding} cannot be used. "
        "Choose a rate from 1 to 10000 basis points and a rounding of at least 0.01."
    )

    rate_basis_points: BasisPoints
    rounding_fen: Fen


@dataclass(eq=False, kw_only=True)
class WageBaseNegative(LedgerError):
    """A wage base is nothing or more."""

    code = "wage_base_negative"
    kind = "invalid"
    text = "A wage base of {base} is below zero. Enter the monthly base, or 0.00 where there is none."

    base_fen: Fen


@dataclass(eq=False, kw_only=True)
class DuesPolicyMissing(LedgerError):
    """Nothing says how dues of the month are worked out."""

    code = "dues_policy_missing"
    text = "No dues policy is in force in {period}. Adopt one first with adopt-dues-policy."

    period: Month


@dataclass(eq=False, kw_only=True)
class WageBaseMissing(LedgerError):
    """Nothing says on what the member's dues of the month are worked out."""

    code = "wage_base_missing"
    text = "Member {member_no} has no wage base for {period}. Declare one first with declare-wage-base."

    member_no: MemberNo
    period: Month


@dataclass(eq=False, kw_only=True)
class DuesNotOwed(LedgerError):
    """Dues run from the month of joining through the month of retirement or withdrawal."""

    code = "dues_not_owed"
    text = (
        "Member {member_no} owes no dues for {period}: {standing} since {since}. Dues run from the month of joining "
        "through the month of retirement or withdrawal. Check the month and the member's card."
    )

    member_no: MemberNo
    period: Month
    standing: str
    since: date


@dataclass(eq=False, kw_only=True)
class DuesMonthNotBegun(LedgerError):
    """A month is owed from its first day on; before that it can only be paid in advance."""

    code = "dues_month_not_begun"
    text = (
        "{period} has not begun on {effective_on}. Assess it from its first day on; pay-dues takes money before that."
    )

    period: Month
    effective_on: date


@dataclass(eq=False, kw_only=True)
class DuesMonthTooFarAhead(LedgerError):
    """Dues are taken in advance up to the end of next year."""

    code = "dues_month_too_far_ahead"
    text = "{period} is too far ahead. Dues are taken in advance up to {last_period}; check the month."

    period: Month
    last_period: Month


@dataclass(eq=False, kw_only=True)
class DuesAlreadyAssessed(LedgerError):
    """A month is assessed once."""

    code = "dues_already_assessed"
    text = (
        "{period} is assessed for member {member_no} by entry {entry_no}. "
        "To assess it anew, reverse that entry first with reverse-dues-entry."
    )

    member_no: MemberNo
    period: Month
    entry_no: Count


@dataclass(eq=False, kw_only=True)
class DuesAlreadyPaid(LedgerError):
    """Nothing is open for an assessed month."""

    code = "dues_already_paid"
    text = "Member {member_no} owes nothing more for {period}. Check the month, or pay a later month in advance."

    member_no: MemberNo
    period: Month


@dataclass(eq=False, kw_only=True)
class DuesOverpaid(LedgerError):
    """No more is taken for an assessed month than is open."""

    code = "dues_overpaid"
    text = (
        "Member {member_no} owes {open} for {period}; {amount} was offered. "
        "Take {open}, and the rest for a later month in advance."
    )

    member_no: MemberNo
    period: Month
    open_fen: Fen
    amount_fen: Fen


@dataclass(eq=False, kw_only=True)
class DuesRefundTooLarge(LedgerError):
    """No more goes back than was paid."""

    code = "dues_refund_too_large"
    text = "Member {member_no} has paid {paid} net for {period}; {amount} cannot go back. Refund at most {paid}."

    member_no: MemberNo
    period: Month
    paid_fen: Fen
    amount_fen: Fen


@dataclass(eq=False, kw_only=True)
class DuesRefundOverYears(LedgerError):
    """Income of this year and income of an earlier one go back by different accounts, so each by a refund of its own.

    Source: 财会〔2021〕7号 第二十三条.
    """

    code = "dues_refund_over_years"
    text = (
        "Of what member {member_no} paid for {period}, {paid} came in this year; {amount} would take from an earlier "
        "year too. Refund {paid} first, then the rest."
    )

    member_no: MemberNo
    period: Month
    paid_fen: Fen
    amount_fen: Fen


@dataclass(eq=False, kw_only=True)
class DuesWaiverTooLarge(LedgerError):
    """No more is waived than is open."""

    code = "dues_waiver_too_large"
    text = "Member {member_no} owes {arrears} for {period}; {amount} cannot be waived. Waive at most {arrears}."

    member_no: MemberNo
    period: Month
    arrears_fen: Fen
    amount_fen: Fen


@dataclass(eq=False, kw_only=True)
class DuesEntryUnknown(LedgerError):
    """A reversal names an entry of the month."""

    code = "dues_entry_unknown"
    text = "The account of member {member_no} has no entry {entry_no} for {period}. Look up its number in the account."

    member_no: MemberNo
    period: Month
    entry_no: Count


@dataclass(eq=False, kw_only=True)
class DuesEntryAlreadyReversed(LedgerError):
    """An entry is reversed at most once."""

    code = "dues_entry_already_reversed"
    text = (
        "Entry {entry_no} of member {member_no} for {period} is reversed already. Record what is right as a new entry."
    )

    member_no: MemberNo
    period: Month
    entry_no: Count


@dataclass(eq=False, kw_only=True)
class DuesReversalNotReversible(LedgerError):
    """A reversal is final."""

    code = "dues_reversal_not_reversible"
    text = "Entry {entry_no} of member {member_no} is itself a reversal. Record what is right as a new entry."

    member_no: MemberNo
    entry_no: Count


@dataclass(eq=False, kw_only=True)
class DuesEntryNeeded(LedgerError):
    """A later entry would make no sense without this one."""

    code = "dues_entry_needed"
    text = (
        "Entry {entry_no} of member {member_no} cannot be reversed while entry {first_entry_no} ({first_kind}) "
        "rests on it. Reverse entry {first_entry_no} first."
    )

    member_no: MemberNo
    entry_no: Count
    first_entry_no: Count
    first_kind: str


@dataclass(eq=False, kw_only=True)
class DuesAlreadyTurnedIn(LedgerError):
    """A branch turns in the dues of a month once."""

    code = "dues_already_turned_in"
    text = "Branch {branch_id} has turned in its dues for {period}. Check the branch and the month."

    branch_id: BranchId
    period: Month


@dataclass(eq=False, kw_only=True)
class DuesNotTurnedIn(LedgerError):
    """Only what was turned in can be taken back."""

    code = "dues_not_turned_in"
    text = "Nothing that branch {branch_id} turned in for {period} is to be taken back. Check the branch and the month."

    branch_id: BranchId
    period: Month
