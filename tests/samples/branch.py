"""Two branches, one under the other."""

from datetime import date
from typing import Final

from domain.activities.branch import BranchOpened
from domain.values import BranchId, Text

SECOND_LEVEL: Final = BranchId("U201")
THIRD_LEVEL: Final = BranchId("U301")

SECOND_LEVEL_OPENED: Final = BranchOpened(
    branch_id=SECOND_LEVEL, name=Text("二级分会"), level=2, parent_branch_id=None, effective_on=date(2015, 1, 1)
)
THIRD_LEVEL_OPENED: Final = BranchOpened(
    branch_id=THIRD_LEVEL,
    name=Text("三级分会"),
    level=3,
    parent_branch_id=SECOND_LEVEL,
    effective_on=date(2015, 1, 1),
)

SAMPLES: Final = (THIRD_LEVEL_OPENED,)
