"""How a contribution is worked out and divided between the levels, to the fen.

Source: rates of 工会法 (2021) 第四十三条; the shares are policy values of the ledger. Every share but this union's
own is rounded half up; its own is the remainder, so that the shares always make up the total.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from domain.accounting.policies import rule_on
from domain.activities.appropriation.events import AppropriationPolicyAdopted, AppropriationRoute
from domain.activities.appropriation.refusals import (
    AppropriationAmountMissing,
    AppropriationPolicyMissing,
    AppropriationSharesWrong,
    AppropriationTooSmall,
)
from domain.deciding import Stream, StreamKind
from domain.values import NO_FEN, BasisPoints, Fen, RuleId

WHOLE: Final = 10_000
"""The whole, in basis points."""

Policies = tuple[AppropriationPolicyAdopted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What is this union's own, what goes to the superior union, and what to subordinate unions."""

    own_fen: Fen
    up_fen: Fen = NO_FEN
    down_fen: Fen = NO_FEN

    @property
    def total_fen(self) -> Fen:
        """The sum."""
        return Fen(self.own_fen + self.up_fen + self.down_fen)


class Division(NamedTuple):
    """A total, its shares, and the policy that worked out either; None if a document states both."""

    total_fen: Fen
    shares: Shares
    rule_id: RuleId | None


def half_up(amount_fen: Fen, rate: BasisPoints) -> Fen:
    """Take basis points of an amount and round half a fen up."""
    return Fen((2 * amount_fen * rate + WHOLE) // (2 * WHOLE))


def divided(total_fen: Fen, policy: AppropriationPolicyAdopted) -> Shares:
    """Divide a total by a policy."""
    up_fen = half_up(total_fen, policy.up_basis_points)
    down_fen = half_up(total_fen, policy.down_basis_points)
    return Shares(own_fen=Fen(total_fen - up_fen - down_fen), up_fen=up_fen, down_fen=down_fen)


def divided_without_down(total_fen: Fen, policy: AppropriationPolicyAdopted) -> Shares:
    """Divide a total between this union and the superior one, in the proportion of their shares."""
    up, both = policy.up_basis_points, policy.own_basis_points + policy.up_basis_points
    up_fen = Fen((2 * total_fen * up + both) // (2 * both)) if both else NO_FEN
    return Shares(own_fen=Fen(total_fen - up_fen), up_fen=up_fen)


def in_force(adopted: Policies, route: AppropriationRoute, day: date) -> AppropriationPolicyAdopted:
    """Pick the policy of a route on a day: the last that began by then.

    Raises:
        AppropriationPolicyMissing: none did.
    """
    if all(policy.valid_from > day for policy in adopted):
        raise AppropriationPolicyMissing(route=route, effective_on=day)
    return rule_on(adopted, (), day)


def total_of(
    payroll_fen: Fen | None, total_fen: Fen | None, adopted: Policies, route: AppropriationRoute, day: date
) -> tuple[Fen, RuleId | None]:
    """Give the total that was stated, or work it out from the payroll, with the rule that did.

    Raises:
        AppropriationAmountMissing: neither was stated, or both.
        AppropriationTooSmall: the payroll is so small that nothing is due.
    """
    if payroll_fen is None and total_fen is not None:
        return total_fen, None
    if payroll_fen is None or total_fen is not None:
        raise AppropriationAmountMissing
    policy = in_force(adopted, route, day)
    due_fen = half_up(payroll_fen, policy.rate_basis_points)
    if due_fen == NO_FEN:
        raise AppropriationTooSmall(payroll_fen=payroll_fen)
    return due_fen, policy.rule_id


def check_shares(shares: Shares, total_fen: Fen) -> Shares:
    """Refuse shares that do not make up a total.

    Raises:
        AppropriationSharesWrong: so it is.
    """
    if shares.total_fen != total_fen:
        raise AppropriationSharesWrong(shares_fen=shares.total_fen, total_fen=total_fen)
    return shares


def divide(  # noqa: PLR0913, PLR0917 - what a document states, and what rules where it is silent
    payroll_fen: Fen | None,
    total_fen: Fen | None,
    stated: Shares | None,
    adopted: Policies,
    route: AppropriationRoute,
    day: date,
) -> Division:
    """Work out a total and its shares: as stated, otherwise by the policy of the route on the day.

    Raises:
        AppropriationAmountMissing, AppropriationTooSmall: as ``total_of``.
        AppropriationPolicyMissing: a policy is needed, and none is in force.
        AppropriationSharesWrong: the stated shares do not make up the total.
    """
    total, rule_id = total_of(payroll_fen, total_fen, adopted, route, day)
    if stated is not None:
        return Division(total, check_shares(stated, total), rule_id)
    policy = in_force(adopted, route, day)
    return Division(total, divided(total, policy), policy.rule_id)


def _adopted(policies: Policies, event: AppropriationPolicyAdopted) -> Policies:
    return (*policies, event)


NO_POLICIES: Final[Policies] = ()
POLICIES: Final = StreamKind(category="appropriation-policy", initial=NO_POLICIES, evolve=_adopted)


def appropriation_policies(route: AppropriationRoute) -> Stream[Policies]:
    """Name the stream of the ledger's policies for a route."""
    return POLICIES.at(route)
