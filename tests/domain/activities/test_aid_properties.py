"""What is true of aid whatever is asked, in whatever order, by whomever."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.activities.aid import (
    ACTIVITY,
    AidBudget,
    AidDisbursed,
    AidProgrammeOpened,
    AidReversed,
    AmendAidBudget,
    ApproveAid,
    CloseAidCase,
    DisburseAid,
    RequestAid,
    ReverseAid,
    aid_budget,
    aid_cap,
)
from domain.activities.fund import FundMoved, fund
from domain.errors import LedgerError
from domain.values import CaseNo, Count, Fen, ProjectId, Subject, SubjectId, Text
from tests.domain.given import History
from tests.samples.aid import OPENED, SAMPLES, STUDY

BUDGET = Fen(600)
CAP = Fen(250)
GRANT = Fen(300)
SUBJECTS = [Subject(kind="person", id=SubjectId("B001")), Subject(kind="household", id=SubjectId("H0252"))]
CASES = {CaseNo("C-1"): SUBJECTS[0], CaseNo("C-2"): SUBJECTS[0], CaseNo("C-3"): SUBJECTS[1]}
PAY_DAYS = [date(2015, 3, 1), date(2015, 12, 31), date(2016, 1, 1)]
TODAY = date(2016, 6, 30)


@dataclass(frozen=True, kw_only=True)
class TakeBack:
    """Take back the nth of the payments that stand, so that reversals find something to reverse."""

    nth: int
    day: date


case_numbers = st.sampled_from(list(CASES))
amounts = st.sampled_from([Fen(40), Fen(100), Fen(150), Fen(200)])
instalments = st.integers(min_value=1, max_value=3).map(Count)
days = st.sampled_from(PAY_DAYS)
payments = st.builds(
    lambda case_no, instalment, amount_fen, day: DisburseAid(
        case_no=case_no,
        programme=STUDY,
        subject=CASES[case_no],
        instalment=instalment,
        amount_fen=amount_fen,
        effective_on=day,
    ),
    case_numbers,
    instalments,
    amounts,
    days,
)
reversals = st.builds(lambda nth, day: TakeBack(nth=nth, day=day), st.integers(min_value=0, max_value=8), days)
amendments = st.builds(
    lambda budget_fen: AmendAidBudget(
        programme=STUDY, budget_fen=budget_fen, reason=Text("new plan"), effective_on=TODAY
    ),
    st.sampled_from([Fen(400), Fen(599), Fen(900)]),
)
closings = st.builds(
    lambda case_no, outcome: CloseAidCase(case_no=case_no, outcome=outcome, reason=Text("done"), effective_on=TODAY),
    case_numbers,
    st.sampled_from(["completed", "declined", "terminated", "lapsed"]),
)
asked = st.tuples(
    st.sampled_from([payments] * 12 + [reversals] * 4 + [amendments] * 2 + [closings]).flatmap(lambda kind: kind),
    st.sampled_from(["cashier", "cashier", "cashier", "approver"]),
)
plans = st.lists(asked, min_size=8, max_size=25)


def granted_cases(programme: AidProgrammeOpened = OPENED) -> History:
    """Three granted cases of two subjects in a programme with a budget and a cap that are soon used up."""
    history = History()
    history.happened(replace(programme, budget_fen=BUDGET, cap_fen=CAP, instalments=Count(3)))
    for case_no, subject in CASES.items():
        day = PAY_DAYS[0]
        request = RequestAid(case_no=case_no, programme=STUDY, subject=subject, amount_fen=Fen(700), effective_on=day)
        history.ask(request, actor="officer")
        history.ask(ApproveAid(case_no=case_no, amount_fen=GRANT, effective_on=day), actor="approver")
    return history


PROJECT = ProjectId(STUDY)
RESTRICTED = replace(OPENED, restricted=True)
FUNDED = FundMoved(
    project=PROJECT,
    fund_class="restricted",
    change_fen=Fen(450),
    left_fen=Fen(450),
    effective_on=PAY_DAYS[0],
)
"""Less than the budget, so that the fund is what runs out first."""
NOTHING_SPENT = [0, 0, 0, 0, 0]


def money(history: History) -> list[Any]:
    """Say what stands in the budget and in every cap."""
    caps = [history.state(aid_cap(STUDY, year, subject)) for year in (2015, 2016) for subject in SUBJECTS]
    return [history.state(aid_budget(STUDY)).spent_fen, *caps]


@dataclass
class Cashbook:
    """What a cashier would write down: the payments that stand, and the person-times of each case and year."""

    standing: dict[tuple[CaseNo, Count], AidDisbursed] = field(default_factory=dict)
    person_times: Counter[tuple[CaseNo, int]] = field(default_factory=Counter)

    def write(self, event: object) -> None:
        match event:
            case AidDisbursed():
                assert (event.case_no, event.instalment) not in self.standing
                self.standing[event.case_no, event.instalment] = event
                self.person_times[event.case_no, event.effective_on.year] += event.person_times
            case AidReversed():
                paid = self.standing.pop((event.case_no, event.instalment))
                assert (event.amount_fen, event.disbursed_on) == (paid.amount_fen, paid.effective_on)
                self.person_times[event.case_no, event.disbursed_on.year] -= event.person_times
            case _:
                pass

    def paid(self, case_no: CaseNo | None = None) -> int:
        return sum(paid.amount_fen for paid in self.standing.values() if case_no in {None, paid.case_no})

    def paid_to(self, subject: Subject, year: int) -> int:
        paid_then = (paid for paid in self.standing.values() if paid.effective_on.year == year)
        return sum(paid.amount_fen for paid in paid_then if paid.subject == subject)

    def years_paid(self) -> set[tuple[CaseNo, int]]:
        return {(paid.case_no, paid.effective_on.year) for paid in self.standing.values()}


def take_back(paid: AidDisbursed, day: date) -> ReverseAid:
    return ReverseAid(
        case_no=paid.case_no,
        programme=paid.programme,
        subject=paid.subject,
        instalment=paid.instalment,
        disbursed_on=paid.effective_on,
        reason=Text("wrong"),
        effective_on=day,
    )


def carry_out(history: History, book: Cashbook, request: object, actor: str) -> Sequence[object]:
    """Ask for one thing and write down what follows: nothing if it is refused, or if there is nothing to take back."""
    if isinstance(request, TakeBack):
        if not book.standing:
            return []
        request = take_back(list(book.standing.values())[request.nth % len(book.standing)], request.day)
    try:
        events = history.ask(request, actor=actor, today=TODAY)
    except LedgerError:
        return []
    for event in events:
        book.write(event)
    return events


@for_all(plans)
def test_grant_budget_and_caps_hold_and_say_what_was_paid(requests: list[tuple[object, str]]) -> None:
    history, book = granted_cases(), Cashbook()
    for request, actor in requests:
        carry_out(history, book, request, actor)
        budget = history.state(aid_budget(STUDY)) or AidBudget(budget_fen=BUDGET, spent_fen=Fen(0))
        assert budget.spent_fen == book.paid() <= budget.budget_fen
        for subject in SUBJECTS:
            for year in (2015, 2016):
                assert history.state(aid_cap(STUDY, year, subject)) == book.paid_to(subject, year) <= CAP
        assert all(book.paid(case_no) <= GRANT for case_no in CASES)


@for_all(plans)
def test_a_case_is_one_person_time_of_every_year_in_which_it_is_paid(requests: list[tuple[object, str]]) -> None:
    history, book = granted_cases(), Cashbook()
    for request, actor in requests:
        carry_out(history, book, request, actor)
        assert set(book.person_times.values()) <= {0, 1}
        assert set(+book.person_times) == book.years_paid()


@for_all(plans)
def test_who_approved_never_moves_money(requests: list[tuple[object, str]]) -> None:
    history, book = granted_cases(), Cashbook()
    for request, actor in requests:
        events = carry_out(history, book, request, actor)
        assert actor != "approver" or not any(isinstance(event, AidDisbursed | AidReversed) for event in events)


@for_all(plans, payments)
def test_a_reversal_restores_budget_and_caps(requests: list[tuple[object, str]], payment: DisburseAid) -> None:
    history, book = granted_cases(), Cashbook()
    carry_out(history, book, payment, "cashier")
    for request, actor in requests:
        carry_out(history, book, request, actor)
    for paid in list(book.standing.values()):
        before = money(history)
        assert carry_out(history, book, take_back(paid, TODAY), "cashier")
        after = money(history)
        assert after != before
        pay_again = replace(payment, case_no=paid.case_no, subject=paid.subject, instalment=paid.instalment)
        pay_again = replace(pay_again, amount_fen=paid.amount_fen, effective_on=paid.effective_on)
        if carry_out(history, book, pay_again, "cashier"):
            assert money(history) == before
            carry_out(history, book, take_back(paid, TODAY), "cashier")
            assert money(history) == after
    assert money(history) == NOTHING_SPENT


@for_all(plans)
def test_a_restricted_fund_says_what_is_left_and_is_never_overspent(requests: list[tuple[object, str]]) -> None:
    history, book = granted_cases(RESTRICTED), Cashbook()
    history.happened(FUNDED)
    for request, actor in requests:
        carry_out(history, book, request, actor)
        assert history.state(fund("restricted", PROJECT)) == FUNDED.left_fen - book.paid() >= 0


@for_all(plans)
def test_taking_every_payment_back_restores_every_balance(requests: list[tuple[object, str]]) -> None:
    history, book, balances = granted_cases(RESTRICTED), Cashbook(), Counter[tuple[str, int]]()
    history.happened(FUNDED)
    for request, actor in requests:
        post(balances, carry_out(history, book, request, actor))
    for paid in list(book.standing.values()):
        post(balances, carry_out(history, book, take_back(paid, TODAY), "cashier"))
    assert book.paid() == 0
    assert history.state(fund("restricted", PROJECT)) == FUNDED.left_fen
    assert balances["102", 0] == 0
    assert balances["50205", 2016] == 0
    assert balances["50205", 2015] + balances["331", 0] == 0


def post(balances: Counter[tuple[str, int]], events: Sequence[Any]) -> None:
    """Post to accounts, debit less credit: expense by its year, everything else for good."""
    for event in events:
        if isinstance(event, AidDisbursed | AidReversed):
            assert event.posting is not None
            for line in event.posting.lines:
                year = event.effective_on.year if line.account == "50205" else 0
                balances[line.account, year] += line.debit_fen - line.credit_fen


@for_all(st.lists(st.sampled_from(SAMPLES), max_size=30))
def test_any_order_of_events_can_be_read_back(events: list[object]) -> None:
    streams = {kind.event: kind.stream for kind in ACTIVITY.events}
    states: dict[str, Any] = {}
    for event in events:
        stream = streams[type(event)](event)
        states[stream.id] = stream.kind.evolve(states.get(stream.id, stream.kind.initial), event)
    assert set(states) == {streams[type(event)](event).id for event in events}
