from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities.dues import PayDues
from domain.catalogue import COMMAND_TYPES
from domain.deciding import CommandType
from domain.values import (
    MAX_AMOUNT_FEN,
    NO_FEN,
    Count,
    Fen,
    MemberNo,
    Month,
    PositiveFen,
    Subject,
    SubjectId,
    Text,
    yuan,
)
from services.wire import (
    InvalidInput,
    MalformedJson,
    UnknownCommand,
    example,
    parse,
    parse_command,
    parse_line,
    to_wire,
)
from services.wire.formats import FORMATS, NotAdmitted

PAID = PayDues(
    member_no=MemberNo("M0001"),
    period=Month("2026-05"),
    amount_fen=Fen(41_50),
    method="cash",
    effective_on=date(2026, 5, 10),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """An amount that may be nothing."""

    prize_fen: Fen = NO_FEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """A field of each sort."""

    whom: Subject
    amount_fen: PositiveFen
    times: Count
    level: Literal[2, 3]
    so: bool
    remark: Text | None = None


def test_a_command_is_read_from_a_line() -> None:
    line = (
        b'{"command": "pay-dues", "data": {"member_no": "M0001", "period": "2026-05", "amount": "41.5", '
        b'"method": "cash", "effective_on": "2026-05-10"}}'
    )

    assert parse_line(line) == PAID


@pytest.mark.parametrize("kind", COMMAND_TYPES, ids=lambda kind: kind.name)
def test_what_is_written_is_read_back(kind: CommandType) -> None:
    command = parse_command(kind.name, example(kind.command))

    assert parse_command(kind.name, to_wire(command)) == command


def test_every_sort_of_field_is_read() -> None:
    data = {"whom": {"kind": "team", "id": "T1"}, "amount": "1.00", "times": 3, "level": 2, "so": True}

    assert parse(Everything, data) == Everything(
        whom=Subject(kind="team", id=SubjectId("T1")), amount_fen=Fen(100), times=Count(3), level=2, so=True
    )


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"whom": {"kind": "team"}}, "/whom/id"),
        ({"whom": None}, "/whom"),
        ({"times": True}, "/times"),
        ({"times": 0}, "/times"),
        ({"times": 1.5}, "/times"),
        ({"times": "1"}, "/times"),
        ({"level": True}, "/level"),
        ({"level": "2"}, "/level"),
        ({"level": 4}, "/level"),
        ({"so": 1}, "/so"),
        ({"so": "true"}, "/so"),
        ({"remark": ""}, "/remark"),
    ],
)
def test_what_is_not_admitted_is_named(change: dict[str, object], path: str) -> None:
    data = {"whom": {"kind": "team", "id": "T1"}, "amount": "1.00", "times": 3, "level": 2, "so": True}
    with pytest.raises(InvalidInput) as refused:
        parse(Everything, {**data, **change})

    assert [error.path for error in refused.value.errors] == [path]


@given(st.integers(min_value=1, max_value=MAX_AMOUNT_FEN))
def test_every_amount_up_to_the_largest_is_read_as_it_is_written(amount_fen: int) -> None:
    assert FORMATS[PositiveFen].read(yuan(amount_fen)) == FORMATS[Fen].read(yuan(amount_fen)) == amount_fen


@given(st.integers(max_value=0) | st.integers(min_value=MAX_AMOUNT_FEN + 1))
def test_no_other_amount_is_read(amount_fen: int) -> None:
    with pytest.raises(NotAdmitted):
        FORMATS[PositiveFen].read(yuan(amount_fen))


def test_the_annotation_alone_decides_whether_zero_is_an_amount() -> None:
    assert parse(Prize, {"prize": "0"}) == Prize(prize_fen=Fen(0))
    with pytest.raises(InvalidInput, match="above 0"):
        parse_command("pay-dues", {**to_wire(PAID), "amount": "0"})


@given(st.text(max_size=8) | st.from_regex(r"-?[0-9]*\.?[0-9]*\s?", fullmatch=True))
def test_an_amount_is_read_exactly_or_not_at_all(text: str) -> None:
    try:
        read = FORMATS[Fen].read(text)
    except ValueError:
        return
    whole, _, rest = text.partition(".")
    assert yuan(read) == f"{whole}.{rest:0<2}"


def test_a_command_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownCommand):
        parse_command("make-coffee", {})


@pytest.mark.parametrize("line", [b"", b"nonsense", b'{"command": "pay-dues"', b"\xff"])
def test_a_line_that_is_not_json_is_refused_with_the_place(line: bytes) -> None:
    with pytest.raises(MalformedJson) as refused:
        parse_line(line)

    assert refused.value.line == 1


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b'"pay-dues"',
        b'{"command": "pay-dues"}',
        b'{"command": 1, "data": {}}',
        b'{"command": "pay-dues", "data": {}, "key": 1}',
    ],
)
def test_a_line_names_a_command_and_its_data(line: bytes) -> None:
    with pytest.raises(InvalidInput, match="must be an object with the fields"):
        parse_line(line)


@pytest.mark.parametrize("kind", COMMAND_TYPES, ids=lambda kind: kind.name)
def test_every_amount_of_a_command_has_a_form_on_the_wire(kind: CommandType) -> None:
    hints = get_type_hints(kind.command, include_extras=True)
    for field in fields(kind.command):
        hint = hints[field.name]
        is_amount = any(part in (Fen, PositiveFen) for part in (hint, *get_args(hint)))
        assert is_amount == field.name.endswith("_fen"), field.name
