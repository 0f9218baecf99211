"""An advance of 1,800 yuan, of which 150 are open."""

from datetime import date
from typing import Final

from domain.activities.open_item import OpenItemMoved
from domain.values import Fen, PostingKind
from tests.samples.cash import ADVANCE_NO, BORROWER

MOVED: Final = OpenItemMoved(
    item_kind="advance",
    item_no=ADVANCE_NO,
    posting_kind=PostingKind("advance"),
    change_fen=Fen(-1_650_00),
    open_fen=Fen(150_00),
    fund_class="unrestricted",
    project=None,
    party=BORROWER,
    effective_on=date(2025, 3, 10),
)

SAMPLES: Final = (MOVED,)
