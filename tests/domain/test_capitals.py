import pytest
from hypothesis import given as amounts
from hypothesis import strategies as st

from domain.accounting.capitals import DIGITS, in_capitals

UNITS = {"拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}


@pytest.mark.parametrize(
    ("amount_fen", "written"),
    [
        (1_416_00, "壹仟肆佰壹拾陆元整"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (1_05, "壹元零伍分"),
        (1_50, "壹元伍角整"),
        (10_00, "壹拾元整"),
        (1_680_32, "壹仟陆佰捌拾元叁角贰分"),
        (1_409_50, "壹仟肆佰零玖元伍角整"),
        (6_007_14, "陆仟零柒元壹角肆分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (205_000_00, "贰拾万伍仟元整"),
        (10_010_01, "壹万零壹拾元零壹分"),
        (100_010_000_00, "壹亿零壹万元整"),
        (100_000_000_00, "壹亿元整"),
        (9_999_999_999_99, "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (-230_00, "负贰佰叁拾元整"),
    ],
)
def test_an_amount_is_written_in_capital_letters(amount_fen: int, written: str) -> None:
    assert in_capitals(amount_fen) == written


@amounts(st.integers(0, 10**14))
def test_what_is_written_says_the_amount_and_ends_as_the_rule_asks(amount_fen: int) -> None:
    written = in_capitals(amount_fen)

    assert read(written) == amount_fen
    assert written.endswith("整") == (amount_fen % 10 == 0)
    assert "零零" not in written


def read(written: str) -> int:
    """Read an amount back, by a way of its own: section by section."""
    whole, _, rest = written.removesuffix("整").rpartition("元")
    jiao, fen = rest.partition("角")[::2] if "角" in rest else ("", rest)
    cents = 10 * DIGITS.index(jiao[-1]) if jiao else 0
    cents += DIGITS.index(fen[-2]) if fen.endswith("分") else 0
    return read_whole(whole) * 100 + cents


def read_whole(text: str) -> int:
    if not text:
        return 0
    for unit in ("亿", "万", "仟", "佰", "拾"):
        left, found, right = text.rpartition(unit)
        if found:
            return read_whole(left) * UNITS[unit] + read_whole(right)
    return DIGITS.index(text[-1])
