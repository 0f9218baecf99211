"""What may be asked of a ledger, beside which ledger it is."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.values import BranchId, LedgerId, MemberNo, Year
from projections.member_cards import Standing
from services.wire.formats import EventName, PageSize, Position

DEFAULT_PAGE: Final = PageSize(100)
START: Final = Position(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLedger:
    """A ledger; ``min_position`` waits until the answer reflects so much of it."""

    ledger_id: LedgerId
    min_position: Position = START


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMembers:
    """A page of members, of one branch or in one standing if named."""

    ledger_id: LedgerId
    branch_id: BranchId | None = None
    standing: Standing | None = None
    after: MemberNo | None = None
    limit: PageSize = DEFAULT_PAGE
    min_position: Position = START


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMember:
    """One member."""

    ledger_id: LedgerId
    member_no: MemberNo
    min_position: Position = START


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDebtors:
    """A page of members with arrears."""

    ledger_id: LedgerId
    after: MemberNo | None = None
    limit: PageSize = DEFAULT_PAGE
    min_position: Position = START


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTree:
    """A ledger, with ``tree`` all ledgers that report to it too."""

    ledger_id: LedgerId
    tree: bool = False
    min_position: Position = START


@dataclass(frozen=True, slots=True, kw_only=True)
class OfYear:
    """A year of a ledger, with ``tree`` of all ledgers that report to it too."""

    ledger_id: LedgerId
    year: Year
    tree: bool = False
    min_position: Position = START


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEvents:
    """A page of events, of one type, about one person, or of some days (both ends count) if named."""

    ledger_id: LedgerId
    type: EventName | None = None
    member_no: MemberNo | None = None
    from_day: date | None = None
    to_day: date | None = None
    newest_first: bool = False
    after: Position = START
    limit: PageSize = DEFAULT_PAGE
    min_position: Position = START
