"""What may be asked of a ledger, beside which ledger it is."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.values import BranchId, LedgerId, MemberNo, Year
from projections.member_cards import Standing
from services.wire.formats import EventName, Instant, PageSize, Position

DEFAULT_PAGE: Final = PageSize(100)
START: Final = Position(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsRecorded:
    """A question that may be asked of the past: as the log stood at a position, or at an instant of recording.

    Of both, the earlier counts. ``min_position`` waits until the answer of today reflects so much of the ledger.
    """

    min_position: Position = START
    as_of_position: Position | None = None
    as_of: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsHappened(AsRecorded):
    """The same, and as things stood on a day: what took effect later is left out."""

    as_of_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLedger(AsHappened):
    """A ledger."""

    ledger_id: LedgerId


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMembers(AsHappened):
    """A page of members, of one branch or in one standing if named."""

    ledger_id: LedgerId
    branch_id: BranchId | None = None
    standing: Standing | None = None
    after: MemberNo | None = None
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMember(AsHappened):
    """One member."""

    ledger_id: LedgerId
    member_no: MemberNo


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDebtors(AsHappened):
    """A page of members with arrears."""

    ledger_id: LedgerId
    after: MemberNo | None = None
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTree(AsHappened):
    """A ledger, with ``tree`` all ledgers that report to it too."""

    ledger_id: LedgerId
    tree: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfYear(AsHappened):
    """A year of a ledger, with ``tree`` of all ledgers that report to it too."""

    ledger_id: LedgerId
    year: Year
    tree: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEvents(AsRecorded):
    """A page of events, of one type, about one person, or of some days (both ends count) if named."""

    ledger_id: LedgerId
    type: EventName | None = None
    member_no: MemberNo | None = None
    from_day: date | None = None
    to_day: date | None = None
    newest_first: bool = False
    after: Position = START
    limit: PageSize = DEFAULT_PAGE
