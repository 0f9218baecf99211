"""Double entry (借贷记账法): lines on the debit or the credit side, and the posting that an event carries.

A red line (红字) has the side of the line that it takes back and a negative amount, so that turnover shrinks.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from domain.values import AccountCode, DocumentNo, EconomicClass, Fen, FundClass, PartyId, ProjectId, RuleId

Side = Literal["D", "C"]
"""Debit (借) and credit (贷)."""


class Line(NamedTuple):
    """One line: an account of the chart in force on the day, its side, and the amount, below zero where it is red.

    ``fund_class``, ``project`` and ``economic_class`` are the dimensions of 财会〔2021〕7号 附录1 第一部分 二、三.
    ``party`` is whom a claim, a debt or a payment concerns, by pseudonymous id.
    """

    account: AccountCode
    side: Side
    amount_fen: Fen
    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    party: PartyId | None = None
    economic_class: EconomicClass | None = None

    @property
    def debit_fen(self) -> Fen:
        """The amount if it stands on the debit side, otherwise 0."""
        return self.amount_fen if self.side == "D" else Fen(0)

    @property
    def credit_fen(self) -> Fen:
        """The amount if it stands on the credit side, otherwise 0."""
        return self.amount_fen if self.side == "C" else Fen(0)

    @property
    def red(self) -> "Line":
        """The line that takes this one back: same account, same side, the amount negated."""
        return self._replace(amount_fen=Fen(-self.amount_fen))


class Posting(NamedTuple):
    """What an event does to the books: balanced lines, the rule that chose the accounts, and the source document.

    Events of one day, rule and document belong on one voucher. ``corrects`` names the source or the voucher that the
    posting takes back or puts right; the name begins with its day.
    """

    rule_id: RuleId
    lines: tuple[Line, ...]
    document_no: DocumentNo | None = None
    corrects: str | None = None


def imbalance_fen(lines: Iterable[Line]) -> int:
    """Return debits less credits: 0 where the lines balance."""
    return sum(line.debit_fen - line.credit_fen for line in lines)


def merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Sum up lines of the same account, side and dimensions, in the order in which they first come; drop zeros."""
    sums: dict[Line, int] = defaultdict(int)
    for line in lines:
        sums[line._replace(amount_fen=Fen(0))] += line.amount_fen
    return tuple(line._replace(amount_fen=Fen(amount)) for line, amount in sums.items() if amount)
