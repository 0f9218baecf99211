from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from domain.accounting.evidence import Remainder, SourceRemainder
from domain.accounting.lines import Line
from domain.accounting.vouchers import type_of
from domain.activities.voucher import (
    AttachDocuments,
    AttachmentsMissing,
    DiscardVoucher,
    NothingToPrepare,
    PostVoucher,
    PrepareVouchers,
    ReviewVoucher,
    SignatureNotNeeded,
    SignVoucher,
    VoucherPosted,
    VoucherPrepared,
    VoucherStateWrong,
    VoucherUnknown,
)
from domain.errors import FOUR_EYES, DateBeforeEarlierStep, DateInFuture, SamePerson
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, Month, RuleId, Text, VoucherId
from tests.domain.given import given
from tests.samples.voucher import (
    AID_RULE,
    AID_VOUCHER,
    ATTACHED,
    BANK,
    DISCARDED,
    DOCUMENT,
    MARCH,
    NUMBERED,
    PAID_ON,
    POSTED,
    PREPARED,
    PREPARED_ON,
    REVIEWED,
    SIGNED,
)

AID_PAID: Final = SourceRemainder(
    source=AID_VOUCHER,
    day=PAID_ON,
    rule_id=AID_RULE,
    document_no=DOCUMENT,
    lines=PREPARED.lines,
    events=Count(1),
    serial=1,
    approved_by=(ActorId("pavel"),),
)
DUES_PAID: Final = SourceRemainder(
    source="2015-03-20.2009.dues",
    day=date(2015, 3, 20),
    rule_id=RuleId("2009.dues"),
    document_no=None,
    lines=(Line(BANK, "D", Fen(3_000)), Line(AccountCode("401"), "C", Fen(3_000))),
    events=Count(12),
    serial=1,
)
PREPARE: Final = PrepareVouchers(period=MARCH, effective_on=PREPARED_ON)
REVIEW: Final = ReviewVoucher(voucher_id=AID_VOUCHER, effective_on=PREPARED_ON)
SIGN: Final = SignVoucher(voucher_id=AID_VOUCHER, effective_on=PREPARED_ON)
POST: Final = PostVoucher(voucher_id=AID_VOUCHER, effective_on=PREPARED_ON)
DISCARD: Final = DiscardVoucher(voucher_id=AID_VOUCHER, reason=Text("摘要不清"), effective_on=PREPARED_ON)
ATTACH: Final = AttachDocuments(voucher_id=AID_VOUCHER, attachments=Count(3), effective_on=PREPARED_ON)
READY: Final = (PREPARED, REVIEWED, SIGNED)
TRANSFER: Final = replace(PREPARED, type="transfer")


def waiting(*sources: SourceRemainder) -> Remainder:
    return Remainder(sources=sources)


def prepared_from(source: SourceRemainder, day: date = date(2015, 3, 31)) -> VoucherPrepared:
    command = PrepareVouchers(period=MARCH, effective_on=day)
    (prepared,) = given().when(command, evidence=waiting(source)).events
    assert isinstance(prepared, VoucherPrepared)
    return prepared


def test_a_voucher_is_prepared_from_what_waits_for_one() -> None:
    given().when(PREPARE, evidence=waiting(AID_PAID)).then(PREPARED)


def test_each_source_has_a_voucher_of_its_own() -> None:
    month_end = replace(PREPARE, effective_on=date(2015, 3, 31))
    events: Any = given().when(month_end, evidence=waiting(AID_PAID, DUES_PAID)).events
    assert [event.voucher_id for event in events] == [AID_PAID.source, DUES_PAID.source]


def test_what_is_dated_later_waits() -> None:
    events: Any = given().when(PREPARE, evidence=waiting(AID_PAID, DUES_PAID)).events
    assert [event.voucher_id for event in events] == [AID_PAID.source]


@pytest.mark.parametrize("sources", [(), (DUES_PAID,), (replace(AID_PAID, lines=()),)])
def test_where_nothing_waits_nothing_is_prepared(sources: tuple[SourceRemainder, ...]) -> None:
    given().when(PREPARE, evidence=waiting(*sources)).refused(NothingToPrepare, period="2015-03")


def test_vouchers_are_not_prepared_ahead() -> None:
    given().when(replace(PREPARE, effective_on=date(2026, 1, 6)), evidence=waiting(AID_PAID)).refused(DateInFuture)


