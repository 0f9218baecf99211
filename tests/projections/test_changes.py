"""Changes merge in memory to what they would come to one by one."""

import pytest

from projections.arrays import UnstorableText, array
from projections.changes import MergedChanges
from projections.fold import Table

ROW = Table(name="row", key={"id": "text"}, sums=("a_fen", "b_fen"), values={"name": "text", "note": "text"})
KEY = ("x",)


def test_additions_to_a_row_are_summed() -> None:
    changes = MergedChanges([ROW])
    changes.add(ROW, KEY, a_fen=1)
    changes.add(ROW, KEY, a_fen=2, b_fen=5)
    assert changes["row"] == {KEY: [3, 5, None, None]}


def test_the_last_put_wins_and_nothing_is_put_back_to_nothing() -> None:
    changes = MergedChanges([ROW])
    changes.put(ROW, KEY, name="first", note="kept")
    changes.put(ROW, KEY, name="last", note=None)
    assert changes["row"] == {KEY: [0, 0, "last", "kept"]}


def test_a_row_that_is_dropped_and_put_again_begins_anew() -> None:
    changes = MergedChanges([ROW])
    changes.add(ROW, KEY, a_fen=1)
    changes.drop(ROW, KEY)
    changes.add(ROW, KEY, b_fen=2)
    assert changes.dropped["row"] == {KEY}
    assert changes["row"] == {KEY: [0, 2, None, None]}


def test_text_is_quoted_as_an_array_literal() -> None:
    assert array("text", ['a"b', "c\\d", "", "会,员"]) == '{"a\\"b","c\\\\d","","会,员"}'


def test_what_is_missing_is_null() -> None:
    assert array("text", ["NULL", None]) == '{"NULL",NULL}'
    assert array("bigint", [1, None]) == "{1,NULL}"


def test_text_with_nul_is_refused_rather_than_split() -> None:
    with pytest.raises(UnstorableText):
        array("text", ["a\x00b"])
