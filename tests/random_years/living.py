"""Living a year: deeds from day to day, the end of each month, and the January after."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count, groupby
from random import Random
from typing import Final, NamedTuple

from domain.activities.closing import CarryResults
from domain.activities.entry import RecordOpeningBalance, ReverseOpeningBalance
from domain.values import LedgerId, month_of
from projections.period_checks import balances_at_end
from services.service import Service
from tests.random_years.deeds import MakeUp, deeds_of
from tests.random_years.life import Life
from tests.random_years.month_end import close, correct_a_voucher, end_month, write_vouchers
from tests.random_years.opening import account_of_custody, opening_steps, transfer_worksheet
from tests.random_years.unions import Union
from tests.random_years.world import BOOKKEEPER, WHY, Step

TIMES: Final = 2
"""How often each deed is tried in a year."""
IN_JANUARY: Final = 15
"""Deeds of the January after."""
OPENED_TWICE: Final = 0.3
"""How often the opening balances were wrong at first."""
WRITTEN_UP: Final = 0.1
"""How often everything so far is put on vouchers after a deed; what comes to its sources later needs further ones."""
POSTED_LATE: Final = 0.3
"""How often something is posted after the results of a month were carried."""
UNDONE: Final = 0.4
"""How often something is taken back after a deed."""
Planned = tuple[date, MakeUp]
_NUMBERS: Final = count(1)


class Lot(NamedTuple):
    """Which union lives, and the seed of what happens to it."""

    union: Union
    seed: int


def born(service: Service, lot: Lot) -> Life:
    """Open the books of a union in a ledger of its own."""
    chance = Random(lot.seed)  # noqa: S311 - nothing secret: a year that can be lived again
    ledger_id = LedgerId(f"{lot.union.name}-{next(_NUMBERS)}")
    life = Life(service=service, ledger_id=ledger_id, union=lot.union, chance=chance)
    for step in opening_steps(life.union):
        life.must(step)
    if chance.random() < OPENED_TWICE:
        _open_again(life)
    return life


def _open_again(life: Life) -> None:
    """Take the opening balances back and record them anew."""
    (opening,) = life.requests_of(RecordOpeningBalance)
    life.must(Step(BOOKKEEPER, ReverseOpeningBalance(reason=WHY, effective_on=opening.effective_on)))
    life.must(Step(BOOKKEEPER, opening))


def live(service: Service, lot: Lot) -> Life:
    """Live a year to its end, and the January after."""
    life = born(service, lot)
    for _, deeds in groupby(_year(life), key=lambda planned: month_of(planned[0])):
        live_month(life, list(deeds))
    new_year(life)
    live_month(life, _january(life))
    return life


def _year(life: Life) -> Sequence[Planned]:
    """Plan every deed of the union for some day; each month has at least one."""
    deeds = list(deeds_of(life.union) * TIMES)
    life.chance.shuffle(deeds)
    first = date(life.union.year, 1, 1)
    months = [date(life.union.year, month, 1) for month in range(1, 13)]
    spread = [first + timedelta(days=life.chance.randrange(365)) for _ in deeds[len(months) :]]
    return list(zip(sorted([*months, *spread]), deeds, strict=True))


def _january(life: Life) -> Sequence[Planned]:
    first = date(life.union.year + 1, 1, 1)
    days = sorted(first + timedelta(days=life.chance.randrange(31)) for _ in range(IN_JANUARY))
    return [(day, life.chance.choice(deeds_of(life.union))) for day in days]


def live_month(life: Life, deeds: Sequence[Planned]) -> None:
    """Do the deeds of a month, now and then taking something back, correct a voucher, and end the month."""
    for day, make_up in deeds:
        life.world.day = day
        life.do(make_up(life.world), make_up.__name__)
        if life.chance.random() < UNDONE:
            life.take_something_back()
        if life.chance.random() < WRITTEN_UP:
            write_vouchers(life)
    correct_a_voucher(life)
    period = life.world.period
    end_month(life, period)
    if life.chance.random() < POSTED_LATE:
        _do_one_more(life)
    close(life, period)


def _do_one_more(life: Life) -> None:
    """Do something on the last day, after all that a month ends with."""
    make_up = life.chance.choice(deeds_of(life.union))
    life.do(make_up(life.world), make_up.__name__)
    life.take_something_back()
    end_month(life, life.world.period)


def new_year(life: Life) -> None:
    """Bring the balances of the old chart into the new one, where it changes with the year."""
    if not life.union.changes_charts:
        return
    last, first = date(life.union.year, 12, 31), date(life.union.year + 1, 1, 1)
    with life.read() as connection:
        found = balances_at_end(connection, life.ledger_id, CarryResults(effective_on=last))
    for step in account_of_custody(first) if life.union.parts_custody else ():
        life.must(step)
    lines = transfer_worksheet(found.balances)
    life.must(Step(BOOKKEEPER, RecordOpeningBalance(lines=lines, effective_on=first)))
