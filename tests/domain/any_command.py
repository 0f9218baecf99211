"""Random commands over a small world, so that random histories meet: two members, two branches, a few months.

A command's fields are filled by their types; a new command needs nothing here unless it brings a new type.
Commands are made once and drawn whole, which is much faster than drawing every field.
"""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from random import Random
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from domain import values

CHOICES: Final[dict[object, Sequence[object]]] = {
    values.LedgerId: ("city",),
    values.MemberNo: ("M1", "M1", "M1", "M2"),
    values.BranchId: ("U1", "U1", "U2"),
    values.CaseNo: ("C1", "C1", "C1", "C2"),
    values.HouseholdId: ("H1",),
    values.EnterpriseId: ("E1",),
    values.DocumentNo: ("D1", "D2"),
    values.RuleId: ("R1", "R2"),
    values.ProgrammeCode: ("P1", "P1", "P1", "P2"),
    values.AccountCode: ("50104", "5010401", "408", "999"),
    values.ProjectId: ("P1", "P2"),
    values.PostingKind: ("aid.P1", "dues"),
    values.PostingPart: ("account",),
    values.BankLineId: ("2025-12.1", "2025-12.2"),
    values.PartyId: ("M1",),
    values.ActorId: ("ann", "bob"),
    values.EconomicClass: ("30309",),
    values.VoucherId: ("2025-12-31.R1", "2025-12-31.R1", "2025-12-31.R2"),
    values.Text: ("甲",),
    values.Fen: (0, 1, 1, 10_00, 25_00, 2500_00, 5000_00),
    values.BasisPoints: (33, 50),
    values.Count: (1, 1, 2, 3),
    values.Year: (2025,),
    values.Month: ("2025-12", "2025-12", "2026-01"),
    date: (*[date(2026, 1, 5)] * 5, date(2025, 11, 1), date(2025, 12, 31)),
    bool: (False, True),
    values.Subject: (
        *[values.Subject(kind="person", id=values.SubjectId("M1"))] * 3,
        values.Subject(kind="person", id=values.SubjectId("M2")),
        values.Subject(kind="household", id=values.SubjectId("H1")),
    ),
}
"""What there is of each type; what stands there more than once comes more often."""
SAMPLE: Final = 40
"""How many commands of a class are made to draw from."""


def of(*commands: type, **chosen: Sequence[object]) -> list[Any]:
    """Make commands of some classes to draw from; ``chosen`` gives values to choose from for fields by name."""
    return [made for command in commands for made in _sample(command, chosen)]


def _sample(command: type, chosen: dict[str, Sequence[object]]) -> list[Any]:
    random = Random(command.__name__)  # noqa: S311 - nothing secret: the same commands in every run
    return [_made(command, random, chosen) for _ in range(SAMPLE)]


def _made(shape: type, random: Random, chosen: dict[str, Sequence[object]]) -> object:
    hints = get_type_hints(shape)
    names = [field.name for field in fields(shape)]
    return shape(
        **{name: random.choice(chosen[name]) if name in chosen else _value(hints[name], random) for name in names}
    )


def _value(annotation: Any, random: Random) -> object:  # noqa: ANN401 - an annotation has no type of its own
    if annotation in CHOICES:
        return random.choice(CHOICES[annotation])
    if annotation is NoneType:
        return None
    match get_origin(annotation):
        case origin if origin in {Union, UnionType}:
            return _value(random.choice(get_args(annotation)), random)
        case origin if origin == Literal:
            return random.choice(get_args(annotation))
        case origin if origin is tuple:
            return tuple(_value(get_args(annotation)[0], random) for _ in range(random.randrange(3)))
        case _:
            assert is_dataclass(annotation), f"say in CHOICES what a random {annotation} is"
            assert isinstance(annotation, type)
            return _made(annotation, random, {})
