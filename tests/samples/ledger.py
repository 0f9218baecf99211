"""A grassroots union's ledger."""

from datetime import date
from typing import Final

from domain.activities.ledger import LedgerOpened
from domain.values import LedgerId, Text

LEDGER_OPENED: Final = LedgerOpened(
    ledger_id=LedgerId("school"),
    name=Text("小学工会"),
    level="grassroots",
    parent_ledger_id=LedgerId("city"),
    chart="2009",
    effective_on=date(2015, 1, 1),
)

SAMPLES: Final = (LEDGER_OPENED,)
