"""Every question that the API answers, in one list: its address, what may be asked, and who answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow

from domain.activities.bank import OpenBankItems
from domain.activities.dues_control import ExpectedDues
from projections.activity_feed import feed
from projections.annual_totals import AnnualTotal, annual_totals
from projections.archive import ArchiveList
from projections.assets import AssetRow, StockRow
from projections.balances import (
    LedgerBalance,
    MemberAccount,
    MemberBalance,
    ProgrammeBalance,
    debtors,
    ledger_balance,
    member_account,
    programme_balances,
)
from projections.bank import BankAccountMonth, BankStatementLine, ReconciliationSheet
from projections.budgets import BudgetYear
from projections.dues_control import ArrearsByAge, DuesOfMonth
from projections.ledgers import (
    GeneralLedgerAccount,
    LedgerEntry,
    PeriodComparison,
    SubsidiaryRow,
    TrialBalance,
)
from projections.member_cards import MemberCard, MemberRow, member_card, members
from projections.organisation import BranchRow, branches
from projections.printed_vouchers import PrintedVoucher
from projections.remittances import RemittanceInTransit, in_transit
from projections.statements import Cell, CheckedStatement, FinanceReport
from projections.voucher_queries import VoucherRow
from services.api.asking import OfDebtors, OfEvents, OfLedger, OfMember, OfMembers, OfTree, OfYear
from services.api.events import ReadEvent, read_event
from services.api.of_bank import (
    OfArchive,
    OfBank,
    OfBankMonth,
    OfBanks,
    OfDuesMonth,
    answer_archive,
    answer_arrears,
    answer_bank_accounts,
    answer_bank_lines,
    answer_dues_exceptions,
    answer_expected_dues,
    answer_open_items,
    answer_reconciliation,
)
from services.api.of_books import (
    OfCell,
    OfEntries,
    OfGeneralLedger,
    OfPeriod,
    OfReport,
    OfSource,
    OfStatement,
    OfSubsidiary,
    OfTrialBalance,
    answer_cell,
    answer_comparison,
    answer_entries,
    answer_general_ledger,
    answer_report,
    answer_source_events,
    answer_statement,
    answer_subsidiary,
    answer_trial_balance,
)
from services.api.of_budgets import OfAssets, OfBudget, OfStock, answer_assets, answer_budget, answer_stock
from services.api.of_vouchers import (
    OfPeriodChecks,
    OfVoucher,
    OfVoucherEvents,
    OfVouchers,
    PeriodChecks,
    answer_period,
    answer_voucher,
    answer_voucher_events,
    answer_vouchers,
)
from services.api.refusals import MemberNotFound

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question about one ledger, answered from one read model, or from more (``also``) that are as far.

    ``asked`` is a dataclass with ``ledger_id``, ``min_position`` and what else may be asked; fields that
    are not in ``path`` stand in the query. ``data`` is the type of the answer. A question with
    ``cursor`` is answered in pages: the cursor of a page's last item asks for the next page.
    ``of_member`` marks a question that the events of one member answer.
    """

    name: str
    path: str
    summary: str
    read_model: str
    asked: type[Any]
    data: Any
    answer: Callable[[Connection, Any], Any]
    cursor: Callable[[Any], str | int] | None = None
    of_member: bool = False
    also: tuple[str, ...] = ()

    @property
    def read_models(self) -> tuple[str, ...]:
        """The names of all read models that it draws on."""
        return (self.read_model, *self.also)


def _members(connection: Connection, asked: OfMembers) -> Sequence[MemberRow]:
    return members(
        connection,
        asked.ledger_id,
        branch_id=asked.branch_id,
        standing=asked.standing,
        after=asked.after,
        limit=asked.limit,
    )


def _card(connection: Connection, asked: OfMember) -> MemberCard:
    found = member_card(connection, asked.ledger_id, asked.member_no)
    if found is None:
        raise MemberNotFound(member_no=asked.member_no)
    return found


def _account(connection: Connection, asked: OfMember) -> MemberAccount:
    found = member_account(connection, asked.ledger_id, asked.member_no)
    if found is None:
        raise MemberNotFound(member_no=asked.member_no)
    return found


def _events(connection: Connection, asked: OfEvents) -> Sequence[ReadEvent]:
    found = feed(
        connection,
        asked.ledger_id,
        after=asked.after,
        limit=asked.limit,
        newest_first=asked.newest_first,
        name=asked.type,
        member_no=asked.member_no,
        from_day=asked.from_day,
        to_day=asked.to_day,
    )
    return [read_event(entry) for entry in found]


