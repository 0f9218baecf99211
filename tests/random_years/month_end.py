"""The end of a month: cash, depreciation, results, vouchers, the bank, the close; and corrections of vouchers."""

from dataclasses import replace
from datetime import date
from typing import get_args

from domain.accounting.posting import MONEY_ACCOUNTS
from domain.activities.asset import DepreciateAssets
from domain.activities.bank import (
    BankLine,
    ConfirmBankReconciliation,
    ImportBankStatement,
    MatchBankLines,
    OpenEntry,
)
from domain.activities.cash import CountCash, ResolveCashDifference, ReverseCashEntry
from domain.activities.closing import CarryResults, ClosePeriod
from domain.activities.closing.carrying import DECEMBER, FinishedProject
from domain.activities.entry import EntryLine
from domain.activities.voucher import (
    CorrectionManner,
    CorrectVoucher,
    DiscardVoucher,
    PostVouchers,
    PrepareVouchers,
    ReviewVouchers,
    SignVouchers,
)
from domain.values import AccountCode, Fen, Month, PartyId, VoucherId, last_day_of, month_of
from projections.bank import open_items
from projections.ledgers import trial_balance
from projections.voucher_queries import vouchers
from tests.random_years.life import Life
from tests.random_years.world import APPROVER, BOOKKEEPER, CASHIER, COMP, OFFICER, REVIEWER, WHY, Deed, Step

BANK, CASH = MONEY_ACCOUNTS["bank"], MONEY_ACCOUNTS["cash"]
MISCOUNTED = (Fen(0), Fen(0), Fen(0), Fen(-5_00), Fen(7_30))
SHOWN_BY_THE_BANK = 0.7
CORRECTED = 0.6
ANNULLED = 0.5
MANNERS: tuple[CorrectionManner, ...] = get_args(CorrectionManner)
DISCARDED = 0.3
MOST_VOUCHERS = 1_000
LINES_OF_VOUCHER = """
SELECT account, side, amount_fen, fund_class, nullif(project, '') AS project, nullif(party, '') AS party,
       nullif(economic_class, '') AS economic_class
FROM read_model.voucher_line WHERE ledger_id = %s AND voucher_id = %s ORDER BY line_no
"""


def end_month(life: Life, period: Month) -> None:
    """Do everything that a month ends with but its close; it may be done again, if more happens on the last day."""
    last = life.world.day = last_day_of(period)
    _count_cash(life)
    life.may(Step(BOOKKEEPER, DepreciateAssets(period=period, effective_on=last)))
    life.may(Step(BOOKKEEPER, _carrying(life, last)))
    write_vouchers(life)
    _reconcile(life, period, last)


def close(life: Life, period: Month) -> None:
    """Close a month for which everything is done; at the year's end, say that it is and why cash may be pending."""
    closing = ClosePeriod(period=period, effective_on=life.world.day)
    if life.world.day.month == DECEMBER:
        closing = replace(closing, accruals_done=True, pending_reason=WHY)
    life.must(Step(BOOKKEEPER, closing))


def _carrying(life: Life, last: date) -> CarryResults:
    found_finished = last.month == DECEMBER and life.chance.random() < 0.5
    finished = (FinishedProject(project=COMP),) if found_finished else ()
    return CarryResults(effective_on=last, finished_projects=finished)


def _count_cash(life: Life) -> None:
    """Count the cash, now and then wrongly, and decide what becomes of a difference."""
    day = life.world.day
    with life.read() as connection:
        rows = trial_balance(connection, life.ledger_id, day=day).rows
    book_fen = sum(row.balance_fen for row in rows if row.account == CASH)
    wrong_fen, count_no = life.chance.choice(MISCOUNTED), life.world.number("PK")
    counted = CountCash(document_no=count_no, counted_fen=Fen(book_fen + wrong_fen), effective_on=day)
    life.must(Step(CASHIER, counted))
    if not wrong_fen:
        return
    document_no = life.world.number("CL")
    resolved = ResolveCashDifference(
        document_no=document_no,
        count_no=count_no,
        outcome=life.chance.choice(("claimed", "expensed") if wrong_fen < 0 else ("owed", "income")),
        amount_fen=Fen(abs(wrong_fen)),
        reason=WHY,
        party=PartyId("M1"),
        effective_on=day,
    )
    taking_back = Deed(
        itself=Step(APPROVER, resolved),
        undo=lambda later: Step(
            APPROVER, ReverseCashEntry(document_no=document_no, reason=WHY, effective_on=later, count_no=count_no)
        ),
    )
    life.do(taking_back, "resolve_cash_difference")


