"""Income (收入) from outside, and custodial money (代管经费), which is neither income nor expense.

Dues, contributions and what one union sends another have activities of their own; a superior union's subsidy is
recorded here if its remittance is not linked with this ledger.
"""

from typing import Final

from domain.activities.booking import Booking
from domain.activities.fund import fund
from domain.activities.income.commands import PayCustodialFunds, ReceiveCustodialFunds, RecordIncome, ReverseIncome
from domain.activities.income.deciding import (
    IncomeHasNoPurpose,
    income,
    pay_custodial_funds,
    receive_custodial_funds,
    record_income,
    reverse_income,
)
from domain.activities.income.events import (
    CustodialPaid,
    CustodialReceived,
    Event,
    IncomeKind,
    IncomeReceived,
    IncomeReversed,
)
from domain.deciding import CASHIER, OFFICER, Activity, CommandType, EventType, Stream
from domain.values import Fen


def _document(event: Event) -> Stream[Booking | None]:
    return income(event.document_no)


def _document_and_fund(command: RecordIncome | ReverseIncome) -> tuple[Stream[Booking | None], Stream[Fen]]:
    return income(command.document_no), fund(command.fund_class, command.project)


def _document_and_custody(
    command: ReceiveCustodialFunds | PayCustodialFunds,
) -> tuple[Stream[Booking | None], Stream[Fen]]:
    return income(command.document_no), fund("custodial", command.project)


ACTIVITY: Final = Activity(
    name="income",
    events=(
        EventType(name="income.received", event=IncomeReceived, stream=_document),
        EventType(name="income.custodial_received", event=CustodialReceived, stream=_document),
        EventType(name="income.custodial_paid", event=CustodialPaid, stream=_document),
        EventType(name="income.reversed", event=IncomeReversed, stream=_document),
    ),
    commands=(
        CommandType(
            name="record-income",
            command=RecordIncome,
            roles=CASHIER,
            streams=_document_and_fund,
            decide=record_income,
        ),
        CommandType(
            name="receive-custodial-funds",
            command=ReceiveCustodialFunds,
            roles=CASHIER,
            streams=_document_and_custody,
            decide=receive_custodial_funds,
        ),
        CommandType(
            name="pay-custodial-funds",
            command=PayCustodialFunds,
            roles=CASHIER,
            streams=_document_and_custody,
            decide=pay_custodial_funds,
        ),
        CommandType(
            name="reverse-income",
            command=ReverseIncome,
            roles=OFFICER,
            streams=_document_and_fund,
            decide=reverse_income,
        ),
    ),
)

__all__ = [
    "ACTIVITY",
    "CustodialPaid",
    "CustodialReceived",
    "Event",
    "IncomeHasNoPurpose",
    "IncomeKind",
    "IncomeReceived",
    "IncomeReversed",
    "PayCustodialFunds",
    "ReceiveCustodialFunds",
    "RecordIncome",
    "ReverseIncome",
]