def test_what_comes_to_a_source_later_has_a_further_voucher() -> None:
    further = prepared_from(replace(AID_PAID, serial=2))
    assert further.voucher_id == f"{AID_VOUCHER}~2"
    assert further.source == AID_VOUCHER


def test_the_summary_names_the_accounts_that_face_the_bank_and_how_many_events_there_are() -> None:
    assert prepared_from(DUES_PAID).summary == "会费收入，共12笔"


def test_the_summary_of_an_entry_is_the_one_that_was_written_with_it() -> None:
    entered = replace(AID_PAID, rule_id=RuleId("general"), summary=Text("补记帮扶"), attachments=4)
    assert (prepared_from(entered).summary, prepared_from(entered).attachments) == ("补记帮扶", 4)


def test_a_correction_names_what_it_corrects_and_needs_no_documents() -> None:
    red = replace(AID_PAID, rule_id=RuleId("correction.red"), document_no=DocumentNo("2015-02-01.2009.dues"))
    prepared = prepared_from(red)
    assert (prepared.kind, prepared.corrects, prepared.attachments) == ("red", "2015-02-01.2009.dues", 0)


def test_a_closing_entry_is_a_transfer_voucher_of_its_own_kind() -> None:
    lines = (Line(AccountCode("401"), "D", Fen(3_000)), Line(AccountCode("331"), "C", Fen(3_000)))
    closing = replace(DUES_PAID, rule_id=RuleId("closing.unrestricted.income"), lines=lines)
    prepared = prepared_from(closing)
    assert (prepared.kind, prepared.type, prepared.corrects) == ("closing", "transfer", None)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((Line(BANK, "D", Fen(1)), Line(AccountCode("401"), "C", Fen(1))), "receipt"),
        ((Line(AccountCode("101"), "D", Fen(-1)), Line(AccountCode("401"), "C", Fen(-1))), "receipt"),
        ((Line(AccountCode("50204"), "D", Fen(1)), Line(AccountCode("10201"), "C", Fen(1))), "payment"),
        ((Line(AccountCode("101"), "D", Fen(1)), Line(BANK, "C", Fen(1))), "payment"),
        ((Line(AccountCode("141"), "D", Fen(1)), Line(AccountCode("301"), "C", Fen(1))), "transfer"),
    ],
)
def test_the_type_of_a_voucher_is_that_of_its_money(lines: tuple[Line, ...], expected: str) -> None:
    assert type_of(lines) == expected


def test_a_voucher_is_reviewed_signed_and_posted_by_four_people() -> None:
    given(PREPARED).when(REVIEW, actor="rita").then(REVIEWED)
    given(PREPARED, REVIEWED).when(SIGN, actor="carl").then(SIGNED)
    given(PREPARED, REVIEWED, SIGNED).when(POST, actor="bella").then(POSTED, NUMBERED)


@pytest.mark.parametrize(
    ("history", "command", "actor", "earlier", "rule"),
    [
        ((PREPARED,), REVIEW, "ann", "prepare-vouchers", "财会〔2024〕12号 第二十一条（二）"),
        ((PREPARED,), REVIEW, "pavel", "approval", "财会〔2024〕12号 第二十一条（二）"),
        ((PREPARED, REVIEWED), SIGN, "rita", "review-voucher", "会计法 (2024) 第三十五条; 会计基础工作规范 第十二条"),
        ((PREPARED, REVIEWED), SIGN, "ann", "prepare-vouchers", "财会〔2024〕12号 第二十一条（二）"),
        ((PREPARED, REVIEWED), SIGN, "pavel", "approval", FOUR_EYES),
        (READY, POST, "carl", "sign-voucher", "会计法 (2024) 第三十五条; 会计基础工作规范 第十二条"),
        (READY, POST, "rita", "review-voucher", "财会〔2024〕12号 第二十一条（二）"),
        (READY, POST, "ann", "prepare-vouchers", "会计法 (2024) 第二十五条（一）"),
        (READY, POST, "pavel", "approval", "会计法 (2024) 第二十五条（一）"),
    ],
)
def test_nobody_takes_two_steps_of_one_voucher_and_the_refusal_names_the_rule(
    history: tuple[object, ...], command: object, actor: str, earlier: str, rule: str
) -> None:
    given(*history).when(command, actor=actor).refused(SamePerson, actor=actor, earlier=earlier, rule=rule)


