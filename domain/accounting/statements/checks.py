"""The internal checks of statements: what must agree, with the figures on both sides.

X1 to X8 block the publishing of a statement; X9 to X13 are findings that need a written answer. Under chart 2009 the
forms have fewer rows: X1, X2, X7, X8 and X10 hold as they are, and Y5 stands for the identity of account 331.
Source: 财会〔2021〕7号 第九条, 附录1 第五部分 and account notes; 财会〔2009〕7号 第五部分 一（四）.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from domain.accounting.posting import CUSTODIAL
from domain.accounting.statements.forms import Form, form
from domain.accounting.statements.sheets import Values, values_at_closing, values_at_opening
from domain.accounting.statements.sums import CLASSES_OF_RESULT, Sums
from domain.values import Fen

CheckState = Literal["passed", "failed", "not_checked"]
CheckId = Literal["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10", "X11", "X12", "X13", "Y5"]
BLOCKING: Final[frozenset[CheckId]] = frozenset({"X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "Y5"})

ASSET_PAIRS: Final[tuple[tuple[str, str, str | None], ...]] = (
    ("30101", "141", None),
    ("30102", "151", None),
    ("30103", "161", None),
    ("30104", "162", "163"),
    ("30105", "171", "172"),
    ("30106", "181", None),
)
"""A part of the asset fund, the asset that it stands against, and what is taken off that one."""
KEPT_AT_YEAR_END: Final = ("32104", "32205", "33104", "33205")
CARRIED_ACCOUNTS: Final = ("321", "322", "331", "332")
TOTALS: Final = {"2021": ("A20", "N09"), "2009": ("A999", "N999")}


class Comparison(NamedTuple):
    """Two figures that should agree, and what they are of: a row, an account, or a column."""

    what: str
    left_fen: Fen
    right_fen: Fen

    @property
    def agrees(self) -> bool:
        """Whether both are equal."""
        return self.left_fen == self.right_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what it came to and the figures. One without figures could not be made, as in a first year."""

    check: CheckId
    state: CheckState
    blocking: bool
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedYear:
    """The sums that the checks of one month or year are made from.

    ``before`` are those of the year up to the end of the month before, ``last_year`` those of the year before under
    the same chart, ``superior_subsidies_fen`` what the superior union's books say that it granted this union; None
    where there are none.
    """

    year_to_date: Sums
    month: Sums
    before: Sums | None
    last_year: Sums | None
    superior_subsidies_fen: Fen | None = None


def checks(checked: CheckedYear, *, yearly: bool) -> tuple[Check, ...]:
    """Make every check of a month or a year."""
    chart = checked.year_to_date.chart
    common = (_x1(checked), _x2(checked), _x7(checked), _x8(checked, yearly=yearly))
    if chart == "2009":
        return (*common, _y5(checked), _x10(checked))
    of_year = (_x3(checked), _x4(checked), _x5(checked), _x6(checked)) if yearly else ()
    findings = (_x9(checked), _x10(checked), _x11(checked), _x12(checked))
    together = (*common, *of_year, *findings, *((_x13(checked),) if yearly else ()))
    return tuple(sorted(together, key=lambda each: int(each.check[1:])))


def blocked_by(made: Iterable[Check]) -> tuple[CheckId, ...]:
    """Name the checks that forbid publishing."""
    return tuple(each.check for each in made if each.blocking and each.state == "failed")


def _check(check: CheckId, comparisons: Iterable[Comparison]) -> Check:
    figures = tuple(comparisons)
    agrees = all(figure.agrees for figure in figures)
    state: CheckState = "not_checked" if not figures else "passed" if agrees else "failed"
    return Check(check=check, state=state, blocking=check in BLOCKING, comparisons=figures)


def _sheet(checked: CheckedYear) -> Form:
    return form("balance_sheet", checked.year_to_date.chart)


def _income(checked: CheckedYear) -> Form:
    return form("income_statement", checked.year_to_date.chart)