LEDGER: Final = "/ledgers/{ledger_id}"
QUERIES: Final[tuple[Query, ...]] = (
    Query(
        name="branches",
        path=f"{LEDGER}/branches",
        summary="The branches of a ledger",
        read_model="organisation",
        asked=OfLedger,
        data=list[BranchRow],
        answer=lambda connection, asked: branches(connection, asked.ledger_id),
    ),
    Query(
        name="members",
        path=f"{LEDGER}/members",
        summary="The members of a ledger by number",
        read_model="member_cards",
        asked=OfMembers,
        data=list[MemberRow],
        answer=_members,
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="member-card",
        path=f"{LEDGER}/members/{{member_no}}/card",
        summary="A member's card: person, branch, standing, cards held, dues, honours and aid received",
        read_model="member_cards",
        asked=OfMember,
        data=MemberCard,
        answer=_card,
        of_member=True,
    ),
    Query(
        name="member-account",
        path=f"{LEDGER}/members/{{member_no}}/account",
        summary="A member's dues account, by month",
        read_model="balances",
        asked=OfMember,
        data=MemberAccount,
        answer=_account,
        of_member=True,
    ),
    Query(
        name="balances",
        path=f"{LEDGER}/balances",
        summary="What a ledger is owed, was paid and has spent",
        read_model="balances",
        asked=OfTree,
        data=LedgerBalance,
        answer=lambda connection, asked: ledger_balance(connection, asked.ledger_id, tree=asked.tree),
    ),
    Query(
        name="debtors",
        path=f"{LEDGER}/debtors",
        summary="Who owes dues, by member number",
        read_model="balances",
        asked=OfDebtors,
        data=list[MemberBalance],
        answer=lambda connection, asked: debtors(connection, asked.ledger_id, after=asked.after, limit=asked.limit),
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="programme-balances",
        path=f"{LEDGER}/programmes",
        summary="The aid programmes of a ledger: budget, spent, left and raised",
        read_model="balances",
        asked=OfLedger,
        data=list[ProgrammeBalance],
        answer=lambda connection, asked: programme_balances(connection, asked.ledger_id),
    ),
    Query(
        name="remittances-in-transit",
        path=f"{LEDGER}/remittances-in-transit",
        summary="What was sent to another union and has not arrived, oldest first",
        read_model="remittances",
        asked=OfTree,
        data=list[RemittanceInTransit],
        answer=lambda connection, asked: in_transit(connection, asked.ledger_id, tree=asked.tree),
    ),
    Query(
        name="annual-totals",
        path=f"{LEDGER}/annual-totals/{{year}}",
        summary="What happened in a year, by kind and programme",
        read_model="annual_totals",
        asked=OfYear,
        data=list[AnnualTotal],
        answer=lambda connection, asked: annual_totals(connection, asked.ledger_id, asked.year, tree=asked.tree),
    ),
    Query(
        name="events",
        path=f"{LEDGER}/events",
        summary="The events of a ledger in the order of their positions",
        read_model="activity_feed",
        asked=OfEvents,
        data=list[ReadEvent],
        answer=_events,
        cursor=lambda event: event.position,
    ),
    Query(
        name="vouchers",
        path=f"{LEDGER}/vouchers",
        summary="Vouchers and how far they are: prepared, reviewed, signed, posted",
        read_model="books",
        asked=OfVouchers,
        data=list[VoucherRow],
        answer=answer_vouchers,
        cursor=lambda row: row.voucher_id,
    ),
    Query(
        name="voucher",
        path=f"{LEDGER}/vouchers/{{voucher_id}}",
        summary="A voucher as it prints: lines, signatures, what it corrects",
        read_model="books",
        asked=OfVoucher,
        data=PrintedVoucher,
        answer=answer_voucher,
    ),
    Query(
        name="voucher-events",
        path=f"{LEDGER}/vouchers/{{voucher_id}}/events",
        summary="The events that a voucher was made from",
        read_model="books",
        also=("activity_feed",),
        asked=OfVoucherEvents,
        data=list[ReadEvent],
        answer=answer_voucher_events,
        cursor=lambda event: event.position,
    ),
    Query(
        name="period",
        path=f"{LEDGER}/periods/{{period}}",
        summary="A month of the books: closed, or what stands in the way of closing it",
        read_model="books",
        also=("bank", "assets"),
        asked=OfPeriodChecks,
        data=PeriodChecks,
        answer=answer_period,
    ),
    Query(
        name="trial-balance",
        path=f"{LEDGER}/trial-balance",
        summary="The trial balance (发生额及余额表) at the end of a day",
        read_model="books",
        asked=OfTrialBalance,
        data=TrialBalance,
        answer=answer_trial_balance,
    ),
    Query(
        name="general-ledger",
        path=f"{LEDGER}/general-ledger/{{year}}",
        summary="The general ledger (总账) of a year by month",
        read_model="books",
        asked=OfGeneralLedger,
        data=list[GeneralLedgerAccount],
        answer=answer_general_ledger,
    ),
    Query(
        name="ledger-entries",
        path=f"{LEDGER}/accounts/{{account}}/entries",
        summary="The detail ledger (明细账) or journal (日记账) of an account, with the balance after each entry",
        read_model="books",
        asked=OfEntries,
        data=list[LedgerEntry],
        answer=answer_entries,
        cursor=lambda entry: entry.line_no,
    ),
    Query(
        name="subsidiary-ledger",
        path=f"{LEDGER}/accounts/{{account}}/balances",
        summary="What each party, project or class of money has on an account",
        read_model="books",
        asked=OfSubsidiary,
        data=list[SubsidiaryRow],
        answer=answer_subsidiary,
    ),
    Query(
        name="statement",
        path=f"{LEDGER}/statements/{{form}}",
        summary="工会01表 balance sheet or 工会02表 income and expenditure, of a month or a year, with checks",
        read_model="books",
        asked=OfStatement,
        data=CheckedStatement,
        answer=answer_statement,
    ),
    Query(
        name="statement-cell",
        path=f"{LEDGER}/statements/{{form}}/rows/{{row}}",
        summary="A figure of a statement taken apart into the accounts and days that it is made from",
        read_model="books",
        asked=OfCell,
        data=Cell,
        answer=answer_cell,
    ),
    Query(
        name="source-events",
        path=f"{LEDGER}/sources/{{source}}/events",
        summary="The events of one source (one day, rule and document), which a voucher is made from",
        read_model="activity_feed",
        asked=OfSource,
        data=list[ReadEvent],
        answer=answer_source_events,
        cursor=lambda event: event.position,
    ),
    Query(
        name="finance-report",
        path=f"{LEDGER}/finance-report/{{year}}",
        summary="The yearly finance report for the congress and for disclosure",
        read_model="books",
        asked=OfReport,
        data=FinanceReport,
        answer=answer_report,
    ),
    Query(
        name="period-comparison",
        path=f"{LEDGER}/periods/{{period}}/comparison",
        summary="A closed month as reported then and as known now, with the corrections between the two",
        read_model="books",
        asked=OfPeriod,
        data=PeriodComparison,
        answer=answer_comparison,
    ),
    Query(
        name="bank-accounts",
        path=f"{LEDGER}/bank/{{period}}/accounts",
        summary="The bank accounts of a ledger, and how far the reconciliation of each is for a month",
        read_model="bank",
        asked=OfBanks,
        data=list[BankAccountMonth],
        answer=answer_bank_accounts,
    ),
    Query(
        name="bank-lines",
        path=f"{LEDGER}/bank/{{period}}/lines",
        summary="The lines of a bank account's statement of a month, matched or open",
        read_model="bank",
        asked=OfBankMonth,
        data=list[BankStatementLine],
        answer=answer_bank_lines,
    ),
    Query(
        name="bank-reconciliation",
        path=f"{LEDGER}/bank/{{period}}/reconciliation",
        summary="The reconciliation (银行存款余额调节表) of a bank account for a month",
        read_model="bank",
        asked=OfBankMonth,
        data=ReconciliationSheet,
        answer=answer_reconciliation,
    ),
    Query(
        name="bank-open-items",
        path=f"{LEDGER}/bank/open-items",
        summary="What of a bank account only the bank has, and what only the books have",
        read_model="bank",
        asked=OfBank,
        data=OpenBankItems,
        answer=answer_open_items,
    ),
    Query(
        name="dues-expected",
        path=f"{LEDGER}/dues/{{period}}/expected",
        summary="What each member should pay for a month, by policy and wage base",
        read_model="dues_control",
        asked=OfDuesMonth,
        data=list[ExpectedDues],
        answer=answer_expected_dues,
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="dues-exceptions",
        path=f"{LEDGER}/dues/{{period}}/exceptions",
        summary="Members whose assessed month is not even: owed and not paid, or paid and not owed",
        read_model="balances",
        asked=OfDuesMonth,
        data=list[DuesOfMonth],
        answer=answer_dues_exceptions,
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="arrears-by-age",
        path=f"{LEDGER}/dues/{{period}}/arrears",
        summary="Arrears up to a month by age: 0 to 3, 4 to 6, 7 to 12, and more months",
        read_model="balances",
        asked=OfDuesMonth,
        data=list[ArrearsByAge],
        answer=answer_arrears,
        cursor=lambda row: row.member_no,
    ),
    Query(
        name="archive-list",
        path=f"{LEDGER}/archive/{{year}}",
        summary="What the archive of a year holds, and from when on each class of records may be destroyed",
        read_model="books",
        also=("bank",),
        asked=OfArchive,
        data=ArchiveList,
        answer=answer_archive,
    ),
    Query(
        name="budget",
        path=f"{LEDGER}/budgets/{{year}}",
        summary="The budget of a year by line: planned, executed, left",
        read_model="budgets",
        asked=OfBudget,
        data=BudgetYear,
        answer=answer_budget,
    ),
    Query(
        name="assets",
        path=f"{LEDGER}/assets",
        summary="Fixed assets by card: cost, depreciation, net value, place and keeper",
        read_model="assets",
        asked=OfAssets,
        data=list[AssetRow],
        answer=answer_assets,
        cursor=lambda row: row.asset_no,
    ),
    Query(
        name="stock",
        path=f"{LEDGER}/stock",
        summary="Goods in stock by item: quantity and value",
        read_model="assets",
        asked=OfStock,
        data=list[StockRow],
        answer=answer_stock,
        cursor=lambda row: row.item_no,
    ),
)
