"""What money events post, merged: the postings of a batch, added up once for all read models that are made from them.

Nine of ten money events are dues: thousands of them, of one day and rule, come to a handful of sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from domain.accounting.lines import Line, Posting, Side
from domain.values import AccountCode, DocumentNo, EconomicClass, FundClass, PartyId, ProjectId, RuleId


class SourceKey(NamedTuple):
    """What a voucher is made from: events of one day, rule and document; apart are those that correct something."""

    day: date
    rule_id: RuleId
    document_no: DocumentNo | None
    corrects: str | None


class LineKey(NamedTuple):
    """All that a line says beside its amount."""

    account: AccountCode
    side: Side
    fund_class: FundClass
    project: ProjectId | None
    party: PartyId | None
    economic_class: EconomicClass | None


@dataclass(slots=True)
class PostedSource:
    """How many events a source has, and what their lines come to, in fen."""

    events: int = 0
    amounts: dict[LineKey, int] = field(default_factory=dict)


Posted = Mapping[SourceKey, PostedSource]


class MergedPostings(dict[SourceKey, PostedSource]):
    """Postings added up by source."""

    def __missing__(self, source: SourceKey) -> PostedSource:
        """Begin a source."""
        posted = self[source] = PostedSource()
        return posted

    @property
    def amounts(self) -> int:
        """How many sums are held."""
        return sum(len(posted.amounts) for posted in self.values())


def line_key(line: Line) -> LineKey:
    """Give what a line says beside its amount."""
    return LineKey(line.account, line.side, line.fund_class, line.project, line.party, line.economic_class)


new: Any = tuple.__new__
"""Half the price of the class itself, which only gives the same tuple."""


def take_postings(entries: Sequence[tuple[int, Any]], postings: MergedPostings) -> None:
    """Add what money events post; before the books they post nothing."""
    for _, event in entries:
        posting: Posting | None = event.posting
        if posting is None:
            continue
        rule_id, lines, document_no, corrects = posting
        posted = postings[new(SourceKey, (event.effective_on, rule_id, document_no, corrects))]
        posted.events += 1
        amounts = posted.amounts
        for account, side, amount_fen, fund_class, project, party, economic_class in lines:
            key = new(LineKey, (account, side, fund_class, project, party, economic_class))
            amounts[key] = amounts.get(key, 0) + amount_fen
