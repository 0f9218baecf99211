"""One member: the card, and the dues account by month."""

from typing import Any, Final

from domain.values import IDENTIFIER_PATTERN, MemberNo
from projections.balances import member_account
from projections.member_cards import member_card
from projections.organisation import branches
from services.web.visiting import NothingHere, Page, Visit, reflected

MASK: Final = "•"
LAST_SHOWN: Final = 4
ADDRESS_SHOWN: Final = 6


def member(visit: Visit) -> dict[str, Any]:
    """Find what the page shows.

    Raises:
        NothingHere: the ledger has no such member.
    """
    ledger = visit.ledger()
    number = MemberNo(visit.named("member_no", IDENTIFIER_PATTERN))
    card = member_card(visit.connection, ledger.ledger_id, number)
    if card is None:
        raise NothingHere
    names = {branch.branch_id: branch.name for branch in branches(visit.connection, ledger.ledger_id)}
    return {
        "tab": "members",
        "ledger": ledger,
        "card": card,
        "branch_name": names.get(card.branch_id) if card.branch_id else None,
        "identity": {
            "identity_number": masked_number(card.person.identity_number),
            "phone": masked_number(card.person.phone),
            "bank_account": masked_number(card.person.bank_account),
            "address": masked_address(card.person.address),
        },
        "account": member_account(visit.connection, ledger.ledger_id, number),
        "reflects": reflected(visit, ledger.ledger_id, "organisation", "member_cards", "balances"),
    }


def masked_number(number: str | None) -> str | None:
    """Show the end of a number, enough to compare it with a document, too little to use it."""
    if number is None:
        return None
    hidden = max(len(number) - LAST_SHOWN, LAST_SHOWN)
    return MASK * hidden + number[hidden:]


def masked_address(address: str | None) -> str | None:
    """Show the beginning of an address: the town, not the door."""
    if address is None or len(address) <= ADDRESS_SHOWN:
        return address and MASK * ADDRESS_SHOWN
    return address[:ADDRESS_SHOWN] + MASK * ADDRESS_SHOWN


MEMBER: Final = Page(template="member.html", facts=member)
