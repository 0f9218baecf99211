"""Taking back a wrong entry of an account: whole, at most once, and never a reversal."""

from collections.abc import Sequence

from domain.activities.dues.accounts import Account, Entry, MonthOfDues
from domain.activities.dues.commands import ReverseDuesEntry
from domain.activities.dues.events import DuesReversed, EntryKind
from domain.activities.dues.money import undone
from domain.activities.dues.permission import check_grassroots
from domain.activities.dues.refusals import (
    DuesEntryAlreadyReversed,
    DuesEntryNeeded,
    DuesEntryUnknown,
    DuesReversalNotReversible,
)
from domain.deciding import Asked
from domain.values import NO_FEN


def reverse_dues_entry(asked: Asked, command: ReverseDuesEntry, account: Account) -> Sequence[DuesReversed]:
    """Take back an entry that nothing rests on."""
    check_grassroots(asked)
    entry, kind = _reversible(command, account)
    asked.check_day_since(command.effective_on, entry.effective_on)
    after = account.month(command.period, without=entry)
    resting = _resting_on(entry, account, after)
    if resting is not None:
        raise DuesEntryNeeded(
            member_no=command.member_no,
            entry_no=entry.entry_no,
            first_entry_no=resting.entry_no,
            first_kind=resting.kind,
        )
    change = account.month(command.period).change_to(after)
    return [
        DuesReversed(
            member_no=command.member_no,
            period=command.period,
            entry_no=account.next_entry_no,
            reversed_entry_no=entry.entry_no,
            reversed_kind=kind,
            amount_fen=entry.amount_fen,
            reason=command.reason,
            arrears_change_fen=change.arrears_fen,
            prepaid_change_fen=change.prepaid_fen,
            posting=undone(asked, command.effective_on, entry.posting, entry.effective_on),
            effective_on=command.effective_on,
        )
    ]


def _reversible(command: ReverseDuesEntry, account: Account) -> tuple[Entry, EntryKind]:
    entry = account.entry(command.entry_no)
    if entry is None or entry.period != command.period:
        raise DuesEntryUnknown(member_no=command.member_no, period=command.period, entry_no=command.entry_no)
    if entry.kind == "reversal":
        raise DuesReversalNotReversible(member_no=command.member_no, entry_no=command.entry_no)
    if command.entry_no in account.reversed_entry_nos:
        raise DuesEntryAlreadyReversed(member_no=command.member_no, period=command.period, entry_no=command.entry_no)
    return entry, entry.kind


def _resting_on(entry: Entry, account: Account, after: MonthOfDues) -> Entry | None:
    """Find what has to go first: a refund of money never paid, or a waiver of dues never assessed."""
    if after.paid_fen < NO_FEN:
        return account.last(entry.period, "refunded")
    if after.waived_fen > after.assessed_fen:
        return account.last(entry.period, "waived")
    return None
