"""The members of a ledger, found by number, branch or standing."""

from typing import Any, Final, get_args
from urllib.parse import quote

from projections.member_cards import Standing, member_card
from projections.member_cards import members as members_found
from projections.organisation import branches
from services.web.asking import choice, member_no
from services.web.rendering import address
from services.web.visiting import Elsewhere, Page, Visit, reflected

PAGE_SIZE: Final = 100
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)


def members(visit: Visit) -> dict[str, Any]:
    """Find what the page shows; a search by number leads to the member's card.

    Raises:
        Elsewhere: there is a member with the number that was asked for.
    """
    ledger = visit.ledger()
    known = branches(visit.connection, ledger.ledger_id)
    names = {branch.branch_id: branch.name for branch in known}
    number = member_no(visit.query, "number")
    branch = choice(visit.query, "branch", names)
    standing = choice(visit.query, "standing", STANDINGS)
    after = member_no(visit.query, "after")
    if number and member_card(visit.connection, ledger.ledger_id, number):
        raise Elsewhere(address=f"/ledgers/{ledger.ledger_id}/members/{quote(number)}")
    found = (
        []
        if number
        else members_found(
            visit.connection,
            ledger.ledger_id,
            branch_id=branch,
            standing=standing,
            after=after,
            limit=PAGE_SIZE + 1,
        )
    )
    shown = found[:PAGE_SIZE]
    return {
        "tab": "members",
        "ledger": ledger,
        "branches": known,
        "branch_names": names,
        "standings": STANDINGS,
        "asked": {"number": number, "branch": branch, "standing": standing},
        "members": shown,
        "first": address(visit.request, after=None, lang=None) if after else None,
        "next": address(visit.request, after=shown[-1].member_no, lang=None) if len(found) > len(shown) else None,
        "reflects": reflected(visit, ledger.ledger_id, "organisation", "member_cards"),
    }


MEMBERS: Final = Page(template="members.html", facts=members)