def _x1(checked: CheckedYear) -> Check:
    """Assets are liabilities and net assets, in both columns. Source: 第九条."""
    assets, together = TOTALS[checked.year_to_date.chart]
    opening = values_at_opening(_sheet(checked), checked.year_to_date)
    closing = values_at_closing(_sheet(checked), checked.year_to_date)
    return _check(
        "X1",
        (
            Comparison("opening", opening[assets], opening[together]),
            Comparison("closing", closing[assets], closing[together]),
        ),
    )


def _x2(checked: CheckedYear) -> Check:
    """Each row opens with what it closed with last year. Source: 第五部分 一（三）."""
    if checked.last_year is None:
        return _check("X2", ())
    sheet = _sheet(checked)
    opening = values_at_opening(sheet, checked.year_to_date)
    return _check("X2", _rows(sheet, opening, values_at_closing(sheet, checked.last_year)))


def _x3(checked: CheckedYear) -> Check:
    """The year opens with the carried forward and surplus that last year closed with. Source: 第五部分 二（四）1."""
    if checked.last_year is None:
        return _check("X3", ())
    this, last = (values_at_closing(_income(checked), sums) for sums in (checked.year_to_date, checked.last_year))
    pairs = (("R01", "R28"), ("R02", "R29"), ("R03", "R30"))
    return _check("X3", (Comparison(opening, this[opening], last[closing]) for opening, closing in pairs))


def _x4(checked: CheckedYear) -> Check:
    """Both forms say the same of what is carried forward and of the surplus."""
    sheet = values_at_closing(_sheet(checked), checked.year_to_date)
    income = values_at_closing(_income(checked), checked.year_to_date)
    return _check(
        "X4",
        (
            Comparison("R29", Fen(sheet["N03"] + sheet["N05"]), income["R29"]),
            Comparison("R30", Fen(sheet["N04"] + sheet["N06"]), income["R30"]),
        ),
    )


def _x5(checked: CheckedYear) -> Check:
    """What the year closes with follows from its opening, its adjustments, its result and its cash investments.

    Cash investments made and recovered move 32205 directly (notes on 151 and 322).
    """
    income = values_at_closing(_income(checked), checked.year_to_date)
    investments_fen = checked.year_to_date.turnover("32205")
    right_fen = income["R01"] + income["R04"] + income["R27"] + investments_fen
    return _check("X5", (Comparison("R28", income["R28"], Fen(right_fen)),))


def _x6(checked: CheckedYear) -> Check:
    """The same for money with a purpose: what is carried forward (notes on 321 and 331)."""
    sums = checked.year_to_date
    income = values_at_closing(_income(checked), sums)
    moved_on_fen = sums.carried_in("32204") + sums.carried_in("33204")
    right_fen = (
        income["R02"]
        + sum(sums.turnover(code) for code in ("32101", "33101", "32102", "33102"))
        + sums.result_turnover("restricted")
        + sums.result_turnover("fiscal")
        - moved_on_fen
    )
    return _check("X6", (Comparison("R29", income["R29"], Fen(right_fen)),))


def _x7(checked: CheckedYear) -> Check:
    """The year to date is that of the month before and this month. Source: 第五部分 二（三）."""
    income = _income(checked)
    month = values_at_closing(income, checked.month)
    before = {} if checked.before is None else values_at_closing(income, checked.before)
    together = {row: Fen(month[row] + before.get(row, 0)) for row in month}
    rows = _rows(income, values_at_closing(income, checked.year_to_date), together, yearly=False)
    return _check("X7", rows)


def _x8(checked: CheckedYear, *, yearly: bool) -> Check:
    """The year is its December to date, and opens as last year's figures say. Source: 第五部分 二（三）."""
    if not yearly:
        return _check("X8", ())
    income = _income(checked)
    year = values_at_closing(income, checked.year_to_date)
    sums = (checked.before, checked.month)
    december = [values_at_closing(income, each) for each in sums if each is not None]
    to_date = {row: Fen(sum(values[row] for values in december)) for row in year}
    return _check("X8", _rows(income, year, to_date, yearly=False))


