"""The charts of accounts (会计科目表) of 《工会会计制度》, as data: 财会〔2009〕7号 and 财会〔2021〕7号.

The same digits mean different things in the two: an account is named by chart and code together.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, cast

from domain.values import AccountCode, ChartVersion

Element = Literal["asset", "liability", "net_asset", "income", "expense"]
NormalSide = Literal["debit", "credit"]
AccountLevel = Literal["both", "county", "grassroots"]

CHART_2021_FROM: Final = date(2022, 1, 1)
"""Source: 财会〔2021〕7号 第六十六条."""
FIRST_LEVEL_DIGITS: Final = 3
DETAIL_DIGITS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account (会计科目). ``parent`` is None at the first level (一级科目); ``level`` says who has it."""

    chart: ChartVersion
    code: AccountCode
    parent: AccountCode | None
    name_zh: str
    name_en: str
    element: Element
    normal_side: NormalSide
    level: AccountLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """A row of the concordance (科目对照): which account of 2021 takes the place of one of 2009, and why."""

    code_2009: AccountCode
    code_2021: AccountCode
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of accounts: its accounts by code, in the official order."""

    version: ChartVersion
    accounts: Mapping[AccountCode, Account]
    with_details: frozenset[AccountCode]
    """First-level accounts with prescribed detail accounts, to which alone is posted."""


def _rows(name: str) -> list[dict[str, str]]:
    text = files("domain.accounting").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _chart(version: ChartVersion) -> Chart:
    accounts = {
        AccountCode(row["code"]): Account(
            chart=version,
            code=AccountCode(row["code"]),
            parent=AccountCode(row["parent"]) if row["parent"] else None,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            element=cast("Element", row["element"]),
            normal_side=cast("NormalSide", row["normal_side"]),
            level=cast("AccountLevel", row["level"]),
        )
        for row in _rows(f"chart_{version}.csv")
    }
    details = frozenset(account.parent for account in accounts.values() if account.parent is not None)
    return Chart(version=version, accounts=MappingProxyType(accounts), with_details=details)


CHARTS: Final[Mapping[ChartVersion, Chart]] = {"2009": _chart("2009"), "2021": _chart("2021")}


def chart_on(day: date) -> ChartVersion:
    """Name the chart in force on a business day.

    Source: 财会〔2021〕7号 第六十六条; 财会〔2009〕7号 第四十七条.
    """
    return "2021" if day >= CHART_2021_FROM else "2009"


@cache
def concordance() -> tuple[Correspondence, ...]:
    """Give the concordance of the two charts. Source: 财会〔2021〕16号; rows marked derived are matched by name."""
    return tuple(
        Correspondence(
            code_2009=AccountCode(row["code_2009"]), code_2021=AccountCode(row["code_2021"]), note=row["note"]
        )
        for row in _rows("chart_concordance.csv")
    )


def successor(code: AccountCode) -> AccountCode | None:
    """Name the account of 2021 that takes the place of one of 2009; None where that has details of its own.

    Of an account that was divided it is the first part, which keeps what the account was mainly for. A detail account
    that a ledger added goes where the account above it goes. Source: 财会〔2021〕16号.
    """
    found = next((row.code_2021 for row in concordance() if row.code_2009 == code), None)
    if found is None and code not in CHARTS["2009"].accounts and len(code) > FIRST_LEVEL_DIGITS:
        return successor(AccountCode(code[:-DETAIL_DIGITS]))
    chart = CHARTS["2021"]
    return found if found in chart.accounts and found not in chart.with_details else None
