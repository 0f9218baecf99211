"""What members decide and hear: rules adopted, reports presented to the congress.

Source: 《中国工会章程》 第二十六条 (the congress hears the finance report).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.deciding import ADMIN, OFFICER, Activity, Asked, CommandType, EventType, Stream, StreamKind
from domain.errors import LedgerError
from domain.values import DocumentNo, ProgrammeCode, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPresented:
    """A report of a kind (as ``UNION_FINANCE``) was heard by a body."""

    document_no: DocumentNo
    kind: ProgrammeCode
    heard_by: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAdopted:
    """A rule of the union was adopted."""

    document_no: DocumentNo
    title: Text
    effective_on: date


Event = ReportPresented | PolicyAdopted


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentReport:
    """Present a report to the body that hears it."""

    document_no: DocumentNo
    kind: ProgrammeCode
    heard_by: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPolicy:
    """Adopt a rule of the union."""

    document_no: DocumentNo
    title: Text
    effective_on: date


@dataclass(eq=False, kw_only=True)
class ReportAlreadyPresented(LedgerError):
    """A report's document number is used once."""

    code = "report_already_presented"
    text = "Report {document_no} was presented on {presented_on}. Use another document number for another report."

    document_no: DocumentNo
    presented_on: date


@dataclass(eq=False, kw_only=True)
class PolicyAlreadyAdopted(LedgerError):
    """A rule's document number is used once."""

    code = "policy_already_adopted"
    text = "Policy {document_no} was adopted on {adopted_on}. Use another document number for a new edition."

    document_no: DocumentNo
    adopted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """A document that was presented or adopted, and when."""

    effective_on: date


def evolve(state: DocumentState | None, event: Event) -> DocumentState | None:  # noqa: ARG001 - nothing comes before a first event
    """Say what the document is after the event."""
    return DocumentState(effective_on=event.effective_on)


INITIAL: Final[DocumentState | None] = None
REPORT: Final = StreamKind(category="report", initial=INITIAL, evolve=evolve)
POLICY: Final = StreamKind(category="policy", initial=INITIAL, evolve=evolve)


def report(document_no: DocumentNo) -> Stream[DocumentState | None]:
    """Name a report's stream."""
    return REPORT.at(document_no)


def policy(document_no: DocumentNo) -> Stream[DocumentState | None]:
    """Name a rule's stream."""
    return POLICY.at(document_no)


def present_report(asked: Asked, command: PresentReport, existing: DocumentState | None) -> Sequence[Event]:
    """Record that a report was heard, once."""
    if existing is not None:
        raise ReportAlreadyPresented(document_no=command.document_no, presented_on=existing.effective_on)
    asked.check_day(command.effective_on)
    return [
        ReportPresented(
            document_no=command.document_no,
            kind=command.kind,
            heard_by=command.heard_by,
            effective_on=command.effective_on,
        )
    ]


def adopt_policy(asked: Asked, command: AdoptPolicy, existing: DocumentState | None) -> Sequence[Event]:
    """Record that a rule was adopted, once."""
    if existing is not None:
        raise PolicyAlreadyAdopted(document_no=command.document_no, adopted_on=existing.effective_on)
    asked.check_day(command.effective_on)
    return [PolicyAdopted(document_no=command.document_no, title=command.title, effective_on=command.effective_on)]


ACTIVITY: Final = Activity(
    name="governance",
    events=(
        EventType(
            name="governance.report_presented",
            event=ReportPresented,
            stream=lambda event: report(event.document_no),
        ),
        EventType(
            name="governance.policy_adopted",
            event=PolicyAdopted,
            stream=lambda event: policy(event.document_no),
        ),
    ),
    commands=(
        CommandType(
            name="present-report",
            command=PresentReport,
            roles=OFFICER,
            streams=lambda command: (report(command.document_no),),
            decide=present_report,
        ),
        CommandType(
            name="adopt-policy",
            command=AdoptPolicy,
            roles=ADMIN,
            streams=lambda command: (policy(command.document_no),),
            decide=adopt_policy,
        ),
    ),
)
