"""What is owed, what is ahead, and what is left of a programme's budget."""

from dataclasses import replace

import psycopg
from psycopg.rows import DictRow

from domain.values import Fen, LedgerId, MemberNo
from projections.balances import debtors, ledger_balance, member_account, programme_balances
from tests.projections.logs import SCHOOL, Projected
from tests.samples import aid
from tests.samples.award import CONFERRED, REVOKED
from tests.samples.dues import ASSESSED, MAY, PAID_IN_PART, REFUNDED, TURNED_IN, WAIVED, WAIVER_REVERSED
from tests.samples.ledger import LEDGER_OPENED
from tests.samples.membership import ENROLLED, MEMBER

MONTH_OF_DUES = (ASSESSED, PAID_IN_PART, REFUNDED, WAIVED, WAIVER_REVERSED)


def test_a_month_sums_what_was_assessed_paid_refunded_waived_and_reversed(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(ENROLLED, *MONTH_OF_DUES)
    account = member_account(connection, SCHOOL, MEMBER)
    assert account is not None
    (may,) = account.months
    assert (may.period, may.assessed_fen, may.paid_fen, may.waived_fen) == (MAY, 25_00, 12_00, 0)
    assert (may.arrears_fen, may.prepaid_fen) == (13_00, 0)
    assert (account.assessed_fen, account.paid_fen, account.arrears_fen) == (25_00, 12_00, 13_00)


def test_a_member_without_dues_has_an_empty_account_and_a_stranger_none(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(ENROLLED)
    account = member_account(connection, SCHOOL, MEMBER)
    assert account is not None
    assert (account.assessed_fen, account.months) == (0, ())
    assert member_account(connection, SCHOOL, MemberNo("M9999")) is None


def test_what_was_entered_is_balanced_by_what_is_open(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(ENROLLED, *MONTH_OF_DUES)
    balance = ledger_balance(connection, SCHOOL)
    entered = balance.assessed_fen - balance.waived_fen - balance.paid_fen
    assert entered == balance.arrears_fen - balance.prepaid_fen == 13_00


def test_debtors_are_listed_by_number_page_by_page(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    numbers = [MemberNo(f"M{number}") for number in (1, 2, 3, 4)]
    projected(*(replace(ASSESSED, member_no=number) for number in numbers))
    settled = replace(PAID_IN_PART, member_no=numbers[1], amount_fen=Fen(25_00), arrears_change_fen=Fen(-25_00))
    projected(settled)
    assert [debtor.member_no for debtor in debtors(connection, SCHOOL, limit=2)] == ["M1", "M3"]
    assert [debtor.member_no for debtor in debtors(connection, SCHOOL, after=MemberNo("M3"))] == ["M4"]


def test_a_programme_has_left_what_was_budgeted_and_not_spent(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(aid.OPENED, aid.BUDGET_AMENDED, aid.FUNDS_RAISED, aid.BUDGET_CHARGED)
    (programme,) = programme_balances(connection, SCHOOL)
    assert (programme.programme, programme.name, programme.restricted) == (aid.STUDY, "金秋助学", False)
    assert (programme.budget_fen, programme.spent_fen, programme.left_fen) == (12_000_00, 2_000_00, 10_000_00)
    assert programme.raised_fen == 20_200_00


def test_a_federation_sums_the_ledgers_under_it(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    city = LedgerId("city")
    projected(replace(LEDGER_OPENED, ledger_id=city, level="county", parent_ledger_id=None), aid.OPENED, ledger_id=city)
    projected(LEDGER_OPENED, ENROLLED, ASSESSED, TURNED_IN, CONFERRED, REVOKED)
    balance = ledger_balance(connection, city, tree=True)
    assert (balance.ledgers, balance.assessed_fen, balance.turned_in_fen) == (2, 25_00, 1210_00)
    assert (balance.aid_budget_fen, balance.prizes_fen) == (10_000_00, 0)
    assert ledger_balance(connection, city).assessed_fen == 0
