from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from domain.accounting.evidence import FundsTouched
from domain.accounting.lines import Line, Posting
from domain.accounting.refusals import FundInsufficient, LinesUnbalanced, PeriodClosed
from domain.activities.entry import EntryLine
from domain.activities.fund import FundMoved
from domain.activities.voucher import (
    CorrectionAccountsDiffer,
    CorrectionChangesNothing,
    CorrectionManner,
    CorrectVoucher,
    EntryCorrected,
    VoucherAlreadyCorrected,
    VoucherNotCorrectable,
    VoucherPrepared,
    VoucherStateWrong,
)
from domain.errors import DateBeforeEarlierStep
from domain.values import AccountCode, ActorId, DocumentNo, Fen, FundClass, Month, ProjectId, RuleId, Text, VoucherId
from tests.domain.given import LEDGER, given
from tests.samples.voucher import (
    AID_VOUCHER,
    BANK,
    CORRECTED,
    NUMBERED,
    POSTED,
    POSTED_VOUCHER,
    PREPARED,
    REVIEWED,
    SIGNED,
)

NO_FUNDS: Final = FundsTouched(funds=())
WARMTH: Final = ProjectId("P-WARM")
APRIL: Final = date(2015, 4, 2)


def stated(account: str, side: str, amount_fen: int, fund_class: FundClass = "unrestricted") -> EntryLine:
    return EntryLine(
        account=AccountCode(account),
        side="D" if side == "D" else "C",
        amount_fen=Fen(amount_fen),
        fund_class=fund_class,
        project=WARMTH if fund_class == "restricted" else None,
    )


def payment(account: str, amount_fen: int) -> tuple[EntryLine, ...]:
    return (stated(account, "D", amount_fen), stated("102", "C", amount_fen))


def posted(
    *lines: Line, day: date = date(2015, 3, 15), kind: str = "ordinary", voucher_id: VoucherId = AID_VOUCHER
) -> list[object]:
    prepared = replace(PREPARED, lines=lines, day=day, kind=kind, effective_on=day, voucher_id=voucher_id)  # type: ignore[arg-type] # mypy sees any text
    steps: list[Any] = [replace(step, effective_on=day, voucher_id=voucher_id) for step in (REVIEWED, SIGNED, POSTED)]
    return [prepared, *steps, NUMBERED]


CORRECT: Final = CorrectVoucher(
    voucher_id=AID_VOUCHER,
    manner="difference",
    lines=payment("50204", 320_00),
    reason=Text("金额少记"),
    effective_on=APRIL,
)


def test_a_wrong_amount_is_corrected_by_the_difference() -> None:
    given(*POSTED_VOUCHER).when(CORRECT, evidence=NO_FUNDS).then(CORRECTED)


def test_an_amount_that_was_too_high_is_decreased_in_red() -> None:
    lower = replace(CORRECT, lines=payment("50204", 200_00))
    (corrected,) = given(*POSTED_VOUCHER).when(lower, evidence=NO_FUNDS).events
    assert isinstance(corrected, EntryCorrected)
    assert corrected.posting.lines == (
        Line(AccountCode("50204"), "D", Fen(-30_00)),
        Line(BANK, "C", Fen(-30_00)),
    )


def test_a_wrong_account_is_annulled_in_red_and_replaced_in_blue() -> None:
    history = posted(Line(AccountCode("50304"), "D", Fen(900_00)), Line(BANK, "C", Fen(900_00)))
    command = replace(CORRECT, manner="replace", lines=payment("50102", 900_00), reason=Text("科目记错"))
    common: dict[str, Any] = {
        "voucher_id": AID_VOUCHER,
        "reason": Text("科目记错"),
        "account_rule_id": None,
        "approved_by": PREPARED.approved_by,
        "recorded_by": ActorId("ann"),
        "effective_on": APRIL,
    }
    given(*history).when(command, evidence=NO_FUNDS).then(
        EntryCorrected(
            kind="red",
            posting=Posting(
                RuleId("correction.red"),
                (Line(AccountCode("50304"), "D", Fen(-900_00)), Line(BANK, "C", Fen(-900_00))),
                DocumentNo(AID_VOUCHER),
                AID_VOUCHER,
            ),
            summary=Text("注销3月15日付1号凭证"),
            **common,
        ),
        EntryCorrected(
            kind="blue",
            posting=Posting(
                RuleId("correction.blue"),
                (Line(AccountCode("50102"), "D", Fen(900_00)), Line(BANK, "C", Fen(900_00))),
                DocumentNo(AID_VOUCHER),
                AID_VOUCHER,
            ),
            summary=Text("订正3月15日付1号凭证"),
            **common,
        ),
    )


def test_a_voucher_that_should_not_be_is_annulled_without_another() -> None:
    annul = replace(CORRECT, manner="replace", lines=())
    events = given(*POSTED_VOUCHER).when(annul, evidence=NO_FUNDS).events
    assert [event.kind for event in events if isinstance(event, EntryCorrected)] == ["red"]


def test_an_expense_of_an_earlier_year_comes_back_through_the_adjustment_of_opening_balances() -> None:
    history = posted(
        Line(AccountCode("50404"), "D", Fen(1_200_00)), Line(BANK, "C", Fen(1_200_00)), day=date(2024, 5, 6)
    )
    annul = replace(CORRECT, lines=(), reason=Text("重复支付，已退回"), effective_on=date(2025, 2, 3))

    given(*history).when(annul, evidence=NO_FUNDS).then(
        EntryCorrected(
            voucher_id=AID_VOUCHER,
            kind="prior_year",
            posting=Posting(
                RuleId("correction.prior_year"),
                (Line(AccountCode("32201"), "C", Fen(1_200_00)), Line(BANK, "D", Fen(1_200_00))),
                DocumentNo(AID_VOUCHER),
                AID_VOUCHER,
            ),
            summary=Text("订正2024年5月6日付1号凭证"),
            reason=Text("重复支付，已退回"),
            account_rule_id=RuleId("2021.prior_year"),
            approved_by=PREPARED.approved_by,
            recorded_by=ActorId("ann"),
            effective_on=date(2025, 2, 3),
        )
    )


