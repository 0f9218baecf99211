from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from domain.accounting.refusals import FundClassNotAllowed, FundInsufficient
from domain.activities.appropriation import AppropriationPolicyMissing, AppropriationSharesWrong, Shares
from domain.activities.booking import (
    BookingAlreadyReversed,
    BookingDisagrees,
    DocumentAlreadyBooked,
    DocumentNotBooked,
)
from domain.activities.fund import FundMoved
from domain.activities.remittance import (
    ConfirmRemittance,
    ReceiveRemittance,
    RemittanceAlreadyReceived,
    RemittanceAmountDiffers,
    RemittanceHasNoPurpose,
    RemittanceNotReceived,
    RemittanceReceived,
    RemittanceReversed,
    RemittanceSent,
    RemittanceUnionWrong,
    RemittanceUnknown,
    ReverseRemittance,
    ReverseRemittanceReceipt,
    SendRemittance,
    WithdrawRemittanceConfirmation,
)
from domain.errors import DateBeforeEarlierStep
from domain.values import BasisPoints, DocumentNo, Fen, LedgerId, ProjectId, RuleId, Text
from tests.domain.given import COUNTY_LEDGER, LEDGER, given
from tests.domain.posted import after, check_balanced, entry, turnover
from tests.samples.appropriation import POLICY_ADOPTED

NUMBER = DocumentNo("2025-02")
CITY, SCHOOL = LedgerId("city"), LedgerId("school")
DAY, LATER, OF_2015 = date(2025, 3, 10), date(2025, 3, 12), date(2015, 3, 10)
RESTRICTED: Final[dict[str, Any]] = {"fund_class": "restricted", "project": ProjectId("P-WARM")}
FUND = FundMoved(
    project=ProjectId("P-WARM"),
    fund_class="restricted",
    change_fen=Fen(5_000_00),
    left_fen=Fen(5_000_00),
    effective_on=date(2025, 1, 2),
)
REMITTED_POLICY = replace(
    POLICY_ADOPTED,
    rule_id=RuleId("REMITTED-2015"),
    route="remitted",
    own_basis_points=BasisPoints(3_750),
    up_basis_points=BasisPoints(6_250),
)
THE_SCHOOL: Final = given(ledger=replace(LEDGER, parent_ledger_id=CITY))
THE_CITY: Final = given(REMITTED_POLICY, FUND, ledger=replace(COUNTY_LEDGER, parent_ledger_id=LedgerId("province")))


def send(kind: str = "upstream", to: LedgerId = CITY, **changed: Any) -> SendRemittance:  # noqa: ANN401 - fields of the command
    return SendRemittance(
        **{
            "remittance_no": NUMBER,
            "remittance_kind": kind,
            "to_ledger_id": to,
            "amount_fen": Fen(2_266_67),
            "effective_on": DAY,
            **changed,
        }
    )


def receive(kind: str = "upstream", sender: LedgerId = SCHOOL, **changed: Any) -> ReceiveRemittance:  # noqa: ANN401 - fields of the command
    return ReceiveRemittance(
        **{
            "remittance_no": NUMBER,
            "remittance_kind": kind,
            "from_ledger_id": sender,
            "sent_on": DAY,
            "sent_fen": Fen(2_266_67),
            "amount_fen": Fen(2_266_67),
            "effective_on": LATER,
            **changed,
        }
    )


CONFIRM = ConfirmRemittance(remittance_no=NUMBER, received_fen=Fen(2_266_67), effective_on=LATER)
WITHDRAW = WithdrawRemittanceConfirmation(
    remittance_no=NUMBER, reason=Text("another's"), effective_on=date(2025, 3, 14)
)
REVERSE = ReverseRemittance(remittance_no=NUMBER, reason=Text("returned"), effective_on=date(2025, 3, 17))
REVERSE_RECEIPT = ReverseRemittanceReceipt(
    remittance_no=NUMBER, from_ledger_id=SCHOOL, reason=Text("another's"), effective_on=date(2025, 3, 13)
)


def in_transit(*logs: Iterable[object]) -> dict[str, int]:
    """Say, from the logs of all ledgers together, what was sent and has not arrived."""
    open_fen: Counter[str] = Counter()
    for event in (event for log in logs for event in log):
        match event:
            case RemittanceSent():
                open_fen[event.correlation_id] += event.amount_fen
            case RemittanceReceived():
                open_fen[event.correlation_id] -= event.amount_fen
            case RemittanceReversed():
                open_fen[event.correlation_id] += event.amount_fen if event.side == "received" else -event.amount_fen
            case _:
                pass
    return {remittance: amount_fen for remittance, amount_fen in open_fen.items() if amount_fen}


