"""The one list of read models. A new read model is one module and one line here."""

from typing import Final

from projections.activity_feed import ACTIVITY_FEED
from projections.annual_totals import ANNUAL_TOTALS
from projections.assets import ASSETS
from projections.balances import BALANCES
from projections.bank import BANK
from projections.books import BOOKS
from projections.budgets import BUDGETS
from projections.dues_control import DUES_CONTROL
from projections.fold import ReadModel
from projections.member_cards import MEMBER_CARDS
from projections.organisation import ORGANISATION
from projections.remittances import REMITTANCES

READ_MODELS: Final[tuple[ReadModel, ...]] = (
    ORGANISATION,
    BALANCES,
    MEMBER_CARDS,
    ANNUAL_TOTALS,
    ACTIVITY_FEED,
    BOOKS,
    BANK,
    BUDGETS,
    ASSETS,
    DUES_CONTROL,
    REMITTANCES,
)
