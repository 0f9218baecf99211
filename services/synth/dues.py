"""A month's dues of all members, computed as the decisions on dues would decide them.

Each member's month follows a pattern: most are assessed and paid through the payroll, a few pay the branch,
in parts, ahead or late, and a few are waived, refunded or reversed. An entry's number is its place in
the account of the year, which is the version of its event.
"""

from collections.abc import Callable, Iterable
from datetime import date
from random import Random
from typing import Final, NamedTuple

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line, Posting
from domain.accounting.posting import MONEY_ACCOUNTS
from domain.accounting.rules import ONE, RULES
from domain.accounting.sources import source_of
from domain.activities.dues import (
    DuesAssessed,
    DuesPaid,
    DuesRefunded,
    DuesReversed,
    DuesWaived,
    TurnInDues,
    WageBaseDeclared,
)
from domain.activities.dues.commands import USUAL_RATE, USUAL_ROUNDING_FEN
from domain.activities.dues.money import DUES, PLACE_OF_METHOD
from domain.activities.dues.rate import BASIS_POINTS
from domain.values import BranchId, Count, Fen, Month, PaymentMethod, RuleId, Text
from services.synth.history import CASHIER, History
from services.synth.people import Person

RULE: Final = RuleId("DUES-1")
LOWEST_BASE_FEN: Final = 250_000
HIGHEST_BASE_FEN: Final = 1_800_000
CORRECTED: Final = Text("更正")
HARDSHIP: Final = Text("困难减免")
MOST_MONTHS_LATE: Final = 6

Step = Callable[["DuesRun", Person], None]


class Late(NamedTuple):
    """A month that a member left unpaid, and how many months later it is paid."""

    person: Person
    period: Month
    amount_fen: int
    months_left: int


