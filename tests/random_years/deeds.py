"""The one list of what a union does in a year."""

from collections.abc import Callable, Sequence
from typing import Final

from tests.random_years.of_members import OF_MEMBERS
from tests.random_years.of_money import OF_MONEY
from tests.random_years.of_people import OF_PEOPLE
from tests.random_years.of_spending import OF_SPENDING, move_budget_fund
from tests.random_years.unions import Union
from tests.random_years.world import Deed, World

MakeUp = Callable[[World], Deed]
"""Makes a deed up for a day."""

DEEDS: Final[Sequence[MakeUp]] = (*OF_MEMBERS, *OF_PEOPLE, *OF_MONEY, *OF_SPENDING, move_budget_fund)


def deeds_of(union: Union) -> Sequence[MakeUp]:
    """Say what a union of this level does: only grassroots unions take dues, only others keep a budget fund."""
    if union.level == "grassroots":
        return (*OF_MEMBERS, *OF_PEOPLE, *OF_MONEY, *OF_SPENDING)
    return (*OF_PEOPLE, *OF_MONEY, *OF_SPENDING, *(() if union.chart == "2009" else (move_budget_fund,)))
