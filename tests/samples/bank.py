"""The bank in January 2026: a statement, a match that was wrong, and a reconciliation with one open cheque."""

from datetime import date
from typing import Final

from domain.activities.bank import (
    BANK,
    BankLinesMatched,
    BankLinesUnmatched,
    BankPolicyAdopted,
    BankReconciled,
    BankStatementImported,
    BankStatementWithdrawn,
    Event,
    MatchedEntry,
    MatchedLine,
    StatementLine,
)
from domain.values import NO_FEN, ActorId, BankLineId, Count, Fen, Month, RuleId, Text

JANUARY: Final = Month("2026-01")
DAY_OF_IMPORT: Final = date(2026, 2, 3)

DUES: Final = MatchedEntry(Text("2026-01-15.2021.dues"), "D", date(2026, 1, 15), Fen(1_250_00))
CHEQUE: Final = MatchedEntry(Text("2026-01-30.2021.aid.warmth.ZF-7"), "C", date(2026, 1, 30), Fen(500_00))
RECEIVED: Final = MatchedLine(BankLineId("2026-01.1"), date(2026, 1, 16), Fen(1_250_00))

POLICY_ADOPTED: Final = BankPolicyAdopted(
    rule_id=RuleId("BANK-2026"), window_days=Count(5), valid_from=date(2026, 1, 1), effective_on=date(2026, 1, 5)
)
STATEMENT_IMPORTED: Final = BankStatementImported(
    account=BANK,
    period=JANUARY,
    opening_fen=NO_FEN,
    closing_fen=Fen(1_250_00),
    lines=(StatementLine(date(2026, 1, 16), Fen(1_250_00), Text("A0001"), Text("县第一小学")),),
    follows=None,
    file_sha256=Text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    effective_on=DAY_OF_IMPORT,
)
STATEMENT_WITHDRAWN: Final = BankStatementWithdrawn(
    account=BANK,
    period=JANUARY,
    opening_fen=NO_FEN,
    lines=1,
    follows=None,
    reason=Text("the file of another account"),
    effective_on=date(2026, 2, 4),
)
MATCHED: Final = BankLinesMatched(
    account=BANK,
    match_no=Count(1),
    lines=(RECEIVED,),
    entries=(DUES,),
    rule_id=POLICY_ADOPTED.rule_id,
    settled_on=date(2026, 1, 16),
    effective_on=DAY_OF_IMPORT,
)
UNMATCHED: Final = BankLinesUnmatched(
    account=BANK,
    match_no=Count(1),
    lines=(RECEIVED,),
    entries=(DUES,),
    reason=Text("it belongs to another payer"),
    last_match_no=Count(1),
    effective_on=date(2026, 2, 4),
)
RECONCILED: Final = BankReconciled(
    account=BANK,
    period=JANUARY,
    bank_fen=Fen(1_250_00),
    book_fen=Fen(750_00),
    adjusted_fen=Fen(750_00),
    open_lines=(),
    open_entries=(CHEQUE,),
    confirmed_by=ActorId("lin"),
    effective_on=date(2026, 2, 5),
)

SAMPLES: Final[tuple[Event, ...]] = (
    POLICY_ADOPTED,
    STATEMENT_IMPORTED,
    STATEMENT_WITHDRAWN,
    MATCHED,
    UNMATCHED,
    RECONCILED,
)
