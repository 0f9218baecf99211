"""Correcting a posted voucher: generated from it, at most once, in an open month.

Source: 规范 第五十一条（五）; 财会〔2021〕7号 第二十三条.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from domain.accounting.charts import chart_on
from domain.accounting.evidence import FundsTouched
from domain.accounting.lines import Line, Posting, merged
from domain.accounting.posting import OpenDay, open_day, posting, taken_back
from domain.accounting.vouchers import CORRECTION_RULES, WORDS, CorrectionKind, reference
from domain.activities.entry import funds_stated, stated
from domain.activities.fund import FundMoved, move_funds
from domain.activities.voucher.commands import CorrectVoucher
from domain.activities.voucher.events import EntryCorrected
from domain.activities.voucher.refusals import (
    CorrectionAccountsDiffer,
    CorrectionChangesNothing,
    VoucherAlreadyCorrected,
    VoucherNotCorrectable,
    VoucherOfCards,
    VoucherStateWrong,
)
from domain.activities.voucher.states import Voucher
from domain.activities.voucher.steps import existing
from domain.deciding import Asked
from domain.values import DocumentNo, Fen, FundClass, PostingKind, ProjectId

WITH_CARDS: Final = ("fixed_asset.", "inventory")
"""Kinds of posting rules whose vouchers agree with cards of assets or stock."""
PRIOR_YEAR: Final = PostingKind("prior_year")


def funds_moved(command: CorrectVoucher, touched: FundsTouched) -> Sequence[tuple[FundClass, ProjectId]]:
    """Name the funds of the voucher and of the lines that are right, each once."""
    return list(dict.fromkeys((*touched.funds, *funds_stated(command.lines))))


def correct_voucher(
    asked: Asked,
    command: CorrectVoucher,
    state: Voucher | None,
    *known: Any,  # noqa: ANN401 - what is left of each fund, then the evidence
) -> Sequence[EntryCorrected | FundMoved]:
    """Annul and replace, post the difference, or adjust the prior year; each posting is a voucher of its own."""
    *left, touched = known
    voucher = existing(command.voucher_id, state)
    _check_correctable(voucher)
    asked.check_day_since(command.effective_on, voucher.prepared.day)
    on = open_day(asked, command.effective_on)
    right = merged(stated(command.lines))
    corrections = _corrections(on, command, voucher, right)
    whole = Posting(CORRECTION_RULES["red"], tuple(line for _, correction in corrections for line in correction.lines))
    funds: dict[tuple[FundClass, ProjectId], Fen] = dict(zip(funds_moved(command, touched), left, strict=True))
    return [
        *(_corrected(on, command, voucher, kind, correction) for kind, correction in corrections),
        *move_funds(on.day, whole, funds),
    ]


def _check_correctable(voucher: Voucher) -> None:
    prepared = voucher.prepared
    if prepared.kind != "ordinary":
        raise VoucherNotCorrectable(voucher_id=prepared.voucher_id, voucher_kind=prepared.kind)
    if any(kind in prepared.rule_id for kind in WITH_CARDS):
        raise VoucherOfCards(voucher_id=prepared.voucher_id)
    if voucher.state != "posted":
        raise VoucherStateWrong(
            voucher_id=prepared.voucher_id,
            voucher_state=voucher.state,
            voucher_needed="posted",
            step="correct-voucher",
        )
    if voucher.corrected:
        raise VoucherAlreadyCorrected(voucher_id=prepared.voucher_id)


def _corrections(
    on: OpenDay, command: CorrectVoucher, voucher: Voucher, right: Sequence[Line]
) -> Sequence[tuple[CorrectionKind, Posting]]:
    wrong = voucher.prepared.lines
    if set(right) == set(wrong):
        raise CorrectionChangesNothing(voucher_id=command.voucher_id)
    if on.day.year != voucher.prepared.day.year:
        return [("prior_year", _posted(on, command, "prior_year", _prior_year(on, command, voucher, right)))]
    if command.manner == "difference":
        if {_place(line) for line in right} != {_place(line) for line in wrong}:
            raise CorrectionAccountsDiffer(voucher_id=command.voucher_id)
        lines = merged([*_red(wrong), *right])
        return [("difference", _posted(on, command, "difference", lines))]
    red: tuple[CorrectionKind, Posting] = ("red", _posted(on, command, "red", _red(wrong)))
    return [red, ("blue", _posted(on, command, "blue", right))] if right else [red]


def _red(lines: Iterable[Line]) -> Sequence[Line]:
    """Give the red copy of lines."""
    return [line.red for line in lines]


def _place(line: Line) -> Line:
    return line._replace(amount_fen=Fen(0))


def _posted(on: OpenDay, command: CorrectVoucher, kind: CorrectionKind, lines: Sequence[Line]) -> Posting:
    made = posting(on, CORRECTION_RULES[kind], lines, DocumentNo(command.voucher_id))
    return made._replace(corrects=command.voucher_id)


def _prior_year(on: OpenDay, command: CorrectVoucher, voucher: Voucher, right: Sequence[Line]) -> Sequence[Line]:
    """Take the wrong lines back and bring the right ones in, results through the adjustment of opening balances.

    Raises:
        CorrectionChangesNothing: they differ in results of the closed year only, which are net assets by now.
    """
    day = voucher.prepared.day
    rule_id = CORRECTION_RULES["prior_year"]
    if right:
        # The month is closed, but the lines are those of its chart.
        posting(OpenDay(asked=on.asked, day=day, chart=chart_on(day)), rule_id, right)
    moved = [
        line
        for lines in (voucher.prepared.lines, _red(right))
        if lines
        for line in taken_back(on, Posting(rule_id, tuple(lines)), day).lines
    ]
    blue = _net(moved)
    if not blue:
        raise CorrectionChangesNothing(voucher_id=command.voucher_id)
    return blue


def _net(lines: Iterable[Line]) -> Sequence[Line]:
    """Offset debits and credits of one account and dimensions; what is left stands in blue on its side."""
    sums: dict[Line, int] = defaultdict(int)
    for line in lines:
        sums[line._replace(side="D", amount_fen=Fen(0))] += line.debit_fen - line.credit_fen
    return [
        place._replace(side="D" if amount > 0 else "C", amount_fen=Fen(abs(amount)))
        for place, amount in sums.items()
        if amount
    ]


def _corrected(
    on: OpenDay, command: CorrectVoucher, voucher: Voucher, kind: CorrectionKind, correction: Posting
) -> EntryCorrected:
    prepared = voucher.prepared
    return EntryCorrected(
        voucher_id=command.voucher_id,
        kind=kind,
        posting=correction,
        summary=reference(kind, prepared.day, f"{WORDS[prepared.type]}{voucher.number}"),
        reason=command.reason,
        account_rule_id=on.rule(PRIOR_YEAR).rule_id if kind == "prior_year" else None,
        approved_by=prepared.approved_by,
        recorded_by=on.asked.actor,
        effective_on=command.effective_on,
    )
