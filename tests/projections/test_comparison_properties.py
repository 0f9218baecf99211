"""What is true for all histories: a closed month with the corrections of later ones is what it should have been."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, Final

import psycopg
from psycopg.rows import DictRow

from domain.accounting.lines import Posting
from domain.activities import appropriation, cash, dues, expense, income, remittance
from domain.activities.ledger import ClosedBalance, PeriodClosed
from domain.catalogue import EVENT_TYPE_OF
from domain.errors import LedgerError
from domain.values import NO_FEN, AccountCode, ActorId, DocumentNo, Fen, LedgerId, Month
from projections.ledgers import period_comparison
from tests.domain import any_command
from tests.domain.given import History
from tests.projections.logs import Projected
from tests.samples.appropriation import POLICY_ADOPTED, TAX_POLICY_ADOPTED
from tests.samples.expense import POLICY_ADOPTED as EXPENSE_POLICY
from tests.samples.membership import ENROLLED, MEMBER

HISTORIES: Final = 30
COMMANDS_IN_A_MONTH: Final = 150
MONTHS: Final = (Month("2025-10"), Month("2025-11"), Month("2025-12"))
BEGUN: Final = (
    ENROLLED,
    replace(EXPENSE_POLICY, valid_from=date(2025, 1, 1)),
    replace(POLICY_ADOPTED, valid_from=date(2025, 1, 1)),
    replace(TAX_POLICY_ADOPTED, valid_from=date(2025, 1, 1)),
)
MANY: Final = [DocumentNo(f"D{number}") for number in range(1, 7)]
SOME: Final[dict[str, Any]] = {
    "document_no": MANY,
    "remittance_no": MANY,
    "advance_no": MANY,
    "accrual_no": [None],
    "count_no": [None],
    "enterprise_id": [None],
    "approval_no": [None],
    "member_no": [MEMBER],
    "period": [Month("2025-09"), Month("2025-10")],
    "entry_no": range(1, 20),
    "from_ledger_id": ["school"],
    "to_ledger_id": ["school"],
    "payroll_fen": [None, 1_234_56],
    "total_fen": [None, 1_000_01],
    "amount_fen": [1, 100_00, 333_33],
    "shares": [None],
    "route": ["self_collected", "tax"],
    "fund_class": ["unrestricted"],
    "project": [None],
    "method": ["payroll", "cash"],
    "expense_kind": ["meeting"],
}
WITHOUT_ITEM: Final[dict[str, Any]] = {**SOME, "advance_no": [*MANY, None, None]}


def commands_of(month: Month) -> list[Any]:
    """Name what may be asked in a month; payments that are taken back may be of any month."""
    days = [date.fromisoformat(f"{month}-{day}") for day in ("05", "20", "28")]
    ever = [date.fromisoformat(f"{each}-{day}") for each in MONTHS for day in ("05", "20", "28")]
    return [
        *any_command.of(
            appropriation.RecordAppropriation,
            income.RecordIncome,
            remittance.SendRemittance,
            cash.MoveCash,
            cash.PayAdvance,
            cash.ReturnAdvance,
            dues.PayDues,
            expense.PayExpense,
            **{**SOME, "effective_on": days},
        ),
        *any_command.of(
            appropriation.ReverseAppropriation,
            income.ReverseIncome,
            remittance.ReverseRemittance,
            cash.ReverseCashEntry,
            dues.ReverseDuesEntry,
            expense.ReverseExpense,
            **{**WITHOUT_ITEM, "effective_on": days, "paid_on": ever},
        ),
    ]


def lived_through(chance: Random) -> Iterator[Any]:
    """Live through the months, each closed before the next begins; what is refused is left out."""
    history, happened = History(), [*BEGUN]
    for event in BEGUN:
        history.happened(event)
    yield from BEGUN
    for month in MONTHS:
        asked = commands_of(month)
        for command in chance.choices(asked, k=COMMANDS_IN_A_MONTH):
            try:
                events = history.ask(command)
            except LedgerError:
                continue
            happened.extend(events)
            yield from events
        close = closed(month, happened)
        history.happened(close)
        yield close


def closed(month: Month, happened: Iterable[object]) -> PeriodClosed:
    balances = balances_of(postings(happened), date.fromisoformat(f"{month}-28"))
    return PeriodClosed(
        period=month,
        chart="2021",
        position=1,
        balances=tuple(ClosedBalance(account=account, balance_fen=amount) for account, amount in balances.items()),
        accruals_done=False,
        pending_reason=None,
        closed_by=ActorId("bella"),
        effective_on=date.fromisoformat(f"{month}-28"),
    )


def postings(events: Iterable[Any]) -> list[tuple[date, Posting]]:
    return [(event.effective_on, event.posting) for event in events if getattr(event, "posting", None) is not None]


def balances_of(posted: Iterable[tuple[date, Posting]], last: date) -> dict[AccountCode, Fen]:
    sums: Counter[AccountCode] = Counter()
    for day, posting in posted:
        for line in posting.lines if day <= last else ():
            sums[line.account] += line.debit_fen - line.credit_fen
    return {account: Fen(amount) for account, amount in sums.items() if amount}


def standing(events: Iterable[Any]) -> list[Any]:
    """Leave out what was taken back, and what took it back: an entry of its number, or the last of its stream."""
    kept: list[Any] = []
    for event in events:
        if not type(event).__name__.endswith("Reversed"):
            kept.append(event)
            continue
        stream = EVENT_TYPE_OF[type(event)].stream(event)
        number = getattr(event, "reversed_entry_no", None)
        kept.remove(
            next(
                each
                for each in reversed(kept)
                if EVENT_TYPE_OF[type(each)].stream(each) == stream
                and number in {None, getattr(each, "entry_no", None)}
            )
        )
    return kept


def test_what_is_known_of_a_closed_month_is_what_it_would_be_without_what_was_taken_back_later(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    lives = [list(lived_through(Random(seed))) for seed in range(HISTORIES)]  # noqa: S311 - the same in every run
    corrected = 0
    for number, events in enumerate(lives):
        ledger_id = LedgerId(f"union-{number}")
        projected(*events, ledger_id=ledger_id)
        for month in MONTHS:
            found = period_comparison(connection, ledger_id, month)
            assert found is not None
            corrected += len(found.corrections)
            known = {row.account: row.known_fen for row in found.rows if row.known_fen}
            assert known == balances_of(postings(standing(events)), date.fromisoformat(f"{month}-28"))
            assert {row.unexplained_fen for row in found.rows} <= {NO_FEN}
    assert corrected > HISTORIES
