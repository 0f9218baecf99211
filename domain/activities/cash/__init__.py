"""Cash (现金): moved to and from the bank, advanced and settled, counted and compared with the books."""

from typing import Any, Final

from domain.activities.booking import Booking
from domain.activities.budget import of_no_project, of_project, within_budget
from domain.activities.cash.advances import (
    pay_advance,
    return_advance,
    reverse_advance_settlement,
    settle_advance,
)
from domain.activities.cash.commands import (
    CountCash,
    MoveCash,
    PayAdvance,
    ResolveCashDifference,
    ReturnAdvance,
    ReverseAdvanceSettlement,
    ReverseCashEntry,
    SettleAdvance,
)
from domain.activities.cash.counting import (
    count_cash,
    move_cash,
    named_item,
    resolve_cash_difference,
    reverse_cash_entry,
)
from domain.activities.cash.events import (
    AdvancePaid,
    AdvanceReturned,
    AdvanceSettled,
    AdvanceSettlementReversed,
    Booked,
    CashCounted,
    CashDifferenceFound,
    CashDifferenceResolved,
    CashEntryReversed,
    CashMoved,
    Event,
)
from domain.activities.cash.refusals import (
    AdvanceOfOtherMoney,
    CashAlreadyCounted,
    CashOutcomeWrong,
    CashPersonMissing,
    SettlementDisagrees,
)
from domain.activities.cash.states import (
    Settlement,
    advance,
    cash_count,
    cash_entry,
    difference,
    settlement,
)
from domain.activities.closing import BalancesAtEnd
from domain.activities.expense import means_streams
from domain.activities.fund import fund
from domain.activities.open_item import open_item
from domain.deciding import APPROVER, CASHIER, OFFICER, REVIEWER, Activity, CommandType, EventType, Stream


def _document(event: Booked | CashEntryReversed) -> Stream[Booking | None]:
    return cash_entry(event.document_no)


def _settlement(event: AdvanceSettled | AdvanceSettlementReversed) -> Stream[Settlement | None]:
    return settlement(event.document_no)


def _of_reversal(command: ReverseCashEntry) -> tuple[Stream[Any], ...]:
    item = named_item(command)
    items = () if item is None else (open_item(item),)
    return cash_entry(command.document_no), fund(command.fund_class, command.project), *items


ACTIVITY: Final = Activity(
    name="cash",
    events=(
        EventType(name="cash.moved", event=CashMoved, stream=_document),
        EventType(name="cash.advance_paid", event=AdvancePaid, stream=_document),
        EventType(name="cash.advance_settled", event=AdvanceSettled, stream=_settlement),
        EventType(name="cash.advance_settlement_reversed", event=AdvanceSettlementReversed, stream=_settlement),
        EventType(name="cash.advance_returned", event=AdvanceReturned, stream=_document),
        EventType(name="cash.counted", event=CashCounted, stream=lambda event: cash_count(event.document_no)),
        EventType(name="cash.difference_found", event=CashDifferenceFound, stream=_document),
        EventType(name="cash.difference_resolved", event=CashDifferenceResolved, stream=_document),
        EventType(name="cash.entry_reversed", event=CashEntryReversed, stream=_document),
    ),
    commands=(
        CommandType(
            name="move-cash",
            command=MoveCash,
            roles=CASHIER,
            streams=lambda command: (cash_entry(command.document_no),),
            decide=move_cash,
        ),
        CommandType(
            name="pay-advance",
            command=PayAdvance,
            roles=CASHIER,
            streams=lambda command: (cash_entry(command.document_no), open_item(advance(command.document_no))),
            decide=pay_advance,
        ),
        within_budget(
            CommandType(
                name="settle-advance",
                command=SettleAdvance,
                roles=CASHIER,
                streams=lambda command: (
                    settlement(command.document_no),
                    open_item(advance(command.advance_no)),
                    *means_streams(command),
                ),
                decide=settle_advance,
            ),
            of_project,
        ),
        CommandType(
            name="return-advance",
            command=ReturnAdvance,
            roles=CASHIER,
            streams=lambda command: (cash_entry(command.document_no), open_item(advance(command.advance_no))),
            decide=return_advance,
        ),
        CommandType(
            name="count-cash",
            command=CountCash,
            roles=CASHIER | REVIEWER,
            streams=lambda command, _: (
                cash_count(command.document_no),
                cash_entry(command.document_no),
                open_item(difference(command.document_no)),
            ),
            decide=count_cash,
            evidence=BalancesAtEnd,
        ),
        within_budget(
            CommandType(
                name="resolve-cash-difference",
                command=ResolveCashDifference,
                roles=APPROVER,
                streams=lambda command: (
                    cash_entry(command.document_no),
                    cash_count(command.count_no),
                    open_item(difference(command.count_no)),
                ),
                decide=resolve_cash_difference,
            ),
            of_no_project,
        ),
        within_budget(
            CommandType(
                name="reverse-cash-entry",
                command=ReverseCashEntry,
                roles=OFFICER,
                streams=_of_reversal,
                decide=reverse_cash_entry,
            ),
            of_no_project,
        ),
        within_budget(
            CommandType(
                name="reverse-advance-settlement",
                command=ReverseAdvanceSettlement,
                roles=CASHIER,
                streams=lambda command: (
                    settlement(command.document_no),
                    open_item(advance(command.advance_no)),
                    *means_streams(command),
                ),
                decide=reverse_advance_settlement,
            ),
            of_project,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "AdvanceOfOtherMoney",
    "AdvancePaid",
    "AdvanceReturned",
    "AdvanceSettled",
    "AdvanceSettlementReversed",
    "CashAlreadyCounted",
    "CashCounted",
    "CashDifferenceFound",
    "CashDifferenceResolved",
    "CashEntryReversed",
    "CashMoved",
    "CashOutcomeWrong",
    "CashPersonMissing",
    "CountCash",
    "Event",
    "MoveCash",
    "PayAdvance",
    "ResolveCashDifference",
    "ReturnAdvance",
    "ReverseAdvanceSettlement",
    "ReverseCashEntry",
    "SettleAdvance",
    "SettlementDisagrees",
]
