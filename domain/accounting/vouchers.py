"""Accounting vouchers (记账凭证) as data: their types, their kinds, and what is written on them.

Source: 《会计基础工作规范》财政部令第98号 第五十、五十一条.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from domain.accounting.lines import Line
from domain.accounting.posting import place_of
from domain.accounting.sources import CLOSING
from domain.values import MoneyPlace, RuleId, Text, VoucherId

VoucherType = Literal["receipt", "payment", "transfer"]
"""收款凭证, 付款凭证, 转账凭证. Source: 规范 第五十条."""
VoucherKind = Literal["ordinary", "closing", "red", "blue", "difference", "prior_year"]
"""What the voucher is for: activities, carrying results forward, or correcting another voucher.

``red`` annuls (注销) and ``blue`` replaces (订正); ``difference`` (差额) and ``prior_year`` (以前年度) stand alone.
Source: 规范 第五十一条（五）.
"""
CorrectionKind = Literal["red", "blue", "difference", "prior_year"]

CORRECTION_RULES: Final[dict[CorrectionKind, RuleId]] = {
    "red": RuleId("correction.red"),
    "blue": RuleId("correction.blue"),
    "difference": RuleId("correction.difference"),
    "prior_year": RuleId("correction.prior_year"),
}
KIND_OF_RULE: Final[dict[RuleId, VoucherKind]] = {rule_id: kind for kind, rule_id in CORRECTION_RULES.items()}
WORDS: Final[dict[VoucherType, str]] = {"receipt": "收", "payment": "付", "transfer": "转"}
CASH_AND_BANK: Final[frozenset[MoneyPlace | None]] = frozenset({"cash", "bank"})


def kind_of(rule_id: RuleId) -> VoucherKind:
    """Say what a voucher is for by the rule of the events that it is made from."""
    return "closing" if rule_id.startswith(CLOSING) else KIND_OF_RULE.get(rule_id, "ordinary")


def of_money(line: Line) -> bool:
    """Say whether a line stands on cash, on the bank, or on a detail account of these."""
    return place_of(line.account) in CASH_AND_BANK


def type_of(lines: Iterable[Line]) -> VoucherType:
    """Say which type a voucher is: money came in, money went out, or neither.

    Money moved between cash and bank is a payment, by custom, so that it is not written twice. A red line has
    the side of the line that it takes back, so an annulled receipt is a receipt.
    """
    sides = {line.side for line in lines if of_money(line)}
    if not sides:
        return "transfer"
    return "payment" if "C" in sides else "receipt"


def voucher_id_of(source: str, serial: int) -> VoucherId:
    """Name the voucher of a source: the source itself, and ``{source}~2`` … for what came to it later."""
    return VoucherId(source if serial == 1 else f"{source}~{serial}")


def reference(kind: CorrectionKind, day: date, word_and_number: str) -> Text:
    """Write the summary of a correcting voucher: what it annuls or puts right. Source: 规范 第五十一条（五）."""
    verb = "注销" if kind == "red" else "订正"
    year = f"{day.year}年" if kind == "prior_year" else ""
    return Text(f"{verb}{year}{day.month}月{day.day}日{word_and_number}号凭证")