def write_vouchers(life: Life) -> None:
    """Put everything of the month so far on vouchers and post them."""
    period, last = life.world.period, life.world.day
    life.may(Step(OFFICER, PrepareVouchers(period=period, effective_on=last)))
    if life.chance.random() < DISCARDED:
        _discard_one(life, period, last)
    life.may(Step(REVIEWER, ReviewVouchers(period=period, effective_on=last)))
    life.may(Step(CASHIER, SignVouchers(period=period, effective_on=last)))
    life.may(Step(BOOKKEEPER, PostVouchers(period=period, effective_on=last)))


def _discard_one(life: Life, period: Month, last: date) -> None:
    """Give a voucher up and have it written anew."""
    with life.read() as connection:
        prepared = vouchers(connection, life.ledger_id, period=period, state="prepared", limit=MOST_VOUCHERS)
    if prepared:
        given_up = life.chance.choice(prepared).voucher_id
        life.must(Step(OFFICER, DiscardVoucher(voucher_id=given_up, reason=WHY, effective_on=last)))
        life.must(Step(OFFICER, PrepareVouchers(period=period, effective_on=last)))


def _reconcile(life: Life, period: Month, last: date) -> None:
    """Take in the month's statement of each bank account, once, match what is sure, and sign the reconciliation."""
    for account in _bank_accounts(life, last):
        taken_in = {(statement.account, statement.period) for statement in life.requests_of(ImportBankStatement)}
        if (account, period) not in taken_in:
            life.must(Step(CASHIER, _statement(life, account, period)))
        life.may(Step(BOOKKEEPER, MatchBankLines(account=account, effective_on=last)))
        life.may(Step(BOOKKEEPER, ConfirmBankReconciliation(account=account, period=period, effective_on=last)))


def _bank_accounts(life: Life, last: date) -> list[AccountCode]:
    with life.read() as connection:
        rows = trial_balance(connection, life.ledger_id, day=last).rows
    return [row.account for row in rows if row.account.startswith(BANK)]


def _statement(life: Life, account: AccountCode, period: Month) -> ImportBankStatement:
    """Show most of the month's money, and a line that nobody knows."""
    last = last_day_of(period)
    with life.read() as connection:
        entries = open_items(connection, life.ledger_id, account, last).entries
    before = [statement for statement in life.requests_of(ImportBankStatement) if statement.account == account]
    brought_fen = sum(entry.change_fen for entry in entries if entry.is_opening)
    opening_fen = before[-1].closing_fen if before else Fen(brought_fen)
    fresh = (entry for entry in entries if month_of(entry.day) == period and not entry.is_opening)
    shown = (entry for entry in fresh if entry.change_fen and life.chance.random() < SHOWN_BY_THE_BANK)
    unknown = BankLine(day=last, reference=WHY, received_fen=life.world.fen())
    lines = (*map(_shown, shown), unknown)
    return ImportBankStatement(
        account=account,
        period=period,
        opening_fen=opening_fen,
        closing_fen=Fen(opening_fen + sum(line.received_fen - line.paid_fen for line in lines)),
        lines=lines,
        effective_on=last,
    )


def _shown(entry: OpenEntry) -> BankLine:
    return BankLine(
        day=entry.day,
        reference=entry.source,
        received_fen=Fen(max(entry.change_fen, 0)),
        paid_fen=Fen(max(-entry.change_fen, 0)),
    )


def correct_a_voucher(life: Life) -> None:
    """Correct a posted voucher, of this year or an earlier one: annul it, or state other amounts in either manner."""
    manner, wrong = life.chance.choice(MANNERS), _some_posted_voucher(life)
    if wrong is None or life.chance.random() > CORRECTED:
        return
    annulled = manner == "replace" and life.chance.random() < ANNULLED
    correcting = CorrectVoucher(
        voucher_id=wrong,
        manner=manner,
        lines=() if annulled else _with_other_amounts(life, wrong),
        reason=WHY,
        effective_on=life.world.day,
    )
    if life.may(Step(BOOKKEEPER, correcting)):
        life.done[f"voucher corrected: {manner}"] += 1


def _some_posted_voucher(life: Life) -> VoucherId | None:
    with life.read() as connection:
        posted = vouchers(connection, life.ledger_id, state="posted", limit=MOST_VOUCHERS)
    ids = [voucher.voucher_id for voucher in posted if voucher.kind == "ordinary" and voucher.corrected_by is None]
    return life.chance.choice(ids) if ids else None


def _with_other_amounts(life: Life, voucher_id: VoucherId) -> tuple[EntryLine, ...]:
    """Give the lines of a voucher with their amounts raised; none of one that has red lines, which nobody states."""
    with life.read() as connection:
        rows = connection.execute(LINES_OF_VOUCHER, (life.ledger_id, voucher_id)).fetchall()
    if any(row["amount_fen"] < 0 for row in rows):
        return ()
    factor = life.chance.randint(2, 3)
    return tuple(EntryLine(**{**row, "amount_fen": Fen(row["amount_fen"] * factor)}) for row in rows)
