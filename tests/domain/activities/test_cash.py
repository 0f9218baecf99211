from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from domain.accounting.closing import Cell
from domain.accounting.refusals import FundClassNotAllowed, FundInsufficient
from domain.activities.booking import (
    BookingAlreadyReversed,
    BookingDisagrees,
    DocumentAlreadyBooked,
    DocumentNotBooked,
)
from domain.activities.cash import (
    AdvanceOfOtherMoney,
    CashAlreadyCounted,
    CashCounted,
    CashOutcomeWrong,
    CashPersonMissing,
    CountCash,
    MoveCash,
    PayAdvance,
    ResolveCashDifference,
    ReturnAdvance,
    ReverseAdvanceSettlement,
    ReverseCashEntry,
    SettleAdvance,
    SettlementDisagrees,
)
from domain.activities.closing import BalancesAtEnd
from domain.activities.expense import ApprovalExceeded, ApprovalMissing, ApproveExpense
from domain.activities.fund import FundMoved
from domain.activities.open_item import OpenItemExceeded, OpenItemUnknown
from domain.errors import DateBeforeEarlierStep, SamePerson
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, PartyId, ProjectId, Text
from tests.domain.given import Given, given
from tests.domain.posted import after, balances, check_balanced, entry, postings, turnover

DAY, LATER, OF_2015 = date(2025, 3, 4), date(2025, 3, 10), date(2015, 3, 4)
RESTRICTED: Final[dict[str, Any]] = {"fund_class": "restricted", "project": ProjectId("P-COMP")}
CUSTODIAL: Final[dict[str, Any]] = {"fund_class": "custodial", "project": ProjectId("P-SURV")}
ADVANCE, SPENT, BACK = DocumentNo("JK-1"), DocumentNo("BX-1"), DocumentNo("SJ-1")
APPROVAL = DocumentNo("SP-1")
COUNT, DECISION = DocumentNo("PD-1"), DocumentNo("CL-1")


def move(**changed: Any) -> MoveCash:  # noqa: ANN401 - fields of the command
    return MoveCash(
        **{
            "document_no": DocumentNo("QX-1"),
            "direction": "to_cash",
            "amount_fen": Fen(2_000_00),
            "effective_on": DAY,
            **changed,
        }
    )


def reverse(document_no: DocumentNo, **changed: Any) -> ReverseCashEntry:  # noqa: ANN401 - fields of the command
    return ReverseCashEntry(
        **{"document_no": document_no, "reason": Text("wrong"), "effective_on": date(2025, 12, 1), **changed}
    )


def test_cash_is_drawn_and_paid_in_alike_under_both_charts() -> None:
    for day in (DAY, OF_2015):
        assert entry(*given().when(move(effective_on=day)).events) == ["D 101 2000.00", "C 102 2000.00"]
        paid_in = move(direction="to_bank", effective_on=day)
        assert entry(*given().when(paid_in).events) == ["D 102 2000.00", "C 101 2000.00"]


def test_money_keeps_its_class_and_project_wherever_it_lies() -> None:
    [drawn] = given().when(move(**CUSTODIAL)).events
    assert balances([drawn]) == {("101", "custodial", "P-SURV"): 2_000_00, ("102", "custodial", "P-SURV"): -2_000_00}
    given().when(move(fund_class="custodial")).refused(FundClassNotAllowed)


def test_a_transfer_is_booked_once_and_taken_back_once() -> None:
    drawn = after(given(), move())
    drawn.when(move()).refused(DocumentAlreadyBooked)

    undone = after(drawn, reverse(DocumentNo("QX-1")))
    assert turnover(undone.events) == {}
    undone.when(reverse(DocumentNo("QX-1"))).refused(BookingAlreadyReversed)


ADVANCED = PayAdvance(
    document_no=ADVANCE,
    party=PartyId("M0611"),
    purpose=Text("三八节活动"),
    amount_fen=Fen(1_800_00),
    effective_on=DAY,
)
APPROVE = ApproveExpense(
    approval_no=APPROVAL,
    expense_kind="member_activity",
    ceiling_fen=Fen(1_700_00),
    purpose=Text("三八节活动"),
    requested_by=ActorId("olga"),
    effective_on=date(2025, 3, 3),
)


def settle(amount_fen: int = 1_650_00, no: DocumentNo = SPENT, **changed: Any) -> SettleAdvance:  # noqa: ANN401 - fields of the command
    return SettleAdvance(
        **{
            "document_no": no,
            "advance_no": ADVANCE,
            "expense_kind": "member_activity",
            "amount_fen": Fen(amount_fen),
            "purpose": Text("三八节活动"),
            "attachments": Count(4),
            "approval_no": APPROVAL,
            "effective_on": LATER,
            **changed,
        }
    )


