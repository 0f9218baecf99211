"""Money with a purpose comes in."""

from datetime import date
from typing import Final

from domain.activities.fund import FundMoved
from domain.values import Fen, ProjectId

MOVED: Final = FundMoved(
    project=ProjectId("P-WARM"),
    fund_class="restricted",
    change_fen=Fen(60_000_00),
    left_fen=Fen(60_000_00),
    effective_on=date(2015, 1, 6),
)

SAMPLES: Final = (MOVED,)
