"""What the log says about a period: the recorded events of one ledger sorted by kind.

A pure fold with no tables. Corrections are taken to their word: a payment that was reversed and an
honour that was revoked did not happen, whichever day the correction was made on. So a figure may
differ from the annual totals, where a correction counts in the year in which it is made.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from domain.activities.aid import AidDisbursed, AidFundsRaised, AidFundsReversed, AidReversed
from domain.activities.award import AwardConferred, AwardRevoked
from domain.values import CaseNo
from projections.fold import Recorded

PersonTimeRule = Literal["PT-1", "PT-2"]
"""``PT-1``: one for each granted case and calendar year in which it is paid. ``PT-2``: one for each payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which days a figure speaks of, both included, and how person-times are counted."""

    period_from: date
    period_to: date
    person_times: PersonTimeRule = "PT-1"


Kind = TypeVar("Kind", bound=Any)


class Evidence:
    """The events of one ledger by their kind, corrected."""

    def __init__(self, events: Iterable[Recorded], *, known_by: datetime | None = None) -> None:
        """Sort the events; those recorded after ``known_by`` are not known yet."""
        self._others: defaultdict[type, list[Any]] = defaultdict(list)
        self._payments: dict[tuple[CaseNo, int], AidDisbursed] = {}
        self._receipts: dict[CaseNo, AidFundsRaised] = {}
        self._honours: dict[tuple[str, int, str, str], AwardConferred] = {}
        for recorded in events:
            if known_by is None or recorded.recorded_at <= known_by:
                self._take(recorded.event)

    def _take(self, event: object) -> None:
        match event:
            case AidDisbursed():
                self._payments[event.case_no, event.instalment] = event
            case AidReversed():
                self._payments.pop((event.case_no, event.instalment), None)
            case AidFundsRaised():
                self._receipts[event.receipt_no] = event
            case AidFundsReversed():
                self._receipts.pop(event.receipt_no, None)
            case AwardConferred():
                self._honours[event.award, event.year, event.recipient.kind, event.recipient.id] = event
            case AwardRevoked():
                self._honours.pop((event.award, event.year, event.recipient.kind, event.recipient.id), None)
            case _:
                self._others[type(event)].append(event)

    def of(self, kind: type[Kind], scope: Scope) -> list[Kind]:
        """Return the events of a kind that happened within the days of ``scope``."""
        return [event for event in self._others[kind] if scope.period_from <= event.effective_on <= scope.period_to]

    def payments(self, scope: Scope, programme: str | None = None) -> list[AidDisbursed]:
        """Return the aid payments that stand, of one programme or of all."""
        return [
            payment
            for payment in self._payments.values()
            if scope.period_from <= payment.effective_on <= scope.period_to and programme in {None, payment.programme}
        ]

    def own_payments(self, scope: Scope) -> list[AidDisbursed]:
        """Return the aid paid from the union's own programmes, which custodial money (代管经费) is not."""
        return [payment for payment in self.payments(scope) if payment.fund_source != "custodial"]

    def receipts(self, scope: Scope, programme: str) -> list[AidFundsRaised]:
        """Return the receipts of money for a programme that stand."""
        return [
            receipt
            for receipt in self._receipts.values()
            if receipt.programme == programme and scope.period_from <= receipt.effective_on <= scope.period_to
        ]

    def honours(self, scope: Scope, award: str) -> list[AwardConferred]:
        """Return the honours of an award that stand."""
        return [
            honour
            for honour in self._honours.values()
            if honour.award == award and scope.period_from <= honour.effective_on <= scope.period_to
        ]
