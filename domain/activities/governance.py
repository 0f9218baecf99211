"""What members decide and hear: rules adopted, reports presented to the congress.

Source: 《中国工会章程》 第二十六条 (the congress hears the finance report).
"""

from dataclasses import dataclass
from datetime import date

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