RETURN = ReturnAdvance(document_no=BACK, advance_no=ADVANCE, amount_fen=Fen(150_00), effective_on=LATER)
REVERSE_SETTLEMENT = ReverseAdvanceSettlement(
    document_no=SPENT,
    advance_no=ADVANCE,
    paid_on=LATER,
    approval_no=APPROVAL,
    reason=Text("wrong kind"),
    effective_on=date(2025, 3, 11),
)


def approved(command: ApproveExpense = APPROVE) -> Given:
    return given(*given().when(command, actor="pavel").events)


def test_an_advance_is_spent_and_the_rest_comes_back() -> None:
    settled = after(approved(), ADVANCED, settle(), RETURN)
    assert entry(*settled.events) == [
        "D 135 1800.00",
        "C 101 1800.00",
        "D 50105 1650.00",
        "C 135 1650.00",
        "D 101 150.00",
        "C 135 150.00",
    ]
    check_balanced(settled.events)
    assert balances(settled.events) == {
        ("101", "unrestricted", None): -1_650_00,
        ("50105", "unrestricted", None): 1_650_00,
    }


def test_an_advance_is_a_claim_on_the_person_under_either_chart() -> None:
    of_2015 = after(given(), replace(ADVANCED, effective_on=OF_2015), replace(RETURN, effective_on=OF_2015))
    assert entry(*of_2015.events) == ["D 135 1800.00", "C 101 1800.00", "D 101 150.00", "C 135 150.00"]
    assert {line.party for one in postings(of_2015.events) for line in one.lines} == {"M0611"}


def test_no_more_of_an_advance_is_settled_than_is_open() -> None:
    advanced = after(approved(), ADVANCED, RETURN)
    advanced.when(settle(1_650_01)).refused(OpenItemExceeded, left="1650.00", asked="1650.01")
    approved().when(settle()).refused(OpenItemUnknown)
    given().when(RETURN).refused(OpenItemUnknown)


def test_what_is_spent_of_an_advance_is_approved_like_any_expense() -> None:
    advanced = after(approved(), ADVANCED)
    advanced.when(settle(approval_no=None)).refused(ApprovalMissing)
    advanced.when(settle(1_700_01)).refused(ApprovalExceeded, left="1700.00")
    advanced.when(settle(), actor="pavel").refused(SamePerson)


def test_an_advance_is_not_settled_before_it_was_paid() -> None:
    advanced = after(approved(), ADVANCED)
    advanced.when(settle(effective_on=date(2025, 3, 3))).refused(DateBeforeEarlierStep)
    advanced.when(replace(RETURN, effective_on=date(2025, 3, 3))).refused(DateBeforeEarlierStep)


def test_restricted_money_that_was_advanced_is_spent_as_such_and_from_its_fund() -> None:
    fund = FundMoved(
        project=RESTRICTED["project"],
        fund_class="restricted",
        change_fen=Fen(1_000_00),
        left_fen=Fen(1_000_00),
        effective_on=DAY,
    )
    for_project = replace(APPROVE, project=RESTRICTED["project"])
    advanced = after(given(*approved(for_project).events, fund), replace(ADVANCED, **RESTRICTED))

    advanced.when(settle()).refused(AdvanceOfOtherMoney, fund_class="restricted", project="P-COMP")
    advanced.when(settle(1_000_01, **RESTRICTED)).refused(FundInsufficient, left="1000.00")
    spent = advanced.when(settle(400_00, **RESTRICTED)).events
    assert [event.left_fen for event in spent if isinstance(event, FundMoved)] == [600_00]


def test_a_settlement_taken_back_opens_the_advance_and_the_approval_again() -> None:
    undone = after(approved(), ADVANCED, settle(), REVERSE_SETTLEMENT)
    assert balances(undone.events) == {
        ("101", "unrestricted", None): -1_800_00,
        ("135", "unrestricted", None): 1_800_00,
    }
    undone.when(REVERSE_SETTLEMENT).refused(BookingAlreadyReversed)
    after(undone, settle(1_700_00, effective_on=date(2025, 3, 12)))


def test_whoever_takes_a_settlement_back_states_it_as_it_was() -> None:
    settled = after(approved(), ADVANCED, settle())
    settled.when(replace(REVERSE_SETTLEMENT, paid_on=DAY)).refused(SettlementDisagrees, paid_on="2025-03-10")
    approved().when(REVERSE_SETTLEMENT).refused(DocumentNotBooked)
    settled.when(settle()).refused(DocumentAlreadyBooked)


def test_an_advance_is_taken_back_only_while_nothing_of_it_is_settled() -> None:
    returned = after(given(), ADVANCED, RETURN)
    returned.when(reverse(ADVANCE, advance_no=ADVANCE)).refused(OpenItemExceeded, left="1650.00", asked="1800.00")
    returned.when(reverse(BACK)).refused(BookingDisagrees, moved=["advance JK-1"])

    undone = after(returned, reverse(BACK, advance_no=ADVANCE), reverse(ADVANCE, advance_no=ADVANCE))
    assert turnover(undone.events) == {}


