"""What the entries of a member's account of one year come to, month by month."""

from datetime import date
from typing import Final, Literal, NamedTuple, assert_never

from domain.accounting.lines import Posting
from domain.activities.dues.events import (
    DuesAssessed,
    DuesPaid,
    DuesRefunded,
    DuesReversed,
    DuesWaived,
    EntryKind,
)
from domain.deciding import Stream, StreamKind, new_tuple
from domain.values import NO_FEN, Count, Fen, MemberNo, Month

AccountEvent = DuesAssessed | DuesPaid | DuesRefunded | DuesWaived | DuesReversed


class Change(NamedTuple):
    """By how much an entry changes what is in arrears and what is prepaid."""

    arrears_fen: Fen
    prepaid_fen: Fen


class MonthOfDues(NamedTuple):
    """A month of an account. ``paid_fen`` is net of refunds; ``is_assessed`` may hold with nothing owed."""

    is_assessed: bool = False
    assessed_fen: Fen = NO_FEN
    waived_fen: Fen = NO_FEN
    paid_fen: Fen = NO_FEN

    @property
    def open_fen(self) -> Fen:
        """What is still to pay; below zero, what was paid too much or in advance."""
        return Fen(self.assessed_fen - self.waived_fen - self.paid_fen)

    @property
    def arrears_fen(self) -> Fen:
        """What is still to pay (欠缴)."""
        open_fen = self.open_fen
        return open_fen if open_fen > 0 else NO_FEN

    @property
    def prepaid_fen(self) -> Fen:
        """What was paid in advance."""
        open_fen = self.open_fen
        return Fen(-open_fen) if open_fen < 0 else NO_FEN

    def entered(self, kind: EntryKind, amount_fen: int) -> "MonthOfDues":
        """Give the month after an entry."""
        assessed_fen, waived_fen, paid_fen = self.assessed_fen, self.waived_fen, self.paid_fen
        match kind:
            case "assessed":
                return MonthOfDues(True, Fen(assessed_fen + amount_fen), waived_fen, paid_fen)  # noqa: FBT003 - is_assessed
            case "waived":
                waived_fen = Fen(waived_fen + amount_fen)
            case "paid":
                paid_fen = Fen(paid_fen + amount_fen)
            case "refunded":
                paid_fen = Fen(paid_fen - amount_fen)
            case _:
                assert_never(kind)
        return MonthOfDues(self.is_assessed, assessed_fen, waived_fen, paid_fen)

    def change_to(self, after: "MonthOfDues") -> Change:
        """Say what changes from this month to the same month after an entry."""
        before_fen, after_fen = self.open_fen, after.open_fen
        arrears_fen = max(0, after_fen) - max(0, before_fen)
        # What is open is arrears less prepaid: what of its change is not arrears is prepaid.
        return Change(Fen(arrears_fen), Fen(arrears_fen - after_fen + before_fen))


NO_ENTRIES: Final = MonthOfDues()


class Entry(NamedTuple):
    """An entry of an account, numbered from 1 in its year. ``posting`` is what it did to the books, if anything."""

    entry_no: Count
    period: Month
    kind: EntryKind | Literal["reversal"]
    amount_fen: Fen
    effective_on: date
    posting: Posting | None


class Account(NamedTuple):
    """A member's account of one year: its entries in order, and which of them are reversed."""

    entries: tuple[Entry, ...] = ()
    reversed_entry_nos: frozenset[Count] = frozenset()

    @property
    def next_entry_no(self) -> Count:
        """The number of the entry that comes next."""
        return Count(len(self.entries) + 1)

    def entry(self, entry_no: Count) -> Entry | None:
        """Find an entry by its number."""
        return self.entries[entry_no - 1] if 0 < entry_no <= len(self.entries) else None

    def last(self, period: Month, kind: EntryKind) -> Entry | None:
        """Find the last entry of a kind in a month that stands."""
        standing = (entry for entry in self._standing(period) if entry.kind == kind)
        return max(standing, key=lambda entry: entry.entry_no, default=None)

    def month(self, period: Month, *, without: Entry | None = None) -> MonthOfDues:
        """Sum up a month, as it is or as it would be without one of its entries."""
        month = NO_ENTRIES
        for entry in self._standing(period):
            if entry.kind != "reversal" and entry != without:
                month = month.entered(entry.kind, entry.amount_fen)
        return month

    def paid_in(self, year: int, period: Month) -> Fen:
        """Say how much of what was paid for a month in a calendar year was not given back in that year."""
        paid_fen = 0
        for entry in self._standing(period):
            if entry.effective_on.year == year and entry.kind == "paid":
                paid_fen += entry.amount_fen
            elif entry.effective_on.year == year and entry.kind == "refunded":
                paid_fen = max(0, paid_fen - entry.amount_fen)  # once nothing is left, earlier years give back
        return Fen(paid_fen)

    def days_paid(self, period: Month) -> list[date]:
        """Name the days of the payments for a month that stand."""
        return [entry.effective_on for entry in self._standing(period) if entry.kind == "paid"]

    def _standing(self, period: Month) -> list[Entry]:
        return [
            entry for entry in self.entries if entry.period == period and entry.entry_no not in self.reversed_entry_nos
        ]


def evolve(account: Account, event: AccountEvent) -> Account:
    """Say what the account is after the event."""
    match event:
        case DuesAssessed():
            return _entered(account, event, "assessed")
        case DuesPaid():
            return _entered(account, event, "paid", event.posting)
        case DuesRefunded():
            return _entered(account, event, "refunded", event.posting)
        case DuesWaived():
            return _entered(account, event, "waived")
        case DuesReversed():
            entries = _entered(account, event, "reversal").entries
            return Account(entries=entries, reversed_entry_nos=account.reversed_entry_nos | {event.reversed_entry_no})
        case _:
            assert_never(event)


def _entered(
    account: Account, event: AccountEvent, kind: EntryKind | Literal["reversal"], posting: Posting | None = None
) -> Account:
    entry = new_tuple(Entry, (event.entry_no, event.period, kind, event.amount_fen, event.effective_on, posting))
    return new_tuple(Account, ((*account.entries, entry), account.reversed_entry_nos))


EMPTY: Final = Account()
ACCOUNT: Final = StreamKind(category="dues", initial=EMPTY, evolve=evolve)


def account(member_no: MemberNo, period: Month) -> Stream[Account]:
    """Name the account of a member in the year of a month."""
    return ACCOUNT.at(member_no, period[:4])
