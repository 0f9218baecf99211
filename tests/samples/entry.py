"""Balances are brought in, taken back as wrong, and a document is entered by hand."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.entry import EntryRecorded, Event, OpeningBalanceRecorded, OpeningBalanceReversed
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, ProjectId, RuleId, Text
from tests.postings import red

BANK: Final = AccountCode("102")
SURPLUS: Final = AccountCode("331")
WARMTH: Final = ProjectId("P-WARM")

OPENING_RECORDED: Final = OpeningBalanceRecorded(
    chart="2009",
    posting=Posting(
        RuleId("opening"),
        (
            Line(BANK, "D", Fen(61_200_00)),
            Line(SURPLUS, "C", Fen(60_000_00), "restricted", WARMTH),
            Line(SURPLUS, "C", Fen(1_200_00)),
        ),
    ),
    recorded_by=ActorId("bella"),
    effective_on=date(2015, 1, 1),
)
OPENING_REVERSED: Final = OpeningBalanceReversed(
    chart="2009",
    posting=red(OPENING_RECORDED),
    reason=Text("银行存款抄错"),
    reversed_by=ActorId("bella"),
    effective_on=date(2015, 1, 1),
)
ENTRY_RECORDED: Final = EntryRecorded(
    document_no=DocumentNo("J-001"),
    summary=Text("补记上年存款利息"),
    posting=Posting(
        RuleId("general"),
        (Line(BANK, "D", Fen(12_34)), Line(AccountCode("408"), "C", Fen(12_34))),
        DocumentNo("J-001"),
    ),
    attachments=Count(2),
    recorded_by=ActorId("ann"),
    effective_on=date(2015, 3, 10),
)

SAMPLES: Final[tuple[Event, ...]] = (OPENING_RECORDED, OPENING_REVERSED, ENTRY_RECORDED)