def test_whoever_approved_a_payment_does_not_write_its_voucher() -> None:
    given().when(PREPARE, actor="pavel", evidence=waiting(AID_PAID)).refused(
        SamePerson, actor="pavel", earlier="approval", step="prepare-vouchers"
    )


def test_what_the_preparer_approved_waits_for_another_officer() -> None:
    month_end = replace(PREPARE, effective_on=date(2015, 3, 31))
    events: Any = given().when(month_end, actor="pavel", evidence=waiting(AID_PAID, DUES_PAID)).events
    assert [event.voucher_id for event in events] == [DUES_PAID.source]


@pytest.mark.parametrize(
    ("history", "command", "is_now", "needed"),
    [
        ((PREPARED,), SIGN, "prepared", "reviewed"),
        ((PREPARED,), POST, "prepared", "signed"),
        ((PREPARED, REVIEWED), POST, "reviewed", "signed"),
        ((PREPARED, REVIEWED), REVIEW, "reviewed", "prepared"),
        ((TRANSFER,), POST, "prepared", "reviewed"),
        ((PREPARED, DISCARDED), REVIEW, "discarded", "prepared"),
        ((PREPARED, DISCARDED), ATTACH, "discarded", "prepared"),
        ((PREPARED, DISCARDED), DISCARD, "discarded", "prepared"),
        ((PREPARED, REVIEWED, SIGNED, POSTED), POST, "posted", "signed"),
        ((PREPARED, REVIEWED, SIGNED, POSTED), DISCARD, "posted", "prepared"),
    ],
)
def test_steps_are_taken_in_their_order(history: tuple[object, ...], command: object, is_now: str, needed: str) -> None:
    given(*history).when(command, actor="zoe").refused(VoucherStateWrong, voucher_state=is_now, voucher_needed=needed)


@pytest.mark.parametrize("command", [ATTACH, REVIEW, SIGN, POST, DISCARD])
def test_a_voucher_that_was_not_prepared_is_unknown(command: object) -> None:
    given().when(command).refused(VoucherUnknown, voucher_id=AID_VOUCHER)


def test_no_cashier_signs_a_transfer_voucher() -> None:
    given(TRANSFER, REVIEWED).when(SIGN, actor="carl").refused(SignatureNotNeeded)
    posted = replace(POSTED, type="transfer")
    given(TRANSFER, REVIEWED).when(POST, actor="bella").then(posted, replace(NUMBERED, type="transfer"))


def test_a_voucher_without_documents_is_not_reviewed_until_they_are_attached() -> None:
    bare = replace(PREPARED, attachments=Count(0))

    given(bare).when(REVIEW, actor="rita").refused(AttachmentsMissing)
    given(bare).when(ATTACH).then(ATTACHED)
    given(bare, ATTACHED).when(REVIEW, actor="rita").then(REVIEWED)


def test_closing_and_correcting_vouchers_need_no_documents() -> None:
    for kind in ("closing", "red", "blue", "difference", "prior_year"):
        bare = replace(PREPARED, attachments=Count(0), kind=kind)
        given(bare).when(REVIEW, actor="rita").then(REVIEWED)


def test_a_late_document_is_attached_to_a_posted_voucher() -> None:
    given(PREPARED, REVIEWED, SIGNED, POSTED, NUMBERED).when(ATTACH).then(ATTACHED)


def test_a_step_is_not_dated_before_the_one_it_follows() -> None:
    early = replace(REVIEW, effective_on=PAID_ON)
    given(PREPARED).when(early, actor="rita").refused(DateBeforeEarlierStep, earlier_on="2015-03-16")


def test_a_discarded_voucher_gives_back_what_it_took_up() -> None:
    given(PREPARED, REVIEWED).when(DISCARD, actor="rita").then(DISCARDED)


def test_numbers_follow_on_within_a_type_and_month() -> None:
    second = replace(POST, voucher_id=VoucherId("2015-03-20.2009.aid.hardship.F-13"))
    steps: list[Any] = [PREPARED, REVIEWED, SIGNED]
    history = [replace(event, voucher_id=second.voucher_id) for event in steps]

    posted, _ = given(*history, NUMBERED).when(second, actor="bella").events
    assert isinstance(posted, VoucherPosted)
    assert posted.number == 2

    other_month = replace(NUMBERED, period=Month("2015-02"), number=Count(7))
    posted, _ = given(*history, other_month).when(second, actor="bella").events
    assert isinstance(posted, VoucherPosted)
    assert posted.number == 1
