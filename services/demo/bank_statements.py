"""The demo's bank: statements whose lines are the money that the story moved, and what people do with them.

A line shows what one source (day, rule and document) moved on one side of a bank account. The program matches what is
beyond doubt; what is left, equal amounts on near days above all, is matched by hand, as somebody who knows would.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from domain.accounting.lines import Side
from domain.accounting.sources import OPENING, named_source, source_of
from domain.accounting.vouchers import CORRECTION_RULES, CorrectionKind
from domain.activities.bank import (
    BANK,
    USUAL_POLICY,
    BankLine,
    ConfirmBankReconciliation,
    EntryPart,
    ImportBankStatement,
    MatchBankLine,
    MatchBankLines,
    OpenBankItems,
    OpenEntry,
    OpenLine,
    bank_account_of,
    sure_matches,
)
from domain.activities.voucher import CorrectVoucher
from domain.values import AccountCode, BankLineId, DocumentNo, Fen, Month, Text, last_day_of, month_of
from services.demo.rehearsal import Posted
from services.demo.story import Command, Story, months_of_year

REPLACED: Final[tuple[CorrectionKind, ...]] = ("red", "blue")


class Same(NamedTuple):
    """A line of a statement, if the bank has one, and the entries of the books that are the same money."""

    line: OpenLine | None
    entries: tuple[OpenEntry, ...]

    @property
    def items(self) -> tuple[OpenLine | OpenEntry, ...]:
        """All of them."""
        return (*self.entries, *(() if self.line is None else (self.line,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A year of a bank account: the balance that it opens with, and what belongs together."""

    account: AccountCode
    opening_fen: Fen
    pairs: Sequence[Same]


def bank_work(story: Story, commands: Iterable[Command], posted: Iterable[Posted]) -> dict[Month, list[Command]]:
    """Say for each month of the story's year which statements come in, and how each is matched and confirmed."""
    by_account: dict[AccountCode, list[OpenEntry]] = defaultdict(list)
    for account, entry in chain(_entries(posted), _corrections(commands)):
        by_account[account].append(entry)
    work: dict[Month, list[Command]] = defaultdict(list)
    for account in sorted(by_account):
        for period, commands_of_month in _months(story, _bank(story, account, by_account[account])):
            work[period] += commands_of_month
    return work


def _entries(posted: Iterable[Posted]) -> Iterator[tuple[AccountCode, OpenEntry]]:
    """Sum up what each source moved on either side of a bank account."""
    sums: dict[tuple[AccountCode, str, Side], int] = defaultdict(int)
    of_source: dict[str, Posted] = {}
    for one in posted:
        for line in one.posting.lines:
            account = bank_account_of(line.account)
            if account is not None:
                source = source_of(one.posting, one.day)
                of_source[source] = one
                sums[account, source, line.side] += line.debit_fen - line.credit_fen
    for (account, source, side), change_fen in sums.items():
        day, posting = of_source[source]
        if change_fen:
            opening = posting.rule_id == OPENING
            yield account, _entry(source, side, day, posting.document_no, Fen(change_fen), opening=opening)


def _entry(  # noqa: PLR0913 - the fields of an entry
    source: str, side: Side, day: date, document_no: DocumentNo | None, change_fen: Fen, *, opening: bool = False
) -> OpenEntry:
    return OpenEntry(
        source=Text(source), side=side, day=day, document_no=document_no, is_opening=opening, change_fen=change_fen
    )


def _corrections(commands: Iterable[Command]) -> Iterator[tuple[AccountCode, OpenEntry]]:
    """Give the red and the blue entries of vouchers that are replaced, which the bank knows nothing of."""
    for command in commands:
        if isinstance(command, CorrectVoucher):
            document_no = DocumentNo(command.voucher_id)
            paid_fen = sum(line.amount_fen for line in command.lines if line.account == BANK)
            for kind, change_fen in zip(REPLACED, (paid_fen, -paid_fen), strict=True):
                source = named_source(command.effective_on, CORRECTION_RULES[kind], document_no)
                yield BANK, _entry(source, "C", command.effective_on, document_no, Fen(change_fen))


def _bank(story: Story, account: AccountCode, entries: Sequence[OpenEntry]) -> Bank:
    """Draw up the lines of every month's statement, in the order of their days."""
    opening_fen = Fen(sum(entry.change_fen for entry in entries if entry.is_opening))
    together: dict[tuple[str, Side], list[OpenEntry]] = defaultdict(list)
    for entry in entries:
        if not entry.is_opening:
            together[_shown_with(story, entry)].append(entry)
    groups = [tuple(group) for group in together.values()]
    shown = sorted((group for group in groups if _change_fen(group)), key=lambda group: _shown_on(story, group[0]))
    numbers: dict[Month, int] = defaultdict(int)
    pairs = [Same(None, group) for group in groups if not _change_fen(group)]
    for group in shown:
        day = _shown_on(story, group[0])
        numbers[month_of(day)] += 1
        pairs.append(Same(_line(group, day, numbers[month_of(day)]), group))
    return Bank(account=account, opening_fen=opening_fen, pairs=pairs)


