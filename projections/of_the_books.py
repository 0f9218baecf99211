"""Events that concern the books alone: read models about members and programmes ignore all of them."""

from domain.activities import (
    appropriation,
    asset,
    bank,
    budget,
    cash,
    closing,
    entry,
    expense,
    fund,
    income,
    inventory,
    open_item,
    remittance,
    voucher,
)

OfTheBooks = (
    appropriation.Event
    | asset.Event
    | bank.Event
    | budget.Event
    | cash.Event
    | closing.Event
    | entry.Event
    | expense.Event
    | fund.Event
    | income.Event
    | inventory.Event
    | open_item.Event
    | remittance.Event
    | voucher.Event
)
"""A new activity that touches no member, card or programme is ignored by naming its events here, once."""
