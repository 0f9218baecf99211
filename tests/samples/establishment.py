"""One event of each kind on the way of an enterprise to a union."""

from datetime import date
from typing import Final

from domain.activities.establishment import (
    EnterpriseSurveyed,
    EstablishmentApplied,
    EstablishmentApproved,
    EstablishmentRequired,
    Event,
)
from domain.values import EnterpriseId

ENTERPRISE: Final = EnterpriseId("E11")

SURVEYED: Final = EnterpriseSurveyed(enterprise_id=ENTERPRISE, has_union=False, effective_on=date(2015, 3, 10))
REQUIRED: Final = EstablishmentRequired(enterprise_id=ENTERPRISE, effective_on=date(2015, 5, 4))
APPLIED: Final = EstablishmentApplied(enterprise_id=ENTERPRISE, effective_on=date(2015, 6, 1))
APPROVED: Final = EstablishmentApproved(enterprise_id=ENTERPRISE, effective_on=date(2015, 7, 1))

SAMPLES: Final[tuple[Event, ...]] = (SURVEYED, REQUIRED, APPLIED, APPROVED)
