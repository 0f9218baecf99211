"""The short way in takes nothing that the long way would not, and makes the same of it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import COMMAND_TYPES
from domain.deciding import CommandType
from domain.errors import LedgerError
from services.wire import example
from services.wire.json_text import _explained as explained_json
from services.wire.parsing import _explained
from services.wire.quick import NOT_TAKEN, quick_json, quick_reader

ODD = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        2,
        2.0,
        -1,
        2**70,
        1e400,
        "",
        " x",
        "x\n",
        "\ud800",
        "é",
        "2026-02-30",
        "2026-02",
        "0",
        "1.5",
        "01",
        "1e3",
        "person",
        "cash",
        "grassroots",
        "A",
        "a",
        [],
        {},
        [1],
        {"name": "李强"},
        {"kind": "person", "id": "P1"},
    ]
)


def taken(kind: CommandType, data: object) -> object:
    try:
        return quick_reader(kind.command)(data)
    except NOT_TAKEN:
        return None


@pytest.mark.parametrize("kind", COMMAND_TYPES, ids=lambda kind: kind.name)
def test_what_every_command_is_described_with_goes_the_short_way(kind: CommandType) -> None:
    assert taken(kind, example(kind.command)) == _explained(kind.command, example(kind.command)) is not None


@given(kind=st.sampled_from(COMMAND_TYPES), changes=st.data())
def test_what_the_short_way_takes_the_long_way_takes_too(kind: CommandType, changes: st.DataObject) -> None:
    data: dict[str, Any] = example(kind.command)
    names = [*data, "note", "branch_id", "reason", "cap", "instalments", "restricted"]
    for name in changes.draw(st.lists(st.sampled_from(names), max_size=3)):
        data[name] = changes.draw(ODD)
    for name in changes.draw(st.lists(st.sampled_from(names), max_size=1)):
        data.pop(name, None)

    found = taken(kind, data)

    assert found is None or found == _explained(kind.command, data)


@given(data=st.sampled_from([None, [], "", 1, {1: 2}, [{}], {"a": {}}]), kind=st.sampled_from(COMMAND_TYPES))
def test_what_is_no_object_is_left(data: object, kind: CommandType) -> None:
    assert taken(kind, data) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON, spaced=st.booleans(), ascii_only=st.booleans())
def test_json_is_read_alike_both_ways(value: object, *, spaced: bool, ascii_only: bool) -> None:
    separators = (" , ", " : ") if spaced else (",", ":")
    text = json.dumps(value, separators=separators, ensure_ascii=ascii_only).encode(errors="surrogatepass")

    with suppress(*NOT_TAKEN):
        assert quick_json(text) == explained_json(text) == value


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":2}',
        b'{"a" :1,"a":2}',
        b'[{"b":{"a":1,"a":1}}]',
        b'{"a":1,"\\u0061":2}',
        b'{"a":":","a":2}',
        b'{"a:":1,"a:":1}',
    ],
)
def test_a_field_that_stands_twice_never_goes_the_short_way(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        quick_json(text)
    with pytest.raises(LedgerError):
        explained_json(text)
