"""One event of each kind of governance."""

from datetime import date
from typing import Final

from domain.activities.governance import Event, PolicyAdopted, ReportPresented
from domain.values import DocumentNo, ProgrammeCode, Text

PRESENTED: Final = ReportPresented(
    document_no=DocumentNo("REP-2015-01"),
    kind=ProgrammeCode("UNION_FINANCE"),
    heard_by=Text("职代会"),
    effective_on=date(2015, 2, 4),
)
ADOPTED: Final = PolicyAdopted(
    document_no=DocumentNo("POL-2015-02"), title=Text("工会财务制度"), effective_on=date(2015, 1, 20)
)

SAMPLES: Final[tuple[Event, ...]] = (PRESENTED, ADOPTED)
