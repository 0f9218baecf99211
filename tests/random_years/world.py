"""What a deed is, and the world that it is made up in: a union, a day, and a source of chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random
from typing import Final, NamedTuple

from domain.values import (
    ActorId,
    DocumentNo,
    Fen,
    FundClass,
    LedgerId,
    MemberNo,
    MoneyPlace,
    Month,
    PartyId,
    ProgrammeCode,
    ProjectId,
    Text,
    month_of,
)
from tests.random_years.unions import Union

OFFICER: Final = ActorId("officer")
APPROVER: Final = ActorId("approver")
CASHIER: Final = ActorId("cashier")
REVIEWER: Final = ActorId("reviewer")
BOOKKEEPER: Final = ActorId("bookkeeper")
ADMIN: Final = ActorId("admin")

WHY: Final = Text("随机")
COMP: Final = ProjectId("COMP")
"""A project whose restricted money the union opens with."""
MUTUAL: Final = ProgrammeCode("MUTUAL")
"""A programme of custodial money (互助金), which the union opens with too."""
MEMBERS: Final = tuple(MemberNo(f"M{number}") for number in range(1, 6))
OTHERS: Final = (PartyId("E1"), PartyId("E2"))
ABOVE: Final = LedgerId("province")
BELOW: Final = LedgerId("works")


class Step(NamedTuple):
    """Somebody asks for something."""

    actor: ActorId
    command: object


Undo = Callable[[date], Step]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that a union does: what comes before it, the deed itself, and what takes it back on a later day."""

    before: Sequence[Step] = ()
    itself: Step
    undo: Undo | None = None


class Purse(NamedTuple):
    """Whose money something is paid from, and for which project."""

    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None


@dataclass(kw_only=True)
class World:
    """A union on a day. ``dues_entries`` says how many entries a member's account of the year has."""

    union: Union
    chance: Random
    day: date
    dues_entries: Callable[[MemberNo], int]
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def period(self) -> Month:
        """The month of the day."""
        return month_of(self.day)

    def number(self, prefix: str) -> DocumentNo:
        """Number a new document."""
        return DocumentNo(f"{prefix}-{next(self.numbers)}")

    def fen(self, most: int = 2_000_00) -> Fen:
        """Take an amount, seldom a round one."""
        return Fen(self.chance.randint(1, most))

    def place(self) -> MoneyPlace:
        """Take cash or, more often, the bank."""
        return self.chance.choice(("bank", "bank", "cash"))

    def purse(self) -> Purse:
        """Take the union's own money, a project's, or, above the grassroots, fiscal money."""
        purses = [Purse(), Purse(), Purse("restricted", COMP)]
        return self.chance.choice([*purses, Purse("fiscal")] if self.union.level == "county" else purses)
