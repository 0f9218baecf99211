"""Questions about the bank, the control of dues and the archive: what may be asked, and how each is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import DictRow

from domain.activities.bank import BANK, OpenBankItems
from domain.activities.dues_control import ExpectedDues
from domain.values import AccountCode, LedgerId, MemberNo, Month, Year, last_day_of
from projections.archive import ArchiveList, archive_list
from projections.bank import (
    BankAccountMonth,
    BankStatementLine,
    ReconciliationSheet,
    bank_accounts_of_month,
    bank_lines,
    named_bank_account,
    open_items,
    reconciliation_sheet,
)
from projections.dues_control import ArrearsByAge, DuesOfMonth, arrears_by_age, dues_exceptions, expected_of_month
from services.api.asking import DEFAULT_PAGE, AsHappened, AsRecorded
from services.wire.formats import PageSize

Connection = psycopg.Connection[DictRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBank(AsRecorded):
    """All that is open of a bank account."""

    ledger_id: LedgerId
    account: AccountCode = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBanks(AsRecorded):
    """A month of all bank accounts."""

    ledger_id: LedgerId
    period: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBankMonth(AsRecorded):
    """A month of a bank account. Its statement comes after its end, so that there is no asking as of a day."""

    ledger_id: LedgerId
    period: Month
    account: AccountCode = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDuesMonth(AsHappened):
    """A page of members with their dues of a month."""

    ledger_id: LedgerId
    period: Month
    after: MemberNo | None = None
    limit: PageSize = DEFAULT_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArchive(AsRecorded):
    """The archive of a year."""

    ledger_id: LedgerId
    year: Year


def answer_bank_accounts(connection: Connection, asked: OfBanks) -> Sequence[BankAccountMonth]:
    """List the bank accounts."""
    return bank_accounts_of_month(connection, asked.ledger_id, asked.period)


def answer_bank_lines(connection: Connection, asked: OfBankMonth) -> Sequence[BankStatementLine]:
    """List the lines of a statement."""
    named_bank_account(connection, asked.ledger_id, asked.account, last_day_of(asked.period))
    return bank_lines(connection, asked.ledger_id, asked.account, asked.period)


def answer_open_items(connection: Connection, asked: OfBank) -> OpenBankItems:
    """List what is open on either side."""
    named_bank_account(connection, asked.ledger_id, asked.account)
    return open_items(connection, asked.ledger_id, asked.account)


def answer_reconciliation(connection: Connection, asked: OfBankMonth) -> ReconciliationSheet:
    """Draw up the reconciliation of a month."""
    return reconciliation_sheet(connection, asked.ledger_id, asked.account, asked.period)


def answer_expected_dues(connection: Connection, asked: OfDuesMonth) -> Sequence[ExpectedDues]:
    """Say what each member should pay."""
    return expected_of_month(connection, asked.ledger_id, asked.period, after=asked.after, limit=asked.limit)


def answer_dues_exceptions(connection: Connection, asked: OfDuesMonth) -> Sequence[DuesOfMonth]:
    """List the members whose month is not even."""
    return dues_exceptions(connection, asked.ledger_id, asked.period, after=asked.after, limit=asked.limit)


def answer_arrears(connection: Connection, asked: OfDuesMonth) -> Sequence[ArrearsByAge]:
    """List arrears by age."""
    return arrears_by_age(connection, asked.ledger_id, asked.period, after=asked.after, limit=asked.limit)


def answer_archive(connection: Connection, asked: OfArchive) -> ArchiveList:
    """List what the archive of a year holds."""
    return archive_list(connection, asked.ledger_id, asked.year)
