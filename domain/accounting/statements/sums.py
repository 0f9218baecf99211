"""What statements are made from: what stood on each account when a span of days began, and what moved in it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, Element, NormalSide
from domain.values import AccountCode, ChartVersion, Fen, FundClass

CLASSES_OF_RESULT: Final[tuple[FundClass, ...]] = ("unrestricted", "restricted", "fiscal")


class AccountSums(NamedTuple):
    """One account and class of money over a span of days, in fen.

    ``opening_fen`` is what stood there when the span began (debits less credits), opening balances recorded in the
    span among it. ``debit_fen`` and ``credit_fen`` are the turnover (发生额); closing entries (结转) stand apart.
    """

    account: AccountCode
    fund_class: FundClass
    opening_fen: int
    debit_fen: int = 0
    credit_fen: int = 0
    carried_debit_fen: int = 0
    carried_credit_fen: int = 0

    @property
    def closing_fen(self) -> int:
        """What stands there when the span ends, debits less credits."""
        moved_fen = self.debit_fen - self.credit_fen
        return self.opening_fen + moved_fen + self.carried_debit_fen - self.carried_credit_fen


NOTHING: Final = AccountSums(AccountCode(""), "unrestricted", 0)


class Sums:
    """The accounts of one chart over one span of days; every figure of a statement is asked of it.

    Figures stand on the normal side of their account: a credit on an account of income is above zero.
    """

    def __init__(self, chart: ChartVersion, rows: Iterable[AccountSums]) -> None:
        """Sum the rows up by account, by each account above it, and by class of money."""
        self.chart: Final = chart
        self.rows: Final = tuple(rows)
        self._by_prefix: Final = _by_prefix(self.rows)

    def opening(self, code: str, fund_class: FundClass | None = None) -> Fen:
        """What stood on an account and those below it when the span began."""
        return self._signed(code, self._sums(code, fund_class).opening_fen)

    def closing(self, code: str, fund_class: FundClass | None = None) -> Fen:
        """What stands on an account and those below it when the span ends."""
        return self._signed(code, self._sums(code, fund_class).closing_fen)

    def turnover(self, code: str, fund_class: FundClass | None = None) -> Fen:
        """What moved in the span, less what moved on the other side; closing entries are left out."""
        sums = self._sums(code, fund_class)
        return self._signed(code, sums.debit_fen - sums.credit_fen)

    def carried_in(self, code: str) -> Fen:
        """What closing entries brought to the normal side of an account in the span."""
        sums = self._sums(code, None)
        return Fen(sums.carried_debit_fen if self._is_debit(code) else sums.carried_credit_fen)

    def result_opening(self, fund_class: FundClass) -> Fen:
        """Income less expense of a class of money that no closing entry had carried when the span began."""
        return Fen(-sum(row.opening_fen for row in self._of_result(fund_class)))

    def result_closing(self, fund_class: FundClass) -> Fen:
        """Income less expense of a class of money that no closing entry has carried when the span ends."""
        return Fen(-sum(row.closing_fen for row in self._of_result(fund_class)))

    def result_turnover(self, fund_class: FundClass) -> Fen:
        """Income less expense of a class of money in the span, carried or not."""
        return Fen(sum(row.credit_fen - row.debit_fen for row in self._of_result(fund_class)))

    def normal_side(self, code: str) -> NormalSide:
        """Say on which side an account's balance normally stands."""
        return CHARTS[self.chart].accounts[AccountCode(code[:FIRST_LEVEL_DIGITS])].normal_side

    def element(self, code: AccountCode) -> Element:
        """Say whether an account is one of assets, liabilities, net assets, income or expense."""
        return CHARTS[self.chart].accounts[AccountCode(code[:FIRST_LEVEL_DIGITS])].element

    def _of_result(self, fund_class: FundClass) -> Iterable[AccountSums]:
        return (
            row
            for row in self.rows
            if row.fund_class == fund_class and self.element(row.account) in {"income", "expense"}
        )

    def _sums(self, code: str, fund_class: FundClass | None) -> AccountSums:
        return self._by_prefix.get((code, fund_class), NOTHING)

    def _signed(self, code: str, debit_less_credit_fen: int) -> Fen:
        return Fen(debit_less_credit_fen if self._is_debit(code) else -debit_less_credit_fen)

    def _is_debit(self, code: str) -> bool:
        return self.normal_side(code) == "debit"


def _by_prefix(rows: Iterable[AccountSums]) -> dict[tuple[str, FundClass | None], AccountSums]:
    found: dict[tuple[str, FundClass | None], list[AccountSums]] = defaultdict(list)
    for row in rows:
        for length in range(FIRST_LEVEL_DIGITS, len(row.account) + 1, 2):
            found[row.account[:length], None].append(row)
            found[row.account[:length], row.fund_class].append(row)
    return {key: _summed(AccountCode(key[0]), together) for key, together in found.items()}


def _summed(code: AccountCode, rows: list[AccountSums]) -> AccountSums:
    columns = zip(*(row[2:] for row in rows), strict=True)
    return AccountSums(code, rows[0].fund_class, *(sum(column) for column in columns))
