"""The facts of money that one union sends another: an event in the books of each, linked by one correlation id."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

from domain.accounting.lines import Posting
from domain.values import DocumentNo, Fen, FundClass, LedgerId, MoneyPlace, ProjectId, RuleId, Text

CorrelationId = NewType("CorrelationId", str)
"""Names one remittance in both ledgers: the sending ledger and its number, as ``"school.2025-03"``."""

RemittanceKind = Literal[
    "upstream", "passed_down", "general", "rebate", "surplus", "special", "assistance", "warmth", "relief"
]
"""Contributions to the superior union (上缴经费), contributions passed down (转拨经费), and subsidies by their kind."""
RemittanceSide = Literal["sent", "received"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceSent:
    """Money left for another union. It is in transit until that union has received it."""

    correlation_id: CorrelationId
    remittance_no: DocumentNo
    remittance_kind: RemittanceKind
    from_ledger_id: LedgerId
    to_ledger_id: LedgerId
    amount_fen: Fen
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceReceived:
    """Money that another union sent came in and was divided; ``rule_id`` is None if the advice states the shares."""

    correlation_id: CorrelationId
    remittance_no: DocumentNo
    remittance_kind: RemittanceKind
    from_ledger_id: LedgerId
    to_ledger_id: LedgerId
    sent_on: date
    amount_fen: Fen
    own_fen: Fen
    up_fen: Fen
    down_fen: Fen
    place: MoneyPlace
    fund_class: FundClass
    project: ProjectId | None
    rule_id: RuleId | None
    posting: Posting
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceConfirmed:
    """The sending union knows that its money arrived."""

    correlation_id: CorrelationId
    remittance_no: DocumentNo
    remittance_kind: RemittanceKind
    to_ledger_id: LedgerId
    amount_fen: Fen
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceConfirmationWithdrawn:
    """The sending union knows that its money did not arrive after all: the receipt was taken back."""

    correlation_id: CorrelationId
    remittance_no: DocumentNo
    reason: Text
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceReversed:
    """The booking of a remittance was taken back, on the side that this ledger is."""

    correlation_id: CorrelationId
    side: RemittanceSide
    remittance_no: DocumentNo
    remittance_kind: RemittanceKind
    from_ledger_id: LedgerId
    to_ledger_id: LedgerId
    amount_fen: Fen
    booked_on: date
    reason: Text
    posting: Posting
    effective_on: date


OfSender = RemittanceSent | RemittanceConfirmed | RemittanceConfirmationWithdrawn | RemittanceReversed
OfReceiver = RemittanceReceived | RemittanceReversed
Event = RemittanceSent | RemittanceReceived | RemittanceConfirmed | RemittanceConfirmationWithdrawn | RemittanceReversed
