"""A company union's year under the chart of 2021, as events of the books: the year whose statements are known."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Final

from domain.accounting.closing import ClosingEntry, after, results_carried, year_end
from domain.accounting.lines import Line, Posting, Side
from domain.activities.closing import ResultsCarried
from domain.activities.entry import EntryRecorded, OpeningBalanceRecorded
from domain.activities.ledger import LedgerOpened
from domain.values import (
    AccountCode,
    ActorId,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    LedgerId,
    ProjectId,
    RuleId,
    Text,
)

COMPANY: Final = LedgerId("company")
FIRST: Final = date(2025, 1, 1)
LAST: Final = date(2025, 12, 31)
OPENED: Final = LedgerOpened(
    ledger_id=COMPANY,
    name=Text("化建公司工会"),
    level="grassroots",
    parent_ledger_id=None,
    chart="2021",
    books_from=FIRST,
    closing_mode="monthly",
    effective_on=FIRST,
)
BELLA: Final = ActorId("bella")

OPENING: Final[tuple[tuple[str, Side, FundClass, str | None, int], ...]] = (
    ("102", "D", "unrestricted", None, 2_400_000_00),
    ("102", "D", "custodial", "P-MUTUAL", 36_500_00),
    ("162", "D", "unrestricted", None, 350_000_00),
    ("221", "C", "custodial", "P-MUTUAL", 36_500_00),
    ("30104", "C", "unrestricted", None, 350_000_00),
    ("32205", "C", "unrestricted", None, 2_400_000_00),
)
YEAR: Final[tuple[tuple[date, str, str, str, FundClass, str | None, int], ...]] = (
    # day, what, debit, credit, whose money, project, amount in fen
    (date(2025, 1, 31), "会费", "102", "401", "unrestricted", None, 505_920_00),
    (date(2025, 1, 31), "拨缴经费", "102", "402", "unrestricted", None, 2_177_777_76),
    (date(2025, 1, 31), "应上缴经费", "102", "211", "unrestricted", None, 1_451_851_92),
    (date(2025, 2, 10), "上缴经费", "211", "102", "unrestricted", None, 1_330_864_26),
    (date(2025, 2, 11), "竞赛补助", "102", "405", "restricted", "P-COMP", 100_000_00),
    (date(2025, 2, 12), "送温暖补助", "102", "40302", "restricted", "P-WARM", 60_000_00),
    (date(2025, 2, 12), "互助金", "102", "221", "custodial", "P-MUTUAL", 80_640_00),
    (date(2025, 2, 13), "遗属补助来款", "102", "221", "custodial", "P-SURVIVOR", 325_680_00),
    (date(2025, 3, 1), "大病互助", "221", "102", "custodial", "P-MUTUAL", 29_000_00),
    (date(2025, 3, 15), "遗属补助", "221", "102", "custodial", "P-SURVIVOR", 325_680_00),
    (date(2025, 3, 21), "利息", "102", "408", "unrestricted", None, 9_876_54),
    (date(2025, 5, 8), "上年活动费退回", "102", "32201", "unrestricted", None, 1_200_00),
    (date(2025, 5, 9), "送温暖", "50405", "102", "restricted", "P-WARM", 52_800_00),
    (date(2025, 5, 9), "金秋助学", "50405", "102", "unrestricted", None, 10_000_00),
    (date(2025, 5, 12), "困难帮扶", "50404", "102", "unrestricted", None, 116_800_00),
    (date(2025, 6, 3), "文体活动", "50102", "102", "unrestricted", None, 1_486_400_00),
    (date(2025, 6, 3), "文明家庭", "50106", "102", "unrestricted", None, 6_000_00),
    (date(2025, 7, 7), "竞赛奖金", "50301", "102", "restricted", "P-COMP", 92_500_00),
    (date(2025, 7, 8), "首席员工", "50301", "102", "unrestricted", None, 15_800_00),
    (date(2025, 7, 9), "安全监督员", "50402", "102", "unrestricted", None, 4_300_00),
    (date(2025, 8, 1), "干部培训", "50501", "102", "unrestricted", None, 8_600_00),
    (date(2025, 8, 2), "会议", "50502", "102", "unrestricted", None, 12_000_00),
)
EQUIPMENT: Final = (("50702", "102"), ("162", "30104"))


def opening() -> OpeningBalanceRecorded:
    """What the year opens with."""
    lines = tuple(
        Line(AccountCode(code), side, Fen(amount_fen), fund_class, ProjectId(project) if project else None)
        for code, side, fund_class, project, amount_fen in OPENING
    )
    return OpeningBalanceRecorded(
        chart="2021", posting=Posting(RuleId("opening"), lines), recorded_by=BELLA, effective_on=FIRST
    )


def entry(day: date, what: str, document_no: str, *lines: Line) -> EntryRecorded:
    """An entry of some lines."""
    return EntryRecorded(
        document_no=DocumentNo(document_no),
        summary=Text(what),
        posting=Posting(RuleId("general"), lines, DocumentNo(document_no)),
        attachments=Count(1),
        recorded_by=BELLA,
        effective_on=day,
    )


def pair(
    debit: str, credit: str, amount_fen: int, fund_class: FundClass = "unrestricted", project: str | None = None
) -> tuple[Line, Line]:
    """A debit and a credit."""
    of = (fund_class, ProjectId(project) if project else None)
    return (
        Line(AccountCode(debit), "D", Fen(amount_fen), *of),
        Line(AccountCode(credit), "C", Fen(amount_fen), *of),
    )


def entries() -> Iterator[EntryRecorded]:
    """The year's entries; the documents they rest on are numbered from ``D1`` on."""
    numbers = count(1)
    for day, what, debit, credit, fund_class, project, amount_fen in YEAR:
        yield entry(day, what, f"D{next(numbers)}", *pair(debit, credit, amount_fen, fund_class, project))
    lines = [line for debit, credit in EQUIPMENT for line in pair(debit, credit, 12_800_00)]
    yield entry(date(2025, 8, 3), "办公设备", f"D{next(numbers)}", *lines)


def closing_entries() -> Iterator[ResultsCarried]:
    """What carries the year's results to net assets on its last day."""
    balances = after({}, opening().posting.lines)
    for each in entries():
        balances = after(balances, each.posting.lines)
    carried = list(results_carried("2021", balances))
    for result in carried:
        balances = after(balances, result.lines)
    yield from map(_carried, (*carried, *year_end(balances, frozenset())))


def _carried(each: ClosingEntry) -> ResultsCarried:
    return ResultsCarried(
        step=each.step, posting=Posting(RuleId(f"closing.{each.step}"), each.lines), effective_on=LAST
    )


def company_year(*, carried: bool = True) -> tuple[object, ...]:
    """The whole year as events, in the order of the log; with ``carried`` its results stand in net assets."""
    return (OPENED, opening(), *entries(), *(closing_entries() if carried else ()))


__all__ = ["COMPANY", "FIRST", "LAST", "OPENED", "company_year", "entry", "pair"]