def test_a_contribution_sent_up_settles_what_was_owed_and_is_the_superior_unions_to_divide() -> None:
    sent = THE_SCHOOL.when(send()).events
    received = THE_CITY.when(receive()).events

    assert entry(*sent) == ["D 211 2266.67", "C 102 2266.67"]
    assert entry(*received) == ["D 102 2266.67", "C 402 850.00", "C 211 1416.67"]
    check_balanced([*sent, *received])


def test_under_chart_2009_contributions_are_owed_on_another_account() -> None:
    sent = THE_SCHOOL.when(send(effective_on=OF_2015)).events
    received = THE_CITY.when(receive(sent_on=OF_2015, effective_on=OF_2015)).events

    assert entry(*sent) == ["D 221 2266.67", "C 102 2266.67"]
    assert entry(*received) == ["D 102 2266.67", "C 402 850.00", "C 221 1416.67"]


def test_both_ledgers_name_a_remittance_alike_and_what_is_in_transit_is_seen() -> None:
    [sent] = THE_SCHOOL.when(send()).events
    [received] = THE_CITY.when(receive()).events
    [withdrawn] = after(THE_CITY, receive()).when(REVERSE_RECEIPT).events

    assert in_transit([sent]) == {"school.2025-02": 2_266_67}
    assert in_transit([sent], [received]) == {}
    assert in_transit([sent], [received, withdrawn]) == {"school.2025-02": 2_266_67}


def test_funds_passed_down_are_income_of_the_union_that_receives_them() -> None:
    passed = THE_CITY.when(send("passed_down", SCHOOL)).events
    received = THE_SCHOOL.when(receive("passed_down", CITY)).events

    assert entry(*passed) == ["D 21202 2266.67", "C 102 2266.67"]
    assert entry(*received) == ["D 102 2266.67", "C 402 2266.67"]


def test_of_funds_passed_down_a_part_may_go_further_down() -> None:
    shares = Shares(own_fen=Fen(266_67), down_fen=Fen(2_000_00))
    received = THE_CITY.when(receive("passed_down", LedgerId("province"), shares=shares)).events
    assert entry(*received) == ["D 102 2266.67", "C 402 266.67", "C 21202 2000.00"]


@pytest.mark.parametrize(
    ("kind", "granted", "granted_2009", "received", "received_2009"),
    [
        ("general", "50801", "50607", "40301", "40307"),
        ("rebate", "50801", "50601", "40301", "40301"),
        ("surplus", "50801", "50603", "40301", "40303"),
        ("special", "50802", "50602", "40302", "40302"),
        ("assistance", "50802", "50604", "40302", "40304"),
        ("warmth", "50802", "50605", "40302", "40305"),
        ("relief", "50802", "50606", "40302", "40306"),
    ],
)
def test_a_subsidy_is_expense_of_one_union_and_income_of_the_other(
    kind: str, granted: str, granted_2009: str, received: str, received_2009: str
) -> None:
    money: dict[str, Any] = RESTRICTED if received == "40302" else {}
    for day, expense, income in ((DAY, granted, received), (OF_2015, granted_2009, received_2009)):
        out = THE_CITY.when(send(kind, SCHOOL, effective_on=day, **money)).events
        came = THE_SCHOOL.when(receive(kind, CITY, sent_on=day, effective_on=day, **money)).events
        assert entry(*out) == [f"D {expense} 2266.67", "C 102 2266.67"]
        assert entry(*came) == ["D 102 2266.67", f"C {income} 2266.67"]


def test_a_subsidy_for_a_purpose_is_granted_as_far_as_its_fund_reaches_and_received_for_a_project() -> None:
    THE_CITY.when(send("warmth", SCHOOL, amount_fen=Fen(5_000_01), **RESTRICTED)).refused(FundInsufficient)
    THE_SCHOOL.when(receive("warmth", CITY)).refused(FundClassNotAllowed, account="40302")


def test_contributions_sent_on_are_for_no_project() -> None:
    THE_SCHOOL.when(send(**RESTRICTED)).refused(RemittanceHasNoPurpose)


def test_of_a_subsidy_nothing_is_passed_on() -> None:
    shares = Shares(own_fen=Fen(2_000_00), up_fen=Fen(266_67))
    THE_SCHOOL.when(receive("general", CITY, shares=shares)).refused(AppropriationSharesWrong, shares="2000.00")


