"""Matching: which lines of statements and which entries of the books are the same money.

The program matches only what is beyond doubt: equal amounts, near days or the same reference, and exactly one
candidate on either side. Everything else is left to people. Source: 财会〔2024〕12号 第二十三条.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from domain.accounting.lines import Side
from domain.accounting.refusals import PeriodClosed
from domain.activities.bank.accounts import check_bank_account
from domain.activities.bank.commands import EntryPart, MatchBankLine, MatchBankLines, UnmatchBankLine
from domain.activities.bank.events import BankLinesMatched, BankLinesUnmatched, MatchedEntry, MatchedLine
from domain.activities.bank.evidence import FoundBankMatch, OpenBankItems, OpenEntry, OpenLine
from domain.activities.bank.refusals import (
    BankEntryNotOpen,
    BankEntryTooSmall,
    BankLineNotOpen,
    BankMatchUnequal,
    BankMatchUnknown,
    NothingToMatch,
)
from domain.activities.bank.states import Policies, policy_on
from domain.deciding import Asked
from domain.values import BankLineId, Count, Fen, RuleId, Text, month_of

FEWEST_JOINED: Final = 2


class Match(NamedTuple):
    """What belongs together."""

    lines: tuple[OpenLine, ...]
    entries: tuple[OpenEntry, ...]


def match_bank_lines(
    asked: Asked, command: MatchBankLines, last_match_no: int, policies: Policies, items: OpenBankItems
) -> Sequence[BankLinesMatched]:
    """Match what is beyond doubt, among all of the account that is dated by the day of matching."""
    check_bank_account(asked, command.account, command.effective_on)
    asked.check_day(command.effective_on)
    policy = policy_on(policies, command.effective_on)
    known = OpenBankItems(
        lines=tuple(line for line in items.lines if line.day <= command.effective_on),
        entries=tuple(entry for entry in items.entries if entry.day <= command.effective_on),
    )
    found = list(sure_matches(known, policy.window_days))
    if not found:
        raise NothingToMatch(lines=len(known.lines), entries=len(known.entries))
    return [
        _matched(asked, command, match_no, match, policy.rule_id)
        for match_no, match in enumerate(found, last_match_no + 1)
    ]


def sure_matches(items: OpenBankItems, window_days: int) -> Iterator[Match]:
    """Find the matches that are beyond doubt: the opening balance, then by reference, then by amount and day."""
    opening = list(_opening(items))
    yield from opening
    open_now = _without(items, opening)
    by_reference = list(_only_candidates(open_now, lambda line, entry: str(line.reference) == entry.document_no))
    yield from by_reference
    open_now = _without(open_now, by_reference)
    yield from _only_candidates(open_now, lambda line, entry: abs((line.day - entry.day).days) <= window_days)


def _opening(items: OpenBankItems) -> Iterator[Match]:
    """Match the first statement's opening balance with all that the books had by then, if both are equal."""
    for line in items.lines:
        if line.is_opening:
            before = tuple(entry for entry in items.entries if entry.is_opening or entry.day < line.day)
            if before and sum(entry.change_fen for entry in before) == line.change_fen:
                yield Match((line,), before)


def _only_candidates(items: OpenBankItems, fits: Callable[[OpenLine, OpenEntry], bool]) -> Iterator[Match]:
    """Pair lines and entries of equal amounts that fit each other and nothing else."""
    by_amount: dict[int, list[OpenEntry]] = defaultdict(list)
    for entry in items.entries:
        if not entry.is_opening:
            by_amount[entry.change_fen].append(entry)
    fitting = {
        line.line_id: [entry for entry in by_amount[line.change_fen] if fits(line, entry)]
        for line in items.lines
        if not line.is_opening
    }
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for entries in fitting.values():
        for entry in entries:
            wanted[entry.source, entry.side] += 1
    for line in items.lines:
        match fitting.get(line.line_id):
            case [entry] if wanted[entry.source, entry.side] == 1:
                yield Match((line,), (entry,))
            case _:
                continue


def _without(items: OpenBankItems, matches: Sequence[Match]) -> OpenBankItems:
    lines = {line.line_id for match in matches for line in match.lines}
    entries = {(entry.source, entry.side) for match in matches for entry in match.entries}
    return OpenBankItems(
        lines=tuple(line for line in items.lines if line.line_id not in lines),
        entries=tuple(entry for entry in items.entries if (entry.source, entry.side) not in entries),
    )


