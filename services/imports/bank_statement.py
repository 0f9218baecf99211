"""Bank statements: one row for each line, received and paid in columns of their own, as banks hand them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from domain.activities.bank import BANK, BankLine, ImportBankStatement
from domain.errors import LedgerError
from domain.values import NO_FEN, AccountCode, Fen, Month, Text, month_of
from services.imports.columns import AMOUNT, AMOUNT_OR_NOTHING, DAY_KIND, TEXT, Column, Values, read_rows, refuse
from services.imports.refusals import (
    ImportBalanceDiffers,
    ImportLineRepeated,
    ImportOutsideMonth,
    ImportSidesWrong,
)
from services.imports.tables import read_table

COLUMNS: Final = (
    Column(name="day", headings=("日期", "交易日期", "记账日期", "date"), kind=DAY_KIND),
    Column(name="received", headings=("收入", "收入金额", "贷方发生额", "received"), kind=AMOUNT_OR_NOTHING),
    Column(name="paid", headings=("支出", "支出金额", "借方发生额", "paid"), kind=AMOUNT_OR_NOTHING),
    Column(name="reference", headings=("流水号", "交易流水号", "凭证号", "reference"), kind=TEXT),
    Column(name="counterparty", headings=("对方户名", "对方名称", "counterparty"), kind=TEXT, required=False),
    Column(name="balance", headings=("余额", "账户余额", "balance"), kind=AMOUNT, required=False),
    Column(name="summary", headings=("摘要", "用途", "summary"), kind=None, required=False),
    Column(name="account", headings=("对方账号", "counterparty account"), kind=None, required=False),
    Column(name="currency", headings=("币种", "currency"), kind=None, required=False),
)
"""To the bank the union is a creditor: what it received stands as 贷方, what it paid as 借方."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a file of lines does not say itself: which account, its month, its balances, and the day of import."""

    account: AccountCode = BANK
    period: Month
    opening_fen: Fen
    closing_fen: Fen
    effective_on: date


def read_bank_statement(file: Path, frame: Frame) -> ImportBankStatement:
    """Read a statement into the command that records it.

    Raises:
        ImportRefused: with every fault of the file, up to 1,000.
    """
    rows, problems = read_rows(read_table(file), COLUMNS)
    problems += _faults(rows, frame)
    refuse(problems)
    return ImportBankStatement(
        account=frame.account,
        period=frame.period,
        opening_fen=frame.opening_fen,
        closing_fen=frame.closing_fen,
        lines=tuple(_line(row) for row in rows),
        effective_on=frame.effective_on,
        file_sha256=Text(sha256(file.read_bytes()).hexdigest()),
    )


def _line(row: Values) -> BankLine:
    of = row.of
    return BankLine(
        day=of["day"],
        reference=of["reference"],
        received_fen=of["received"] or NO_FEN,
        paid_fen=of["paid"] or NO_FEN,
        counterparty=of.get("counterparty"),
    )


def _faults(rows: Sequence[Values], frame: Frame) -> Iterator[LedgerError]:
    seen: dict[tuple[object, ...], int] = {}
    reached_fen = int(frame.opening_fen)
    for row in rows:
        line = _line(row)
        if (line.received_fen > 0) == (line.paid_fen > 0):
            yield ImportSidesWrong(row=row.row)
        if month_of(line.day) != frame.period:
            yield ImportOutsideMonth(row=row.row, day=line.day, period=frame.period)
        change_fen = line.received_fen - line.paid_fen
        first_row = seen.setdefault((line.reference, line.day, change_fen), row.row)
        if first_row != row.row:
            yield ImportLineRepeated(row=row.row, first_row=first_row)
        reached_fen += change_fen
        balance_fen = row.of.get("balance")
        if balance_fen is not None and balance_fen != reached_fen:
            yield ImportBalanceDiffers(row=row.row, balance_fen=balance_fen, reached_fen=Fen(reached_fen))
            reached_fen = balance_fen  # so that one missing row is one fault