def test_contributions_go_up_and_everything_else_goes_down() -> None:
    THE_SCHOOL.when(send(to=LedgerId("other"))).refused(RemittanceUnionWrong)
    THE_SCHOOL.when(send("general", CITY)).refused(RemittanceUnionWrong)
    THE_SCHOOL.when(send(to=SCHOOL)).refused(RemittanceUnionWrong)
    THE_CITY.when(receive(sender=LedgerId("province"))).refused(RemittanceUnionWrong)
    THE_SCHOOL.when(receive("warmth", LedgerId("other"))).refused(RemittanceUnionWrong)


def test_without_a_policy_a_contribution_from_below_is_not_divided() -> None:
    given(ledger=COUNTY_LEDGER).when(receive()).refused(AppropriationPolicyMissing, route="remitted")


def test_what_arrives_is_what_was_sent() -> None:
    THE_CITY.when(receive(amount_fen=Fen(2_266_66))).refused(
        RemittanceAmountDiffers, sent="2266.67", received="2266.66"
    )
    short = replace(CONFIRM, received_fen=Fen(2_266_66))
    after(THE_SCHOOL, send()).when(short).refused(RemittanceAmountDiffers, received="2266.66")


def test_a_remittance_arrives_once_and_not_before_it_was_sent() -> None:
    after(THE_CITY, receive()).when(receive()).refused(DocumentAlreadyBooked, document_no="school.2025-02")
    THE_CITY.when(receive(effective_on=date(2025, 3, 9))).refused(DateBeforeEarlierStep)


def test_two_unions_may_number_their_remittances_alike() -> None:
    both = after(THE_CITY, receive(), receive(sender=LedgerId("company")))
    assert len({event.correlation_id for event in both.events if isinstance(event, RemittanceReceived)}) == 2


def test_a_remittance_is_sent_once() -> None:
    after(THE_SCHOOL, send()).when(send()).refused(DocumentAlreadyBooked)


def test_the_sender_notes_once_that_a_remittance_arrived() -> None:
    confirmed = after(THE_SCHOOL, send(), CONFIRM)
    confirmed.when(CONFIRM).refused(RemittanceAlreadyReceived, received_on="2025-03-12")
    THE_SCHOOL.when(CONFIRM).refused(RemittanceUnknown)
    after(THE_SCHOOL, send()).when(replace(CONFIRM, effective_on=date(2025, 3, 9))).refused(DateBeforeEarlierStep)


def test_what_arrived_is_taken_back_only_after_its_confirmation_was_withdrawn() -> None:
    confirmed = after(THE_SCHOOL, send(), CONFIRM)
    confirmed.when(REVERSE).refused(RemittanceAlreadyReceived)

    undone = after(confirmed, WITHDRAW, REVERSE)
    assert turnover(undone.events) == {}
    undone.when(REVERSE).refused(BookingAlreadyReversed)
    undone.when(CONFIRM).refused(RemittanceUnknown)
    after(THE_SCHOOL, send()).when(WITHDRAW).refused(RemittanceNotReceived)


def test_a_remittance_that_came_back_is_sent_again_by_its_number() -> None:
    again = after(THE_SCHOOL, send(), REVERSE, send(effective_on=date(2025, 3, 18)))
    assert in_transit(again.events) == {"school.2025-02": 2_266_67}


@pytest.mark.parametrize("kind", ["passed_down", "general", "warmth"])
def test_a_receipt_taken_back_restores_every_account(kind: str) -> None:
    money: dict[str, Any] = RESTRICTED if kind == "warmth" else {}
    undone = after(THE_SCHOOL, receive(kind, CITY, **money), replace(REVERSE_RECEIPT, from_ledger_id=CITY, **money))
    assert turnover(undone.events) == {}


def test_a_grant_taken_back_gives_the_fund_its_money() -> None:
    granted = after(THE_CITY, send("warmth", SCHOOL, **RESTRICTED))
    granted.when(REVERSE).refused(BookingDisagrees)
    _, moved = granted.when(replace(REVERSE, **RESTRICTED)).events
    assert isinstance(moved, FundMoved)
    assert moved.left_fen == 5_000_00


def test_only_what_was_booked_is_taken_back() -> None:
    THE_SCHOOL.when(REVERSE).refused(DocumentNotBooked)
    THE_CITY.when(REVERSE_RECEIPT).refused(DocumentNotBooked, document_no="school.2025-02")
