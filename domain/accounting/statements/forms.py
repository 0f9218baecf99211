"""The forms of the statutory statements, as data: 工会01表 资产负债表 and 工会02表 收入支出表.

Source: 财会〔2021〕7号 附录1 第四、五部分, whose rows stand in ``rows_2021.csv``. The official layouts of
财会〔2009〕7号 are not part of this program's reference: under that chart each form has one row for each first-level
account, in the order of the chart. A changed formula makes a new version (财会〔2024〕12号 第二十五条).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from domain.accounting.charts import CHARTS, Account, Element
from domain.accounting.statements.formulas import Formula, read_formula
from domain.values import ChartVersion

FormName = Literal["balance_sheet", "income_statement"]
"""工会01表 and 工会02表."""
RowKind = Literal["heading", "figure", "total"]
Shown = Literal["always", "interim", "yearly"]

VERSIONS: Final[Mapping[ChartVersion, str]] = {"2021": "2021.1", "2009": "2009.1"}
"""The version of each chart's forms; it stands on every statement."""

TOTALS_2009: Final[Mapping[Element, tuple[str, str, str]]] = {
    "asset": ("A999", "资产总计", "Total assets"),
    "liability": ("L999", "负债合计", "Total liabilities"),
    "net_asset": ("N998", "净资产合计", "Total net assets"),
    "income": ("R499", "收入合计", "Total income"),
    "expense": ("R599", "支出合计", "Total expense"),
}
LETTER_2009: Final[Mapping[Element, str]] = {
    "asset": "A",
    "liability": "L",
    "net_asset": "N",
    "income": "R",
    "expense": "R",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a form. ``shown`` says whether monthly and yearly statements have it; ``formula`` how it is computed."""

    row: str
    kind: RowKind
    name_zh: str
    name_en: str
    formula: Formula
    shown: Shown = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form under one chart: its version and its rows in order."""

    name: FormName
    chart: ChartVersion
    version: str
    rows: tuple[Row, ...]

    @property
    def formulas(self) -> dict[str, Formula]:
        """The formula of each row by its id."""
        return {row.row: row.formula for row in self.rows}

    def rows_shown(self, *, yearly: bool) -> Iterable[Row]:
        """List the rows of a yearly statement, or of a monthly one."""
        left_out: Shown = "interim" if yearly else "yearly"
        return (row for row in self.rows if row.shown != left_out)


@cache
def form(name: FormName, chart: ChartVersion) -> Form:
    """Give a form under a chart."""
    rows = _rows_2021(name) if chart == "2021" else _rows_2009(name)
    return Form(name=name, chart=chart, version=VERSIONS[chart], rows=tuple(rows))


def _rows_2021(name: FormName) -> Iterable[Row]:
    text = files("domain.accounting.statements").joinpath("rows_2021.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["form"] == name:
            yield Row(
                row=row["row"],
                kind=cast("RowKind", row["kind"]),
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                formula=read_formula(row["formula"]),
                shown=cast("Shown", row["shown"]),
            )


def _rows_2009(name: FormName) -> Iterable[Row]:
    match name:
        case "balance_sheet":
            yield from _group("asset")
            yield from _group("liability")
            yield from _group("net_asset")
            yield _total("N999", "负债与净资产总计", "Total liabilities and net assets", "L999 + N998")
        case "income_statement":
            yield from _group("income")
            yield from _group("expense")
            yield _total("R600", "本期收支差额", "Surplus or deficit of the period", "R499 - R599")


def _group(element: Element) -> Iterable[Row]:
    """Give one row for each first-level account of an element, and their total."""
    accounts = [one for one in CHARTS["2009"].accounts.values() if one.parent is None and one.element == element]
    for account in accounts:
        yield _account_row(account)
    row, name_zh, name_en = TOTALS_2009[element]
    yield _total(row, name_zh, name_en, " + ".join(f"{LETTER_2009[element]}{account.code}" for account in accounts))


def _account_row(account: Account) -> Row:
    of_result = account.element in {"income", "expense"}
    # 结余 takes the period's income and expense before they are carried there for real.
    uncarried = " + result(unrestricted) + result(restricted) + result(fiscal)" if account.code == "331" else ""
    formula = f"turn({account.code})" if of_result else f"bal({account.code}){uncarried}"
    return Row(
        row=f"{LETTER_2009[account.element]}{account.code}",
        kind="figure",
        name_zh=account.name_zh,
        name_en=account.name_en,
        formula=read_formula(formula),
    )


def _total(row: str, name_zh: str, name_en: str, formula: str) -> Row:
    return Row(row=row, kind="total", name_zh=name_zh, name_en=name_en, formula=read_formula(formula))
