"""The rules of paying aid and of taking a payment back.

Each writes to the case, to the programme's budget, where the programme has a cap to the subject's cap of
the year, and where its money has a purpose to its fund, so that every limit holds when two people pay at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.activities.aid.cases import check_reach, known_case, open_case
from domain.activities.aid.commands import DisburseAid, ReverseAid
from domain.activities.aid.events import AidBudgetCharged, AidCapCharged, AidDisbursed, AidReversed, Event
from domain.activities.aid.money import fund_moves, paid_out, undone
from domain.activities.aid.payment_refusals import (
    AidApprovalExceeded,
    AidBudgetExceeded,
    AidCapExceeded,
    AidCaseDisagrees,
    AidInstalmentAlreadyPaid,
    AidInstalmentNotPaid,
    AidInstalmentUnknown,
    AidNotApproved,
    AidPaymentDayWrong,
)
from domain.activities.aid.programmes import known_programme, present_budget
from domain.activities.aid.states import AidBudget, AidCase, AidProgramme, Approval, Payment
from domain.activities.fund import FundMoved
from domain.activities.membership import Member
from domain.deciding import Asked
from domain.errors import SamePerson
from domain.values import Count, Fen, ProgrammeCode, Year

Command = DisburseAid | ReverseAid


def _check_same_item(command: Command, case: AidCase) -> None:
    if command.programme != case.programme or command.subject != case.subject:
        raise AidCaseDisagrees(
            case_no=command.case_no,
            programme=case.programme,
            subject_kind=case.subject.kind,
            subject_id=case.subject.id,
        )


def _granted(asked: Asked, command: Command, case: AidCase, step: str) -> Approval:
    """Give the approval, which somebody else than the payer gave."""
    if case.approval is None:
        raise AidNotApproved(case_no=command.case_no)
    if case.approval.approved_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="approve-aid", step=step)
    return case.approval


def _check_instalment(command: DisburseAid, case: AidCase) -> None:
    if not 1 <= command.instalment <= case.instalments:
        raise AidInstalmentUnknown(case_no=command.case_no, instalment=command.instalment, instalments=case.instalments)
    paid = case.payments.get(command.instalment)
    if paid is not None:
        raise AidInstalmentAlreadyPaid(
            case_no=command.case_no, instalment=command.instalment, paid_on=paid.paid_on, paid_fen=paid.amount_fen
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """What limits a payment: the programme's terms, its budget, and what is used of the cap of the payment's year."""

    terms: AidProgramme
    budget: AidBudget
    used_fen: Fen


def _means(programme: ProgrammeCode, terms: AidProgramme | None, budget: AidBudget | None, used_fen: Fen) -> _Means:
    known = known_programme(programme, terms)
    return _Means(terms=known, budget=present_budget(known, budget), used_fen=used_fen)


def _check_grant(command: DisburseAid, case: AidCase, approval: Approval) -> None:
    if case.paid_fen + command.amount_fen > approval.amount_fen:
        raise AidApprovalExceeded(
            case_no=command.case_no,
            approved_fen=approval.amount_fen,
            paid_fen=case.paid_fen,
            asked_fen=command.amount_fen,
        )


def _check_means(command: DisburseAid, means: _Means) -> None:
    """Refuse what goes beyond the programme's budget or the subject's cap of the year."""
    budget, cap_fen, asked_fen = means.budget, means.terms.cap_fen, command.amount_fen
    if budget.spent_fen + asked_fen > budget.budget_fen:
        raise AidBudgetExceeded(
            programme=command.programme, budget_fen=budget.budget_fen, spent_fen=budget.spent_fen, asked_fen=asked_fen
        )
    if cap_fen is not None and means.used_fen + asked_fen > cap_fen:
        raise AidCapExceeded(
            programme=command.programme,
            subject_id=command.subject.id,
            year=Year(command.effective_on.year),
            cap_fen=cap_fen,
            used_fen=means.used_fen,
            asked_fen=asked_fen,
        )


def _charges(command: Command, charged_fen: int, paid_on: date, means: _Means) -> list[Event]:
    """Charge an amount, below zero for a reversal, to the budget, and to the cap of its year if there is one."""
    to_budget = AidBudgetCharged(
        programme=command.programme,
        case_no=command.case_no,
        charged_fen=Fen(charged_fen),
        budget_fen=means.budget.budget_fen,
        spent_fen=Fen(means.budget.spent_fen + charged_fen),
        effective_on=command.effective_on,
    )
    if means.terms.cap_fen is None:
        return [to_budget]
    to_cap = AidCapCharged(
        programme=command.programme,
        year=Year(paid_on.year),
        subject=command.subject,
        charged_fen=Fen(charged_fen),
        used_fen=Fen(means.used_fen + charged_fen),
        effective_on=command.effective_on,
    )
    return [to_budget, to_cap]


def disburse_aid(  # noqa: PLR0913, PLR0917 - a payment depends on seven streams, and each is an argument
    asked: Asked,
    command: DisburseAid,
    state: AidCase | None,
    programme: AidProgramme | None,
    budget: AidBudget | None,
    used_fen: Fen,
    member: Member | None,
    restricted_fen: Fen,
    custodial_fen: Fen,
) -> Sequence[Event | FundMoved]:
    """Pay an instalment within grant, budget, cap and fund. Payments follow the approval, in any order.

    An instalment may be paid before or after the month in which it is due.
    """
    case = open_case(command.case_no, state)
    _check_same_item(command, case)
    approval = _granted(asked, command, case, "disburse-aid")
    _check_instalment(command, case)
    asked.check_day_since(command.effective_on, approval.approved_on)
    means = _means(case.programme, programme, budget, used_fen)
    check_reach(case.programme, means.terms, case.subject, member, command.effective_on)
    _check_grant(command, case, approval)
    _check_means(command, means)
    paid = _disbursed(asked, command, case, means.terms, approval)
    return [
        paid,
        *_charges(command, command.amount_fen, command.effective_on, means),
        *fund_moves(command.effective_on, paid.posting, command.programme, restricted_fen, custodial_fen),
    ]


def _disbursed(
    asked: Asked, command: DisburseAid, case: AidCase, terms: AidProgramme, approval: Approval
) -> AidDisbursed:
    first_of_year = case.paid_in(command.effective_on.year) == 0
    return AidDisbursed(
        case_no=command.case_no,
        programme=case.programme,
        fund_source=terms.fund_source,
        subject=case.subject,
        household_id=case.household_id,
        instalment=command.instalment,
        amount_fen=command.amount_fen,
        person_times=Count(int(first_of_year)),
        approved_by=approval.approved_by,
        paid_by=asked.actor,
        posting=paid_out(asked, command, terms),
        effective_on=command.effective_on,
    )


def _payment_named(command: ReverseAid, case: AidCase) -> Payment:
    """Give the payment that the reversal names, if it stands."""
    paid = case.payments.get(command.instalment)
    if paid is None:
        raise AidInstalmentNotPaid(case_no=command.case_no, instalment=command.instalment)
    if paid.paid_on != command.disbursed_on:
        raise AidPaymentDayWrong(
            case_no=command.case_no,
            instalment=command.instalment,
            paid_on=paid.paid_on,
            disbursed_on=command.disbursed_on,
        )
    return paid


def reverse_aid(  # noqa: PLR0913, PLR0917 - a reversal depends on six streams, and each is an argument
    asked: Asked,
    command: ReverseAid,
    state: AidCase | None,
    programme: AidProgramme | None,
    budget: AidBudget | None,
    used_fen: Fen,
    restricted_fen: Fen,
    custodial_fen: Fen,
) -> Sequence[Event | FundMoved]:
    """Take a payment back whole, also of a closed case, and give budget, cap and fund back what it used.

    Taking money back is a step of the one who pays, so whoever approved may not do it.
    """
    case = known_case(command.case_no, state)
    _check_same_item(command, case)
    paid = _payment_named(command, case)
    _granted(asked, command, case, "reverse-aid")
    asked.check_day_since(command.effective_on, paid.paid_on)
    means = _means(case.programme, programme, budget, used_fen)
    taken_back = _reversed(asked, command, case, means.terms, paid)
    return [
        taken_back,
        *_charges(command, -paid.amount_fen, paid.paid_on, means),
        *fund_moves(command.effective_on, taken_back.posting, command.programme, restricted_fen, custodial_fen),
    ]


def _reversed(asked: Asked, command: ReverseAid, case: AidCase, terms: AidProgramme, paid: Payment) -> AidReversed:
    only_of_year = case.paid_in(paid.paid_on.year) == 1
    return AidReversed(
        case_no=command.case_no,
        programme=case.programme,
        fund_source=terms.fund_source,
        subject=case.subject,
        household_id=case.household_id,
        instalment=command.instalment,
        amount_fen=paid.amount_fen,
        person_times=Count(int(only_of_year)),
        approved_by=paid.approved_by,
        disbursed_on=paid.paid_on,
        reason=command.reason,
        posting=undone(asked, command.effective_on, paid.posting, paid.paid_on),
        effective_on=command.effective_on,
    )
