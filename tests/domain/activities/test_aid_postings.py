"""Aid as it stands in the books: whose money it is, where it goes, and how far it reaches."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from domain.accounting.books import PostingRule
from domain.accounting.lines import merged
from domain.accounting.posting import Dimensions
from domain.accounting.refusals import FundInsufficient, PeriodClosed
from domain.accounting.rules import ONE
from domain.activities.aid import (
    AidFundsCustodial,
    AidProgrammeOpened,
    AidPurpose,
    AidReceiptDisagrees,
    DisburseAid,
    FundSource,
    RecordAidFunds,
    ReverseAid,
    ReverseAidFunds,
)
from domain.activities.fund import FundMoved
from domain.values import (
    AccountCode,
    CaseNo,
    Count,
    Fen,
    FundClass,
    MoneyPlace,
    Month,
    PartyId,
    PostingKind,
    ProgrammeCode,
    ProjectId,
    RuleId,
    Text,
)
from tests.domain.given import COUNTY_LEDGER, Outcome, given, keeping
from tests.postings import against_prior_year, posted, red
from tests.samples.aid import (
    APPROVED,
    BUDGET_CHARGED,
    CAP_CHARGED,
    CASE,
    DISBURSED,
    FOR_STUDENT,
    FUNDS_RAISED,
    OPENED,
    REQUESTED,
    STUDENT,
    STUDY,
)

PROJECT = ProjectId(STUDY)
RESTRICTED = replace(OPENED, fund_source="superior_subsidy", restricted=True)
CUSTODIAL = replace(OPENED, fund_source="custodial")
FOR_STUDY = Dimensions("restricted", PROJECT)
KEPT_FOR_OTHERS = Dimensions("custodial", PROJECT)
STUDENT_FROM_STUDY = FOR_STUDY._replace(party=PartyId(STUDENT.id))
STUDENT_FROM_OTHERS = KEPT_FOR_OTHERS._replace(party=PartyId(STUDENT.id))
IN_2025 = date(2025, 8, 20)
SEPTEMBER_2015 = date(2015, 9, 1)
AUGUST_CLOSED = keeping(closed_through=Month("2015-08"))
GRANTED = (REQUESTED, APPROVED)
PAID = (*GRANTED, DISBURSED, BUDGET_CHARGED, CAP_CHARGED)
PAY = DisburseAid(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    instalment=Count(1),
    amount_fen=Fen(2_000_00),
    effective_on=date(2015, 8, 20),
)
TAKE_BACK = ReverseAid(
    case_no=CASE,
    programme=STUDY,
    subject=STUDENT,
    instalment=Count(1),
    disbursed_on=PAY.effective_on,
    reason=Text("paid to a wrong account"),
    effective_on=date(2015, 8, 24),
)
RAISE = RecordAidFunds(
    programme=STUDY,
    receipt_no=CaseNo("R-1"),
    fund_source="donation",
    amount_fen=Fen(5_000_00),
    effective_on=date(2015, 7, 15),
)
REVERSE_RECEIPT = ReverseAidFunds(
    programme=STUDY, receipt_no=CaseNo("R-1"), reason=Text("wrong"), effective_on=date(2015, 7, 20)
)


def left(amount_fen: int, fund_class: FundClass = "restricted", *, change_fen: int = 0, on: date) -> FundMoved:
    return FundMoved(
        project=PROJECT,
        fund_class=fund_class,
        change_fen=Fen(change_fen or amount_fen),
        left_fen=Fen(amount_fen),
        effective_on=on,
    )


FUNDED = left(5_000_00, on=RAISE.effective_on)
RAISED = replace(
    FUNDS_RAISED,
    receipt_no=CaseNo("R-1"),
    amount_fen=Fen(5_000_00),
    posting=posted("2009.donation", "102", "408", 5_000_00, FOR_STUDY),
)


def money(outcome: Outcome) -> tuple[Any, list[FundMoved]]:
    """Give the posting that a command came to, and the funds that it moved."""
    if outcome.refusal is not None:
        raise outcome.refusal
    postings = [event.posting for event in outcome.events if hasattr(event, "posting")]
    assert len(postings) == 1
    return postings[0], [event for event in outcome.events if isinstance(event, FundMoved)]


class TestPayment:
    @pytest.mark.parametrize(
        ("purpose", "of_2009", "of_2021", "at_county"),
        [
            ("hardship", "50204", "50404", "50404"),
            ("warmth", "50205", "50405", "50405"),
            ("study", "50205", "50405", "50405"),
            ("model_worker", "50204", "50503", "50503"),
            ("condolence", "50104", "50105", "502"),
            ("hospital", "50104", "50105", "502"),
            ("mutual_aid_top_up", "50206", "50305", "50305"),
        ],
    )
    def test_the_purpose_the_day_and_the_level_say_where_a_payment_goes(
        self, purpose: AidPurpose, of_2009: str, of_2021: str, at_county: str
    ) -> None:
        history = (replace(OPENED, purpose=purpose), *GRANTED)
        in_2025 = replace(PAY, effective_on=IN_2025)
        assert money(given(*history).when(PAY)) == (
            posted(f"2009.aid.{purpose}", of_2009, "102", 2_000_00, FOR_STUDENT),
            [],
        )
        assert money(given(*history).when(in_2025)) == (
            posted(f"2021.aid.{purpose}", of_2021, "102", 2_000_00, FOR_STUDENT),
            [],
        )
        assert money(given(*history, ledger=COUNTY_LEDGER).when(in_2025)) == (
            posted(f"2021.aid.{purpose}", at_county, "102", 2_000_00, FOR_STUDENT),
            [],
        )

    @pytest.mark.parametrize(("place", "account"), [("cash", "101"), ("bank", "102"), ("quota", "111")])
    def test_it_is_paid_from_where_the_money_lies(self, place: MoneyPlace, account: str) -> None:
        paid, _ = money(given(OPENED, *GRANTED).when(replace(PAY, place=place)))
        assert paid == posted("2009.aid.study", "50205", account, 2_000_00, FOR_STUDENT)

    def test_the_ledgers_own_rule_for_a_programme_goes_first(self) -> None:
        own = own_rule("aid.AUTUMN_STUDY")
        paid, _ = money(given(OPENED, *GRANTED, ledger=keeping(rules=(own,))).when(PAY))
        assert paid == posted("STUDY-2015", "50206", "102", 2_000_00, FOR_STUDENT)

    def test_a_rule_of_its_own_holds_from_its_day_on(self) -> None:
        own = own_rule("aid.AUTUMN_STUDY", valid_from=date(2015, 8, 21))
        paid, _ = money(given(OPENED, *GRANTED, ledger=keeping(rules=(own,))).when(PAY))
        assert paid == posted("2009.aid.study", "50205", "102", 2_000_00, FOR_STUDENT)

    def test_restricted_money_is_spent_for_its_programme(self) -> None:
        assert money(given(RESTRICTED, *GRANTED, FUNDED).when(PAY)) == (
            posted("2009.aid.study", "50205", "102", 2_000_00, STUDENT_FROM_STUDY),
            [left(3_000_00, change_fen=-2_000_00, on=PAY.effective_on)],
        )

    @pytest.mark.parametrize(("day", "account"), [(PAY.effective_on, "231"), (IN_2025, "221")])
    def test_custodial_money_is_no_expense(self, day: date, account: str) -> None:
        chart = "2009" if account == "231" else "2021"
        kept = left(2_000_00, "custodial", on=RAISE.effective_on)
        assert money(given(CUSTODIAL, *GRANTED, kept).when(replace(PAY, effective_on=day))) == (
            posted(f"{chart}.custodial", account, "102", 2_000_00, STUDENT_FROM_OTHERS),
            [left(0, "custodial", change_fen=-2_000_00, on=day)],
        )

    @pytest.mark.parametrize(("programme", "fund_class"), [(RESTRICTED, "restricted"), (CUSTODIAL, "custodial")])
    @pytest.mark.parametrize("there_fen", [0, 1_999_99])
    def test_money_with_a_purpose_is_spent_as_far_as_it_reaches(
        self, programme: AidProgrammeOpened, fund_class: FundClass, there_fen: int
    ) -> None:
        funded = left(there_fen, fund_class, on=RAISE.effective_on)
        given(programme, *GRANTED, funded).when(PAY).refused(
            FundInsufficient,
            project="AUTUMN_STUDY",
            fund_class=fund_class,
            left=f"{there_fen // 100}.{there_fen % 100:02d}",
            asked="2000.00",
        )

    def test_money_of_another_class_or_programme_does_not_help(self) -> None:
        custodial = replace(FUNDED, fund_class="custodial")
        elsewhere = replace(FUNDED, project=ProjectId("WARMTH"))
        given(RESTRICTED, *GRANTED, custodial, elsewhere).when(PAY).refused(FundInsufficient, left="0.00")

    def test_what_the_employer_pays_itself_is_not_in_the_books(self) -> None:
        programme = replace(OPENED, fund_source="employer")
        assert money(given(programme, *GRANTED).when(PAY)) == (None, [])

    @pytest.mark.parametrize("programme", [OPENED, RESTRICTED, CUSTODIAL])
    def test_a_payment_before_the_books_is_evidence(self, programme: AidProgrammeOpened) -> None:
        later = keeping(kept_from=date(2015, 8, 21))
        assert money(given(programme, *GRANTED, ledger=later).when(PAY)) == (None, [])

    def test_nothing_is_paid_in_a_closed_period(self) -> None:
        given(OPENED, *GRANTED, ledger=AUGUST_CLOSED).when(PAY).refused(
            PeriodClosed, effective_on="2015-08-20", closed_through="2015-08"
        )


def own_rule(kind: str, *, valid_from: date = date(2015, 8, 1)) -> PostingRule:
    return PostingRule(
        rule_id=RuleId("STUDY-2015"),
        kind=PostingKind(kind),
        chart="2009",
        accounts={ONE: AccountCode("50206")},
        valid_from=valid_from,
        source="工会委员会2015年第3次会议",
    )


class TestPaymentTakenBack:
    @pytest.mark.parametrize(
        ("programme", "fund_class"), [(OPENED, None), (RESTRICTED, "restricted"), (CUSTODIAL, "custodial")]
    )
    def test_in_the_same_year_red_lines_restore_every_account_and_the_fund(
        self, programme: AidProgrammeOpened, fund_class: FundClass | None
    ) -> None:
        before = [] if fund_class is None else [left(5_000_00, fund_class, on=RAISE.effective_on)]
        paid = given(programme, *GRANTED, *before).when(PAY)
        posting, _ = money(paid)
        taken_back, moves = money(given(programme, *GRANTED, *before, *paid.events).when(TAKE_BACK))
        assert taken_back == red(paid.events[0])
        assert merged((*posting.lines, *taken_back.lines)) == ()
        assert [move.left_fen for move in moves] == [move.left_fen for move in before]

    def test_in_a_later_year_it_goes_through_net_assets(self) -> None:
        next_year = date(2016, 1, 4)
        taken_back = given(OPENED, *PAID).when(replace(TAKE_BACK, effective_on=next_year))
        assert money(taken_back) == (
            against_prior_year(
                "2009.prior_year", "102", "331", 2_000_00, FOR_STUDENT, corrects="2015-08-20.2009.aid.study"
            ),
            [],
        )

    @pytest.mark.parametrize(
        ("programme", "fund_class", "account", "rule"),
        [(RESTRICTED, "restricted", "32101", "aid.study"), (CUSTODIAL, "custodial", "221", "custodial")],
    )
    def test_money_with_a_purpose_is_back_in_its_fund_in_a_later_year(
        self, programme: AidProgrammeOpened, fund_class: FundClass, account: str, rule: str
    ) -> None:
        in_2024, in_2025 = date(2024, 8, 20), date(2025, 1, 6)
        before = left(2_000_00, fund_class, on=RAISE.effective_on)
        paid = given(programme, *GRANTED, before).when(replace(PAY, effective_on=in_2024)).events
        taken_back = replace(TAKE_BACK, disbursed_on=in_2024, effective_on=in_2025)
        of_programme = Dimensions(fund_class, PROJECT, PartyId(STUDENT.id))
        assert money(given(programme, *GRANTED, before, *paid).when(taken_back)) == (
            against_prior_year(
                "2021.prior_year", "102", account, 2_000_00, of_programme, corrects=f"2024-08-20.2021.{rule}"
            ),
            [left(2_000_00, fund_class, on=in_2025)],
        )

    def test_over_the_change_of_the_charts_too(self) -> None:
        in_2021, in_2022 = date(2021, 12, 20), date(2022, 1, 6)
        paid = given(OPENED, *GRANTED).when(replace(PAY, effective_on=in_2021)).events
        taken_back = replace(TAKE_BACK, disbursed_on=in_2021, effective_on=in_2022)
        posting, _ = money(given(OPENED, *GRANTED, *paid).when(taken_back))
        assert posting == against_prior_year(
            "2021.prior_year", "102", "32201", 2_000_00, FOR_STUDENT, corrects="2021-12-20.2009.aid.study"
        )

    def test_nothing_is_taken_back_in_a_closed_period(self) -> None:
        given(OPENED, *PAID, ledger=AUGUST_CLOSED).when(TAKE_BACK).refused(PeriodClosed)

    def test_a_payment_of_a_closed_period_is_taken_back_in_an_open_one(self) -> None:
        taken_back = given(OPENED, *PAID, ledger=AUGUST_CLOSED).when(replace(TAKE_BACK, effective_on=SEPTEMBER_2015))
        assert money(taken_back) == (red(DISBURSED), [])

    def test_evidence_is_taken_back_without_a_posting(self) -> None:
        evidence = (OPENED, *GRANTED, replace(DISBURSED, posting=None), BUDGET_CHARGED, CAP_CHARGED)
        assert money(given(*evidence).when(TAKE_BACK)) == (None, [])


class TestReceipt:
    @pytest.mark.parametrize(
        ("source", "kind", "of_2009", "of_2021"),
        [
            ("superior_subsidy", "superior_subsidy.assistance", "40304", "40302"),
            ("government_subsidy", "government_subsidy", "404", "40402"),
            ("donation", "donation", "408", "408"),
            ("employer", "employer_subsidy", "405", "405"),
        ],
    )
    def test_its_source_and_the_day_say_which_income_it_is(
        self, source: FundSource, kind: str, of_2009: str, of_2021: str
    ) -> None:
        for chart, account, day in (("2009", of_2009, RAISE.effective_on), ("2021", of_2021, IN_2025)):
            raised = replace(RAISE, fund_source=source, effective_on=day)
            assert money(given(RESTRICTED).when(raised)) == (
                posted(f"{chart}.{kind}", "102", account, 5_000_00, FOR_STUDY),
                [left(5_000_00, on=day)],
            )

    @pytest.mark.parametrize(
        ("purpose", "account"),
        [("hardship", "40304"), ("warmth", "40305"), ("study", "40304"), ("model_worker", "40302")],
    )
    def test_a_superior_unions_subsidy_is_for_a_purpose(self, purpose: AidPurpose, account: str) -> None:
        raised = replace(RAISE, fund_source="superior_subsidy")
        posting, _ = money(given(replace(RESTRICTED, purpose=purpose)).when(raised))
        assert [line.account for line in posting.lines] == ["102", account]

    @pytest.mark.parametrize("purpose", get_args(AidPurpose))
    def test_every_purpose_has_a_subsidy_and_an_expense_under_either_chart(self, purpose: AidPurpose) -> None:
        programme = replace(RESTRICTED, purpose=purpose)
        for raised_on, paid_on in ((date(2015, 7, 15), date(2015, 8, 20)), (date(2025, 7, 15), IN_2025)):
            raised = replace(RAISE, fund_source="superior_subsidy", effective_on=raised_on)
            came_in = given(programme, *GRANTED).when(raised).events
            _, moves = money(given(programme, *GRANTED, *came_in).when(replace(PAY, effective_on=paid_on)))
            assert [move.left_fen for move in moves] == [3_000_00]

    def test_a_subsidy_that_names_no_purpose_is_a_general_one(self) -> None:
        raised = given(OPENED).when(replace(RAISE, fund_source="superior_subsidy"))
        assert money(raised) == (posted("2009.superior_subsidy.general", "102", "40307", 5_000_00), [])

    def test_the_unions_own_money_only_changes_hands_inside(self) -> None:
        assert money(given(OPENED).when(replace(RAISE, fund_source="union"))) == (None, [])

    @pytest.mark.parametrize("source", ["custodial", "employer", "donation"])
    def test_whatever_comes_for_a_custodial_programme_is_kept_for_others(self, source: FundSource) -> None:
        assert money(given(CUSTODIAL).when(replace(RAISE, fund_source=source, place="cash"))) == (
            posted("2009.custodial", "101", "231", 5_000_00, KEPT_FOR_OTHERS),
            [left(5_000_00, "custodial", on=RAISE.effective_on)],
        )

    @pytest.mark.parametrize("programme", [OPENED, RESTRICTED])
    def test_custodial_money_is_not_taken_in_as_the_unions_own(self, programme: AidProgrammeOpened) -> None:
        given(programme).when(replace(RAISE, fund_source="custodial")).refused(
            AidFundsCustodial, programme="AUTUMN_STUDY"
        )

    def test_what_the_employer_pays_itself_never_comes_in(self) -> None:
        programme = replace(OPENED, fund_source="employer")
        assert money(given(programme).when(replace(RAISE, fund_source="employer"))) == (None, [])

    def test_receipts_add_up(self) -> None:
        _, moves = money(given(RESTRICTED, FUNDED).when(RAISE))
        assert moves == [left(10_000_00, change_fen=5_000_00, on=RAISE.effective_on)]

    def test_a_receipt_before_the_books_is_evidence(self) -> None:
        later = keeping(kept_from=date(2015, 8, 1))
        assert money(given(RESTRICTED, ledger=later).when(RAISE)) == (None, [])

    def test_nothing_comes_in_in_a_closed_period(self) -> None:
        given(RESTRICTED, ledger=AUGUST_CLOSED).when(RAISE).refused(PeriodClosed)


class TestReceiptTakenBack:
    def test_red_lines_restore_every_account_and_the_fund(self) -> None:
        raised = given(RESTRICTED).when(RAISE)
        assert money(given(RESTRICTED, *raised.events).when(REVERSE_RECEIPT)) == (
            red(raised.events[0]),
            [left(0, change_fen=-5_000_00, on=REVERSE_RECEIPT.effective_on)],
        )

    def test_what_was_spent_already_is_not_taken_back(self) -> None:
        spent = left(3_000_00, change_fen=-2_000_00, on=PAY.effective_on)
        given(RESTRICTED, RAISED, FUNDED, spent).when(REVERSE_RECEIPT).refused(
            FundInsufficient, left="3000.00", asked="5000.00"
        )

    def test_in_a_later_year_it_goes_through_net_assets(self) -> None:
        next_year = date(2016, 1, 4)
        assert money(given(RESTRICTED, RAISED, FUNDED).when(replace(REVERSE_RECEIPT, effective_on=next_year))) == (
            against_prior_year(
                "2009.prior_year",
                "331",
                "102",
                5_000_00,
                FOR_STUDY,
                corrects=red(RAISED).corrects or "",
            ),
            [left(0, change_fen=-5_000_00, on=next_year)],
        )

    def test_it_names_the_programme_of_the_receipt(self) -> None:
        elsewhere = replace(REVERSE_RECEIPT, programme=ProgrammeCode("WARMTH"))
        given(RESTRICTED, RAISED, FUNDED).when(elsewhere).refused(
            AidReceiptDisagrees, receipt_no="R-1", programme="AUTUMN_STUDY"
        )

    def test_nothing_is_taken_back_in_a_closed_period(self) -> None:
        given(RESTRICTED, RAISED, FUNDED, ledger=AUGUST_CLOSED).when(REVERSE_RECEIPT).refused(PeriodClosed)
