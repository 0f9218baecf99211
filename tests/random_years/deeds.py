"""The one list of what a union does in a year."""

from collections.abc import Callable

from tests.random_years.of_books import OF_BOOKS, move_budget_fund
from tests.random_years.of_members import OF_MEMBERS
from tests.random_years.of_money import OF_MONEY
from tests.random_years.of_people import OF_PEOPLE
from tests.random_years.of_spending import OF_SPENDING
from tests.random_years.of_things import OF_THINGS
from tests.random_years.unions import Union
from tests.random_years.world import Deed, World

MakeUp = Callable[[World], Deed]
"""Makes a deed up for a day."""


def deeds_of(union: Union) -> tuple[MakeUp, ...]:
    """Say what a union does: only grassroots ones take dues, and only those above keep a budget fund, from 2022 on."""
    of_all = (*OF_PEOPLE, *OF_MONEY, *OF_SPENDING, *OF_THINGS, *OF_BOOKS)
    if union.level == "grassroots":
        return (*OF_MEMBERS, *of_all)
    return of_all if union.chart == "2009" else (move_budget_fund, *of_all)
