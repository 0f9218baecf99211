from dataclasses import replace
from datetime import date
from typing import Any, Final, get_args

import pytest

from domain.accounting.refusals import (
    AccountOfOtherLevel,
    DateBeforeBooks,
    FundClassNotAllowed,
    FundInsufficient,
    PeriodClosed,
)
from domain.activities.booking import (
    BookingAlreadyReversed,
    BookingDisagrees,
    DocumentAlreadyBooked,
    DocumentNotBooked,
)
from domain.activities.fund import FundMoved
from domain.activities.income import (
    IncomeHasNoPurpose,
    IncomeKind,
    PayCustodialFunds,
    ReceiveCustodialFunds,
    RecordIncome,
    ReverseIncome,
)
from domain.values import DocumentNo, Fen, ProjectId, Text
from tests.domain.given import COUNTY_LEDGER, LEDGER, given
from tests.domain.posted import after, balances, check_balanced, entry, turnover
from tests.samples.ledger import PERIOD_CLOSED

SUBSIDY = DocumentNo("I-1")
WARMTH = ProjectId("P-WARM")
ON = {"2021": date(2025, 5, 20), "2009": date(2015, 5, 20)}


def record(**changed: Any) -> RecordIncome:  # noqa: ANN401 - fields of the command
    return RecordIncome(
        **{
            "document_no": SUBSIDY,
            "income_kind": "donation",
            "amount_fen": Fen(500_00),
            "effective_on": ON["2021"],
            **changed,
        }
    )


def reverse(document_no: DocumentNo = SUBSIDY, **changed: Any) -> ReverseIncome:  # noqa: ANN401 - fields of the command
    return ReverseIncome(
        **{"document_no": document_no, "reason": Text("wrong"), "effective_on": date(2025, 12, 1), **changed}
    )


RESTRICTED: Final[dict[str, Any]] = {"fund_class": "restricted", "project": WARMTH}
CUSTODIAL: Final[dict[str, Any]] = {"fund_class": "custodial", "project": ProjectId("P-SURV")}
EXPECTED: Final[list[tuple[str, dict[str, Any], str, str]]] = [
    ("superior_general", {}, "40301", "40307"),
    ("superior_rebate", {}, "40301", "40301"),
    ("superior_surplus", {}, "40301", "40303"),
    ("superior_special", RESTRICTED, "40302", "40302"),
    ("superior_assistance", RESTRICTED, "40302", "40304"),
    ("superior_warmth", RESTRICTED, "40302", "40305"),
    ("superior_relief", RESTRICTED, "40302", "40306"),
    ("government_subsidy", RESTRICTED, "40402", "404"),
    ("fiscal_appropriation", {"fund_class": "fiscal"}, "40401", "404"),
    ("employer_subsidy", RESTRICTED, "405", "405"),
    ("affiliated_remittance", {}, "406", "406"),
    ("preparatory_levy_refund", {}, "402", "402"),
    ("investment_income", {}, "407", "407"),
    ("interest", {}, "408", "408"),
    ("donation", RESTRICTED, "408", "408"),
    ("other_income", {}, "408", "408"),
]


@pytest.mark.parametrize(("kind", "money", "account_2021", "account_2009"), EXPECTED)
def test_each_kind_of_income_goes_to_its_account_in_either_chart(
    kind: str, money: dict[str, Any], account_2021: str, account_2009: str
) -> None:
    for chart, account in (("2021", account_2021), ("2009", account_2009)):
        events = given().when(record(income_kind=kind, effective_on=ON[chart], **money)).events
        assert entry(*events) == ["D 102 500.00", f"C {account} 500.00"]
        check_balanced(events)


def test_every_kind_of_income_is_listed_here() -> None:
    assert [kind for kind, *_ in EXPECTED] == list(get_args(IncomeKind))


def test_a_subsidy_for_a_purpose_names_its_project() -> None:
    given().when(record(income_kind="superior_warmth")).refused(FundClassNotAllowed, account="40302")
    given().when(record(income_kind="superior_warmth", fund_class="restricted")).refused(FundClassNotAllowed)


def test_a_general_subsidy_is_for_no_project() -> None:
    given().when(record(income_kind="superior_general", **RESTRICTED)).refused(FundClassNotAllowed, account="40301")


def test_interest_is_for_no_project() -> None:
    given().when(record(income_kind="interest", **RESTRICTED)).refused(IncomeHasNoPurpose)
    given().when(record(income_kind="interest", project=WARMTH)).refused(IncomeHasNoPurpose)


def test_a_county_union_has_no_employer_that_subsidises_it() -> None:
    given(ledger=COUNTY_LEDGER).when(record(income_kind="employer_subsidy")).refused(AccountOfOtherLevel, account="405")