def _shown_with(story: Story, entry: OpenEntry) -> tuple[str, Side]:
    for kind in REPLACED:
        if f".{CORRECTION_RULES[kind]}." in entry.source:
            return f"{entry.day}.{entry.document_no}", entry.side
    return story.one_line_with.get(entry.source, entry.source), entry.side


def _shown_on(story: Story, entry: OpenEntry) -> date:
    return entry.day if entry.document_no is None else story.cleared_on.get(entry.document_no, entry.day)


def _change_fen(entries: Iterable[OpenEntry]) -> Fen:
    return Fen(sum(entry.change_fen for entry in entries))


def _line(entries: Sequence[OpenEntry], day: date, line_no: int) -> OpenLine:
    period = month_of(day)
    return OpenLine(
        line_id=BankLineId(f"{period}.{line_no}"),
        day=day,
        change_fen=_change_fen(entries),
        reference=Text(entries[0].document_no or f"{period}-{line_no:04d}"),
        counterparty=None,
    )


def _months(story: Story, bank: Bank) -> Iterator[tuple[Month, list[Command]]]:
    """Import and match month by month; what the bank shows later stays open until then."""
    account, balance_fen, waiting = bank.account, bank.opening_fen, set(bank.pairs)
    for period in months_of_year(story.year):
        lines = [pair.line for pair in bank.pairs if pair.line is not None and month_of(pair.line.day) == period]
        statement = _statement(account, period, balance_fen, lines)
        here = [pair for pair in bank.pairs if pair in waiting and _begun(pair, period)]
        sure = _sure(here, period)
        by_hand = [pair for pair in here if not sure.issuperset(_names(pair.items)) and _ended(pair, period)]
        last_day, is_matched = last_day_of(period), bool(sure) or _opens(bank, story, period)
        yield (
            period,
            [
                statement,
                *([MatchBankLines(account=account, effective_on=last_day)] if is_matched else []),
                *_matched_by_hand(account, by_hand, period),
                ConfirmBankReconciliation(account=account, period=period, effective_on=last_day),
            ],
        )
        balance_fen = statement.closing_fen
        waiting -= {pair for pair in here if sure.issuperset(_names(pair.items)) or pair in by_hand}


def _opens(bank: Bank, story: Story, period: Month) -> bool:
    """Say whether the opening balance is matched in this month: in the first one, if there is any."""
    return bool(bank.opening_fen) and period == months_of_year(story.year)[0]


def _begun(pair: Same, period: Month) -> bool:
    return any(month_of(item.day) <= period for item in pair.items)


def _ended(pair: Same, period: Month) -> bool:
    return all(month_of(item.day) <= period for item in pair.items)


def _names(items: Iterable[OpenLine | OpenEntry]) -> set[tuple[str, ...]]:
    return {(item.line_id,) if isinstance(item, OpenLine) else (item.source, item.side) for item in items}


def _sure(pairs: Sequence[Same], period: Month) -> set[tuple[str, ...]]:
    """Find what the program will match by itself."""
    known = OpenBankItems(
        lines=tuple(pair.line for pair in pairs if pair.line is not None and month_of(pair.line.day) <= period),
        entries=tuple(entry for pair in pairs for entry in pair.entries if month_of(entry.day) <= period),
    )
    matches = sure_matches(known, USUAL_POLICY.window_days)
    return {name for match in matches for name in _names((*match.lines, *match.entries))}


def _statement(account: AccountCode, period: Month, opening_fen: Fen, lines: Sequence[OpenLine]) -> ImportBankStatement:
    return ImportBankStatement(
        account=account,
        period=period,
        opening_fen=opening_fen,
        closing_fen=Fen(opening_fen + sum(line.change_fen for line in lines)),
        lines=tuple(
            BankLine(
                day=line.day,
                reference=line.reference,
                received_fen=Fen(max(line.change_fen, 0)),
                paid_fen=Fen(max(-line.change_fen, 0)),
            )
            for line in lines
        ),
        effective_on=last_day_of(period),
    )


def _matched_by_hand(account: AccountCode, pairs: Iterable[Same], period: Month) -> Iterator[MatchBankLine]:
    """Join what belongs together, lines of one amount in one go."""
    groups: Mapping[int, list[Same]] = defaultdict(list)
    for pair in pairs:
        groups[_change_fen(pair.entries)].append(pair)
    for group in groups.values():
        yield MatchBankLine(
            account=account,
            lines=tuple(pair.line.line_id for pair in group if pair.line is not None),
            entries=tuple(EntryPart(source=entry.source, side=entry.side) for pair in group for entry in pair.entries),
            effective_on=last_day_of(period),
        )
