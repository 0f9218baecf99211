"""Which events belong on one voucher: those of one day, one rule and one source document (原始凭证).

Unlike documents are not mixed on a voucher (规范 第五十一条（三）).
"""

from datetime import date
from typing import Final

from domain.accounting.lines import Posting
from domain.values import DocumentNo, RuleId

OPENING: Final = "opening"
"""The rule of opening balances: they are no turnover and stand on no voucher."""
CLOSING: Final = "closing"
"""Begins the rules of closing entries, which are no turnover."""
DAY_LENGTH: Final = len("2026-03-15")


def source_of(posting: Posting, effective_on: date) -> str:
    """Name what a voucher is made from: ``"2026-03-15.2021.dues"``, with the document if the event names one."""
    return named_source(effective_on, posting.rule_id, posting.document_no)


def day_of(source: str) -> date:
    """Give the day of a source, or of a voucher: its name begins with it."""
    return date.fromisoformat(source[:DAY_LENGTH])


def named_source(day: date, rule_id: RuleId, document_no: DocumentNo | None) -> str:
    """Name the source of a day, a rule and a document."""
    plain = f"{day.isoformat()}.{rule_id}"
    return plain if document_no is None else f"{plain}.{document_no}"
