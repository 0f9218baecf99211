"""Aid (帮扶): programmes with a purpose, a budget and a cap, cases, and the payments made on them.

Four eyes: whoever requests may not approve, whoever approves may not pay or take a payment back.
Person-times of aid follow rule PT-1: one for each granted case and calendar year in which it is
first paid; the event says so (``person_times``), so that a total is a plain sum.
"""

from collections.abc import Sequence
from typing import Any, Final

from domain.activities.aid.cases import (
    approve_aid,
    close_aid_case,
    request_aid,
)
from domain.activities.aid.commands import (
    AdoptAidPolicy,
    AmendAidBudget,
    ApproveAid,
    CloseAidCase,
    DisburseAid,
    OpenAidProgramme,
    RecordAidFunds,
    RequestAid,
    ReverseAid,
    ReverseAidFunds,
)
from domain.activities.aid.events import (
    AidApproved,
    AidBudgetAmended,
    AidBudgetCharged,
    AidCapCharged,
    AidCaseClosed,
    AidDisbursed,
    AidFundsRaised,
    AidFundsReversed,
    AidNeedClaimed,
    AidPolicyAdopted,
    AidProgrammeOpened,
    AidPurpose,
    AidRequested,
    AidReversed,
    CaseOutcome,
    Event,
    FundSource,
)
from domain.activities.aid.money import funds_of_programme
from domain.activities.aid.needs import adopt_aid_policy
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
from domain.activities.aid.payments import (
    disburse_aid,
    reverse_aid,
)
from domain.activities.aid.programmes import (
    MAX_INSTALMENTS,
    MAX_MONTHS_BETWEEN,
    amend_aid_budget,
    open_aid_programme,
    record_aid_funds,
    reverse_aid_funds,
)
from domain.activities.aid.refusals import (
    AidAlreadyApproved,
    AidApprovalTooHigh,
    AidBudgetBelowSpent,
    AidBudgetUnchanged,
    AidCaseEnded,
    AidCaseExists,
    AidCasePaidOut,
    AidCaseUnknown,
    AidDeclinedAfterPayment,
    AidFundsCustodial,
    AidHouseholdWrong,
    AidInstalmentsMissing,
    AidNeedCovered,
    AidPlanOutOfRange,
    AidProgrammeAlreadyOpen,
    AidProgrammeUnknown,
    AidReceiptAlreadyReversed,
    AidReceiptDisagrees,
    AidReceiptUnknown,
    AidReceiptUsed,
    AidSubjectNotMember,
    AidSubjectNotPerson,
)
from domain.activities.aid.states import (
    AidBudget,
    AidCase,
    AidProgramme,
    AidReceipt,
    Approval,
    BudgetEvent,
    CaseEvent,
    Payment,
    aid_budget,
    aid_cap,
    aid_case,
    aid_funds,
    aid_needs,
    aid_policies,
    aid_programme,
)
from domain.activities.budget import within_budget
from domain.activities.membership import Member, member
from domain.deciding import ADMIN, APPROVER, CASHIER, OFFICER, Activity, CommandType, EventType, Stream
from domain.values import CaseNo, MemberNo, ProjectId, Subject

__all__ = [
    "ACTIVITY",
    "MAX_INSTALMENTS",
    "MAX_MONTHS_BETWEEN",
    "AdoptAidPolicy",
    "AidAlreadyApproved",
    "AidApprovalExceeded",
    "AidApprovalTooHigh",
    "AidApproved",
    "AidBudget",
    "AidBudgetAmended",
    "AidBudgetBelowSpent",
    "AidBudgetCharged",
    "AidBudgetExceeded",
    "AidBudgetUnchanged",
    "AidCapCharged",
    "AidCapExceeded",
    "AidCase",
    "AidCaseClosed",
    "AidCaseDisagrees",
    "AidCaseEnded",
    "AidCaseExists",
    "AidCasePaidOut",
    "AidCaseUnknown",
    "AidDeclinedAfterPayment",
    "AidDisbursed",
    "AidFundsCustodial",
    "AidFundsRaised",
    "AidFundsReversed",
    "AidHouseholdWrong",
    "AidInstalmentAlreadyPaid",
    "AidInstalmentNotPaid",
    "AidInstalmentUnknown",
    "AidInstalmentsMissing",
    "AidNeedClaimed",
    "AidNeedCovered",
    "AidNotApproved",
    "AidPaymentDayWrong",
    "AidPlanOutOfRange",
    "AidPolicyAdopted",
    "AidProgramme",
    "AidProgrammeAlreadyOpen",
    "AidProgrammeOpened",
    "AidProgrammeUnknown",
    "AidPurpose",
    "AidReceipt",
    "AidReceiptAlreadyReversed",
    "AidReceiptDisagrees",
    "AidReceiptUnknown",
    "AidReceiptUsed",
    "AidRequested",
    "AidReversed",
    "AidSubjectNotMember",
    "AidSubjectNotPerson",
    "AmendAidBudget",
    "Approval",
    "ApproveAid",
    "BudgetEvent",
    "CaseEvent",
    "CaseOutcome",
    "CloseAidCase",
    "DisburseAid",
    "Event",
    "FundSource",
    "OpenAidProgramme",
    "Payment",
    "RecordAidFunds",
    "RequestAid",
    "ReverseAid",
    "ReverseAidFunds",
    "aid_budget",
    "aid_cap",
    "aid_case",
    "aid_funds",
    "aid_needs",
    "aid_policies",
    "aid_programme",
]


