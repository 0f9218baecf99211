"""The rules of aid cases: request, approval by another person, closing."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from domain.activities.aid.commands import ApproveAid, CloseAidCase, RequestAid
from domain.activities.aid.events import AidApproved, AidCaseClosed, AidRequested, Event
from domain.activities.aid.needs import claim_need
from domain.activities.aid.programmes import check_plan, known_programme
from domain.activities.aid.refusals import (
    AidAlreadyApproved,
    AidApprovalTooHigh,
    AidCaseEnded,
    AidCaseExists,
    AidCasePaidOut,
    AidCaseUnknown,
    AidDeclinedAfterPayment,
    AidHouseholdWrong,
    AidInstalmentsMissing,
    AidSubjectNotMember,
    AidSubjectNotPerson,
)
from domain.activities.aid.states import AidCase, AidNeeds, AidPolicies, AidProgramme
from domain.activities.membership import Member
from domain.deciding import Asked
from domain.errors import SamePerson
from domain.values import CaseNo, HouseholdId, ProgrammeCode, Subject, month_of


def known_case(case_no: CaseNo, state: AidCase | None) -> AidCase:
    """Give the case.

    Raises:
        AidCaseUnknown: nobody requested it.
    """
    if state is None:
        raise AidCaseUnknown(case_no=case_no)
    return state


def open_case(case_no: CaseNo, state: AidCase | None) -> AidCase:
    """Give the case while it is open.

    Raises:
        AidCaseUnknown: nobody requested it.
        AidCaseEnded: it was closed.
    """
    case = known_case(case_no, state)
    if case.outcome is not None and case.closed_on is not None:
        raise AidCaseEnded(case_no=case_no, outcome=case.outcome, closed_on=case.closed_on)
    return case


def check_reach(
    programme: ProgrammeCode, terms: AidProgramme, subject: Subject, member: Member | None, day: date
) -> None:
    """Refuse a subject that the programme does not reach on a day.

    A programme for members reaches persons who are members on that day, active or retired. It does
    not reach a household, team or branch: nobody could say whose membership counts. The member is the
    subject there, and the household is named beside it.

    Raises:
        AidSubjectNotPerson: the programme is for members and the subject is no person.
        AidSubjectNotMember: the programme is for members and the person is none on that day.
    """
    if not terms.requires_membership:
        return
    if subject.kind != "person":
        raise AidSubjectNotPerson(programme=programme, subject_kind=subject.kind)
    if not _was_member(member, day):
        raise AidSubjectNotMember(programme=programme, subject_id=subject.id, effective_on=day)


def _was_member(member: Member | None, day: date) -> bool:
    standings = () if member is None else member.standings
    until_then = [change.standing for change in standings if change.since <= day]
    return bool(until_then) and until_then[-1] != "withdrawn"


def _household(command: RequestAid) -> HouseholdId | None:
    """Say for which household the aid counts: a household that is the subject counts for itself."""
    if command.subject.kind != "household":
        return command.household_id
    own = HouseholdId(command.subject.id)
    if command.household_id not in {None, own}:
        raise AidHouseholdWrong(subject_id=command.subject.id, household_id=command.household_id or own)
    return own


def request_aid(  # noqa: PLR0913, PLR0917 - a request depends on six streams, and each is an argument
    asked: Asked,
    command: RequestAid,
    existing: AidCase | None,
    programme: AidProgramme | None,
    member: Member | None,
    policies: AidPolicies,
    needs: AidNeeds,
    replaced: AidCase | None,
) -> Sequence[Event]:
    """Ask for aid from a programme that reaches the subject, for a need that no other case covers."""
    if existing is not None:
        raise AidCaseExists(case_no=command.case_no, requested_on=existing.requested_on)
    terms = known_programme(command.programme, programme)
    instalments = terms.instalments if command.instalments is None else command.instalments
    check_plan(instalments, command.months_between)
    household_id = _household(command)
    asked.check_day_since(command.effective_on, terms.opened_on)
    check_reach(command.programme, terms, command.subject, member, command.effective_on)
    requested = AidRequested(
        case_no=command.case_no,
        programme=command.programme,
        subject=command.subject,
        household_id=household_id,
        amount_fen=command.amount_fen,
        instalments=instalments,
        first_due=command.first_due or month_of(command.effective_on),
        months_between=command.months_between,
        requested_by=asked.actor,
        effective_on=command.effective_on,
    )
    return [requested, *claim_need(requested, terms.purpose, policies, needs, (command.instead_of, replaced))]


def approve_aid(asked: Asked, command: ApproveAid, state: AidCase | None) -> Sequence[Event]:
    """Grant a case once, up to what was asked for, by someone else than who asked."""
    case = open_case(command.case_no, state)
    if case.approval is not None:
        raise AidAlreadyApproved(case_no=command.case_no, approved_on=case.approval.approved_on)
    if case.requested_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="request-aid", step="approve-aid")
    if command.amount_fen > case.requested_fen:
        raise AidApprovalTooHigh(
            case_no=command.case_no, requested_fen=case.requested_fen, asked_fen=command.amount_fen
        )
    asked.check_day_since(command.effective_on, case.requested_on)
    return [
        AidApproved(
            case_no=command.case_no,
            programme=case.programme,
            subject=case.subject,
            amount_fen=command.amount_fen,
            approved_by=asked.actor,
            effective_on=command.effective_on,
        )
    ]


def _check_outcome(case: AidCase, command: CloseAidCase) -> None:
    """Refuse an outcome that the payments contradict."""
    match command.outcome:
        case "completed":
            if case.missing:
                missing = ", ".join(map(str, case.missing))
                raise AidInstalmentsMissing(case_no=command.case_no, missing=missing)
        case "declined":
            if case.payments:
                raise AidDeclinedAfterPayment(case_no=command.case_no, paid_fen=case.paid_fen)
        case "terminated" | "lapsed":
            if not case.missing:
                raise AidCasePaidOut(case_no=command.case_no, outcome=command.outcome)
        case _:
            assert_never(command.outcome)


def close_aid_case(asked: Asked, command: CloseAidCase, state: AidCase | None) -> Sequence[Event]:
    """End a case once, with the outcome that its payments show, not before its last step.

    Also who requested may close: closing pays nothing and grants nothing.
    """
    case = open_case(command.case_no, state)
    _check_outcome(case, command)
    asked.check_day_since(command.effective_on, case.last_on)
    return [
        AidCaseClosed(
            case_no=command.case_no,
            programme=case.programme,
            subject=case.subject,
            outcome=command.outcome,
            reason=command.reason,
            effective_on=command.effective_on,
        )
    ]
