"""How dues are worked out: the ledger's policies and each member's wage bases, both effective-dated.

A policy or a base is in force from its month until the next one begins. Putting a new one into
force in a past month leaves what is assessed as it is; such a month is reversed and assessed anew.
"""

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from domain.activities.dues.commands import AdoptDuesPolicy, DeclareWageBase
from domain.activities.dues.events import DuesPolicyAdopted, WageBaseDeclared
from domain.activities.dues.permission import check_grassroots
from domain.activities.dues.refusals import (
    DuesPolicyMonthTaken,
    DuesPolicyUnusable,
    DuesRuleIdTaken,
    WageBaseNegative,
)
from domain.activities.membership import Member, ever_member
from domain.deciding import Asked, Stream, StreamKind
from domain.values import NO_FEN, Fen, MemberNo, Month

BASIS_POINTS: Final = 10_000
"""The whole, in basis points."""

Policies = tuple[DuesPolicyAdopted, ...]
WageBases = tuple[WageBaseDeclared, ...]


class _Dated(Protocol):
    @property
    def valid_from(self) -> Month: ...


DatedT = TypeVar("DatedT", bound=_Dated)


def in_force(dated: Sequence[DatedT], period: Month) -> DatedT | None:
    """Pick what is in force in a month: the last that began in it or before."""
    begun = (item for item in dated if item.valid_from <= period)
    return max(begun, key=lambda item: item.valid_from, default=None)


def dues_fen(base_fen: Fen, policy: DuesPolicyAdopted) -> Fen:
    """Work out a month's dues: the rate on the base rounded down, in whole fen.

    With the usual 0.5 % of full 10 yuan this is always a whole number of fen; where a rate does
    not divide evenly, the part of a fen is dropped, in the member's favour.
    """
    counted_fen = base_fen // policy.rounding_fen * policy.rounding_fen
    return Fen(counted_fen * policy.rate_basis_points // BASIS_POINTS)


def _adopted(policies: Policies, event: DuesPolicyAdopted) -> Policies:
    return (*policies, event)


def _declared(bases: WageBases, event: WageBaseDeclared) -> WageBases:
    return (*(base for base in bases if base.valid_from != event.valid_from), event)


NO_POLICIES: Final[Policies] = ()
NO_WAGE_BASES: Final[WageBases] = ()
POLICIES: Final = StreamKind(category="dues-policy", initial=NO_POLICIES, evolve=_adopted)
WAGE_BASES: Final = StreamKind(category="wage-base", initial=NO_WAGE_BASES, evolve=_declared)


def policies(_: object = None) -> Stream[Policies]:
    """Name the one stream of the ledger's dues policies."""
    return POLICIES.at()


def wage_bases(member_no: MemberNo) -> Stream[WageBases]:
    """Name the stream of a member's wage bases."""
    return WAGE_BASES.at(member_no)


def adopt_dues_policy(asked: Asked, command: AdoptDuesPolicy, adopted: Policies) -> Sequence[DuesPolicyAdopted]:
    """Put a rate into force from a month in which no other begins."""
    check_grassroots(asked)
    if not 0 < command.rate_basis_points <= BASIS_POINTS or command.rounding_fen <= NO_FEN:
        raise DuesPolicyUnusable(rate_basis_points=command.rate_basis_points, rounding_fen=command.rounding_fen)
    for policy in adopted:
        if policy.valid_from == command.valid_from:
            raise DuesPolicyMonthTaken(rule_id=policy.rule_id, valid_from=policy.valid_from)
        if policy.rule_id == command.rule_id:
            raise DuesRuleIdTaken(rule_id=policy.rule_id, valid_from=policy.valid_from)
    asked.check_day(command.effective_on)
    return [
        DuesPolicyAdopted(
            rule_id=command.rule_id,
            rate_basis_points=command.rate_basis_points,
            rounding_fen=command.rounding_fen,
            valid_from=command.valid_from,
            effective_on=command.effective_on,
        )
    ]


def declare_wage_base(
    asked: Asked,
    command: DeclareWageBase,
    declared: WageBases,  # noqa: ARG001 - read because it is written to
    state: Member | None,
) -> Sequence[WageBaseDeclared]:
    """State a member's wage base from a month on."""
    check_grassroots(asked)
    if command.base_fen < NO_FEN:
        raise WageBaseNegative(base_fen=command.base_fen)
    ever_member(command.member_no, state)
    asked.check_day(command.effective_on)
    return [
        WageBaseDeclared(
            member_no=command.member_no,
            base_fen=command.base_fen,
            valid_from=command.valid_from,
            effective_on=command.effective_on,
        )
    ]
