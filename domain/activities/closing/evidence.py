"""What a close must know of the whole ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain.accounting.closing import Balances

NOT_CARRIED: Final = "results_not_carried"
"""The check that a ledger which carries its results in December only need not meet before."""
ACCRUALS_NOT_STATED: Final = "accruals_not_stated"
PENDING_NOT_EXPLAINED: Final = "pending_not_explained"
CHECKS: Final[Mapping[str, str]] = {
    "not_on_a_voucher": "{where} stands on no voucher",
    "voucher_not_posted": "voucher {where} is not posted",
    "voucher_numbers_with_gaps": "the numbers of vouchers have gaps ({where})",
    "turnover_not_equal": "debits and credits of the month differ by {where}",
    "trial_balance_not_zero": "the trial balance comes to {where}",
    "ledgers_differ": "the subsidiary ledgers of account {where} differ from the general ledger",
    "money_below_zero": "cash or bank is below zero on {where}",
    "bank_not_reconciled": "the bank is not reconciled with the books ({where})",
    "cash_not_counted": "the cash at the end of the last day is not counted as the books have it ({where})",
    "custodial_money_differs": "custodial money and the debt for it differ ({where})",
    NOT_CARRIED: "the result on account {where} is not carried to net assets",
    "sheet_not_balanced": "the balance sheet does not balance ({where})",
    "not_depreciated": "asset {where} is not depreciated through the month",
    "quota_not_zero": "account 111 holds {where} at the year's end",
    "details_not_carried": "account {where} is not carried forward at the year's end",
    PENDING_NOT_EXPLAINED: "182 holds {where} at the year's end and no reason is stated (pending_reason)",
    ACCRUALS_NOT_STATED: "nobody states that the year's accruals on {where} are done (accruals_done)",
}
"""What each check says of a month that does not meet it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancesAtEnd:
    """What stands in each cell of the books at the end of the last day of a period."""

    balances: Balances


class Finding(NamedTuple):
    """A check of a close that does not hold: which one of ``CHECKS``, and where, for people to find it."""

    check: str
    where: str

    @property
    def text(self) -> str:
        """Say it in English."""
        return CHECKS[self.check].format(where=self.where)

    def __str__(self) -> str:
        """Say both, as it goes on the wire."""
        return f"{self.check}: {self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFound:
    """A period as the books have it: balances at its end, what the checks found, and the last position."""

    balances: Balances
    findings: tuple[Finding, ...]
    position: int
