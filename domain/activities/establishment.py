"""Bringing unions into enterprises (组建): survey, requirement, application and approval of each.

Source: 工会法 (2021) 第十条; the rate of a year is approved unions over required enterprises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, assert_never

from domain.deciding import APPROVER, OFFICER, Activity, Asked, CommandType, EventType, Stream, StreamKind
from domain.errors import LedgerError
from domain.values import EnterpriseId

Stage = Literal["surveyed", "required", "applied", "approved"]
"""How far an enterprise has come on the way to a union; the stages follow one another."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyEnterprise:
    """Say what a visit to an enterprise found."""

    enterprise_id: EnterpriseId
    has_union: bool
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireEstablishment:
    """Require a surveyed enterprise without a union to establish one."""

    enterprise_id: EnterpriseId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyEstablishment:
    """Take in the application of an enterprise that has to establish a union."""

    enterprise_id: EnterpriseId
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveEstablishment:
    """Approve an application."""

    enterprise_id: EnterpriseId
    effective_on: date


Command = SurveyEnterprise | RequireEstablishment | ApplyEstablishment | ApproveEstablishment


@dataclass(eq=False, kw_only=True)
class EnterpriseAlreadySurveyed(LedgerError):
    """An enterprise is surveyed once."""

    code = "enterprise_already_surveyed"
    text = "Enterprise {enterprise_id} was surveyed already. Check the id."

    enterprise_id: EnterpriseId


@dataclass(eq=False, kw_only=True)
class EnterpriseNotSurveyed(LedgerError):
    """A command named an enterprise that nobody surveyed."""

    code = "enterprise_not_surveyed"
    text = "Enterprise {enterprise_id} was not surveyed. Survey it first with survey-enterprise, or check the id."

    enterprise_id: EnterpriseId


@dataclass(eq=False, kw_only=True)
class EnterpriseHasUnion(LedgerError):
    """Only an enterprise without a union has to establish one."""

    code = "enterprise_has_union"
    text = "Enterprise {enterprise_id} was found to have a union; there is nothing to establish. Check the id."

    enterprise_id: EnterpriseId


@dataclass(eq=False, kw_only=True)
class EstablishmentStepMissing(LedgerError):
    """Requirement, application and approval follow one another; none is left out."""

    code = "establishment_step_missing"
    text = "Enterprise {enterprise_id} is {stage} only; it must be {needed} before this step. Record that first."

    enterprise_id: EnterpriseId
    stage: Stage
    needed: Stage


@dataclass(eq=False, kw_only=True)
class EstablishmentStepRepeated(LedgerError):
    """Every step is made once."""

    code = "establishment_step_repeated"
    text = "Enterprise {enterprise_id} is {stage} already, so this step is behind it. Check the id."

    enterprise_id: EnterpriseId
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseState:
    """What is known of an enterprise: whether it had a union, how far it has come, and since when."""

    has_union: bool
    stage: Stage
    last_on: date


def _stage(event: Event) -> Stage:
    match event:
        case EnterpriseSurveyed():
            return "surveyed"
        case EstablishmentRequired():
            return "required"
        case EstablishmentApplied():
            return "applied"
        case EstablishmentApproved():
            return "approved"
        case _:
            assert_never(event)


def evolve(state: EnterpriseState | None, event: Event) -> EnterpriseState | None:
    """Say how far the enterprise has come after the event."""
    found = event.has_union if isinstance(event, EnterpriseSurveyed) else state is not None and state.has_union
    return EnterpriseState(has_union=found, stage=_stage(event), last_on=event.effective_on)


INITIAL: Final[EnterpriseState | None] = None
ENTERPRISE: Final = StreamKind(category="enterprise", initial=INITIAL, evolve=evolve)
STAGES: Final[tuple[Stage, ...]] = ("surveyed", "required", "applied", "approved")


def enterprise(named: Event | Command) -> Stream[EnterpriseState | None]:
    """Name the stream of the enterprise that an event or a command is about."""
    return ENTERPRISE.at(named.enterprise_id)


def survey_enterprise(asked: Asked, command: SurveyEnterprise, existing: EnterpriseState | None) -> Sequence[Event]:
    """Record what a visit found, once."""
    if existing is not None:
        raise EnterpriseAlreadySurveyed(enterprise_id=command.enterprise_id)
    asked.check_day(command.effective_on)
    return [
        EnterpriseSurveyed(
            enterprise_id=command.enterprise_id, has_union=command.has_union, effective_on=command.effective_on
        )
    ]


def _check_step(
    asked: Asked,
    command: RequireEstablishment | ApplyEstablishment | ApproveEstablishment,
    state: EnterpriseState | None,
    needed: Stage,
) -> None:
    """Refuse a step that is not the next one after ``needed``, or that is dated before it."""
    enterprise_id = command.enterprise_id
    if state is None:
        raise EnterpriseNotSurveyed(enterprise_id=enterprise_id)
    if state.has_union:
        raise EnterpriseHasUnion(enterprise_id=enterprise_id)
    if STAGES.index(state.stage) < STAGES.index(needed):
        raise EstablishmentStepMissing(enterprise_id=enterprise_id, stage=state.stage, needed=needed)
    if state.stage != needed:
        raise EstablishmentStepRepeated(enterprise_id=enterprise_id, stage=state.stage)
    asked.check_day_since(command.effective_on, state.last_on)


def require_establishment(
    asked: Asked, command: RequireEstablishment, state: EnterpriseState | None
) -> Sequence[Event]:
    """Find that an enterprise without a union has to establish one."""
    _check_step(asked, command, state, needed="surveyed")
    return [EstablishmentRequired(enterprise_id=command.enterprise_id, effective_on=command.effective_on)]


def apply_establishment(asked: Asked, command: ApplyEstablishment, state: EnterpriseState | None) -> Sequence[Event]:
    """Take in an application after the requirement."""
    _check_step(asked, command, state, needed="required")
    return [EstablishmentApplied(enterprise_id=command.enterprise_id, effective_on=command.effective_on)]


def approve_establishment(
    asked: Asked, command: ApproveEstablishment, state: EnterpriseState | None
) -> Sequence[Event]:
    """Approve an application that came in."""
    _check_step(asked, command, state, needed="applied")
    return [EstablishmentApproved(enterprise_id=command.enterprise_id, effective_on=command.effective_on)]


def _streams(command: Command) -> Sequence[Stream[EnterpriseState | None]]:
    return (enterprise(command),)


ACTIVITY: Final = Activity(
    name="establishment",
    events=(
        EventType(name="establishment.surveyed", event=EnterpriseSurveyed, stream=enterprise),
        EventType(name="establishment.required", event=EstablishmentRequired, stream=enterprise),
        EventType(name="establishment.applied", event=EstablishmentApplied, stream=enterprise),
        EventType(name="establishment.approved", event=EstablishmentApproved, stream=enterprise),
    ),
    commands=(
        CommandType(
            name="survey-enterprise",
            command=SurveyEnterprise,
            roles=OFFICER,
            streams=_streams,
            decide=survey_enterprise,
        ),
        CommandType(
            name="require-establishment",
            command=RequireEstablishment,
            roles=OFFICER,
            streams=_streams,
            decide=require_establishment,
        ),
        CommandType(
            name="apply-establishment",
            command=ApplyEstablishment,
            roles=OFFICER,
            streams=_streams,
            decide=apply_establishment,
        ),
        CommandType(
            name="approve-establishment",
            command=ApproveEstablishment,
            roles=APPROVER,
            streams=_streams,
            decide=approve_establishment,
        ),
    ),
)
