"""What a decision must know of the whole ledger, read from the read model ``books`` at the log's last position."""

from dataclasses import dataclass
from datetime import date

from domain.accounting.lines import Line
from domain.values import ActorId, Count, DocumentNo, FundClass, ProjectId, RuleId, Text, VoucherId


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRemainder:
    """What the events of one day, rule and document come to beyond the vouchers made from them so far.

    ``lines`` are merged, and none is zero; there are none where events cancel out. ``events`` counts the events
    not taken up yet. ``serial`` is 1 until a voucher was made from this source, then one more than the last (a
    discarded one keeps its own).
    ``summary`` and ``attachments`` are those that an event states (``EntryRecorded``, ``EntryCorrected``).
    ``approved_by`` are all who approved one of its events, whether or not a voucher has taken that up: no more people
    than the union has approvers.
    """

    source: str
    day: date
    rule_id: RuleId
    document_no: DocumentNo | None
    lines: tuple[Line, ...]
    events: Count
    serial: int
    summary: Text | None = None
    attachments: int = 0
    approved_by: tuple[ActorId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What no voucher has taken up, of the month that the command names (``period``), in the order of source.

    Opening balances are brought in without a voucher and are no part of it. Source: 规范 第六十三条.
    """

    sources: tuple[SourceRemainder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsTouched:
    """Which money of projects, of whichever class, the lines carry that a command takes back."""

    funds: tuple[tuple[FundClass, ProjectId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VouchersReady:
    """The vouchers of the month that the command names which are ready for its step, in the order of their days."""

    voucher_ids: tuple[VoucherId, ...]
