"""How long accounting records are kept (保管期限): 会计档案管理办法（财政部 国家档案局令第79号）附表1.

Periods are minimums and run from the first day after the fiscal year (第十四条). Nothing is destroyed by the
program; it says from when on a destruction may be considered, after appraisal and with the signatures that
第十六至十九条 ask for. Records of years before 2016 fall under these periods too: 财会〔2016〕3号 一（四）.
"""

from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from domain.values import Year

RecordClass = Literal[
    "vouchers",
    "books",
    "asset_cards",
    "interim_reports",
    "yearly_reports",
    "bank_records",
    "tax_returns",
    "transfer_lists",
    "custody_lists",
]
"""Source documents and vouchers 凭证, books 账簿, cards of assets that are gone 固定资产卡片, monthly to half-yearly
reports 月度至半年度报告, yearly reports 年度报告, bank statements and reconciliations 对账单与余额调节表, tax
returns 纳税申报表, transfers between archives 移交清册, lists of custody and destruction 保管、销毁清册."""

YEARS_KEPT: Final = MappingProxyType[RecordClass, int | None](
    {
        "vouchers": 30,
        "books": 30,
        "asset_cards": 5,
        "interim_reports": 10,
        "yearly_reports": None,
        "bank_records": 10,
        "tax_returns": 10,
        "transfer_lists": 30,
        "custody_lists": None,
    }
)
"""Years after the fiscal year; None is for ever. An asset's card counts from the year in which the asset went."""


def earliest_destruction(record_class: RecordClass, fiscal_year: Year) -> date | None:
    """Name the first day on which a record of a fiscal year may be destroyed; None if it never may."""
    years = YEARS_KEPT[record_class]
    return None if years is None else date(fiscal_year + 1 + years, 1, 1)
