from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pydantic
import pytest

from domain.values import Fen, MemberNo
from services.wire import answer_model, to_wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an answer."""

    change_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An answer with a field of each sort."""

    member_no: MemberNo
    cap_fen: Fen | None
    sum_fen: int
    parts: tuple[Part, ...]
    day: date | None
    at: datetime
    facts: dict[str, Any]


WHOLE = Whole(
    member_no=MemberNo("M0001"),
    cap_fen=None,
    sum_fen=10**15,
    parts=(Part(change_fen=Fen(-5)),),
    day=date(2026, 3, 31),
    at=datetime(2026, 3, 31, 1, 2, 3, tzinfo=UTC),
    facts={"amount_fen": 1, "on": date(2026, 1, 1), "true": True},
)
SHOWN = {
    "member_no": "M0001",
    "cap": None,
    "sum": "10000000000000.00",
    "parts": [{"change": "-0.05"}],
    "day": "2026-03-31",
    "at": "2026-03-31T01:02:03+00:00",
    "facts": {"amount": "0.01", "on": "2026-01-01", "true": True},
}


def test_amounts_are_shown_in_yuan_and_days_as_iso_text() -> None:
    assert to_wire(WHOLE) == SHOWN


def test_an_answer_is_as_it_is_described() -> None:
    described = answer_model(Whole)

    described.model_validate(SHOWN)
    with pytest.raises(pydantic.ValidationError):
        described.model_validate({**SHOWN, "more": 1})
