import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from string import Formatter
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounting.refusals import FundClassNotAllowed
from domain.activities.closing import CHECKS, Finding, PeriodNotReady
from domain.activities.dues import DuesPaid, DuesTurnedIn
from domain.activities.membership import MemberReadmitted
from domain.catalogue import ACTIVITIES, COMMAND_TYPES, EVENT_TYPE_OF, EVENT_TYPES
from domain.deciding import Role
from domain.errors import DateInFuture, LedgerError, SamePerson
from domain.values import AccountCode, BranchId, Count, Fen, MemberNo, Month
from projections.member_cards import CardStatus, Standing
from services.messages import (
    LANGUAGES,
    TEXTS,
    Language,
    error_text,
    event_name,
    instant,
    money,
    negotiate,
    option,
    sentence,
    text,
    total_name,
)
from services.messages.catalogue import REFUSALS
from services.messages.facts import SECTIONS
from services.web.rendering import FOLDER
from tests.golden import sample_events

PAID = DuesPaid(
    member_no=MemberNo("M0601"),
    period=Month("2015-03"),
    entry_no=Count(2),
    method="cash",
    amount_fen=Fen(41_320_00),
    arrears_change_fen=Fen(0),
    prepaid_change_fen=Fen(41_320_00),
    posting=None,
    effective_on=date(2015, 3, 12),
)
USED_IN_CODE = re.compile(
    r"(value|subject|total|activity|event|sentence|command|hint|sheet)\..*|problem\.(?!back).*|feed\.unreadable|site\.and"
    r"|member\.(identity_number|phone|bank_account|address)"
)
"""Texts whose keys are put together by code; the other tests here look for each of them."""


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def every_refusal() -> list[type[LedgerError]]:
    for package in ("domain", "projections", "services"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    return sorted(set(_below(LedgerError)), key=lambda refusal: refusal.code)


def _below(refusal: type[LedgerError]) -> Iterator[type[LedgerError]]:
    for further in refusal.__subclasses__():
        if further.__module__.split(".")[0] in {"domain", "projections", "services"}:
            yield further
        yield from _below(further)


def test_both_languages_have_the_same_texts() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["zh"])


def test_a_text_asks_for_the_same_facts_in_both_languages() -> None:
    differing = {
        key: (english, TEXTS["zh"][key])
        for key, english in TEXTS["en"].items()
        if placeholders(english) != placeholders(TEXTS["zh"][key])
    }
    assert differing == {}