def match_bank_line(
    asked: Asked, command: MatchBankLine, last_match_no: int, items: OpenBankItems
) -> Sequence[BankLinesMatched]:
    """Join what somebody says belongs together, if the sums are equal."""
    check_bank_account(asked, command.account, command.effective_on)
    open_lines = {line.line_id: line for line in items.lines}
    open_entries: dict[tuple[Text, Side], OpenEntry] = {(entry.source, entry.side): entry for entry in items.entries}
    match = Match(
        tuple(_line(open_lines, line_id) for line_id in command.lines),
        tuple(_part(open_entries, part) for part in command.entries),
    )
    lines_fen, entries_fen = (Fen(sum(item.change_fen for item in side)) for side in match)
    if lines_fen != entries_fen or len(match.lines) + len(match.entries) < FEWEST_JOINED:
        raise BankMatchUnequal(lines_fen=lines_fen, entries_fen=entries_fen)
    asked.check_day_since(command.effective_on, _latest(match))
    return [_matched(asked, command, last_match_no + 1, match, None)]


def _line(open_lines: dict[BankLineId, OpenLine], line_id: BankLineId) -> OpenLine:
    found = open_lines.pop(line_id, None)
    if found is None:
        raise BankLineNotOpen(line_id=line_id)
    return found


def _part(open_entries: dict[tuple[Text, Side], OpenEntry], part: EntryPart) -> OpenEntry:
    found = open_entries.pop((part.source, part.side), None)
    if found is None:
        raise BankEntryNotOpen(source=part.source, side=part.side)
    if part.amount_fen is None:
        return found
    open_fen = _on_its_side(found)
    if part.amount_fen > open_fen:
        raise BankEntryTooSmall(source=part.source, open_fen=open_fen, asked_fen=part.amount_fen)
    return replace(found, change_fen=Fen(part.amount_fen if found.side == "D" else -part.amount_fen))


def _matched(
    asked: Asked, command: MatchBankLines | MatchBankLine, match_no: int, match: Match, rule_id: RuleId | None
) -> BankLinesMatched:
    latest, closed_through = _latest(match), asked.books.closed_through
    is_closed = closed_through is not None and month_of(latest) <= closed_through
    return BankLinesMatched(
        account=command.account,
        match_no=Count(match_no),
        lines=tuple(matched_line(line) for line in match.lines),
        entries=tuple(matched_entry(entry) for entry in match.entries),
        rule_id=rule_id,
        # A reconciliation that was closed upon keeps what was open in it.
        settled_on=command.effective_on if is_closed else latest,
        effective_on=command.effective_on,
    )


def _latest(match: Match) -> date:
    return max(item.day for side in match for item in side)


def matched_line(line: OpenLine) -> MatchedLine:
    """Name a line as an event does."""
    return MatchedLine(line.line_id, line.day, line.change_fen)


def matched_entry(entry: OpenEntry) -> MatchedEntry:
    """Name an entry as an event does."""
    return MatchedEntry(entry.source, entry.side, entry.day, _on_its_side(entry))


def _on_its_side(entry: OpenEntry) -> Fen:
    return entry.change_fen if entry.side == "D" else Fen(-entry.change_fen)


def unmatch_bank_line(
    asked: Asked, command: UnmatchBankLine, last_match_no: int, found: FoundBankMatch
) -> Sequence[BankLinesUnmatched]:
    """Open again what a match joined, unless its month is closed."""
    match, closed_through = found.match, asked.books.closed_through
    check_bank_account(asked, command.account, command.effective_on)
    if match is None:
        raise BankMatchUnknown(account=command.account, match_no=command.match_no)
    if closed_through is not None and month_of(match.settled_on) <= closed_through:
        raise PeriodClosed(effective_on=match.settled_on, closed_through=closed_through)
    asked.check_day_since(command.effective_on, match.settled_on)
    return [
        BankLinesUnmatched(
            account=command.account,
            match_no=command.match_no,
            lines=match.lines,
            entries=match.entries,
            reason=command.reason,
            last_match_no=Count(last_match_no),
            effective_on=command.effective_on,
        )
    ]
