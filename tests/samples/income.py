"""Income of a company's union, and money of others that it keeps."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.income import CustodialPaid, CustodialReceived, Event, IncomeReceived, IncomeReversed
from domain.values import AccountCode, DocumentNo, Fen, PartyId, ProjectId, RuleId, Text
from tests.postings import red

WARMTH: Final = ProjectId("P-WARM")
SURVIVORS: Final = ProjectId("P-SURV")
SUBSIDY_NO: Final = DocumentNo("I-2015-01")

RECEIVED: Final = IncomeReceived(
    document_no=SUBSIDY_NO,
    income_kind="superior_warmth",
    amount_fen=Fen(60_000_00),
    place="bank",
    fund_class="restricted",
    project=WARMTH,
    party=PartyId("city"),
    posting=Posting(
        RuleId("2009.superior_subsidy.warmth"),
        (
            Line(AccountCode("102"), "D", Fen(60_000_00), "restricted", WARMTH, PartyId("city")),
            Line(AccountCode("40305"), "C", Fen(60_000_00), "restricted", WARMTH, PartyId("city")),
        ),
        SUBSIDY_NO,
    ),
    effective_on=date(2015, 1, 6),
)
CUSTODIAL_RECEIVED: Final = CustodialReceived(
    document_no=DocumentNo("K-2015-01"),
    project=SURVIVORS,
    party=PartyId("company"),
    amount_fen=Fen(28_060_00),
    place="bank",
    posting=Posting(
        RuleId("2009.custodial"),
        (
            Line(AccountCode("102"), "D", Fen(28_060_00), "custodial", SURVIVORS, PartyId("company")),
            Line(AccountCode("231"), "C", Fen(28_060_00), "custodial", SURVIVORS, PartyId("company")),
        ),
        DocumentNo("K-2015-01"),
    ),
    effective_on=date(2015, 1, 14),
)
CUSTODIAL_PAID: Final = CustodialPaid(
    document_no=DocumentNo("K-2015-02"),
    project=SURVIVORS,
    party=PartyId("S001"),
    amount_fen=Fen(230_00),
    place="bank",
    posting=Posting(
        RuleId("2009.custodial"),
        (
            Line(AccountCode("231"), "D", Fen(230_00), "custodial", SURVIVORS, PartyId("S001")),
            Line(AccountCode("102"), "C", Fen(230_00), "custodial", SURVIVORS, PartyId("S001")),
        ),
        DocumentNo("K-2015-02"),
    ),
    effective_on=date(2015, 1, 15),
)
REVERSED: Final = IncomeReversed(
    document_no=SUBSIDY_NO,
    booked_on=date(2015, 1, 6),
    reason=Text("meant for another union"),
    posting=red(RECEIVED),
    effective_on=date(2015, 1, 7),
)

SAMPLES: Final[tuple[Event, ...]] = (RECEIVED, CUSTODIAL_RECEIVED, CUSTODIAL_PAID, REVERSED)
