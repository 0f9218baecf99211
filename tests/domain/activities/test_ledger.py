from dataclasses import replace
from datetime import date

from domain.activities.ledger import LedgerAlreadyOpen, LedgerOwnParent, OpenLedger
from domain.errors import DateInFuture
from domain.values import LedgerId, Text
from tests.domain.given import given
from tests.samples.ledger import LEDGER_OPENED

OPEN = OpenLedger(
    name=Text("小学工会"),
    level="grassroots",
    chart="2009",
    parent_ledger_id=LedgerId("city"),
    effective_on=date(2015, 1, 1),
)


def test_a_ledger_is_opened() -> None:
    given(ledger=None).when(OPEN).then(LEDGER_OPENED)


def test_a_ledger_is_opened_once() -> None:
    given(LEDGER_OPENED, ledger=None).when(OPEN).refused(LedgerAlreadyOpen, opened_on="2015-01-01")


def test_a_ledger_does_not_report_to_itself() -> None:
    given(ledger=None).when(replace(OPEN, parent_ledger_id=LedgerId("school"))).refused(LedgerOwnParent)


def test_a_ledger_is_not_opened_on_a_day_to_come() -> None:
    tomorrow = replace(OPEN, effective_on=date(2026, 1, 6))
    given(ledger=None).when(tomorrow).refused(DateInFuture, today="2026-01-05")