def test_fiscal_money_may_come_as_a_quota() -> None:
    fiscal = record(income_kind="fiscal_appropriation", fund_class="fiscal", place="quota")
    events = given(ledger=COUNTY_LEDGER).when(fiscal).events
    assert entry(*events) == ["D 111 500.00", "C 40401 500.00"]


def test_restricted_income_adds_to_the_fund_of_its_project() -> None:
    first = after(given(), record(**RESTRICTED))
    [_, moved] = first.when(record(document_no=DocumentNo("I-2"), **RESTRICTED)).events
    assert isinstance(moved, FundMoved)
    assert (moved.change_fen, moved.left_fen) == (500_00, 1_000_00)


def test_a_document_is_booked_once() -> None:
    after(given(), record()).when(record(amount_fen=Fen(1))).refused(DocumentAlreadyBooked, document_no="I-1")


def test_income_before_the_books_or_in_a_closed_month_is_refused() -> None:
    books_of_2016 = replace(LEDGER, books=replace(LEDGER.books, kept_from=date(2016, 1, 1)))
    given(ledger=books_of_2016).when(record(effective_on=ON["2009"])).refused(DateBeforeBooks)
    given(PERIOD_CLOSED).when(record(effective_on=date(2015, 1, 31))).refused(PeriodClosed)


@pytest.mark.parametrize(("kind", "money", "_", "__"), EXPECTED)
def test_income_taken_back_in_its_year_restores_every_account(
    kind: str, money: dict[str, Any], _: str, __: str
) -> None:
    done = after(given(), record(income_kind=kind, **money), reverse(**money))
    assert turnover(done.events) == {}
    funds = [event for event in done.events if isinstance(event, FundMoved)]
    assert sum(event.change_fen for event in funds) == 0


def test_income_of_an_earlier_year_is_taken_back_from_what_was_carried_forward() -> None:
    earlier = after(given(), record(effective_on=date(2024, 5, 20), **RESTRICTED))
    assert entry(*earlier.when(reverse(**RESTRICTED)).events) == ["C 102 500.00", "D 32101 500.00"]

    earlier = after(given(), record(effective_on=date(2024, 5, 20)))
    assert entry(*earlier.when(reverse()).events) == ["C 102 500.00", "D 32201 500.00"]


def test_income_is_taken_back_once_by_its_document_and_fund() -> None:
    done = after(given(), record(**RESTRICTED))
    done.when(reverse(DocumentNo("I-9"))).refused(DocumentNotBooked)
    done.when(reverse()).refused(BookingDisagrees, moved=["restricted P-WARM"])
    after(done, reverse(**RESTRICTED)).when(reverse(**RESTRICTED)).refused(BookingAlreadyReversed)


IN_CUSTODY = ReceiveCustodialFunds(
    document_no=DocumentNo("K-1"), project=CUSTODIAL["project"], amount_fen=Fen(230_00), effective_on=ON["2021"]
)


def pay(amount_fen: int, **changed: Any) -> PayCustodialFunds:  # noqa: ANN401 - fields of the command
    return PayCustodialFunds(
        **{
            "document_no": DocumentNo("K-2"),
            "project": CUSTODIAL["project"],
            "amount_fen": Fen(amount_fen),
            "effective_on": ON["2021"],
            **changed,
        }
    )


def test_money_in_custody_is_neither_income_nor_expense() -> None:
    kept = after(given(), IN_CUSTODY)
    paid = after(kept, pay(230_00))

    assert entry(*kept.events) == ["D 102 230.00", "C 221 230.00"]
    assert entry(*paid.events)[2:] == ["D 221 230.00", "C 102 230.00"]
    assert balances(paid.events) == {}


def test_money_in_custody_has_an_account_of_its_own_under_chart_2009() -> None:
    kept = ReceiveCustodialFunds(
        document_no=DocumentNo("K-1"), project=CUSTODIAL["project"], amount_fen=Fen(230_00), effective_on=ON["2009"]
    )
    assert entry(*given().when(kept).events) == ["D 102 230.00", "C 231 230.00"]


def test_no_more_is_paid_out_of_custody_than_a_project_has() -> None:
    kept = after(given(), IN_CUSTODY)
    kept.when(pay(230_01)).refused(FundInsufficient, left="230.00", asked="230.01", fund_class="custodial")
    kept.when(pay(1, project=ProjectId("P-OTHER"))).refused(FundInsufficient, left="0.00")


def test_a_payment_out_of_custody_is_taken_back_and_a_receipt_only_while_it_is_there() -> None:
    paid = after(given(), IN_CUSTODY, pay(200_00))
    paid.when(reverse(DocumentNo("K-1"), **CUSTODIAL)).refused(FundInsufficient, left="30.00")

    undone = after(paid, reverse(DocumentNo("K-2"), **CUSTODIAL), reverse(DocumentNo("K-1"), **CUSTODIAL))
    assert turnover(undone.events) == {}
