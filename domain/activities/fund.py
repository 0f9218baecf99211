"""Money with a purpose: what is left of each project's restricted (专项) and custodial (代管) money.

Every receipt and payment of such money moves its fund, in a stream whose last event is its state; so money for
a purpose is spent for that purpose only, and only as far as it reaches, whoever pays at the same moment.
Source: 财会〔2021〕7号 第二十二条; account notes 221, 321.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.accounting.charts import chart_on
from domain.accounting.lines import Line, Posting
from domain.accounting.refusals import FundInsufficient
from domain.deciding import Activity, EventType, Stream, StreamKind
from domain.values import ChartVersion, Fen, FundClass, ProjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class FundMoved:
    """Money of a project came in or went out (below zero); carries what is left."""

    project: ProjectId
    fund_class: FundClass
    change_fen: Fen
    left_fen: Fen
    effective_on: date


Event = FundMoved
WITH_PURPOSE: Final[frozenset[FundClass]] = frozenset({"restricted", "custodial"})
WITH_PURPOSE_ACCOUNTS: Final[dict[ChartVersion, tuple[str, ...]]] = {
    "2021": ("4", "5", "221", "321", "322", "331", "332"),
    "2009": ("4", "5", "231", "331"),
}
"""Income, expense, what results are carried to, and custodial money: what is left of a fund stands on these."""


def _evolve(_: Fen, event: FundMoved) -> Fen:
    return event.left_fen


FUND: Final = StreamKind(category="fund", initial=Fen(0), evolve=_evolve, growing=True)


def fund(fund_class: FundClass, project: ProjectId | None) -> Stream[Fen]:
    """Name the stream of what is left of a project's money; without a project it is one that stays empty."""
    return FUND.at(fund_class, project or "")


def funds_of(*postings: Posting | None) -> Sequence[tuple[FundClass, ProjectId]]:
    """Name the funds that postings move, each once."""
    lines = (line for posting in postings if posting is not None for line in posting.lines)
    return list(dict.fromkeys((line.fund_class, line.project) for line in lines if line.project and _has_purpose(line)))


def move_funds(
    day: date, posting: Posting | None, left: Mapping[tuple[FundClass, ProjectId], Fen]
) -> Sequence[FundMoved]:
    """Move the funds of a posting: by what it credits to income, results and custodial money less what it debits.

    An asset bought, a transfer between cash and bank, and a result carried forward change nothing by themselves.

    Raises:
        FundInsufficient: a project's money does not reach.
    """
    if posting is None:
        return []
    accounts = WITH_PURPOSE_ACCOUNTS[chart_on(day)]
    moved = []
    for fund_class, project in funds_of(posting):
        change_fen = sum(
            line.credit_fen - line.debit_fen
            for line in posting.lines
            if (line.fund_class, line.project) == (fund_class, project) and line.account.startswith(accounts)
        )
        before_fen = left.get((fund_class, project), Fen(0))
        if change_fen < 0 and before_fen + change_fen < 0:
            raise FundInsufficient(
                project=project, fund_class=fund_class, left_fen=before_fen, asked_fen=Fen(-change_fen)
            )
        if change_fen:
            moved.append(
                FundMoved(
                    project=project,
                    fund_class=fund_class,
                    change_fen=Fen(change_fen),
                    left_fen=Fen(before_fen + change_fen),
                    effective_on=day,
                )
            )
    return moved


def _has_purpose(line: Line) -> bool:
    return line.fund_class in WITH_PURPOSE


ACTIVITY: Final = Activity(
    name="fund",
    events=(EventType(name="fund.moved", event=FundMoved, stream=lambda event: fund(event.fund_class, event.project)),),
    commands=(),
)
