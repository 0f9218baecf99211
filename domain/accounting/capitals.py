"""Amounts in capital letters (大写金额), as vouchers and receipts state them. Source: 规范 第五十二条（三）."""

from typing import Final

from domain.values import FEN_PER_YUAN

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
FEN_PER_JIAO: Final = 10


def in_capitals(amount_fen: int) -> str:
    """Write an amount in capital letters: ``141600`` fen is ``"壹仟肆佰壹拾陆元整"``, a red amount begins with 负."""
    sign = "负" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), FEN_PER_YUAN)
    if not rest:
        return f"{sign}{_whole(whole)}元整"
    yuan = f"{_whole(whole)}元" if whole else ""
    return sign + yuan + _rest(rest, after_yuan=bool(whole))


def _whole(number: int) -> str:
    """Write a whole number; of zeros between digits that count, one is written."""
    for size, name in PLACES:
        if number >= size:
            left, right = divmod(number, size)
            if not right:
                return _whole(left) + name
            zero = DIGITS[0] if right < size // 10 else ""
            return _whole(left) + name + zero + _whole(right)
    return DIGITS[number]


def _rest(rest: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(rest, FEN_PER_JIAO)
    if not fen:
        return f"{DIGITS[jiao]}角整"
    if jiao:
        return f"{DIGITS[jiao]}角{DIGITS[fen]}分"
    return f"{DIGITS[0] if after_yuan else ''}{DIGITS[fen]}分"
