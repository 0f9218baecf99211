"""Values of union finance: identifiers, money, months and people.

Identifiers are text that people already use (a member number, a case number); they name
streams, so they are unique inside a ledger and carry no slash. Money is a whole number of
fen (分). What each type admits from outside is decided at the edge, from the limits below;
a value that was stored is never checked again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final, Literal, NewType

LedgerId = NewType("LedgerId", str)
MemberNo = NewType("MemberNo", str)
BranchId = NewType("BranchId", str)
CardNo = NewType("CardNo", str)
CaseNo = NewType("CaseNo", str)
SubjectId = NewType("SubjectId", str)
HouseholdId = NewType("HouseholdId", str)
EnterpriseId = NewType("EnterpriseId", str)
DocumentNo = NewType("DocumentNo", str)
RuleId = NewType("RuleId", str)
ActorId = NewType("ActorId", str)
ProgrammeCode = NewType("ProgrammeCode", str)
AccountCode = NewType("AccountCode", str)
ProjectId = NewType("ProjectId", str)
PartyId = NewType("PartyId", str)
EconomicClass = NewType("EconomicClass", str)
PostingKind = NewType("PostingKind", str)
PostingPart = NewType("PostingPart", str)
VoucherId = NewType("VoucherId", str)
BankLineId = NewType("BankLineId", str)
Text = NewType("Text", str)
Fen = NewType("Fen", int)
BasisPoints = NewType("BasisPoints", int)
Count = NewType("Count", int)
Year = NewType("Year", int)
Month = NewType("Month", str)

ABOVE_ZERO: Final = "above zero"
PositiveFen = Annotated[Fen, ABOVE_ZERO]
"""An amount that a command must name above zero; a plain ``Fen`` admits 0. To the type checker both are ``Fen``."""

NO_FEN: Final = Fen(0)
FEN_PER_YUAN: Final = 100
MAX_AMOUNT_FEN: Final = Fen(10**12)
"""The largest amount one command may carry: ten thousand million yuan."""
MAX_TEXT_LENGTH: Final = 200
MAX_COUNT: Final = 1_000_000
FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2200

LEDGER_ID_PATTERN: Final = r"[a-z][a-z0-9-]{0,39}"
IDENTIFIER_PATTERN: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
CODE_PATTERN: Final = r"[A-Z][A-Z0-9_]{0,39}"
ACCOUNT_PATTERN: Final = r"[1-5][0-9]{2}([0-9]{2}){0,2}"
POSTING_KIND_PATTERN: Final = r"[a-z_]{1,30}(\.[A-Za-z0-9_]{1,40})?"
POSTING_PART_PATTERN: Final = r"[a-z_]{1,30}"
PROJECT_PATTERN: Final = r"[A-Z][A-Z0-9_-]{0,39}"
ECONOMIC_CLASS_PATTERN: Final = r"[0-9]{5}"
VOUCHER_PATTERN: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.[A-Za-z0-9][A-Za-z0-9._~-]{0,180}"
MONTH_PATTERN: Final = r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])"

Level = Literal["grassroots", "county"]
ChartVersion = Literal["2009", "2021"]
PaymentMethod = Literal["payroll", "cash", "transfer", "branch"]
"""How a member pays dues: by payroll or transfer to the bank, in cash, or to the branch, which turns them in."""
MoneyPlace = Literal["cash", "bank", "quota"]
"""Where the union's money lies: 库存现金, 银行存款, 零余额账户用款额度."""
FundClass = Literal["unrestricted", "restricted", "fiscal", "custodial"]
"""Whose money it is and what it may be used for: 非专项, 专项, 财政拨款, 代管经费."""
SubjectKind = Literal["person", "household", "team", "branch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """What identifies a natural person; one value, so that it can be sealed under the member's own key."""

    name: Text
    identity_number: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    bank_account: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom an aid payment or an award reaches: a person, household, team or branch, by pseudonymous id."""

    kind: SubjectKind
    id: SubjectId


def yuan(amount_fen: int) -> str:
    """Write an amount as people and the wire read it: ``4132000`` fen is ``"41320.00"`` yuan."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{rest:02d}"


def month_of(day: date) -> Month:
    """Name the calendar month a day belongs to, as ``"2026-03"``."""
    return Month(day.isoformat()[:7])


def first_day_of(period: Month) -> date:
    """Name the first day of a month."""
    return date(int(period[:4]), int(period[5:]), 1)


def last_day_of(period: Month) -> date:
    """Name the last day of a month."""
    first = first_day_of(period)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def year_of(period: Month) -> Year:
    """Name the year of a month."""
    return Year(int(period[:4]))


def months_from(first: Month, step_months: int) -> Iterator[Month]:
    """Count months for ever, from ``first`` in steps of ``step_months``."""
    index = int(first[:4]) * 12 + int(first[5:]) - 1
    while True:
        yield Month(f"{index // 12:04d}-{index % 12 + 1:02d}")
        index += step_months
