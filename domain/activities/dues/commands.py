"""What may be asked about dues. ``effective_on`` is the day on which it was done."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.values import (
    BasisPoints,
    BranchId,
    Count,
    Fen,
    MemberNo,
    MoneyPlace,
    Month,
    PaymentMethod,
    PositiveFen,
    RuleId,
    Text,
)

USUAL_RATE: Final = BasisPoints(50)
"""0.5 %. Source: commonly attributed to 工发〔1978〕101号."""
USUAL_ROUNDING_FEN: Final = Fen(1000)
"""The part of the wage base below full 10 yuan is not counted. Source: the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptDuesPolicy:
    """Put a rate into force from a month on. The figures offered are the usual ones; a ledger adopts its own."""

    rule_id: RuleId
    valid_from: Month
    effective_on: date
    rate_basis_points: BasisPoints = USUAL_RATE
    rounding_fen: PositiveFen = USUAL_ROUNDING_FEN


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareWageBase:
    """State a member's monthly wage base (0 or more) from a month on; takes the place of one for the same month."""

    member_no: MemberNo
    base_fen: Fen
    valid_from: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessDues:
    """Work out what a member owes for a month that has begun."""

    member_no: MemberNo
    period: Month
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PayDues:
    """Take a member's payment for one month, in full, in part, or before it is assessed."""

    member_no: MemberNo
    period: Month
    amount_fen: PositiveFen
    method: PaymentMethod
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDues:
    """Give back to a member money that was paid for a month. The branch gives back only what it still holds."""

    member_no: MemberNo
    period: Month
    amount_fen: PositiveFen
    reason: Text
    effective_on: date
    method: PaymentMethod = "transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveDues:
    """Let a member off part or all of what is open for a month."""

    member_no: MemberNo
    period: Month
    amount_fen: PositiveFen
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseDuesEntry:
    """Take back a wrong entry of a month, whole. ``entry_no`` counts the entries of the account in that year."""

    member_no: MemberNo
    period: Month
    entry_no: Count
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnInDues:
    """Take in from a branch the dues that it collected for a month, as one sum."""

    branch_id: BranchId
    period: Month
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseTurnIn:
    """Take back what was recorded wrongly of a branch's month; the month may then be turned in again."""

    branch_id: BranchId
    period: Month
    reason: Text
    effective_on: date
