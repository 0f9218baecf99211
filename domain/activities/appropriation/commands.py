"""What may be asked about appropriated funds and the preparatory levy."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.activities.appropriation.events import AccrualSide, AppropriationRoute, CollectionRoute
from domain.activities.appropriation.shares import Shares
from domain.values import (
    BasisPoints,
    DocumentNo,
    EnterpriseId,
    FundClass,
    MoneyPlace,
    PartyId,
    PositiveFen,
    ProjectId,
    RuleId,
    Text,
)

USUAL_RATE: Final = BasisPoints(200)
USUAL_OWN_SHARE: Final = BasisPoints(6_000)
USUAL_UP_SHARE: Final = BasisPoints(4_000)
NO_SHARE: Final = BasisPoints(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptAppropriationPolicy:
    """Put a rate of the payroll and the shares of the levels into force; the usual ones unless they are named.

    Source of the rate: 工会法 (2021) 第四十三条. The shares are policy values; they make up the whole.
    """

    rule_id: RuleId
    valid_from: date
    effective_on: date
    route: AppropriationRoute = "self_collected"
    rate_basis_points: BasisPoints = USUAL_RATE
    own_basis_points: BasisPoints = USUAL_OWN_SHARE
    up_basis_points: BasisPoints = USUAL_UP_SHARE
    down_basis_points: BasisPoints = NO_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAppropriation:
    """Record an employer's contribution that came in: its payroll or its total, one of the two.

    ``shares`` are the amounts that the collecting office's notice states; without them the policy in force divides.
    The union's own share may be meant for a project, as ``fund_class`` says.
    """

    document_no: DocumentNo
    payer: PartyId
    effective_on: date
    payroll_fen: PositiveFen | None = None
    total_fen: PositiveFen | None = None
    shares: Shares | None = None
    route: CollectionRoute = "self_collected"
    place: MoneyPlace = "bank"
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrueAppropriation:
    """Book a contribution that is due: from below, divided as if it had come in, or from the superior union.

    What the superior union passes down is all this union's own unless ``shares`` say what it passes further down.
    """

    document_no: DocumentNo
    side: AccrualSide
    party: PartyId
    effective_on: date
    payroll_fen: PositiveFen | None = None
    total_fen: PositiveFen | None = None
    shares: Shares | None = None
    route: CollectionRoute = "self_collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectAccrual:
    """Record that money of an accrual came in."""

    document_no: DocumentNo
    accrual_no: DocumentNo
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePreparatoryLevy:
    """Record the levy of an enterprise that has no union yet: its payroll or its total, one of the two."""

    document_no: DocumentNo
    enterprise_id: EnterpriseId
    effective_on: date
    payroll_fen: PositiveFen | None = None
    total_fen: PositiveFen | None = None
    shares: Shares | None = None
    place: MoneyPlace = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePreparatoryLevy:
    """Divide levy that is held between the levels."""

    document_no: DocumentNo
    enterprise_id: EnterpriseId
    amount_fen: PositiveFen
    effective_on: date
    shares: Shares | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPreparatoryLevy:
    """Pay levy that is held out, to the union that was founded at last."""

    document_no: DocumentNo
    enterprise_id: EnterpriseId
    amount_fen: PositiveFen
    effective_on: date
    place: MoneyPlace = "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseAppropriation:
    """Take back the booking of a document of any of these kinds.

    Name what it moved: the project's fund if it was for one, the accrual that it opened or collected, or the
    enterprise of the levy.
    """

    document_no: DocumentNo
    reason: Text
    effective_on: date
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    accrual_no: DocumentNo | None = None
    enterprise_id: EnterpriseId | None = None
