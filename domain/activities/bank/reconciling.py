"""The reconciliation of a month (银行存款余额调节表): signed when both adjusted balances agree."""

from collections.abc import Sequence

from domain.activities.bank.accounts import check_bank_account
from domain.activities.bank.commands import ConfirmBankReconciliation
from domain.activities.bank.events import BankReconciled
from domain.activities.bank.evidence import BankSheet, adjusted_bank_fen, adjusted_book_fen
from domain.activities.bank.matching import matched_entry, matched_line
from domain.activities.bank.refusals import (
    BankAlreadyReconciled,
    BankBalancesDiffer,
    BankStatementMissing,
    CashierMayNotReconcile,
)
from domain.deciding import Asked
from domain.values import last_day_of


def confirm_bank_reconciliation(
    asked: Asked, command: ConfirmBankReconciliation, signed: BankReconciled | None, sheet: BankSheet
) -> Sequence[BankReconciled]:
    """Sign a month's reconciliation of an account; again only if something has changed since.

    Source: 财会〔2021〕7号 附录1 account note 102 (at least monthly); 会计法 (2024) 第三十五条.
    """
    account, period = command.account, command.period
    check_bank_account(asked, account, last_day_of(period))
    asked.check_day_since(command.effective_on, last_day_of(period))
    if asked.actor in sheet.cashiers:
        raise CashierMayNotReconcile(actor=asked.actor, period=period)
    if sheet.bank_fen is None:
        raise BankStatementMissing(account=account, period=period, missing=period)
    book_fen = adjusted_book_fen(sheet.book_fen, sheet.items.lines)
    bank_fen = adjusted_bank_fen(sheet.bank_fen, sheet.items.entries)
    if book_fen != bank_fen:
        raise BankBalancesDiffer(account=account, period=period, adjusted_book_fen=book_fen, adjusted_bank_fen=bank_fen)
    reconciled = BankReconciled(
        account=account,
        period=period,
        bank_fen=sheet.bank_fen,
        book_fen=sheet.book_fen,
        adjusted_fen=book_fen,
        open_lines=tuple(map(matched_line, sheet.items.lines)),
        open_entries=tuple(map(matched_entry, sheet.items.entries)),
        confirmed_by=asked.actor,
        effective_on=command.effective_on,
    )
    if signed is not None and _shows(signed) == _shows(reconciled):
        raise BankAlreadyReconciled(account=account, period=period, confirmed_by=signed.confirmed_by)
    return [reconciled]


def _shows(reconciled: BankReconciled) -> tuple[object, ...]:
    return reconciled.bank_fen, reconciled.book_fen, reconciled.open_lines, reconciled.open_entries
