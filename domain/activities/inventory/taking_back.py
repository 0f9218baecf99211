"""Taking purchases and issues of stock back, once, at the value that they had."""

from collections.abc import Sequence
from typing import Any, Final

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line, Posting
from domain.accounting.posting import OpenDay, open_day, posting, taken_back
from domain.activities.expense import Consequence, PaymentDisagrees, check_return, give_back, means_of
from domain.activities.inventory.commands import ReverseStockStep
from domain.activities.inventory.events import StockBought, StockIssued, StockMoved, StockStepReversed
from domain.activities.inventory.refusals import StockStepUnknown
from domain.activities.inventory.states import Stock, StockStep
from domain.activities.inventory.taking import FUND, INVENTORY, moved
from domain.deciding import Asked
from domain.values import Fen, PostingKind, PostingPart

PRIOR_YEAR: Final = PostingKind("prior_year")
OWN_MONEY: Final = PostingPart("unrestricted")


def reverse_stock_step(
    asked: Asked,
    command: ReverseStockStep,
    existing: StockStep | None,
    stock: Stock,
    *means_states: Any,  # noqa: ANN401 - see means_of
) -> Sequence[StockStepReversed | StockMoved | Consequence]:
    """Take back a purchase or an issue, once, at the value that it had."""
    if existing is None or existing.step is None:
        raise StockStepUnknown(document_no=command.document_no, item_no=command.item_no)
    wrong = existing.step
    _check_stated(command, wrong)
    sign = -1 if isinstance(wrong, StockBought) else 1
    fall = moved(command, stock, sign * wrong.quantity, Fen(sign * wrong.value_fen))
    asked.check_day_since(command.effective_on, wrong.effective_on)
    posted = None
    if wrong.posting is not None:
        posted = _taken_back(open_day(asked, command.effective_on), wrong, wrong.posting)
    event = StockStepReversed(
        item_no=command.item_no,
        document_no=command.document_no,
        quantity=wrong.quantity,
        value_fen=wrong.value_fen,
        approved_by=wrong.approved_by if isinstance(wrong, StockBought) else None,
        taken_on=wrong.effective_on,
        reason=command.reason,
        posting=posted,
        effective_on=command.effective_on,
    )
    means = means_of(means_states)
    check_return(asked, means, "reverse-stock-step")
    return [event, fall, *give_back(command, command.document_no, wrong.value_fen, posted, means)]


def _check_stated(command: ReverseStockStep, wrong: StockBought | StockIssued) -> None:
    bought = wrong if isinstance(wrong, StockBought) else None
    recorded = (bought.fund_class, bought.project, bought.approval_no) if bought else ("unrestricted", None, None)
    stated = (command.fund_class, command.project, command.approval_no)
    if command.paid_on != wrong.effective_on or stated != recorded:
        raise PaymentDisagrees(number=command.document_no, paid_on=wrong.effective_on)


def _taken_back(on: OpenDay, wrong: StockBought | StockIssued, earlier: Posting) -> Posting:
    back = taken_back(on, earlier, wrong.effective_on)
    if chart_on(wrong.effective_on) == on.chart:
        return back
    checked = posting(on, back.rule_id, _against_fund(on, wrong, back.lines), back.document_no)
    return back._replace(lines=checked.lines)


def _against_fund(on: OpenDay, wrong: StockBought | StockIssued, lines: Sequence[Line]) -> Sequence[Line]:
    """Move the stock's fund along, against which the goods have stood since the change of charts.

    What they were worth went over to it from net assets then: 财会〔2021〕16号 二.
    """
    fund = on.code(on.rule(INVENTORY), FUND)
    net_assets = on.code(on.rule(PRIOR_YEAR), OWN_MONEY)
    if isinstance(wrong, StockIssued):
        return [one._replace(account=fund) if one.account == net_assets else one for one in lines]
    return [*lines, Line(fund, "D", wrong.value_fen), Line(net_assets, "C", wrong.value_fen)]