def _case(named: CaseEvent | ApproveAid | CloseAidCase) -> Stream[AidCase | None]:
    return aid_case(named.case_no)


def _budget(event: BudgetEvent) -> Stream[AidBudget | None]:
    return aid_budget(event.programme)


def _project(command: DisburseAid | ReverseAid) -> Sequence[ProjectId]:
    """Name the project that a programme's restricted money is for; see ``funds_of_programme``."""
    return (ProjectId(command.programme),)


def _membership(subject: Subject) -> Stream[Member | None]:
    """Name the stream that says whether a subject is a member; for no person it is one that stays empty."""
    return member(MemberNo(subject.id if subject.kind == "person" else ""))


def _disburse_streams(command: DisburseAid) -> Sequence[Stream[Any]]:
    return (
        aid_case(command.case_no),
        aid_programme(command.programme),
        aid_budget(command.programme),
        aid_cap(command.programme, command.effective_on.year, command.subject),
        _membership(command.subject),
        *funds_of_programme(command.programme),
    )


def _reverse_streams(command: ReverseAid) -> Sequence[Stream[Any]]:
    return (
        aid_case(command.case_no),
        aid_programme(command.programme),
        aid_budget(command.programme),
        aid_cap(command.programme, command.disbursed_on.year, command.subject),
        *funds_of_programme(command.programme),
    )


ACTIVITY: Final = Activity(
    name="aid",
    events=(
        EventType(name="aid.policy_adopted", event=AidPolicyAdopted, stream=aid_policies),
        EventType(name="aid.need_claimed", event=AidNeedClaimed, stream=lambda event: aid_needs(event.subject)),
        EventType(
            name="aid.programme_opened",
            event=AidProgrammeOpened,
            stream=lambda event: aid_programme(event.programme),
        ),
        EventType(name="aid.budget_amended", event=AidBudgetAmended, stream=_budget),
        EventType(name="aid.funds_raised", event=AidFundsRaised, stream=lambda event: aid_funds(event.receipt_no)),
        EventType(name="aid.funds_reversed", event=AidFundsReversed, stream=lambda event: aid_funds(event.receipt_no)),
        EventType(name="aid.requested", event=AidRequested, stream=_case),
        EventType(name="aid.approved", event=AidApproved, stream=_case),
        EventType(name="aid.disbursed", event=AidDisbursed, stream=_case),
        EventType(name="aid.reversed", event=AidReversed, stream=_case),
        EventType(name="aid.case_closed", event=AidCaseClosed, stream=_case),
        EventType(name="aid.budget_charged", event=AidBudgetCharged, stream=_budget),
        EventType(
            name="aid.cap_charged",
            event=AidCapCharged,
            stream=lambda event: aid_cap(event.programme, event.year, event.subject),
        ),
    ),
    commands=(
        CommandType(
            name="adopt-aid-policy",
            command=AdoptAidPolicy,
            roles=ADMIN,
            streams=lambda command: (aid_policies(command),),
            decide=adopt_aid_policy,
        ),
        CommandType(
            name="open-aid-programme",
            command=OpenAidProgramme,
            roles=ADMIN,
            streams=lambda command: (aid_programme(command.programme),),
            decide=open_aid_programme,
        ),
        CommandType(
            name="amend-aid-budget",
            command=AmendAidBudget,
            roles=ADMIN,
            streams=lambda command: (aid_programme(command.programme), aid_budget(command.programme)),
            decide=amend_aid_budget,
        ),
        CommandType(
            name="record-aid-funds",
            command=RecordAidFunds,
            roles=CASHIER,
            streams=lambda command: (
                aid_funds(command.receipt_no),
                aid_programme(command.programme),
                *funds_of_programme(command.programme),
            ),
            decide=record_aid_funds,
        ),
        CommandType(
            name="reverse-aid-funds",
            command=ReverseAidFunds,
            roles=CASHIER,
            streams=lambda command: (aid_funds(command.receipt_no), *funds_of_programme(command.programme)),
            decide=reverse_aid_funds,
        ),
        CommandType(
            name="request-aid",
            command=RequestAid,
            roles=OFFICER,
            streams=lambda command: (
                aid_case(command.case_no),
                aid_programme(command.programme),
                _membership(command.subject),
                aid_policies(),
                aid_needs(command.subject),
                aid_case(command.instead_of or CaseNo("")),
            ),
            decide=request_aid,
        ),
        CommandType(
            name="approve-aid",
            command=ApproveAid,
            roles=APPROVER,
            streams=lambda command: (_case(command),),
            decide=approve_aid,
        ),
        within_budget(
            CommandType(
                name="disburse-aid",
                command=DisburseAid,
                roles=CASHIER,
                streams=_disburse_streams,
                decide=disburse_aid,
            ),
            _project,
        ),
        within_budget(
            CommandType(
                name="reverse-aid",
                command=ReverseAid,
                roles=CASHIER,
                streams=_reverse_streams,
                decide=reverse_aid,
            ),
            _project,
        ),
        CommandType(
            name="close-aid-case",
            command=CloseAidCase,
            roles=OFFICER,
            streams=lambda command: (_case(command),),
            decide=close_aid_case,
        ),
    ),
)
