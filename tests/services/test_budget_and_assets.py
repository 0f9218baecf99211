"""A budget, a purchase, its depreciation and its sale, through the service: decided on what was recorded before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from domain.activities.asset import (
    BuyAsset,
    DepreciateAssets,
    DepreciationBehind,
    DisposeAsset,
    NothingToDepreciate,
)
from domain.activities.budget import AdoptBudget, BudgetExceeded, PlannedLine
from domain.activities.expense import ApproveExpense, PayExpense
from domain.activities.ledger import OpenLedger
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, Month, Text, Year
from projections.assets import asset_cards
from projections.budgets import budget_year
from services.service import Service, open_service
from services.settings import Settings
from tests.services.recording_given import SCHOOL, request

NOW: Final = datetime(2026, 4, 30, 4, tzinfo=UTC)
NAME: Final = Text("甲")
LAPTOP: Final = DocumentNo("FA-1")
OPEN: Final = OpenLedger(name=NAME, level="grassroots", chart="2021", effective_on=date(2026, 1, 1))
APPROVE: Final = ApproveExpense(
    approval_no=DocumentNo("AP-1"),
    expense_kind="training",
    ceiling_fen=Fen(900_00),
    purpose=NAME,
    requested_by=ActorId("olga"),
    effective_on=date(2026, 1, 5),
)
APPROVE_LAPTOP: Final = ApproveExpense(
    approval_no=DocumentNo("AP-2"),
    expense_kind="fixed_asset",
    ceiling_fen=Fen(6_000_00),
    purpose=NAME,
    requested_by=ActorId("olga"),
    effective_on=date(2026, 1, 5),
)
PAY: Final = PayExpense(
    document_no=DocumentNo("INV-1"),
    expense_kind="training",
    amount_fen=Fen(300_00),
    purpose=NAME,
    attachments=Count(1),
    approval_no=APPROVE.approval_no,
    effective_on=date(2026, 1, 10),
)
PAY_MORE: Final = PayExpense(
    document_no=DocumentNo("INV-2"),
    expense_kind="training",
    amount_fen=Fen(300_01),
    purpose=NAME,
    attachments=Count(1),
    approval_no=APPROVE.approval_no,
    effective_on=date(2026, 2, 10),
)
ADOPT: Final = AdoptBudget(
    year=Year(2026),
    document_no=DocumentNo("R-1"),
    lines=(PlannedLine(account=AccountCode("505"), planned_fen=Fen(600_00), control="refuse"),),
    effective_on=date(2026, 2, 1),
)
BUY: Final = BuyAsset(
    asset_no=LAPTOP,
    document_no=DocumentNo("INV-3"),
    category="office",
    name=NAME,
    amount_fen=Fen(6_000_00),
    location=NAME,
    attachments=Count(1),
    life_months=Count(60),
    approval_no=APPROVE_LAPTOP.approval_no,
    effective_on=date(2026, 2, 12),
)
MARCH_RUN: Final = DepreciateAssets(period=Month("2026-03"), effective_on=date(2026, 3, 31))
SELL: Final = DisposeAsset(
    asset_no=LAPTOP,
    document_no=DocumentNo("D-1"),
    manner="sold",
    reason=NAME,
    proceeds_fen=Fen(5_000_00),
    effective_on=date(2026, 4, 20),
)


@pytest.fixture
def service(url: str) -> Iterator[Service]:
    """A school that spent 300 on training before it adopted a budget of 600."""
    with open_service(url, Settings(database_url=url), lambda: NOW) as opened:
        opened.projector.prepare()
        for command in (OPEN, APPROVE, APPROVE_LAPTOP):
            record(opened, command, "pavel")
        record(opened, PAY)
        record(opened, ADOPT, "pavel")
        yield opened


def record(service: Service, command: object, actor: str = "carl") -> Any:  # noqa: ANN401 - the receipt
    return service.recording.record(request(command, actor=actor))


def test_a_budget_begins_with_what_was_spent_before_it(service: Service) -> None:
    with pytest.raises(BudgetExceeded) as refused:
        record(service, PAY_MORE)
    assert refused.value.facts()["used"] == "300.00"
    service.projector.run_until_idle()
    with service.datastore.get_connection() as connection:
        budget = budget_year(connection, SCHOOL, Year(2026))
    assert [(row.line, row.planned_fen, row.executed_fen) for row in budget.lines] == [
        ("505", 600_00, 300_00),
        ("50501", None, 300_00),
    ]


def test_an_expense_that_was_decided_without_a_budget_is_decided_anew_on_it(url: str) -> None:
    meanwhile: list[object] = []

    def clock() -> datetime:
        """Let what happens meanwhile happen after the streams were read and before the decision is appended."""
        while meanwhile:
            record(opened, meanwhile.pop(), "pavel")
        return NOW

    with open_service(url, Settings(database_url=url), clock) as opened:
        opened.projector.prepare()
        for command in (OPEN, APPROVE):
            record(opened, command, "pavel")
        tight = replace(ADOPT.lines[0], planned_fen=Fen(299_99))
        meanwhile.append(replace(ADOPT, lines=(tight,)))
        with pytest.raises(BudgetExceeded) as refused:
            record(opened, PAY)
    assert refused.value.facts()["planned"] == "299.99"


def test_an_asset_is_depreciated_once_a_month_and_sold_at_what_is_left(service: Service) -> None:
    record(service, BUY)
    with pytest.raises(DepreciationBehind):
        record(service, SELL, "pavel")
    record(service, MARCH_RUN, "bella")
    with pytest.raises(NothingToDepreciate):
        record(service, MARCH_RUN, "bella")
    sold = record(service, SELL, "pavel")
    assert [event.name for event in sold.events] == ["asset.disposed", "asset.proceeds_received"]
    service.projector.run_until_idle()
    with service.datastore.get_connection() as connection:
        (card,) = asset_cards(connection, SCHOOL)
    assert (card.state, card.depreciated_fen, card.net_fen) == ("disposed", 200_00, 5_800_00)