def _x9(checked: CheckedYear) -> Check:
    """Each part of the asset fund stands against its asset; what is parked on 182 may still be missing there."""
    sums = checked.year_to_date
    figures = tuple(
        Comparison(fund, sums.closing(fund), Fen(sums.closing(asset) - (sums.closing(less) if less else 0)))
        for fund, asset, less in ASSET_PAIRS
    )
    parked = [figure.left_fen - figure.right_fen for figure in figures]
    explained = all(fen >= 0 for fen in parked) and sum(parked) <= sums.closing("182")
    check = _check("X9", figures)
    return Check(
        check="X9", state="passed" if explained else check.state, blocking=check.blocking, comparisons=check.comparisons
    )


def _x10(checked: CheckedYear) -> Check:
    """Custodial cash and bank money is what stands on the account of custodial funds (notes on 101, 102, 221)."""
    sums = checked.year_to_date
    held_fen = sum(sums.closing(code, "custodial") for code in ("101", "102"))
    return _check("X10", (Comparison("custodial", Fen(held_fen), sums.closing(CUSTODIAL[sums.chart])),))


def _x11(checked: CheckedYear) -> Check:
    """Subsidies received are those that the superior union's books say it granted."""
    if checked.superior_subsidies_fen is None:
        return _check("X11", ())
    received_fen = checked.year_to_date.turnover("403")
    return _check("X11", (Comparison("403", received_fen, checked.superior_subsidies_fen),))


def _x12(checked: CheckedYear) -> Check:
    """Internal reallocations cancel out (notes on 321, 322, 331, 332)."""
    sums = checked.year_to_date
    pairs = (("32102", "32202"), ("33102", "33203"))
    return _check("X12", (Comparison(one, sums.turnover(one), Fen(-sums.turnover(other))) for one, other in pairs))


def _x13(checked: CheckedYear) -> Check:
    """At the end of a year only cumulative accounts carry what is left, and no income or expense stands open."""
    sums = checked.year_to_date
    return _check("X13", (*_must_be_empty(sums), Comparison("111", sums.closing("111"), Fen(0))))


def _must_be_empty(sums: Sums) -> Iterator[Comparison]:
    for fund_class in CLASSES_OF_RESULT:
        yield Comparison(fund_class, sums.result_closing(fund_class), Fen(0))
    for code in CARRIED_ACCOUNTS:
        cumulative = sum(sums.closing(kept) for kept in KEPT_AT_YEAR_END if kept.startswith(code))
        yield Comparison(code, sums.closing(code), Fen(cumulative))
    yield Comparison("182", sums.closing("182"), Fen(0))


def _y5(checked: CheckedYear) -> Check:
    """Account 331 closes with what it opened with, income less expense, and what was posted to it directly.

    Posted directly are investments made and recovered, the reserve, and matters of earlier years.
    """
    sums = checked.year_to_date
    closing_fen = sums.closing("331") + sum(sums.result_closing(fund_class) for fund_class in CLASSES_OF_RESULT)
    result_fen = sum(sums.result_turnover(fund_class) for fund_class in CLASSES_OF_RESULT)
    opening_fen = sums.opening("331") + sum(sums.result_opening(fund_class) for fund_class in CLASSES_OF_RESULT)
    right_fen = opening_fen + result_fen + sums.turnover("331")
    return _check("Y5", (Comparison("331", Fen(closing_fen), Fen(right_fen)),))


def _rows(sheet: Form, left: Values, right: Values, *, yearly: bool = True) -> Iterator[Comparison]:
    """Compare rows of a form that have figures; of X2, the rows of the yearly form."""
    for row in sheet.rows_shown(yearly=yearly):
        if row.kind != "heading":
            yield Comparison(row.row, left[row.row], right[row.row])
