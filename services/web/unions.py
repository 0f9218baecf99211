"""The first page: the unions a reader may see, as they stand in the organisation, with the totals of a year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.values import Fen, LedgerId
from projections.annual_totals import AnnualTotal, annual_totals, years
from projections.member_cards import standings
from projections.organisation import LedgerRow
from services.web.asking import position
from services.web.rendering import address
from services.web.visiting import Page, Reflected, Visit, reflected

PAGE_SIZE: Final = 100
DEEPEST: Final = 3
"""How far a row is moved in at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """A row of the page. ``year`` is this year, or the latest one in which anything is recorded."""

    ledger: LedgerRow
    depth: int
    members: int
    year: int
    dues_fen: Fen
    turned_in_fen: Fen
    aid_fen: Fen
    awards: int
    reflects: Reflected


def unions(visit: Visit) -> dict[str, Any]:
    """Find what the page shows."""
    start = position(visit.query, "after")
    standing = list(in_tree(visit.seen_ledgers()))
    further = start + PAGE_SIZE < len(standing)
    return {
        "unions": [_union(visit, ledger, depth) for ledger, depth in standing[start : start + PAGE_SIZE]],
        "first": address(visit.request, after=None) if start else None,
        "next": address(visit.request, after=str(start + PAGE_SIZE)) if further else None,
    }


def in_tree(ledgers: Sequence[LedgerRow]) -> Iterator[tuple[LedgerRow, int]]:
    """Give every ledger once, each under the one it reports to, with its depth.

    A ledger whose parent is not among them stands at the top; so does one of a ring of parents.
    """
    present = {ledger.ledger_id for ledger in ledgers}
    below: defaultdict[LedgerId | None, list[LedgerRow]] = defaultdict(list)
    for ledger in ledgers:
        below[ledger.parent_ledger_id if ledger.parent_ledger_id in present else None].append(ledger)
    given: set[LedgerId] = set()
    for top in (*below[None], *ledgers):
        waiting = [(top, 0)]
        while waiting:
            ledger, depth = waiting.pop()
            if ledger.ledger_id not in given:
                given.add(ledger.ledger_id)
                yield ledger, depth
                waiting.extend((child, depth + 1) for child in reversed(below[ledger.ledger_id]))


def _union(visit: Visit, ledger: LedgerRow, depth: int) -> Union:
    counts = standings(visit.connection, ledger.ledger_id)
    year = shown_year(visit, ledger.ledger_id)
    totals = annual_totals(visit.connection, ledger.ledger_id, year)
    return Union(
        ledger=ledger,
        depth=min(depth, DEEPEST),
        members=counts.get("active", 0) + counts.get("retired", 0),
        year=year,
        dues_fen=_amount(totals, "dues"),
        turned_in_fen=_amount(totals, "dues_turned_in"),
        aid_fen=_amount(totals, "aid"),
        awards=sum(total.occurrences for total in totals if total.kind == "award"),
        reflects=reflected(visit, ledger.ledger_id, "organisation", "annual_totals", "member_cards"),
    )


def _amount(totals: Sequence[AnnualTotal], kind: str) -> Fen:
    return Fen(sum(total.amount_fen for total in totals if total.kind == kind))


def shown_year(visit: Visit, ledger_id: LedgerId) -> int:
    """Choose this year, or the latest with anything recorded when this one is empty."""
    recorded = years(visit.connection, ledger_id)
    return visit.today.year if visit.today.year in recorded else max(recorded, default=visit.today.year)


UNIONS: Final = Page(template="unions.html", facts=unions)
