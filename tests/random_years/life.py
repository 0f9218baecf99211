"""A union that lives in a ledger of its own, through the product's own service."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple, TypeVar

import psycopg
from psycopg.rows import DictRow

from domain.errors import LedgerError
from domain.values import LedgerId, MemberNo
from services.recording import Receipt, Request
from services.service import Service
from tests.random_years.unions import Union
from tests.random_years.world import Deed, Step, Undo, World

Kind = TypeVar("Kind")


class Done(NamedTuple):
    """A deed that was done on a day, and what takes it back."""

    day: date
    name: str
    undo: Undo


@dataclass(kw_only=True)
class Life:
    """What a union asked and what was recorded of it; ``refused`` counts refusals by their code."""

    service: Service
    ledger_id: LedgerId
    union: Union
    chance: Random
    requests: list[Request] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    undoable: list[Done] = field(default_factory=list)
    world: World = field(init=False)
    _entries: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Stand on the first day."""
        first = date(self.union.year, 1, 1)
        self.world = World(union=self.union, chance=self.chance, day=first, dues_entries=self._dues_entries)

    def _dues_entries(self, member_no: MemberNo) -> int:
        return self._entries[f"dues/{member_no}/{self.world.day.year}"]

    @contextmanager
    def read(self) -> Iterator[psycopg.Connection[DictRow]]:
        """Give a connection whose read models reflect all that is recorded."""
        self.service.projector.catch_up(self.ledger_id)
        with self.service.datastore.get_connection() as connection:
            yield connection

    def must(self, step: Step) -> Receipt:
        """Ask for what is not to be refused."""
        asked = len(self.requests) + sum(self.refused.values())
        request = Request(
            ledger_id=self.ledger_id, request_id=f"request-{asked}", actor=step.actor, commands=(step.command,)
        )
        receipt = self.service.recording.record(request)
        self.requests.append(request)
        self._entries.update(event.stream_id for event in receipt.events)
        return receipt

    def requests_of(self, kind: type[Kind]) -> list[Kind]:
        """List the commands of a class that were recorded."""
        commands = (command for request in self.requests for command in request.commands)
        return [command for command in commands if isinstance(command, kind)]

    def may(self, step: Step) -> bool:
        """Ask for what may be refused; say whether it was recorded."""
        try:
            self.must(step)
        except LedgerError as refusal:
            self.refused[refusal.code] += 1
            return False
        return True

    def do(self, deed: Deed, name: str = "") -> bool:
        """Do a deed if all that comes before it can be done; say whether it was."""
        if not (all(map(self.may, deed.before)) and self.may(deed.itself)):
            return False
        self.done[name] += 1
        if deed.undo is not None:
            self.undoable.append(Done(self.world.day, name, deed.undo))
        return True

    def take_something_back(self) -> None:
        """Take back something, if anything can be."""
        if not self.undoable:
            return
        one = self.undoable.pop(self.chance.randrange(len(self.undoable)))
        if self.may(one.undo(self.world.day)):
            self.done[f"{one.name} taken back"] += 1
