"""Statements: what the bank says of a month, taken in whole, and taken away again if it was wrong."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.accounting.refusals import DateBeforeBooks
from domain.activities.bank.accounts import check_bank_account
from domain.activities.bank.commands import AdoptBankPolicy, BankLine, ImportBankStatement, WithdrawBankStatement
from domain.activities.bank.events import (
    BankPolicyAdopted,
    BankReconciled,
    BankStatementImported,
    BankStatementWithdrawn,
    StatementLine,
)
from domain.activities.bank.evidence import FoundBankStatement
from domain.activities.bank.refusals import (
    BankLineAmountWrong,
    BankLineOutsideMonth,
    BankLineRepeated,
    BankOpeningDiffers,
    BankPolicyTaken,
    BankStatementAlreadyImported,
    BankStatementInUse,
    BankStatementMissing,
    BankStatementNotLast,
    BankStatementTooLong,
    BankStatementUnbalanced,
)
from domain.activities.bank.states import LastStatement, Policies
from domain.deciding import Asked
from domain.values import Fen, Month, last_day_of, month_of, months_from

MOST_LINES: Final = 10_000


def month_after(period: Month) -> Month:
    """Name the month that follows."""
    months = months_from(period, 1)
    next(months)
    return next(months)


def adopt_bank_policy(asked: Asked, command: AdoptBankPolicy, adopted: Policies) -> Sequence[BankPolicyAdopted]:
    """Put a window into force from a day on which no other begins."""
    for policy in adopted:
        if command.rule_id == policy.rule_id or command.valid_from == policy.valid_from:
            raise BankPolicyTaken(rule_id=policy.rule_id, valid_from=policy.valid_from)
    asked.check_day(command.effective_on)
    return [
        BankPolicyAdopted(
            rule_id=command.rule_id,
            window_days=command.window_days,
            valid_from=command.valid_from,
            effective_on=command.effective_on,
        )
    ]


def import_bank_statement(
    asked: Asked, command: ImportBankStatement, last: LastStatement | None
) -> Sequence[BankStatementImported]:
    """Take in a statement that follows the one before it of the same account and adds up."""
    check_bank_account(asked, command.account, last_day_of(command.period))
    _check_turn(asked, command, last)
    lines = tuple(_statement_line(command.period, line_no, line) for line_no, line in enumerate(command.lines, 1))
    check_lines(lines)
    reached_fen = Fen(command.opening_fen + sum(line.change_fen for line in lines))
    if reached_fen != command.closing_fen:
        raise BankStatementUnbalanced(
            opening_fen=command.opening_fen, reached_fen=reached_fen, closing_fen=command.closing_fen
        )
    return [
        BankStatementImported(
            account=command.account,
            period=command.period,
            opening_fen=command.opening_fen,
            closing_fen=command.closing_fen,
            lines=lines,
            follows=None if last is None else last.period,
            file_sha256=command.file_sha256,
            effective_on=command.effective_on,
        )
    ]


def _check_turn(asked: Asked, command: ImportBankStatement, last: LastStatement | None) -> None:
    account, period, books_from = command.account, command.period, asked.books.kept_from
    if period < month_of(books_from):
        raise DateBeforeBooks(effective_on=last_day_of(period), kept_from=books_from)
    asked.check_day_since(command.effective_on, last_day_of(period))
    if last is None:
        return
    following = month_after(last.period)
    if period < following:
        raise BankStatementAlreadyImported(account=account, period=period, last_period=last.period)
    if period > following:
        raise BankStatementMissing(account=account, period=period, missing=following)
    if command.opening_fen != last.closing_fen:
        raise BankOpeningDiffers(
            account=account, period=period, opening_fen=command.opening_fen, closing_fen=last.closing_fen
        )


def _statement_line(period: Month, line_no: int, line: BankLine) -> StatementLine:
    """Check one line by itself."""
    if (line.received_fen > 0) == (line.paid_fen > 0):
        raise BankLineAmountWrong(line_no=line_no)
    if month_of(line.day) != period:
        raise BankLineOutsideMonth(line_no=line_no, day=line.day, period=period)
    return StatementLine(line.day, Fen(line.received_fen - line.paid_fen), line.reference, line.counterparty)


def check_lines(lines: Sequence[StatementLine]) -> None:
    """Refuse too many lines, and one that stands twice.

    Raises:
        BankStatementTooLong, BankLineRepeated: so it is.
    """
    if len(lines) > MOST_LINES:
        raise BankStatementTooLong(lines=len(lines), most=MOST_LINES)
    seen: dict[tuple[str, date, int], int] = {}
    for line_no, line in enumerate(lines, 1):
        first_line_no = seen.setdefault((line.reference, line.day, line.change_fen), line_no)
        if first_line_no != line_no:
            raise BankLineRepeated(line_no=line_no, first_line_no=first_line_no)


def withdraw_bank_statement(
    asked: Asked,
    command: WithdrawBankStatement,
    last: LastStatement | None,
    signed: BankReconciled | None,
    found: FoundBankStatement,
) -> Sequence[BankStatementWithdrawn]:
    """Take the last statement away while nothing rests on it."""
    account, period = command.account, command.period
    check_bank_account(asked, account, last_day_of(period))
    if last is None or last.period != period:
        raise BankStatementNotLast(account=account, period=period, last_period=last.period if last else None)
    if found.matched_lines or signed is not None:
        raise BankStatementInUse(account=account, period=period, matched_lines=found.matched_lines)
    asked.check_day_since(command.effective_on, last_day_of(command.period))
    return [
        BankStatementWithdrawn(
            account=command.account,
            period=command.period,
            opening_fen=found.opening_fen,
            lines=found.lines,
            follows=found.follows,
            reason=command.reason,
            effective_on=command.effective_on,
        )
    ]