def test_a_wrong_amount_of_an_earlier_year_is_one_voucher_of_the_difference() -> None:
    history = posted(Line(AccountCode("50404"), "D", Fen(230_00)), Line(BANK, "C", Fen(230_00)), day=date(2024, 5, 6))
    command = replace(CORRECT, lines=payment("50404", 320_00), effective_on=date(2025, 2, 3))
    (corrected,) = given(*history).when(command, evidence=NO_FUNDS).events
    assert isinstance(corrected, EntryCorrected)
    assert corrected.posting.lines == (
        Line(AccountCode("32201"), "D", Fen(90_00)),
        Line(BANK, "C", Fen(90_00)),
    )


def test_a_wrong_result_account_of_an_earlier_year_is_net_assets_by_now() -> None:
    history = posted(Line(AccountCode("50404"), "D", Fen(230_00)), Line(BANK, "C", Fen(230_00)), day=date(2024, 5, 6))
    command = replace(CORRECT, lines=payment("50405", 230_00), effective_on=date(2025, 2, 3))
    given(*history).when(command, evidence=NO_FUNDS).refused(CorrectionChangesNothing)


def test_a_correction_gives_a_project_its_money_back() -> None:
    lines = (
        Line(AccountCode("50205"), "D", Fen(900_00), "restricted", WARMTH),
        Line(BANK, "C", Fen(900_00), "restricted", WARMTH),
    )
    spent = FundMoved(
        project=WARMTH,
        fund_class="restricted",
        change_fen=Fen(-900_00),
        left_fen=Fen(100_00),
        effective_on=date(2015, 3, 15),
    )
    command = replace(CORRECT, manner="replace", lines=payment("50204", 900_00))
    touched = FundsTouched(funds=(("restricted", WARMTH),))

    *_, moved = given(*posted(*lines), spent).when(command, evidence=touched).events
    assert moved == replace(spent, change_fen=Fen(900_00), left_fen=Fen(1_000_00), effective_on=APRIL)


def test_a_correction_spends_no_more_than_a_project_has() -> None:
    restricted = (stated("50205", "D", 230_00, "restricted"), stated("102", "C", 230_00, "restricted"))
    command = replace(CORRECT, manner="replace", lines=restricted)
    given(*POSTED_VOUCHER).when(command, evidence=NO_FUNDS).refused(FundInsufficient, left="0.00", asked="230.00")


def test_a_voucher_is_corrected_once() -> None:
    given(*POSTED_VOUCHER, CORRECTED).when(CORRECT, evidence=NO_FUNDS).refused(VoucherAlreadyCorrected)


@pytest.mark.parametrize("kind", ["red", "blue", "difference", "prior_year", "closing"])
def test_a_correction_is_not_corrected_nor_a_closing_voucher(kind: str) -> None:
    history = posted(*PREPARED.lines, kind=kind)
    given(*history).when(CORRECT, evidence=NO_FUNDS).refused(VoucherNotCorrectable, voucher_kind=kind)


def test_a_voucher_that_is_not_posted_is_discarded_and_not_corrected() -> None:
    given(PREPARED, REVIEWED).when(CORRECT, evidence=NO_FUNDS).refused(VoucherStateWrong, voucher_state="reviewed")


def test_a_difference_changes_amounts_only() -> None:
    other = replace(CORRECT, lines=payment("50205", 320_00))
    given(*POSTED_VOUCHER).when(other, evidence=NO_FUNDS).refused(CorrectionAccountsDiffer)


@pytest.mark.parametrize("manner", ["replace", "difference"])
def test_a_correction_corrects_something(manner: CorrectionManner) -> None:
    same = replace(CORRECT, manner=manner, lines=payment("50204", 230_00))
    given(*POSTED_VOUCHER).when(same, evidence=NO_FUNDS).refused(CorrectionChangesNothing)


def test_the_right_lines_balance() -> None:
    lines = (stated("50204", "D", 320_00), stated("102", "C", 319_00))
    given(*POSTED_VOUCHER).when(replace(CORRECT, lines=lines), evidence=NO_FUNDS).refused(LinesUnbalanced)
    late = replace(CORRECT, lines=lines, effective_on=date(2016, 2, 1))
    given(*POSTED_VOUCHER).when(late, evidence=NO_FUNDS).refused(LinesUnbalanced, debits="320.00", credits="319.00")


def test_a_correction_is_dated_in_an_open_month_and_not_before_what_it_corrects() -> None:
    closed = replace(LEDGER, books=replace(LEDGER.books, closed_through=Month("2015-03")))
    in_march = replace(CORRECT, effective_on=date(2015, 3, 31))

    given(*POSTED_VOUCHER, ledger=closed).when(in_march, evidence=NO_FUNDS).refused(PeriodClosed)
    given(*POSTED_VOUCHER, ledger=closed).when(CORRECT, evidence=NO_FUNDS).then(CORRECTED)
    early = replace(CORRECT, effective_on=date(2015, 3, 14))
    given(*POSTED_VOUCHER).when(early, evidence=NO_FUNDS).refused(DateBeforeEarlierStep)


def test_what_was_posted_stays_as_it_was() -> None:
    events = given(*POSTED_VOUCHER).when(CORRECT, evidence=NO_FUNDS).events
    assert not any(isinstance(event, VoucherPrepared) for event in events)
