"""The books: every line that money events post, by account, day and source, and the vouchers made from them.

Any event that carries a posting is folded, whatever its activity. A source is what one voucher is made from:
the events of one day, rule and document. Vouchers take up what their source came to; the rest waits.
Turnover (发生额) is debits and credits less those carried (closing entries); a balance is
``opening_fen + debit_fen - credit_fen``, debits above zero.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, get_args

from domain.accounting.charts import chart_on
from domain.accounting.lines import Posting, Side
from domain.accounting.sources import CLOSING, OPENING, day_of, named_source
from domain.activities import cash, entry, ledger, voucher
from domain.catalogue import EVENT_TYPES
from domain.values import ActorId, ChartVersion
from projections.fold import MONEY_EVENTS, Changes, ReadModel, Table
from projections.posted import LineKey, Posted, line_key

SUMS: Final = (
    "debit_fen",
    "credit_fen",
    "carried_debit_fen",
    "carried_credit_fen",
    "opening_fen",
    "taken_debit_fen",
    "taken_credit_fen",
)
ACCOUNT_DAY: Final = Table(
    name="account_day",
    key={"chart": "text", "account": "text", "day": "date", "fund_class": "text", "project": "text"},
    sums=SUMS,
    indexes=(("day",),),
)
"""What an account, in one class of money and one project (``''`` for none), moved on a day."""
ENTRY_LINE: Final = Table(
    name="entry_line",
    key={
        "chart": "text",
        "account": "text",
        "day": "date",
        "fund_class": "text",
        "project": "text",
        "source": "text",
        "party": "text",
        "economic_class": "text",
    },
    sums=SUMS,
    indexes=(("day", "source"), ("party", "day"), ("project", "day")),
    sums_into=ACCOUNT_DAY,
)
"""The same by source, party and economic class: journals and subsidiary ledgers; ``taken`` is on vouchers."""
CORRECTION_LINE: Final = Table(
    name="correction_line",
    key={
        "chart": "text",
        "account": "text",
        "day": "date",
        "fund_class": "text",
        "project": "text",
        "source": "text",
        "corrected_day": "date",
        "corrects": "text",
    },
    sums=("debit_fen", "credit_fen"),
    indexes=(("corrected_day",),),
)
"""What of the entries takes back or puts right the source or voucher ``corrects``, which is of ``corrected_day``."""
SOURCE: Final = Table(
    name="source",
    key={"day": "date", "rule_id": "text", "document_no": "text"},
    sums=("events", "taken_events", "vouchers"),
    values={"summary": "text", "attachments": "integer"},
)
"""What vouchers are made from: ``vouchers`` counts those made so far, also discarded ones."""
SOURCE_APPROVER: Final = Table(
    name="source_approver",
    key={"day": "date", "rule_id": "text", "document_no": "text", "actor": "text"},
    sums=("events",),
)
"""Who approved what a source came to: no other step on its vouchers is theirs."""
VOUCHER: Final = Table(
    name="voucher",
    key={"voucher_id": "text"},
    values={
        "source": "text",
        "period": "text",
        "day": "date",
        "type": "text",
        "kind": "text",
        "summary": "text",
        "state": "text",
        "number": "integer",
        "events": "integer",
        "attachments": "integer",
        "corrects": "text",
        "corrected_by": "text",
        "prepared_by": "text",
        "reviewed_by": "text",
        "signed_by": "text",
        "posted_by": "text",
        "prepared_at": "bigint",
    },
    indexes=(("period", "type", "number"), ("source",)),
)
"""A voucher and how far it is: prepared, reviewed, signed, posted, discarded. ``prepared_at`` is a position."""
VOUCHER_LINE: Final = Table(
    name="voucher_line",
    key={"voucher_id": "text", "line_no": "integer"},
    values={
        "chart": "text",
        "account": "text",
        "side": "text",
        "amount_fen": "bigint",
        "fund_class": "text",
        "project": "text",
        "party": "text",
        "economic_class": "text",
    },
)

PERIOD: Final = Table(
    name="closed_period",
    key={"period": "text"},
    values={"chart": "text", "position": "bigint", "closed_by": "text", "closed_on": "date"},
)
"""A month that is closed, and the last position that its close counted."""
CLOSED_BALANCE: Final = Table(name="closed_balance", key={"period": "text", "account": "text"}, sums=("balance_fen",))
"""What stood on each account when a month was closed: debits less credits, as reported then."""
CASH_COUNT: Final = Table(name="cash_count", key={"day": "date"}, values={"counted_fen": "bigint"})
"""What a count of the cash at the end of a day came to."""

Stated = entry.EntryRecorded | voucher.EntryCorrected
"""Money events in which somebody says what they are about."""
Handled = voucher.Event | Stated | ledger.PeriodClosed | cash.CashCounted
APPROVED: Final[frozenset[type]] = MONEY_EVENTS.intersection(
    kind.event for kind in EVENT_TYPES if "approved_by" in kind.event.__dataclass_fields__
)
"""Money events that say who approved them, or what they take back."""
Columns = Mapping[Side, tuple[str, ...]]
"""Where an amount is added, by the side that it stands on."""
OPENED: Final[Columns] = {"D": ("opening_fen",), "C": ("opening_fen",)}
TURNOVER: Final[Columns] = {"D": ("debit_fen",), "C": ("credit_fen",)}
CARRIED: Final[Columns] = {"D": ("debit_fen", "carried_debit_fen"), "C": ("credit_fen", "carried_credit_fen")}
TAKEN: Final[Columns] = {"D": ("taken_debit_fen",), "C": ("taken_credit_fen",)}


def fold(event: Handled, position: int, rows: Changes) -> None:
    """Move a voucher on, or keep what was said, counted or closed."""
    match event:
        case entry.EntryRecorded():
            _state(event, rows)
        case voucher.EntryCorrected():
            _state(event, rows)
            fold_approved(event, position, rows)
        case cash.CashCounted():
            rows.put(CASH_COUNT, (event.effective_on,), counted_fen=event.counted_fen)
        case ledger.PeriodClosed():
            _fold_closed(event, rows)
        case _:
            _fold_voucher(position, event, rows)


def _state(event: Stated, rows: Changes) -> None:
    """Keep what somebody wrote of a source."""
    posting = event.posting
    if posting is not None:
        attachments = event.attachments if isinstance(event, entry.EntryRecorded) else None
        source = (event.effective_on, posting.rule_id, posting.document_no or "")
        rows.put(SOURCE, source, summary=event.summary, attachments=attachments)


def fold_approved(event: Any, _position: int, rows: Changes) -> None:  # noqa: ANN401 - any of APPROVED
    """Keep who approved what a source came to: nobody, one person, or those behind a voucher that is corrected."""
    posting: Posting | None = event.posting
    if posting is None:
        return
    approved_by: ActorId | tuple[ActorId, ...] | None = event.approved_by
    for actor in approved_by if isinstance(approved_by, tuple) else (approved_by,):
        if actor is not None:
            source = (event.effective_on, posting.rule_id, posting.document_no or "")
            rows.add(SOURCE_APPROVER, (*source, actor), events=1)


def _fold_closed(event: ledger.PeriodClosed, rows: Changes) -> None:
    rows.put(
        PERIOD,
        (event.period,),
        chart=event.chart,
        position=event.position,
        closed_by=event.closed_by,
        closed_on=event.effective_on,
    )
    for held in event.balances:
        rows.add(CLOSED_BALANCE, (event.period, held.account), balance_fen=held.balance_fen)


def post(posted: Posted, rows: Changes) -> None:
    """Post what money events say, and count the events of each source, of which vouchers are to be made."""
    for (day, rule_id, document_no, corrects), source in posted.items():
        where = (chart_on(day), day, named_source(day, rule_id, document_no))
        if rule_id == OPENING:
            signed = ((line, amount if line.side == "D" else -amount) for line, amount in source.amounts.items())
            _add(signed, OPENED, where, rows)
            continue
        _add(source.amounts.items(), CARRIED if rule_id.startswith(CLOSING) else TURNOVER, where, rows)
        rows.add(SOURCE, (day, rule_id, document_no or ""), events=source.events)
        if corrects is not None:
            _correct(source.amounts.items(), corrects, where, rows)


def _correct(
    amounts: Iterable[tuple[LineKey, int]], corrects: str, where: tuple[ChartVersion, date, str], rows: Changes
) -> None:
    chart, day, source = where
    for line, amount_fen in amounts:
        key = (chart, line.account, day, line.fund_class, line.project or "", source, day_of(corrects), corrects)
        rows.add(CORRECTION_LINE, key, **dict.fromkeys(TURNOVER[line.side], amount_fen))


def _add(
    amounts: Iterable[tuple[LineKey, int]], columns: Columns, where: tuple[ChartVersion, date, str], rows: Changes
) -> None:
    """Add amounts to the columns of their sides. ``where`` is chart, day and source."""
    chart, day, source = where
    for line, amount_fen in amounts:
        key = (
            *(chart, line.account, day, line.fund_class, line.project or ""),
            *(source, line.party or "", line.economic_class or ""),
        )
        rows.add(ENTRY_LINE, key, **dict.fromkeys(columns[line.side], amount_fen))


def _fold_voucher(position: int, event: voucher.Event, rows: Changes) -> None:
    match event:
        case voucher.VoucherPrepared():
            _prepared(position, event, rows)
        case voucher.DocumentsAttached():
            rows.put(VOUCHER, (event.voucher_id,), attachments=event.attachments)
        case voucher.VoucherReviewed():
            rows.put(VOUCHER, (event.voucher_id,), state="reviewed", reviewed_by=event.reviewed_by)
        case voucher.VoucherSigned():
            rows.put(VOUCHER, (event.voucher_id,), state="signed", signed_by=event.signed_by)
        case voucher.VoucherPosted():
            rows.put(VOUCHER, (event.voucher_id,), state="posted", posted_by=event.posted_by, number=event.number)
        case voucher.VoucherDiscarded():
            rows.put(VOUCHER, (event.voucher_id,), state="discarded")
            _take(event, -1, rows)
        case _:  # a number given out stands on the voucher that was posted under it
            return


def _prepared(position: int, event: voucher.VoucherPrepared, rows: Changes) -> None:
    rows.put(
        VOUCHER,
        (event.voucher_id,),
        source=event.source,
        period=event.period,
        day=event.day,
        type=event.type,
        kind=event.kind,
        summary=event.summary,
        state="prepared",
        events=event.events,
        attachments=event.attachments,
        corrects=event.corrects,
        prepared_by=event.prepared_by,
        prepared_at=position,
    )
    if event.corrects is not None:
        rows.put(VOUCHER, (event.corrects,), corrected_by=event.voucher_id)
    chart = chart_on(event.day)
    for line_no, line in enumerate(event.lines, start=1):
        rows.put(
            VOUCHER_LINE,
            (event.voucher_id, line_no),
            chart=chart,
            account=line.account,
            side=line.side,
            amount_fen=line.amount_fen,
            fund_class=line.fund_class,
            project=line.project,
            party=line.party,
            economic_class=line.economic_class,
        )
    _take(event, 1, rows)


def _take(event: voucher.VoucherPrepared | voucher.VoucherDiscarded, sign: int, rows: Changes) -> None:
    """Count what a voucher took up of its source, or gave back."""
    day, rule_id, document_no = event.day, event.rule_id, event.document_no or ""
    taken = [(line_key(line), sign * line.amount_fen) for line in event.lines]
    _add(taken, TAKEN, (chart_on(day), day, event.source), rows)
    rows.add(SOURCE, (day, rule_id, document_no), taken_events=sign * event.events, vouchers=1 if sign > 0 else 0)


BOOKS: Final = ReadModel(
    name="books",
    version=1,
    tables=(
        ACCOUNT_DAY,
        ENTRY_LINE,
        CORRECTION_LINE,
        SOURCE,
        SOURCE_APPROVER,
        VOUCHER,
        VOUCHER_LINE,
        PERIOD,
        CLOSED_BALANCE,
        CASH_COUNT,
    ),
    folds={Handled: fold, **dict.fromkeys(APPROVED, fold_approved)},
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - frozenset(get_args(Handled)) - MONEY_EVENTS,
    post=post,
)