def test_no_text_is_empty() -> None:
    assert [key for language in LANGUAGES for key, words in TEXTS[language].items() if not words.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_a_name_and_every_command_and_activity_too(language: Language) -> None:
    wanted = {
        *(f"event.{kind.name}" for kind in EVENT_TYPES),
        *(f"command.{kind.name}" for kind in COMMAND_TYPES),
        *(f"activity.{activity.name}" for activity in ACTIVITIES),
    }
    assert wanted - set(TEXTS[language]) == set()


def test_no_name_or_sentence_is_left_of_an_event_that_is_gone() -> None:
    names = {kind.name for kind in EVENT_TYPES}
    kept = {key.partition(".")[2] for key in TEXTS["en"] if key.startswith(("event.", "sentence."))}
    assert kept == names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", sample_events(), ids=lambda event: EVENT_TYPE_OF[type(event)].name)
def test_every_event_can_be_told_as_a_sentence(language: Language, event: object) -> None:
    told = sentence(language, EVENT_TYPE_OF[type(event)].name, event)

    assert told.endswith("." if language == "en" else "。")
    # A day in ISO form is not for people, but a voucher's id begins with one.
    assert re.search(r"None|True|False|[{}]|\d{4}-\d{2}-\d{2}(?!\d|\.\w)", told) is None


def test_every_value_of_a_closed_choice_has_a_word_in_both_languages() -> None:
    missing = {
        f"value.{section}.{value}"
        for section, value in _choices()
        for language in LANGUAGES
        if f"value.{section}.{value}" not in TEXTS[language]
    }
    assert missing == set()


def _choices() -> Iterator[tuple[str, object]]:
    yield from (("role", role) for role in get_args(Role))
    yield from (("standing", standing) for standing in get_args(Standing))
    yield from (("card_status", status) for status in get_args(CardStatus))
    for kind in EVENT_TYPES:
        for name, hint in get_type_hints(kind.event).items():
            if get_origin(hint) is Literal and name != "chart":
                yield from ((SECTIONS.get(name, name), value) for value in get_args(hint))
            if hint is bool:
                yield from ((name, word) for word in ("yes", "no"))


def test_every_refusal_has_a_chinese_text_and_no_text_is_left_of_one_that_is_gone() -> None:
    codes = {refusal.code for refusal in every_refusal()} | {f"finding.{check}" for check in CHECKS}
    assert codes == set(REFUSALS)


def test_a_refusal_tells_the_same_facts_in_chinese_as_in_english() -> None:
    differing = {
        refusal.code: (sorted(placeholders(refusal.text)), sorted(placeholders(REFUSALS[refusal.code])))
        for refusal in every_refusal()
        if placeholders(refusal.text) != placeholders(REFUSALS[refusal.code])
    }
    assert differing == {}


def test_a_refusal_is_told_in_the_language_of_the_reader() -> None:
    refusal = DateInFuture(effective_on=date(2015, 3, 12), today=date(2015, 3, 11))

    assert error_text("en", refusal) == str(refusal)
    assert error_text("zh", refusal) == ("2015年3月12日尚未到来，今天（北京时间）是2015年3月11日。请到当天再登记。")


def test_a_refusal_calls_steps_by_their_names() -> None:
    refusal = SamePerson(actor="ann", earlier="request-aid", step="approve-aid")
    assert error_text("zh", refusal) == (
        "ann 已在本事项上办理“申请帮扶”，不得再办理“批准帮扶”"
        "（会计法 (2024) 第二十五条; 财会〔2024〕12号 第二十一条（二））。请由他人办理。"
    )


def test_what_stands_in_the_way_of_a_close_is_said_in_both_languages() -> None:
    findings = (Finding("not_depreciated", "FA-1"), Finding("money_below_zero", "2025-06-03"))
    refusal = PeriodNotReady(period=Month("2025-06"), findings=findings)

    assert error_text("zh", refusal) == (
        "2025年6月 尚不能结账：固定资产 FA-1 尚未计提至本月的折旧；"
        "2025-06-03 库存现金或银行存款为负数。请先处理这些事项，再结账。"
    )
    assert error_text("en", refusal) == (
        "2025-06 cannot be closed yet: asset FA-1 is not depreciated through the month; "
        "cash or bank is below zero on 2025-06-03. Put these in order, then close it."
    )


def test_a_refusal_to_an_approver_says_that_they_approved() -> None:
    refusal = SamePerson(actor="pavel", earlier="approval", step="review-voucher", rule="财会〔2024〕12号")
    assert (
        error_text("zh", refusal)
        == "pavel 已在本事项上办理“审批”，不得再办理“审核凭证”（财会〔2024〕12号）。请由他人办理。"
    )


def test_a_refusal_tells_classes_of_money_and_no_project_in_words() -> None:
    refusal = FundClassNotAllowed(
        account=AccountCode("40302"), name="专项补助收入", fund_class="restricted", project=None
    )
    assert error_text("zh", refusal) == ("科目 40302 专项补助收入不能登记专项资金，项目：无。请检查资金性质和项目。")


def test_a_payment_is_told_with_its_month_its_method_and_its_amount() -> None:
    assert sentence("en", "dues.paid", PAID) == "Member M0601 paid ¥41,320.00 for Mar 2015: cash."
    assert sentence("zh", "dues.paid", PAID) == "会员 M0601 缴纳2015年3月会费 ¥41,320.00（现金）。"


def test_what_is_left_open_is_told_in_words() -> None:
    event = MemberReadmitted(member_no=MemberNo("M1"), branch_id=None, effective_on=date(2015, 1, 1))
    assert sentence("en", "member.readmitted", event) == "Member M1 joined again; branch: no branch."


def test_a_branch_that_calls_itself_nothing_is_told_by_its_id() -> None:
    event = MemberReadmitted(member_no=MemberNo("M1"), branch_id=BranchId("none"), effective_on=date(2015, 1, 1))
    assert sentence("en", "member.readmitted", event) == "Member M1 joined again; branch: none."


def test_braces_in_a_fact_are_told_as_they_are() -> None:
    event = DuesTurnedIn(
        branch_id=BranchId("{amount}"),
        period=Month("2015-03"),
        amount_fen=Fen(1),
        posting=None,
        effective_on=date(2015, 4, 1),
    )
    assert sentence("en", "dues.turned_in", event) == "Branch {amount} turned in ¥0.01 of dues for Mar 2015."


def test_events_and_totals_have_names_that_fall_back_on_what_is_stored() -> None:
    assert (event_name("zh", "member.enrolled"), event_name("en", "later.thing")) == ("会员入会", "later.thing")
    assert total_name("zh", "enrolment", "admitted") == "入会：新入会"
    assert total_name("en", "aid", "WARMTH") == "Aid paid: WARMTH"
    assert total_name("en", "later_kind", "") == "later_kind"
    assert option("en", "standing", "later") == "later"


@given(amount_fen=st.integers(min_value=-(10**14), max_value=10**14))
def test_an_amount_is_written_to_the_fen_in_either_language(amount_fen: int) -> None:
    for language in LANGUAGES:
        written = money(language, amount_fen)
        assert int(re.sub(r"[¥,.]", "", written)) == amount_fen
        assert re.fullmatch(r"-?¥\d{1,3}(,\d{3})*\.\d{2}", written)


def test_an_instant_is_written_as_the_clock_shows_it_in_china() -> None:
    recorded = datetime(2015, 12, 31, 16, 5, tzinfo=UTC)
    assert instant("zh", recorded) == "2016年1月1日 00:05"
    assert instant("en", recorded) == "1 Jan 2016, 00:05"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("EN-us,en;q=0.5", "en"),
        ("fr, de;q=0.9", "zh"),
        ("fr, en;q=0.3, zh-CN;q=0.2", "en"),
        ("en;q=0.2, zh-CN;q=0.9", "zh"),
        ("en;q=0", "zh"),
        ("en;q=much", "zh"),
        ("en;q=nan, zh;q=0.1", "zh"),
        ("*", "zh"),
    ],
)
def test_the_language_is_the_one_the_reader_prefers(header: str | None, language: Language) -> None:
    assert negotiate(header) == language


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("en", "no.such.text")


def test_the_pages_use_every_text_that_is_theirs_and_no_other() -> None:
    templates = "\n".join(file.read_text(encoding="utf-8") for file in sorted((FOLDER / "templates").iterdir()))
    used = set(re.findall(r'\bt\("([a-z_.]+)"[,)]', templates))
    written = {key for key in TEXTS["en"] if USED_IN_CODE.fullmatch(key) is None}

    assert used == written
