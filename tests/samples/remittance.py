"""A school's contribution of February on its way to the city federation, in the books of both."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.remittance import (
    CorrelationId,
    Event,
    RemittanceConfirmationWithdrawn,
    RemittanceConfirmed,
    RemittanceReceived,
    RemittanceReversed,
    RemittanceSent,
)
from domain.values import AccountCode, DocumentNo, Fen, LedgerId, PartyId, RuleId, Text
from tests.postings import red

SCHOOL: Final = LedgerId("school")
CITY: Final = LedgerId("city")
NUMBER: Final = DocumentNo("2025-02")
CORRELATION: Final = CorrelationId("school.2025-02")
AMOUNT: Final = Fen(2_266_67)

SENT: Final = RemittanceSent(
    correlation_id=CORRELATION,
    remittance_no=NUMBER,
    remittance_kind="upstream",
    from_ledger_id=SCHOOL,
    to_ledger_id=CITY,
    amount_fen=AMOUNT,
    place="bank",
    fund_class="unrestricted",
    project=None,
    posting=Posting(
        RuleId("2021.upstream_remittance"),
        (
            Line(AccountCode("211"), "D", AMOUNT, party=PartyId(CITY)),
            Line(AccountCode("102"), "C", AMOUNT, party=PartyId(CITY)),
        ),
        NUMBER,
    ),
    effective_on=date(2025, 3, 10),
)
RECEIVED: Final = RemittanceReceived(
    correlation_id=CORRELATION,
    remittance_no=NUMBER,
    remittance_kind="upstream",
    from_ledger_id=SCHOOL,
    to_ledger_id=CITY,
    sent_on=date(2025, 3, 10),
    amount_fen=AMOUNT,
    own_fen=Fen(850_00),
    up_fen=Fen(1_416_67),
    down_fen=Fen(0),
    place="bank",
    fund_class="unrestricted",
    project=None,
    rule_id=RuleId("REMITTED-2015"),
    posting=Posting(
        RuleId("2021.appropriation"),
        (
            Line(AccountCode("102"), "D", AMOUNT, party=PartyId(SCHOOL)),
            Line(AccountCode("402"), "C", Fen(850_00), party=PartyId(SCHOOL)),
            Line(AccountCode("211"), "C", Fen(1_416_67), party=PartyId("province")),
        ),
        DocumentNo(CORRELATION),
    ),
    effective_on=date(2025, 3, 12),
)
CONFIRMED: Final = RemittanceConfirmed(
    correlation_id=CORRELATION,
    remittance_no=NUMBER,
    remittance_kind="upstream",
    to_ledger_id=CITY,
    amount_fen=AMOUNT,
    effective_on=date(2025, 3, 12),
)
WITHDRAWN: Final = RemittanceConfirmationWithdrawn(
    correlation_id=CORRELATION,
    remittance_no=NUMBER,
    reason=Text("the receipt was another school's"),
    effective_on=date(2025, 3, 14),
)
REVERSED: Final = RemittanceReversed(
    correlation_id=CORRELATION,
    side="sent",
    remittance_no=NUMBER,
    remittance_kind="upstream",
    from_ledger_id=SCHOOL,
    to_ledger_id=CITY,
    amount_fen=AMOUNT,
    booked_on=date(2025, 3, 10),
    reason=Text("the bank returned it"),
    posting=red(SENT),
    effective_on=date(2025, 3, 17),
)

SAMPLES: Final[tuple[Event, ...]] = (SENT, RECEIVED, CONFIRMED, WITHDRAWN, REVERSED)
