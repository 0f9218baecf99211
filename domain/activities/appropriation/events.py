"""The facts of appropriated funds and of the preparatory levy."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.accounting.lines import Posting
from domain.values import (
    BasisPoints,
    DocumentNo,
    EnterpriseId,
    Fen,
    FundClass,
    MoneyPlace,
    PartyId,
    ProjectId,
    RuleId,
    Text,
)

CollectionRoute = Literal["self_collected", "tax", "finance"]
"""Who collects the employer's 2 %: the union itself, the tax office, the finance office."""
AppropriationRoute = Literal["self_collected", "tax", "finance", "remitted", "preparatory"]
"""What a policy divides: money collected on a route, remitted by a subordinate, or levied before a union exists."""
AccrualSide = Literal["collecting", "receiving"]
"""Whether the open money comes from below (account 132) or from the superior union (13102)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppropriationPolicyAdopted:
    """A rate and shares were put into force for a route from a day on, until the next ones begin."""

    rule_id: RuleId
    route: AppropriationRoute
    rate_basis_points: BasisPoints
    own_basis_points: BasisPoints
    up_basis_points: BasisPoints
    down_basis_points: BasisPoints
    valid_from: date
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppropriationReceived:
    """An employer's contribution came in and was divided; ``rule_id`` is None if the notice states the amounts.

    ``payroll_fen`` is None if the total was stated.
    """

    document_no: DocumentNo
    payer: PartyId
    route: CollectionRoute
    payroll_fen: Fen | None
    total_fen: Fen
    own_fen: Fen
    up_fen: Fen
    down_fen: Fen
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    rule_id: RuleId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppropriationAccrued:
    """A contribution that is due was booked before the money came."""

    document_no: DocumentNo
    side: AccrualSide
    party: PartyId
    payroll_fen: Fen | None
    total_fen: Fen
    own_fen: Fen
    up_fen: Fen
    down_fen: Fen
    rule_id: RuleId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualCollected:
    """The money of an accrual came in, whole or in part."""

    document_no: DocumentNo
    accrual_no: DocumentNo
    amount_fen: Fen
    place: MoneyPlace
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparatoryLevyReceived:
    """An enterprise without a union paid the levy; ``held_fen`` waits for its union or for settlement."""

    document_no: DocumentNo
    enterprise_id: EnterpriseId
    payroll_fen: Fen | None
    total_fen: Fen
    own_fen: Fen
    up_fen: Fen
    held_fen: Fen
    place: MoneyPlace
    rule_id: RuleId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparatoryLevySettled:
    """Levy that was held was divided between the levels."""

    document_no: DocumentNo
    enterprise_id: EnterpriseId
    amount_fen: Fen
    own_fen: Fen
    up_fen: Fen
    down_fen: Fen
    rule_id: RuleId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparatoryLevyRefunded:
    """Levy that was held was paid out, to the union that was founded at last."""

    document_no: DocumentNo
    enterprise_id: EnterpriseId
    amount_fen: Fen
    place: MoneyPlace
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppropriationReversed:
    """The booking of a document of any of these kinds was taken back."""

    document_no: DocumentNo
    booked_on: date
    reason: Text
    posting: Posting
    effective_on: date


Booked = (
    AppropriationReceived
    | AppropriationAccrued
    | AccrualCollected
    | PreparatoryLevyReceived
    | PreparatoryLevySettled
    | PreparatoryLevyRefunded
)
Event = AppropriationPolicyAdopted | Booked | AppropriationReversed
