"""What happens to membership dues: rate, wage base, and the entries of a member's account.

``posting`` is None where no money comes to the union's cash or bank, or goes from it: what the branch takes
posts when the branch turns it in, and what was before the books is evidence.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.values import NO_FEN, BasisPoints, BranchId, Count, Fen, MemberNo, Month, PaymentMethod, RuleId, Text

EntryKind = Literal["assessed", "paid", "refunded", "waived"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesPolicyAdopted:
    """A rate came into force: ``rate`` of the wage base, the base rounded down to ``rounding_fen``."""

    rule_id: RuleId
    rate_basis_points: BasisPoints
    rounding_fen: Fen
    valid_from: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WageBaseDeclared:
    """A member's monthly wage base from a month on, until the next declaration."""

    member_no: MemberNo
    base_fen: Fen
    valid_from: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesAssessed:
    """What a member owes for a month, and the rule that says so."""

    member_no: MemberNo
    period: Month
    entry_no: Count
    base_fen: Fen
    rule_id: RuleId
    amount_fen: Fen
    arrears_change_fen: Fen = NO_FEN
    prepaid_change_fen: Fen = NO_FEN
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesPaid:
    """A member paid dues for one month, in full, in part, or before they were assessed."""

    member_no: MemberNo
    period: Month
    entry_no: Count
    method: PaymentMethod
    amount_fen: Fen
    arrears_change_fen: Fen = NO_FEN
    prepaid_change_fen: Fen = NO_FEN
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesRefunded:
    """Money paid for a month went back to the member."""

    member_no: MemberNo
    period: Month
    entry_no: Count
    method: PaymentMethod
    amount_fen: Fen
    reason: Text
    arrears_change_fen: Fen = NO_FEN
    prepaid_change_fen: Fen = NO_FEN
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesWaived:
    """Part or all of what was open for a month need not be paid."""

    member_no: MemberNo
    period: Month
    entry_no: Count
    amount_fen: Fen
    reason: Text
    arrears_change_fen: Fen = NO_FEN
    prepaid_change_fen: Fen = NO_FEN
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesReversed:
    """An entry of the account was wrong and is taken back whole; an entry is reversed at most once."""

    member_no: MemberNo
    period: Month
    entry_no: Count
    reversed_entry_no: Count
    reversed_kind: EntryKind
    amount_fen: Fen
    reason: Text
    arrears_change_fen: Fen = NO_FEN
    prepaid_change_fen: Fen = NO_FEN
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesTurnedIn:
    """A branch turned in the dues that it collected for a month, as one sum."""

    branch_id: BranchId
    period: Month
    amount_fen: Fen
    posting: Posting | None
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesTurnInReversed:
    """What a branch turned in for a month was recorded wrongly and is taken back whole."""

    branch_id: BranchId
    period: Month
    amount_fen: Fen
    turned_in_on: date
    reason: Text
    posting: Posting | None
    effective_on: date


Event = (
    DuesPaid
    | DuesAssessed
    | WageBaseDeclared
    | DuesRefunded
    | DuesWaived
    | DuesReversed
    | DuesTurnedIn
    | DuesTurnInReversed
    | DuesPolicyAdopted
)