def counted(counted_fen: int, **changed: Any) -> CountCash:  # noqa: ANN401 - fields of the command
    return CountCash(**{"document_no": COUNT, "counted_fen": Fen(counted_fen), "effective_on": DAY, **changed})


def book(cash_fen: int) -> BalancesAtEnd:
    cash = Cell(AccountCode("101"), "unrestricted", None)
    return BalancesAtEnd(balances={cash: cash_fen, cash._replace(account=AccountCode("102")): 9_99})


def after_count(counted_fen: int, book_fen: int, day: date = DAY) -> Given:
    command = counted(counted_fen, effective_on=day)
    return given(*given().when(command, actor="carol", evidence=book(book_fen)).events)


def decide(outcome: str, amount_fen: int = 10_00, **changed: Any) -> ResolveCashDifference:  # noqa: ANN401 - fields of the command
    return ResolveCashDifference(
        **{
            "document_no": DECISION,
            "count_no": COUNT,
            "outcome": outcome,
            "amount_fen": Fen(amount_fen),
            "reason": Text("the committee decided"),
            "effective_on": LATER,
            **changed,
        }
    )


def test_a_count_that_agrees_with_the_books_posts_nothing() -> None:
    given().when(counted(350_00), actor="carol", evidence=book(350_00)).then(
        CashCounted(
            document_no=COUNT,
            counted_fen=Fen(350_00),
            book_fen=Fen(350_00),
            counted_by=ActorId("carol"),
            effective_on=DAY,
        )
    )


@pytest.mark.parametrize(
    ("day", "counted_fen", "found", "outcome", "resolved"),
    [
        (DAY, 340_00, ["D 182 10.00", "C 101 10.00"], "expensed", ["D 510 10.00", "C 182 10.00"]),
        (DAY, 340_00, ["D 182 10.00", "C 101 10.00"], "claimed", ["D 135 10.00", "C 182 10.00"]),
        (DAY, 360_00, ["D 101 10.00", "C 182 10.00"], "income", ["D 182 10.00", "C 408 10.00"]),
        (DAY, 360_00, ["D 101 10.00", "C 182 10.00"], "owed", ["D 182 10.00", "C 215 10.00"]),
        (OF_2015, 340_00, ["D 135 10.00", "C 101 10.00"], "expensed", ["D 508 10.00", "C 135 10.00"]),
        (OF_2015, 340_00, ["D 135 10.00", "C 101 10.00"], "claimed", ["D 135 10.00", "C 135 10.00"]),
        (OF_2015, 360_00, ["D 101 10.00", "C 225 10.00"], "income", ["D 225 10.00", "C 408 10.00"]),
        (OF_2015, 360_00, ["D 101 10.00", "C 225 10.00"], "owed", ["D 225 10.00", "C 225 10.00"]),
    ],
)
def test_what_is_short_or_over_waits_until_it_is_decided_what_becomes_of_it(
    day: date, counted_fen: int, found: list[str], outcome: str, resolved: list[str]
) -> None:
    waiting = after_count(counted_fen, 350_00, day)
    assert entry(*waiting.events) == found

    events = waiting.when(decide(outcome, party=PartyId("carol"), effective_on=day)).events
    assert entry(*events) == resolved
    check_balanced(events)


def test_a_difference_becomes_only_what_it_can_become() -> None:
    after_count(340_00, 350_00).when(decide("income")).refused(CashOutcomeWrong, outcomes=["claimed", "expensed"])
    after_count(360_00, 350_00).when(decide("expensed")).refused(CashOutcomeWrong)
    after_count(340_00, 350_00).when(decide("claimed")).refused(CashPersonMissing)
    given().when(decide("income")).refused(OpenItemUnknown)


def test_a_difference_may_be_decided_in_parts_and_no_further_than_it_goes() -> None:
    part = after(after_count(340_00, 350_00), decide("expensed", 4_00))
    rest = decide("claimed", 6_01, document_no=DocumentNo("CL-2"), party=PartyId("carol"))
    part.when(rest).refused(OpenItemExceeded, left="6.00", asked="6.01")
    assert ("182", "unrestricted", None) not in balances(after(part, replace(rest, amount_fen=Fen(6_00))).events)


def test_whoever_counted_does_not_decide() -> None:
    after_count(340_00, 350_00).when(decide("expensed"), actor="carol").refused(SamePerson)


def test_a_count_has_a_number_of_its_own() -> None:
    again = after_count(350_00, 350_00)
    again.when(counted(340_00), evidence=book(350_00)).refused(CashAlreadyCounted, counted_on="2025-03-04")


def test_a_difference_that_was_a_mistake_is_taken_back_before_it_is_decided() -> None:
    waiting = after_count(340_00, 350_00)
    decided = after(waiting, decide("expensed"))
    decided.when(reverse(COUNT, count_no=COUNT)).refused(OpenItemExceeded)

    undone = after(decided, reverse(DECISION, count_no=COUNT), reverse(COUNT, count_no=COUNT))
    assert turnover(undone.events) == {}
