"""How appropriated funds and the preparatory levy say no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import BasisPoints, Fen


@dataclass(eq=False, kw_only=True)
class AppropriationPolicyUnusable(LedgerError):
    """The shares of the levels make up the whole, and the rate is some part of the payroll."""

    code = "appropriation_policy_unusable"
    kind = "invalid"
    text = (
        "A rate of {rate_basis_points} and shares of {shares_basis_points} basis points cannot be used. "
        "The rate lies between 1 and 10000, and the shares make up 10000."
    )

    rate_basis_points: BasisPoints
    shares_basis_points: int


@dataclass(eq=False, kw_only=True)
class AppropriationPolicyMissing(LedgerError):
    """Nothing says how money of a route is divided."""

    code = "appropriation_policy_missing"
    text = (
        "No policy divides money of the route {route} on {effective_on}. "
        "Adopt one with adopt-appropriation-policy, or state total and shares."
    )

    route: str
    effective_on: date


@dataclass(eq=False, kw_only=True)
class AppropriationAmountMissing(LedgerError):
    """A contribution is stated by its payroll or by its total."""

    code = "appropriation_amount_missing"
    kind = "invalid"
    text = "State the payroll or the total: one of the two, not both."


@dataclass(eq=False, kw_only=True)
class AppropriationTooSmall(LedgerError):
    """Of so small a payroll not one fen is due."""

    code = "appropriation_too_small"
    kind = "invalid"
    text = "Nothing is due on a payroll of {payroll}. Check the amount."

    payroll_fen: Fen


@dataclass(eq=False, kw_only=True)
class AppropriationSharesWrong(LedgerError):
    """The shares of the levels make up the total, to the fen."""

    code = "appropriation_shares_wrong"
    kind = "invalid"
    text = "The shares come to {shares}, the total is {total}. Correct the shares so that they make up the total."

    shares_fen: Fen
    total_fen: Fen


@dataclass(eq=False, kw_only=True)
class AccrualOnlyAtYearEnd(LedgerError):
    """Contributions are accrued at the year's end only.

    Source: 财会〔2021〕7号 第八条 and account notes 131, 132. Chart 2009 accrues at any collection report.
    """

    code = "accrual_only_at_year_end"
    kind = "invalid"
    text = "{effective_on} is not in December: from 2022 on contributions are accrued at the year's end only."

    effective_on: date


@dataclass(eq=False, kw_only=True)
class PreparatoryLevyHeldWhole(LedgerError):
    """All of a levy is held until it is settled. Source: 财会〔2021〕7号 account note 215."""

    code = "preparatory_levy_held_whole"
    kind = "invalid"
    text = "From 2022 on all of a levy is held until it is settled. State the shares with settle-preparatory-levy."
