"""A ledger's page: balances, the totals of a year, aid programmes, and who owes dues."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.values import LedgerId, Year
from projections.annual_totals import AnnualTotal, annual_totals, years
from projections.balances import ProgrammeBalance, debtors, ledger_balance, programme_balances
from projections.member_cards import standings
from projections.organisation import LedgerRow, ledgers_under
from services.web.asking import flag, member_no, year
from services.web.rendering import address
from services.web.unions import shown_year
from services.web.visiting import Page, Visit, reflected

DEBTORS_SHOWN: Final = 20
KINDS: Final = (
    "dues",
    "dues_turned_in",
    "aid",
    "aid_funds_raised",
    "aid_case_closed",
    "award",
    "nomination",
    "honour_received",
    "innovation_reviewed",
    "enrolment",
    "readmission",
    "retirement",
    "withdrawal",
    "card_issued",
    "card_replaced",
    "branch_opened",
    "enterprise_surveyed",
    "establishment_required",
    "establishment_applied",
    "establishment_approved",
    "report_presented",
    "policy_adopted",
)
"""The kinds of annual totals in the order in which people look for them; others follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """An aid programme's money, and which share of the budget is spent, in basis points."""

    balance: ProgrammeBalance
    spent_basis_points: int | None


def overview(visit: Visit) -> dict[str, Any]:
    """Find what the page shows. Sums over a tree are shown to those who may see every ledger in it."""
    ledger = visit.ledger()
    under = ledgers_under(visit.connection, ledger.ledger_id)
    tree = len(under) > 1 and all(map(visit.principal.may_see, under))
    asked_year = year(visit.query) or Year(shown_year(visit, ledger.ledger_id))
    with_below = flag(visit.query, "tree") and tree
    programmes = programme_balances(visit.connection, ledger.ledger_id)
    return {
        "tab": "overview",
        "ledger": ledger,
        "above": _above(visit, ledger),
        "standings": standings(visit.connection, ledger.ledger_id),
        "balance": ledger_balance(visit.connection, ledger.ledger_id),
        **_totals(visit, ledger, asked_year, with_below=with_below),
        "names": _names(visit, under if with_below else [], programmes),
        "tree": tree,
        "with_below": with_below,
        "own_address": address(visit.request, tree=None, lang=None),
        "below_address": address(visit.request, tree="1", lang=None),
        "programmes": [_programme(each) for each in programmes],
        **_debtors(visit, ledger),
        "reflects": reflected(visit, ledger.ledger_id, "organisation", "balances", "annual_totals", "member_cards"),
    }


def _names(visit: Visit, under: Sequence[LedgerId], own: Sequence[ProgrammeBalance]) -> dict[str, str]:
    """Return what programmes are called; a code means the same to everyone in a tree, the top's name wins."""
    below = (each for ledger_id in under for each in programme_balances(visit.connection, ledger_id))
    return {each.programme: each.name for each in (*below, *own)}


def _above(visit: Visit, ledger: LedgerRow) -> LedgerRow | None:
    return next((row for row in visit.seen_ledgers() if row.ledger_id == ledger.parent_ledger_id), None)


def _totals(visit: Visit, ledger: LedgerRow, asked: Year, *, with_below: bool) -> dict[str, Any]:
    totals = annual_totals(visit.connection, ledger.ledger_id, asked, tree=with_below)
    recorded = years(visit.connection, ledger.ledger_id, tree=with_below)
    return {
        "year": asked,
        "years": [
            (each, address(visit.request, year=str(each), lang=None))
            for each in sorted({*recorded, asked}, reverse=True)
        ],
        "totals": in_order(totals),
    }


def in_order(totals: Sequence[AnnualTotal]) -> list[AnnualTotal]:
    """Sort totals by what people look for first, then by programme."""
    places = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(totals, key=lambda total: (places.get(total.kind, len(places)), total.kind, total.programme))


def _programme(balance: ProgrammeBalance) -> Programme:
    share = balance.spent_fen * 10_000 // balance.budget_fen if balance.budget_fen > 0 else None
    return Programme(balance=balance, spent_basis_points=share)


def _debtors(visit: Visit, ledger: LedgerRow) -> dict[str, Any]:
    after = member_no(visit.query, "after")
    found = debtors(visit.connection, ledger.ledger_id, after=after, limit=DEBTORS_SHOWN + 1)
    shown = found[:DEBTORS_SHOWN]
    return {
        "debtors": shown,
        "first": address(visit.request, after=None, lang=None) if after else None,
        "next": address(visit.request, after=shown[-1].member_no, lang=None) if len(found) > len(shown) else None,
    }


OVERVIEW: Final = Page(template="overview.html", facts=overview)
