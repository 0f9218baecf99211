"""What holds for vouchers whatever is asked, and in whatever order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from hypothesis import given as histories
from hypothesis import strategies as st

from domain.accounting.evidence import FundsTouched, Remainder, SourceRemainder
from domain.accounting.lines import Line, imbalance_fen, merged
from domain.activities.entry import EntryLine
from domain.activities.voucher import (
    CorrectVoucher,
    DiscardVoucher,
    EntryCorrected,
    PostVoucher,
    PrepareVouchers,
    ReviewVoucher,
    SignVoucher,
    VoucherNumbered,
    VoucherPosted,
    VoucherPrepared,
    voucher,
)
from domain.errors import LedgerError
from domain.values import AccountCode, Count, Fen, Month, RuleId, Text, VoucherId, month_of
from tests.domain.given import History

DAYS: Final = (date(2025, 3, 14), date(2025, 3, 15), date(2025, 4, 2))
LATER: Final = date(2025, 5, 6)
NEXT_YEAR: Final = date(2026, 1, 5)
PEOPLE: Final = {
    PrepareVouchers: "ann",
    ReviewVoucher: "rita",
    SignVoucher: "carl",
    PostVoucher: "bella",
    DiscardVoucher: "rita",
    CorrectVoucher: "ann",
}
ACCOUNTS: Final = ("101", "102", "135", "215", "401", "408", "50102", "50404")
RESULTS: Final = ("4", "5")

amounts = st.integers(1, 1_000)
entries = st.tuples(st.permutations(ACCOUNTS), amounts, amounts).map(
    lambda drawn: (
        Line(AccountCode(drawn[0][0]), "D", Fen(drawn[1])),
        Line(AccountCode(drawn[0][1]), "D", Fen(drawn[2])),
        Line(AccountCode(drawn[0][2]), "C", Fen(drawn[1] + drawn[2])),
    )
)


def source(day: date, number: int, lines: tuple[Line, ...]) -> SourceRemainder:
    name = f"{day.isoformat()}.R{number}"
    return SourceRemainder(
        source=name,
        day=day,
        rule_id=RuleId(f"R{number}"),
        document_no=None,
        lines=lines,
        events=Count(1),
        serial=1,
        attachments=1,
    )


def prepared(*sources: SourceRemainder) -> History:
    history = History()
    for period in dict.fromkeys(month_of(each.day) for each in sources):
        remainder = Remainder(sources=tuple(each for each in sources if month_of(each.day) == period))
        history.ask(PrepareVouchers(period=period, effective_on=LATER), actor="ann", evidence=remainder)
    return history


def asked(history: History, command: object) -> list[Any]:
    evidence = FundsTouched(funds=()) if isinstance(command, CorrectVoucher) else None
    try:
        return list(history.ask(command, actor=PEOPLE[type(command)], evidence=evidence))
    except LedgerError:
        return []


def post(history: History, voucher_id: VoucherId) -> None:
    for step in (ReviewVoucher, SignVoucher, PostVoucher):
        asked(history, step(voucher_id=voucher_id, effective_on=LATER))


def balances(lines: Iterable[Line]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.account] += line.debit_fen - line.credit_fen
    return {account: fen for account, fen in sums.items() if fen}


@st.composite
def months(draw: st.DrawFn) -> tuple[list[SourceRemainder], list[Any]]:
    sources = [source(draw(st.sampled_from(DAYS)), number, draw(entries)) for number in range(draw(st.integers(1, 6)))]
    ids = st.sampled_from([VoucherId(each.source) for each in sources])
    steps = st.one_of(
        *(
            st.builds(kind, voucher_id=ids, effective_on=st.just(LATER))
            for kind in (ReviewVoucher, SignVoucher, PostVoucher)
        ),
        st.builds(DiscardVoucher, voucher_id=ids, reason=st.just(Text("错")), effective_on=st.just(LATER)),
        st.builds(
            CorrectVoucher,
            voucher_id=ids,
            manner=st.just("replace"),
            lines=st.just(()),
            reason=st.just(Text("错")),
            effective_on=st.just(LATER),
        ),
    )
    posting = [
        step(voucher_id=VoucherId(each.source), effective_on=LATER)
        for each in draw(st.lists(st.sampled_from(sources), unique_by=lambda one: one.source))
        for step in (ReviewVoucher, SignVoucher, PostVoucher)
    ]
    return sources, [*draw(st.lists(steps, max_size=20)), *posting, *draw(st.lists(steps, max_size=20))]


@histories(months())
def test_numbers_run_from_one_without_gap_in_any_order_of_steps(drawn: tuple[list[SourceRemainder], list[Any]]) -> None:
    sources, commands = drawn
    history = prepared(*sources)
    events = [event for command in commands for event in asked(history, command)]

    numbers: dict[tuple[str, Month], list[int]] = defaultdict(list)
    for event in events:
        if isinstance(event, VoucherPosted):
            numbers[event.type, event.period].append(event.number)
    assert all(given_out == list(range(1, len(given_out) + 1)) for given_out in numbers.values())
    posted = [event.voucher_id for event in events if isinstance(event, VoucherPosted)]
    assert posted == [event.voucher_id for event in events if isinstance(event, VoucherNumbered)]
    assert len(set(posted)) == len(posted)


@histories(months())
def test_the_lines_of_a_posted_voucher_never_change(drawn: tuple[list[SourceRemainder], list[Any]]) -> None:
    sources, commands = drawn
    history = prepared(*sources)
    for command in commands:
        asked(history, command)

    for each in sources:
        found = history.state(voucher(VoucherId(each.source)))
        assert found.prepared.lines == each.lines
        assert (found.number > 0) == (found.state == "posted")
        assert not found.corrected or found.number > 0


@histories(entries)
def test_a_correction_in_the_same_year_restores_every_account_and_all_turnover(lines: tuple[Line, ...]) -> None:
    (corrected,) = _corrected(lines, LATER)

    assert merged([*lines, *corrected.posting.lines]) == ()


@histories(entries, entries)
def test_a_replaced_voucher_comes_to_what_it_should_have_been(wrong: tuple[Line, ...], right: tuple[Line, ...]) -> None:
    events = _corrected(wrong, LATER, tuple(EntryLine(**line._asdict()) for line in right))

    corrected = [line for event in events for line in event.posting.lines]
    assert balances([*wrong, *corrected]) == balances(right)
    assert (set(wrong) == set(right)) == (events == [])


@histories(entries)
def test_a_correction_of_an_earlier_year_restores_every_account_but_results(lines: tuple[Line, ...]) -> None:
    events = _corrected(lines, NEXT_YEAR)
    moved = balances(lines)
    result_fen = sum(fen for account, fen in moved.items() if account.startswith(RESULTS))

    corrected = [line for event in events for line in event.posting.lines]
    expected = {account: -fen for account, fen in moved.items() if not account.startswith(RESULTS)}
    if result_fen:
        expected["32201"] = -result_fen
    assert balances(corrected) == expected
    assert imbalance_fen(corrected) == 0
    assert all(line.amount_fen > 0 for line in corrected)


def _corrected(lines: tuple[Line, ...], day: date, right: tuple[EntryLine, ...] = ()) -> list[EntryCorrected]:
    waiting = source(DAYS[0], 1, lines)
    history = prepared(waiting)
    post(history, VoucherId(waiting.source))
    command = CorrectVoucher(
        voucher_id=VoucherId(waiting.source), manner="replace", lines=right, reason=Text("错"), effective_on=day
    )
    return [event for event in asked(history, command) if isinstance(event, EntryCorrected)]


def test_what_is_prepared_is_what_waited() -> None:
    waiting = source(DAYS[0], 1, (Line(AccountCode("102"), "D", Fen(1)), Line(AccountCode("408"), "C", Fen(1))))
    found = prepared(waiting).state(voucher(VoucherId(waiting.source))).prepared
    assert isinstance(found, VoucherPrepared)
    assert (found.lines, found.events, found.source) == (waiting.lines, waiting.events, waiting.source)
