"""Bringing unions into enterprises (组建): survey, requirement, application and approval of each.

Source: 工会法 (2021) 第十条; the rate of a year is approved unions over required enterprises.
"""

from dataclasses import dataclass
from datetime import date

from domain.values import EnterpriseId


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseSurveyed:
    """An enterprise was visited and found to have a union, or none."""

    enterprise_id: EnterpriseId
    has_union: bool
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentRequired:
    """An enterprise without a union was found to have to establish one."""

    enterprise_id: EnterpriseId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentApplied:
    """An enterprise's application to establish a union (建会申请) came in."""

    enterprise_id: EnterpriseId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentApproved:
    """The application was approved: the enterprise has a union."""

    enterprise_id: EnterpriseId
    effective_on: date


Event = EnterpriseSurveyed | EstablishmentRequired | EstablishmentApplied | EstablishmentApproved