class DuesRun:
    """The dues of one ledger, month after month."""

    def __init__(self, history: History, random: Random) -> None:
        """Run dues into a history."""
        self._history = history
        self._random = random
        self._late: list[Late] = []
        self._takings: dict[BranchId, int] = {}
        self._period = Month("")
        self._day = date.min

    def declare(self, people: Iterable[Person], period: Month, day: date) -> None:
        """Declare the wage base of each, from a month on."""
        for person in people:
            if self._history.left <= 0:
                return
            base_fen = self._random.randrange(LOWEST_BASE_FEN, HIGHEST_BASE_FEN)
            person.declared(base_fen, base_fen // USUAL_ROUNDING_FEN * USUAL_ROUNDING_FEN * USUAL_RATE // BASIS_POINTS)
            event = WageBaseDeclared(
                member_no=person.member_no, base_fen=Fen(base_fen), valid_from=period, effective_on=day
            )
            self._history.place(f"wage-base/{person.member_no}", person.bases, event)

    def run(self, people: list[Person], period: Month) -> None:
        """Assess, take and correct the dues of a month; the latecomers of earlier months pay too."""
        self._period = period
        patterns = self._random.choices(PATTERNS, WEIGHTS, k=len(people))
        for person in people:
            person.month_begins(int(period[:4]))
        for phase, day in enumerate(DAYS):
            self._day = date(int(period[:4]), int(period[5:]), day)
            for person, pattern in zip(people, patterns, strict=True):
                step = pattern[phase]
                if step is not None:
                    if self._history.left <= 0:
                        return
                    step(self, person)
        self._pay_late()

    def turn_in(self, day: date) -> None:
        """Let every branch turn in what it took this month."""
        takings, self._takings = self._takings, {}
        for branch_id, amount_fen in takings.items():
            if self._history.left <= 0:
                return
            command = TurnInDues(branch_id=branch_id, period=self._period, amount_fen=Fen(amount_fen), effective_on=day)
            self._history.ask(command, CASHIER)

    def assess(self, person: Person) -> None:
        """Assess the month."""
        before, after = person.opened(person.dues_fen)
        self._place(
            person,
            DuesAssessed(
                member_no=person.member_no,
                period=self._period,
                entry_no=Count(person.next_entry_no()),
                base_fen=Fen(person.base_fen),
                rule_id=RULE,
                amount_fen=Fen(person.dues_fen),
                arrears_change_fen=_arrears_change(before, after),
                prepaid_change_fen=_prepaid_change(before, after),
                effective_on=self._day,
            ),
        )

    def pay(self, person: Person, amount_fen: int, method: PaymentMethod) -> None:
        """Take a payment for the month."""
        before, after = person.opened(-amount_fen)
        if method == "branch" and person.branch_id is not None:
            self._takings[person.branch_id] = self._takings.get(person.branch_id, 0) + amount_fen
        self._place(
            person,
            DuesPaid(
                member_no=person.member_no,
                period=self._period,
                entry_no=Count(person.next_entry_no()),
                method=method,
                amount_fen=Fen(amount_fen),
                arrears_change_fen=_arrears_change(before, after),
                prepaid_change_fen=_prepaid_change(before, after),
                posting=_posting(self._day, amount_fen, method),
                effective_on=self._day,
            ),
        )

    def waive(self, person: Person) -> None:
        """Let the member off what is open."""
        amount_fen = person.open_fen
        before, after = person.opened(-amount_fen)
        self._place(
            person,
            DuesWaived(
                member_no=person.member_no,
                period=self._period,
                entry_no=Count(person.next_entry_no()),
                amount_fen=Fen(amount_fen),
                reason=HARDSHIP,
                arrears_change_fen=_arrears_change(before, after),
                prepaid_change_fen=_prepaid_change(before, after),
                effective_on=self._day,
            ),
        )

    def refund(self, person: Person) -> None:
        """Give the month's dues back."""
        before, after = person.opened(person.dues_fen)
        self._place(
            person,
            DuesRefunded(
                member_no=person.member_no,
                period=self._period,
                entry_no=Count(person.next_entry_no()),
                method="transfer",
                amount_fen=Fen(person.dues_fen),
                reason=CORRECTED,
                arrears_change_fen=_arrears_change(before, after),
                prepaid_change_fen=_prepaid_change(before, after),
                posting=_taken_back(self._day, -person.dues_fen, "transfer"),
                effective_on=self._day,
            ),
        )

    def reverse_payment(self, person: Person) -> None:
        """Take back the member's last entry of this account, which paid the whole month through the payroll."""
        before, after = person.opened(person.dues_fen)
        entry_no = person.next_entry_no()
        self._place(
            person,
            DuesReversed(
                member_no=person.member_no,
                period=self._period,
                entry_no=Count(entry_no),
                reversed_entry_no=Count(entry_no - 1),
                reversed_kind="paid",
                amount_fen=Fen(person.dues_fen),
                reason=CORRECTED,
                arrears_change_fen=_arrears_change(before, after),
                prepaid_change_fen=_prepaid_change(before, after),
                posting=_taken_back(self._day, -person.dues_fen, "payroll"),
                effective_on=self._day,
            ),
        )

    def leave_open(self, person: Person) -> None:
        """Leave the month unpaid, for some months or for good."""
        months = self._random.randrange(MOST_MONTHS_LATE + 1)
        if months:
            self._late.append(Late(person, self._period, person.open_fen, months))

    def _pay_late(self) -> None:
        still_late: list[Late] = []
        for late in self._late:
            if late.period == self._period or late.months_left > 1 or self._history.left <= 0:
                waits = late.months_left - (late.period != self._period)
                still_late.append(late._replace(months_left=waits))
                continue
            year = int(late.period[:4])
            entry_no = late.person.next_entry_no(year)
            event = DuesPaid(
                member_no=late.person.member_no,
                period=late.period,
                entry_no=Count(entry_no),
                method="transfer",
                amount_fen=Fen(late.amount_fen),
                arrears_change_fen=Fen(-late.amount_fen),
                prepaid_change_fen=Fen(0),
                posting=_posting(self._day, late.amount_fen, "transfer"),
                effective_on=self._day,
            )
            self._history.place(f"dues/{late.person.member_no}/{year}", entry_no, event)
        self._late = still_late

    def _place(self, person: Person, event: DuesAssessed | DuesPaid | DuesWaived | DuesRefunded | DuesReversed) -> None:
        self._history.place(person.account, event.entry_no, event)


def _arrears_change(before: int, after: int) -> Fen:
    return Fen(max(0, after) - max(0, before))


def _prepaid_change(before: int, after: int) -> Fen:
    return Fen(max(0, -after) - max(0, -before))


def _posting(day: date, amount_fen: int, method: PaymentMethod) -> Posting | None:
    """Post dues that came in, or went back (below zero)."""
    place = PLACE_OF_METHOD[method]
    if place is None:
        return None
    rule = RULES[chart_on(day), DUES]
    debit, credit = MONEY_ACCOUNTS[place], rule.accounts[ONE]
    return Posting(rule.rule_id, (Line(debit, "D", Fen(amount_fen)), Line(credit, "C", Fen(amount_fen))))


def _taken_back(day: date, amount_fen: int, method: PaymentMethod) -> Posting | None:
    """Post dues that go back in the month in which they were paid."""
    posting = _posting(day, amount_fen, method)
    return None if posting is None else posting._replace(corrects=source_of(posting, day.replace(day=PAYDAY)))


def _by_payroll(run: DuesRun, person: Person) -> None:
    run.pay(person, person.dues_fen, "payroll")


def _to_the_branch(run: DuesRun, person: Person) -> None:
    run.pay(person, person.dues_fen, "branch")


def _half_in_cash(run: DuesRun, person: Person) -> None:
    run.pay(person, (person.dues_fen + 1) // 2, "cash")


def _rest_by_transfer(run: DuesRun, person: Person) -> None:
    run.pay(person, person.open_fen, "transfer")


PAYDAY: Final = 15
DAYS: Final = (2, 3, PAYDAY, 20, 25)
"""The days of a month on which dues are paid ahead, assessed, paid, corrected, and paid again."""
ASSESS: Final[Step] = DuesRun.assess
PATTERNS: Final[tuple[tuple[Step | None, ...], ...]] = (
    (None, ASSESS, _by_payroll, None, None),
    (None, ASSESS, _to_the_branch, None, None),
    (None, ASSESS, _half_in_cash, None, _rest_by_transfer),
    (_to_the_branch, ASSESS, None, None, None),
    (None, ASSESS, None, DuesRun.leave_open, None),
    (None, ASSESS, None, DuesRun.waive, None),
    (None, ASSESS, _by_payroll, DuesRun.refund, _rest_by_transfer),
    (None, ASSESS, _by_payroll, DuesRun.reverse_payment, _rest_by_transfer),
)
WEIGHTS: Final = (900, 40, 15, 15, 20, 3, 3, 4)
"""How many months in a thousand follow each pattern."""
